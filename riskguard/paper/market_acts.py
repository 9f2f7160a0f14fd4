"""What exchange, market and trader do, as JSON: late fills, races with a close, orders, prices, accounts."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from riskguard.paper import wire
from riskguard.paper.acts import AccountRef, Act, ActError, Narrowed, Seconds, account_id, contract_id
from riskguard.paper.fill_faults import Moment, Which, Working
from riskguard.paper.orders import OrderRequest
from riskguard.paper.words import OrderType, Side

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway

Size = Annotated[int, Field(ge=1, le=10_000)]


class LateFills(Narrowed):
    """`orders` left out: all. `seconds` left out: until releaseFills."""

    kind: ClassVar[str] = "lateFills"
    orders: Which | None = None
    seconds: Seconds | None = None
    blind: bool = False
    pending: bool = False

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.fills.late(self.seconds, self.orders, self.often, self.blind, self.pending, **self.where(gw))


class PartialFills(Narrowed):
    """`seconds` left out: the rest is cancelled."""

    kind: ClassVar[str] = "partialFills"
    contracts: Annotated[int, Field(ge=0)] = 1
    orders: Which | None = "close"
    seconds: Seconds | None = None

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.fills.partial(self.contracts, self.orders, self.often, self.seconds, **self.where(gw))


class RaceClose(Narrowed):
    kind: ClassVar[str] = "raceClose"
    fills: Working = "stops"
    moment: Moment = "after"
    seconds: Seconds = 0.0
    everywhere: bool = False

    def do(self, gw: "PaperGateway") -> None:
        race = gw.faults.fills.race_close
        race(self.fills, self.moment, self.often, self.seconds, self.everywhere, **self.where(gw))


class ReleaseFills(Act):
    kind: ClassVar[str] = "releaseFills"

    def do(self, gw: "PaperGateway") -> None:
        gw.faults.fills.release()


class FillOrders(Act):
    """The trader's working orders fill, wherever the price is. `contract` left out: of all contracts."""

    kind: ClassVar[str] = "fillOrders"
    account: AccountRef = None
    contract: str | None = None
    fills: Working = "all"

    def do(self, gw: "PaperGateway") -> None:
        contract = None if self.contract is None else contract_id(gw, self.contract)
        gw.exchange.fill_working(account_id(gw, self.account), contract, self.fills)


class OnContract(Act):
    """`account` left out: the first."""

    contract: str
    account: AccountRef = None
    size: Size = 1

    def order(self, gw: "PaperGateway", kind: OrderType, side: Side, price: float | None = None) -> None:
        limit, stop = (price, None) if kind is OrderType.LIMIT else (None, price)
        account, contract = account_id(gw, self.account), contract_id(gw, self.contract)
        gw.exchange.place(OrderRequest(account, contract, kind, side, self.size, limit, stop))


class Buy(OnContract):
    kind: ClassVar[str] = "buy"

    def do(self, gw: "PaperGateway") -> None:
        self.order(gw, OrderType.MARKET, Side.BUY)


class Sell(OnContract):
    kind: ClassVar[str] = "sell"

    def do(self, gw: "PaperGateway") -> None:
        self.order(gw, OrderType.MARKET, Side.SELL)


class PlaceOrder(OnContract):
    kind: ClassVar[str] = "order"
    type: Literal["limit", "stop"]
    side: Literal["buy", "sell"]
    price: wire.Price

    def do(self, gw: "PaperGateway") -> None:
        self.order(gw, OrderType[self.type.upper()], Side[self.side.upper()], self.price)


class Quote(Act):
    """`ask` left out: a tick above `bid`."""

    kind: ClassVar[str] = "quote"
    contract: str
    bid: wire.Price
    ask: wire.Price | None = None
    last: wire.Price | None = None
    size: Size | None = None

    def do(self, gw: "PaperGateway") -> None:
        contract = gw.contract(self.contract)
        ask = self.bid + float(contract.tick) if self.ask is None else self.ask
        gw.exchange.set_quote(contract.id, self.bid, ask, self.last, self.size)


class CanTrade(Act):
    kind: ClassVar[str] = "canTrade"
    account: AccountRef = None
    can_trade: bool

    def do(self, gw: "PaperGateway") -> None:
        gw.exchange.set_can_trade(account_id(gw, self.account), self.can_trade)


class Transfer(Act):
    kind: ClassVar[str] = "transfer"
    account: AccountRef = None
    dollars: wire.Price

    def do(self, gw: "PaperGateway") -> None:
        gw.exchange.transfer(account_id(gw, self.account), self.dollars)


class OpenAccount(Act):
    kind: ClassVar[str] = "openAccount"
    name: Annotated[str, Field(min_length=1)]
    dollars: wire.Price = 50_000.0

    def check(self, gw: "PaperGateway") -> None:
        if self.name in {account.name for account in gw.accounts}:
            raise ActError("name", f"name was {self.name}; give one that no account has")

    def do(self, gw: "PaperGateway") -> None:
        gw.exchange.open_account(self.name, self.dollars)


MARKET_ACTS: tuple[type[Act], ...] = (
    LateFills,
    PartialFills,
    RaceClose,
    ReleaseFills,
    FillOrders,
    Buy,
    Sell,
    PlaceOrder,
    Quote,
    CanTrade,
    Transfer,
    OpenAccount,
)
