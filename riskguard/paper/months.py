"""Delivery months: which expiry of a product is the front month on a date.

A roll date is the first day on which the next expiry is traded as front, near the day on which volume really moves.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

LETTERS = "FGHJKMNQUVXZ"
QUARTERS = "HMUZ"
EVERY_MONTH = LETTERS
EVEN_MONTHS = "GJMQVZ"
HOG_MONTHS = "GJKMNQVZ"
FRIDAY, WEDNESDAY = 4, 2


class Anchor(Enum):
    """What a roll date is counted from."""

    THIRD_FRIDAY = "index futures"
    SECOND_FRIDAY = "Nikkei"
    THIRD_WEDNESDAY = "currencies"
    LAST_FRIDAY = "bitcoin"
    MONTH_BEFORE = "a day of the month before delivery"


@dataclass(frozen=True, slots=True)
class Roll:
    """`days` before the anchor; for MONTH_BEFORE the day of the month itself."""

    anchor: Anchor
    days: int

    def on(self, year: int, month: int) -> date:
        """The first day on which the contract of that delivery month is no longer the front month."""
        if self.anchor is Anchor.MONTH_BEFORE:
            before = date(year, month, 1) - timedelta(days=1)
            return before.replace(day=self.days)
        return self._anchor_day(year, month) - timedelta(days=self.days)

    def _anchor_day(self, year: int, month: int) -> date:
        match self.anchor:
            case Anchor.THIRD_FRIDAY:
                return nth_weekday(year, month, FRIDAY, 3)
            case Anchor.SECOND_FRIDAY:
                return nth_weekday(year, month, FRIDAY, 2)
            case Anchor.THIRD_WEDNESDAY:
                return nth_weekday(year, month, WEDNESDAY, 3)
            case _:
                fifth = nth_weekday(year, month, FRIDAY, 5)
                return fifth if fifth.month == month else fifth - timedelta(days=7)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday counted from the first of the month (the fifth may fall into the next month)."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def front_months(cycle: str, roll: Roll, today: date, count: int) -> list[tuple[int, int]]:
    """The next `count` (year, month) of the cycle not yet rolled, front month first."""
    found: list[tuple[int, int]] = []
    year, month = today.year, today.month
    while len(found) < count:
        if LETTERS[month - 1] in cycle and roll.on(year, month) > today:
            found.append((year, month))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
