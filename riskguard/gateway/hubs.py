"""Both hubs as the SDK decodes them, turned into typed events in order of arrival. One pair serves all accounts."""

import asyncio
import logging
import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from riskguard.domain.events import Event, Hub, HubRestored, PayloadRejected, PositionChanged, QuoteChanged
from riskguard.engine.ports import Recorder
from riskguard.gateway.background import Background
from riskguard.gateway.errors import HubLoggedOutError, HubSilentError, SdkChangedError
from riskguard.gateway.feed_watch import FeedWatch
from riskguard.gateway.fields import BadPayloadError
from riskguard.gateway.sdk import AsyncHubConnection, ProjectXRealtimeClient, config_of, tame
from riskguard.gateway.settings import GatewaySettings
from riskguard.gateway.supervisor import HubKeeper, Tokens
from riskguard.gateway.translate import account_id_of, translate

_log = logging.getLogger(__name__)

_LOOK_S = 1.0
_QUOTES = "SubscribeContractQuotes"
_PER_ACCOUNT = ("SubscribeOrders", "SubscribePositions", "SubscribeTrades")


class GatewayHubs(ProjectXRealtimeClient):
    """The SDK's client for what it is good at: both hubs built, frames decoded, targets routed.

    Its `_forward_*` methods are replaced by plain calls: a task per event can re-order, and its coalescing drops fields
    of partial quotes. Its connect, heartbeat, watchdog and restore are never started (sdk.md section 4).
    """

    def __init__(
        self,
        settings: GatewaySettings,
        tokens: Tokens,
        emit: Callable[[Event], None],
        now: Callable[[], datetime],
        recorder: Recorder,
        feed: FeedWatch,
    ) -> None:
        super().__init__("", "0", config=config_of(settings))
        self.stale_feed_seconds = math.inf
        self._health_monitoring_enabled = False
        self._settings = settings
        self.feed = feed
        self._tokens = tokens
        self._to_link = emit
        self._now = now
        self._recorder = recorder
        self._background = Background(emit)
        self._keepers: dict[Hub, HubKeeper] = {}
        self._started = False

    async def open(self) -> None:
        """Builds both hubs; nothing connects yet."""
        await self.setup_connections()
        tame()
        urls: dict[Hub, str] = {"user": self._settings.user_hub_url, "market": self._settings.market_hub_url}
        connections: dict[Hub, Any] = {"user": self.user_connection, "market": self.market_connection}
        for hub, connection in connections.items():
            if not isinstance(connection, AsyncHubConnection):
                raise SdkChangedError(f"the SDK built no {hub} hub; install the version RiskGuard pins")
            self._keepers[hub] = HubKeeper(hub, connection, urls[hub], self._tokens, self._emit, self._now)

    def watch(self, account_ids: Sequence[int]) -> None:
        """Subscribes accounts, and starts both hubs the first time."""
        self._want("user", "SubscribeAccounts")
        for account_id in account_ids:
            for method in _PER_ACCOUNT:
                self._want("user", method, account_id)
        if not self._started:
            self._started = True
            for keeper in self._keepers.values():
                self._background.keep(keeper.run, f"the {keeper.hub} hub")
            self._background.keep(self._look_after, "the watch over the hubs")

    def want_quotes(self, contract_ids: Sequence[str]) -> None:
        """Quotes only: not the prints and the order book the SDK would subscribe along with them."""
        for contract_id in contract_ids:
            self._want("market", _QUOTES, contract_id)

    async def wait_open(self, seconds: float) -> bool:
        """Whether both hubs were open within that time."""
        try:
            async with asyncio.timeout(seconds):
                for keeper in self._keepers.values():
                    await keeper.restored.wait()
        except TimeoutError:
            return False
        return True

    def last_frame(self, hub: Hub) -> datetime | None:
        """When anything, pings included, last came from a hub."""
        keeper = self._keepers.get(hub)
        return keeper.last_frame if keeper else None

    def session_over(self, token: str) -> None:
        """The gateway ended a session: hubs opened with its token start anew."""
        for keeper in self._keepers.values():
            keeper.session_over(token)

    async def stop(self) -> None:
        await self._background.stop()

    def _want(self, hub: Hub, method: str, *arguments: int | str) -> None:
        keeper = self._keepers[hub]
        if keeper.want(method, *arguments):
            self._background.start(keeper.send_wanted(), f"{hub} hub {method}")

    def _emit(self, event: Event) -> None:
        match event:
            case QuoteChanged():
                self.feed.quoted(event.contract_id, asyncio.get_running_loop().time())
            case PositionChanged():
                self.feed.position(event.account_id, event.contract_id, event.exposure)
            case HubRestored("market"):
                self.feed.opened(asyncio.get_running_loop().time())
        self._to_link(event)

    async def _look_after(self) -> None:
        """Looks every second for links that stand and bring nothing."""
        while True:
            await asyncio.sleep(_LOOK_S)
            for keeper in self._keepers.values():
                keeper.look()
                if keeper.refused_due():
                    self._background.start(keeper.send_wanted(), f"{keeper.hub} hub again")
            if self._keepers["market"].restored.is_set():
                self._look_after_quotes()

    def _look_after_quotes(self) -> None:
        found = self.feed.look(asyncio.get_running_loop().time(), self._now())
        keeper = self._keepers["market"]
        if found.restart:
            keeper.restart(HubSilentError(found.restart))
        open_now = [keeper.want_again(_QUOTES, contract_id) for contract_id in found.ask_again]
        if any(open_now):
            _log.info("market hub: no quotes of %s, asking for them again", ", ".join(found.ask_again))
            self._background.start(keeper.send_wanted(), "market hub quotes again")

    def _hear(self, target: str, arguments: tuple[Any, ...]) -> None:
        self._record(target, arguments)
        try:
            event = translate(target, *arguments)
        except BadPayloadError as bad:
            account_id = account_id_of(target, arguments[0]) if arguments else None
            _log.debug("%s could not be read: %s", target, bad)  # the engine reports; a flood must not fill logs
            event = PayloadRejected(target, bad.field, bad.found, account_id)
        except Exception as error:  # would end the connection, and its like every one that follows
            _log.exception("%s could not be taken in", target)
            event = PayloadRejected(target, "payload", type(error).__name__)
        self._emit(event)

    def _record(self, target: str, arguments: tuple[Any, ...]) -> None:
        """As it came, also what cannot be translated."""
        if target == "GatewayQuote":
            contract_id, quote = (*arguments, None, None)[:2]
            self._recorder.record(target, quote, contract_id)
        else:
            self._recorder.record(target, arguments[0] if arguments else None)

    def _forward_account_update(self, *args: Any) -> None:
        self._hear("GatewayUserAccount", args)

    def _forward_position_update(self, *args: Any) -> None:
        self._hear("GatewayUserPosition", args)

    def _forward_order_update(self, *args: Any) -> None:
        self._hear("GatewayUserOrder", args)

    def _forward_trade_execution(self, *args: Any) -> None:
        self._hear("GatewayUserTrade", args)

    def _forward_quote_update(self, *args: Any) -> None:
        self._hear("GatewayQuote", args)

    def _forward_market_trade(self, *args: Any) -> None:
        """Prints are not needed."""

    def _forward_market_depth(self, *args: Any) -> None:
        """Neither is the order book."""

    def _on_gateway_logout(self, *args: Any) -> None:
        """Ends this hub's connection; its keeper comes back with a fresh login. The SDK only writes a debug line."""
        raise HubLoggedOutError("the gateway ended this session")

    def _on_user_hub_open(self) -> None:
        self.user_connected = True

    def _on_user_hub_close(self) -> None:
        self.user_connected = False

    def _on_market_hub_open(self) -> None:
        self.market_connected = True

    def _on_market_hub_close(self) -> None:
        self.market_connected = False
