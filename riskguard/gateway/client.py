"""Calls with explicit ids: reads fail fast and with words, mutating calls leave at once and never raise."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from riskguard.domain.events import Result
from riskguard.engine.ports import Answer, GatewayUnreachedError, GatewayUnreadableError
from riskguard.gateway import words
from riskguard.gateway.budget import ReadBudget, bars_budget
from riskguard.gateway.errors import (
    GatewayRefusedError,
    GatewayUnreachableError,
    NoAnswerError,
    NotSentError,
    PathUnknownError,
)
from riskguard.gateway.session import Session
from riskguard.gateway.settings import GatewaySettings
from riskguard.gateway.transport import Reply, Transport

_log = logging.getLogger(__name__)

_NOT_TAKEN = (400, 404, 405)
BARS = "/History/retrieveBars"


class GatewayClient:
    """One user's calls. A 401 means: log in, repeat once; a rejected session carried nothing out.

    What changes something logs in at once; a read first asks whether the session is over or only that path closed.
    """

    def __init__(
        self,
        settings: GatewaySettings,
        *,
        now: Callable[[], datetime],
        on_server_time: Callable[[datetime], None] | None = None,
        budget: ReadBudget | None = None,
    ) -> None:
        self.now = now
        self.budget = budget or ReadBudget()
        self._transport = Transport(settings, on_server_time)
        monotonic = self.budget.monotonic
        self.session = Session(self._transport, settings.user, settings.key, now, monotonic=monotonic)
        self.session.on_call = self.budget.count
        self._bars = bars_budget(monotonic)
        self._not_taken: set[str] = set()
        self.latency = self._transport.latency

    async def open(self) -> None:
        await self._transport.open()

    async def close(self) -> None:
        await self._transport.close()
        await self.session.stop()

    async def read(self, path: str, body: Mapping[str, object]) -> Mapping[str, object]:
        """A search's answer, when its turn has come; errors as for `read_admitted`."""
        self.require_session()
        await self._budget_of(path).admit()
        return await self.read_admitted(path, body)

    def require_session(self) -> None:
        """GatewayUnreadableError while there is none and the next login is put off: no call is spent on that."""
        try:
            self.session.check()
        except GatewayUnreachableError as error:
            raise GatewayUnreachedError(str(error)) from error

    async def read_admitted(self, path: str, body: Mapping[str, object]) -> Mapping[str, object]:
        """A search for which the caller has asked the budget.

        GatewayUnreadableError (PathUnknownError on 400, 404, 405) with words, never an empty stand-in.
        """
        try:
            reply = await self._call(path, body, urgent=False)
        except (NoAnswerError, GatewayUnreachableError) as error:
            raise GatewayUnreachedError(f"{path}: {error}", str(error)) from error
        except GatewayRefusedError as error:
            raise GatewayUnreadableError(f"{path}: {error}", error.told) from error
        if reply.status == 429:
            self._budget_of(path).pause(reply.retry_after_s)
        if reply.status in _NOT_TAKEN:
            self._note_not_taken(path, reply.status)
            raise PathUnknownError(*_unread(path, words.status_words(reply.status)))
        if reply.status != 200:
            raise GatewayUnreadableError(*_unread(path, words.status_words(reply.status)))
        if reply.body.get("success") is not True:
            raise GatewayUnreadableError(*_unread(path, words.refusal(path, reply.body)))
        return reply.body

    async def act(self, path: str, body: Mapping[str, object]) -> Answer:
        """One mutating call. UNKNOWN where it may have been carried out: the caller re-reads before it repeats.

        One that is answered 429 makes reads stand back as long as the gateway says, so that the next try has room.
        """
        self.budget.count()
        try:
            reply = await self._call(path, body, urgent=True)
        except NoAnswerError as error:
            return Answer(Result.UNKNOWN, str(error))
        except (GatewayRefusedError, GatewayUnreachableError) as error:
            return Answer(Result.REFUSED, str(error))  # the session was rejected and no new one to be had: nothing done
        if reply.status == 429:
            self.budget.pause(reply.retry_after_s)
        if reply.status >= 500:
            return Answer(Result.UNKNOWN, words.status_words(reply.status))
        if reply.status == 200 and "success" not in reply.body:
            return Answer(Result.UNKNOWN, "the gateway's answer could not be read")
        if reply.status != 200:
            # 4xx: turned away before it was looked at
            return Answer(Result.REFUSED, words.status_words(reply.status), reply.retry_after_s)
        return words.answer(path, reply.body)

    async def _call(self, path: str, body: Mapping[str, object], *, urgent: bool) -> Reply:
        if not urgent:
            self.session.check()
        token = self.session.token
        try:
            reply = await self._transport.post(path, body, token)
        except NotSentError:
            self._budget_of(path).give_back()
            raise
        if reply.status != 401 or not (urgent or await self.session.is_over(token)):
            return reply
        fresh = await self.session.renew(rejected=token, urgent=urgent)
        self.budget.count()
        again = await self._transport.post(path, body, fresh)
        if again.status != 401:
            self.session.ended(token)  # now it is certain also where nobody asked
        return again

    def _budget_of(self, path: str) -> ReadBudget:
        return self._bars if path == BARS else self.budget

    def _note_not_taken(self, path: str, status: int) -> None:
        if path not in self._not_taken:
            self._not_taken.add(path)
            _log.warning("the gateway does not take %s (%d)", path, status)


def _unread(path: str, why: str) -> tuple[str, str]:
    """For the log with the path, for people without it."""
    return f"{path}: {why}", why
