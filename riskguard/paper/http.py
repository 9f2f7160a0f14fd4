"""HTTP around the REST calls: paths, tokens, rate limits, bad bodies, faults, and the log of what came in."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass

from aiohttp import web

from riskguard.paper import striking, wire
from riskguard.paper.auth import LoginError, Session, Tokens
from riskguard.paper.faults import Fault, Faults, endpoint_of
from riskguard.paper.limits import Limiter
from riskguard.paper.negotiation import bearer
from riskguard.paper.orders import RefusedError
from riskguard.paper.rest import Rest

LOGIN, PING = "/auth/loginkey", "/status/ping"
LOG_SIZE = 10_000


@dataclass(slots=True)
class ReceivedRequest:
    """A REST call that came in. `path` without `/api`; `body` the JSON value, or None if it was none.

    `status` is the HTTP status answered; None while it is open, 0 if the answer was withheld.
    """

    at: float  # time.monotonic()
    path: str
    body: object
    status: int | None = None
    answer: object = None


class HttpApi:
    """Handles every path that is not a hub. `requests` keeps the last 10,000 calls, oldest first."""

    def __init__(self, rest: Rest, tokens: Tokens, limiter: Limiter, faults: Faults, one_device: bool) -> None:
        self._rest, self._tokens, self._limiter, self._faults = rest, tokens, limiter, faults
        self._one_device = one_device
        self.requests: deque[ReceivedRequest] = deque(maxlen=LOG_SIZE)
        self._answered: dict[tuple[str, int | None], str] = {}
        self._doubles: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers one request, and logs it."""
        endpoint = endpoint_of(request.path)
        if endpoint == PING:
            return _pong(request) if request.method in ("GET", "HEAD") else _method_not_allowed("GET")
        if endpoint != LOGIN and endpoint not in self._rest.calls:
            return web.Response(status=404)
        if request.method != "POST":
            return _method_not_allowed("POST")
        raw = await request.read()
        received = ReceivedRequest(time.monotonic(), _plain(request.path), _peek(raw))
        self.requests.append(received)
        await self._faults.thawed()
        response = await self._answer(request, endpoint, raw, received)
        received.status = response.status if response.status != striking.CUT else 0
        return response

    async def _answer(
        self, request: web.Request, endpoint: str, raw: bytes, received: ReceivedRequest
    ) -> web.StreamResponse:
        account_id = _account_of(received.body)
        struck = self._faults.due(endpoint) + self._faults.due_in(account_id, endpoint)
        early = await striking.before(self._faults, request, struck)
        if early is not None:
            return early
        response = await self._act(request, (endpoint, account_id), raw, struck)
        received.answer = response.text
        return await striking.after(self._faults, request, struck, response)

    async def _act(
        self, request: web.Request, call: tuple[str, int | None], raw: bytes, struck: list[Fault]
    ) -> web.Response:
        kinds = {fault.kind for fault in struck}
        if "stale" in kinds and call in self._answered:
            return web.json_response(text=self._answered[call])
        response = await self._serve(request, call[0], raw)
        if response.status == web.HTTPOk.status_code and response.text is not None:
            self._answered[call] = response.text
        for fault in struck:
            if fault.kind == "duplicate":
                await self._again(fault.seconds, request, call[0], raw)
        return response

    async def _again(self, seconds: float, request: web.Request, endpoint: str, raw: bytes) -> None:
        """The same call once more, as if the network had doubled it; its answer goes nowhere."""
        if not seconds:
            await self._serve(request, endpoint, raw)
            return
        task = asyncio.create_task(self._later(seconds, request, endpoint, raw))
        self._doubles.add(task)
        task.add_done_callback(self._doubles.discard)

    async def _later(self, seconds: float, request: web.Request, endpoint: str, raw: bytes) -> None:
        await asyncio.sleep(seconds)
        await self._serve(request, endpoint, raw)

    async def _serve(self, request: web.Request, endpoint: str, raw: bytes) -> web.Response:
        session = self._tokens.check(bearer(request))
        if session is None and endpoint != LOGIN:
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        wait_s = self._limiter.wait_s(session.id if session else str(request.remote), endpoint)
        if wait_s:
            return web.Response(status=429, headers={"Retry-After": str(int(wait_s) + 1)})
        try:
            if session is None or endpoint == LOGIN:
                return self._login(wire.read(wire.LoginKey, wire.parse(raw)))
            return await self._call(endpoint, raw, session)
        except wire.BadBodyError as error:
            return web.json_response(error.json(), status=400, content_type="application/problem+json")

    async def _call(self, endpoint: str, raw: bytes, session: Session) -> web.Response:
        value = wire.parse(raw)
        try:
            answer = await self._rest.calls[endpoint](value, session)
        except RefusedError as refused:
            return web.json_response(_outcome(refused.code, refused.message))
        return web.json_response(_outcome() | answer)

    def _login(self, body: wire.LoginKey) -> web.Response:
        earlier = self._tokens.live() if self._one_device else []
        try:
            session = self._tokens.login(body.user_name, body.api_key)
        except LoginError as error:
            return web.json_response(_outcome(error.code) | {"token": None}, status=401)
        for number in earlier:
            self._tokens.revoke(number)
        self._rest.end_sessions(earlier)
        return web.json_response(_outcome() | {"token": session.token})


def _outcome(code: int = 0, message: str | None = None) -> dict[str, object]:
    return {"success": code == 0, "errorCode": code, "errorMessage": message}


def _pong(request: web.Request) -> web.Response:
    if "application/json" in request.headers.get("Accept", ""):
        return web.json_response("pong")
    return web.Response(text="pong")


def _method_not_allowed(allowed: str) -> web.Response:
    return web.Response(status=405, headers={"Allow": allowed})


def _account_of(body: object) -> int | None:
    number = body.get("accountId") if isinstance(body, dict) else None
    return number if isinstance(number, int) else None


def _plain(path: str) -> str:
    while path.lower().startswith("/api/"):
        path = path[4:]
    return path


def _peek(raw: bytes) -> object:
    try:
        return wire.parse(raw)
    except wire.BadBodyError:
        return None
