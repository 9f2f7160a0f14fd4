"""One life of one hub connection: negotiate, open, read until it ends. It never retries; the keeper does.

The parts are pysignalr's. Its own loop around them is not used: it dies for good on a 503 or 401, has ten lives in all,
sleeps up to 60 s, and leaves tasks and half-open sockets behind (sdk.md section 4.1).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
from pysignalr import exceptions
from pysignalr.messages import CloseMessage, InvocationMessage, Message
from pysignalr.transport.abstract import ConnectionState
from pysignalr.transport.websocket import WebsocketTransport
from pysignalr.utils import replace_scheme
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from riskguard.gateway.errors import (
    GatewayRefusedError,
    GatewayUnreachableError,
    HubClosedError,
    HubLoggedOutError,
    SubscriptionRefusedError,
)
from riskguard.gateway.frames import TolerantProtocol
from riskguard.gateway.sdk import SignalRClient

_log = logging.getLogger(__name__)

_NO_NEGOTIATION = (404, 405)
_TOLD = (  # errors whose own words are for people
    GatewayRefusedError,
    GatewayUnreachableError,
    HubLoggedOutError,
    HubClosedError,
    SubscriptionRefusedError,
)
_OPEN_S = 8.0  # for each of negotiate, open and handshake
_REACH_S = 2  # for the TCP and TLS part of negotiate: a packet lost in an outage is sent again after seconds only
_CLOSE_S = 0.3
_STRANGERS = 50  # that many unknown names are remembered and logged
_PING_EVERY_S = 5.0
_PING_ANSWER_S = 5.0  # a frozen peer is noticed within 10 s; pysignalr's settings need up to 30


async def live(client: SignalRClient, heard: Callable[[Message], None], strangers: set[object]) -> None:
    """Runs until the connection ends, by returning or by raising why. `heard` is called for each message.

    `strangers` are unknown message types met so far; one more ends the connection, and is passed over on the next.
    Names of events nobody listens to are kept there too; they end nothing.
    """
    transport = client._transport
    transport._callback = _listening(client, heard, strangers)
    transport._protocol = TolerantProtocol(strangers)
    transport._connection_timeout = _REACH_S
    await transport._set_state(ConnectionState.connecting)
    async with asyncio.timeout(_OPEN_S):
        await _negotiate(transport)
    async with _socket(transport) as socket:
        try:
            await _converse(transport, socket)
        finally:
            transport._ws = None
            await transport._set_state(ConnectionState.disconnected)


async def _negotiate(transport: WebsocketTransport) -> None:
    """A hub that knows no negotiation is tried at its own address, without a connection id."""
    try:
        await transport._negotiate()
    except exceptions.ConnectionError as error:
        if error.status not in _NO_NEGOTIATION:
            raise
        transport._url = replace_scheme(transport._url, ws=True)


def _socket(transport: WebsocketTransport) -> connect:
    return connect(
        transport._url,
        additional_headers=transport._headers,
        open_timeout=_OPEN_S,
        close_timeout=_CLOSE_S,
        ping_interval=_PING_EVERY_S,
        ping_timeout=_PING_ANSWER_S,
        max_size=transport._max_size,
    )


async def _converse(transport: WebsocketTransport, socket: ClientConnection) -> None:
    async with asyncio.timeout(_OPEN_S):
        await transport._handshake(socket)
    transport._ws = socket
    await transport._set_state(ConnectionState.connected)
    pings = asyncio.create_task(transport._keepalive(socket))
    try:
        await transport._process(socket)
    finally:
        pings.cancel()
        await asyncio.gather(pings, return_exceptions=True)


def _listening(
    client: SignalRClient, heard: Callable[[Message], None], strangers: set[object]
) -> Callable[[Message], Awaitable[None]]:
    async def on_message(message: Message) -> None:
        heard(message)
        if _for_nobody(client, message, strangers):
            return
        await client._on_message(message)
        if isinstance(message, CloseMessage):  # without an error; the socket may stay, but nothing will come any more
            raise HubClosedError("the gateway closed the connection")

    return on_message


def _for_nobody(client: SignalRClient, message: Message, strangers: set[object]) -> bool:
    """An event no handler listens to. pysignalr would keep its name for good and write a line each time."""
    if not isinstance(message, InvocationMessage) or message.target in client._message_handlers:
        return False
    if message.invocation_id is not None:  # somebody waits for an answer: pysignalr gives one
        return False
    name = f"event {message.target[:40]}"
    if name not in strangers and len(strangers) < _STRANGERS:
        strangers.add(name)
        _log.info("the hub sends events nobody here listens to: %s", message.target[:40])
    return True


def abort(client: SignalRClient) -> None:
    """Ends the open connection at once and without a word: `live` raises."""
    socket = client._transport._ws
    if socket is not None:
        socket.transport.abort()


def is_unauthorized(error: Exception) -> bool:
    """Whether the hub rejected the token."""
    if isinstance(error, InvalidStatus):
        return error.response.status_code == 401
    return isinstance(error, exceptions.AuthorizationError)


def loss_words(error: Exception | None) -> str:
    """Why a connection ended or did not come about, in words."""
    if error is None:
        return "the connection was closed"
    return str(error) if isinstance(error, _TOLD) else _library_words(error)


def _library_words(error: Exception) -> str:
    match error:
        case exceptions.AuthorizationError():
            words = "the hub does not accept the session (401)"
        case exceptions.ConnectionError():
            words = f"the hub is not working ({error.status})"
        case exceptions.ServerError():
            words = f"the gateway ended the connection: {error.message}"
        case ConnectionClosed():
            words = "the connection was closed" if error.rcvd else "the connection broke off"
        case InvalidStatus():
            words = f"the hub refused the connection ({error.response.status_code})"
        case TimeoutError():
            words = "the hub did not answer in time"
        case aiohttp.ClientError() | OSError() | InvalidHandshake():
            words = "the hub cannot be reached"
        case _:
            words = f"the hub sent something that cannot be read ({type(error).__name__})"
    return words
