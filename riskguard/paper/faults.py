"""Faults on demand, so that a client can be tried against a gateway that refuses, hangs, or loses its answers."""

import asyncio

from riskguard.paper.armed import Fault as Fault
from riskguard.paper.fill_faults import FillFaults
from riskguard.paper.hub_faults import HubFaults
from riskguard.paper.paths import HubName as HubName
from riskguard.paper.paths import endpoint_of as endpoint_of
from riskguard.paper.rest_faults import RestFaults


class Faults(RestFaults):
    """Calls here, connections in `hubs`, hub messages in `events`, orders and their fills in `fills`."""

    def __init__(self, hubs: HubFaults, fills: FillFaults, seed: int = 0) -> None:
        super().__init__(seed)
        self.hubs, self.events, self.fills = hubs, hubs.events, fills
        self._still: asyncio.Event | None = None

    def drop_hubs(self, which: HubName | None = None, polite: bool = False) -> None:
        """Drops every client of that hub (None: both) at once; `polite` sends a close message first."""
        self.hubs.drop(which, polite)

    def refuse_negotiate(self, status: int = 503, seconds: float = 5.0, which: HubName | None = None) -> None:
        """For some real seconds a hub (None: both) answers negotiate and connect with that status."""
        self.hubs.refuse(status, seconds, which)

    def freeze(self, seconds: float | None = None) -> None:
        """The whole server stands still, as a stopped process does: for so long, or until `thaw()`."""
        self._still = self._still or asyncio.Event()
        self.hubs.freeze(None, None, newcomers=True)
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self._thaw, self._still)

    def thaw(self) -> None:
        """Goes on: what was asked meanwhile is done and answered now."""
        if self._still:
            self._thaw(self._still)

    def _thaw(self, still: asyncio.Event) -> None:
        if still is self._still:
            self._still = None
            still.set()
            self.hubs.thaw()

    async def thawed(self) -> None:
        """Waits while the server stands still."""
        while self._still:
            await self._still.wait()

    def reseed(self, seed: int) -> None:
        """The dice of everything armed from here on."""
        for armed in (self.calls, self.events.events, self.fills.orders):
            armed.reseed(seed)

    def clear(self) -> None:
        """Disarms all but `on`, thaws, lets late orders trade, and drops what hangs."""
        self.calls.clear()
        self.hubs.clear()
        self.fills.clear()
        self.release()
        self.thaw()

    def shown(self) -> list[dict[str, object]]:
        """What is armed: kind, path, times left (None: until cleared), how often it struck."""
        return [row for armed in (self.calls, self.events.events, self.fills.orders) for row in armed.shown()]
