"""The trading floor: everything the exchange remembers, and how it tells the world. Pure of networking."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Literal

from riskguard.paper.catalogue import Catalogue, Contract
from riskguard.paper.config import PaperConfig
from riskguard.paper.fill_faults import FillFaults
from riskguard.paper.ledger import Account, Position, Trade
from riskguard.paper.market import Market
from riskguard.paper.orders import Order
from riskguard.paper.units import price_json, stamp, usd
from riskguard.paper.words import OrderStatus, Side

Topic = Literal["account", "order", "position", "trade", "quote", "print", "depth"]
FIRST_ACCOUNT = 1001


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. `key` is the account id, or the contract id for market events; `action` 2 means it ended."""

    topic: Topic
    key: int | str
    data: object
    action: int = 1


class Floor:
    """State shared by placing, matching and reading. `prices` gives each contract's first price in ticks."""

    def __init__(self, config: PaperConfig, catalogue: Catalogue, prices: Callable[[Contract], int]) -> None:
        self.config = config
        self.catalogue = catalogue
        self.clock = config.clock
        now = config.clock()
        self.markets = {c.id: Market(c, prices(c), now) for c in catalogue.contracts.values()}
        self.accounts = {
            number: Account(number, spec.name, usd(spec.balance), spec.can_trade)
            for number, spec in enumerate(config.accounts, FIRST_ACCOUNT)
        }
        self.orders: dict[int, Order] = {}
        self.children: dict[int, list[Order]] = {}
        self.alive: dict[str, dict[int, Order]] = {contract_id: {} for contract_id in self.markets}
        self.trades: dict[int, Trade] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self.fills = FillFaults(config.seed)
        self.order_ids, self.trade_ids, self.position_ids = (
            count(config.first_id + n) for n in (10_001, 500_001, 7_001)
        )

    def tell(self, topic: Topic, key: int | str, data: object, action: int = 1) -> None:
        event = Event(topic, key, data, action)
        for listener in tuple(self.listeners):
            listener(event)

    def add(self, order: Order) -> None:
        """Takes an order in, open or suspended, and tells."""
        self.orders[order.id] = order
        self.alive[order.contract.id][order.id] = order
        if order.parent_id is not None:
            self.children.setdefault(order.parent_id, []).append(order)
        self.tell_order(order)

    def tell_order(self, order: Order) -> None:
        order.updated = self.clock()
        if not order.alive:
            self.alive[order.contract.id].pop(order.id, None)
        self.tell("order", order.account_id, order.json(), 1 if order.alive else 2)

    def cancel(self, order: Order) -> None:
        order.status = OrderStatus.CANCELLED
        self.tell_order(order)

    def fill(self, order: Order, price: int, size: int) -> None:
        """Books one fill: order, trades, position and account, told in this order."""
        order.filled += size
        order.paid += price * size
        if not order.remaining:
            order.status = OrderStatus.FILLED
        self.tell_order(order)
        account = self.accounts[order.account_id]
        position = self._position(account, order.contract)
        before = position.net
        for part, pnl in position.fill(order.side, price, size):
            self._book(account, order, price, part, pnl)
        if before * position.net < 0:
            position.created = self.clock()
        self.tell("position", account.id, position.json(), 1 if position.net else 2)
        if not position.net:
            del account.positions[order.contract.id]
        self.tell("account", account.id, account.json())

    def _position(self, account: Account, contract: Contract) -> Position:
        if contract.id not in account.positions:
            account.positions[contract.id] = Position(next(self.position_ids), account.id, contract, self.clock())
        return account.positions[contract.id]

    def _book(self, account: Account, order: Order, price: int, size: int, pnl: int | None) -> None:
        fees = order.contract.product.fee * size
        number = next(self.trade_ids)
        trade = Trade(number, account.id, order.contract, order.id, order.side, price, size, pnl, fees, self.clock())
        self.trades[number] = trade
        account.balance += trade.balance_change
        self.tell("trade", account.id, trade.json())

    def print(self, market: Market, price: int, size: int, side: Side) -> None:
        """Puts a trade on the tape."""
        now = self.clock()
        market.trade(price, size)
        market.bars.record(now, price, size)
        data = {
            "symbolId": market.contract.symbol_id,
            "price": price_json(price, market.contract.tick),
            "timestamp": stamp(now),
            "type": int(side),
            "volume": size,
        }
        self.tell("print", market.contract.id, data)

    def publish(self, market: Market) -> None:
        """Tells the quote's changes and the book, if the quote changed."""
        now = self.clock()
        changes = market.changes(now)
        if changes:
            self.tell("quote", market.contract.id, changes)
            self.tell("depth", market.contract.id, market)
