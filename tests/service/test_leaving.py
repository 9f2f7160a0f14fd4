"""Ending RiskGuard from outside: an upgrade always may, a removal not past a hard lockout, and passwords hold."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskguard.domain.events import LockRequested
from riskguard.service.leaving import STANDING, Gate, Hard, Leaving, hard_stored, refusal, removal_gate
from riskguard.service.password import AdminPassword
from tests.desktop.settings_port import PlainHasher
from tests.fakes.world import World

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
WORD = "correct horse"


def password(folder: Path, set_at: datetime | None = None) -> AdminPassword:
    """One set at some time; none where that is left out."""
    now = [set_at or NOON]
    found = AdminPassword(folder, lambda: now[0], PlainHasher)
    if set_at:
        found.set(WORD)
    now[0] = NOON
    return found


def held(set_at: datetime = NOON - HOUR, until: datetime | None = NOON + HOUR) -> Hard:
    return Hard(set_at, until)


def test_without_a_lockout_only_a_password_that_guards_quitting_is_asked_for(tmp_path: Path) -> None:
    assert removal_gate([], password(tmp_path), guarding=True) == Gate()
    kept = password(tmp_path, NOON)
    assert removal_gate([], kept, guarding=True) == Gate(asks=True)
    assert removal_gate([], kept, guarding=False) == Gate()


@pytest.mark.parametrize(
    ("set_at", "opens"), [(NOON - HOUR - SECOND, True), (NOON - HOUR, True), (NOON - HOUR + SECOND, False)]
)
def test_a_password_opens_only_a_lockout_that_began_after_it_was_set(
    tmp_path: Path, set_at: datetime, opens: bool
) -> None:
    gate = removal_gate([held()], password(tmp_path, set_at), guarding=True)
    assert (gate.asks, bool(gate.locked)) == (opens, not opens)


def test_of_several_lockouts_the_oldest_counts_and_the_last_end_is_told(tmp_path: Path) -> None:
    several = [held(NOON - 3 * HOUR), held(NOON - HOUR, NOON + 2 * HOUR)]
    gate = removal_gate(several, password(tmp_path, NOON - 2 * HOUR), guarding=True)
    end = (NOON + 2 * HOUR).astimezone()
    assert f"locked until {end:%A %H:%M}, " in gate.locked


def test_a_lockout_without_an_end_of_its_own_names_none(tmp_path: Path) -> None:
    gate = removal_gate([held(), held(until=None)], password(tmp_path), guarding=True)
    assert gate.locked.startswith("An account is locked, and no admin password was set before that")


@pytest.mark.parametrize(
    ("kind", "until", "counts"),
    [
        ("hard", NOON + SECOND, True),
        ("hard", NOON - STANDING + SECOND, True),  # the PC's clock alone ends nothing at once
        ("hard", NOON - STANDING, False),
        ("hard", None, True),
        ("entry", NOON + HOUR, False),
        ("symbol", None, False),
    ],
)
def test_which_stored_lockouts_keep_it_here(kind: str, until: datetime | None, counts: bool) -> None:
    row = {"kind": kind, "until": until.isoformat() if until else None, "set_at": (NOON - HOUR).isoformat()}
    assert [one.until for one in hard_stored([row], NOON)] == ([until] if counts else [])


@pytest.mark.parametrize(
    ("gate", "given", "answer"),
    [
        (Gate(), "", {}),
        (Gate(asks=True), WORD, {}),
        (Gate(asks=True), "", {"error": "The admin password is needed.", "asks": True}),
        (Gate(asks=True), "wrong one", {"error": "that is not the admin password", "asks": True}),
        (Gate("Locked."), WORD, {"error": "Locked.", "locked": True}),
    ],
)
def test_what_is_answered(tmp_path: Path, gate: Gate, given: str, answer: Mapping[str, Any]) -> None:
    assert refusal(gate, given, password(tmp_path, NOON).check, NOON) == answer


class Door:
    """A guard's way out, with or without a hard lockout."""

    def __init__(self, folder: Path, *, locked: bool, practice: bool = False, set_at: datetime | None = None) -> None:
        world = World("").arms()
        if locked:
            world.hears(LockRequested(None, world.now + HOUR, "a test"))
        self.stopped = asyncio.Event()
        known = password(folder, set_at)
        self.leaving = Leaving(known, lambda: world.state, lambda: NOON, self.stopped.set, practice=practice)

    async def asks(self, why: str, given: str = "") -> dict[str, Any]:
        answer = await self.leaving.command({"why": why, "password": given})
        await asyncio.sleep(0)
        return answer


async def test_an_upgrade_ends_it_also_while_locked_and_learns_how_it_was_started(tmp_path: Path) -> None:
    door = Door(tmp_path, locked=True, set_at=NOON)
    assert await door.asks("upgrade") == {"stopping": True, "again": sys.argv[1:]}
    assert door.stopped.is_set()


async def test_a_removal_is_refused_while_a_hard_lockout_is_in_force(tmp_path: Path) -> None:
    door = Door(tmp_path, locked=True)
    assert (await door.asks("removal"))["locked"] is True
    assert not door.stopped.is_set()


async def test_a_removal_of_one_that_is_not_locked_ends_it(tmp_path: Path) -> None:
    door = Door(tmp_path, locked=False)
    assert await door.asks("removal") == {"stopping": True}
    assert door.stopped.is_set()


@pytest.mark.parametrize("why", ["removal", "quit", "anything else"])
async def test_where_a_password_is_set_it_is_needed_for_all_but_an_upgrade(tmp_path: Path, why: str) -> None:
    door = Door(tmp_path, locked=False, set_at=NOON)
    assert (await door.asks(why))["asks"] is True
    assert not door.stopped.is_set()
    assert await door.asks(why, WORD) == {"stopping": True}
    assert door.stopped.is_set()


async def test_play_money_asks_for_nothing(tmp_path: Path) -> None:
    door = Door(tmp_path, locked=True, practice=True, set_at=NOON)
    assert await door.asks("removal") == {"stopping": True}
