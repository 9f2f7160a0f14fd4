"""Where a guard keeps its files, and the lock that makes one directory one guard."""

import os
import sys
from pathlib import Path
from typing import IO


def default_data_dir() -> Path:
    """`%LOCALAPPDATA%\\RiskGuard` on Windows, else `$XDG_DATA_HOME/riskguard` or `~/.local/share/riskguard`."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "RiskGuard"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "riskguard"


class DataDirInUseError(Exception):
    """Another RiskGuard runs on this data directory, or nothing can be written there."""


class DataDirLock:
    """Held while the program runs; the system releases it when the process ends, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = (data_dir / "riskguard.lock").open("ab")
        except OSError as error:
            raise DataDirInUseError(f"{data_dir} cannot be used as data directory: {error.strerror}") from None
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise DataDirInUseError(f"RiskGuard is already running on {data_dir}") from None

    def release(self) -> None:
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
