"""One hub client: its websocket, its handshake, and a bounded queue so that a slow reader harms only itself."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

from riskguard.paper import signalr
from riskguard.paper.paths import HubName
from riskguard.paper.signalr import Invocation, ProtocolError, Records


class HubClient:
    """`on_call` answers an invocation with an error text or None; it may send further messages through `send`."""

    def __init__(self, hub: HubName, session_id: str, request: web.Request, queue_limit: int) -> None:
        self.hub = hub
        self.session_id = session_id
        self.ready = False
        self.overflowed = False
        self._request = request
        self._socket = web.WebSocketResponse(autoping=True, max_msg_size=signalr.MAX_BUFFER)
        self._queue: deque[str] = deque()
        self._limit = queue_limit
        self._wake = asyncio.Event()
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._ending = False

    @property
    def port(self) -> int | None:
        """The client's own port."""
        name = self._request.transport.get_extra_info("peername") if self._request.transport else None
        return int(name[1]) if name else None

    def send(self, text: str) -> None:
        """Queues a record; a client that lets the queue overflow is dropped."""
        if self._ending:
            return
        if len(self._queue) >= self._limit:
            self.overflowed = True
            self.abort()
            return
        self._queue.append(text)
        self._wake.set()

    def end(self, text: str | None = None) -> None:
        """Sends a last record and closes politely."""
        if text:
            self.send(text)
        self._ending = True
        self._wake.set()

    def abort(self) -> None:
        """Cuts the connection without a word."""
        self._ending = True
        self._queue.clear()
        self._thawed.set()
        self._wake.set()
        if self._request.transport:
            self._request.transport.abort()

    def freeze(self) -> None:
        """Leaves the connection open but neither reads nor writes, not even pings: a peer that went away unsaid."""
        self._thawed.clear()
        if self._request.transport:
            self._request.transport.pause_reading()

    def thaw(self, lose: bool = False) -> None:
        """Goes on, late; what was to be sent meanwhile is sent now unless `lose`."""
        if self._thawed.is_set():
            return
        if lose:
            self._queue.clear()
        self._thawed.set()
        if self._request.transport:
            self._request.transport.resume_reading()

    async def serve(
        self, on_call: Callable[["HubClient", Invocation], str | None], handshake_s: float
    ) -> web.WebSocketResponse:
        """Runs until either side ends."""
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            await self._read(on_call, handshake_s)
        except ProtocolError as error:
            self.end(signalr.close(f"Connection closed with an error. {error}"))
        finally:
            self.end()
            with contextlib.suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(writer, timeout=1.0)
        return self._socket

    async def _read(self, on_call: Callable[["HubClient", Invocation], str | None], handshake_s: float) -> None:
        records = Records()
        deadline = asyncio.get_running_loop().call_later(handshake_s, self._handshake_missed)
        try:
            async for message in self._socket:
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    return
                for text in records.feed(_text(message.data)):
                    if not self._handle(text, on_call):
                        return
        finally:
            deadline.cancel()

    def _handshake_missed(self) -> None:
        if not self.ready:
            self.end(signalr.record({"error": "Handshake was canceled."}))

    def _handle(self, text: str, on_call: Callable[["HubClient", Invocation], str | None]) -> bool:
        if not self.ready:
            return self._shake_hands(text)
        message = signalr.read(text)
        if not isinstance(message, Invocation):
            return message
        error = on_call(self, message)
        if message.id is not None and error is not None:
            self.send(signalr.completion(message.id, error))
        return True

    def _shake_hands(self, text: str) -> bool:
        error = signalr.handshake_error(text)
        if error:
            self.end(signalr.record({"error": error}))
            return False
        self.send(signalr.HANDSHAKE_OK)
        self.ready = True
        return True

    async def _write(self) -> None:
        while True:
            while self._queue:
                await self._thawed.wait()
                if self._queue:
                    await self._socket.send_str(self._queue.popleft())
            await self._thawed.wait()
            if self._ending:
                break
            self._wake.clear()
            await self._wake.wait()
        await self._socket.close()


def _text(data: str | bytes) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ProtocolError("The message is not UTF-8.") from None
