"""Looks a journal over without opening it for writing: whether it fits its chain, and which lockouts are in force then.

What is found is told, nothing is mended: that is for the next start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from peewee import Database, DatabaseError, SqliteDatabase

from riskguard.storage.anchor import Vault
from riskguard.storage.chain import Link, said, stored_links
from riskguard.storage.mending import Found, differences, mended, stricter_lockouts
from riskguard.storage.models import ChainRow, Meta
from riskguard.storage.offline import WAIT_S, begun, unreadable
from riskguard.storage.protected import present_rows
from riskguard.storage.sealing import RESTORED


@dataclass(frozen=True, slots=True)
class Inspected:
    """Lockouts in force by the stricter reading, as text by name; `words` about what was changed from outside."""

    lockouts: Mapping[str, str]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """A vault as it was before the journal was read: an anchor stored meanwhile must not make the journal look old."""

    secret: bytes | None
    new: bool
    place: str
    stored: str | None

    def anchor(self) -> str | None:
        return self.stored

    def put_anchor(self, text: str) -> None:
        raise NotImplementedError("looking does not write")


@dataclass(frozen=True, slots=True)
class _Read:
    links: tuple[Link, ...] = ()
    present: Mapping[str, str] | None = None
    """None where there is no chain, and so nothing to compare."""
    restored: bool = False


def inspected(path: Path, vault: Vault | None) -> Inspected | None:
    """None where there is nothing to tell. Without a key only rows and chain are compared. JournalUnusableError."""
    known = _Known(vault.secret, vault.new, vault.place, vault.anchor()) if vault else None
    try:
        found = _read(path) if begun(path) else None
        if found is None and (known is None or known.stored is None):
            return None
        return _compared(found or _Read(present={}), known, removed=found is None)
    except (DatabaseError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise unreadable(path, error) from None


def _read(path: Path) -> _Read | None:
    """Everything in one transaction: of a journal that is being written to, one commit; None of one without tables."""
    with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S) as reading:
        if not reading.get_tables():
            return None
        if not reading.table_exists(ChainRow._meta.table_name):
            return _Read()
        with reading.atomic():
            return _Read(stored_links(reading), present_rows(reading), _restored(reading))


def _restored(reading: Database) -> bool:
    return Meta.select().where(Meta.key == RESTORED).bind(reading).first() is not None


def _compared(found: _Read, known: _Known | None, *, removed: bool) -> Inspected | None:
    if found.present is None:
        return None
    if known is None or known.secret is None:
        claimed = said(found.links)
        words = differences(claimed, found.present) if found.links else []
        return Inspected(stricter_lockouts(found.present, claimed), tuple(words))
    result = mended(Found(known, found.links, found.present, found.restored, removed=removed), known.secret)
    return Inspected(stricter_lockouts(result.rows), tuple(result.words))
