"""Bounded growth: how long each table keeps its rows, and giving the room back. One short transaction at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.storage.codec import instant_text
from riskguard.storage.models import database

_CHUNK = 2_000
"""Rows a transaction: a lockout waits behind it for some ten milliseconds at most."""
_PAGES = 500
_SPARE_PAGES = 64
"""What stays free in the file for the next day's rows."""
_TELLING = "('breach', 'lockout_set', 'lockout_ended', 'reset', 'settings', 'guard_off', 'session', 'override')"


@dataclass(frozen=True, slots=True)
class Retention:
    """Rows of `table` whose `column` (an instant or a date as text) is older than `days` go, where `which` holds."""

    table: str
    column: str
    days: int
    which: str = "1"


RETENTIONS: tuple[Retention, ...] = (
    # What was sent and answered, warnings, troubles: of use while one still looks into a day.
    Retention("record_row", "at", 90, f"kind NOT IN {_TELLING}"),
    # What the calendar, the sessions and the what-if look back on: two years, so that a year can be compared.
    Retention("record_row", "at", 731, f"kind IN {_TELLING}"),
    Retention("trade_row", "created_at", 731),
    Retention("lockout_row", "ended_at", 731, "ended_at IS NOT NULL"),
    # One row an account and day: as long as anybody may have to account for his trading.
    Retention("day_total", "day", 3_653),
)
"""A lockout in force, settings and what rules remember are kept whatever their age."""


def tidied(now: datetime) -> Iterator[None]:
    """Prune, then give room back, a step at a time; `now` must be trusted time. Raises what the database raises."""
    for keep in RETENTIONS:
        while _pruned(keep, now):
            yield
    if database.execute_sql("PRAGMA auto_vacuum").fetchone()[0] == 0:
        database.execute_sql("PRAGMA auto_vacuum = incremental")
        database.execute_sql("VACUUM")  # once in the life of a file that was begun without
        yield
    while database.execute_sql("PRAGMA freelist_count").fetchone()[0] > _SPARE_PAGES:
        database.execute_sql(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()
        yield
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _pruned(keep: Retention, now: datetime) -> bool:
    """One transaction's worth; whether there may be more."""
    oldest = instant_text(now - timedelta(days=keep.days))
    chosen = f"SELECT rowid FROM {keep.table} WHERE {keep.column} < ? AND {keep.which} LIMIT {_CHUNK}"
    with database.atomic():
        done = database.execute_sql(f"DELETE FROM {keep.table} WHERE rowid IN ({chosen})", (oldest,))
    return int(done.rowcount) == _CHUNK
