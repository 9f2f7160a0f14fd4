"""Positions, working orders, lockouts and the day's figures as rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import side
from riskguard.desktop.presenters.local import end_text, money_text, number, span_text
from riskguard.desktop.presenters.lockouts import left_text, reason, running
from riskguard.desktop.presenters.numbers import elapsed, price_text
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import Usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LockoutView, OrderView, PositionView, State
from riskguard.state.timers import Timer

_STOP_RULE = "RULE-008"


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` names a text token; `squares` draws stop cover: so many filled of so many."""

    text: str
    tone: str = "text"
    strong: bool = False
    squares: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    right: bool = False
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    tone: str = "text"


POSITION_COLUMNS = (
    Column(words.POSITIONS),
    Column(words.SIZE, right=True),
    Column(words.AVERAGE, right=True),
    Column(words.EXIT_NOW, right=True),
    Column(words.OPEN_PNL, right=True),
    Column(words.AGE, right=True),
    Column(words.STOP_COVER),
)
ORDER_COLUMNS = (
    Column(words.ORDERS),
    Column(""),
    Column(words.SIZE, right=True),
    Column(words.PRICE, right=True),
    Column(words.AWAY, right=True),
    Column(words.PURPOSE, right=True),
)
LOCKOUT_COLUMNS = (
    Column(words.LOCKOUTS),
    Column(words.CAUSE, stretch=True),
    Column(words.ENDS, right=True),
    Column(words.LEFT, right=True),
)


def money_tone(amount: Usd) -> str:
    return "gain" if amount > 0 else "loss" if amount < 0 else "text"


def position_row(position: PositionView, now: datetime, timers: Sequence[Timer] = ()) -> tuple[Cell, ...]:
    """`timers` are the account's: that of the stop rule says how long it may go without."""
    decimals, size = position.decimals, abs(position.exposure)
    return (
        Cell(position.name, strong=True),
        Cell(side(position.exposure)),
        Cell(price_text(position.average, decimals), "text2"),
        Cell(say(words.UNKNOWN), "warn") if position.mark is None else Cell(price_text(position.mark, decimals)),
        _pnl(position.open_pnl),
        Cell("" if position.opened_at is None else elapsed(now - position.opened_at), "text2"),
        _cover(position.covered, size, _grace(timers, now)),
    )


def _pnl(amount: Usd | None) -> Cell:
    if amount is None:
        return Cell(say(words.UNKNOWN), "warn")
    return Cell(money_text(amount, plus=True), money_tone(amount), strong=True)


def _cover(covered: int, size: int, grace: str) -> Cell:
    text, squares = say(words.COVER, covered=min(covered, size), size=size), (min(covered, size), size)
    if covered >= size:
        return Cell(text, squares=squares)
    return Cell(f"{text}, {grace}" if grace else text, "warn", squares=squares)


def _grace(timers: Sequence[Timer], now: datetime) -> str:
    """How long until a position without a stop is acted upon: `4 s`."""
    due = next((timer.due for timer in timers if timer.name == _STOP_RULE and timer.due > now), None)
    return span_text(due - now) if due else ""


def order_row(order: OrderView) -> tuple[Cell, ...]:
    return (
        Cell(order.name, strong=True),
        Cell(order.what, "text2"),
        Cell(number(order.size)),
        Cell("" if order.price is None else price_text(order.price, order.decimals)),
        Cell(say(words.UNKNOWN), "text3") if order.away is None else Cell(price_text(order.away, order.decimals)),
        Cell(order.purpose, "text3"),
    )


def lockout_rows(account: AccountView, schedule: Schedule, now: datetime) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_lockout_row(each, schedule, now) for each in running(account, now))


def told_by_banner(account: AccountView, now: datetime) -> bool:
    """Whether the banner says all there is to say about this account's lockouts."""
    held = running(account, now)
    stated = {State.LOCKED: "hard", State.WARNING: "entry"}.get(account.state)
    return not held or (len(held) == 1 and held[0].kind == stated)


def _lockout_row(lockout: LockoutView, schedule: Schedule, now: datetime) -> tuple[Cell, ...]:
    until = say(words.UNTIL_CONDITION) if lockout.until is None else end_text(schedule, now, lockout.until)
    tone = "danger" if lockout.kind == "hard" else "warn"
    return (
        Cell(say(words.KINDS[lockout.kind], symbol=lockout.symbol), tone, strong=True),
        Cell(reason(lockout), "text2"),
        Cell(until),
        Cell(left_text(lockout, now)),
    )


def figures(account: AccountView) -> tuple[Figure, ...]:
    """Net first, then what it is made of; an unknown price is said, never shown as zero."""
    unknown = not account.open_known and all(each.open_pnl is None for each in account.positions)
    opened = say(words.UNKNOWN) if unknown else money_text(account.open, plus=True)
    return (
        Figure(_known(words.NET, account), money_text(account.net, plus=True), money_tone(account.net)),
        Figure(say(words.REALIZED), money_text(account.realized, plus=True)),
        Figure(_known(words.OPEN, account), opened, "warn" if unknown else "text"),
        Figure(say(words.FEES), money_text(account.fees), "text2"),
    )


def _known(label: str, account: AccountView) -> str:
    return say(label) if account.open_known else say(words.LAST_KNOWN, text=say(label))
