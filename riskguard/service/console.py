"""The console of a program that has none: on Windows a program with windows starts without input, output and errors.

Its commands are for a console all the same, so they take the one they were called from; what a start with windows has
to say before there is a window comes as a message box.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TextIO

_WITH_WINDOWS = (None, "run", "demo")
_SAID_AT_ONCE = frozenset({"-h", "--help", "--version", "--headless"})


class Console(Protocol):
    """What the system can do about it."""

    def attach(self) -> bool: ...

    """Take the console of whoever called; False where there is none."""

    def show(self, words: str) -> None: ...

    """A message box; returns when it was closed."""


class NoConsole:
    """For systems where every program has its streams."""

    def attach(self) -> bool:
        return False

    def show(self, words: str) -> None:
        """Errors have been written where they belong."""


def take_streams(arguments: Sequence[str], console: Console) -> None:
    """Fill in those of the standard streams that are missing. A start with windows takes no console.

    It would end with it: closing a console ends every program that is attached.
    """
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    command = wants_console(arguments)
    attached = command and console.attach()
    sys.stdin = sys.stdin or _reading("CONIN$" if attached else os.devnull)
    sys.stdout = sys.stdout or _writing("CONOUT$" if attached else os.devnull)
    if command:
        sys.stderr = sys.stderr or _writing("CONOUT$" if attached else os.devnull)
    else:
        sys.stderr = sys.stderr or io.StringIO()


def tell_unseen(code: int, console: Console) -> None:
    """What went to nobody, of a start with windows that failed. A command from nowhere is a script's: no box."""
    if code and isinstance(sys.stderr, io.StringIO) and sys.stderr.getvalue().strip():
        console.show(sys.stderr.getvalue().strip())


def in_utf8(*streams: TextIO | None, platform: str = sys.platform) -> None:
    """On Windows what goes into a pipe or a file would be in the code page, which lacks what the program says."""
    for stream in streams:
        if platform == "win32" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def wants_console(arguments: Sequence[str]) -> bool:
    """Whether this is a command for a console and not a start with windows."""
    if _SAID_AT_ONCE.intersection(arguments):
        return True
    words = [
        word
        for at, word in enumerate(arguments)
        if not word.startswith("-") and arguments[at - 1 : at] != ["--data-dir"]
    ]
    return (words[0] if words else None) not in _WITH_WINDOWS


def _reading(name: str) -> TextIO:
    return Path(name).open("r", encoding="utf-8", errors="replace")


def _writing(name: str) -> TextIO:
    return Path(name).open("w", encoding="utf-8", errors="replace", buffering=1)


def system_console() -> Console:
    if sys.platform == "win32":
        return _WindowsConsole()
    return NoConsole()


if sys.platform == "win32":
    import ctypes

    from riskguard.service.ancestors import ancestors

    class _WindowsConsole:
        def attach(self) -> bool:
            # Made into one file, the parent is the part that unpacks; it has no console either.
            return any(ctypes.windll.kernel32.AttachConsole(pid) for pid in ancestors(os.getpid(), 3))

        def show(self, words: str) -> None:
            stop_sign = 0x10
            ctypes.windll.user32.MessageBoxW(None, words, "RiskGuard", stop_sign)
