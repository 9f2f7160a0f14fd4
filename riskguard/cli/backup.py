"""`riskguard backup`: make a backup of the journal now, list what there is, put one back."""

import argparse
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riskguard.storage.backups import Backup

BAD = 2
_MENDED = "RiskGuard puts the newest good backup in its place: at once if it runs, else at its next start"
_WHY = {
    "start": "at a start",
    "reset": "at a reset",
    "change": "after a lockout or other settings",
    "asked": "asked for",
}


class UnusableError(Exception):
    """What cannot be done, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The parsers of `now`, `list` and `restore` come back, which take the data directory too."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    now = what.add_parser("now", help="make one now, whether RiskGuard runs or not")
    listing = what.add_parser("list", help="what there is, newest first, each opened and checked")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    back = what.add_parser("restore", help="put one back while RiskGuard does not run; what is in force stays so")
    back.add_argument("name", metavar="NAME", help="number, like 12, file name or path of a backup")
    return now, listing, back


def run(args: argparse.Namespace) -> int:
    """0 when done, 2 with the reason when not."""
    logging.getLogger("riskguard").addHandler(logging.NullHandler())  # what is said to people is said below
    try:
        match args.what:
            case "now":
                lines = _now(args.data_dir)
            case "list":
                lines = _listed(args.data_dir, as_json=args.json)
            case _:
                lines = _restored(args.data_dir, args.name)
    except (UnusableError, OSError) as error:
        sys.stderr.write(f"riskguard backup: {error}\n")
        return BAD
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _now(data_dir: Path) -> list[str]:
    from riskguard.storage.backups import BackupError, BackupShelf, NotWholeError

    path = _journal(data_dir)
    shelf = BackupShelf(path)
    if not path.exists():
        why = "; `riskguard backup restore` puts a backup back" if shelf.all() else ": RiskGuard has not run there yet"
        raise UnusableError(f"there is no journal in {data_dir}{why}")
    try:
        made = shelf.make("asked", datetime.now(UTC))
    except NotWholeError as error:
        raise UnusableError(f"{error}. {_MENDED}") from None
    except BackupError as error:
        raise UnusableError(str(error)) from None
    return [f"{made.path}: made and checked."]


def _listed(data_dir: Path, *, as_json: bool) -> list[str]:
    from riskguard.storage.backups import BackupShelf
    from riskguard.storage.copies import fault_of

    backups = [(one, fault_of(one.path)) for one in BackupShelf(_journal(data_dir)).all()]
    if as_json:
        return [json.dumps(_fields(one, fault)) for one, fault in backups]
    return [_line(one, fault) for one, fault in backups] or [f"There is no backup in {data_dir} yet."]


def _fields(one: "Backup", fault: str | None) -> dict[str, object]:
    what = {"number": one.number, "name": one.name, "at": one.at.isoformat(), "reason": one.reason}
    return {**what, "bytes": one.size, "good": fault is None, "fault": fault}


def _line(one: "Backup", fault: str | None) -> str:
    why = _WHY.get(one.reason) or f"before an update, schema {one.reason.removeprefix('schema')}"
    state = "good" if fault is None else f"CANNOT BE USED: {fault}"
    return f"{one.name}  {one.at.astimezone():%Y-%m-%d %H:%M}  {one.size / 1000:,.0f} kB  {why}, {state}"


def _restored(data_dir: Path, name: str) -> list[str]:
    from riskguard.service.data_dir import DataDirInUseError, DataDirLock
    from riskguard.storage.backups import BackupError, BackupShelf
    from riskguard.storage.putting_back import put_back

    path = _journal(data_dir)
    try:
        backup = BackupShelf(path).named(name)
        lock = DataDirLock(data_dir)
    except BackupError as error:
        raise UnusableError(str(error)) from None
    except DataDirInUseError as error:
        raise UnusableError(f"{error}; quit it first, then restore") from None
    try:
        done = put_back(path, backup, datetime.now(UTC))
    except BackupError as error:
        raise UnusableError(f"{error}. Nothing was changed." if path.exists() else str(error)) from None
    finally:
        lock.release()
    return [
        f"{backup.name} is put back and checked.",
        *([f"The journal that was there is kept as {done.aside.name}."] if done.aside else []),
        *_kept_words(whole=done.whole, lockouts=done.lockouts),
    ]


def _kept_words(*, whole: bool, lockouts: int) -> tuple[str, ...]:
    held = f"{lockouts} lockout{'' if lockouts == 1 else 's'} in force"
    if whole:
        kept = f"What was in force stays so: settings, pending changes and {held}."
        return (f"{kept} History comes from the backup.",)
    return (
        f"Settings come from the backup and the file asks for its own at the next start; {held}.",
        "A lockout that is known from elsewhere (the last page, the keyring) is put back at that start.",
    )


def _journal(data_dir: Path) -> Path:
    from riskguard.storage.models import FILE_NAME

    if not data_dir.is_dir():
        raise UnusableError(f"there is no directory {data_dir}; --data-dir names the one that RiskGuard runs on")
    return data_dir / FILE_NAME
