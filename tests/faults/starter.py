"""Starts the program quickly and often: everything is imported once, then every start is a fork of its own.

`python -m tests.faults.starter` reads one JSON line a start (`data_dir`, `log`) and answers with the process id. What
runs in the fork is the entry of the command line, `riskguard run --headless --data-dir ...`.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from riskguard.__main__ import main
from riskguard.engine.ports import JournalEntry
from riskguard.storage import rows, writer
from riskguard.storage.last_page import LastPage


def _run(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if order["sabotage"]:
        _sabotage()
    code = 70
    try:
        code = main(["run", "--headless", "--data-dir", order["data_dir"]])
    finally:
        os._exit(code)


def _sabotage() -> None:
    """A program that loses what it decided: nothing on the last page, and commits that come late."""

    def late(entry: JournalEntry) -> None:
        time.sleep(0.2)
        rows.store(entry)

    setattr(LastPage, "keep", lambda *_, **__: None)  # noqa: B010
    setattr(writer, "store", late)  # noqa: B010


def serve() -> None:
    """Until standard input ends."""
    importlib.import_module("riskguard.runner")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            _run(json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


class Program:
    """One running program, forked or executed; only ever killed by its own id."""

    def __init__(self, pid: int, process: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self._process = process
        self.killed = False

    def kill(self) -> None:
        """SIGKILL, at once."""
        if not self.killed:
            self.killed = True
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Until the system has taken it away."""
        while not self.gone:
            time.sleep(0.002)

    @property
    def gone(self) -> bool:
        if self._process is not None:
            return self._process.poll() is not None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False


class Starter:
    """Starts programs on one gateway (named by `environment`)."""

    def __init__(self, environment: dict[str, str], *, sabotage: bool = False) -> None:
        self._environment, self._sabotage = environment, sabotage
        self._server = subprocess.Popen(
            [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "tests.faults.starter"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self._answer() != "ready":
            raise RuntimeError("the starter did not come up")

    def fork(self, data_dir: Path, log: Path) -> Program:
        assert self._server.stdin is not None
        self._server.stdin.write(
            json.dumps({"data_dir": str(data_dir), "log": str(log), "sabotage": self._sabotage}) + "\n"
        )
        self._server.stdin.flush()
        return Program(int(self._answer()))

    def execute(self, data_dir: Path, log: Path) -> Program:
        """As a person starts it: slower by all that has to be imported."""
        command = [sys.executable, "-m", "riskguard", "run", "--headless", "--data-dir", str(data_dir)]
        with log.open("ab") as output:
            process = subprocess.Popen(command, env=self._environment, stdout=output, stderr=output)
        return Program(process.pid, process)

    def close(self) -> None:
        if self._server.stdin is not None:
            self._server.stdin.close()
        self._server.wait(10)
        if self._server.stdout is not None:
            self._server.stdout.close()

    def _answer(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()


if __name__ == "__main__":
    serve()
