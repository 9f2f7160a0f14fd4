"""Past trades of whole trading days, and the contracts they are in: one sign-in, reads only, within the call budget."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.domain.contracts import Contract
from riskguard.domain.events import AccountChanged
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import TradingDay
from riskguard.engine.ports import GatewayUnreadableError
from riskguard.gateway import translate
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.fields import BadPayloadError
from riskguard.gateway.settings import GatewaySettings


class NoSuchAccountError(Exception):
    """The account asked for is not among those of this user; the message names them."""


@dataclass(frozen=True, slots=True)
class Past:
    """`unread` says which trades or contracts could not be read and are left out."""

    accounts: tuple[AccountChanged, ...]
    trades: tuple[Trade, ...]
    contracts: tuple[Contract, ...]
    unread: tuple[str, ...]


async def past(
    settings: GatewaySettings,
    days: Sequence[TradingDay],
    account_id: int | None,
    now: Callable[[], datetime],
    done: Callable[[], None] = lambda: None,
) -> Past:
    """The trades of some days, of one account or all; `done` is called after each read.

    GatewayRefusedError, GatewayUnreachableError, GatewayUnreadableError with words, and NoSuchAccountError.
    """
    client = GatewayClient(settings, now=now)
    await client.open()
    try:
        await client.session.renew(rejected="")
        return await _read(client, days, account_id, done)
    finally:
        await client.close()


async def _read(
    client: GatewayClient, days: Sequence[TradingDay], account_id: int | None, done: Callable[[], None]
) -> Past:
    unread: list[str] = []
    found = await _list(client, "/Account/search", {"onlyActiveAccounts": False}, "accounts")
    accounts = _chosen(_each(translate.account, found, "an account", unread), account_id)
    trades: dict[tuple[int, int], Trade] = {}
    for account in accounts:
        for day in days:
            body = {
                "accountId": account.account_id,
                "startTimestamp": _stamp(day.start),
                "endTimestamp": _stamp(day.end),
            }
            listed = await _list(client, "/Trade/search", body, "trades")
            read = _each(translate.trade, listed, "a trade", unread)
            trades |= {(t.account_id, t.trade_id): t for t in read if day.holds(t.created_at)}
            done()
    contracts = await _contracts(client, {trade.contract_id for trade in trades.values()}, unread)
    return Past(tuple(accounts), tuple(trades.values()), tuple(contracts), tuple(unread))


def _chosen(accounts: list[AccountChanged], account_id: int | None) -> list[AccountChanged]:
    chosen = [account for account in accounts if account_id in (None, account.account_id)]
    if not chosen:
        listed = ", ".join(f"{one.account_id} ({one.name})" for one in accounts)
        raise NoSuchAccountError(listed or "no account at all")
    return chosen


async def _contracts(client: GatewayClient, wanted: set[str], unread: list[str]) -> list[Contract]:
    """Expired contracts are not listed, so each is asked for by its id."""
    found: list[Contract] = []
    for contract_id in sorted(wanted):
        body = await client.read("/Contract/searchById", {"contractId": contract_id})
        found += _each(translate.contract, [body.get("contract")], f"contract {contract_id}", unread)
    return found


async def _list(client: GatewayClient, path: str, body: Mapping[str, object], key: str) -> list[object]:
    found = (await client.read(path, body)).get(key)
    if not isinstance(found, list):
        raise GatewayUnreadableError(f"{path}: {key} was {type(found).__name__}, not a list")
    return found


def _each[T](read: Callable[[object], T], elements: Sequence[object], what: str, unread: list[str]) -> list[T]:
    values: list[T] = []
    for element in elements:
        try:
            values.append(read(element))
        except BadPayloadError as bad:
            unread.append(f"{what} could not be read: {bad}")
    return values


def _stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
