"""The control endpoint: what tests do in process, for other processes. Only with `control=True`, never for browsers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from aiohttp import web
from pydantic import Field

from riskguard.paper import wire
from riskguard.paper.orders import RefusedError
from riskguard.paper.scenario import Scenario, read_act

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway


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


class Control:
    """POST /control/quote, /canTrade, /voidTrade, /revokeTokens, /faults, /scenario; GET /control/faults."""

    def __init__(self, gw: "PaperGateway") -> None:
        self._gw = gw
        self._acts: dict[str, Callable[[object], None]] = {
            "quote": self._quote,
            "cantrade": self._can_trade,
            "voidtrade": self._void_trade,
            "revoketokens": lambda _value: gw.revoke_tokens(),
            "faults": self._fault,
            "scenario": self._scenario,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """200 `{"done": true}`; 400 naming the field; 403 for a web page; 404 for what is not known."""
        if "Origin" in request.headers:
            return _not_for_pages()
        act = self._acts.get(request.match_info["act"].lower())
        if act is None:
            return web.Response(status=404)
        try:
            act(wire.parse(await request.read()))
        except wire.BadBodyError as error:
            return web.json_response(error.json(), status=400)
        except KeyError as error:
            return web.json_response({"error": f"nothing known as {error}"}, status=404)
        except (ValueError, RefusedError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"done": True})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """What is armed and how often each fault struck; what scenarios did and could not do."""
        if "Origin" in request.headers:
            return _not_for_pages()
        played = [line for player in self._gw.players for line in player.played]
        failed = [line for player in self._gw.players for line in player.failed]
        return web.json_response({"armed": self._gw.faults.shown(), "played": played, "failed": failed})

    def _quote(self, value: object) -> None:
        body = wire.read(Quote, value)
        self._gw.exchange.set_quote(body.contract_id, body.bid, body.ask, body.last, body.size)

    def _can_trade(self, value: object) -> None:
        body = wire.read(CanTrade, value)
        self._gw.exchange.set_can_trade(body.account_id, body.can_trade)

    def _void_trade(self, value: object) -> None:
        self._gw.exchange.void_trade(wire.read(VoidTrade, value).trade_id)

    def _fault(self, value: object) -> None:
        act = read_act(value if isinstance(value, dict) else {})
        act.check(self._gw)
        act.do(self._gw)

    def _scenario(self, value: object) -> None:
        self._gw.play(Scenario.of(value))


def _not_for_pages() -> web.Response:
    return web.Response(status=403, text="The control endpoint is not for web pages.")
