from datetime import timedelta

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.notifications import Notifier
from riskguard.desktop.presenters.notices import Message
from riskguard.engine.board import Severity
from tests.desktop.boards import BREACHED, account, board, express, notice

WARNED = notice("Daily net loss at 80%.", "−$401.06 of −$500.00. $98.94 left.", Severity.WARNING, BREACHED)
ALARM = notice("Closing 2 MNQ, not flat yet.", "Sent 3 times, not confirmed.", Severity.ALARM, BREACHED)


def notifier() -> tuple[Notifier, list[Message]]:
    shown: list[Message] = []
    return Notifier(shown.append), shown


def test_several_within_two_seconds_become_one_breach_first(qapp: QApplication, qtbot: QtBot) -> None:
    made, shown = notifier()
    made.hear(WARNED)
    made.hear(notice(at=BREACHED + timedelta(seconds=1)))
    assert shown == []
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=3000)
    assert shown[0].title == "Daily net loss reached."
    assert "80%" in shown[0].text


def test_an_alarm_goes_at_once_and_takes_along_what_waits(qapp: QApplication) -> None:
    made, shown = notifier()
    made.hear(WARNED)
    made.hear(ALARM)
    assert [each.severity for each in shown] == [Severity.ALARM]
    assert "80%" in shown[0].text
    made.flush()
    assert len(shown) == 1


def test_accounts_are_named_once_they_are_known(qapp: QApplication) -> None:
    made, shown = notifier()
    made.learn(board(account(), express()))
    made.hear(ALARM)
    assert shown[0].title == "50K Combine 4471: Closing 2 MNQ, not flat yet."
