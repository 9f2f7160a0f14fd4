"""Ending RiskGuard from outside: an upgrade always may, a removal not past a hard lockout, and a password is a password."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

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
        self.world = World().arms()
        if locked:
            self.world.locks(self.world.now + HOUR)
        self.stopped = 0
        known = password(folder, set_at)
        now: Callable[[], datetime] = lambda: self.world.now  # noqa: E731
        self.leaving = Leaving(known, lambda: self.world.state, now, self._stop, practice=practice)

    def _stop(self) -> None:
        self.stopped += 1
