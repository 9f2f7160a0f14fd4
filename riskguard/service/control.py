"""The control channel: one JSON line in, one out, on loopback, opened with a secret only the owner can read.

The port and the secret stand in `control.json` in the data directory; a file left behind by a killed program leads
nowhere and is told apart by the refused connection.
"""

import asyncio
import hmac
import json
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

FILE_NAME = "control.json"
WATCH = "watch"
_MAX_LINE = 4 << 20  # a settings file may hold years of news events
ANSWERED_WITHIN_S = 3.0
_AT_ONCE = 64
"""More connections than that are closed: they would take the sockets that closes and cancels need."""
_APART_S = 0.05
"""Commands wait for one another: thousands at once would all stand before what the gateway says next."""

type Answer = dict[str, Any]
type Handler = Callable[[str, Mapping[str, Any]], Answer | Awaitable[Answer]]
type Hold = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class ControlServer:
    """Answers commands of the command line; `handler(command, arguments)` runs on the loop and returns at once.

    What takes longer it returns as something to await.
    """

    def __init__(self, data_dir: Path, handler: Handler, hold: Hold | None = None) -> None:
        """`hold` has the connections of watchdogs, which stay open."""
        self._hold = hold
        self._path = data_dir / FILE_NAME
        self._handler = handler
        self._secret = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._served = 0
        self._turn, self._free_at = asyncio.Lock(), 0.0

    async def start(self) -> None:
        """OSError where nobody can be told of it; it may be tried again."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_LINE)
        port = self._server.sockets[0].getsockname()[1]
        text = json.dumps({"port": port, "secret": self._secret, "pid": os.getpid()})
        await asyncio.to_thread(_write_owner_only, self._path, text)

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        await asyncio.to_thread(self._path.unlink, missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._served >= _AT_ONCE:
            writer.close()
            return
        self._served += 1
        try:
            line = await asyncio.wait_for(reader.readline(), ANSWERED_WITHIN_S)
            answer = self._answer(line, (reader, writer))
            found = answer if isinstance(answer, dict) else await answer
            if found is not None:
                writer.write(json.dumps(found).encode() + b"\n")
                await writer.drain()
        except (TimeoutError, ValueError, ConnectionError):
            pass
        finally:
            self._served -= 1
            writer.close()

    def _answer(
        self, line: bytes, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    ) -> Answer | Awaitable[Answer | None]:
        try:
            asked = json.loads(line)
            secret, command = str(asked.pop("secret")), str(asked.pop("command"))
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            return {"error": "not a command"}
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return {"error": "wrong secret"}
        if command == WATCH and self._hold:
            return self._hold(*streams)
        return self._in_turn(command, asked)

    async def _in_turn(self, command: str, asked: Mapping[str, Any]) -> Answer:
        now = asyncio.get_running_loop().time
        async with self._turn:
            await asyncio.sleep(max(0.0, self._free_at - now()))
            self._free_at = now() + _APART_S
            found = self._handler(command, asked)
        return found if isinstance(found, dict) else await found


def ask(data_dir: Path, command: str, **arguments: Any) -> Answer | None:
    """Ask the program running on a data directory; None when none is. Blocks: for the command line only."""
    try:
        return ask_once(data_dir, command, arguments, ANSWERED_WITHIN_S)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ask_once(data_dir: Path, command: str, arguments: Mapping[str, Any], timeout_s: float) -> Answer:
    """The same, with the error: TimeoutError where somebody listens and says nothing, another one else."""
    where = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    with socket.create_connection(("127.0.0.1", int(where["port"])), timeout=timeout_s) as link:
        link.sendall(json.dumps({"secret": where["secret"], "command": command, **arguments}).encode() + b"\n")
        with link.makefile("rb") as lines:
            answer = json.loads(lines.readline())
    if not isinstance(answer, dict):
        raise TypeError(f"the answer was {answer!r}; it should be an object")
    return answer


def _write_owner_only(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
