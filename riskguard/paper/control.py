"""The control endpoint: what tests do in process, for other processes. Only with `control=True`, never for browsers."""

from collections.abc import Callable
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from riskguard.paper import wire
from riskguard.paper.exchange import Exchange
from riskguard.paper.faults import Faults

Done = dict[str, object]


class Quote(wire.Body):
    contract_id: str
    bid: wire.Price
    ask: wire.Price
    last: wire.Price | None = None
    size: Annotated[int, Field(ge=1)] | None = None


class CanTrade(wire.Body):
    account_id: wire.Int
    can_trade: bool


class VoidTrade(wire.Body):
    trade_id: wire.Int


class FaultOrder(wire.Body):
    kind: Literal["answer", "refuse", "delay", "lose", "hang", "dropHubs", "refuseNegotiate", "clear"]
    path: str = "*"
    status: Annotated[int, Field(ge=100, le=599)] = 503
    error_code: int = 1
    seconds: Annotated[float, Field(ge=0, le=3600)] = 1.0
    times: Annotated[int, Field(ge=1)] | None = 1
    hub: Literal["user", "market"] | None = None


class Control:
    """POST /control/quote, /control/canTrade, /control/voidTrade, /control/revokeTokens, /control/faults."""

    def __init__(self, exchange: Exchange, faults: Faults, revoke: Callable[[], None]) -> None:
        self._exchange, self._faults, self._revoke = exchange, faults, revoke
        self._acts: dict[str, Callable[[object], None]] = {
            "quote": self._quote,
            "cantrade": self._can_trade,
            "voidtrade": self._void_trade,
            "revoketokens": lambda _value: self._revoke(),
            "faults": self._fault,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """200 `{"done": true}`; 400 naming the field; 403 for a web page; 404 for what is not known."""
        if "Origin" in request.headers:
            return web.Response(status=403, text="The control endpoint is not for web pages.")
        act = self._acts.get(request.match_info["act"].lower())
        if act is None:
            return web.Response(status=404)
        try:
            act(wire.parse(await request.read()))
        except wire.BadBodyError as error:
            return web.json_response(error.json(), status=400)
        except KeyError as error:
            return web.json_response({"error": f"nothing known as {error}"}, status=404)
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"done": True})

    def _quote(self, value: object) -> None:
        body = wire.read(Quote, value)
        self._exchange.set_quote(body.contract_id, body.bid, body.ask, body.last, body.size)

    def _can_trade(self, value: object) -> None:
        body = wire.read(CanTrade, value)
        self._exchange.set_can_trade(body.account_id, body.can_trade)

    def _void_trade(self, value: object) -> None:
        self._exchange.void_trade(wire.read(VoidTrade, value).trade_id)

    def _fault(self, value: object) -> None:
        body, faults = wire.read(FaultOrder, value), self._faults
        acts: dict[str, Callable[[], None]] = {
            "answer": lambda: faults.answer(body.path, body.status, None, body.times),
            "refuse": lambda: faults.refuse(body.path, body.error_code, body.times),
            "delay": lambda: faults.delay(body.path, body.seconds, body.times),
            "lose": lambda: faults.lose_answer(body.path, body.times),
            "hang": lambda: faults.hang(body.path, body.times),
            "dropHubs": lambda: faults.drop_hubs(body.hub),
            "refuseNegotiate": lambda: faults.refuse_negotiate(body.status, body.seconds),
            "clear": faults.clear,
        }
        acts[body.kind]()
