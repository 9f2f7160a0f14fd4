"""The folder of recordings: days that are over are compressed, and the oldest go when it takes up too much room."""

import gzip
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

PLAIN, PACKED, PART = ".jsonl", ".jsonl.gz", ".part"
_LEVEL = 1
"""Quotes shrink to a tenth at the fastest level already; the better ones take five times as long for little more."""
_BLOCK = 1 << 20


class Shelf:
    """`total_bytes` is how much all days together may take. Everything here may raise OSError."""

    def __init__(self, folder: Path, total_bytes: int) -> None:
        self._folder = folder
        self._total_bytes = total_bytes

    def plain(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}{PLAIN}"

    def tidy(self, today: date, stopping: Callable[[], bool]) -> None:
        """Compress every day but today's, then make room; leaves off early when the program stops."""
        for left_over in self._folder.glob(f"*{PART}"):
            left_over.unlink()
        for path in sorted(self._folder.glob(f"*{PLAIN}")):
            if path != self.plain(today) and not stopping():
                pack(path, stopping)
        self._make_room(today)

    def _make_room(self, today: date) -> None:
        days = sorted([*self._folder.glob(f"*{PLAIN}"), *self._folder.glob(f"*{PACKED}")])
        sizes = {path: path.stat().st_size for path in days}
        total = sum(sizes.values())
        for path in days:
            if total <= self._total_bytes or path == self.plain(today):
                return
            path.unlink()
            total -= sizes[path]


def pack(path: Path, stopping: Callable[[], bool] = lambda: False) -> None:
    """Compress a day in place of its plain file; one compressed already gets it as a further part."""
    packed = path.with_name(path.name + ".gz")
    if packed.exists() and _length_packed(packed) == path.stat().st_size % 2**32:
        path.unlink()  # what a crash between the last two steps below leaves
        return
    part = packed.with_name(packed.name + PART)
    with path.open("rb") as lines, part.open("wb") as file:
        if packed.exists():
            with packed.open("rb") as before:
                shutil.copyfileobj(before, file)
        with gzip.GzipFile(path.name, "wb", _LEVEL, file, mtime=0) as into:
            while block := lines.read(_BLOCK):
                if stopping():
                    break
                into.write(block)
        whole = lines.read(1) == b"" and not stopping()
    if whole:
        part.replace(packed)
        path.unlink()
    else:
        part.unlink()


def _length_packed(packed: Path) -> int:
    """The length of the last part as its trailer has it."""
    with packed.open("rb") as file:
        if file.seek(0, os.SEEK_END) < 4:
            return -1
        file.seek(-4, os.SEEK_END)
        return int.from_bytes(file.read(4), "little")
