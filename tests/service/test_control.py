"""The channel commands come in on: only who can read the secret is heard, and nothing that is sent breaks it."""

import asyncio
import json
import os
import socket
import stat
from collections.abc import AsyncIterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from riskguard.service.control import FILE_NAME, ControlServer, ask


class Answering:
    """A server that says back what it heard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.heard_at: list[float] = []
        self.server = ControlServer(folder, self._handle)

    def _handle(self, command: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self.heard.append((command, dict(arguments)))
        self.heard_at.append(asyncio.get_running_loop().time())
        return {"command": command, **arguments}

    @property
    def where(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / FILE_NAME).read_text(encoding="utf-8"))
        return found

    async def asks(self, command: str, **arguments: Any) -> dict[str, Any] | None:
        return await asyncio.to_thread(lambda: ask(self.folder, command, **arguments))

    async def sends(self, line: bytes) -> bytes:
        """What comes back for one raw line."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.where["port"])
        try:
            writer.write(line)
            await writer.drain()
            writer.write_eof()
            return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()


@pytest.fixture
async def answering(tmp_path: Path) -> AsyncIterator[Answering]:
    found = Answering(tmp_path)
    await found.server.start()
    yield found
    await found.server.stop()


async def test_a_flood_of_commands_leaves_the_loop_room_between_two_of_them(answering: Answering) -> None:
    answers = await asyncio.gather(*(answering.asks("flatten", number=number) for number in range(6)))
    assert sorted((answer or {}).get("number", -1) for answer in answers) == [0, 1, 2, 3, 4, 5]
    gaps = [later - earlier for earlier, later in pairwise(answering.heard_at)]
    assert min(gaps) >= 0.04


async def test_a_command_is_answered(answering: Answering) -> None:
    assert await answering.asks("flatten", account=4471) == {"command": "flatten", "account": 4471}
    assert answering.heard == [("flatten", {"account": 4471})]


async def test_the_secret_never_reaches_the_handler_and_is_not_told(answering: Answering) -> None:
    answer = await answering.asks("status")
    assert answering.heard == [("status", {})]
    assert answering.where["secret"] not in json.dumps(answer)


async def test_it_listens_on_this_machine_only(answering: Answering) -> None:
    with socket.create_connection(("127.0.0.1", answering.where["port"])) as link:
        assert link.getpeername()[0] == "127.0.0.1"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
async def test_only_the_owner_may_read_the_secret(answering: Answering) -> None:
    assert stat.S_IMODE((answering.folder / FILE_NAME).stat().st_mode) == 0o600


async def test_every_start_has_a_secret_of_its_own(answering: Answering, tmp_path: Path) -> None:
    other = Answering(tmp_path / "other")
    other.folder.mkdir()
    await other.server.start()
    assert other.where["secret"] != answering.where["secret"]
    assert len(other.where["secret"]) >= 32
    await other.server.stop()


@pytest.mark.parametrize("secret", ["", "wrong", None, 5, "\u00e4", []])
async def test_a_wrong_secret_is_refused_and_nothing_is_done(answering: Answering, secret: object) -> None:
    line = json.dumps({"secret": secret, "command": "flatten"}).encode() + b"\n"
    assert json.loads(await answering.sends(line)) == {"error": "wrong secret"}
    assert answering.heard == []


@pytest.mark.parametrize(
    "garbage",
    [
        b"\n",
        b"flatten\n",
        b"{\n",
        b"[]\n",
        b"5\n",
        b'"status"\n',
        b"null\n",
        b"{}\n",
        b'{"command": "flatten"}\n',
        b'{"secret": "x"}\n',
        b"\xff\xfe\x00\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_is_no_command_is_refused(answering: Answering, garbage: bytes) -> None:
    assert json.loads(await answering.sends(garbage)) == {"error": "not a command"}
    assert answering.heard == []
    assert await answering.asks("status") == {"command": "status"}


@pytest.mark.parametrize("endless", [b"x" * 9_000_000, b"x" * 9_000_000 + b"\n"])
async def test_a_line_that_is_too_long_is_not_answered_and_does_no_harm(answering: Answering, endless: bytes) -> None:
    assert await answering.sends(endless) == b""
    assert await answering.asks("status") == {"command": "status"}


async def test_who_says_nothing_holds_up_nobody(answering: Answering) -> None:
    with socket.create_connection(("127.0.0.1", answering.where["port"])):
        assert await answering.asks("status") == {"command": "status"}


async def test_after_the_end_nobody_answers_and_the_file_is_gone(tmp_path: Path) -> None:
    answering = Answering(tmp_path)
    await answering.server.start()
    await answering.server.stop()
    assert not (tmp_path / FILE_NAME).exists()
    assert await answering.asks("status") is None


def test_where_nothing_ever_ran_nobody_answers(tmp_path: Path) -> None:
    assert ask(tmp_path, "status") is None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    "left_behind",
    [
        "",
        "not json",
        "[]",
        "5",
        "{}",
        '{"port": 5}',
        '{"port": "x", "secret": "s"}',
        '{"port": null, "secret": "s"}',
    ],
)
def test_a_file_left_behind_in_pieces_leads_nowhere(tmp_path: Path, left_behind: str) -> None:
    (tmp_path / FILE_NAME).write_text(left_behind, encoding="utf-8")
    assert ask(tmp_path, "status") is None


def test_a_file_left_behind_by_a_killed_program_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"port": free_port(), "secret": "s", "pid": 1}), encoding="utf-8")
    assert ask(tmp_path, "status") is None


async def test_a_port_that_somebody_else_has_taken_meanwhile_is_not_an_answer(tmp_path: Path) -> None:
    async def chatter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 welcome to another program\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(chatter, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    (tmp_path / FILE_NAME).write_text(json.dumps({"port": port, "secret": "s"}), encoding="utf-8")
    assert await asyncio.to_thread(ask, tmp_path, "status") is None
    server.close()


async def test_a_start_replaces_the_file_left_behind(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("left behind", encoding="utf-8")
    (tmp_path / FILE_NAME).chmod(0o644)
    answering = Answering(tmp_path)
    await answering.server.start()
    assert await answering.asks("status") == {"command": "status"}
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600 or os.name == "nt"
    await answering.server.stop()


async def test_connections_that_say_nothing_take_no_more_than_their_share_of_sockets(answering: Answering) -> None:
    port = answering.where["port"]
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(64)]
    assert await answering.sends(b"{}\n") == b""
    for _, writer in silent:
        writer.write(b"\n")
    assert [await reader.read() for reader, _ in silent] == [b'{"error": "not a command"}\n'] * 64
    for _, writer in silent:
        writer.close()
    assert await answering.asks("status") == {"command": "status"}
