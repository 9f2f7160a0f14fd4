"""The whole gateway link of one user: login, accounts, hubs and broker put together, started and ended cleanly."""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime

from riskguard.domain.events import (
    AccountChanged,
    AccountCovered,
    Event,
    Hub,
    HubLost,
    HubRestored,
    PayloadRejected,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.ports import GatewayUnreachedError, GatewayUnreadableError, Recorder, Unrecorded
from riskguard.engine.unfailing import UnfailingRecorder
from riskguard.gateway import translate
from riskguard.gateway.background import Background
from riskguard.gateway.broker import GatewayBroker, contracts_of
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.contracts import ContractBook
from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.feed_watch import FeedWatch
from riskguard.gateway.fields import BadPayloadError
from riskguard.gateway.hubs import GatewayHubs
from riskguard.gateway.latency import LatencyView
from riskguard.gateway.market_hours import market_open
from riskguard.gateway.marks import MarkReader
from riskguard.gateway.reads import AccountReads
from riskguard.gateway.sdk import self_test
from riskguard.gateway.settings import GatewaySettings

__all__ = ["GatewayLink", "GatewayRefusedError", "GatewayUnreachableError", "install_asyncgen_hooks"]

_log = logging.getLogger(__name__)

_A_MOMENT_S = 2.0


class GatewayLink:
    """Emits every event in the order it came, on the loop's own thread. `now` gives aware UTC."""

    def __init__(
        self,
        settings: GatewaySettings,
        emit: Callable[[Event], None],
        *,
        on_server_time: Callable[[datetime], None] | None = None,
        now: Callable[[], datetime],
        budget: ReadBudget | None = None,
        recorder: Recorder | None = None,
        feed: FeedWatch | None = None,
    ) -> None:
        self._to_engine = emit
        self._recorder = UnfailingRecorder(recorder or Unrecorded())
        self._background = Background(emit)
        self._client = GatewayClient(settings, now=now, on_server_time=on_server_time, budget=budget)
        session, feed = self._client.session, feed or FeedWatch(market_open)
        self._hubs = GatewayHubs(settings, session, self._emit, now, self._recorder, feed)
        self._contracts = ContractBook(self._client, self._emit, self._background, self._recorder)
        marks = MarkReader(self._client, self._emit, self._recorder)
        monotonic = self._client.budget.monotonic
        reads = AccountReads(self._client, monotonic, recorder=self._recorder, emit=self._emit)
        self.broker = GatewayBroker(self._client, self._hubs, self._contracts, marks, self._background, reads)

    async def start(self) -> tuple[AccountChanged, ...]:
        """Signs in and gives the accounts; GatewayRefusedError or GatewayUnreachableError with words."""
        self_test()
        await self._client.open()
        await self._client.session.renew(rejected="")
        accounts, _ = await asyncio.gather(self.accounts(), self._contracts.preload())
        await self._hubs.open()
        self._client.session.on_trouble = self._tell_sign_in
        self._client.session.on_ended = self._hubs.session_over
        self._background.keep(self._client.session.keep, "the session at the gateway")
        return accounts

    async def accounts(self) -> tuple[AccountChanged, ...]:
        """The active accounts as of now; GatewayUnreachableError with words."""
        try:
            body = await self._client.read("/Account/search", {"onlyActiveAccounts": True})
        except GatewayUnreadableError as error:
            told = "" if isinstance(error, GatewayUnreachedError) else error.told
            raise GatewayUnreachableError(str(error), told) from error
        found = body.get("accounts")
        if not isinstance(found, list):
            told = "the answer holds no accounts"
            raise GatewayUnreachableError(f"/Account/search: {told}", told)
        read = [self._account(element) for element in found]
        return tuple(account for account in read if account is not None)

    async def watch(self, account_ids: Sequence[int]) -> bool:
        """Subscribes accounts; True if both hubs opened within a moment. One that did not keeps trying for ever."""
        self._hubs.watch(account_ids)
        return await self._hubs.wait_open(_A_MOMENT_S)

    async def stop(self) -> None:
        """Ends everything this link started; a close under way still lands."""
        await self._hubs.stop()
        await self._background.stop()
        await self.broker.stop()
        await self._client.close()

    @property
    def latency(self) -> LatencyView:
        """How long the last calls' answers took."""
        return self._client.latency.view()

    def last_frame(self, hub: Hub) -> datetime | None:
        """When anything last came from a hub."""
        return self._hubs.last_frame(hub)

    def _emit(self, event: Event) -> None:
        if isinstance(event, HubLost | HubRestored):
            self._recorder.record("Connected" if isinstance(event, HubRestored) else "Disconnected", {"hub": event.hub})
        if isinstance(event, HubLost | HubRestored | AccountCovered):
            self.broker.link_changed()
        self._to_engine(event)
        contracts = contracts_of(event)
        if contracts:
            self.broker.want_quotes(contracts)

    def _tell_sign_in(self, words: str | None) -> None:
        """A session that cannot be kept is blind soon, whatever still comes in."""
        self._emit(ProtectionReduced("login", words, grave=True) if words else ProtectionRestored("login"))

    def _account(self, element: object) -> AccountChanged | None:
        """One account that cannot be read must not keep the others unguarded; it is reported."""
        try:
            return translate.account(element)
        except BadPayloadError as bad:
            _log.warning("/Account/search: an account could not be read: %s", bad)
            self._emit(PayloadRejected("/Account/search", bad.field, bad.found))
            return None


def install_asyncgen_hooks(loop: asyncio.AbstractEventLoop) -> None:
    """For qasync, whose loop installs none: async generators of the SDK then end in the loop, not in the collector."""

    def finish(generator: AsyncGenerator[object, None]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(loop.create_task, generator.aclose())

    sys.set_asyncgen_hooks(finalizer=finish)
