"""Orders being placed or changed: what shows that it worked, and which orders are the program's own from then on."""

from riskguard.domain.events import SnapshotTaken
from riskguard.domain.orders import Order, OrderStatus
from riskguard.engine.launching import Key, forget_tag, land, not_shown, noted, put
from riskguard.engine.turn import Turn
from riskguard.state.flight import InFlight, Stage, back_off


def order_seen(turn: Turn, order: Order) -> None:
    """An order event: it may be the one being placed, or show a change."""
    account = turn.account(order.account_id)
    for key, flight in account.in_flight.items():
        if key == order.order_id and flight.wanted and flight.wanted.shown_by(order):
            land(turn, order.account_id, key, worked=True)
        elif flight.placing and _is_placed(turn, flight, order):
            _found(turn, order, key, flight)
            return


def read_seen(turn: Turn, event: SnapshotTaken, key: Key, flight: InFlight) -> None:
    """What a read shows of a call about an order."""
    orders = turn.account(event.account_id).book.orders
    if flight.placing:
        placed = next((order for order in orders.values() if _is_placed(turn, flight, order)), None)
        if placed is not None:
            _found(turn, placed, key, flight)
        elif flight.stage is Stage.READING and event.asked_at >= flight.deadline:
            not_shown(turn, event.account_id, key, flight)
        return
    order = orders.get(key) if isinstance(key, int) else None
    if order is None or (flight.wanted and flight.wanted.shown_by(order)):
        land(turn, event.account_id, key, worked=True)
    elif flight.stage is Stage.READING and event.asked_at >= flight.deadline:
        not_shown(turn, event.account_id, key, flight)


def drop_pointless(turn: Turn, account_id: int) -> None:
    """An order that would have closed a position which is gone, or changed an order which is, is waited for no more."""
    forgive(turn, account_id)
    account = turn.account(account_id)
    for key, flight in account.in_flight.items():
        wanted = flight.wanted
        if wanted is None:
            continue
        gone = flight.changing and key not in account.book.orders
        if gone or (flight.placing and account.book.exposure(flight.contract_id) * wanted.side >= 0):
            land(turn, account_id, key, worked=True)


def forgive(turn: Turn, account_id: int) -> None:
    """What was refused and is not asked for any more reduces protection no longer."""
    account = turn.account(account_id)
    for code in account.troubles:
        kind, _, name = code.partition(":")
        key: Key = int(name) if name.isdecimal() else name
        about_order = isinstance(key, int) or key.startswith(("stop:", "target:"))
        if kind not in ("refused", "blocked") or not about_order or key in account.in_flight:
            continue
        account = turn.change(
            account_id,
            troubles={c: trouble for c, trouble in account.troubles.items() if c != code},
            attempts={k: tries for k, tries in account.attempts.items() if k != key},
        )
        words = "What the gateway refused is no longer needed."
        turn.tell(account_id, "restored", words=words, fields={"reason": code})


def _is_placed(turn: Turn, flight: InFlight, order: Order) -> bool:
    """By its tag; where the gateway tells none, or the stream another's, an order like it that was not known before."""
    wanted = flight.wanted
    if wanted is None or order.contract_id != flight.contract_id:
        return False
    if order.tag == wanted.tag:
        return True
    others = bool(order.tag) and turn.state.events_may_lag
    return not others and order.order_id not in flight.orders and wanted.shown_by(order)


def _found(turn: Turn, order: Order, key: Key, flight: InFlight) -> None:
    account_id = order.account_id
    turn.change(account_id, own=noted(turn.account(account_id).own, order.order_id, flight.rule))
    if order.status is not OrderStatus.REJECTED:
        land(turn, account_id, key, worked=True)
        return
    forget_tag(turn, account_id, key)
    put(turn, account_id, key, flight.at(Stage.WAITING, turn.now + back_off(flight.attempt)))
    words = f"The exchange rejected an order in {turn.state.market.root(order.contract_id)}. Trying again."
    turn.trouble(account_id, f"refused:{key}", words, grave=flight.kind == "place_stop")
