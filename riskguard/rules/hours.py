"""How a root stands in its session hours, and how that is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from riskguard.rules.base import Gauge, Situation


@dataclass(frozen=True, slots=True)
class Hours:
    """How one root stands: `ends` is when it has to be flat, `closes` the end of its hours; None while closed."""

    root: str
    inside: bool
    ends: datetime | None
    closes: datetime | None
    opens: datetime | None


def closed_words(key: str, situation: Situation, now: datetime, opens: datetime | None) -> tuple[Gauge, str]:
    opening = f"opens {situation.schedule.end_text(now, opens)}" if opens else "no opening in the next 15 days"
    return Gauge(key, 1000, "closed", "", opening), f"{key or 'Trading'} {'' if opens else 'has '}{opening}."


def why_closed(opens: datetime | None) -> Mapping[str, str]:
    return {"opens": opens.isoformat() if opens else "not within 15 days"}


def first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in moments if at), default=None)


def last(moments: Iterable[datetime | None]) -> datetime | None:
    """The latest; None where one of them has no end."""
    found = list(moments)
    return None if None in found else max((at for at in found if at), default=None)
