"""What stays true for a while stands at the foot of Now, not only in a notice that has gone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.presenters.standing import Standing, standing
from riskguard.desktop.theme import Theme
from riskguard.engine.board import OffView
from riskguard.state.absence import GapCount
from tests.desktop.boards import NOW, account, board

TODAY = GapCount(1, timedelta(minutes=12))
WEEK = GapCount(3, timedelta(hours=2))


@pytest.mark.parametrize(
    ("changes", "text", "tone"),
    [
        ({}, "", "text2"),
        ({"guard_off": OffView(None, TODAY, WEEK)}, "Not guarded today: once, 12 min", "text2"),
        ({"guard_off": OffView(None, GapCount(), WEEK)}, "Not guarded this week: 3 times, 2 h", "text2"),
        ({"clocked_in_at": NOW - timedelta(hours=2)}, "Clocked in since 8:42 AM CT", "text2"),
        (
            {"tampered": ("The chain of the journal was removed.",), "guard_off": OffView(None, TODAY, WEEK)},
            "The journal was changed from outside: Health says what was found.  ·  Not guarded today: once, 12 min",
            "danger",
        ),
    ],
)
def test_only_what_there_is_to_say_is_said(changes: dict[str, object], text: str, tone: str) -> None:
    assert standing(replace(board(account()), **changes)) == Standing(text, tone)  # type: ignore[arg-type]


def test_it_stands_on_the_page_as_long_as_it_is_true(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    window = Dashboard(theme, tmp_path)
    clocked = replace(board(account()), clocked_in_at=NOW)
    window.show_board(clocked, NOW)
    window.open()
    page = window.now_page
    qtbot.waitUntil(lambda: page.built and page.standing.isVisible(), timeout=5000)
    assert page.standing.text() == "Clocked in since 10:42 AM CT"
    window.show_board(board(account()), NOW)
    assert not page.standing.isVisible()
    window.end()
    window.hide()
    window.deleteLater()
