"""Where the link's own code is at fault: what goes on for ever is told of and begun again, and nothing else ends."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from riskguard.domain.events import (
    Event,
    HubRestored,
    MarkRead,
    PayloadRejected,
    PositionChanged,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.ports import MarkWanted, Unrecorded
from riskguard.gateway.background import Background
from riskguard.gateway.client import BARS
from riskguard.gateway.feed_watch import FeedWatch, Verdict
from riskguard.gateway.link import GatewayLink
from riskguard.gateway.marks import MarkReader
from riskguard.paper import PaperGateway

from .linked import Linked, settings_of, until, utc_now


def failed(name: str) -> ProtectionReduced:
    words = f"A part of RiskGuard failed and is started again: {name}. The log says why."
    return ProtectionReduced(f"part:{name}", words)


class BrokenOnce(FeedWatch):
    """Its first look fails."""

    def __init__(self) -> None:
        super().__init__(lambda _contract, _at: True)
        self.looks = 0

    def look(self, now: float, at: datetime) -> Verdict:
        self.looks += 1
        if self.looks == 1:
            raise RuntimeError("a fault")
        return super().look(now, at)


class BrokenRecorder:
    """Keeps nothing, and fails each time."""

    def __init__(self) -> None:
        self.asked = 0

    def record(self, kind: str, data: object, contract_id: object = None) -> None:
        self.asked += 1
        raise RuntimeError("nothing can be recorded")


class Explosive(dict[str, Any]):
    """A payload that the translation was not written for."""

    def get(self, *_: object) -> Any:
        raise RuntimeError("a fault")

    __getitem__ = get


async def test_the_watch_over_the_hubs_goes_on_after_a_fault(gateway: PaperGateway) -> None:
    feed = BrokenOnce()
    linked = Linked(gateway, feed=feed)
    await linked.go()
    await until(lambda: feed.looks >= 2, 10)
    assert linked.heard(ProtectionReduced) == [failed("the watch over the hubs")]
    assert len(linked.restored("market")) == 1, "its connection is the same"
    await linked.link.stop()


async def test_what_begins_for_ever_is_begun_again_and_what_is_told_is_taken_back_at_the_end() -> None:
    told, begun = list[Event](), asyncio.Semaphore(0)
    background = Background(told.append)

    async def fails_at_first() -> None:
        begun.release()
        if len(told) < 1:
            raise RuntimeError("a fault")
        await asyncio.Event().wait()

    background.keep(fails_at_first, "the session at the gateway")
    async with asyncio.timeout(10):
        await begun.acquire()
        await begun.acquire()
    assert told == [failed("the session at the gateway")]
    await background.stop()
    assert told[1:] == [ProtectionRestored("part:the session at the gateway")]


async def test_a_frame_that_meets_a_fault_is_told_and_ends_no_connection(linked: Linked) -> None:
    linked.link._hubs._forward_position_update(Explosive())
    assert linked.heard(PayloadRejected) == [PayloadRejected("GatewayUserPosition", "payload", "RuntimeError")]
    linked.gateway.exchange.buy(linked.first, linked.gateway.contract("MNQ").id)
    await until(lambda: linked.heard(PositionChanged))
    assert not linked.lost("user")


async def test_a_recorder_that_fails_keeps_nothing_from_being_heard(gateway: PaperGateway) -> None:
    heard, recorder = list[Event](), BrokenRecorder()
    link = GatewayLink(settings_of(gateway), heard.append, now=utc_now, recorder=recorder)
    accounts = await link.start()
    assert await link.watch([one.account_id for one in accounts])
    gateway.exchange.buy(accounts[0].account_id, gateway.contract("MNQ").id)
    await until(lambda: any(isinstance(one, PositionChanged) for one in heard))
    assert {one.hub for one in heard if isinstance(one, HubRestored)} == {"user", "market"}
    assert recorder.asked
    await link.stop()


class BrokenClient:
    """Answers with a fault first, then as the gateway does."""

    def __init__(self, read: Callable[[str, Mapping[str, object]], Any]) -> None:
        self._read, self.asked, self.now = read, 0, utc_now

    async def read(self, path: str, body: Mapping[str, object]) -> Mapping[str, object]:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("a fault")
        found: Mapping[str, object] = await self._read(path, body)
        return found


async def test_prices_are_read_on_after_a_fault(linked: Linked) -> None:
    told, client = list[Event](), BrokenClient(linked.link._client.read)
    marks = MarkReader(client, told.append, Unrecorded())  # type: ignore[arg-type]
    contract = linked.gateway.contract("MNQ").id
    linked.gateway.exchange.set_quote(contract, 26_000, 26_000.25, 26_000)
    marks.want([MarkWanted(contract, False, 0.05, True)])
    await until(lambda: any(isinstance(one, MarkRead) for one in told), 10)
    assert told[0] == failed("prices")
    assert linked.called(BARS)
    await marks.stop()
    assert told[-1] == ProtectionRestored("part:prices")
