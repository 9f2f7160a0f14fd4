"""Locking oneself out and the order ticket, as real widgets and on the whole desktop."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.actions.actions import Actions
from riskguard.desktop.actions.lock_dialog import LockDialog
from riskguard.desktop.actions.ticket import OrderTicket
from riskguard.desktop.desktop import Desktop
from riskguard.desktop.overlay.looks import OverlayLooks
from riskguard.desktop.presenters.lock_me import LockFor
from riskguard.desktop.theme import Theme
from riskguard.engine.board import AccountView
from tests.desktop.action_shots import StillDesk
from tests.desktop.boards import MES, MNQ, NOW, RESET, board, express, locked, warned
from tests.desktop.settings_port import WorldPort

type Locks = list[tuple[int | None, datetime]]


class Commands:
    """What the application would be asked for."""

    def __init__(self) -> None:
        self.locks: Locks = []
        self.clocked: list[str] = []

    def flatten(self, account_id: int | None) -> None: ...

    def quit(self) -> None: ...

    def lock(self, account_id: int | None, until: datetime) -> str:
        self.locks.append((account_id, until))
        return ""

    def clock(self, what: Literal["in", "out"]) -> str:
        self.clocked.append(what)
        return "" if what == "in" else "not clocked in"


# the question before a lockout


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> Iterator[LockDialog]:
    made = LockDialog(theme)
    made.ask(LockFor.HOUR, board(warned(), express()), NOW)
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def confirmed(dialog: LockDialog) -> Locks:
    found: Locks = []
    dialog.confirmed.connect(lambda account, until: found.append((account, until)))
    return found


def test_it_says_that_it_cannot_be_undone_and_what_it_closes(dialog: LockDialog) -> None:
    assert dialog.title.text() == "Lock yourself out until 11:42 AM CT?"
    assert "long 2 MNQ, short 1 MES" in dialog.lines.text()
    assert dialog.undo.text().startswith("It cannot be undone")
    assert not dialog.isModal()


def test_enter_does_nothing_because_cancel_is_the_default(dialog: LockDialog, confirmed: Locks) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert confirmed == []
    assert not dialog.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_on_the_lock_button_itself_locks(dialog: LockDialog, confirmed: Locks, key: Qt.Key) -> None:
    """Else who comes there with Tab would cancel what he has just asked for."""
    dialog.cancel.setFocus()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.lock
    QTest.keyClick(dialog.lock, key)
    assert len(confirmed) == 1


def test_enter_after_a_time_goes_on_to_the_button_and_neither_cancels_nor_locks(
    dialog: LockDialog, confirmed: Locks
) -> None:
    dialog.ask(LockFor.UNTIL, board(warned()), NOW)
    QTest.keyClicks(dialog.time, "2:30 PM")
    QTest.keyClick(dialog.time, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.lock
    assert confirmed == []
    QTest.keyClick(dialog.lock, Qt.Key.Key_Return)
    assert len(confirmed) == 1


def test_lock_posts_once_and_closes(dialog: LockDialog, confirmed: Locks) -> None:
    dialog.lock.click()
    assert confirmed == [(None, NOW + timedelta(hours=1))]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("choice", "end"),
    [("15m", NOW + timedelta(minutes=15)), ("1h", NOW + timedelta(hours=1)), ("reset", RESET)],
)
def test_another_choice_is_another_end(dialog: LockDialog, confirmed: Locks, choice: str, end: datetime) -> None:
    dialog.span.buttons[choice].click()
    dialog.lock.click()
    assert confirmed == [(None, end)]


def test_a_time_of_day_must_be_given_before_it_can_be_locked(dialog: LockDialog, confirmed: Locks) -> None:
    dialog.span.buttons["until"].click()
    assert dialog.time.isVisible()
    assert not dialog.lock.isEnabled()
    QTest.keyClicks(dialog.time, "2:30 pm")
    assert dialog.lock.text() == "Lock until 2:30 PM CT"
    dialog.lock.click()
    assert confirmed == [(None, NOW.replace(hour=20, minute=30, second=0))]


def test_one_account_can_be_chosen(dialog: LockDialog, confirmed: Locks) -> None:
    dialog.account.choose(2208)
    assert "Express 2208" in dialog.lines.text()
    dialog.lock.click()
    assert confirmed[0][0] == 2208


def test_the_end_moves_on_with_the_clock_while_it_is_asked(dialog: LockDialog, confirmed: Locks) -> None:
    later = NOW + timedelta(minutes=3)
    dialog.show_board(board(warned(), at=later), later)
    assert dialog.lock.text() == "Lock until 11:45 AM CT"
    dialog.lock.click()
    assert confirmed == [(None, later + timedelta(hours=1))]


# the ticket


class Stand:
    def __init__(self, theme: Theme) -> None:
        self.desk = StillDesk()
        self.ticket = OrderTicket(theme, self.desk)
        self.shows(warned(), express())
        self.ticket.open()
        self.desk.priced.emit(MNQ, 26_401.5)

    def shows(self, *accounts: AccountView) -> None:
        self.ticket.show_board(board(*accounts, practice=True), NOW)


@pytest.fixture
def stand(theme: Theme, qtbot: QtBot) -> Iterator[Stand]:
    made = Stand(theme)
    yield made
    made.ticket.hide()
    made.ticket.deleteLater()
    QApplication.processEvents()


def test_buying_and_selling_carry_account_contract_and_size(stand: Stand) -> None:
    stand.ticket.count.step(2)
    stand.ticket.buy.click()
    stand.ticket.contract.choose(MES)
    stand.ticket.account.choose(2208)
    stand.ticket.sell.click()
    assert stand.desk.asked == [("market", 4471, "MNQZ6", 3), ("market", 2208, "MESZ6", -3)]
    assert stand.ticket.buy.accessibleName() == "Buy 3 MESZ6 at market"


def test_price_position_and_result_are_shown(stand: Stand) -> None:
    ticket = stand.ticket
    assert (ticket.price.text(), ticket.holding.text(), ticket.result.text()) == (
        "26,401.50",
        "Long 2 MNQ",
        "−$67.00",
    )
    stand.desk.priced.emit(MES, 6_850.0)
    assert ticket.price.text() == "26,401.50", "another contract's price"


def test_a_stop_protects_what_is_held_at_a_suggested_price(stand: Stand) -> None:
    assert stand.ticket.stop_at.text() == "26,380.50"
    stand.ticket.stop.click()
    assert stand.desk.asked == [("stop", 4471, "MNQZ6", -2, 26_380.5, "26,380.50")]


def test_a_stop_on_the_wrong_side_is_told_and_not_sent(stand: Stand) -> None:
    stand.ticket.stop_at.setText("26,500")
    stand.ticket.stop.click()
    assert stand.desk.asked == []
    assert stand.ticket.told.text() == "A stop that sells lies below the price."


def test_close_and_cancel_work_only_where_there_is_something(stand: Stand) -> None:
    stand.ticket.close_all.click()
    stand.ticket.cancel.click()
    assert stand.desk.asked == [("close", 4471, "MNQZ6", "long 2 MNQ"), ("cancel", 4471, "MNQZ6", 2)]
    stand.shows(express())
    found = [each.isEnabled() for each in (stand.ticket.close_all, stand.ticket.cancel, stand.ticket.stop)]
    assert found == [False, False, False]
    assert stand.ticket.buy.isEnabled(), "a locked account is to be tried, too"


def test_an_answer_is_said_in_its_tone(stand: Stand) -> None:
    stand.desk.told.emit("Not taken: the account may not trade.", "warn")
    assert (stand.ticket.told.text(), stand.ticket.told.property("tone")) == (
        "Not taken: the account may not trade.",
        "warn",
    )


def test_prices_are_asked_for_only_while_it_is_seen(stand: Stand) -> None:
    assert stand.desk.watched == MNQ
    stand.ticket.hide()
    assert stand.desk.watched == ""


@pytest.mark.parametrize(("keys", "count"), [("7", 7), ("100", 100), ("0", 1), ("250", 100)])
def test_the_number_of_contracts_stays_in_its_range(stand: Stand, keys: str, count: int) -> None:
    stand.ticket.count.line.clear()
    QTest.keyClicks(stand.ticket.count.line, keys)
    assert stand.ticket.count.value == count
    assert stand.ticket.count.line.text() in {str(count), "0"}, "what is shown is what is sent"


def test_arrows_step_the_number_of_contracts(stand: Stand) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(stand.ticket.count, key)
    assert stand.ticket.count.value == 1
    QTest.keyClick(stand.ticket.count, Qt.Key.Key_PageUp)
    assert (stand.ticket.count.value, stand.ticket.count.line.text()) == (6, "6")


# on the desktop


class Scene:
    def __init__(self, folder: Path, *, paper: Mapping[str, object] | None) -> None:
        self.commands, self.started = Commands(), 0
        self.desktop = Desktop(self.commands, data_dir=folder, practice=paper is not None)
        self.actions = Actions(self.desktop, self.commands, paper=paper, start_practice=self._start)
        self.desktop.start()
        self.desktop.dashboard.ready()

    def _start(self) -> None:
        self.started += 1

    def ends(self) -> None:
        self.actions.close()
        self.desktop.close()
        QApplication.processEvents()


@pytest.fixture
def scene(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path, paper=None)
    made.desktop.board.publish(board(warned(), express()))
    qtbot.waitUntil(made.desktop.tray.menu.status[0].isVisible, timeout=1000)
    yield made
    made.ends()


def test_the_trays_menu_offers_to_lock_out_headed_by_what_one_should_know(scene: Scene) -> None:
    menu = scene.desktop.tray.menu
    assert menu.lock.menuAction().isVisible()
    texts = [action.text() for action in menu.lock.actions()]
    assert texts[:3] == ["Cannot be undone", "For 15 min", "For 1 h"]
    assert texts[3].startswith("Until reset, ")
    assert not menu.lock.actions()[0].isEnabled()


def test_a_choice_of_the_menu_asks_and_only_the_answer_locks(scene: Scene) -> None:
    scene.desktop.tray.menu.lock.entries[LockFor.HOUR].trigger()
    assert scene.actions.dialog.isVisible()
    assert scene.commands.locks == []
    scene.actions.dialog.lock.click()
    assert len(scene.commands.locks) == 1
    assert scene.commands.locks[0][0] is None


def test_the_button_of_the_dashboard_opens_the_same_choices(scene: Scene) -> None:
    button = scene.desktop.dashboard.now_page.lock
    assert button.isVisible()
    button.click()
    assert scene.actions._at_button.isVisible()
    scene.actions._at_button.entries[LockFor.RESET].trigger()
    assert scene.actions.dialog.span.value == "reset"


def test_the_history_clocks_through_the_desktop(scene: Scene) -> None:
    assert scene.desktop.dashboard.history is scene.actions
    assert (scene.actions.clock("in"), scene.actions.clock("out")) == ("", "not clocked in")
    assert scene.commands.clocked == ["in", "out"]


def test_beside_a_live_guard_practice_is_a_program_of_its_own_and_there_is_no_ticket(scene: Scene) -> None:
    assert scene.desktop.tray.menu.practice.text() == "Practice mode…"
    scene.desktop.tray.menu.practice.trigger()
    assert scene.started == 1
    assert scene.actions.ticket is None
    assert not scene.desktop.dashboard.nav.ticket.isVisible()


def test_in_practice_the_entry_opens_the_ticket(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    paper = {"api_url": "http://127.0.0.1:9/api", "user": "me", "key": "key"}
    made = Scene(tmp_path, paper=paper)
    assert made.desktop.tray.menu.practice.text() == "Order ticket…"
    made.desktop.tray.menu.practice.trigger()
    assert made.actions.ticket is not None
    assert made.actions.ticket.isVisible()
    assert made.started == 0
    made.ends()


def test_practice_opens_its_window_and_the_ticket_is_reached_from_there(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    """Not from the tray alone: there may be none."""
    made = Scene(tmp_path, paper={"api_url": "http://127.0.0.1:9/api", "user": "me", "key": "key"})
    assert made.desktop.dashboard.isVisible()
    made.desktop.dashboard.nav.ticket.click()
    assert made.actions.ticket is not None
    assert made.actions.ticket.isVisible()
    made.ends()


def test_a_lockout_in_force_does_not_keep_from_locking_longer(scene: Scene, qtbot: QtBot) -> None:
    scene.desktop.board.publish(board(locked()))
    qtbot.waitUntil(lambda: scene.desktop.dashboard.now_page.lock.text().strip() == "Lock longer", timeout=1000)
    scene.actions.ask_lock(LockFor.FIFTEEN)
    assert "That stays." in scene.actions.dialog.lines.text()


# with the settings


def test_adopting_a_limit_opens_the_settings_with_it_unsaved(scene: Scene, qtbot: QtBot, tmp_path: Path) -> None:
    port = WorldPort(tmp_path)
    scene.desktop.use_settings(port)
    assert scene.actions.in_force() == port.in_force()
    scene.actions.adopt({"rules.max_contracts.limit": 3})
    office = scene.desktop.office
    assert office is not None
    assert office.panel is not None
    qtbot.waitUntil(office.panel.foot.save.isEnabled, timeout=5000)
    assert office.panel.isVisible()
    assert office.panel.draft.edits == {"rules.max_contracts.limit": 3}
    assert office.panel.rules.current is not None
    assert office.panel.rules.current.table == "max_contracts"
    assert port.saved == []


def test_the_overlay_takes_the_users_words_from_the_settings(scene: Scene, tmp_path: Path) -> None:
    port = WorldPort(tmp_path)
    scene.desktop.use_settings(port)
    assert scene.desktop.overlay.looks() == OverlayLooks()
    port.save({"appearance.lockout_words": "Walk the dog.", "appearance.lockout_strict": True})
    assert scene.desktop.overlay.looks() == OverlayLooks("Walk the dog.", strict=True)
