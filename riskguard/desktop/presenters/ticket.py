"""The order ticket of the practice mode: what is held in the chosen contract, and what its buttons say."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.glance import side_and_root
from riskguard.desktop.presenters.local import given, money_text, number
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.past import tone_of
from riskguard.desktop.presenters.words import FLAT, say
from riskguard.engine.board import AccountView, BoardSnapshot, PositionView

MOST = 100


@dataclass(frozen=True, slots=True)
class TicketText:
    """`exposure` + long, - short; `cancels` is how many orders work in the contract."""

    holding: str
    result: str
    result_tone: str
    buy: str
    sell: str
    close: str
    cancel: str
    exposure: int
    cancels: int


def ticket_text(account: AccountView | None, contract_id: str, name: str, size: int) -> TicketText:
    position = _position(account, contract_id)
    orders = [one for one in account.orders if one.name == name] if account else []
    held = side_and_root(position.exposure, position.root) if position else say(FLAT)
    known = position is not None and position.open_pnl is not None
    result = money_text(position.open_pnl or 0, plus=True) if position is not None and known else ""
    return TicketText(
        held,
        result,
        tone_of(position.open_pnl or 0) if position else "text2",
        say(words.BUY, size=size),
        say(words.SELL, size=size),
        say(words.CLOSE_POSITION, position=sentence_case(held)) if position else say(words.CLOSE_NOTHING),
        _cancels(len(orders)),
        position.exposure if position else 0,
        len(orders),
    )


def _position(account: AccountView | None, contract_id: str) -> PositionView | None:
    held = account.positions if account else ()
    return next((one for one in held if one.contract_id == contract_id), None)


def _cancels(count: int) -> str:
    if not count:
        return say(words.CANCEL_NONE)
    return say(words.CANCEL_ORDERS_ONE if count == 1 else words.CANCEL_ORDERS, count=count)


def account_of(snapshot: BoardSnapshot | None, account_id: int | None) -> AccountView | None:
    """The account chosen, else the first there is."""
    accounts = snapshot.accounts if snapshot else ()
    return next((one for one in accounts if one.account_id == account_id), accounts[0] if accounts else None)


def price_shown(price: float | None, tick: float) -> str:
    if price is None:
        return say(words.NO_PRICE)
    return number(price, decimals(tick))


def decimals(tick: float) -> int:
    exponent = Decimal(repr(tick)).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def price_given(text: str, tick: float) -> float | None:
    """A price as typed, on the nearest tick; None for what is none."""
    try:
        exact = given(text)
        step = Decimal(repr(tick))
        return float((exact / step).to_integral_value() * step) if exact > 0 else None
    except (InvalidOperation, ValueError):
        return None


def stop_suggested(last: float, exposure: int, tick: float) -> float:
    """Some way off on the side of the loss."""
    away = max(round(last * 0.0008 / tick), 8) * tick
    return round((last - away if exposure > 0 else last + away) / tick) * tick


def stop_fault(price: float | None, last: float | None, exposure: int, tick: float) -> str:
    """Why a stop cannot be placed there; empty where it can."""
    if not exposure:
        return say(words.NO_POSITION)
    if price is None:
        example = price_shown(stop_suggested(last, exposure, tick), tick) if last else number(26_000.25, 2)
        return say(words.WRONG_PRICE, example=example)
    if last is not None and exposure > 0 and price >= last:
        return say(words.WRONG_SIDE_BELOW)
    if last is not None and exposure < 0 and price <= last:
        return say(words.WRONG_SIDE_ABOVE)
    return ""
