"""The admin password: argon2id, wrong tries slowed down over restarts, never more than it guards."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.service.password import (
    FILE_NAME,
    FIRST_WAIT,
    LONGEST_WAIT,
    AdminPassword,
    Verdict,
    argon2,
    fault_of,
    wait_after,
)
from tests.desktop.settings_port import PlainHasher

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)


@dataclass
class Hand:
    """A clock moved by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


def admin(folder: Path, clock: Hand) -> AdminPassword:
    return AdminPassword(folder, clock.now, PlainHasher)


def test_the_hash_is_argon2id_and_the_password_stands_nowhere(tmp_path: Path) -> None:
    password = AdminPassword(tmp_path, Hand().now, argon2)
    password.set("correct horse")
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert json.loads(text)["hash"].startswith("$argon2id$")
    assert "correct" not in text
    assert AdminPassword(tmp_path, Hand().now, argon2).check("correct horse") == Verdict(True)
    assert not password.check("wrong horse").right


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits")
def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    admin(tmp_path, Hand()).set("correct horse")
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_without_a_password_everything_is_right(tmp_path: Path) -> None:
    assert admin(tmp_path, Hand()).check("") == Verdict(True)


@pytest.mark.parametrize(
    ("wrong", "wait"),
    [
        (1, timedelta(0)),
        (2, timedelta(0)),
        (3, FIRST_WAIT),
        (4, 2 * FIRST_WAIT),
        (5, 4 * FIRST_WAIT),
        (10, timedelta(seconds=640)),
        (11, LONGEST_WAIT),
        (5000, LONGEST_WAIT),
    ],
)
def test_the_wait_doubles_from_the_third_wrong_try_to_the_longest(wrong: int, wait: timedelta) -> None:
    assert wait_after(wrong) == wait


def tried(folder: Path, clock: Hand, *given: str) -> Verdict:
    """The last verdict of some tries, each in a program of its own."""
    found = Verdict(True)
    for one in given:
        found = admin(folder, clock).check(one)
    return found


def test_wrong_tries_are_counted_over_restarts(tmp_path: Path) -> None:
    clock = Hand()
    admin(tmp_path, clock).set("correct horse")
    assert tried(tmp_path, clock, "a", "b") == Verdict(False)
    assert tried(tmp_path, clock, "c") == Verdict(False, NOON + FIRST_WAIT)


@pytest.mark.parametrize(("after", "right"), [(-1, False), (0, True), (1, True)])
def test_even_the_right_one_counts_only_after_the_wait(tmp_path: Path, after: int, right: bool) -> None:
    clock = Hand()
    admin(tmp_path, clock).set("correct horse")
    tried(tmp_path, clock, "a", "b", "c")
    clock.at = NOON + FIRST_WAIT + timedelta(milliseconds=after)
    assert tried(tmp_path, clock, "correct horse").right is right


def test_the_right_one_forgets_the_wrong_tries(tmp_path: Path) -> None:
    clock = Hand()
    admin(tmp_path, clock).set("correct horse")
    tried(tmp_path, clock, "a", "b", "correct horse")
    assert tried(tmp_path, clock, "c", "d") == Verdict(False)


def test_a_clock_set_forward_and_back_does_not_lock_the_owner_out_for_years(tmp_path: Path) -> None:
    clock = Hand(NOON + timedelta(days=4000))
    admin(tmp_path, clock).set("correct horse")
    tried(tmp_path, clock, "a", "b", "c")
    clock.at = NOON
    until = admin(tmp_path, clock).wait_until
    assert until is not None and until - NOON <= LONGEST_WAIT


@pytest.mark.parametrize("text", ["", "{}", '{"hash": "x", "wrong": "y", "wait_until": ""}', "[]"])
def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    password = AdminPassword(tmp_path, Hand().now, argon2)
    assert password.is_set and not password.check("").right


@pytest.mark.parametrize(("given", "good"), [("", False), ("12345", False), ("123456", True)])
def test_a_new_one_has_at_least_six_letters(given: str, good: bool) -> None:
    assert (fault_of(given) is None) is good


def test_it_can_be_taken_away(tmp_path: Path) -> None:
    password = admin(tmp_path, Hand())
    password.set("correct horse")
    password.set("")
    assert not password.is_set and not (tmp_path / FILE_NAME).exists()
