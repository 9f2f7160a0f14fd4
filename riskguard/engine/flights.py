"""In-flight control: what was sent stays in flight until its effect shows or its time is up; nothing is sent twice."""

from dataclasses import replace
from datetime import timedelta

from riskguard.domain.events import ActionAnswered, Result, SnapshotTaken
from riskguard.domain.orders import Order, OrderType, Trade
from riskguard.engine import clearing, order_flights
from riskguard.engine.launching import forget_tag, land, not_shown, put
from riskguard.engine.turn import Turn
from riskguard.state.flight import BLOCKED_RETRY, CONFIRM_TIMEOUT, InFlight, Stage, back_off

LONGEST_TOLD = timedelta(seconds=10)
"""How long a refused call waits at most because the gateway says so (Retry-After)."""
UNANSWERED = timedelta(seconds=6)
"""How long a call that must not be repeated may go without any answer before it is read and decided anew."""


def position_seen(turn: Turn, account_id: int, contract_id: str) -> None:
    """A position event: it may show the effect, or that the position grew under a reduce."""
    account = turn.account(account_id)
    flight = account.in_flight.get(contract_id)
    if flight is None:
        return
    exposure = account.book.exposure(contract_id)
    if flight.shown_by_size(exposure):
        land(turn, account_id, contract_id, worked=True)
    elif exposure * flight.held > 0 and abs(exposure) > abs(flight.held):
        turn.read(account_id, "the position grew while it was being reduced")


def fill_seen(turn: Turn, trade: Trade, size: int) -> None:
    """A trade not known before: closing trades of the size asked for show the effect.

    `size` leaves out what a position event told of earlier: that was the effect of an earlier call.
    """
    flight = turn.account(trade.account_id).in_flight.get(trade.contract_id)
    if flight is None:
        return
    flight = flight.with_fill(trade, size)
    if flight.filled >= flight.size:
        land(turn, trade.account_id, trade.contract_id, worked=True)
    else:
        put(turn, trade.account_id, trade.contract_id, flight)


def order_seen(turn: Turn, order: Order) -> None:
    """An order event: a cancel has worked once its order is no longer working; a second closing order is foreign."""
    order_flights.order_seen(turn, order)
    account = turn.account(order.account_id)
    if order.order_id in account.in_flight and order.order_id not in account.book.orders:
        land(turn, order.account_id, order.order_id, worked=True)
        return
    flight = account.in_flight.get(order.contract_id)
    if flight is None or order.type is not OrderType.MARKET or order.side * flight.held >= 0:
        return
    flight = flight.with_order(order.order_id)
    put(turn, order.account_id, order.contract_id, flight)
    if len(flight.orders) > 1 and order.contract_id not in account.halted:
        turn.change(order.account_id, halted=account.halted | {order.contract_id})
        turn.read(order.account_id, "somebody else is closing too")


def fill_told(turn: Turn, order: Order) -> None:
    """Before an order event is taken: what a closing order filled, the position may not show yet."""
    account = turn.account(order.account_id)
    known = account.book.orders.get(order.order_id)
    if known is None or not order.closes(account.book.exposure(order.contract_id)) or order.filled <= known.filled:
        return
    if order.contract_id not in account.in_flight:
        turn.change(order.account_id, halted=account.halted | {order.contract_id})
        turn.read(order.account_id, "somebody else has closed")


def snapshot_seen(turn: Turn, event: SnapshotTaken) -> None:
    """A fresh read: shows effects, and lets a timed-out reduce be decided anew on what it says."""
    account = turn.account(event.account_id)
    turn.change(event.account_id, halted=frozenset())
    for key, flight in account.in_flight.items():
        if event.asked_at < flight.sent_at:
            continue
        if isinstance(key, int) or flight.wanted is not None:
            order_flights.read_seen(turn, event, key, flight)
        elif flight.shown_by_size(account.book.exposure(key)):
            land(turn, event.account_id, key, worked=True)
        elif flight.stage is not Stage.READING or event.asked_at < flight.deadline:
            continue
        elif clearing.at_work(account, key):
            put(turn, event.account_id, key, flight.at(Stage.ACCEPTED, turn.now + CONFIRM_TIMEOUT))
        else:
            not_shown(turn, event.account_id, key, flight)


def answered(turn: Turn, event: ActionAnswered) -> None:
    """The gateway's answer to a call that may still be in flight."""
    flight = turn.account(event.account_id).in_flight.get(event.target)
    fields: dict[str, object] = {"call": event.kind, "target": event.target, "result": str(event.result)}
    if event.out_ms is not None:
        fields |= {"out_ms": event.out_ms, "took_ms": event.took_ms}
    turn.tell(event.account_id, "answer", words=event.reason, fields=fields)
    if flight is None or flight.kind != event.kind or event.sent_at not in (None, flight.sent_at):
        return
    if event.result is Result.ACCEPTED:
        put(turn, event.account_id, event.target, flight.at(Stage.ACCEPTED))
        return
    _not_accepted(turn, event, flight)


_GRAVE = frozenset({"close", "reduce", "place_stop"})
"""Calls without which a position stays at risk."""


def _not_accepted(turn: Turn, event: ActionAnswered, flight: InFlight) -> None:
    account_id, key = event.account_id, event.target
    retry_at = turn.now + _pause(event, flight)
    if event.result is not Result.UNKNOWN:
        forget_tag(turn, account_id, key)
    if event.result is Result.BLOCKED:
        put(turn, account_id, key, flight.at(Stage.BLOCKED, turn.now + BLOCKED_RETRY))
        words = (
            f"The gateway refuses to {_what(turn, flight)}: {event.reason} Tried again every minute; stops are kept."
        )
        turn.trouble(account_id, f"blocked:{key}", words, grave=True)
        return
    if event.result is Result.GONE or (event.result is Result.UNKNOWN and flight.once):
        again_at = turn.now if flight.attempt == 1 else retry_at
        put(turn, account_id, key, replace(flight.at(Stage.READING, turn.now), retry_at=again_at))
    else:
        put(turn, account_id, key, flight.at(Stage.WAITING, retry_at))
    if event.result is Result.REFUSED:
        words = f"The gateway refused to {_what(turn, flight)}: {event.reason} Trying again."
        turn.trouble(account_id, f"refused:{key}", words, grave=flight.kind in _GRAVE)
    elif event.result is Result.GONE or flight.once:  # else the next try tells, or the hub does
        turn.read_for_call(account_id, "what became of a call is not known")


def _pause(event: ActionAnswered, flight: InFlight) -> timedelta:
    """As long as the gateway says, within bounds: what holds a position open must not wait on its word alone."""
    told = timedelta(seconds=event.retry_after_s or 0.0)
    return max(back_off(flight.attempt), min(told, LONGEST_TOLD))


def _what(turn: Turn, flight: InFlight) -> str:
    root = turn.state.market.root(flight.contract_id)
    what = {
        "cancel": "cancel an order in",
        "place_stop": f"place a stop for {flight.wanted.size if flight.wanted else 0}",
        "place_target": f"place a target for {flight.wanted.size if flight.wanted else 0}",
        "modify_stop": "change a stop in",
        "modify_target": "change a target in",
    }
    return f"{what.get(flight.kind, f'close {flight.size}')} {root}"


def unblocked(turn: Turn, account_id: int) -> None:
    """The account may trade again: what was refused for that is tried at once."""
    account = turn.account(account_id)
    for key, flight in account.in_flight.items():
        if flight.stage is Stage.BLOCKED:
            put(turn, account_id, key, flight.at(Stage.BLOCKED, turn.now))


def expire(turn: Turn, account_id: int) -> None:
    """Whatever is past its deadline may be decided anew; what must not be done twice is read first."""
    order_flights.drop_pointless(turn, account_id)
    account = turn.account(account_id)
    for key, flight in account.in_flight.items():
        if flight.due is None or turn.now < flight.due:
            continue
        on_wire = flight.stage in (Stage.SENT, Stage.ACCEPTED)
        if _unanswered(turn, flight):
            put(turn, account_id, key, flight.at(Stage.SENT, flight.sent_at + UNANSWERED))
            turn.read_for_call(account_id, "a call is not answered yet")
            continue
        if on_wire and (flight.once or flight.stage is Stage.ACCEPTED):
            put(turn, account_id, key, flight.at(Stage.READING, turn.now))
        else:
            land(turn, account_id, key, worked=False)
        if on_wire:
            turn.read_for_call(account_id, "the effect of a call did not show in time")


def _unanswered(turn: Turn, flight: InFlight) -> bool:
    """Still on its way to an answer: it may yet be carried out. What does no harm twice is sent once more anyway."""
    waiting = flight.stage is Stage.SENT and (flight.once or flight.attempt > 1)
    return waiting and turn.state.events_may_lag and turn.now < flight.sent_at + UNANSWERED


def in_flight_close(turn: Turn, account_id: int, contract_id: str, exposure: int) -> InFlight:
    return InFlight("close", contract_id, exposure, 0, turn.now, turn.now + CONFIRM_TIMEOUT)
