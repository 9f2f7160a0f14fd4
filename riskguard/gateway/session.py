"""The login and its token: one login at a time, renewed before it ends, and at once when the gateway rejects it."""

import asyncio
import base64
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from riskguard.gateway import words
from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError, NoAnswerError
from riskguard.gateway.transport import Transport

_log = logging.getLogger(__name__)

VALIDATE_EVERY = timedelta(hours=1)
RENEW_BEFORE_END = timedelta(minutes=5)
_NAP_S = 30.0  # short naps, so that a machine that slept notices


class Session:
    """Holds the token. Hubs ask for it at each start, so a new one reaches them without being pushed."""

    def __init__(self, transport: Transport, user: str, key: str, now: Callable[[], datetime]) -> None:
        self._transport = transport
        self._credentials = {"userName": user, "apiKey": key}
        self._now = now
        self._login: asyncio.Task[None] | None = None
        self._checked_at = now()
        self._ends_at: datetime | None = None
        self.token = ""

    async def fresh(self, rejected: str = "") -> str:
        """The present token, or a new one if that one was rejected or is about to end. Errors as for `renew`."""
        if rejected or self._ending():
            return await self.renew(rejected or self.token)
        return self.token

    async def renew(self, rejected: str) -> str:
        """A token other than the rejected one. GatewayRefusedError with the gateway's reason, GatewayUnreachableError.

        Whoever comes while a login is under way shares its outcome, also a failure: closes must not queue up behind
        login after login. The SDK's own login is not used: it drops the gateway's reason, and five callers make five.
        """
        if self.token == rejected:
            if self._login is None or self._login.done():
                self._login = asyncio.create_task(self._log_in(), name="gateway login")
                self._login.add_done_callback(_seen)
            await asyncio.wait({self._login})
            self._login.result()
        return self.token

    async def stop(self) -> None:
        """Waits for a login under way; its request has been ended before."""
        if self._login:
            await asyncio.gather(self._login, return_exceptions=True)

    async def _log_in(self) -> None:
        try:
            reply = await self._transport.post(words.LOGIN, self._credentials)
        except NoAnswerError as error:
            raise GatewayUnreachableError(f"login: {error}") from error
        token = reply.body.get("token")
        if reply.status == 200 and reply.body.get("success") is True and isinstance(token, str) and token:
            self._take(token)
        elif reply.status in (200, 401, 403) and reply.body:
            raise GatewayRefusedError(f"login refused: {words.refusal(words.LOGIN, reply.body)}")
        else:
            raise GatewayUnreachableError(f"login: {words.status_words(reply.status)}")

    async def keep(self) -> None:
        """Validates hourly and logs in again before the token ends, for ever."""
        while True:
            await asyncio.sleep(_NAP_S)
            await self.look_after()

    async def look_after(self) -> None:
        """One look: nothing to do, or a renewed token, or a warning in the log and the next look decides."""
        try:
            if self._ending():
                await self.renew(rejected=self.token)
            elif self._now() - self._checked_at >= VALIDATE_EVERY:
                await self._validate()
        except (NoAnswerError, GatewayRefusedError, GatewayUnreachableError) as error:
            _log.warning("the gateway session could not be renewed: %s", error)

    async def _validate(self) -> None:
        token = self.token
        reply = await self._transport.post(words.VALIDATE, {}, token)
        fresh = reply.body.get("newToken")
        if reply.status == 200 and reply.body.get("success") is True:
            self._checked_at = self._now()
            if isinstance(fresh, str) and fresh and self.token == token:
                self._take(fresh)
        elif reply.status in (200, 401):
            await self.renew(rejected=token)

    def _ending(self) -> bool:
        return self._ends_at is not None and self._now() >= self._ends_at - RENEW_BEFORE_END

    def _take(self, token: str) -> None:
        self.token = token
        self._checked_at = self._now()
        self._ends_at = end_of(token)


def _seen(login: asyncio.Task[None]) -> None:
    """Keeps a failed login whose callers have all gone from being reported as nobody's."""
    if not login.cancelled():
        login.exception()


def end_of(token: str) -> datetime | None:
    """When a JWT ends, read from its `exp`; None if it does not say: then a 401 will."""
    try:
        claims = token.split(".")[1]
        decoded = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return datetime.fromtimestamp(decoded["exp"], UTC)
    except (IndexError, ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
