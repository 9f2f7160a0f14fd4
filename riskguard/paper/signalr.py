"""The SignalR JSON protocol: records, handshake and message types. Knows neither sockets nor hubs."""

import json
from dataclasses import dataclass, field
from typing import Any

SEPARATOR = "\x1e"
INVOCATION, COMPLETION, STREAM, PING, CLOSE = 1, 3, 4, 6, 7
MAX_BUFFER = 1_000_000
VERSION = 2


class ProtocolError(Exception):
    """The client broke the protocol; the connection ends with this text."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A hub method called by a client. `id` None: no answer is wanted."""

    target: str
    arguments: list[Any]
    id: str | None


@dataclass(slots=True)
class Records:
    """Cuts a stream of text frames into records, however they are spread over frames."""

    _rest: str = field(default="")

    def feed(self, text: str) -> list[str]:
        *whole, self._rest = (self._rest + text).split(SEPARATOR)
        if len(self._rest) > MAX_BUFFER:
            raise ProtocolError("The message is too long.")
        return whole


def record(message: object) -> str:
    return json.dumps(message, separators=(",", ":")) + SEPARATOR


def invocation(target: str, *arguments: object) -> str:
    return record({"type": INVOCATION, "target": target, "arguments": list(arguments)})


def completion(number: str, error: str | None = None) -> str:
    outcome: dict[str, object] = {"result": None} if error is None else {"error": error}
    return record({"type": COMPLETION, "invocationId": number} | outcome)


def close(error: str | None = None) -> str:
    return record({"type": CLOSE} | ({"error": error} if error else {"allowReconnect": True}))


PING_RECORD = record({"type": PING})
HANDSHAKE_OK = record({})


def handshake_error(text: str) -> str | None:
    """What is wrong with a handshake request, or None."""
    request = _object(text)
    name = request.get("protocol")
    if name != "json":
        return f"The protocol '{name}' is not supported."
    version = request.get("version")
    if not isinstance(version, int) or version > VERSION:  # signalrcore says 0
        return f"The server does not support version {version} of the 'json' protocol."
    return None


def read(text: str) -> Invocation | bool:
    """An invocation; True for any other message to ignore, False when the client says goodbye.

    Raises ProtocolError for what is no message at all.
    """
    message = _object(text)
    kind = message.get("type")
    if not isinstance(kind, int) or isinstance(kind, bool):
        raise ProtocolError("Missing required property 'type'.")
    if kind not in (INVOCATION, STREAM):
        return kind != CLOSE
    target, arguments, number = message.get("target"), message.get("arguments"), message.get("invocationId")
    if not isinstance(target, str):
        raise ProtocolError("Missing required property 'target'.")
    if not isinstance(arguments, list):
        raise ProtocolError("Missing required property 'arguments'.")
    return Invocation(target if kind == INVOCATION else f"stream {target}", arguments, _number(number))


def _number(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ProtocolError("Expected 'invocationId' to be of type String.")
    return value


def _object(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise ProtocolError("Error reading JSON.") from None
    if not isinstance(message, dict):
        raise ProtocolError("Unexpected JSON token; expected an object.")
    return message
