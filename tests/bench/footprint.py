"""What a process holds at one moment: memory, objects, tasks, threads, open files, and what lies on its disk."""

import asyncio
import gc
import os
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bound:
    """How much more there may be at the end than at the start: at all, and for each day between."""

    words: str
    more: int = 0
    a_day: int = 0
    most: int | None = None

    def holds(self, start: int, end: int, days: int) -> bool:
        return end <= (start + self.more + self.a_day * days if self.most is None else self.most)


BOUNDS = {
    "memory (RSS), KiB": Bound("8 MiB more, and 1 MiB a day", more=8 << 10, a_day=1 << 10),
    "objects in memory": Bound("20,000 more, and 5,000 a day, most of it the exchange's books", 20_000, 5_000),
    "of them RiskGuard's own": Bound("1,000 more, and 300 a day: trades of the week", 1_000, 300),
    "asyncio tasks": Bound("equal, but for connections kept open", more=8),
    "threads": Bound("at most 4 pool threads more", more=4),
    "open files and sockets": Bound("equal, but for connections kept open", more=16),
    "journal, KiB": Bound("1 MiB a day", a_day=1 << 10),
    "write-ahead log, KiB": Bound("8 MiB", most=8 << 10),
    "last page, KiB": Bound("256 KiB", most=256),
    "backups": Bound("40", most=40),
    "recordings": Bound("one a day", a_day=1),
    "recordings, KiB": Bound("5 MiB more, and 1 MiB a day", more=5 << 10, a_day=1 << 10),
    "other files": Bound("2 more", more=2),
}


@dataclass(frozen=True, slots=True)
class Footprint:
    """`numbers` by what they count, in the order of the table; `objects` by type."""

    numbers: dict[str, int]
    objects: Counter[str]

    def grown(self, before: "Footprint", most: int = 12) -> list[tuple[str, int]]:
        """The types of which there are more than before, most first."""
        return (self.objects - before.objects).most_common(most)


def footprint(data_dir: Path) -> Footprint:
    """Of this process and a guard's data directory, after the collector has run."""
    while gc.collect():
        pass
    kinds = Counter(_kind(one) for one in gc.get_objects())
    own = {kind: count for kind, count in kinds.items() if _of_the_guard(kind)}
    numbers = {
        "memory (RSS), KiB": _resident() // 1024,
        "objects in memory": kinds.total(),
        "of them RiskGuard's own": sum(own.values()),
        "asyncio tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "open files and sockets": len(list(Path("/proc/self/fd").iterdir())),
    }
    return Footprint(numbers | _on_disk(data_dir), kinds)


def _kind(one: object) -> str:
    return f"{type(one).__module__}.{type(one).__qualname__}"


def _of_the_guard(kind: str) -> bool:
    return kind.startswith("riskguard.") and not kind.startswith("riskguard.paper.")


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _on_disk(data_dir: Path) -> dict[str, int]:
    sizes = {path: path.stat().st_size for path in data_dir.rglob("*") if path.is_file()}
    backups = {path: size for path, size in sizes.items() if path.parent.name == "backups"}
    recordings = {path: size for path, size in sizes.items() if path.parent.name == "recordings"}
    beside = set(sizes) - set(backups) - set(recordings)
    return {
        "journal, KiB": sizes.get(data_dir / "riskguard.db", 0) // 1024,
        "write-ahead log, KiB": sizes.get(data_dir / "riskguard.db-wal", 0) // 1024,
        "last page, KiB": sizes.get(data_dir / "riskguard.held", 0) // 1024,
        "backups": len(backups),
        "recordings": len(recordings),
        "recordings, KiB": sum(recordings.values()) // 1024,
        "other files": len(beside),
    }
