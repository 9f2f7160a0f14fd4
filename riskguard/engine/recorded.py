"""Snapshot lines of a recording: authoritative reads, put together from payloads of their own."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from riskguard.domain.book import AccountBook
from riskguard.domain.events import (
    AccountChanged,
    Event,
    OrderChanged,
    PayloadRejected,
    PositionChanged,
    SnapshotTaken,
    TradeReported,
)

type Heard = Mapping[str | int, datetime]
"""When a position (by contract) or order (by id) of an account was last heard of."""

type Reader = Callable[[str, Mapping[str, Any]], Event]
"""(type, the whole line) -> event; PayloadRejected for a payload that cannot be read."""

_PARTS = {
    "accounts": "GatewayUserAccount",
    "positions": "GatewayUserPosition",
    "orders": "GatewayUserOrder",
    "trades": "GatewayUserTrade",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the stream has shown of an account so far."""

    book: AccountBook
    heard: Heard


def snapshots(data: object, read: Reader, known: Mapping[int, Known], at: datetime) -> list[Event]:
    """The reads a `Snapshot` line tells of, one an account; one part that cannot be read fails the whole."""
    parts = {name: part for name, part in data.items() if part is not None} if isinstance(data, Mapping) else {}
    wrong = next((name for name in _PARTS if not isinstance(parts.get(name, []), list)), None)
    if wrong:
        return [PayloadRejected("Snapshot", wrong, f"{type(parts[wrong]).__name__}, not a list")]
    asked_at = _asked_at(parts.get("askedAt"), at)
    if asked_at is None:
        return [PayloadRejected("Snapshot", "askedAt", repr(parts["askedAt"]))]
    events = [read(kind, {"data": one}) for name, kind in _PARTS.items() for one in parts.get(name) or ()]
    bad = next((event for event in events if isinstance(event, PayloadRejected)), None)
    if bad is not None:
        return [bad]
    found = list(dict.fromkeys(account_id for e in events if isinstance(account_id := _account_of(e), int)))
    if not found:
        return [PayloadRejected("Snapshot", "accounts", "nothing")]
    listed_at = _asked_at(parts.get("accountsAskedAt"), asked_at)
    read_at = (asked_at, listed_at or asked_at)
    return [_of_account(events, parts, known.get(one) or Known(AccountBook(one), {}), *read_at) for one in found]


def _asked_at(value: object, at: datetime) -> datetime | None:
    """When a live read was asked for: what was heard since then is newer than it. None for what is no such time."""
    if value is None:
        return at
    try:
        asked = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return min(asked.astimezone(UTC), at) if asked.tzinfo else None


def _account_of(event: Event) -> object:
    return getattr(event, "account_id", None)


def _of_account(
    events: Sequence[Event], parts: Mapping[str, Any], known: Known, asked_at: datetime, listed_at: datetime
) -> SnapshotTaken:
    """A part that is not told of stays as the book has it, and so does what was heard of after the read was asked for.

    The engine would see to the latter itself, had its own reads been answered by a gateway and not by the book.
    """
    book, newer = known.book, {key for key, at in known.heard.items() if at > asked_at}
    own = [event for event in events if _account_of(event) == book.account_id]
    positions = {event.contract_id: event for event in own if isinstance(event, PositionChanged)}
    orders = {event.order.order_id: event.order for event in own if isinstance(event, OrderChanged)}
    trades = tuple(event.trade for event in own if isinstance(event, TradeReported))
    return SnapshotTaken(
        book.account_id,
        next((event for event in own if isinstance(event, AccountChanged)), None),
        _overlaid(positions, {p.contract_id: p for p in positions_of(book)}, newer, told="positions" in parts),
        _overlaid(orders, book.orders, newer, told="orders" in parts),
        trades if "trades" in parts else None,
        asked_at,
        listed_at,
    )


def _overlaid[K, V](read: Mapping[K, V], book: Mapping[K, V], newer: Set[str | int], *, told: bool) -> tuple[V, ...]:
    if not told:
        return tuple(book.values())
    kept = {key: value for key, value in read.items() if key not in newer}
    return tuple((kept | {key: value for key, value in book.items() if key in newer}).values())


def as_it_stands(book: AccountBook, now: datetime) -> SnapshotTaken:
    """What a read would say if the stream had shown everything."""
    return SnapshotTaken(book.account_id, None, positions_of(book), tuple(book.orders.values()), None, now)


def positions_of(book: AccountBook) -> tuple[PositionChanged, ...]:
    return tuple(
        PositionChanged(book.account_id, p.contract_id, p.exposure, p.average_price, p.created_at)
        for p in book.positions.values()
    )
