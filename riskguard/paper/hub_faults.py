"""Faults of the hubs, one method a kind. `which` None: both hubs."""

import asyncio
import time
from collections.abc import Callable
from functools import partial

from riskguard.paper import signalr
from riskguard.paper.event_faults import EventFaults
from riskguard.paper.hubs import Hubs
from riskguard.paper.paths import HUB_NAMES, HubName

UNKNOWN_TYPE = 9


class HubFaults:
    """What happens to connections; what happens to single events is `events`."""

    def __init__(self, hubs: Hubs, events: EventFaults) -> None:
        self._hubs = hubs
        self.events = events
        self._refused: dict[HubName, tuple[int, float]] = {}
        self._shut: dict[HubName, asyncio.Event] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def drop(self, which: HubName | None = None, polite: bool = False) -> None:
        """Cuts every connection at once; `polite` sends a close message first."""
        self._hubs.drop(which, polite)

    def close(self, which: HubName | None = None, error: str | None = None) -> None:
        """A close message (type 7) with an error, or one that allows to reconnect; then the end."""
        self._hubs.each(lambda client: client.end(signalr.close(error)), which)

    def send(self, which: HubName | None = None, message: object = None) -> None:
        """A frame as it is to every client: any JSON value, else one of a type that nobody knows."""
        self._hubs.raw(which, signalr.record({"type": UNKNOWN_TYPE} if message is None else message))

    def text(self, text: str, which: HubName | None = None) -> None:
        """A text as it is to every client, without the record separator; for garbage and torn records."""
        self._hubs.raw(which, text)

    def log_out(self, which: HubName | None = None, close: bool = True) -> None:
        """GatewayLogout, as a login from another device causes it; tokens stay good (see `revoke_tokens`)."""
        self._hubs.raw(which, signalr.invocation("GatewayLogout"))
        if close:
            self.drop(which, polite=True)

    def freeze(
        self,
        which: HubName | None = None,
        seconds: float | None = None,
        newcomers: bool = False,
        lose: bool = False,
    ) -> None:
        """Half-open: connections stay but nothing is read or sent, not even pings, for so long or until `thaw()`.

        With `newcomers` a client that connects meanwhile is kept waiting too. Afterwards everything comes late, or
        never if `lose`.
        """
        for hub in HUB_NAMES:
            if newcomers and which in (None, hub):
                self._shut.setdefault(hub, asyncio.Event())
        self._forget(f"thaw {which}")
        self._hubs.each(lambda client: client.freeze(), which)
        if seconds is not None:
            self._later(f"thaw {which}", seconds, partial(self.thaw, which, lose))

    def thaw(self, which: HubName | None = None, lose: bool = False) -> None:
        """Ends a freeze."""
        self._forget(f"thaw {which}")
        for hub in HUB_NAMES:
            if which in (None, hub) and hub in self._shut:
                self._shut.pop(hub).set()
        self._hubs.each(lambda client: client.thaw(lose), which)

    def refuse(self, status: int = 503, seconds: float = 5.0, which: HubName | None = None) -> None:
        """For some real seconds negotiate and connect are answered with that status."""
        for hub in HUB_NAMES:
            if which in (None, hub):
                self._refused[hub] = status, time.monotonic() + seconds

    def refuse_account(self, account_id: int, seconds: float | None = None) -> None:
        """The user hub refuses to subscribe one account, for so long or until cleared. Who listens already, does."""
        self._hubs.unserved.add(account_id)
        self._forget(f"serve {account_id}")
        if seconds is not None:
            self._later(f"serve {account_id}", seconds, partial(self._hubs.unserved.discard, account_id))

    def stale_quotes(self, contract_id: str | None = None, seconds: float | None = None, repeat: bool = False) -> None:
        """The market hub falls silent for one contract or all, though prices move: for so long or until
        `fresh_quotes()`. With `repeat` the quote of now is sent again at every move instead: a feed that looks alive.
        """
        self._forget("fresh")
        old = self._hubs.quotes(contract_id) if repeat else None
        self.events.stale(contract_id, old, partial(self._hubs.tell_quotes, contract_id))
        if seconds is not None:
            self._later("fresh", seconds, self.fresh_quotes)

    def fresh_quotes(self) -> None:
        """Ends staleness: whole quotes go out, then every change."""
        self._forget("fresh")
        self.events.fresh()

    def refused_status(self, hub: HubName) -> int | None:
        """The status that hub must answer with now, or None."""
        status, until = self._refused.get(hub, (0, 0.0))
        return status if time.monotonic() < until else None

    async def admit(self, hub: HubName) -> None:
        """Keeps a newcomer waiting while that hub is frozen for newcomers."""
        while hub in self._shut:
            await self._shut[hub].wait()

    def clear(self) -> None:
        """Ends all of it."""
        self._refused.clear()
        self._hubs.unserved.clear()
        for name in tuple(self._timers):
            self._forget(name)
        self.events.clear()
        self.thaw()

    def _later(self, name: str, seconds: float, act: Callable[[], None]) -> None:
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, act)

    def _forget(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer:
            timer.cancel()
