"""The exchange: place, modify, cancel, close, read, and move prices by hand. It knows no sockets.

Every refusal is a RefusedError with the gateway's documented code.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from riskguard.paper import brackets, checks, filling, matching
from riskguard.paper.fill_faults import Working
from riskguard.paper.floor import Event, Floor
from riskguard.paper.ledger import Account, Position, Trade
from riskguard.paper.market import HAND_DEPTH, LEVELS, Market, Print
from riskguard.paper.orders import ModifyRequest, Order, OrderRequest, RefusedError
from riskguard.paper.units import Number, ticks_of, usd
from riskguard.paper.words import ChangeError, CloseError, OrderStatus, OrderType, PartialCloseError, PlaceError, Side


class Exchange:
    """Several accounts on one floor. Calls act at once; listeners hear every event in order."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        floor.fills.attach(partial(filling.resume, floor), partial(filling.fill_working, floor))

    def listen(self, listener: Callable[[Event], None]) -> None:
        """`listener` is called with every event, synchronously; it must be quick and must not raise."""
        self.floor.listeners.append(listener)

    def unlisten(self, listener: Callable[[Event], None]) -> None:
        self.floor.listeners.remove(listener)

    def place(self, request: OrderRequest) -> int:
        """Places an order and matches it; gives its id."""
        floor = self.floor
        account = checks.account_of(floor, request.account_id, PlaceError.ACCOUNT)
        contract = checks.may_trade(floor, account, request.contract_id)
        checks.request_shape(request)
        market = floor.markets[contract.id]
        side = Side(request.side)
        brackets.check(request, side.sign)
        prices = checks.place_prices(request, market)
        checks.stop_side(side, prices.stop, market, PlaceError.REJECTED)
        self._claim_tag(account, request.custom_tag)
        now = floor.clock()
        order = Order(
            next(floor.order_ids), account.id, contract, OrderType(request.type), side, request.size, now, now
        )
        order.limit, order.stop, order.trail, order.tag = prices.limit, prices.stop, prices.trail, request.custom_tag
        self._enter(order, request)
        return order.id

    def _claim_tag(self, account: Account, tag: str | None) -> None:
        if tag is None:
            return
        if tag in account.tags:
            raise RefusedError(PlaceError.REJECTED, f"customTag {tag!r} is already used in this account")
        account.tags.add(tag)

    def _enter(self, order: Order, request: OrderRequest | None = None) -> None:
        market = self.floor.markets[order.contract.id]
        market.refill()
        self.floor.add(order)
        if request:
            brackets.attach(self.floor, order, request)
        if not order.waiting:
            matching.execute(self.floor, order)
        matching.react(self.floor, market)

    def buy(self, account_id: int, contract_id: str, size: int = 1) -> int:
        """A market order; gives its id."""
        return self.place(OrderRequest(account_id, contract_id, OrderType.MARKET, Side.BUY, size))

    def sell(self, account_id: int, contract_id: str, size: int = 1) -> int:
        """A market order; gives its id."""
        return self.place(OrderRequest(account_id, contract_id, OrderType.MARKET, Side.SELL, size))

    def modify(self, request: ModifyRequest) -> None:
        order = self._living(request.account_id, request.order_id)
        contract, code = order.contract, ChangeError.REJECTED
        market = self.floor.markets[contract.id]
        fresh = replace(order)
        if request.size is not None:
            fresh.size = request.size
        for name, field, price in (
            ("limitPrice", "limit", request.limit_price),
            ("stopPrice", "stop", request.stop_price),
            ("trailPrice", "trail", request.trail_price),
        ):
            if price is not None and getattr(order, field) is not None:
                setattr(fresh, field, checks.on_tick(name, price, contract, code))
        if not order.filled < fresh.size <= checks.MAX_SIZE:
            raise RefusedError(code, f"size was {fresh.size}; {order.filled} are filled")
        self._change(order, fresh, market)

    def _change(self, order: Order, fresh: Order, market: Market) -> None:
        if fresh.trail is not None and fresh.trail != order.trail:
            fresh.stop = market.last + fresh.trail * order.side.sign
        if order.waiting and order.working and fresh.stop != order.stop:
            checks.stop_side(order.side, fresh.stop, market, ChangeError.REJECTED)
        if order.status is OrderStatus.SUSPENDED:
            order.offset += (fresh.limit or 0) - (order.limit or 0) + (fresh.stop or 0) - (order.stop or 0)
        order.size, order.limit, order.stop, order.trail = fresh.size, fresh.limit, fresh.stop, fresh.trail
        self.floor.tell_order(order)
        if order.working and not order.waiting and not order.held:
            matching.execute(self.floor, order)
        matching.react(self.floor, market)

    def cancel(self, account_id: int, order_id: int) -> None:
        order = self._living(account_id, order_id)
        self.floor.cancel(order)
        if order.parent_id is None:
            brackets.follow(self.floor, order)

    def _living(self, account_id: int, order_id: int) -> Order:
        checks.account_of(self.floor, account_id, ChangeError.ACCOUNT)
        order = self.floor.orders.get(order_id)
        if order is None or order.account_id != account_id or not order.alive:
            raise RefusedError(ChangeError.ORDER)
        if order.pending:
            raise RefusedError(ChangeError.PENDING)
        return order

    def close(self, account_id: int, contract_id: str) -> int:
        """Closes the whole position at the market; gives the closing order's id."""
        return self._close(self._held(account_id, contract_id), None)

    def partial_close(self, account_id: int, contract_id: str, size: int) -> int:
        """Closes `size` contracts of the position at the market, never more than there are."""
        position = self._held(account_id, contract_id)
        if not 1 <= size <= position.size:
            raise RefusedError(PartialCloseError.INVALID_SIZE)
        return self._close(position, size)

    def _held(self, account_id: int, contract_id: str) -> Position:
        account = checks.account_of(self.floor, account_id, CloseError.ACCOUNT)
        if self.floor.catalogue.get(contract_id) is None:
            raise RefusedError(CloseError.CONTRACT)
        position = account.positions.get(contract_id)
        if position is None:
            raise RefusedError(CloseError.POSITION)
        return position

    def _close(self, position: Position, size: int | None) -> int:
        side = Side.SELL if position.net > 0 else Side.BUY
        now = self.floor.clock()
        number = next(self.floor.order_ids)
        contracts, account_id = size or position.size, position.account_id
        order = Order(number, account_id, position.contract, OrderType.MARKET, side, contracts, now, now, closes=True)
        self.floor.fills.race(order, "during")
        self._enter(order)
        self.floor.fills.race(order, "after")
        return number

    def fill(self, order_id: int) -> None:
        """Fills a working order now: a limit at its price, any other at the market. KeyError if there is none."""
        filling.fill(self.floor, self.floor.orders[order_id])

    def fill_working(self, account_id: int, contract_id: str | None = None, what: Working = "all") -> None:
        """Fills working orders of an account, oldest first: its stops, its limits or all, of one contract or every."""
        filling.fill_working(self.floor, account_id, contract_id, what)

    def set_quote(
        self, contract_id: str, bid: Number, ask: Number, last: Number | None = None, size: int | None = None
    ) -> None:
        """Moves a market by hand, sets off what that sets off, and sends the quote.

        `last` None keeps the last price, pulled between bid and ask. `size` contracts are shown at each level (500).
        Raises ValueError for a crossed, non-positive or off-tick price, KeyError for an unknown contract.
        """
        market = self.floor.markets[contract_id]
        low, high = (self._hand_ticks(market, name, price) for name, price in (("bid", bid), ("ask", ask)))
        if low >= high:
            raise ValueError(f"bid was {bid} and ask {ask}; the ask must be above the bid")
        if size is not None and size < 1:
            raise ValueError(f"size was {size}; give at least 1 contract a level")
        depth = [size or HAND_DEPTH] * LEVELS
        market.by_hand = True
        market.show(low, high, depth, depth)
        price = min(max(market.last, low), high) if last is None else self._hand_ticks(market, "last", last)
        if last is not None or price != market.last:
            self.floor.print(market, price, 1, Side.BUY if price >= market.last else Side.SELL)
        matching.react(self.floor, market)

    def _hand_ticks(self, market: Market, name: str, price: Number) -> int:
        ticks = ticks_of(price, market.contract.tick)
        if ticks is None or ticks <= 0:
            raise ValueError(f"{name} was {price}; give a positive multiple of {market.contract.tick}")
        return ticks

    def move(self, market: Market, sides: tuple[int, int, list[int], list[int]], prints: list[Print]) -> None:
        """One step of the model: a fresh (bid, ask, bid sizes, ask sizes) and the trades that led to it."""
        market.by_hand = False
        for printed in prints:
            matching.hit(self.floor, market, printed)
        market.show(*sides)
        matching.react(self.floor, market)

    def open_account(self, name: str, balance: float = 50_000.0) -> Account:
        """One more account, told to whoever listens to accounts; `balance` in dollars."""
        number = max(self.floor.accounts, default=0) + 1
        account = self.floor.accounts[number] = Account(number, name, usd(balance))
        self.floor.tell("account", number, account.json())
        return account

    def set_can_trade(self, account_id: int, can_trade: bool) -> None:
        """Allows or forbids new orders; closing and cancelling stay possible."""
        account = self.floor.accounts[account_id]
        account.can_trade = can_trade
        self.floor.tell("account", account.id, account.json())

    def transfer(self, account_id: int, amount: float) -> None:
        """Moves dollars into an account, or out of it where negative, as a deposit or a payout does."""
        account = self.floor.accounts[account_id]
        account.balance += usd(amount)
        self.floor.tell("account", account.id, account.json())

    def void_trade(self, trade_id: int) -> None:
        """Marks a trade as voided and takes its money back. The position is left as it is."""
        trade = self.floor.trades[trade_id]
        if trade.voided:
            return
        trade.voided = True
        account = self.floor.accounts[trade.account_id]
        account.balance -= trade.balance_change
        self.floor.tell("trade", account.id, trade.json())
        self.floor.tell("account", account.id, account.json())

    def account(self, account_id: int) -> Account:
        return self.floor.accounts[account_id]

    def orders(self, account_id: int, *statuses: OrderStatus) -> Iterator[Order]:
        """Of one account, oldest first; with no status given, all."""
        for order in self.floor.orders.values():
            if order.account_id == account_id and (not statuses or order.status in statuses):
                yield order

    def trades(self, account_id: int) -> Iterator[Trade]:
        return (trade for trade in self.floor.trades.values() if trade.account_id == account_id)
