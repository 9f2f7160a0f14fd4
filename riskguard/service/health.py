"""How a running guard is, as values for people to look at; what costs the disk is looked up in a thread."""

import contextlib
import platform
import shutil
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

from riskguard import __version__
from riskguard.alerts.items import AlertsView
from riskguard.gateway.latency import LatencyView
from riskguard.service.keys import Kept
from riskguard.storage.backups import Backup, BackupShelf
from riskguard.storage.models import FILE_NAME, SCHEMA_VERSION
from riskguard.storage.recorder import FOLDER as RECORDINGS

PARTS = ("project-x-py", "PySide6-Essentials", "qasync", "pysignalr", "peewee", "pydantic", "keyring", "apprise")


@dataclass(frozen=True, slots=True)
class Health:
    """What the guard knows without asking anybody; made on the loop, at most once a second."""

    hubs_up: frozenset[str] = frozenset()
    user_heard: datetime | None = None
    market_heard: datetime | None = None
    event_at: datetime | None = None
    latency: LatencyView = field(default_factory=LatencyView)
    anchored: bool = False
    """Whether time is the gateway's; before its first answer it is this PC's."""
    pc_off: timedelta = timedelta(0)
    """How far this PC's clock is ahead of the gateway's."""
    doubtful: bool = False
    journal_key: Kept = "nowhere"
    last_backup: Backup | None = None
    backup_trouble: str = ""
    alerts: AlertsView = field(default_factory=AlertsView)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What lies in the data directory, and how much room is left for more."""

    folder: Path
    journal_bytes: int = 0
    backups: tuple[Backup, ...] = ()
    backup_bytes: int = 0
    recordings: int = 0
    recording_bytes: int = 0
    free_bytes: int = 0
    versions: tuple[tuple[str, str], ...] = ()


def on_disk(folder: Path) -> OnDisk:
    """Reads sizes; blocks, so not for the loop. What cannot be read counts as nothing."""
    journal = folder / FILE_NAME
    found = BackupShelf(journal).all()
    recordings = [path for path in _files(folder / RECORDINGS) if path.name.endswith((".jsonl", ".jsonl.gz"))]
    free = 0
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(folder).free
    return OnDisk(
        folder,
        sum(_size(journal.with_name(f"{FILE_NAME}{end}")) for end in ("", "-wal")),
        found,
        sum(_size(one.path) for one in found),
        len(recordings),
        sum(map(_size, recordings)),
        free,
        versions(),
    )


def versions() -> tuple[tuple[str, str], ...]:
    """RiskGuard, the journal's schema, Python, the system and the libraries that matter."""
    own = [("RiskGuard", __version__), ("Journal schema", str(SCHEMA_VERSION)), ("Python", platform.python_version())]
    system = [("System", f"{platform.system()} {platform.release()}"), ("SQLite", sqlite3.sqlite_version)]
    return (*own, *system, *((part, _version(part)) for part in PARTS))


def _version(part: str) -> str:
    try:
        return metadata.version(part)
    except metadata.PackageNotFoundError:
        return "?"


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
