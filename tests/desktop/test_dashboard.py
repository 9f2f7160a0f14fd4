from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.theme import Theme
from riskguard.engine.board import State
from tests.desktop.boards import NOW, account, board, express, limit, locked, lockout, notice, warned


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(theme, tmp_path)
    made.open()
    yield made
    made.hide()
    made.deleteLater()


def rows(window: Dashboard) -> list[list[str]]:
    return [[cell.text for cell in row] for row in window.sections.positions.cells.rows]


def test_it_shows_state_money_positions_and_limits(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    assert window.banner.headline.text() == "Daily net loss at 82%"
    assert window.banner.countdown.text() == "6:17:42"
    assert window.sections.figures.values() == ["−$410.18", "−$318.18", "−$92.00", "$23.18"]
    assert [row[0] for row in rows(window)] == ["MNQZ6", "MESZ6"]
    assert len(window.sections.orders.cells.rows) == 3
    assert len(window.limits.gauges) == 9
    assert window.limits.gauges[0].accessibleName().startswith("Daily net loss: 82 per cent, $89.82 left")


def test_a_lockout_counts_down_and_flatten_is_gone_once_flat(window: Dashboard) -> None:
    window.show_board(board(locked()), NOW)
    assert window.banner.ring.isVisible()
    assert not window.sections.lockouts.isVisible(), "the banner has said it all"
    assert not window.flatten.isVisible()
    assert window.sections.nothing.text() == "No open position, no working order."
    window.show_board(board(account()), NOW)
    assert window.flatten.isVisible()


def test_more_lockouts_than_the_banner_tells_are_listed(window: Dashboard) -> None:
    blocked = lockout("symbol", None, "RULE-011")
    window.show_board(board(locked(lockouts=(lockout(), blocked))), NOW)
    assert [row[0].text for row in window.sections.lockouts.cells.rows] == ["Locked", "MNQ blocked"]
    assert window.sections.lockouts.cells.rows[0][3].text == "6:17:42"
    window.show_board(board(account(lockouts=(blocked,))), NOW)
    assert window.sections.lockouts.isVisible()


def test_without_an_account_only_the_next_step_is_said(window: Dashboard) -> None:
    window.show_board(board(), NOW)
    assert window.banner.headline.text() == "No account yet"
    assert not window.sections.isVisible()


def test_the_account_is_switched_by_click_and_by_key(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    window.switch.buttons[2208].click()
    assert window.banner.headline.text() == "Armed"
    QApplication.processEvents()
    window.switch.buttons[2208].setFocus()
    QTest.keyClick(window.switch.buttons[2208], Qt.Key.Key_Left)
    assert window.banner.headline.text() == "Daily net loss at 82%"


def test_an_account_id_beyond_a_c_int_works(window: Dashboard) -> None:
    big = 9_999_999_999
    window.show_board(board(warned(), account(account_id=big, name="Big")), NOW)
    window.switch.buttons[big].click()
    assert window.banner.headline.text() == "Armed"


def test_an_account_that_is_gone_leaves_the_switch(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    window.switch.buttons[2208].click()
    window.show_board(board(warned()), NOW)
    assert list(window.switch.buttons) == [4471]
    assert window.banner.headline.text() == "Daily net loss at 82%"


def test_a_hidden_window_paints_nothing_and_catches_up_when_shown(window: Dashboard) -> None:
    window.show_board(board(account()), NOW)
    window.hide()
    window.show_board(board(locked()), NOW)
    assert window.banner.headline.text() == "Armed"
    window.open()
    assert window.banner.headline.text() == "Locked until 5:00 PM CT"


def test_notices_are_listed_newest_first(window: Dashboard) -> None:
    window.add_notice(notice("One.", "1"))
    window.add_notice(notice("Two.", "2"))
    assert window.sections.notices.texts() == ["Two. 2", "One. 1"]
    assert window.sections.notices.isVisible()


def test_size_and_place_are_remembered(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    first = Dashboard(theme, tmp_path)
    first.open()
    first.resize(QSize(900, 640))
    first.close()
    assert (tmp_path / "desktop.ini").is_file()
    second = Dashboard(theme, tmp_path)
    assert second.size() == QSize(900, 640)


def test_without_a_tray_it_says_so_and_minimises_instead_of_closing(window: Dashboard) -> None:
    window.set_tray(False)
    assert window.footer.no_tray.isVisible()
    assert window.footer.quit.isVisible()
    assert not window.close()
    assert window.isMinimized()
    window.set_tray(True)
    window.open()
    assert not window.footer.no_tray.isVisible()
    assert window.close()


def test_a_small_window_stacks_its_columns_and_scrolls(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(620, 420)
    QApplication.processEvents()
    assert window.limits.geometry().bottom() < window.sections.geometry().top()
    assert window.limits.geometry().right() <= window.width()


def test_every_control_is_reachable_by_tab_in_reading_order(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    wanted: list[QWidget] = [window.switch.buttons[4471], window.flatten, *window.limits.gauges]
    wanted += [window.sections.positions, window.sections.orders]
    QApplication.processEvents()
    met = []
    for _ in wanted:
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        met.append(window.focusWidget())
    assert met == wanted


def test_nothing_has_a_focus_ring_before_tab_is_pressed(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    assert window.focusWidget() in {None, window}


def test_it_follows_light_and_dark(window: Dashboard, theme: Theme) -> None:
    window.show_board(board(warned()), NOW)
    dark = window.grab().toImage()
    theme.choose("light")
    QApplication.processEvents()
    assert window.grab().toImage() != dark


def test_limits_coming_and_going_are_followed(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    one = limit("RULE-001", "Contracts", 20, ("1", "5", "4 left", ""))
    window.show_board(board(account(limits=(one,))), NOW)
    assert len(window.limits.gauges) == 1
    window.show_board(board(account(limits=())), NOW)
    assert window.limits.gauges == []


def test_a_reminder_with_the_same_words_is_one_line_with_its_last_time(window: Dashboard) -> None:
    window.add_notice(notice("Protection still reduced", "No live prices."))
    window.add_notice(notice("Protection still reduced", "No live prices.", at=NOW))
    assert window.sections.notices.texts() == ["Protection still reduced. No live prices."]
    window.add_notice(notice("Flat, confirmed", "Nothing is open."))
    assert len(window.sections.notices.texts()) == 2


def test_of_several_accounts_a_notice_names_its_own(window: Dashboard) -> None:
    window.add_notice(notice("Flat, confirmed", "Nothing is open."))
    window.show_board(board(warned(), express()), NOW)
    assert window.sections.notices.texts() == ["50K Combine 4471: Flat, confirmed. Nothing is open."]


def test_before_an_account_is_read_the_way_to_armed_stands_in_place_of_numbers(window: Dashboard) -> None:
    waiting = account(state=State.CONNECTING, armed=False, headline="Connecting", detail="Not armed yet.")
    window.show_board(board(waiting), NOW)
    assert window.start.texts()[0] == ("Sign in to the gateway", "done")
    assert not window.sections.isVisible()
    window.show_board(board(warned()), NOW)
    assert not window.start.isVisible()
    assert window.sections.isVisible()


def test_cards_do_not_move_when_the_scroll_bar_comes(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(1120, 900)
    QApplication.processEvents()
    before = window.limits.geometry().left(), window.limits.width()
    window.resize(1120, 400)
    QApplication.processEvents()
    assert (window.limits.geometry().left(), window.limits.width()) == before


def test_where_room_is_short_an_account_loses_letters_and_never_money(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    button = window.switch.buttons[4471]
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    window.resize(620, 760)
    QApplication.processEvents()
    assert button.width() >= button.minimumSizeHint().width()
