"""A second start finds the first; two guards on one account find each other, and nobody else."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored
from riskguard.service.control import ControlServer
from riskguard.service.instances import (
    InstanceWatch,
    Presence,
    Running,
    account_mark,
    bring_to_front,
    gateway_mark,
    running_pid,
    runtime_dir,
)

URL = "https://api.example.com"
HOLD = """
import sys, time
from pathlib import Path
from riskguard.service.instances import Presence
held = Presence(Path(sys.argv[1]), Path(sys.argv[2]))
held.tell(["mark"])
sys.stdout.write("held\\n")
sys.stdout.flush()
time.sleep(60)
"""


# --- a second start


@pytest.mark.parametrize("shown", [True, False])
async def test_the_first_is_asked_to_show_itself_and_says_whether_it_has_a_window(tmp_path: Path, shown: bool) -> None:
    asked: list[str] = []

    def handle(command: str, _: Mapping[str, Any]) -> dict[str, Any]:
        asked.append(command)
        return {"shown": shown}

    server = ControlServer(tmp_path, handle)
    await server.start()
    found = await asyncio.to_thread(bring_to_front, tmp_path)
    assert (found, asked) == (Running(running_pid(tmp_path), shown), ["show"])
    assert found.pid is not None
    await server.stop()


async def test_a_first_one_that_is_still_starting_is_waited_for(tmp_path: Path) -> None:
    server = ControlServer(tmp_path, lambda *_: {"shown": True})
    asking = asyncio.create_task(asyncio.to_thread(bring_to_front, tmp_path, 10))
    await asyncio.sleep(0.3)
    await server.start()
    assert (await asking).shown
    await server.stop()


def test_one_that_does_not_answer_is_not_waited_for_long(tmp_path: Path) -> None:
    assert bring_to_front(tmp_path, 0.2) == Running(None, shown=False, silent=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pid": "x"}'])
def test_a_control_file_in_pieces_names_no_process(tmp_path: Path, text: str) -> None:
    (tmp_path / "control.json").write_text(text, encoding="utf-8")
    assert running_pid(tmp_path) is None


# --- two guards on one account


def guard(folder: Path, name: str, heard: list[Event], *accounts: int, url: str = URL) -> InstanceWatch:
    (folder / name).mkdir(exist_ok=True)
    names = {account: f"PRAC-{account}" for account in accounts}
    return InstanceWatch(folder / name, url, lambda: names, heard.append, folder / "running")


async def lives(*watches: InstanceWatch) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(watch.run()) for watch in watches]
    await asyncio.sleep(0.2)
    return tasks


async def ends(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(heard: list[Event], count: int) -> None:
    end = time.monotonic() + 15
    while len(heard) < count:
        assert time.monotonic() < end, heard
        await asyncio.sleep(0.02)


async def test_both_guards_of_an_account_say_so_and_that_it_is_over(tmp_path: Path) -> None:
    first, second = list[Event](), list[Event]()
    one = await lives(guard(tmp_path, "one", first, 1, 2))
    other = await lives(guard(tmp_path, "other", second, 2, 3))
    await until(second, 1)
    await until(first, 1)
    assert isinstance(second[0], ProtectionReduced)
    assert second[0].words.startswith("PRAC-2 is guarded by another RiskGuard too (process ")
    assert str(tmp_path / "one") in second[0].words
    assert not second[0].grave
    await ends(*other)
    await until(first, 2)
    assert first[1] == ProtectionRestored("two_guards")
    await ends(*one)
    assert list((tmp_path / "running").iterdir()) == []


@pytest.mark.parametrize(("account", "url"), [(2, URL), (1, "https://other.example.com")])
async def test_guards_of_other_accounts_or_gateways_do_not_meet(tmp_path: Path, account: int, url: str) -> None:
    heard: list[Event] = []
    tasks = await lives(guard(tmp_path, "one", heard, 1), guard(tmp_path, "other", heard, account, url=url))
    await asyncio.sleep(0.5)
    await ends(*tasks)
    assert heard == []


def test_a_killed_guard_is_gone_and_what_it_left_is_cleared_away(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "killed"), str(tmp_path / "running")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    presence = Presence(tmp_path / "mine", tmp_path / "running")
    presence.tell(["mark"])
    assert [(one.pid, one.marks) for one in presence.others()] == [(process.pid, frozenset({"mark"}))]
    process.kill()
    process.wait()
    process.stdout.close()
    assert presence.others() == []
    presence.close()
    assert list((tmp_path / "running").iterdir()) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"pid": 1, "data_dir": "x"}'])
def test_word_left_in_pieces_is_passed_over(tmp_path: Path, text: str) -> None:
    one, other = Presence(tmp_path / "one", tmp_path), Presence(tmp_path / "other", tmp_path)
    one.tell([])
    next(tmp_path.glob("*.json")).write_text(text, encoding="utf-8")
    assert other.others() == []
    one.close()
    other.close()


async def test_where_no_word_can_be_left_guarding_goes_on(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("a file", encoding="utf-8")
    heard: list[Event] = []
    await asyncio.wait_for(guard(tmp_path, "one", heard, 1).run(), 5)
    assert heard == []


def test_an_account_is_marked_by_its_gateway_and_number() -> None:
    marks = {account_mark(URL, 1), account_mark(URL, 2), account_mark("https://other.example.com", 1)}
    assert len(marks) == 3
    assert account_mark(URL, 1) == account_mark(f"{URL.upper()}/", 1)


def test_word_is_left_where_only_this_user_looks() -> None:
    assert "riskguard" in str(runtime_dir()).lower()


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://API.topstepx.com", True),
        ("https://api.topstepx.com:443/api", True),
        ("http://api.topstepx.com/api", False),
        ("https://api.example.com/api", False),
        ("http://127.0.0.1:8000/api", False),
    ],
)
def test_a_gateway_is_known_by_protocol_and_name(url: str, same: bool) -> None:
    assert (gateway_mark(url) == gateway_mark("https://api.topstepx.com/api")) is same
