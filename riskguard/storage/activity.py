"""The record as people leaf through it: pages of lines, newest first, and everything about one of them.

Through a read-only connection of its own, for threads: the loop never waits for it.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from peewee import Database, DatabaseError, ModelSelect, SqliteDatabase, fn

from riskguard.domain.orders import Trade
from riskguard.storage.codec import instant_text, trade_of
from riskguard.storage.models import RecordRow, TradeRow
from riskguard.storage.offline import JournalUnusableError

PAGE = 200
_SILENT = "answer"
"""The gateway's answers are told with what they answer."""
_STORY_SPAN = timedelta(minutes=3)
_STORY_LINES = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record as it was written."""

    number: int
    at: datetime
    account_id: int | None
    kind: str
    rule: str | None
    fields: Mapping[str, Any]
    why: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: empty or None means any. `titled` are rules whose name holds the text looked for."""

    kinds: frozenset[str] = frozenset()
    account_id: int | None = None
    rule: str | None = None
    text: str = ""
    titled: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first; `counts` by kind are of all that is wanted whatever its kind, and only with a first page."""

    lines: tuple[Line, ...] = ()
    more: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    newest: int = 0
    """The number of the last line there was, wanted or not: what comes later has a higher one."""


@dataclass(frozen=True, slots=True)
class Story:
    """What came with one line: the lines of its account around it, answers included, and the day's trades until then.

    `flat` is the first confirmation after it.
    """

    line: Line
    around: tuple[Line, ...] = ()
    trades: tuple[Trade, ...] = ()
    after: tuple[Trade, ...] = ()
    """Trades between the line and the moment the account was confirmed flat."""


def read_page(path: Path, wanted: Wanted, before: int | None = None, size: int = PAGE) -> Page:
    """The page before a number, the first without one; JournalUnusableError where the journal cannot be read."""
    with _reading(path) as source:
        if source is None:
            return Page()
        chosen = _of_kinds(_chosen(wanted), wanted)
        if before is not None:
            chosen = chosen.where(RecordRow.id < before)
        rows = list(chosen.order_by(RecordRow.id.desc()).limit(size + 1).bind(source))
        newest = RecordRow.select(fn.MAX(RecordRow.id)).bind(source).scalar() or 0
        counts = _counts(wanted, source) if before is None else {}
        return Page(tuple(map(_line, rows[:size])), len(rows) > size, counts, newest)


def read_newer(path: Path, wanted: Wanted, after: int, size: int = PAGE) -> Page:
    """What was written since a number, newest first; with counts only where there is any."""
    with _reading(path) as source:
        newest = 0 if source is None else RecordRow.select(fn.MAX(RecordRow.id)).bind(source).scalar() or 0
        if source is None or newest <= after:
            return Page(newest=after)
        chosen = _of_kinds(_chosen(wanted), wanted).where(RecordRow.id > after)
        rows = list(chosen.order_by(RecordRow.id.desc()).limit(size).bind(source))
        return Page(tuple(map(_line, rows)), False, _counts(wanted, source), newest)


def read_story(path: Path, number: int, day_start: datetime) -> Story | None:
    """All about one line; None where it is gone."""
    with _reading(path) as source:
        row = source and RecordRow.select().where(RecordRow.id == number).bind(source).first()
        if not row or source is None:
            return None
        line = _line(row)
        if line.account_id is None:
            return Story(line)
        around = tuple(map(_line, _around(line, source)))
        story = Story(line, around)
        end = _flat_at(story) or line.at
        until = TradeRow.created_at <= instant_text(end)
        own = (TradeRow.account_id == line.account_id) & ~TradeRow.voided
        trades = TradeRow.select().where(own & (TradeRow.created_at >= instant_text(day_start)) & until)
        found = [trade_of(each) for each in trades.order_by(TradeRow.created_at, TradeRow.trade_id).bind(source)]
        earlier = tuple(trade for trade in found if trade.created_at <= line.at)
        return replace(story, trades=earlier, after=tuple(found[len(earlier) :]))


def read_day(path: Path, account_id: int, since: datetime) -> tuple[Trade, ...]:
    """An account's trades from an instant on, oldest first."""
    with _reading(path) as source:
        if source is None:
            return ()
        own = (TradeRow.account_id == account_id) & (TradeRow.created_at >= instant_text(since)) & ~TradeRow.voided
        rows = TradeRow.select().where(own).order_by(TradeRow.created_at, TradeRow.trade_id).bind(source)
        return tuple(map(trade_of, rows))


@contextmanager
def _reading(path: Path) -> Iterator[Database | None]:
    """None where there is no journal (yet)."""
    if not path.exists():
        yield None
        return
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2) as source:
            yield source
    except (DatabaseError, OSError, ValueError, KeyError) as error:
        raise JournalUnusableError(f"{path} cannot be read: {error}") from None


def _chosen(wanted: Wanted) -> "ModelSelect[RecordRow]":
    chosen: ModelSelect[RecordRow] = RecordRow.select().where(RecordRow.kind != _SILENT)
    if wanted.account_id is not None:
        chosen = chosen.where((RecordRow.account_id == wanted.account_id) | RecordRow.account_id.is_null())
    if wanted.rule:
        chosen = chosen.where(RecordRow.rule == wanted.rule)
    if wanted.since is not None:
        chosen = chosen.where(RecordRow.at >= instant_text(wanted.since))
    if wanted.text:
        found = RecordRow.words.contains(wanted.text) | RecordRow.fields.contains(wanted.text)
        chosen = chosen.where(found | RecordRow.rule.in_(wanted.titled) if wanted.titled else found)
    return chosen


def _of_kinds(chosen: "ModelSelect[RecordRow]", wanted: Wanted) -> "ModelSelect[RecordRow]":
    return chosen.where(RecordRow.kind.in_(sorted(wanted.kinds))) if wanted.kinds else chosen


def _counts(wanted: Wanted, source: Database) -> dict[str, int]:
    chosen = _chosen(wanted).select(RecordRow.kind, fn.COUNT(RecordRow.id)).group_by(RecordRow.kind)
    rows: Any = chosen.bind(source).tuples()
    return {str(kind): int(count) for kind, count in rows}


def _around(line: Line, source: Database) -> list[RecordRow]:
    """From the same instant on: of one step all lines bear one time."""
    span = RecordRow.at.between(instant_text(line.at), instant_text(line.at + _STORY_SPAN))
    chosen = RecordRow.select().where((RecordRow.account_id == line.account_id) & span)
    rows = list(chosen.order_by(RecordRow.id).limit(_STORY_LINES).bind(source))
    ends = [at for at, row in enumerate(rows) if row.kind == "flat" and row.id >= line.number]
    return rows[: ends[0] + 1] if ends else rows


def _flat_at(story: Story) -> datetime | None:
    return next((line.at for line in story.around if line.kind == "flat" and line.number >= story.line.number), None)


def _line(row: RecordRow) -> Line:
    at = datetime.fromisoformat(row.at)
    fields, why = json.loads(row.fields or "{}"), json.loads(row.why or "{}")
    return Line(row.id, at, row.account_id, row.kind, row.rule, fields, why, row.words)
