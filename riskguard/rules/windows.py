"""Weekly windows and own dates as people write them in a rule's table."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from riskguard.domain.holidays import EarlyClose
from riskguard.domain.sessions import Window, minutes_of_week

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLE = '{ days = ["mon", "tue"], start = "08:30", end = "15:00" }'


def wall_time(value: object) -> time:
    """`"08:30"`, `"24:00"` (midnight) or a TOML local time, to the minute."""
    if isinstance(value, time) and not value.second and not value.microsecond and value.tzinfo is None:
        return value
    try:
        hour, minute = str(value).split(":")
        return time(int(hour) % 24 if minute == "00" and hour == "24" else int(hour), int(minute))
    except ValueError:
        raise ValueError('give a time of day as "HH:MM", e.g. "08:30"') from None


def weekdays(value: object) -> object:
    """`["mon", "Tuesday"]` -> mon, tue; in the order of the week, each once."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError('give days as a list, e.g. days = ["mon", "tue", "wed", "thu", "fri"]')
    found = set()
    for one in value:
        short = str(one).strip().lower()[:3]
        if short not in DAYS:
            raise ValueError(f"{one} is no day; days are {', '.join(DAYS)}")
        found.add(short)
    return tuple(day for day in DAYS if day in found)


def own_date(value: object) -> date:
    """`"2026-12-23"` or a TOML local date."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError('give a date as "YYYY-MM-DD", e.g. "2026-12-23"') from None


type WallTime = Annotated[time, BeforeValidator(wall_time)]
type Weekdays = Annotated[tuple[str, ...], BeforeValidator(weekdays)]
type OwnDate = Annotated[date, BeforeValidator(own_date)]


class _Row(BaseModel):
    """A small table inside a list; names its fields when one is wrong."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, value: Any) -> Any:
        if isinstance(value, cls):
            return value
        names = list(cls.model_fields)
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        given = value if isinstance(value, Mapping) else {}
        for name in (*names, *given):
            if name not in given:
                raise ValueError(f"{name} is missing; write each one as a table with {listed}")
            if name not in names:
                raise ValueError(f"{name} is not known; each one has {listed}")
        return value


class SessionWindow(_Row):
    """`{ days = ["mon"], start = "08:30", end = "15:00" }`; an end at or before the start is on the next day."""

    days: Weekdays
    start: WallTime
    end: WallTime

    @property
    def window(self) -> Window:
        return Window(frozenset(DAYS.index(day) for day in self.days), self.start, self.end)


class OwnEarlyClose(_Row):
    """`{ date = "2026-12-23", time = "11:00" }`."""

    date: OwnDate
    time: WallTime

    @property
    def early_close(self) -> EarlyClose:
        return EarlyClose(self.date, self.time)


def as_windows(rows: Iterable[SessionWindow]) -> tuple[Window, ...]:
    return tuple(row.window for row in rows)


def minutes(rows: Iterable[SessionWindow]) -> frozenset[int]:
    """Minutes of the week that windows allow."""
    return minutes_of_week(as_windows(rows))


type Windows = tuple[SessionWindow, ...]


def some_windows(rows: Windows) -> Windows:
    if not rows:
        raise ValueError(f"give at least one window, e.g. [{EXAMPLE}]")
    return rows
