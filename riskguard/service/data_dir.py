"""Where a guard keeps its files, and the lock that makes one directory one guard."""

import os
import sys
import time
from pathlib import Path
from typing import IO

LOCK = "riskguard.lock"
_LOOKED_AT_S = (0.02, 0.05, 0.1)


def default_data_dir() -> Path:
    """`%LOCALAPPDATA%\\RiskGuard` on Windows, else `$XDG_DATA_HOME/riskguard` or `~/.local/share/riskguard`."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "RiskGuard"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "riskguard"


class DataDirInUseError(Exception):
    """Another RiskGuard runs on this data directory, or nothing can be written there."""


class AlreadyRunningError(DataDirInUseError):
    """Another RiskGuard runs on this data directory."""


class DataDirLock:
    """Held while the program runs; the system releases it when the process ends, however it ends."""

    def __init__(self, data_dir: Path, name: str = LOCK) -> None:
        path = data_dir / name
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = _opened(path)
        except OSError as error:
            raise DataDirInUseError(f"{data_dir} cannot be used as data directory: {error.strerror}") from None
        try:
            _take(self._file)
        except OSError:
            self._file.close()
            raise AlreadyRunningError(f"RiskGuard is already running on {data_dir}") from None

    def release(self) -> None:
        self._file.close()


def has_ended(data_dir: Path, name: str = LOCK) -> bool:
    """Whether no guard runs on a data directory, however the last one ended; or who else holds the lock `name`."""
    path = data_dir / name
    if not path.exists():
        return True
    with _opened(path) as file:
        try:
            lock(file)
        except OSError:
            return False
    return True


def _take(file: IO[bytes]) -> None:
    """Who only looks whether the lock is held has it for a moment, which must not keep a guard from starting."""
    for pause_s in _LOOKED_AT_S:
        try:
            lock(file)
        except OSError:
            time.sleep(pause_s)
        else:
            return
    lock(file)


def _opened(path: Path) -> IO[bytes]:
    """For reading where a disk that has turned read-only allows no more: the lock needs no writing."""
    try:
        return path.open("ab")
    except OSError:
        if path.exists():
            return path.open("rb")
        raise


if sys.platform == "win32":
    import msvcrt

    def lock(file: IO[bytes]) -> None:
        """Take the lock of a file as long as it is open; OSError where another one holds it."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock(file: IO[bytes]) -> None:
        """Take the lock of a file as long as it is open; OSError where another one holds it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
