from dataclasses import replace
from datetime import timedelta

import pytest

from riskguard.desktop.presenters.lock_me import LockFor, LockText, choices, lock_end, lock_text, wall_time
from riskguard.engine.board import AccountView
from tests.desktop.boards import NOW, RESET, account, board, express, locked, lockout, warned


def text(
    *accounts: AccountView, choice: LockFor = LockFor.HOUR, chosen: int | None = None, typed: str = ""
) -> LockText:
    return lock_text(choice, board(*accounts), NOW, chosen, wall_time(typed))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("14:30", "14:30"),
        ("2:30 PM", "14:30"),
        ("2:30pm", "14:30"),
        ("2.30 p.m.", "14:30"),
        ("12:00 AM", "00:00"),
        ("12 pm", "12:00"),
        ("9", "09:00"),
        ("23:59", "23:59"),
        ("24:00", ""),
        ("13:00 PM", ""),
        ("0:30 AM", ""),
        ("9:60", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(typed: str, found: str) -> None:
    wall = wall_time(typed)
    assert (f"{wall:%H:%M}" if wall else "") == found


def test_each_choice_has_its_end() -> None:
    snapshot = board(account())
    ends = {choice: lock_end(choice, snapshot, NOW, wall_time("2:30 PM")) for choice in LockFor}
    assert ends == {
        LockFor.FIFTEEN: NOW + timedelta(minutes=15),
        LockFor.HOUR: NOW + timedelta(hours=1),
        LockFor.RESET: RESET,
        LockFor.UNTIL: NOW.replace(hour=20, minute=30, second=0),
    }


def test_a_time_that_is_over_today_means_tomorrow() -> None:
    assert text(account(), choice=LockFor.UNTIL, typed="9:00").title == "Lock yourself out until Fri 9:00 AM CT?"


def test_the_question_says_what_is_closed_and_for_how_long() -> None:
    shown = text(warned())
    assert shown.title == "Lock yourself out until 11:42 AM CT?"
    assert shown.button == "Lock until 11:42 AM CT"
    assert shown.lines == (
        "Closes everything held there: long 2 MNQ, short 1 MES. Cancels 3 working orders.",
        "Until then nothing can be traded on 50K Combine 4471; whatever is opened is closed at once.",
    )


def test_while_the_gateway_cannot_be_reached_nothing_is_promised_at_once() -> None:
    unreached = replace(warned(), reached=False)
    assert text(unreached).lines == (
        "Open there when last read: long 2 MNQ, short 1 MES. Orders working there when last read: 3.",
        "The gateway cannot be reached now. The lockout begins at once all the same; what is open on 50K Combine 4471, "
        "or is opened, is closed as soon as the gateway can be reached.",
    )
    assert text(replace(express(), reached=False)).lines[0] == "Nothing was open there when it was last read."
    assert "at once" in text(unreached, express(), chosen=2208).lines[1], "the one that is chosen is reached"


def test_only_the_chosen_account_is_spoken_of() -> None:
    shown = text(warned(), express(), chosen=2208)
    assert shown.lines[0] == "Nothing is open there now."
    assert "Express 2208" in shown.lines[1]
    assert "50K" not in shown.lines[1]
    both = text(warned(), express())
    assert "50K Combine 4471 and Express 2208" in both.lines[1]


@pytest.mark.parametrize(("minutes", "stays"), [(59, False), (60, False), (61, True)])
def test_what_is_locked_for_longer_is_said_to_stay(minutes: int, stays: bool) -> None:
    held = replace(lockout(), until=NOW + timedelta(minutes=minutes))
    lines = text(locked(lockouts=(held,))).lines
    assert any("is locked for longer already" in line for line in lines) is stays


def test_what_only_a_condition_ends_stays_too() -> None:
    lines = text(locked(lockouts=(replace(lockout(), until=None),))).lines
    assert lines[-1] == "50K Combine 4471 is locked until its reason ends. That stays."


def test_without_a_time_nothing_can_be_locked_yet() -> None:
    shown = text(account(), choice=LockFor.UNTIL)
    assert (shown.end, shown.fault) == (None, "Enter a time of day like 2:30 PM or 14:30.")


def test_the_menu_names_the_time_of_the_reset() -> None:
    assert dict(choices(board(account()), NOW))[LockFor.RESET] == "Until reset, 5:00 PM CT"
    assert dict(choices(None, None))[LockFor.RESET] == "Until reset"
