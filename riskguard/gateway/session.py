"""The login and its token: one login at a time, renewed before it ends, and at once when the gateway rejects it."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from riskguard.gateway import words
from riskguard.gateway.contest import Contest
from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError, NoAnswerError
from riskguard.gateway.jwt import end_of
from riskguard.gateway.transport import Transport

_log = logging.getLogger(__name__)

VALIDATE_EVERY = timedelta(hours=1)
RENEW_BEFORE_END = timedelta(minutes=5)
_NAP_S = 30.0  # short naps, so that a machine that slept notices
_LIMITED_S = 5.0  # after a 429 that does not say how long


class Session:
    """Holds the token. Hubs ask for it at each start, so a new one reaches them without being pushed."""

    def __init__(
        self,
        transport: Transport,
        user: str,
        key: str,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._credentials = {"userName": user, "apiKey": key}
        self._now = now
        self._login: asyncio.Task[None] | None = None
        self._asking = asyncio.Lock()
        self._checked_at = now()
        self._ends_at: datetime | None = None
        self._contest = Contest(monotonic)
        self.token = ""
        self.on_trouble: Callable[[str | None], None] = _nobody
        """Hears why signing in again fails or is put off, and None when that is over."""
        self.on_ended: Callable[[str], None] = _nobody
        """Hears of each token that the gateway ended before its time."""
        self.on_call: Callable[[], None] = _nothing
        """Hears of each call this makes."""

    async def fresh(self, rejected: str = "") -> str:
        """The present token, or a new one if that one is over or about to end. Errors as for `renew`.

        `rejected` is one that was turned away somewhere: that may be the session's end or the matter of that place.
        """
        if rejected and await self.is_over(rejected):
            return await self.renew(rejected, urgent=False)
        if self._contest.over(self.token):
            return await self.renew(self.token, urgent=False)
        if not self._ending():
            return self.token
        try:
            return await self.renew(self.token, urgent=False)
        except (GatewayRefusedError, GatewayUnreachableError):
            if self._ending(timedelta(0)):
                raise
            return self.token  # it still holds for minutes

    async def renew(self, rejected: str, *, urgent: bool = True) -> str:
        """A token other than the rejected one. GatewayRefusedError with the gateway's reason, GatewayUnreachableError.

        Whoever comes while a login is under way shares its outcome, also a failure: closes must not queue up behind
        login after login. The SDK's own login is not used: it drops the gateway's reason, and five callers make five.
        What is not urgent keeps a distance from the login before where another device ends every session of ours.
        """
        if self.token == rejected:
            if self._login is None or self._login.done():
                if not urgent:
                    self._keep_distance()
                self._login = asyncio.create_task(self._log_in(), name="gateway login")
                self._login.add_done_callback(_seen)
            await asyncio.wait({self._login})
            self._login.result()
        return self.token

    def check(self) -> None:
        """GatewayUnreachableError while the session is known to be over and the next login is put off."""
        if self._contest.over(self.token):
            self._keep_distance()

    def _keep_distance(self) -> None:
        left_s = self._contest.wait_s()
        if left_s > 0:
            raise GatewayUnreachableError(f"there is no session; signing in again in {left_s:.0f} s")

    def ended(self, token: str) -> None:
        """The gateway ended a session before its time: another device may have signed in."""
        if not self._contest.ended(token):
            return
        if self._contest.words:
            _log.warning("%s", self._contest.words)
            self.on_trouble(self._contest.words)
        self.on_ended(token)

    async def is_over(self, rejected: str) -> bool:
        """Whether the gateway itself says so of a token that was turned away; asked once, however many wait.

        GatewayUnreachableError if it cannot be asked.
        """
        async with self._asking:
            if rejected != self.token or self._contest.over(rejected) or self._ending(timedelta(0)):
                return True
            try:
                return not await self._validate()
            except NoAnswerError as error:
                raise GatewayUnreachableError(f"validate: {error}") from error

    async def stop(self) -> None:
        """Waits for a login under way; its request has been ended before."""
        if self._login:
            await asyncio.gather(self._login, return_exceptions=True)

    async def _log_in(self) -> None:
        self.on_call()
        try:
            reply = await self._transport.post(words.LOGIN, self._credentials)
        except NoAnswerError as error:
            raise GatewayUnreachableError(f"login: {error}") from error
        token = reply.body.get("token")
        if reply.status == 200 and reply.body.get("success") is True and isinstance(token, str) and token:
            self._take(token)
            if not self._contest.words:
                self.on_trouble(None)
        elif reply.status in (200, 401, 403) and reply.body:
            self._contest.refused()
            reason = f"login refused: {words.refusal(words.LOGIN, reply.body)}"
            self.on_trouble(f"The gateway does not let RiskGuard sign in again: {reason}")
            raise GatewayRefusedError(reason)
        else:
            if reply.status == 429:
                self._contest.hold(_LIMITED_S if reply.retry_after_s is None else reply.retry_after_s)
            answered = words.status_words(reply.status)
            raise GatewayUnreachableError(f"login: {answered}", answered)

    async def keep(self) -> None:
        """Validates hourly and logs in again before the token ends, for ever."""
        while True:
            await asyncio.sleep(_NAP_S)
            await self.look_after()

    async def look_after(self) -> None:
        """One look: nothing to do, or a renewed token, or a warning in the log and the next look decides."""
        if self._contest.settled(self.token):
            self.on_trouble(None)
        try:
            due = self._now() - self._checked_at >= VALIDATE_EVERY
            if self._ending() or self._contest.over(self.token) or (due and not await self._validate()):
                await self.renew(self.token, urgent=False)
        except (NoAnswerError, GatewayRefusedError, GatewayUnreachableError) as error:
            _log.warning("the gateway session could not be renewed: %s", error)

    async def _validate(self) -> bool:
        """False if the gateway says that the session is over; a newer token is taken if it gives one."""
        token = self.token
        self.on_call()
        reply = await self._transport.post(words.VALIDATE, {}, token)
        fresh = reply.body.get("newToken")
        if reply.status == 200 and reply.body.get("success") is True:
            self._checked_at = self._now()
            if isinstance(fresh, str) and fresh and self.token == token:
                self._take(fresh, instead_of=token)
        elif reply.body.get("success") is False or reply.status == 401:
            self.ended(token)
            return False
        return True

    def _ending(self, before: timedelta = RENEW_BEFORE_END) -> bool:
        return self._ends_at is not None and self._now() >= self._ends_at - before

    def _take(self, token: str, instead_of: str = "") -> None:
        self.token = token
        self._checked_at = self._now()
        self._ends_at = end_of(token)
        self._contest.taken(token, instead_of)


def _seen(login: asyncio.Task[None]) -> None:
    """Keeps a failed login whose callers have all gone from being reported as nobody's."""
    if not login.cancelled():
        login.exception()


def _nobody(_: str | None) -> None:
    """Where nobody listens."""


def _nothing() -> None:
    """Where nobody counts."""
