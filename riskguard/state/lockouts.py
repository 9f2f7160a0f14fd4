"""Lockouts: set, lengthened, explained, ended. Never shortened: nothing here makes one end before its own end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from riskguard.domain.trading_day import Schedule, span_text


class LockoutKind(StrEnum):
    """What a lockout forbids, strictest first."""

    HARD = "hard"
    SYMBOL = "symbol"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Lockout:
    """`until` is aware UTC, or None for one that a condition ends; `why` are the numbers that caused it."""

    account_id: int
    kind: LockoutKind
    rule: str
    reason: str
    set_at: datetime
    until: datetime | None
    symbol: str | None = None
    why: Mapping[str, object] = field(default_factory=dict, compare=False)
    origin: int | None = None
    """The account whose breach set it, where it came from another one."""
    cause: str = ""
    """What happened, a sentence without its full stop; `reason` has the numbers."""
    shared: bool = False
    """Whether it holds for every guarded account, also those added later."""

    @property
    def key(self) -> tuple[int, str, str, str | None, int | None]:
        return (self.account_id, self.kind, self.rule, self.symbol, self.origin)

    def active(self, now: datetime) -> bool:
        return self.until is None or now < self.until


type Change = Literal["set", "extended"]

_WHAT = {
    LockoutKind.HARD: "Locked: no position and no order is allowed",
    LockoutKind.SYMBOL: "{symbol} is locked: no position and no order in it is allowed",
    LockoutKind.ENTRY: "No new entries",
}
_ALLOWED = {
    LockoutKind.HARD: "Nothing can be traded; what is opened is closed at once",
    LockoutKind.SYMBOL: "Everything but {symbol} can be traded",
    LockoutKind.ENTRY: "Exits, protective stops and what was held when it began stay allowed",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one is locked, each part ready to read and without its full stop."""

    what: str
    why: str
    rule: str
    until: str
    allowed: str

    @property
    def sentences(self) -> str:
        parts = (self.what, self.why, f"Rule: {self.rule}", f"It lasts {self.until}", self.allowed)
        return " ".join(f"{part}." for part in parts if part)


class LockoutManager:
    """Operations on the lockouts of one account, as values."""

    @staticmethod
    def set(lockouts: tuple[Lockout, ...], new: Lockout) -> tuple[tuple[Lockout, ...], Change | None]:
        """Lockouts with `new` among them and what that changed; an end earlier than the present one changes nothing."""
        for known in lockouts:
            if known.key != new.key:
                continue
            if known.until is None or (new.until is not None and new.until <= known.until):
                return lockouts, None
            longer = replace(new, set_at=known.set_at)
            return tuple(longer if held is known else held for held in lockouts), "extended"
        return (*lockouts, new), "set"

    @staticmethod
    def expire(lockouts: tuple[Lockout, ...], now: datetime) -> tuple[tuple[Lockout, ...], tuple[Lockout, ...]]:
        """(still in force, ended) at `now`."""
        ended = tuple(held for held in lockouts if not held.active(now))
        return (tuple(held for held in lockouts if held.active(now)), ended) if ended else (lockouts, ())

    @staticmethod
    def explain(held: Lockout, rule: str, now: datetime, schedule: Schedule, *, timed: bool = True) -> "Explanation":
        """What a lockout means, in words; `rule` is what people call the rule, `timed` whether the time is trusted."""
        number = f" ({held.rule})" if held.rule.startswith("RULE-") else ""
        return Explanation(
            _WHAT[held.kind].format(symbol=held.symbol),
            ": ".join(part.removesuffix(".") for part in (held.cause, held.reason) if part),
            f"{rule}{number}",
            _end_words(held, now, schedule, timed=timed),
            _ALLOWED[held.kind].format(symbol=held.symbol),
        )

    @staticmethod
    def hard(lockouts: Iterable[Lockout]) -> Lockout | None:
        """The hard lockout that ends last, if any."""
        return _last(held for held in lockouts if held.kind is LockoutKind.HARD)

    @staticmethod
    def entry(lockouts: Iterable[Lockout]) -> Lockout | None:
        return _last(held for held in lockouts if held.kind is LockoutKind.ENTRY)

    @staticmethod
    def symbol(lockouts: Iterable[Lockout], root: str) -> Lockout | None:
        return _last(held for held in lockouts if held.kind is LockoutKind.SYMBOL and held.symbol == root)

    @staticmethod
    def next_end(lockouts: Iterable[Lockout]) -> datetime | None:
        """When the first of them ends by time."""
        return min((held.until for held in lockouts if held.until is not None), default=None)


def _last(lockouts: Iterable[Lockout]) -> Lockout | None:
    return max(lockouts, key=lambda held: (held.until is None, held.until or held.set_at), default=None)


def _end_words(held: Lockout, now: datetime, schedule: Schedule, *, timed: bool) -> str:
    if held.until is None:
        return "as long as its cause does"
    end = f"until {schedule.end_text(now, held.until)}"
    if not timed:
        return f"{end}, by the gateway's time as soon as that is known"
    return f"{end}, {span_text(held.until - now)} from now"
