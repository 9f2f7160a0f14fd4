"""How past days are called and cut: labels, times of day, which trading day a date is. What month and day share."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.local import time_text, zoneless
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import Usd
from riskguard.domain.trading_day import Schedule, TradingDay, instant_of

CARRIED = timedelta(days=7)
"""How far back it is looked for what a position held over a reset was opened with."""


def trading_day(schedule: Schedule, label: date) -> TradingDay:
    """The trading day that a date labels."""
    return schedule.day_of(instant_of(label, schedule.reset_time, schedule.zone) - timedelta(seconds=1))


def month_of(label: date) -> tuple[date, date]:
    """First and last date of a date's month."""
    first = label.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def next_month(first: date, by: int) -> date:
    """The first of the month so many months away."""
    months = first.year * 12 + first.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def day_title(label: date) -> str:
    """`Thu Nov 19`."""
    weekday, month = words.WEEKDAYS[label.weekday()], words.SHORT_MONTHS[label.month - 1]
    return say(words.DAY, weekday=say(weekday), month=say(month), day=label.day)


def month_title(first: date) -> str:
    return say(words.MONTH_YEAR, month=say(words.MONTHS[first.month - 1]), year=first.year)


def week_title(monday: date) -> str:
    return say(words.WEEK_OF, month=say(words.SHORT_MONTHS[monday.month - 1]), day=monday.day)


def wall(schedule: Schedule, at: datetime) -> str:
    """A time of day where its zone is named elsewhere: `8:24 AM`."""
    return zoneless(schedule, time_text(schedule, at))


def tone_of(amount: Usd) -> str:
    """The token of a result."""
    return "gain" if amount > 0 else "loss" if amount < 0 else "text"


def trips_text(count: int) -> str:
    return say(words.TRIPS_ONE if count == 1 else words.TRIPS, count=count)


def mine(account_id: int | None, other: int | None) -> bool:
    """Whether something of an account belongs to what is looked at; None is all of them."""
    return account_id is None or other is None or other == account_id


def total(amounts: Iterable[Usd]) -> Usd:
    return sum(amounts)
