"""Faults of what the hubs tell: events lost, doubled, late, out of order, and quotes that went stale."""

import asyncio
from collections.abc import Callable
from typing import TypedDict, Unpack

from riskguard.paper.armed import Armed, Batch, Fault, Where
from riskguard.paper.paths import HubName, events_of

Send = Callable[[str], None]


class About(TypedDict, total=False):
    """Which events: of one hub, topic ("trade", "quote", ...) and account or contract; `skip` and `chance` besides."""

    hub: HubName | None
    topic: str | None
    key: int | str | None
    skip: int
    chance: float


class EventFaults:
    """Asked for every event that somebody listens to. The first fault that strikes an event decides."""

    def __init__(self, seed: int = 0) -> None:
        self.events = Armed(seed, "events")
        self._old: dict[int | str, str] | None = None
        self._catch_up: Callable[[], None] | None = None

    def lose(self, times: int | None = 1, **about: Unpack[About]) -> Fault:
        """Events never arrive."""
        return self._arm(Fault("lose", "", times), about)

    def duplicate(self, times: int | None = 1, **about: Unpack[About]) -> Fault:
        """Events arrive twice."""
        return self._arm(Fault("duplicate", "", times), about)

    def delay(self, seconds: float, times: int | None = 1, upto: float | None = None, **about: Unpack[About]) -> Fault:
        """Events arrive late: by so much, or by dice between `seconds` and `upto`, overtaking one another."""
        return self._arm(Fault("delay", "", times, seconds=seconds, upto=upto), about)

    def reorder(self, count: int = 2, seconds: float = 1.0, rounds: int | None = 1, **about: Unpack[About]) -> Fault:
        """Holds events until there are `count` (or `seconds` are over), then sends the last one first."""
        times = None if rounds is None else count * rounds
        return self._arm(Fault("reorder", "", times, batch=Batch(count, seconds)), about)

    def stale(self, contract_id: str | None, old: dict[int | str, str] | None, catch_up: Callable[[], None]) -> Fault:
        """Nothing of the market goes out but, where there are `old` quotes by contract, these again and again.

        Until `fresh()` or `clear()`, then `catch_up` runs. A later call takes the place of an earlier one.
        """
        self.fresh()
        self._old, self._catch_up = old, catch_up
        return self._arm(Fault("stale", "", None), About(hub="market", key=contract_id))

    def fresh(self) -> None:
        """Ends staleness."""
        self.events.disarm_kind("stale")
        catch_up, self._catch_up, self._old = self._catch_up, None, None
        if catch_up:
            catch_up()

    def clear(self) -> None:
        """Disarms all and sends what is held; what is late comes when it was due."""
        self.fresh()
        self.events.clear()

    def route(self, topic: str, key: int | str, text: str, send: Send) -> None:
        """Sends an event as the faults will have it: at once, twice, later, or never."""
        fault = self.events.first(events_of(None, topic), None, key) if len(self.events) else None
        if fault is None:
            send(text)
            return
        match fault.kind:
            case "duplicate":
                send(text)
                send(text)
            case "delay":
                asyncio.get_running_loop().call_later(fault.wait_s(), send, text)
            case "reorder" if fault.batch:
                fault.batch.add(lambda: send(text))
            case "stale" if topic == "quote" and self._old and key in self._old:
                send(self._old[key])
            case _:
                pass

    def _arm(self, fault: Fault, about: About) -> Fault:
        fault.path, fault.key = events_of(about.get("hub"), about.get("topic")), about.get("key")
        return self.events.arm(fault, Where(skip=about.get("skip", 0), chance=about.get("chance", 1.0)))
