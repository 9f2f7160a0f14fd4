"""One HTTP request to the gateway: out at once, one answer or NoAnswerError within the timeout, never repeated here.

It uses the SDK's HTTP session but not its `_make_request`: that one sleeps 1 + 2 s between retries of a read and 60 s
on a 429, turns 401 and 429 of a close into a lost answer, and makes an error of a cancellation.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from riskguard.gateway.errors import CertificatesError, NoAnswerError, NotSentError
from riskguard.gateway.latency import Latency
from riskguard.gateway.sdk import ProjectX, config_of, tame
from riskguard.gateway.settings import GatewaySettings

_LAND_S = 1.0  # how long a request under way may still take when everything stops


@dataclass(frozen=True, slots=True)
class Reply:
    """`body` is empty where the answer is no JSON object; `retry_after_s` None where it does not say."""

    status: int
    body: Mapping[str, object]
    retry_after_s: int | None = None


class Transport:
    """The SDK's HTTP session. Tells the gateway's own time, from each answer's Date header."""

    def __init__(self, settings: GatewaySettings, on_server_time: Callable[[datetime], None] | None) -> None:
        self._sdk = ProjectX(settings.user, settings.key, config=config_of(settings))
        self._api_url = settings.api_url
        self._timeout_s = settings.timeout_s
        self._on_server_time = on_server_time
        self._under_way: set[asyncio.Task[httpx.Response]] = set()
        self._session: httpx.AsyncClient | None = None
        self.latency = Latency()

    async def open(self) -> None:
        """CertificatesError where what the environment names for them leads nowhere."""
        if self._session is None:
            try:
                await self._sdk.__aenter__()
            except OSError as error:
                why = f"the certificates cannot be read ({error.strerror})"
                raise CertificatesError(f"{why}; see SSL_CERT_FILE and SSL_CERT_DIR in the environment") from error
            self._session = self._sdk._client
        tame()  # loggers that came with the session

    async def close(self) -> None:
        """Lets requests under way land, for a moment, then ends the session."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_LAND_S)
            for request in late:
                request.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._session = None
        await self._sdk.__aexit__(None, None, None)

    async def post(self, path: str, body: Mapping[str, object], token: str = "") -> Reply:
        """Raises NoAnswerError with words. A caller that is cancelled or out of time leaves; the request still lands.

        It runs in a task of its own because httpx's pool does not survive a request cancelled half way (SDK issue 85),
        and because a close that has left must not be torn apart.
        """
        if self._session is None:
            raise NoAnswerError("the gateway link is closed")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sending = self._session.post(f"{self._api_url}{path}", json=body, headers=headers)
        request = asyncio.create_task(sending, name=f"gateway {path}")
        self._under_way.add(request)
        request.add_done_callback(self._landed)
        asked_at = time.monotonic()
        await asyncio.wait({request}, timeout=self._timeout_s)
        response = self._answer(request)
        self.latency.add(time.monotonic() - asked_at)
        self._tell_time(response)
        return Reply(response.status_code, _object(response), _retry_after_s(response))

    def _answer(self, request: asyncio.Task[httpx.Response]) -> httpx.Response:
        if not request.done() or request.cancelled():
            raise NoAnswerError(
                f"no answer within {self._timeout_s:g} s" if not request.done() else "the link was closed"
            )
        error = request.exception()  # whatever a library throws here, the caller needs an answer
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            raise NotSentError("the gateway cannot be reached") from error
        if isinstance(error, httpx.TimeoutException):
            raise NoAnswerError(f"no answer within {self._timeout_s:g} s") from error
        if error is not None:
            raise NoAnswerError(f"the connection failed ({type(error).__name__})") from error
        return request.result()

    def _landed(self, request: asyncio.Task[httpx.Response]) -> None:
        self._under_way.discard(request)
        if not request.cancelled():
            request.exception()  # seen, so that a request nobody waits for any more leaves no warning

    def _tell_time(self, response: httpx.Response) -> None:
        if self._on_server_time is None or "Date" not in response.headers:
            return
        try:
            stamp = parsedate_to_datetime(response.headers["Date"])
        except (ValueError, OverflowError):
            return
        if stamp.tzinfo is not None:
            self._on_server_time(stamp)


def _retry_after_s(response: httpx.Response) -> int | None:
    """In seconds, also where the header names an instant: that counts from the answer's own Date."""
    told = response.headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return int(told) if len(told) < 10 else None
    try:
        stamps = [parsedate_to_datetime(text) for text in (told, response.headers.get("Date", ""))]
    except (ValueError, OverflowError):
        return None
    until, now = (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC) for stamp in stamps)
    return max(round((until - now).total_seconds()), 0)


def _object(response: httpx.Response) -> Mapping[str, object]:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
