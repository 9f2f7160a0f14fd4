"""Keeps one hub open for ever: restarts it with a fresh token, backs off, and tells of each loss and return once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from urllib.parse import quote

from pysignalr.messages import Message, PingMessage

from riskguard.domain.events import Event, Hub, HubLost, HubRestored
from riskguard.gateway.connection import abort, is_unauthorized, live, loss_words
from riskguard.gateway.errors import HubLoggedOutError, HubSilentError
from riskguard.gateway.pauses import Pauses
from riskguard.gateway.pulse import Pulse
from riskguard.gateway.sdk import AsyncHubConnection
from riskguard.gateway.subscriptions import Subscriptions

_log = logging.getLogger(__name__)

_CONFIRM_S = 1.0  # a server that confirms no subscription is taken to have heard them by then


class Tokens(Protocol):
    """Where a hub gets its token, and whom it tells that the gateway ended one."""

    async def fresh(self, rejected: str = "") -> str: ...

    def ended(self, token: str) -> None: ...


@dataclass(slots=True)
class _Life:
    """What is known of the present connection."""

    token: str = ""
    began: float = 0.0
    opened_at: float | None = None
    waiting: int = 0
    untold: bool = False
    """Whether it was sent subscriptions since its return was last told."""
    timer: asyncio.TimerHandle | None = None
    cut: Exception | None = None
    """Why it was ended from here."""


class HubKeeper:
    """One hub: what is to be subscribed there, and the loop that never gives up."""

    def __init__(
        self,
        hub: Hub,
        connection: AsyncHubConnection,
        base_url: str,
        tokens: Tokens,
        emit: Callable[[Event], None],
        now: Callable[[], datetime],
    ) -> None:
        self.hub: Hub = hub
        self.restored = asyncio.Event()
        self.last_frame: datetime | None = None
        self.pulse = Pulse()
        self._connection = connection
        self._base_url = base_url
        self._tokens = tokens
        self._emit = emit
        self._now = now
        self._subscriptions = Subscriptions(hub, connection, emit)
        self._strangers: set[object] = set()
        self._life = _Life()
        self._rejected = ""
        self._told_lost = False
        self._pauses = Pauses()
        connection.on_open(self._opened)

    def want(self, method: str, *arguments: int | str) -> bool:
        """Notes a subscription for every connection to come; True if it has to be sent on the open one."""
        return self._subscriptions.want((method, arguments)) and self._life.opened_at is not None

    def want_again(self, method: str, *arguments: int | str) -> bool:
        """The same for one that may have got lost on the open connection."""
        self._subscriptions.want_again((method, arguments))
        return self._life.opened_at is not None

    def refused_due(self) -> bool:
        """Whether something the gateway refused is to be asked for again on the open connection."""
        return self._life.opened_at is not None and bool(self._subscriptions.due())

    async def send_wanted(self) -> None:
        """Sends what the open connection has not been sent yet. One that breaks meanwhile is the loop's business."""
        try:
            await self._subscribe()
        except Exception as error:
            _log.debug("%s hub: subscription not sent: %s", self.hub, type(error).__name__)

    def look(self) -> None:
        """Ends an open connection on which nothing comes any more. To be called every second."""
        if self._life.opened_at is not None and self.pulse.stopped(_loop_time()):
            limit_s = self.pulse.limit_s
            self.pulse.died()
            self.restart(HubSilentError(f"nothing came from the hub for {limit_s:.0f} s"))

    def session_over(self, token: str) -> None:
        """The gateway ended the session of a token: a connection on it may stand and bring nothing any more."""
        if self._life.token == token:
            self.restart(HubLoggedOutError("the gateway ended this session"))

    def restart(self, why: Exception) -> None:
        """Ends the open connection; the loop opens the next one. Nothing where none is open."""
        if self._life.opened_at is not None and self._life.cut is None:
            self._life.cut = why
            abort(self._connection._ensure_client())

    async def run(self) -> None:
        while True:
            error = await self._live_once()
            try:
                self._lose(error)
            except Exception:  # whoever listens must not be able to end the loop
                _log.exception("%s hub: its loss could not be told", self.hub)
            pause_s = self._pauses.next_s(self._life.began, self._life.opened_at, _loop_time(), error)
            self._life = _Life()
            await asyncio.sleep(pause_s)

    async def _live_once(self) -> Exception | None:
        """One connection from token to end. Every failure comes back as a value, so that none can end the loop."""
        life = self._life = _Life(began=_loop_time())
        try:
            life.token = await self._tokens.fresh(self._rejected)
            self._rejected = ""
            self._connection.url = f"{self._base_url}?access_token={quote(life.token, safe='')}"
            self._connection._client = None  # a new one with the same handlers, as the SDK's own start does
            await live(self._connection._ensure_client(), self._heard, self._strangers)
        except Exception as error:
            self._note_rejection(life, life.cut or error)
            return life.cut or error
        return life.cut

    def _note_rejection(self, life: _Life, error: Exception) -> None:
        logged_out = isinstance(error, HubLoggedOutError)
        if logged_out:
            self._tokens.ended(life.token)
        if logged_out or is_unauthorized(error):
            self._rejected = life.token

    async def _opened(self) -> None:
        """Called by the connection before its first message is read."""
        self._subscriptions.opened()
        self._life.untold = True
        self.pulse.opened(_loop_time())
        await self._subscribe()
        self._life.opened_at = _loop_time()
        self._expect_confirmation()

    async def _subscribe(self) -> None:
        """What was refused before holds up no return: that is told of its account, whenever it is taken."""
        life = self._life
        for call in self._subscriptions.unsent():
            life.waiting += 1
            life.untold = True
            await self._subscriptions.send(call, partial(self._answered, life))
        if life.opened_at is not None:
            self._expect_confirmation()
            for call in self._subscriptions.due():
                await self._subscriptions.send(call, _nobody_waits)

    def _answered(self, life: _Life) -> None:
        life.waiting -= 1
        self._restore_if_confirmed(life)

    def _expect_confirmation(self) -> None:
        life = self._life
        if life.timer:
            life.timer.cancel()
        life.timer = asyncio.get_running_loop().call_later(_CONFIRM_S, self._restore, life)
        self._restore_if_confirmed(life)

    def _restore_if_confirmed(self, life: _Life) -> None:
        if life.waiting <= 0 and life.opened_at is not None:
            self._restore(life)
            life.untold = False

    def _restore(self, life: _Life) -> None:
        """Tells that all wanted is subscribed; of the user hub also after late ones, so that all is read after them."""
        again = self.restored.is_set()
        if life is not self._life or not life.untold or (again and self.hub == "market"):
            return
        self._told_lost = False
        self.restored.set()
        _log.info("%s hub open, %d subscriptions", self.hub, len(self._subscriptions))
        self._emit(HubRestored(self.hub))

    def _lose(self, error: Exception | None) -> None:
        if self._life.timer:
            self._life.timer.cancel()
        self.restored.clear()
        if self._told_lost:
            return
        self._told_lost = True
        reason = loss_words(error)
        _log.warning("%s hub lost: %s", self.hub, reason)
        self._emit(HubLost(self.hub, reason, isinstance(error, HubLoggedOutError)))

    def _heard(self, message: Message) -> None:
        self.last_frame = self._now()
        self.pulse.frame(_loop_time(), ping=isinstance(message, PingMessage))


def _nobody_waits() -> None:
    """For an answer that only its account waits for."""


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
