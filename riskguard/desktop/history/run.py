"""Runs a what-if in a process of its own: nothing of it is on the loop's time, and it can be ended at any moment."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from riskguard.config.settings import Settings
from riskguard.service.own_program import own_program
from riskguard.storage.settings_codec import settings_text

_GO_AWAY_MS = 1000


class WhatIfRun(QObject):
    """One run at a time. `progressed` carries a share and the day in work, `done` the result, `failed` words."""

    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, data_dir: Path, program: Sequence[str] | None = None) -> None:
        super().__init__()
        self._data_dir, self._program = data_dir, list(program or own_program())
        self._process: QProcess | None = None
        self._rest = self._rules = b""
        self._found: object = None

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self, first: date, last: date, account_id: int | None, settings: Settings) -> None:
        """Ends one that runs still."""
        self.cancel()
        process = self._process = QProcess(self)
        self._rest, self._found = b"", None
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._not_started)
        self._rules = settings_text(settings).encode()
        # No closure over `self`: with the last reference in a connection of its own child, both would go twice.
        process.started.connect(self._feed)
        days = ["--from", first.isoformat(), "--to", last.isoformat()]
        account = [] if account_id is None else ["--account", str(account_id)]
        asked = ["whatif", "--recorded", "--rules", "-", "--data-dir", str(self._data_dir), *days, *account]
        process.start(self._program[0], [*self._program[1:], *asked])

    def cancel(self) -> None:
        """Ends it at once; nobody is told anything of it any more."""
        process, self._process = self._process, None
        if process is None:
            return
        process.disconnect(self)
        # It goes when it has gone; waiting for it would be on the loop's time.
        process.finished.connect(process.deleteLater)
        process.kill()

    def end(self) -> None:
        """For closing down."""
        process = self._process
        self.cancel()
        if process is not None:
            process.waitForFinished(_GO_AWAY_MS)

    def _feed(self) -> None:
        if self._process is not None:
            self._process.write(self._rules)
            self._process.closeWriteChannel()

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            self._hear(line)

    def _hear(self, line: bytes) -> None:
        try:
            found: Any = json.loads(line)
        except ValueError:
            return
        if found["kind"] == "progress":
            self.progressed.emit(float(found["share"]), str(found["day"] or ""))
        elif found["kind"] == "compared":
            self._found = found

    def _finished(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip().splitlines()
        process.deleteLater()
        if self._found is not None and process.exitCode() == 0:
            self.done.emit(self._found)
        else:
            self.failed.emit(said[-1].removeprefix("riskguard whatif: ") if said else "")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            process, self._process = self._process, None
            words = process.errorString()
            process.deleteLater()
            self.failed.emit(words)
