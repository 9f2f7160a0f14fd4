"""The paper gateway as one object: an exchange, its REST calls and hubs on one loopback port."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from email.utils import format_datetime
from math import ceil
from types import TracebackType
from typing import Self

from aiohttp import web

from riskguard.paper.auth import Tokens
from riskguard.paper.catalogue import Catalogue, Contract
from riskguard.paper.config import PaperConfig
from riskguard.paper.control import Control
from riskguard.paper.cors import allow_browsers
from riskguard.paper.event_faults import EventFaults
from riskguard.paper.exchange import Exchange
from riskguard.paper.faults import Faults
from riskguard.paper.floor import Floor, Topic
from riskguard.paper.history import History
from riskguard.paper.http import LOGIN, HttpApi, ReceivedRequest
from riskguard.paper.hub_faults import HubFaults
from riskguard.paper.hubs import Hubs
from riskguard.paper.ledger import Account
from riskguard.paper.limits import Limiter
from riskguard.paper.negotiation import Door
from riskguard.paper.paths import HUB_NAMES
from riskguard.paper.playing import Player
from riskguard.paper.prices import Model
from riskguard.paper.replay import Replay
from riskguard.paper.rest import Rest
from riskguard.paper.scenario import Scenario
from riskguard.paper.underlyings import first_price

MAX_BODY = 1_000_000
SOON_S = 0.05
MOST_PARTS = 60  # of one step of a fast market


class PaperGateway:
    """`async with PaperGateway(PaperConfig()) as gw:` serves until the block ends; `stop()` and `start()` keep the
    port and everything on the exchange. Raises OSError if the port is taken.
    """

    def __init__(self, config: PaperConfig | None = None) -> None:
        self.config = config or PaperConfig()
        clock = self.config.clock
        self.catalogue = Catalogue.of((self.config.today or clock)().date())
        floor = Floor(self.config, self.catalogue, first_price)
        self.exchange = Exchange(floor)
        self.history = History(self.config.seed, int(clock().timestamp()), floor.markets)
        self.prices = Replay.of(self.config.prices, self.exchange) if self.config.prices else self._model()
        self.tokens = Tokens(self.config.user, self.config.key, self.config.token_lifetime, clock)
        events = EventFaults(self.config.seed)
        self.hubs = Hubs(floor, self.config.wrapped_events, events)
        self.exchange.listen(self.hubs.hear)
        self.faults = Faults(HubFaults(self.hubs, events), floor.fills, self.config.seed)
        self._rest = rest = Rest(self.exchange, self.history, self.tokens, self.hubs.log_out)
        limiter = Limiter(self.config.rate_limits, clock)
        self._api = HttpApi(rest, self.tokens, limiter, self.faults, self.config.one_device)
        self._door = Door(self.config, self.tokens, self.hubs, self.faults)
        self._port = self.config.port
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._restarting: set[asyncio.Task[None]] = set()
        self.players: list[Player] = []

    def _model(self) -> Model:
        return Model(self.catalogue, self.config.seed)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serves; on the same port as before if there was one."""
        if self._runner:
            return
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, self.config.host, self._port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]
        self._tasks = [asyncio.create_task(self.hubs.keep_alive(self.config.ping_s))]
        if self.config.speed:
            self._tasks.append(asyncio.create_task(self._run_market()))

    async def _run_market(self) -> None:
        seconds = self.config.step_s * self.config.speed
        part = max(1.0, seconds / MOST_PARTS)
        while True:
            for done in range(ceil(seconds / part)):
                self.advance(min(part, seconds - done * part))
                await asyncio.sleep(0)  # a fast market must not hold up the hubs
            await asyncio.sleep(self.config.step_s)

    def advance(self, seconds: float) -> None:
        """Moves the market on by market seconds, at once."""
        self.prices.advance(self.exchange, seconds)

    async def stop(self) -> None:
        """Closes the hubs politely and frees the port; the exchange keeps its state but its market stands still.

        Ends scenarios and a restart under way.
        """
        for player in self.players:
            player.stop()
        self.players.clear()
        for task in tuple(self._restarting):
            task.cancel()
        await self._down(polite=True)

    async def restart(self, down_s: float = 0.0, polite: bool = True, wait_s: float = 0.0) -> None:
        """Off for so long, then back on the same port with everything kept; not `polite` cuts the connections."""
        await asyncio.sleep(wait_s)
        await self._down(polite)
        self._door.forget()
        await asyncio.sleep(down_s)
        await self.start()

    def restart_soon(self, down_s: float = 0.0, polite: bool = True) -> None:
        """The same without waiting for it; what is being answered is answered first."""
        task = asyncio.create_task(self.restart(down_s, polite, SOON_S))
        self._restarting.add(task)
        task.add_done_callback(self._restarting.discard)

    def play(self, scenario: Scenario, told: Callable[[str], None] | None = None) -> Player:
        """Plays a scenario from now on, until `stop()`. `told` hears of steps that could not be done.

        Raises ScenarioError if it names what this gateway does not have.
        """
        player = Player(self, scenario, told)
        self.players.append(player)
        player.start()
        return player

    async def _down(self, polite: bool) -> None:
        runner, self._runner = self._runner, None
        if runner is None:
            return
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self.faults.hubs.thaw()
        self.hubs.drop(polite=polite)
        self.faults.release()
        await runner.cleanup()
        self.faults.thaw()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY, middlewares=[allow_browsers])
        app.on_response_prepare.append(self._date)
        for hub in HUB_NAMES:
            app.router.add_post(f"/hubs/{hub}/negotiate", self._door.negotiate(hub))
            app.router.add_get(f"/hubs/{hub}", self._door.connect(hub))
        if self.config.control:
            control = Control(self)
            app.router.add_post("/control/{act}", control.handle)
            app.router.add_get("/control/faults", control.show)
        app.router.add_route("*", "/{path:.*}", self._api.handle)
        return app

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(self.config.clock(), usegmt=True)

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        """The root, without `/api`."""
        host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
        return f"http://{host}:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api"

    @property
    def user_hub_url(self) -> str:
        return f"{self.url}/hubs/user"

    @property
    def market_hub_url(self) -> str:
        return f"{self.url}/hubs/market"

    @property
    def control_url(self) -> str:
        """Where POSTs move this market by hand; answers 404 unless the config says `control`."""
        return f"{self.url}/control"

    @property
    def user(self) -> str:
        return self.config.user

    @property
    def key(self) -> str:
        return self.config.key

    @property
    def accounts(self) -> list[Account]:
        return list(self.exchange.floor.accounts.values())

    @property
    def endpoints(self) -> frozenset[str]:
        """What faults can strike: every REST call, and each hub's negotiate and websocket."""
        hubs = {f"/hubs/{hub}{part}" for hub in HUB_NAMES for part in ("", "/negotiate")}
        return frozenset({LOGIN, *self._rest.calls} | hubs)

    @property
    def requests(self) -> deque[ReceivedRequest]:
        """The REST calls that came in, oldest first."""
        return self._api.requests

    def contract(self, text: str) -> Contract:
        """By id, name (`ESZ6`) or root (`ES`: its front month). Raises KeyError."""
        found = self.catalogue.find(text)
        if found is None:
            raise KeyError(f"no contract {text}")
        return found

    def revoke_tokens(self, tell: bool = True) -> None:
        """Ends every session: REST answers 401; hub clients get GatewayLogout and are closed, if `tell`."""
        sessions = self.tokens.live()
        for number in sessions:
            self.tokens.revoke(number)
        if tell:
            self.hubs.log_out(sessions)

    def set_can_trade(self, account_id: int, can_trade: bool) -> None:
        self.exchange.set_can_trade(account_id, can_trade)

    def void_trade(self, trade_id: int) -> None:
        self.exchange.void_trade(trade_id)

    def push(self, topic: Topic, key: int | str, *arguments: object) -> None:
        """Sends any hub arguments to the subscribers of a topic, as they are: `push("quote", cid, cid, {...})`."""
        self.hubs.push(topic, key, *arguments)
