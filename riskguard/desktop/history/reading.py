"""What the history reads of the journal, in a thread: the month looked at, the accounts, the settings in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from riskguard.config.file import SettingsFileError
from riskguard.config.settings import Settings
from riskguard.desktop.presenters.month import Looking, Month, month
from riskguard.desktop.presenters.past import CARRIED, month_of, trading_day
from riskguard.desktop.presenters.past_export import csv_text, json_text
from riskguard.domain.trading_day import Schedule
from riskguard.storage.days import PastDays, read_days
from riskguard.storage.models import FILE_NAME
from riskguard.storage.offline import read_values
from riskguard.storage.settings_codec import settings_in


@dataclass(frozen=True, slots=True)
class Loaded:
    """`settings` are those in force by the journal; None where there are none yet."""

    month: Month
    schedule: Schedule
    settings: Settings | None
    names: Mapping[int, str] = field(default_factory=dict)


def load(data_dir: Path, first: date, account_id: int | None, now: datetime, schedule: Schedule | None) -> Loaded:
    """JournalUnusableError where the journal cannot be read."""
    settings = in_force(data_dir)
    found = schedule or (settings.day_schedule if settings else Schedule())
    past = _past(data_dir, first, found)
    return Loaded(month(past, Looking(first, account_id, found, now)), found, settings, past.names)


def in_force(data_dir: Path) -> Settings | None:
    stored = read_values(data_dir / FILE_NAME, "settings")
    if not stored or not stored[0]:
        return None
    try:
        return settings_in(stored[0])
    except (ValueError, KeyError, TypeError, SettingsFileError):
        return None


def _past(data_dir: Path, first: date, schedule: Schedule) -> PastDays:
    begin, last = month_of(first)
    since, until = trading_day(schedule, begin).start, trading_day(schedule, last).end
    return read_days(data_dir / FILE_NAME, since, until, since - CARRIED)


def write_out(data_dir: Path, target: Path, looking: Looking) -> int:
    """The month as a file, JSON by its ending, else a table; how many days. OSError, JournalUnusableError."""
    past = _past(data_dir, looking.first, looking.schedule)
    as_json = target.suffix.lower() == ".json"
    make = json_text if as_json else csv_text
    text, days = make(past, looking.account_id, looking.first, looking.schedule, looking.now)
    part = target.with_name(f"{target.name}.part")
    try:
        # A table program knows by the mark at the beginning that it is UTF-8.
        part.write_text(text, encoding="utf-8" if as_json else "utf-8-sig", newline="")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return days


def first_of(now: datetime, schedule: Schedule) -> date:
    """The month of the trading day now."""
    return schedule.day_of(now).label.replace(day=1)
