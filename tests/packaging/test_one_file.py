"""The program as one file, as a trader starts it: guards, locks, is there once, judges the past, leaves nothing behind.

`RISKGUARD_EXE=dist/riskguard uv run pytest tests/packaging -m packaged`.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskguard import __version__
from tests.packaging.one_file import OneFile, PaperTrader, armed, paper, version_said, wait_for

EXE = os.environ.get("RISKGUARD_EXE", "")
pytestmark = [
    pytest.mark.packaged,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not EXE, reason="RISKGUARD_EXE names no program"),
]
WITHIN_S = 90.0


@pytest.fixture
def one(tmp_path: Path) -> OneFile:
    return OneFile.of(Path(EXE).resolve(), tmp_path)


@pytest.fixture
def trader() -> Iterator[PaperTrader]:
    with paper() as found:
        yield found


def guarding(one: OneFile, trader: PaperTrader, *options: str) -> "subprocess.Popen[str]":
    one.environment |= trader.environment
    process = one.guard(*options)
    wait_for(lambda: armed(one.data_dir), WITHIN_S, "a guard that is armed")
    return process


def asked_to_stop(one: OneFile, process: "subprocess.Popen[str]") -> int:
    assert one.say("stop", "--data-dir", one.path(one.data_dir)).returncode == 0
    return process.wait(WITHIN_S)


def test_it_tells_its_version_and_leaves_nothing_of_what_it_unpacked(one: OneFile) -> None:
    said = one.say("--version")
    assert (said.returncode, version_said(said.stdout)) == (0, __version__)
    assert one.left_behind() == []


def test_it_guards_and_a_breach_ends_flat_and_locked(one: OneFile, trader: PaperTrader) -> None:
    process = guarding(one, trader)
    contract = trader.contract("ES")
    trader.buy(contract, 1)
    trader.fall(contract, points=20)  # of 50 dollars each
    wait_for(lambda: trader.holds() == 0, WITHIN_S, "an account that is flat")

    def locked() -> bool:
        account = one.status()["accounts"][0]
        return (account["state"], account["positions"]) == ("locked", [])

    wait_for(locked, WITHIN_S, "a status of locked and flat")
    lockouts = one.status()["accounts"][0]["lockouts"]
    assert [lockout["rule"] for lockout in lockouts] == ["RULE-014"]
    assert asked_to_stop(one, process) == 0
    assert one.left_behind() == []


def test_a_second_start_brings_the_first_to_the_front_and_one_without_windows_is_refused(
    one: OneFile, trader: PaperTrader
) -> None:
    process = guarding(one, trader)
    second = one.say("run", "--data-dir", one.path(one.data_dir))
    third = one.say("run", "--headless", "--data-dir", one.path(one.data_dir))
    assert second.returncode == 0
    assert third.returncode == 2
    assert "is already running" in third.stderr
    assert process.poll() is None
    assert asked_to_stop(one, process) == 0
    assert one.left_behind() == []


def test_what_if_takes_rules_from_its_input_and_answers_line_by_line(one: OneFile) -> None:
    days = ["--from", "2026-11-16", "--to", "2026-11-17"]
    rules = '{"rules": {}}'
    said = one.say("whatif", "--recorded", "--rules", "-", *days, "--data-dir", one.path(one.data_dir), given=rules)
    assert said.returncode == 0, said.stderr
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert lines[-1]["kind"] == "compared"
    assert one.left_behind() == []


def test_its_practice_mode_starts_its_own_gateway_and_ends_it(one: OneFile) -> None:
    process = one.guard("--practice", "--headless")
    practice = one.data_dir / "practice"
    wait_for(lambda: armed(practice), WITHIN_S, "a practice that is armed")
    assert one.say("stop", "--data-dir", one.path(practice)).returncode == 0
    assert process.wait(WITHIN_S) == 0
    assert one.left_behind() == []


def test_every_licence_is_in_it(one: OneFile) -> None:
    said = one.say("licences", "--full").stdout
    assert "PySide6_Essentials" in said
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in said
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in said
    parts = said.partition("=" * 20)[0]
    assert not [name for name in ("polars", "numpy", "readline") if name in parts]
