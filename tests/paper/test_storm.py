"""Everything at once: orders of all kinds with brackets in a moving market keep the books in order."""

import random

import pytest

from riskguard.paper import OrderRequest, PaperConfig, PaperGateway, RefusedError
from riskguard.paper.orders import BracketLeg, ModifyRequest, Order
from riskguard.paper.units import price_json
from riskguard.paper.words import OrderStatus, OrderType, Side


class Storm:
    """One random trader on one contract."""

    def __init__(self, seed: int, root: str) -> None:
        self.gw = PaperGateway(PaperConfig(seed=seed))
        self.dice = random.Random(seed)
        self.contract = self.gw.contract(root)
        self.account = self.gw.accounts[0]
        self.market = self.gw.exchange.floor.markets[self.contract.id]
        self.placed = self.refused = 0

    def near(self) -> float:
        return price_json(max(1, self.market.last + self.dice.randint(-12, 12)), self.contract.tick)

    def place(self) -> None:
        dice, side = self.dice, self.dice.choice(list(Side))
        legs = dice.random() < 0.4
        request = OrderRequest(
            self.account.id, self.contract.id, dice.randint(1, 7), side, dice.randint(1, 60),
            limit_price=self.near(), stop_price=self.near(),
            trail_price=price_json(dice.randint(1, 9), self.contract.tick),
            stop_loss=BracketLeg(-side.sign * dice.randint(1, 9), OrderType.STOP) if legs else None,
            take_profit=BracketLeg(side.sign * dice.randint(1, 9), OrderType.LIMIT) if legs else None,
        )  # fmt: skip
        self.gw.exchange.place(request)
        self.placed += 1

    def disturb(self) -> None:
        alive = [order for order in self.gw.exchange.orders(self.account.id) if order.alive]
        if alive and self.dice.random() < 0.5:
            self.gw.exchange.cancel(self.account.id, self.dice.choice(alive).id)
        elif alive:
            order = self.dice.choice(alive)
            size, price = self.dice.randint(1, 60), self.near()
            self.gw.exchange.modify(ModifyRequest(self.account.id, order.id, size, price, price))
        elif self.account.net(self.contract.id):
            self.gw.exchange.close(self.account.id, self.contract.id)

    def wait(self) -> None:
        self.gw.advance(self.dice.uniform(0.2, 4))

    def step(self) -> None:
        try:
            self.dice.choice([self.place, self.disturb, self.wait])()
        except RefusedError:
            self.refused += 1

    def check(self) -> None:
        trades = list(self.gw.exchange.trades(self.account.id))
        assert self.account.net(self.contract.id) == sum(trade.side.sign * trade.size for trade in trades)
        assert self.account.balance == 500_000_000 + sum(trade.balance_change for trade in trades)
        by_order: dict[int, int] = {}
        for trade in trades:
            by_order[trade.order_id] = by_order.get(trade.order_id, 0) + trade.size
        for order in self.gw.exchange.orders(self.account.id):
            self.check_order(order, by_order.get(order.id, 0))
        assert self.market.bid < self.market.ask

    def check_order(self, order: Order, traded: int) -> None:
        assert order.filled == traded <= order.size
        assert (order.status is OrderStatus.FILLED) == (order.filled == order.size)
        if order.status is OrderStatus.OPEN and not order.waiting and order.limit is not None:
            assert (order.limit - self.market.against(order.side).best) * order.side.sign < 0, "it should have traded"


@pytest.mark.parametrize(("seed", "root"), [(1, "ES"), (2, "NQ"), (3, "6J"), (4, "HE")])
def test_books_stay_in_order_through_a_storm(seed: int, root: str) -> None:
    storm = Storm(seed, root)
    for _ in range(250):
        storm.step()
        storm.check()
    assert storm.placed > 30
    assert len(list(storm.gw.exchange.trades(storm.account.id))) > 30
