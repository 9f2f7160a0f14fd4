"""The admin override over the whole road: command line, control channel, password, engine, journal, restart."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from riskguard.service.password import AdminPassword
from riskguard.storage.activity import Wanted, read_page
from riskguard.storage.models import FILE_NAME as JOURNAL
from tests.e2e.conftest import Lay
from tests.e2e.road import Road

PASSWORD = "correct horse"
REASON = "The hedge was agreed with my partner"
RULES = "[rules.trade_frequency]\nper_minute = 1\nminute_cooldown = 3000\nwarn_at = []\n"
ON = "[security]\nallow_override = true\n"


async def admin(data_dir: Path, *arguments: str, typed: str = "") -> tuple[int, str]:
    command = [sys.executable, "-m", "riskguard", "admin", *arguments, "--data-dir", str(data_dir)]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, encoding="utf-8", input=typed)
    return done.returncode, done.stdout + done.stderr


async def overrides(road: Road, password: str = PASSWORD, reason: str = REASON) -> tuple[int, str]:
    told = ["override", "--account", str(road.first), "--reason", reason, "--password-stdin"]
    return await admin(road.data_dir, *told, typed=f"{password}\n")


async def paused(lay: Lay, settings: str = ON + RULES) -> Road:
    """A guard with a password, and a trader who may not enter."""
    road = await lay(settings)
    code, words = await admin(road.data_dir, "password", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (code, words) == (0, "The admin password is set.\n")
    await road.quiet(0.1)
    road.buys("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-006", "entry", None)])
    return road


async def test_an_override_ends_the_lockout_for_good_and_everybody_is_told(lay: Lay) -> None:
    road = await paused(lay)
    code, words = await overrides(road)
    assert code == 0, words
    assert words.startswith("New entries are allowed again: the lockout by Trade frequency is over")
    assert road.locked() == []
    (told,) = road.told("Lockout overridden")
    assert f"Reason given: {REASON}." in told
    assert road.told("Lockout over") == [], "one notice for one event"
    road.buys("MES", 1)
    await road.until(road.locked)  # one more entry is one more breach
    await road.until(lambda: road.sizes() == {"MNQ": 1, "MES": 1})
    assert (await overrides(road))[0] == 0
    await road.restart()
    assert (road.locked(), road.status()["tampered"]) == ([], [])
    kept = read_page(road.data_dir / JOURNAL, Wanted(kinds=frozenset({"override"}))).lines
    assert [line.fields["reason"] for line in kept] == [REASON, REASON]


async def test_a_wrong_password_changes_nothing_and_slows_the_next_try_over_a_restart(lay: Lay) -> None:
    road = await paused(lay)
    for _ in range(3):
        code, words = await overrides(road, "wrong horse")
        assert (code, "that is not the admin password" in words) == (2, True)
    await road.restart()
    code, words = await overrides(road)
    assert (code, "the next try counts in" in words) == (2, True), words
    assert road.locked() == [("RULE-006", "entry", None)]


async def test_it_never_ends_a_hard_lockout(lay: Lay) -> None:
    road = await paused(lay)
    assert road.guard
    asked = road.guard.commands.lock(road.first, road.board.snapshots[-1].at + timedelta(hours=1), "a test")
    assert asked["asked"]
    await road.until(road.hard_locked)
    code, words = await overrides(road)
    assert (code, "no override ends that" in words) == (2, True), words
    assert road.hard_locked()


async def test_without_the_setting_or_without_a_password_there_is_none(lay: Lay) -> None:
    road = await paused(lay, RULES)
    code, words = await overrides(road)
    assert (code, "the admin override is off" in words) == (2, True), words
    await admin(road.data_dir, "password", "--remove", "--password-stdin", typed=f"{PASSWORD}\n")
    code, words = await overrides(road)
    assert (code, "no admin password is set" in words) == (2, True), words
    assert road.locked() == [("RULE-006", "entry", None)]


async def test_a_password_made_up_under_the_lockout_does_not_end_it(lay: Lay) -> None:
    road = await lay(ON + RULES)
    road.buys("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-006", "entry", None)])
    await admin(road.data_dir, "password", "--password-stdin", typed=f"{PASSWORD}\n")
    code, words = await overrides(road)
    assert (code, "was set after the lockout began" in words) == (2, True), words
    assert road.locked() == [("RULE-006", "entry", None)]


async def test_a_reason_and_a_terminal_are_needed(lay: Lay) -> None:
    road = await paused(lay)
    code, words = await overrides(road, reason="why not")
    assert (code, "give a reason of at least 10 letters" in words) == (2, True), words
    code, words = await admin(road.data_dir, "override", "--account", str(road.first), "--reason", REASON)
    assert (code, "there is no terminal to ask for the password" in words) == (2, True), words
    assert road.locked() == [("RULE-006", "entry", None)]


async def test_the_password_stands_in_no_file(lay: Lay) -> None:
    road = await paused(lay)
    await overrides(road)
    await overrides(road, "another secret")
    await road.stop()
    for file in road.data_dir.rglob("*"):
        if file.is_file():
            assert not any(secret.encode() in file.read_bytes() for secret in (PASSWORD, "another secret")), file


async def test_the_password_is_changed_by_who_knows_it_whether_the_guard_runs_or_not(lay: Lay) -> None:
    road = await paused(lay)
    refused = await admin(road.data_dir, "password", "--password-stdin", typed="wrong horse\nbattery staple\n")
    assert (refused[0], "that is not the admin password" in refused[1]) == (2, True)
    assert (await admin(road.data_dir, "password", "--password-stdin", typed=f"{PASSWORD}\nbattery\n"))[0] == 0
    await road.stop()
    changed = await admin(road.data_dir, "password", "--password-stdin", typed="battery\nstaple staple\n")
    assert changed == (0, "The admin password is set.\n")
    password = AdminPassword(road.data_dir, lambda: road.board.snapshots[-1].at)
    assert password.check("staple staple").right
    removed = await admin(road.data_dir, "password", "--remove", "--password-stdin", typed="staple staple\n")
    assert removed == (0, "There is no admin password any more.\n")
    again = await admin(road.data_dir, "password", "--remove", "--password-stdin", typed="")
    assert (again[0], "there is no admin password" in again[1]) == (2, True)


async def test_it_says_when_nothing_runs(tmp_path: Path) -> None:
    told = ["override", "--account", "1", "--reason", REASON, "--password-stdin"]
    code, words = await admin(tmp_path, *told, typed="x\n")
    assert (code, "RiskGuard does not run" in words) == (2, True)
