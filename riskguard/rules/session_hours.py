"""RULE-009: nothing is held outside session hours, on a holiday or after an early close."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, PrivateAttr, field_validator

from riskguard.domain.actions import Flatten, cancel_of
from riskguard.domain.contracts import canonical_root
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.holidays import ExchangeCalendar, Span, group_of
from riskguard.domain.sessions import Sessions
from riskguard.domain.trading_day import Schedule, zone_named
from riskguard.rules.base import Example, Finding, Gauge, LockoutRequest, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.hours import Hours, closed_words, first, last, why_closed
from riskguard.rules.tightness import Compare, Direction, allowing, by_key, covering, together
from riskguard.rules.windows import (
    OwnDate,
    OwnEarlyClose,
    Windows,
    as_windows,
    minutes,
    some_windows,
)
from riskguard.state.lockouts import LockoutKind

ANY_ROOT = ""
"""Stands for whatever is traded while no root is known."""
LOOK_AGAIN = timedelta(days=1)


def _windows_by_root(old: "SessionHours", new: "SessionHours") -> Direction:
    """Every root's minutes of the week against what it had before, listed or not."""
    roots = (*old.overrides, *new.overrides, ANY_ROOT)
    pairs = [[minutes(rule.overrides.get(root, rule.windows)) for rule in (old, new)] for root in roots]
    return together(allowing(before, after) for before, after in pairs)


def _early_by_date(old: "SessionHours", new: "SessionHours") -> Direction:
    """Every date's own close against what it had before; an earlier one forbids more."""
    ends = [{row.date: row.time.hour * 60 + row.time.minute for row in rule.early_closes} for rule in (old, new)]
    return by_key(ends[0], ends[1], 24 * 60, 24 * 60)


class SessionHours(Rule):
    """Outside its hours an account is flat and locked until the next opening."""

    rule_id: ClassVar[str] = "RULE-009"
    table: ClassVar[str] = "session_hours"
    title: ClassVar[str] = "Session hours"
    breach_title: ClassVar[str] = "Outside session hours"
    consequence: ClassVar[str] = "all positions are closed and this account is locked until the next opening"
    example: ClassVar[Example] = Example(
        'windows = [{ days = ["mon", "tue", "wed", "thu", "fri"], start = "08:30", end = "15:00" }]\n'
        "flatten_before = 60\n"
        "no_entries_before = 900",
        "On a Tuesday entries end at 2:45 PM CT, 900 seconds before the end. At 2:59 PM everything is closed and "
        "the account is locked until Wednesday, 8:30 AM CT. On Friday it is locked until Monday. On an exchange "
        "holiday it does not open, and on an early close the same happens that much earlier.",
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})
    compares: ClassVar[Mapping[str, Compare]] = {
        "windows": _windows_by_root,
        "overrides": _windows_by_root,
        "holidays": lambda old, new: covering(old.holidays, new.holidays),
        "early_closes": _early_by_date,
    }

    windows: Annotated[Windows, AfterValidator(some_windows)] = setting(
        "Hours",
        "When trading is allowed: days, start (inclusive) and end (exclusive). One that ends at or before its start "
        "runs into the next day.",
        tighter="listed",
        default=(),
        validate_default=True,
    )
    timezone: str | None = setting(
        "Time zone", "Zone of the times; empty: the zone of the reset.", tighter="listed", default=None
    )
    overrides: Mapping[str, Annotated[Windows, AfterValidator(some_windows)]] = setting(
        "Other hours by instrument",
        "Hours of single root symbols, in place of the above.",
        tighter="listed",
        default={},
    )
    calendar: Literal["CME", "none"] = setting(
        "Exchange calendar", "Whose holidays and early closes hold.", tighter="listed", default="CME"
    )
    holidays: tuple[OwnDate, ...] = setting(
        "Own holidays", "Dates on which nothing is traded, on top of the calendar.", tighter="listed", default=()
    )
    early_closes: tuple[OwnEarlyClose, ...] = setting(
        "Own early closes", "Dates with a time at which trading ends.", tighter="listed", default=()
    )
    flatten_before: Seconds = setting(
        "Flatten before the end",
        "How long before the end of the hours everything is closed.",
        unit="seconds",
        tighter="higher",
        default=0,
    )
    no_entries_before: Seconds = setting(
        "No entries before the end",
        "How long before the end of the hours no position may be opened or increased.",
        unit="seconds",
        tighter="higher",
        default=0,
    )

    _exchange: ExchangeCalendar | None = PrivateAttr(default=None)

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str | None) -> str | None:
        if name is not None:
            zone_named(name)
        return name

    @field_validator("overrides")
    @classmethod
    def _known_by_root(cls, overrides: Mapping[str, Windows]) -> Mapping[str, Windows]:
        by_root: dict[str, Windows] = {}
        for symbol, windows in overrides.items():
            root = canonical_root(symbol)
            if root in by_root:
                raise ValueError(f"{symbol} is {root}, which is listed already; name each instrument once")
            by_root[root] = windows
        return by_root

    def follow(self, exchange: ExchangeCalendar) -> None:
        """Take the calendar's data, which the table only names; before the first judgement."""
        self._exchange = exchange

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        locked = self._locked_until(situation, now)
        if locked is not None:
            return (self._over(situation, now, locked), *self._still_closed(situation, now))
        roots = self._hours(situation, now)
        if not any(one.inside for one in roots):
            opens = first(one.opens for one in roots)
            return (self._over(situation, now, opens), *self._still_closed(situation, now))
        inside = [one for one in roots if one.inside]
        closed = (self._root_over(situation, now, one) for one in roots if not one.inside and one.root)
        return (self._open(situation, now, inside), *closed, *self._last_orders(situation, now, inside))

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        locked = self._locked_until(situation, now)
        moments = [locked] if locked else [at for one in self._hours(situation, now) for at in self._moments(one)]
        return first(at for at in moments if at and at > now) or now + LOOK_AGAIN

    def _moments(self, one: Hours) -> Iterable[datetime | None]:
        if not one.inside:
            return (one.opens,)
        return one.ends, one.closes and one.closes - seconds(self.no_entries_before)

    def _locked_until(self, situation: Situation, now: datetime) -> datetime | None:
        """End of the lockout it set already: what is known or held meanwhile changes nothing of it."""
        found = (
            held.until
            for held in situation.account.lockouts
            if (held.rule, held.kind, held.origin) == (self.rule_id, LockoutKind.HARD, None)
        )
        return next((until for until in found if until and until > now), None)

    def _hours(self, situation: Situation, now: datetime) -> list[Hours]:
        """How every root stands that has hours of its own, is held or ordered; with none of these, those known."""
        market = situation.market
        listed = {market.root_meant(root): rows for root, rows in self.overrides.items()}
        book = situation.account.book
        shown = {market.root(cid) for cid in (*book.positions, *(order.contract_id for order in book.orders.values()))}
        others = (shown or {contract.root for contract in market.contracts.values()}).difference(listed) or {ANY_ROOT}
        return [self._of_root(root, listed.get(root), situation, now) for root in sorted({*listed, *others})]

    def _of_root(self, root: str, rows: Windows | None, situation: Situation, now: datetime) -> Hours:
        sessions = self._sessions(root, rows, self.timezone or situation.schedule.zone_name)
        closes = sessions.closes_at(now)
        ends = closes - seconds(self.flatten_before) if closes else None
        inside = now < ends if ends else sessions.is_open(now)
        return Hours(root, inside, ends, closes, None if inside else sessions.opens_at(now))

    def _sessions(self, root: str, rows: Windows | None, zone_name: str) -> Sessions:
        key = (root, rows is None, zone_name)
        if key not in self._known:
            early = frozenset(row.early_close for row in self.early_closes)
            windows = as_windows(self.windows if rows is None else rows)
            self._known[key] = Sessions(windows, zone_name, self._closures(root), frozenset(self.holidays), early)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[str, bool, str], Sessions]:
        """Hours made so far, which keep what was reckoned for a day."""
        return {}

    def _closures(self, root: str) -> tuple[Span, ...]:
        if self.calendar == "none":
            return ()
        if self._exchange is None:
            raise LookupError(f"the {self.calendar} calendar is not loaded")
        return self._exchange.closures(group_of(root))

    def _over(self, situation: Situation, now: datetime, opens: datetime | None) -> Finding:
        """The account is outside the hours of every root."""
        flatten = (Flatten(situation.account.account_id, (), ()),)
        gauge, words = closed_words("", situation, now, opens)
        return Finding(gauge, True, words, why_closed(opens), flatten, LockoutRequest(LockoutKind.HARD, opens))

    def _still_closed(self, situation: Situation, now: datetime) -> Iterable[Finding]:
        """Roots told of as closed before all of them were: they are so on, until they open."""
        told = {key for rule_id, key in situation.account.breaches if rule_id == self.rule_id and key}
        if not told:
            return ()
        closed = (one for one in self._hours(situation, now) if one.root in told and not one.inside)
        return (self._root_over(situation, now, one) for one in closed)

    @staticmethod
    def _root_over(situation: Situation, now: datetime, one: Hours) -> Finding:
        """One root is outside its hours while others are inside theirs."""
        gauge, words = closed_words(one.root, situation, now, one.opens)
        lockout = LockoutRequest(LockoutKind.SYMBOL, one.opens, one.root)
        return Finding(gauge, True, words, {"symbol": one.root, **why_closed(one.opens)}, (), lockout)

    def _open(self, situation: Situation, now: datetime, inside: Sequence[Hours]) -> Finding:
        """Inside the hours; without entries where those of every root are about to end."""
        closes = last(one.closes for one in inside)
        if not closes or not all(self._ending(one, now) for one in inside):
            return self._open_until(situation, now, closes)
        until = situation.schedule.end_text(now, closes)
        gauge = Gauge("", 0, "open", "", f"until {until}")
        words = f"The session ends at {until}."
        lockout = LockoutRequest(LockoutKind.ENTRY, closes)
        return Finding(gauge, False, words, {"closes": closes.isoformat()}, lockout=lockout)

    def _open_until(self, situation: Situation, now: datetime, closes: datetime | None) -> Finding:
        """The finding of an ordinary moment, made once in a quarter of an hour: no zone changes its date between."""
        key = (closes, situation.schedule, int(now.timestamp()) // 900)
        if key not in self._told:
            until = situation.schedule.end_text(now, closes) if closes else ""
            gauge = Gauge("", 0, "open", "", f"until {until}" if until else "")
            self._told.clear()
            self._told[key] = Finding(gauge, False, f"Open until {until}." if until else "Open.")
        return self._told[key]

    @cached_property
    def _told(self) -> dict[tuple[datetime | None, Schedule, int], Finding]:
        return {}

    def _ending(self, one: Hours, now: datetime) -> bool:
        return one.closes is not None and now >= one.closes - seconds(self.no_entries_before)

    def _last_orders(self, situation: Situation, now: datetime, inside: Sequence[Hours]) -> Iterable[Finding]:
        """Where only some roots are about to end, their entry orders are cancelled: a lockout would hold for all."""
        ending = {one.root for one in inside if self._ending(one, now)}
        if not ending or len(ending) == len(inside):
            return
        book, root = situation.account.book, situation.market.root
        for name in sorted(ending):
            orders = [order for order in book.orders.values() if order.working and root(order.contract_id) == name]
            cancels = tuple(cancel_of(one) for one in orders if not one.exits(book.exposure(one.contract_id)))
            if cancels:
                words = f"No entries in {name} before its hours end."
                yield Finding(Gauge(name, 0, "open", "", words), False, words, {"symbol": name}, cancels)
