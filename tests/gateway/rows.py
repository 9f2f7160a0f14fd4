"""What a link has to survive, row by row: each breaks a real link in real time and says how soon it was back."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from riskguard.domain.events import HubLost, TradeReported
from riskguard.paper import PaperConfig, PaperGateway

from .linked import A_DAY, Linked, until, utc_now
from .wire import Wire

A_SECOND_TOKEN = timedelta(seconds=1)


@dataclass
class Line:
    """A gateway, the wire to it, and a link at the other end."""

    gateway: PaperGateway
    wire: Wire
    world: Linked

    async def back_after(self, since: float) -> float:
        """Seconds from an instant until both hubs are back and an account is read; then both hubs must deliver."""
        world = self.world
        await until(lambda: not self.down(), 30)
        await world.link.broker.read(world.first, utc_now() - A_DAY)
        took = time.monotonic() - since
        await self.delivers()
        return took

    def down(self) -> list[str]:
        """Hubs lost more often than restored since the first opening."""
        world = self.world
        return [hub for hub in ("user", "market") if len(world.lost(hub)) >= len(world.restored(hub))]

    async def delivers(self) -> None:
        world, contract = self.world, self.gateway.contract("ES").id
        fills, quotes = len(world.heard(TradeReported)), len(world.quotes(contract))
        self.gateway.exchange.buy(world.second, contract)
        await until(lambda: len(world.heard(TradeReported)) > fills)
        self.gateway.exchange.set_quote(contract, 6000 + quotes, 6001 + quotes)
        await until(lambda: len(world.quotes(contract)) > quotes)


@dataclass(frozen=True)
class Found:
    """Seconds. `noticed` is from the fault to the first loss told, None where none was; `back` from when the server
    was there again; `lost` how many losses were told.
    """

    noticed: float | None
    back: float
    lost: int


@contextlib.asynccontextmanager
async def line(config: PaperConfig | None = None) -> AsyncIterator[Line]:
    async with PaperGateway(config or PaperConfig(rate_limits=None)) as gateway, Wire(gateway.port) as wire:
        world = Linked(gateway, port=wire.port)
        await world.go()
        found = Line(gateway, wire, world)
        await found.delivers()
        try:
            yield found
        finally:
            await world.link.stop()


async def play(act: Callable[[Line], Awaitable[float]], config: PaperConfig | None = None) -> Found:
    async with line(config) as one:
        begun = time.monotonic()
        back = await act(one)
        noticed = [at - begun for at in one.world.when(HubLost)]
        return Found(noticed[0] if noticed else None, back, len(noticed))


def port_closed(seconds: float) -> Callable[[Line], Awaitable[float]]:
    async def act(one: Line) -> float:
        await one.wire.close()
        await asyncio.sleep(seconds)
        await one.wire.open()
        return await one.back_after(time.monotonic())

    return act


def frozen(seconds: float) -> Callable[[Line], Awaitable[float]]:
    async def act(one: Line) -> float:
        one.wire.freeze()
        await asyncio.sleep(seconds)
        one.wire.thaw()
        return await one.back_after(time.monotonic())

    return act


def refused(status: int, seconds: float) -> Callable[[Line], Awaitable[float]]:
    async def act(one: Line) -> float:
        one.gateway.faults.refuse_negotiate(status, seconds)
        one.wire.cut()
        over = time.monotonic() + seconds
        await until(lambda: one.world.lost("user") and one.world.lost("market"))
        await asyncio.sleep(over - time.monotonic())
        return await one.back_after(over)

    return act


async def dropped(one: Line) -> float:
    """All connections break off, the server is there."""
    begun = time.monotonic()
    one.wire.cut()
    await until(lambda: one.world.lost("user") and one.world.lost("market"))
    return await one.back_after(begun)


async def twelve_drops(one: Line) -> float:
    """The slowest of twelve, each as soon as the link is back."""
    worst = 0.0
    for count in range(12):
        dropped = time.monotonic()
        one.wire.cut()
        await until(partial(_lost_again, one, count))
        worst = max(worst, await one.back_after(dropped))
    return worst


def _lost_again(one: Line, times: int) -> bool:
    return all(len(one.world.lost(hub)) > times for hub in ("user", "market"))


async def token_expired(one: Line) -> float:
    """The token ends on its own while the hubs are open; then they drop."""
    await asyncio.sleep(1.5)
    one.wire.cut()
    dropped = time.monotonic()
    await until(lambda: one.world.lost("user"))
    return await one.back_after(dropped)


async def token_dropped(one: Line) -> float:
    """The server forgets the session without a word; then the hubs drop and are answered 401."""
    for number in one.gateway.tokens.live():
        one.gateway.tokens.revoke(number)
    one.wire.cut()
    dropped = time.monotonic()
    await until(lambda: one.world.lost("user"))
    return await one.back_after(dropped)


async def logged_out(one: Line) -> float:
    one.gateway.revoke_tokens()
    ended = time.monotonic()
    await until(lambda: one.world.lost("user") and one.world.lost("market"))
    return await one.back_after(ended)


def sent(frame: str) -> Callable[[Line], Awaitable[float]]:
    """A frame on the user hub."""

    async def act(one: Line) -> float:
        one.gateway.hubs.raw("user", frame + "\x1e")
        begun = time.monotonic()
        await asyncio.sleep(0.2)
        return await one.back_after(begun)

    return act


async def mute(one: Line) -> float:
    """Both hubs stay open and answer the websocket's pings, but nothing comes any more; a new connection is well."""
    await until(lambda: one.world.lost("user") or one.world.lost("market"), 60)
    return await one.back_after(time.monotonic())


EXPIRING = PaperConfig(rate_limits=None, token_lifetime=A_SECOND_TOKEN)
MUTE = PaperConfig(rate_limits=None, ping_s=10_000.0)
SERVER_ERROR = '{"type":7,"error":"internal"}'
CLOSE = '{"type":7}'
UNKNOWN = '{"type":9}'
NEW_FIELD = '{"type":1,"target":"GatewayUserTrade","arguments":[{}],"surprise":1}'
