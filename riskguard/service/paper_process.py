"""The paper gateway in a process of its own, for practice mode: started, asked where it is, stopped."""

import json
import selectors
import subprocess
import sys
import time
from typing import Any

from riskguard.service.own_program import own_program

_START_S = 20.0


class PaperNotStartedError(Exception):
    """The paper gateway did not come up; the message says what it said."""


class PaperProcess:
    """`found` is what it printed: url, user, key, accounts and the addresses."""

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [*own_program(), "paper", "--json", *options],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
        )
        try:
            self.found: dict[str, Any] = json.loads(self._first_line())
        except ValueError:
            self.stop()
            raise PaperNotStartedError("the paper gateway did not start; try `riskguard paper` to see why") from None

    def stop(self) -> None:
        """End it; by force when it does not end in a few seconds."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _first_line(self) -> str:
        output = self._process.stdout
        if output is None:
            return ""
        if sys.platform == "win32":
            return output.readline()
        end = time.monotonic() + _START_S
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            ready = selector.select(max(end - time.monotonic(), 0))
        return output.readline() if ready else ""
