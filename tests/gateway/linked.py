"""A paper gateway with a real link on it: what the tests of this room drive and look at."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from riskguard.domain.events import AccountChanged, Event, HubLost, HubRestored, QuoteChanged
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.feed_watch import FeedWatch
from riskguard.gateway.link import GatewayLink
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import PaperGateway

A_DAY = timedelta(days=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


def settings_of(
    gateway: PaperGateway, *, key: str = "", timeout_s: float = 5.0, port: int | None = None
) -> GatewaySettings:
    """`port` is that of a wire to the gateway."""
    urls = (gateway.api_url, gateway.user_hub_url, gateway.market_hub_url)
    api, user, market = (url.replace(f":{gateway.port}/", f":{port or gateway.port}/") for url in urls)
    return GatewaySettings(gateway.user, key or gateway.key, api, user, market, timeout_s)


@dataclass
class Linked:
    """`events` holds what was emitted, `times` when (monotonic)."""

    gateway: PaperGateway
    timeout_s: float = 5.0
    budget: ReadBudget | None = None
    port: int | None = None
    feed: FeedWatch | None = None
    events: list[Event] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    server_times: list[datetime] = field(default_factory=list)
    accounts: tuple[AccountChanged, ...] = ()

    def __post_init__(self) -> None:
        settings = settings_of(self.gateway, timeout_s=self.timeout_s, port=self.port)
        self.link = GatewayLink(
            settings,
            self._hear,
            on_server_time=self.server_times.append,
            now=utc_now,
            budget=self.budget,
            feed=self.feed,
        )

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        self.times.append(time.monotonic())

    async def go(self) -> None:
        """Signs in and watches every account."""
        self.accounts = await self.link.start()
        assert await self.link.watch([account.account_id for account in self.accounts])

    @property
    def first(self) -> int:
        return self.gateway.accounts[0].id

    @property
    def second(self) -> int:
        return self.gateway.accounts[1].id

    def heard[T: Event](self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    def when[T: Event](self, kind: type[T]) -> list[float]:
        """When each event of a kind came."""
        return [at for event, at in zip(self.events, self.times, strict=True) if isinstance(event, kind)]

    def called(self, path: str) -> list[object]:
        """The bodies of the calls the gateway got at a path."""
        return [request.body for request in self.gateway.requests if request.path == path]

    def lost(self, hub: str) -> list[HubLost]:
        return [event for event in self.heard(HubLost) if event.hub == hub]

    def restored(self, hub: str) -> list[HubRestored]:
        return [event for event in self.heard(HubRestored) if event.hub == hub]

    def quotes(self, contract_id: str) -> list[QuoteChanged]:
        return [event for event in self.heard(QuoteChanged) if event.contract_id == contract_id]


async def until(true: Callable[[], object], seconds: float = 5.0) -> float:
    """Waits for a condition; gives how long it took, fails when it does not come."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < seconds, "it did not happen in time"
        await asyncio.sleep(0.005)
    return time.monotonic() - started
