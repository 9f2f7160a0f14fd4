"""A guard seen from outside: whether it lives, how it ended, and how it is started again. Blocks everywhere."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from riskguard.service.data_dir import has_ended
from riskguard.service.own_program import outliving, own_program

LOCK, WORD, DISMISSAL = "watchdog.lock", "watchdog.txt", "watchdog.go"
WATCHING, BYE = b'{"watching": true}\n', b'{"bye": true}\n'
_STEP_S = 0.1
_LET_GO_S = 5.0


class GuardProcess:
    """Watched by a connection to its control channel, which ends with its process, however that ends."""

    def __init__(self, data_dir: Path, arguments: Sequence[str], *, let_go_s: float = _LET_GO_S) -> None:
        """`arguments` are those it is started with; what it held is waited for as long as `let_go_s`."""
        self._let_go_s = let_go_s
        self._data_dir, self._arguments = data_dir, list(arguments)
        self._started: subprocess.Popen[bytes] | None = None
        self._ours = False
        self._link: socket.socket | None = None
        self._known = ""
        (data_dir / DISMISSAL).unlink(missing_ok=True)

    def watch(self) -> bool:
        """One that never let this watchdog watch, and was not started by it, is none of its own."""
        while True:
            seen = self._seen_to_its_end()
            if seen is None and not self._ours:
                return True
            ended = self._ended_early() if seen is None else seen
            if ended is not None:
                return ended or _session_ends()
            if self._dismissed():
                return True
            time.sleep(_STEP_S)

    def free(self) -> bool:
        """The system may take a moment to let go of what a killed process held."""
        end = time.monotonic() + self._let_go_s
        while self._data_dir.is_dir():
            if has_ended(self._data_dir):
                self._ended_early()  # so that the system forgets its process
                return True
            if time.monotonic() > end:
                return False
            time.sleep(_STEP_S)
        return False

    def start(self) -> None:
        self._ours, self._started = True, None
        try:
            self._started = start_apart([*own_program(), *self._arguments])
        except OSError as error:
            self.tell(f"it cannot be started: {error.strerror}")

    def rest(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self._dismissed():
            left = end - time.monotonic()
            if left <= 0:
                return True
            time.sleep(min(left, _STEP_S))
        return False

    def tell(self, words: str) -> None:
        """Into the guard's log, which nobody else writes while it is off."""
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')},000 WARNING {__name__} {words}\n"
        with contextlib.suppress(OSError), (self._data_dir / "riskguard.log").open("a", encoding="utf-8") as file:
            file.write(line)

    def leave_word(self, words: str) -> None:
        with contextlib.suppress(OSError):
            (self._data_dir / WORD).write_text(words, encoding="utf-8")

    def monotonic(self) -> float:
        return time.monotonic()

    def _seen_to_its_end(self) -> bool | None:
        """Whether it said that it ends; None where there is none to be watched. Blocks while it lives."""
        try:
            said = (self._data_dir / "control.json").read_text(encoding="utf-8")
            if said == self._known:  # left by the one that was killed: somebody else may listen there now
                return None
            where = json.loads(said)
            link = socket.create_connection(("127.0.0.1", int(where["port"])), self._let_go_s)
            self._link = link  # open to the end: a guard that ends waits for this process to end before
            link.sendall(json.dumps({"secret": where["secret"], "command": "watch"}).encode() + b"\n")
            if _line(link) != WATCHING:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._known = said
        link.settimeout(None)
        return _line(link) == BYE

    def _ended_early(self) -> bool | None:
        """How the one started from here ended; None while it lives."""
        code = self._started.poll() if self._started else 1
        return None if code is None else code == 0

    def _dismissed(self) -> bool:
        return (self._data_dir / DISMISSAL).exists()


def start_apart(command: Sequence[str], *, low: bool = False) -> subprocess.Popen[bytes]:
    """A program that lasts longer than this one and holds nothing of it; OSError where it cannot be started.

    `low` gives way to others, on Windows: elsewhere what is low once cannot start anything that is not.
    """
    none = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        env=outliving(os.environ),
        stdin=none,
        stdout=none,
        stderr=none,
        close_fds=True,
        start_new_session=True,
        creationflags=_LOW if low else _USUAL,
    )


def dismiss(data_dir: Path, within_s: float) -> bool:
    """Send away a watchdog whose guard is off, that waits to start it again; whether there is none any more."""
    word = data_dir / DISMISSAL
    if has_ended(data_dir, LOCK):
        return True
    end = time.monotonic() + within_s
    try:
        while not has_ended(data_dir, LOCK):
            if time.monotonic() > end:
                return False
            word.touch()
            time.sleep(_STEP_S)
    finally:
        word.unlink(missing_ok=True)
    return True


def _line(link: socket.socket) -> bytes:
    """What came until the line or the connection ended."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while not found.endswith(b"\n"):
            part = link.recv(1024)
            if not part:
                break
            found += part
    return found


if sys.platform == "win32":
    import ctypes

    def _session_ends() -> bool:
        """At sign-out and shutdown Windows ends every program, and what is started then shows an error."""
        shutting_down = 0x2000
        return bool(ctypes.windll.user32.GetSystemMetrics(shutting_down))

    _USUAL = subprocess.CREATE_NO_WINDOW | subprocess.NORMAL_PRIORITY_CLASS
    _LOW = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS

else:

    def _session_ends() -> bool:
        """Elsewhere the end of a session is a signal, which a guard takes for its own."""
        return False

    _USUAL = _LOW = 0
