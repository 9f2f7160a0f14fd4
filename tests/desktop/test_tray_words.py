from dataclasses import replace

import pytest

from riskguard.desktop.presenters.tray import TOOLTIP_MOST, StatusLine, menu_lines, tooltip
from riskguard.engine.board import BoardSnapshot, State
from tests.desktop.boards import (
    NOW,
    account,
    board,
    closing,
    degraded,
    express,
    locked,
    paused,
    warned,
)

LOCKED_LINES = ["Locked until 5:00 PM CT", "Daily net loss reached", "Flat, 6:17:42 left"]


@pytest.mark.parametrize(
    ("snapshot", "lines"),
    [
        (board(warned()), ["Warning", "Daily net loss 82%, $89.82 left", "Long 2 MNQ, short 1 MES"]),
        (board(locked()), LOCKED_LINES),
        (
            board(account(positions=(), orders=())),
            ["Armed", "Nearest: trades, last hour 40%", "Flat"],
        ),
        (
            board(degraded(), hubs_lost=("market",)),
            ["Protection reduced", "No MNQ quotes for 12 s", "Long 2 MNQ, short 1 MES, last price counts"],
        ),
        (board(paused()), ["Warning", "No new entries until 11:17 AM CT", "Long 1 MNQ, no entries for 0:35:34"]),
        (board(), ["No account yet", "Add an account to start watching it."]),
        (
            board(state=State.CONNECTING),
            ["Connecting", "Not protected until the gateway has answered."],
        ),
        (board(account(positions=()), practice=True), ["Armed, practice", "Nearest: trades, last hour 40%", "Flat"]),
        (
            board(express(), locked(), state=State.LOCKED),
            ["Locked until 5:00 PM CT", "50K Combine 4471: Daily net loss reached", "Flat, 6:17:42 left"],
        ),
    ],
)
def test_a_tooltip_says_state_then_number_then_what_is_held(snapshot: BoardSnapshot, lines: list[str]) -> None:
    assert tooltip(snapshot, NOW).split("\n") == lines


def test_a_tooltip_has_three_lines_and_what_windows_shows_at_most() -> None:
    long = replace(degraded(), degraded=("No quotes for " + "MNQ, " * 60,))
    text = tooltip(board(long), NOW)
    assert len(text) <= TOOLTIP_MOST
    assert text.count("\n") <= 2


def test_the_menu_heads_with_state_limit_and_exposure() -> None:
    assert menu_lines(board(warned()), NOW) == (
        StatusLine("Warning: daily net loss 82%"),
        StatusLine("$89.82 left", "−$410.18 of −$500.00"),
        StatusLine("Long 2 MNQ, short 1 MES", "−$92.00 open"),
    )


def test_the_menu_says_when_open_profit_is_only_last_known() -> None:
    assert menu_lines(board(degraded(), hubs_lost=("market",)), NOW)[-1].aside == "−$92.00 open, last known"


def test_the_menu_of_a_board_without_accounts_says_the_next_step() -> None:
    assert [line.text for line in menu_lines(board(), NOW)] == [
        "No account yet",
        "Add an account to start watching it.",
    ]


def test_a_lockout_being_enforced_shows_in_the_tooltip_as_reduced_protection() -> None:
    assert tooltip(board(closing()), NOW).startswith("Protection reduced")
