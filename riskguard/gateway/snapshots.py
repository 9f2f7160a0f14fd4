"""A fresh read of one account: whole and successful, or GatewayUnreadableError. Nothing is skipped or made up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from riskguard.domain.events import SnapshotTaken
from riskguard.domain.orders import Order, OrderStatus
from riskguard.engine.ports import GatewayUnreadableError, Recorder
from riskguard.gateway import translate
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.errors import PathUnknownError
from riskguard.gateway.fields import BadPayloadError

_PAGE = 500
_MOST_PAGES = 10
# What searchOpen leaves out but a flatten has to know: pending orders and suspended bracket children.
_HIDDEN = [int(OrderStatus.PENDING), int(OrderStatus.SUSPENDED)]


@dataclass(frozen=True, slots=True)
class Listed:
    """The accounts, and when they were asked for."""

    accounts: list[object]
    asked_at: datetime


CALLS = 4  # of one read that has been admitted, apart from the list of accounts, which reads share


async def take(
    client: GatewayClient,
    account_id: int,
    trades_since: datetime,
    list_accounts: Callable[[], Awaitable["Listed"]],
    recorder: Recorder,
    *,
    known: bool = False,
) -> SnapshotTaken:
    """All calls side by side; a read that fails, or holds one element that cannot be read, fails the whole.

    But for the list of accounts: it tells only balance and permission to trade, and an account that is `known` from an
    earlier one is guarded without it.
    """
    asked_at = client.now()
    who = {"accountId": account_id}
    since = who | {"startTimestamp": trades_since.astimezone(UTC).isoformat().replace("+00:00", "Z")}
    outcomes = await asyncio.gather(
        _read(client, "/Position/searchOpen", who, "positions"),
        _read(client, "/Order/searchOpen", who, "orders"),
        _hidden_orders(client, account_id),
        _read(client, "/Trade/search", since, "trades"),
        list_accounts(),
        return_exceptions=True,  # the others must not be left running behind the one that failed
    )
    *searched, last = outcomes
    positions, open_orders, hidden, trades = [_whole(outcome) for outcome in searched]
    listed, listed_at = _listed(last, account_id, asked_at, may_fail=known, seen=bool(positions or open_orders))
    raw_orders = [*open_orders, *hidden]
    orders = _each(translate.order, raw_orders, "orders")
    snapshot = SnapshotTaken(
        account_id=account_id,
        account=_each(translate.account, [listed], "accounts")[0] if listed else None,
        positions=tuple(_each(translate.position, positions, "positions")),
        orders=_merged(orders),
        trades=tuple(_each(translate.trade, trades, "trades")),
        asked_at=asked_at,
        account_asked_at=listed_at,
    )
    kept = {id(order) for order in snapshot.orders}
    recorder.record(
        "Snapshot",
        {
            "accounts": [listed or {"id": account_id}],
            "positions": positions,
            "orders": [raw for raw, order in zip(raw_orders, orders, strict=True) if id(order) in kept],
            "trades": trades,
            "askedAt": asked_at,
            "accountsAskedAt": listed_at,
        },
    )
    return snapshot


async def accounts(client: GatewayClient) -> Listed:
    """All accounts, also those that may not trade."""
    asked_at = client.now()
    return Listed(await _read(client, "/Account/search", {"onlyActiveAccounts": False}, "accounts"), asked_at)


async def _read(client: GatewayClient, path: str, body: Mapping[str, object], key: str) -> list[object]:
    found = (await client.read_admitted(path, body)).get(key)
    if not isinstance(found, list):
        told = f"{key} was {type(found).__name__}, not a list"
        raise GatewayUnreadableError(f"{path}: {told}", told)
    return found


async def _hidden_orders(client: GatewayClient, account_id: int) -> list[object]:
    """Pages until one is not full; none where the gateway does not take the query."""
    found: list[object] = []
    for _ in range(_MOST_PAGES):
        query = {"filter": {"accountId": account_id, "statuses": _HIDDEN}, "pageSize": _PAGE, "pageOffset": len(found)}
        try:
            page = await _read(client, "/Order/v2/query", query, "orders")
        except PathUnknownError:
            if found:  # it took the query before: now pages are missing
                raise
            return []
        if found and _ids(page) == _ids(found[-_PAGE:]):  # the same again: it knows no pages and has told all
            return found
        found += page
        if len(page) != _PAGE:
            return found
        client.budget.count()  # the next page
    told = f"more than {len(found)} orders; cancel what is not needed"
    raise GatewayUnreadableError(f"/Order/v2/query: {told}", told)


def _ids(page: list[object]) -> list[object]:
    return [one.get("id") if isinstance(one, Mapping) else None for one in page]


def _whole[T](outcome: T | BaseException) -> T:
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def _each[T](read: Callable[[object], T], elements: list[object], what: str) -> list[T]:
    try:
        return [read(element) for element in elements]
    except BadPayloadError as bad:
        raise GatewayUnreadableError(f"{what}: {bad}") from bad


def _listed(
    outcome: Listed | BaseException, account_id: int, asked_at: datetime, *, may_fail: bool, seen: bool
) -> tuple[object, datetime]:
    """The account asked for, or None where it may fail, and when it was asked for. Others are not looked into.

    One that is missing is no account without positions: it counts only while something of it is `seen`.
    """
    if isinstance(outcome, GatewayUnreadableError) and may_fail:
        return None, asked_at
    found = _whole(outcome)
    element = next((one for one in found.accounts if _is(one, account_id)), None)
    if element is None and not (may_fail and seen):
        raise GatewayUnreadableError(f"account {account_id} is not among the accounts the gateway lists")
    readable = not may_fail or _readable(element)
    return element if readable else None, min(found.asked_at, asked_at)


def _readable(element: object) -> bool:
    try:
        translate.account(element)
    except BadPayloadError:
        return False
    return True


def _is(element: object, account_id: int) -> bool:
    return isinstance(element, Mapping) and str(element.get("id")) == str(account_id)


def _merged(orders: list[Order]) -> tuple[Order, ...]:
    """Each order once. The lists are read side by side, so one order can be in both: the later version stands."""
    latest: dict[int, Order] = {}
    for order in orders:
        known = latest.get(order.order_id)
        if known is None or _stamp(order) > _stamp(known):
            latest[order.order_id] = order
    return tuple(latest.values())


def _stamp(order: Order) -> datetime:
    return order.updated_at or order.created_at or datetime.min.replace(tzinfo=UTC)
