"""Writes what Activity shows into a CSV file, in a thread, with progress and a way to stop."""

import csv
import json
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.activity import Setting, item
from riskguard.desktop.presenters.words import say
from riskguard.desktop.work import Work
from riskguard.storage.activity import Line, Wanted, read_page

_TOLD_MS = 200
COLUMNS = ("time", "account_id", "account", "kind", "rule", "title", "detail", "fields", "numbers")


@dataclass(slots=True)
class Writing:
    """Shared with the thread: how far it is, and whether it should stop."""

    lines: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


class Export(QObject):
    """`told` carries what is to be said and whether it still runs."""

    told = Signal(str, bool)

    def __init__(self, window: QWidget, journal: Path) -> None:
        super().__init__(window)
        self._window, self._journal = window, journal
        self._work = Work(self)
        self._writing: Writing | None = None
        self._tell = QTimer(self, interval=_TOLD_MS)
        self._tell.timeout.connect(self._progress)

    def ask(self, wanted: Wanted, setting: Setting | None) -> None:
        """Asks where to, in a dialog beside the window; nothing waits for it."""
        if setting is None or self._work.busy:
            return
        dialog = QFileDialog(self._window, say(words.EXPORT))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter("CSV (*.csv)")
        dialog.selectFile(f"riskguard-activity-{setting.now.astimezone(setting.schedule.zone):%Y-%m-%d}.csv")
        dialog.fileSelected.connect(lambda name: self.begin(Path(name), wanted, setting))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def begin(self, target: Path, wanted: Wanted, setting: Setting) -> None:
        self._writing = Writing()
        ask = partial(write_csv, self._journal, target, wanted, setting, self._writing)
        self._work.run(ask, partial(self._done, target), self._failed)
        self._tell.start()
        self._progress()

    def cancel(self) -> None:
        if self._writing:
            self._writing.stop.set()

    def end(self) -> None:
        self.cancel()
        self._work.drop()
        self._work.wait()

    def _progress(self) -> None:
        if self._writing:
            count = f" {self._writing.lines:,}" if self._writing.lines else ""
            self.told.emit(f"{say(words.EXPORTING)}{count}", True)

    def _done(self, target: Path, count: int | None) -> None:
        self._tell.stop()
        text = "" if count is None else say(words.EXPORTED, count=f"{count:,}", name=target.name)
        self.told.emit(text, False)

    def _failed(self, error: Exception) -> None:
        self._tell.stop()
        self.told.emit(say(words.EXPORT_FAILED, error=f"{error}."), False)


def write_csv(journal: Path, target: Path, wanted: Wanted, setting: Setting, writing: Writing) -> int | None:
    """Newest first; how many lines were written, None where it was stopped. A half-written file leaves nothing."""
    part = target.with_name(f"{target.name}.part")
    before: int | None = None
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            more = True
            while more and not writing.stop.is_set():
                page = read_page(journal, wanted, before)
                for line in page.lines:
                    table.writerow([_safe(each) for each in _row(line, setting)])
                writing.lines += len(page.lines)
                more = page.more
                before = page.lines[-1].number if page.lines else before
        if writing.stop.is_set():
            return None
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return writing.lines


def _row(line: Line, setting: Setting) -> list[str]:
    shown = item(line, Setting(setting.schedule, setting.now, {}))
    account = "" if line.account_id is None else str(line.account_id)
    name = setting.names.get(line.account_id, "") if line.account_id is not None else ""
    at = line.at.astimezone(setting.schedule.zone).isoformat(timespec="milliseconds")
    told = [json.dumps(dict(one), ensure_ascii=False) if one else "" for one in (line.fields, line.why)]
    return [at, account, name, line.kind, line.rule or "", shown.title, shown.detail, *told]


def _safe(cell: str) -> str:
    """A table program takes text that begins like a formula for one."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
