"""Journals with a trader's day in them, written by the real writer: what Activity and Health read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from tests.desktop import stories
from tests.desktop.stories import Story
from tests.fakes.facts import ACCOUNT, OTHER

LATE_MS = {"cancel": (9.0, 52.0), "close": (11.0, 113.0), "reduce": (10.0, 96.0)}


def timed(records: Iterable[Record]) -> list[Record]:
    """As a live guard tells them: answers know how long their calls took."""
    made = []
    for record in records:
        if record.kind == "answer":
            out, took = LATE_MS[str(record.fields["call"])]
            at = record.at + timedelta(milliseconds=out + took)
            made.append(replace(record, at=at, fields={**record.fields, "out_ms": out, "took_ms": took}))
        else:
            made.append(record)
    return made


def write(folder: Path, story: Story, *more: Record) -> Path:
    """A story's records and trades as a closed journal; its path."""
    path = folder / FILE_NAME
    journal = SqliteJournal(path)
    journal.start()
    trades = [trade for account in story.state.accounts.values() for trade in account.ledger.trades.values()]
    journal.write(JournalEntry(story.now, (*timed(story.records), *more), trades=tuple(trades)))
    journal.close()
    return path


def write_morning(folder: Path) -> Story:
    """Armed, warned, breached, flat, and tried again, on two accounts."""
    story = stories.retried(ACCOUNT, OTHER)
    write(folder, story)
    return story
