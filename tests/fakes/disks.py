"""Disks that go wrong for real: a small one that can be filled or made read-only, and ways to spoil a file."""

import subprocess
import sys
from pathlib import Path

import pytest

PAGE = 4_096


class SmallDisk:
    """A file system of its own in memory, mounted on a folder; needs the rights to mount."""

    def __init__(self, folder: Path, size_kb: int = 2_048) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        folder.mkdir(parents=True, exist_ok=True)
        done = _mount("-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(folder))
        if done.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")

    def fill(self) -> None:
        """Take all the room there is left."""
        with self._ballast.open("wb", buffering=0) as file:
            for size in (PAGE * 16, 1):
                try:
                    while file.write(b"\xff" * size):
                        pass
                except OSError:
                    continue

    def empty(self) -> None:
        self._ballast.unlink()

    def read_only(self, yes: bool = True) -> None:
        done = _mount("-o", f"remount,{'ro' if yes else 'rw'}", str(self.folder))
        if done.returncode:
            pytest.skip(f"the disk cannot be made read-only now: {done.stderr.strip()}")

    def gone(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


def _mount(*arguments: str) -> "subprocess.CompletedProcess[str]":
    if sys.platform == "win32":  # what Git for Windows calls mount is something else
        pytest.skip("there are no disks to mount here")
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"there is no mount here: {error}")


def spoil_pages(path: Path, first: int = 1) -> None:
    """Overwrite every page from one on; the first stays, so that it still looks like a database."""
    whole = path.read_bytes()
    path.write_bytes(whole[: first * PAGE] + b"\xa5" * (len(whole) - first * PAGE))


def scribble(path: Path) -> None:
    path.write_bytes(b"this is no database, and long enough to be sure of it " * 400)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: PAGE + 900])


_LOCKING = """
import sqlite3, sys
link = sqlite3.connect(sys.argv[1], isolation_level=None)
link.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
link.execute("ROLLBACK")
"""


class Locker:
    """Another program that keeps a database to itself."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LOCKING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "locked\n"

    def ends(self, *, killed: bool = False) -> None:
        if killed:
            self._process.kill()
        self._process.communicate("\n")
