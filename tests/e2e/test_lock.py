"""`riskguard lock`: a trader locks himself out, and nothing takes it back."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from riskguard.cli.lock import run
from riskguard.cli.parser import make_parser
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT

SETTINGS = "[rules.max_contracts]\nlimit = 5\n"


async def lock(data_dir: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "riskguard", "lock", "--data-dir", str(data_dir), *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout + done.stderr


async def test_a_trader_who_locks_himself_out_is_flat_and_stays_locked_over_a_restart(lay: Lay) -> None:
    road = await lay(SETTINGS)
    road.buys("MNQ", 2)
    road.orders("MES", LIMIT, BUY, 1, 6_800)
    code, words = await lock(road.data_dir, "--for", "1h", "--yes")
    assert (code, words[:13]) == (0, "Locked until "), words
    await road.until(lambda: road.hard_locked() and road.sizes() == {} and road.working() == [])
    (held,) = road.view().lockouts
    assert (held.rule, held.cause) == ("MANUAL", "Locked by you")
    code, words = await lock(road.data_dir, "--for", "5m", "--yes")
    assert (code, f"{road.first} was locked for longer until " in words) == (0, True), words
    assert road.view().lockouts[0].until == held.until, "shorter: changes nothing"
    await road.stop()
    await road.arm()
    assert road.view().lockouts[0].until == held.until
    road.buys("MNQ", 1)
    await road.until(lambda: road.sizes() == {} and road.sent("/Position/closeContract"))


async def test_it_locks_nothing_unless_the_trader_agrees(lay: Lay) -> None:
    road = await lay(SETTINGS)
    code, words = await lock(road.data_dir, "--for", "1h")
    assert (code, "cannot be taken back" in words) == (2, True)
    code, words = await lock(road.data_dir, "--for", "1h", "--account", "77", "--yes")
    assert (code, "account 77 is not guarded here" in words) == (2, True)
    assert road.view().lockouts == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "give one of --for 15m and --until reset"),
        (["--for", "15m", "--until", "reset"], "give one of"),
        (["--for", "soon"], "--for was 'soon'"),
        (["--for", ""], "--for was ''"),
        (["--until", "25:00"], "--until was '25:00'"),
    ],
)
def test_what_it_cannot_read_it_refuses_by_name(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = make_parser().parse_args(["lock", "--data-dir", str(tmp_path), "--yes", *arguments])
    assert run(args) == 2
    assert words in capsys.readouterr().err


def test_without_a_running_guard_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = make_parser().parse_args(["lock", "--data-dir", str(tmp_path), "--yes", "--until", "14:30"])
    assert run(args) == 2
    assert "does not run" in capsys.readouterr().err
