"""The exchange's calendar: full holidays and early closes of each product group, and which root is in which group."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from riskguard.domain.trading_day import instant_of, zone_named

ENDS_SOON_DAYS = 60


class ProductGroup(StrEnum):
    """Products that halt and close together."""

    EQUITY_INDEX = "equity_index"
    FX = "fx"
    INTEREST_RATES = "interest_rates"
    ENERGY = "energy"
    METALS = "metals"
    GRAINS = "grains"
    LIVESTOCK = "livestock"
    CRYPTO = "crypto"


_ROOTS = {
    ProductGroup.EQUITY_INDEX: "ES MES NQ MNQ RTY M2K YM MYM EMD NKD NIY MNK",
    ProductGroup.FX: "6A 6B 6C 6E 6J 6L 6M 6N 6S 6Z E7 J7 RF RP RY M6A M6B M6E MJY MCD MSF MIR",
    ProductGroup.INTEREST_RATES: "ZT ZF ZN TN ZB UB ZQ SR1 SR3 Z3N TWE 2YY 5YY 10Y 30Y MTN MWN",
    ProductGroup.ENERGY: "CL QM MCL NG QG MNG HO RB QH QU BZ MHO MRB",
    ProductGroup.METALS: "GC QO MGC 1OZ SI QI SIL SIC HG QC MHG PL PA ALI",
    ProductGroup.GRAINS: "ZC XC MZC ZW XW MZW KE ZS XK MZS ZM MZM ZL MZL ZO ZR",
    ProductGroup.LIVESTOCK: "LE HE GF",
    ProductGroup.CRYPTO: "BTC MBT ETH MET BFF XRP MXP SOL MSL",
}
GROUP_OF = {root: group for group, roots in _ROOTS.items() for root in roots.split()}


def group_of(root: str) -> ProductGroup:
    """The group of a root symbol; one not in the table follows the equity indices, the earliest of the big groups."""
    return GROUP_OF.get(root, ProductGroup.EQUITY_INDEX)


type Span = tuple[datetime, datetime]
"""From an instant, inclusive, to another, exclusive; aware UTC."""


@dataclass(frozen=True, slots=True)
class EarlyClose:
    """A day on which trading ends at `at`, a wall time of the zone it belongs to."""

    day: date
    at: time


@dataclass(frozen=True, slots=True)
class GroupDays:
    """One group's special days. `opens` is the wall time on the evening before at which a trade date begins."""

    holidays: frozenset[date] = frozenset()
    early_closes: frozenset[EarlyClose] = frozenset()
    opens: time = time(17, 0)


@dataclass(frozen=True)
class ExchangeCalendar:
    """Special days of an exchange, as trade dates in its own zone, for the years `first_year` to `last_year`."""

    name: str
    zone_name: str
    first_year: int
    last_year: int
    groups: Mapping[ProductGroup, GroupDays] = field(hash=False)

    @cached_property
    def _closures(self) -> Mapping[ProductGroup, tuple[Span, ...]]:
        return {group: tuple(merged(self._spans(days))) for group, days in self.groups.items()}

    def closures(self, group: ProductGroup) -> tuple[Span, ...]:
        """When a group is closed beyond its daily break, in order.

        A holiday takes its whole trade date out: from the evening before, when it would have begun, to its evening,
        when the next one begins. An early close takes out the rest of its trade date.
        """
        return self._closures.get(group, ())

    def _spans(self, days: GroupDays) -> Iterable[Span]:
        zone = zone_named(self.zone_name)
        for day in days.holidays:
            yield instant_of(day - timedelta(days=1), days.opens, zone), instant_of(day, days.opens, zone)
        for early in days.early_closes:
            yield instant_of(early.day, early.at, zone), instant_of(early.day, days.opens, zone)

    @property
    def ends(self) -> datetime:
        """The instant from which nothing is known any more."""
        return instant_of(date(self.last_year + 1, 1, 1), time(0, 0), zone_named(self.zone_name))

    def runs_out(self, now: datetime, within_days: int = ENDS_SOON_DAYS) -> bool:
        """Whether the calendar ends within so many days of `now`, or has ended."""
        return now + timedelta(days=within_days) >= self.ends

    def warning(self, now: datetime) -> str | None:
        """What is said while the calendar runs out; None before."""
        if not self.runs_out(now):
            return None
        if now < self.ends:
            return (
                f"The {self.name} calendar ends on December 31, {self.last_year}. Update RiskGuard before then; "
                "later holidays and early closes are not known to session hours."
            )
        return (
            f"The {self.name} calendar ended on December 31, {self.last_year}. Holidays and early closes are not "
            "known to session hours. Update RiskGuard, or add the dates to session_hours."
        )


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one, empty ones left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], closed: tuple[Span, ...]) -> Iterable[Span]:
    """What is left of spans when `closed` (in order, disjoint) is taken out."""
    ends = [end for _, end in closed]
    for begins, end in spans:
        start = begins
        for index in range(bisect_left(ends, start), len(closed)):
            closes, opens = closed[index]
            if closes >= end:
                break
            if start < closes:
                yield start, closes
            start = max(start, opens)
        if start < end:
            yield start, end
