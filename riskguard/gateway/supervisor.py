"""Keeps one hub open for ever: restarts it with a fresh token, backs off, and tells of each loss and return once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from pysignalr.messages import CompletionMessage, Message

from riskguard.domain.events import Event, Hub, HubLost, HubRestored, PayloadRejected
from riskguard.gateway.connection import is_unauthorized, live, loss_words
from riskguard.gateway.errors import (
    GatewayRefusedError,
    GatewayUnreachableError,
    HubLoggedOutError,
    SubscriptionRefusedError,
)
from riskguard.gateway.sdk import AsyncHubConnection

_log = logging.getLogger(__name__)

type Call = tuple[str, tuple[int | str, ...]]
"""A hub method and its arguments."""

type FreshToken = Callable[[str], Awaitable[str]]
"""A token other than the rejected one it is given ('' for none)."""

_CONNECT_PAUSES_S = (0.0, 0.25, 0.5, 1.0, 1.5)  # the last one repeats: a hub is back within 2 s of its server
_FLAP_PAUSES_S = (0.0, 0.25, 1.0, 2.0, 5.0)  # slower, because every return costs a read of all accounts
_REFUSED_PAUSE_S = 5.0  # a refused login is not asked for again at that pace, nor are logins a hub keeps rejecting
_CONFIRM_S = 1.0  # a server that confirms no subscription is taken to have heard them by then


@dataclass(slots=True)
class _Life:
    """What is known of the present connection."""

    opened_at: float | None = None
    waiting: int = 0
    restored: bool = False
    timer: asyncio.TimerHandle | None = None


class HubKeeper:
    """One hub: what is to be subscribed there, and the loop that never gives up."""

    def __init__(
        self,
        hub: Hub,
        connection: AsyncHubConnection,
        base_url: str,
        fresh_token: FreshToken,
        emit: Callable[[Event], None],
        now: Callable[[], datetime],
    ) -> None:
        self.hub: Hub = hub
        self.steady_s = 5.0  # a connection that lived this long did not die young
        self.restored = asyncio.Event()
        self.last_frame: datetime | None = None
        self._connection = connection
        self._base_url = base_url
        self._fresh_token = fresh_token
        self._emit = emit
        self._now = now
        self._wanted: dict[Call, None] = {}
        self._sent: set[Call] = set()
        self._life = _Life()
        self._rejected = ""
        self._told_lost = False
        self._failures = 0  # attempts in a row that did not open
        self._flaps = 0  # connections in a row that died young
        connection.on_open(self._opened)

    def want(self, method: str, *arguments: int | str) -> bool:
        """Notes a subscription for every connection to come; True if it has to be sent on the open one."""
        call = (method, arguments)
        if call in self._wanted:
            return False
        self._wanted[call] = None
        return self._life.opened_at is not None

    async def send_wanted(self) -> None:
        """Sends what the open connection has not been sent yet. One that breaks meanwhile is the loop's business."""
        try:
            await self._subscribe()
        except Exception as error:
            _log.debug("%s hub: subscription not sent: %s", self.hub, type(error).__name__)

    async def run(self) -> None:
        while True:
            error = await self._live_once()
            try:
                self._lose(error)
            except Exception:  # whoever listens must not be able to end the loop
                _log.exception("%s hub: its loss could not be told", self.hub)
            await asyncio.sleep(self._pause(error))

    async def _live_once(self) -> Exception | None:
        """One connection from token to end. Every failure comes back as a value, so that none can end the loop."""
        self._life = _Life()
        token = ""
        try:
            token = await self._fresh_token(self._rejected)
            self._rejected = ""
            self._connection.url = f"{self._base_url}?access_token={quote(token, safe='')}"
            self._connection._client = None  # a new one with the same handlers, as the SDK's own start does
            await live(self._connection._ensure_client(), self._heard)
        except Exception as error:
            if is_unauthorized(error) or isinstance(error, HubLoggedOutError):
                self._rejected = token
            return error
        return None

    async def _opened(self) -> None:
        """Called by the connection before its first message is read."""
        self._sent.clear()
        await self._subscribe()
        loop = asyncio.get_running_loop()
        self._life.opened_at = loop.time()
        self._life.timer = loop.call_later(_CONFIRM_S, self._restore, self._life)
        self._restore_if_confirmed()

    async def _subscribe(self) -> None:
        while missing := [call for call in self._wanted if call not in self._sent]:
            for call in missing:
                self._sent.add(call)
                self._life.waiting += 1
                await self._invoke(call, self._life)

    async def _invoke(self, call: Call, life: _Life) -> None:
        """With an invocation id, so that the gateway says whether it accepted: the SDK's own calls cannot know."""
        method, arguments = call

        async def completed(message: Message) -> None:
            life.waiting -= 1
            if isinstance(message, CompletionMessage) and message.error:
                self._refused(call, message.error)
            self._restore_if_confirmed()

        client = self._connection._ensure_client()
        await client.send(method, list(arguments), on_invocation=completed)

    def _refused(self, call: Call, error: str) -> None:
        method, arguments = call
        _log.warning("%s hub refused %s%s: %s", self.hub, method, arguments, error)
        if self.hub == "user":
            raise SubscriptionRefusedError(f"the gateway refused {method}: {error}")
        self._emit(PayloadRejected(method, "contract", str(arguments[0] if arguments else "")))

    def _restore_if_confirmed(self) -> None:
        if self._life.waiting <= 0 and self._life.opened_at is not None:
            self._restore(self._life)

    def _restore(self, life: _Life) -> None:
        if life is not self._life or life.restored:
            return
        life.restored = True
        self._told_lost = False
        self.restored.set()
        _log.info("%s hub open, %d subscriptions", self.hub, len(self._sent))
        self._emit(HubRestored(self.hub))

    def _lose(self, error: Exception | None) -> None:
        if self._life.timer:
            self._life.timer.cancel()
        self._count()
        self._life = _Life()
        self.restored.clear()
        if self._told_lost:
            return
        self._told_lost = True
        reason = _words(error)
        _log.warning("%s hub lost: %s", self.hub, reason)
        self._emit(HubLost(self.hub, reason, isinstance(error, HubLoggedOutError)))

    def _count(self) -> None:
        opened_at = self._life.opened_at
        if opened_at is None:
            self._failures += 1
            return
        self._failures = 0
        lived = asyncio.get_running_loop().time() - opened_at
        self._flaps = 0 if lived >= self.steady_s else self._flaps + 1

    def _pause(self, error: Exception | None) -> float:
        if isinstance(error, GatewayRefusedError) or (self._rejected and self._failures > 2):
            return _REFUSED_PAUSE_S
        pauses, count = (_CONNECT_PAUSES_S, self._failures) if self._failures else (_FLAP_PAUSES_S, self._flaps)
        return pauses[min(count, len(pauses) - 1)]

    def _heard(self) -> None:
        self.last_frame = self._now()


def _words(error: Exception | None) -> str:
    match error:
        case None:
            return "the connection was closed"
        case GatewayRefusedError() | GatewayUnreachableError() | HubLoggedOutError() | SubscriptionRefusedError():
            return str(error)
    return loss_words(error)
