"""The engine's Broker over the gateway: explicit ids, each call sent at once. Decides nothing, repeats nothing."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from riskguard.domain.actions import Changing, ModifyStop, PlaceStop, Placing
from riskguard.domain.events import Event, OrderChanged, PositionChanged, Result, SnapshotTaken, TradeReported
from riskguard.domain.money import Price, price_value
from riskguard.domain.orders import OrderType
from riskguard.engine.ports import Answer, GatewayUnreadableError, MarkWanted
from riskguard.gateway import words
from riskguard.gateway.background import Background
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.contracts import ContractBook
from riskguard.gateway.hubs import GatewayHubs
from riskguard.gateway.marks import MarkReader
from riskguard.gateway.reads import AccountReads

_log = logging.getLogger(__name__)

_ROOT_PAUSE_S = 10.0


class GatewayBroker:
    """Implements engine.ports.Broker. Every contract that shows up gets its quotes and its tick."""

    def __init__(
        self,
        client: GatewayClient,
        hubs: GatewayHubs,
        contracts: ContractBook,
        marks: MarkReader,
        background: Background,
        reads: AccountReads,
    ) -> None:
        self._client = client
        self._reads = reads
        self._hubs = hubs
        self._contracts = contracts
        self._marks = marks
        self._background = background
        self._roots: set[str] = set()

    async def close(self, account_id: int, contract_id: str) -> Answer:
        return await self._act(words.CLOSE, {"accountId": account_id, "contractId": contract_id})

    async def reduce(self, account_id: int, contract_id: str, by: int) -> Answer:
        if by < 1:
            return Answer(Result.REFUSED, f"size was {by}; a reduce takes at least one contract")
        order = {"accountId": account_id, "contractId": contract_id, "size": by}
        return await self._act(words.REDUCE, order)

    async def cancel(self, account_id: int, order_id: int) -> Answer:
        return await self._act(words.CANCEL, {"accountId": account_id, "orderId": order_id})

    async def place(self, order: Placing) -> Answer:
        """A stop or a limit order; prices leave as the exact number they are."""
        stop = isinstance(order, PlaceStop)
        body: dict[str, object] = {
            "accountId": order.account_id,
            "contractId": order.contract_id,
            "type": int(OrderType.STOP if stop else OrderType.LIMIT),
            "side": 0 if order.side > 0 else 1,
            "size": order.size,
            "stopPrice" if stop else "limitPrice": _number(order.price),
            "customTag": order.tag,
        }
        return await self._act(words.PLACE, body)

    async def modify(self, change: Changing) -> Answer:
        body: dict[str, object] = {"accountId": change.account_id, "orderId": change.order_id, "size": change.size}
        if isinstance(change, ModifyStop):
            body["stopPrice"] = _number(change.price)
            if change.limit_price is not None:
                body["limitPrice"] = _number(change.limit_price)
        else:
            body["limitPrice"] = _number(change.price)
        return await self._act(words.MODIFY, body)

    async def _act(self, path: str, body: Mapping[str, object]) -> Answer:
        """One call of an account, whose next read then goes ahead of those of others."""
        account_id = body["accountId"]
        if isinstance(account_id, int):
            self._reads.acted(account_id)
        return await self._client.act(path, body)

    async def read(self, account_id: int, trades_since: datetime) -> SnapshotTaken:
        snapshot = await self._reads.read(account_id, trades_since)
        self._hubs.feed.holds(account_id, [one.contract_id for one in snapshot.positions if one.exposure])
        self.want_quotes(contracts_of(snapshot))
        return snapshot

    def link_changed(self) -> None:
        """The user hub went or came: the reads that follow need a list of accounts of their own."""
        self._reads.link_changed()

    async def stop(self) -> None:
        """Ends reads; closes under way are the client's to land."""
        await self._marks.stop()
        await self._reads.stop()

    def want_quotes(self, contract_ids: Sequence[str]) -> None:
        """Each contract once; kept for every connection to come. Ticks are learned beside."""
        self._hubs.want_quotes(contract_ids)
        self._contracts.want(contract_ids)

    def read_marks(self, wanted: Sequence[MarkWanted]) -> None:
        self._marks.want(wanted)

    def want_roots(self, roots: Sequence[str]) -> None:
        """Quotes of the active contract of each root a rule names, in any spelling."""
        for root in roots:
            if root not in self._roots:
                self._roots.add(root)
                self._background.keep(partial(self._follow_root, root), "contracts")

    async def _follow_root(self, root: str) -> None:
        while True:
            try:
                contract_id = await self._contracts.active(root)
            except GatewayUnreadableError as error:
                _log.warning("the active contract of %s could not be looked up: %s", root, error)
                await asyncio.sleep(_ROOT_PAUSE_S)
                continue
            if contract_id is None:
                _log.warning("the gateway has no active contract for %s", root)
            else:
                self.want_quotes([contract_id])
            return


def _number(units: Price) -> int | float:
    """A price for JSON: shortest digits that mean exactly it."""
    exact = price_value(units)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def contracts_of(event: Event) -> list[str]:
    """The contracts an event shows to be traded in an account."""
    match event:
        case PositionChanged():
            return [event.contract_id]
        case OrderChanged():
            return [event.order.contract_id]
        case TradeReported():
            return [event.trade.contract_id]
        case SnapshotTaken():
            held = [position.contract_id for position in event.positions]
            return list(dict.fromkeys(held + [order.contract_id for order in event.orders]))
    return []
