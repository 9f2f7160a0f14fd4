"""A running paper gateway, a bare REST trader and a bare SignalR ear: real sockets, no SDK."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import aiohttp
import pytest

from riskguard.paper import PaperConfig, PaperGateway

END = "\x1e"


async def until(holds: Callable[[], object], within_s: float = 5.0) -> None:
    """Waits until something holds; fails if it does not."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "did not come to hold"
        await asyncio.sleep(0.01)


class Trader:
    """Calls the REST side with a token."""

    def __init__(self, gw: PaperGateway, http: aiohttp.ClientSession) -> None:
        self.gw, self.http = gw, http
        self.token = ""
        self.account = gw.accounts[0].id

    async def login(self) -> str:
        answer = await self.call("/Auth/loginKey", userName=self.gw.user, apiKey=self.gw.key)
        self.token = answer["token"]
        return self.token

    async def post(self, path: str, raw: str | bytes, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        async with self.http.post(self.gw.api_url + path, data=raw, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if "json" in response.content_type else text

    async def call(self, path: str, **body: Any) -> Any:
        status, answer = await self.post(path, json.dumps(body))
        assert status == 200, (status, answer)
        return answer

    async def place(self, contract: str, kind: int = 2, side: int = 0, size: int = 1, **more: Any) -> Any:
        body = {"accountId": self.account, "contractId": contract, "type": kind, "side": side, "size": size}
        return await self.call("/Order/place", **body | more)

    async def status(self, path: str, **body: Any) -> int:
        status, _ = await self.post(path, json.dumps(body))
        return status


class Ear:
    """A hub client spoken by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[dict[str, Any]] = []
        self._buffer = ""

    async def say(self, message: object) -> None:
        await self.socket.send_str(json.dumps(message) + END)

    async def shake_hands(self) -> None:
        await self.say({"protocol": "json", "version": 1})
        assert await self.next() == {}

    async def next(self, timeout_s: float = 2.0) -> dict[str, Any]:
        async with asyncio.timeout(timeout_s):
            while END not in self._buffer:
                message = await self.socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise EOFError(f"{message.type}")
                self._buffer += message.data
        record, _, self._buffer = self._buffer.partition(END)
        parsed: dict[str, Any] = json.loads(record)
        return parsed

    async def call(self, target: str, *arguments: object, number: str | None = "1") -> dict[str, Any]:
        """Invokes and gives the completion; what comes before is kept in `heard`."""
        message: dict[str, object] = {"type": 1, "target": target, "arguments": list(arguments)}
        await self.say(message | ({"invocationId": number} if number else {}))
        while number:
            answer = await self.next()
            if answer.get("type") == 3:
                return answer
            self.heard.append(answer)
        return {}

    async def until(self, target: str, count: int = 1) -> list[dict[str, Any]]:
        """Listens until so many messages of a target came; gives all that came."""
        came: list[dict[str, Any]] = []
        while sum(message.get("target") == target for message in came) < count:
            came.append(await self.next())
        return came

    async def ended(self) -> list[dict[str, Any]]:
        """Listens until the server closes; gives what came."""
        came: list[dict[str, Any]] = []
        try:
            while True:
                came.append(await self.next())
        except (EOFError, ConnectionError):
            return came


class Serve(Protocol):
    """Starts a gateway with a config and logs a trader in."""

    def __call__(self, config: PaperConfig | None = None) -> AbstractAsyncContextManager[Trader]: ...


@pytest.fixture
def serve() -> Serve:
    @asynccontextmanager
    async def start(config: PaperConfig | None = None) -> AsyncIterator[Trader]:
        async with PaperGateway(config) as gw, aiohttp.ClientSession() as http:
            trader = Trader(gw, http)
            await trader.login()
            yield trader

    return start


@pytest.fixture
async def trader(serve: Serve) -> AsyncIterator[Trader]:
    async with serve() as started:
        yield started


class Listen(Protocol):
    """Connects to a hub and shakes hands."""

    def __call__(self, trader: Trader, hub: str) -> AbstractAsyncContextManager[Ear]: ...


@pytest.fixture
def listen() -> Listen:
    @asynccontextmanager
    async def connect(trader: Trader, hub: str) -> AsyncIterator[Ear]:
        url = f"{trader.gw.url}/hubs/{hub}?access_token={trader.token}"
        async with trader.http.ws_connect(url) as socket:
            ear = Ear(socket)
            await ear.shake_hands()
            yield ear

    return connect
