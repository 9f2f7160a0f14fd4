"""More than one RiskGuard on a machine: a second start finds the first, two guards on one account find each other."""

import asyncio
import hashlib
import json
import logging
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored
from riskguard.service.control import FILE_NAME as CONTROL_FILE
from riskguard.service.control import ask
from riskguard.service.data_dir import lock

log = logging.getLogger(__name__)

LOOK_S = 5.0
CODE = "two_guards"
_ANSWER_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Running:
    """The guard that runs on a data directory: its process, whether it has come to the front, and whether it hangs."""

    pid: int | None = None
    shown: bool = False
    silent: bool = False


def bring_to_front(data_dir: Path, within_s: float = _ANSWER_WITHIN_S) -> Running:
    """Ask the guard that runs there to show itself; it may still be starting. Blocks."""
    end = time.monotonic() + within_s
    while True:
        pid = running_pid(data_dir)
        _let_come_forward(pid)
        answer = ask(data_dir, "show")
        if answer is not None or time.monotonic() > end:
            return Running(running_pid(data_dir), bool((answer or {}).get("shown")), answer is None)
        time.sleep(0.1)


def running_pid(data_dir: Path) -> int | None:
    """The process that says it guards there; None where it does not say."""
    try:
        return int(json.loads((data_dir / CONTROL_FILE).read_text(encoding="utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _let_come_forward(pid: int | None) -> None:
    """Windows lets only the program in front bring another one there."""
    if sys.platform == "win32" and pid is not None:
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)


def runtime_dir() -> Path:
    """Where running guards of this user leave word of themselves."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "RiskGuard" / "running"
    found = os.environ.get("XDG_RUNTIME_DIR")
    return Path(found) / "riskguard" if found else Path(tempfile.gettempdir()) / f"riskguard-{os.getuid()}"


def account_mark(gateway_url: str, account_id: int) -> str:
    """One account of one gateway, told apart from others and not told to others."""
    return hashlib.sha256(f"{gateway_url.rstrip('/').lower()} {account_id}".encode()).hexdigest()[:24]


def gateway_mark(gateway_url: str) -> str:
    """One gateway told apart from others; the port is none of it, the protocol is: only https proves who answers."""
    parts = urlsplit(gateway_url.lower())
    return hashlib.sha256(f"{parts.scheme}://{parts.hostname}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Other:
    """Another guard of the same user on this machine."""

    pid: int
    data_dir: str
    marks: frozenset[str]
    program: str = ""
    """The executable it runs from."""


def guards_there(folder: Path) -> list[Other]:
    """Every running guard of this user that has left word. Blocks."""
    found = (_other(path) for path in sorted(folder.glob("*.json")))
    return [one for one in found if one is not None]


class Presence:
    """Word of one running guard, for others to find; the system takes the lock off when its process ends. Blocks."""

    def __init__(self, data_dir: Path, folder: Path) -> None:
        """OSError where nothing can be written."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._data_dir = folder, data_dir.resolve()
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._file: IO[bytes] = self._path(".lock").open("ab")
        lock(self._file)

    def tell(self, marks: Iterable[str]) -> None:
        """Say which accounts are guarded."""
        said = {
            "pid": os.getpid(),
            "data_dir": str(self._data_dir),
            "accounts": sorted(marks),
            "program": sys.executable,
        }
        part = self._path(".part")
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(self._path(".json"))

    def others(self) -> list[Other]:
        """Who else is there; what ended programs left is cleared away."""
        found = (_other(path) for path in sorted(self._folder.glob("*.json")) if path.stem != self._name)
        return [one for one in found if one is not None]

    def close(self) -> None:
        for ending in (".json", ".lock"):
            if ending == ".lock":
                self._file.close()
            self._path(ending).unlink(missing_ok=True)

    def _path(self, ending: str) -> Path:
        return self._folder / f"{self._name}{ending}"


def _other(path: Path) -> Other | None:
    try:
        if _ended(path.with_suffix(".lock")):
            path.unlink(missing_ok=True)
            path.with_suffix(".lock").unlink(missing_ok=True)
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        marks, program = frozenset(map(str, said["accounts"])), str(said.get("program", ""))
        return Other(int(said["pid"]), str(said["data_dir"]), marks, program)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _ended(path: Path) -> bool:
    """Whether nobody holds a lock any more."""
    if not path.exists():
        return True
    with path.open("ab") as file:
        try:
            lock(file)
        except OSError:
            return False
    return True


class InstanceWatch:
    """Tells of other guards on the same accounts, and when there is none any more. Guarding goes on all the while."""

    def __init__(
        self,
        data_dir: Path,
        gateway_url: str,
        names: Callable[[], Mapping[int, str]],
        emit: Callable[[Event], None],
        folder: Path | None = None,
    ) -> None:
        """`names` gives the guarded accounts, by id."""
        self._data_dir, self._folder = data_dir, folder or runtime_dir()
        self._url, self._names, self._emit = gateway_url, names, emit
        self._told = ""

    async def run(self) -> None:
        """Until cancelled."""
        try:
            presence = await asyncio.to_thread(Presence, self._data_dir, self._folder)
        except OSError as error:
            log.warning("other guards on the same accounts cannot be noticed: %s", error)
            return
        try:
            while True:
                await self._look(presence)
                await asyncio.sleep(LOOK_S if self._names() else LOOK_S / 10)
        finally:
            presence.close()

    async def _look(self, presence: Presence) -> None:
        marks = {account_mark(self._url, account_id): name for account_id, name in self._names().items()}
        try:
            others = await asyncio.to_thread(_told_and_seen, presence, marks)
        except OSError as error:
            log.warning("other guards on the same accounts cannot be noticed: %s", error)
            return
        words = _words(others, marks)
        if words and words != self._told:
            self._emit(ProtectionReduced(CODE, words))
        elif self._told and not words:
            self._emit(ProtectionRestored(CODE))
        self._told = words


def _told_and_seen(presence: Presence, marks: Iterable[str]) -> list[Other]:
    presence.tell(marks)
    return presence.others()


def _words(others: Iterable[Other], marks: Mapping[str, str]) -> str:
    for other in others:
        shared = [name for mark, name in sorted(marks.items(), key=lambda one: one[1]) if mark in other.marks]
        if shared:
            whom = f"{shared[0]} is" if len(shared) == 1 else f"{', '.join(shared[:-1])} and {shared[-1]} are"
            where = f"process {other.pid}, data directory {other.data_dir}"
            return f"{whom} guarded by another RiskGuard too ({where}). Both act: quit one of the two."
    return ""
