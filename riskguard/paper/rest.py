"""The REST calls: what each does on the exchange, and the shapes of the answers. Transport is http.py's business."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from riskguard.paper import wire
from riskguard.paper.auth import Session, Tokens
from riskguard.paper.exchange import Exchange
from riskguard.paper.history import BarError, History
from riskguard.paper.orders import BracketLeg, ModifyRequest, Order, OrderRequest, RefusedError
from riskguard.paper.words import OrderStatus, OrderType

Answer = dict[str, object]
Call = Callable[[object, Session], Awaitable[Answer]]
NOT_FOUND = 1


def on[B: wire.Body](model: type[B], run: Callable[[B], Answer]) -> Call:
    """A call that reads its body as `model`. Raises BadBodyError, RefusedError."""

    async def call(value: object, _session: Session) -> Answer:
        return run(wire.read(model, value))

    return call


class Rest:
    """One method a call. `on_logout` hears the ids of sessions that ended themselves."""

    def __init__(
        self, exchange: Exchange, history: History, tokens: Tokens, on_logout: Callable[[list[str]], None]
    ) -> None:
        self._exchange, self._floor, self._history = exchange, exchange.floor, history
        self._tokens, self._on_logout = tokens, on_logout
        self.calls: dict[str, Call] = {
            "/auth/validate": self._validate,
            "/auth/logout": self._logout,
            "/account/search": on(wire.AccountSearch, self._accounts),
            "/contract/available": on(wire.ContractsAvailable, self._available),
            "/contract/search": on(wire.ContractSearch, self._contracts),
            "/contract/searchbyid": on(wire.ContractById, self._contract),
            "/position/searchopen": on(wire.OfAccount, self._positions),
            "/position/closecontract": on(wire.OfContract, self._close),
            "/position/partialclosecontract": on(wire.PartialClose, self._partial_close),
            "/order/place": on(wire.Place, self._place),
            "/order/modify": on(wire.Modify, self._modify),
            "/order/cancel": on(wire.OfOrder, self._cancel),
            "/order/searchopen": on(wire.OfAccount, self._open_orders),
            "/order/search": on(wire.Period, self._orders),
            "/order/searchbyid": on(wire.OfOrder, self._order),
            "/order/v2/query": on(wire.OrderQuery, self._query_orders),
            "/trade/search": on(wire.Period, self._trades),
            "/history/retrievebars": self._bars,
        }

    async def _validate(self, _value: object, _session: Session) -> Answer:
        return {"newToken": self._tokens.issue().token}

    async def _logout(self, _value: object, session: Session) -> Answer:
        self._tokens.revoke(session.id)
        self.end_sessions([session.id])
        return {}

    def end_sessions(self, session_ids: list[str]) -> None:
        """Tells the hubs that these sessions are over."""
        self._on_logout(session_ids)

    def _accounts(self, body: wire.AccountSearch) -> Answer:
        shown = [a for a in self._floor.accounts.values() if a.can_trade or not body.only_active_accounts]
        return {"accounts": [account.json() for account in shown]}

    def _available(self, _body: wire.ContractsAvailable) -> Answer:
        return {"contracts": [contract.json() for contract in self._floor.catalogue.available()]}

    def _contracts(self, body: wire.ContractSearch) -> Answer:
        found = self._floor.catalogue.search(body.search_text or "")
        return {"contracts": [contract.json() for contract in found]}

    def _contract(self, body: wire.ContractById) -> Answer:
        contract = self._floor.catalogue.get(body.contract_id)
        if contract is None:
            raise RefusedError(NOT_FOUND)
        return {"contract": contract.json()}

    def _known(self, account_id: int) -> int:
        if account_id not in self._floor.accounts:
            raise RefusedError(NOT_FOUND)
        return account_id

    def _positions(self, body: wire.OfAccount) -> Answer:
        positions = self._floor.accounts[self._known(body.account_id)].positions
        return {"positions": [position.json() for position in positions.values()]}

    def _close(self, body: wire.OfContract) -> Answer:
        self._exchange.close(body.account_id, body.contract_id)
        return {}

    def _partial_close(self, body: wire.PartialClose) -> Answer:
        self._exchange.partial_close(body.account_id, body.contract_id, body.size)
        return {}

    def _place(self, body: wire.Place) -> Answer:
        request = OrderRequest(
            account_id=body.account_id,
            contract_id=body.contract_id,
            type=body.type,
            side=body.side,
            size=body.size,
            limit_price=body.limit_price,
            stop_price=body.stop_price,
            trail_price=body.trail_price,
            custom_tag=body.custom_tag,
            stop_loss=_leg(body.stop_loss_bracket),
            take_profit=_leg(body.take_profit_bracket),
        )
        return {"orderId": self._exchange.place(request)}

    def _modify(self, body: wire.Modify) -> Answer:
        prices = (body.limit_price, body.stop_price, body.trail_price)
        self._exchange.modify(ModifyRequest(body.account_id, body.order_id, body.size, *prices))
        return {}

    def _cancel(self, body: wire.OfOrder) -> Answer:
        self._exchange.cancel(body.account_id, body.order_id)
        return {}

    def _open_orders(self, body: wire.OfAccount) -> Answer:
        return _orders(self._exchange.orders(self._known(body.account_id), OrderStatus.OPEN))

    def _orders(self, body: wire.Period) -> Answer:
        orders = self._exchange.orders(self._known(body.account_id))
        return _orders(order for order in orders if _within(order.created, body))

    def _order(self, body: wire.OfOrder) -> Answer:
        order = self._floor.orders.get(body.order_id)
        if order is None or order.account_id != self._known(body.account_id):
            raise RefusedError(2)
        return {"order": order.json()}

    def _query_orders(self, body: wire.OrderQuery) -> Answer:
        wanted = body.filter
        found = [
            order
            for order in self._exchange.orders(self._known(wanted.account_id))
            if (not wanted.statuses or order.status in wanted.statuses)
            and wanted.contract_id in (None, order.contract.id)
        ]
        page = found[body.page_offset : body.page_offset + body.page_size]
        return _orders(page) | {"totalCount": len(found)}

    def _trades(self, body: wire.Period) -> Answer:
        trades = self._exchange.trades(self._known(body.account_id))
        return {"trades": [trade.json() for trade in trades if _within(trade.created, body)]}

    async def _bars(self, value: object, _session: Session) -> Answer:
        body = wire.read(wire.Bars, value)
        contract = self._floor.catalogue.get(body.contract_id)
        if contract is None:
            raise RefusedError(NOT_FOUND)
        try:
            return {"bars": await self._history.bars(contract, body, int(self._floor.clock().timestamp()))}
        except BarError as error:
            raise RefusedError(error.code) from error


def _orders(orders: Iterable[Order]) -> Answer:
    return {"orders": [order.json() for order in orders]}


def _leg(leg: wire.Leg | None) -> BracketLeg | None:
    return BracketLeg(leg.ticks, OrderType(leg.type)) if leg else None


def _within(moment: datetime, period: wire.Period) -> bool:
    return period.start_timestamp <= moment and (period.end_timestamp is None or moment <= period.end_timestamp)
