from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.theme import Theme
from riskguard.engine.board import Severity, State
from riskguard.state.timers import Timer
from tests.desktop.boards import NOW, account, board, express, limit, locked, lockout, notice, warned


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(theme, tmp_path)
    made.open()
    made.ready()
    yield made
    made.end()
    made.hide()
    made.deleteLater()


def rows(window: Dashboard) -> list[list[str]]:
    return [[cell.text for cell in row] for row in window.now_page.sections.positions.cells.rows]


def test_it_shows_state_money_positions_and_limits(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    assert window.now_page.banner.headline.text() == "Daily net loss at 82%"
    assert window.now_page.banner.countdown.text() == "6:17:42"
    assert window.now_page.sections.figures.values() == ["−$410.18", "−$318.18", "−$92.00", "$23.18"]
    assert [row[0] for row in rows(window)] == ["MNQZ6", "MESZ6"]
    assert len(window.now_page.sections.orders.cells.rows) == 3
    assert len(window.now_page.limits.gauges) == 9
    assert not window.now_page.limits.more.isVisible()
    assert window.now_page.limits.gauges[0].accessibleName().startswith("Daily net loss: 82 per cent, $89.82 left")


def test_a_lockout_counts_down_and_flatten_is_gone_once_flat(window: Dashboard) -> None:
    window.show_board(board(locked()), NOW)
    assert window.now_page.banner.ring.isVisible()
    assert not window.now_page.sections.lockouts.isVisible(), "the banner has said it all"
    assert not window.now_page.flatten.isVisible()
    assert window.now_page.sections.nothing.text() == "No open position, no working order."
    window.show_board(board(account()), NOW)
    assert window.now_page.flatten.isVisible()


def test_more_lockouts_than_the_banner_tells_are_listed(window: Dashboard) -> None:
    blocked = lockout("symbol", None, "RULE-011")
    window.show_board(board(locked(lockouts=(lockout(), blocked))), NOW)
    assert [row[0].text for row in window.now_page.sections.lockouts.cells.rows] == ["Locked", "MNQ blocked"]
    assert window.now_page.sections.lockouts.cells.rows[0][3].text == "6:17:42"
    window.show_board(board(account(lockouts=(blocked,))), NOW)
    assert window.now_page.sections.lockouts.isVisible()


def test_without_an_account_only_the_next_step_is_said(window: Dashboard) -> None:
    window.show_board(board(), NOW)
    assert window.now_page.banner.headline.text() == "No account yet"
    assert not window.now_page.sections.isVisible()


def test_the_account_is_switched_by_click_and_by_key(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    window.now_page.switch.buttons[2208].click()
    assert window.now_page.banner.headline.text() == "Armed"
    QApplication.processEvents()
    window.now_page.switch.buttons[2208].setFocus()
    QTest.keyClick(window.now_page.switch.buttons[2208], Qt.Key.Key_Left)
    assert window.now_page.banner.headline.text() == "Daily net loss at 82%"


def test_an_account_id_beyond_a_c_int_works(window: Dashboard) -> None:
    big = 9_999_999_999
    window.show_board(board(warned(), account(account_id=big, name="Big")), NOW)
    window.now_page.switch.buttons[big].click()
    assert window.now_page.banner.headline.text() == "Armed"


def test_an_account_that_is_gone_leaves_the_switch(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    window.now_page.switch.buttons[2208].click()
    window.show_board(board(warned()), NOW)
    assert list(window.now_page.switch.buttons) == [4471]
    assert window.now_page.banner.headline.text() == "Daily net loss at 82%"


def test_a_hidden_window_paints_nothing_and_catches_up_when_shown(window: Dashboard) -> None:
    window.show_board(board(account()), NOW)
    window.hide()
    window.show_board(board(locked()), NOW)
    assert window.now_page.banner.headline.text() == "Armed"
    window.open()
    assert window.now_page.banner.headline.text() == "Locked until 5:00 PM CT"


def test_notices_are_listed_newest_first(window: Dashboard) -> None:
    window.add_notice(notice("One.", "1"))
    window.add_notice(notice("Two.", "2"))
    assert window.now_page.sections.notices.texts() == ["Two. 2", "One. 1"]
    assert window.now_page.sections.notices.isVisible()


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
    assert window.nav.no_tray.isVisible()
    assert window.nav.quit.isVisible()
    assert not window.close()
    assert window.isMinimized()
    window.set_tray(True)
    window.open()
    assert not window.nav.no_tray.isVisible()
    assert window.close()


def test_a_small_window_stacks_its_columns_and_scrolls(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(620, 420)
    QApplication.processEvents()
    assert window.now_page.limits.geometry().bottom() < window.now_page.sections.geometry().top()
    assert window.now_page.limits.geometry().right() <= window.width()


def test_every_control_is_reachable_by_tab_in_reading_order(window: Dashboard) -> None:
    window.resize(700, 760)
    QApplication.processEvents()
    window.show_board(board(warned(), express()), NOW)
    wanted: list[QWidget] = [
        window.now_page.switch.buttons[4471],
        window.now_page.flatten,
        *window.now_page.limits.gauges,
        window.now_page.limits.more,
    ]
    wanted += [window.now_page.sections.positions, window.now_page.sections.orders]
    QApplication.processEvents()
    met = []
    for _ in wanted:
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        met.append(window.focusWidget())
    assert met == wanted


def test_nothing_has_a_focus_ring_before_tab_is_pressed(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    assert window.focusWidget() in {None, window, window.now_page}


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
    assert len(window.now_page.limits.gauges) == 1
    window.show_board(board(account(limits=())), NOW)
    assert window.now_page.limits.gauges == []


def test_a_reminder_with_the_same_words_is_one_line_with_its_last_time(window: Dashboard) -> None:
    window.add_notice(notice("Protection still reduced", "No live prices."))
    window.add_notice(notice("Protection still reduced", "No live prices.", at=NOW))
    assert window.now_page.sections.notices.texts() == ["Protection still reduced. No live prices."]
    window.add_notice(notice("Flat, confirmed", "Nothing is open."))
    assert len(window.now_page.sections.notices.texts()) == 2


def test_of_several_accounts_a_notice_names_its_own(window: Dashboard) -> None:
    window.add_notice(notice("Flat, confirmed", "Nothing is open."))
    window.show_board(board(warned(), express()), NOW)
    assert window.now_page.sections.notices.texts() == ["50K Combine 4471: Flat, confirmed. Nothing is open."]


def test_before_an_account_is_read_the_way_to_armed_stands_in_place_of_numbers(window: Dashboard) -> None:
    waiting = account(state=State.CONNECTING, armed=False, headline="Connecting", detail="Not armed yet.")
    window.show_board(board(waiting), NOW)
    assert window.now_page.start.texts()[0] == ("Sign in to the gateway", "done")
    assert not window.now_page.sections.isVisible()
    window.show_board(board(warned()), NOW)
    assert not window.now_page.start.isVisible()
    assert window.now_page.sections.isVisible()


def test_cards_do_not_move_when_the_scroll_bar_comes(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(1120, 900)
    QApplication.processEvents()
    before = window.now_page.limits.geometry().left(), window.now_page.limits.width()
    window.resize(1120, 400)
    QApplication.processEvents()
    assert (window.now_page.limits.geometry().left(), window.now_page.limits.width()) == before


def test_where_room_is_short_an_account_loses_letters_and_never_money(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    button = window.now_page.switch.buttons[4471]
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    window.resize(620, 760)
    QApplication.processEvents()
    assert button.width() >= button.minimumSizeHint().width()
    assert button.toolTip() == "50K Combine 4471"


@pytest.mark.parametrize("width", [600, 840, 1120])
@pytest.mark.parametrize("count", [1, 2, 10])
def test_accounts_take_rows_before_they_lose_letters(window: Dashboard, width: int, count: int) -> None:
    """At 600 px two names of a practice account stood as "P…" beside the buttons."""
    names = [f"PRAC-50K-{number}" for number in range(1, count + 1)]
    window.show_board(board(*(account(account_id=at, name=name) for at, name in enumerate(names))), NOW)
    window.resize(width, 760)
    QApplication.processEvents()
    page = window.now_page
    for button in page.switch.buttons.values():
        assert button.width() >= button.sizeHint().width()
        assert page.switch.rect().contains(button.geometry())
    assert window.width() == width
    assert page.flatten.mapTo(page, page.flatten.rect().topRight()).x() <= page.width()
    assert page.switch.geometry().bottom() <= page.banner.geometry().top()


def test_many_long_names_are_cut_in_the_middle_and_stand_in_columns(window: Dashboard) -> None:
    names = [f"50KTC-V2-118734-4021773{number}" for number in range(10)]
    window.show_board(board(*(account(account_id=at, name=name) for at, name in enumerate(names))), NOW)
    window.resize(600, 760)
    QApplication.processEvents()
    buttons = list(window.now_page.switch.buttons.values())
    assert {button.x() for button in buttons} == {buttons[0].x(), buttons[1].x()}
    widths = [(button.minimumSizeHint().width(), button.width(), button.sizeHint().width()) for button in buttons]
    assert all(least <= width < whole for least, width, whole in widths), widths
    assert [button.toolTip() for button in buttons] == names


def test_far_limits_open_and_close_at_a_line_and_stay_as_they_were_left(window: Dashboard) -> None:
    card = window.now_page.limits
    window.resize(700, 760)
    QApplication.processEvents()
    window.show_board(board(warned()), NOW)
    assert card.more.accessibleName() == "Show 5 more limits"
    card.more.setFocus()
    QTest.keyClick(card.more, Qt.Key.Key_Space)
    assert len(card.gauges) == 9
    assert (card.more.text(), card.more.accessibleName()) == ("Only the nearest limits", "Hide 5 limits")
    assert card.more.hasFocus()
    assert all(gauge in window.now_page.focus_chain() for gauge in card.gauges)
    window.show_board(board(account(account_id=1, limits=warned().limits), warned()), NOW)
    assert len(card.gauges) == 9
    QTest.keyClick(card.more, Qt.Key.Key_Space)
    assert len(card.gauges) == 4


def test_a_limit_that_comes_to_warn_is_seen_although_the_others_are_closed(window: Dashboard) -> None:
    window.resize(700, 760)
    QApplication.processEvents()
    window.show_board(board(warned()), NOW)
    loud = replace(warned().limits[-1], level=1, share=25)
    window.show_board(board(account(limits=(*warned().limits[:-1], loud))), NOW)
    shown = [gauge.accessibleName() for gauge in window.now_page.limits.gauges]
    assert len(shown) == 5
    assert shown[-1].startswith("Drawdown to firm floor: 25 per cent")
    assert window.now_page.limits.more.text() == "4 more limits"


def test_five_limits_are_shown_without_a_line_to_open_the_fifth(window: Dashboard) -> None:
    window.resize(700, 760)
    QApplication.processEvents()
    window.show_board(board(account(limits=warned().limits[:5])), NOW)
    assert len(window.now_page.limits.gauges) == 5
    assert not window.now_page.limits.more.isVisible()


def test_the_curve_is_seen_in_the_normal_window_with_nine_limits(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(1120, 760)
    QApplication.processEvents()
    chart, page = window.now_page.sections.chart, window.now_page
    assert chart.mapTo(page, chart.rect().bottomLeft()).y() < page.height()
    last = page.limits.gauges[8]
    assert last.mapTo(page, last.rect().bottomLeft()).y() < page.height()


def test_beside_the_curve_there_is_room_for_more_limits_than_above_it(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    shown = []
    for width in (1120, 700, 1120):
        window.resize(width, 760)
        QApplication.processEvents()
        shown.append(len(window.now_page.limits.gauges))
    assert shown == [9, 4, 9]


def test_the_positions_of_the_normal_window_need_no_scroll_bar(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    window.resize(1120, 760)
    QApplication.processEvents()
    assert window.now_page.sections.positions.horizontalScrollBar().maximum() == 0


def test_keys_turn_to_pages(window: Dashboard) -> None:
    for key, name in ((Qt.Key.Key_2, "activity"), (Qt.Key.Key_4, "health"), (Qt.Key.Key_1, "now")):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page == name
        assert window.nav.buttons[name].isChecked()


def test_arrows_walk_the_navigation(window: Dashboard) -> None:
    window.nav.buttons["now"].setFocus()
    QTest.keyClick(window.nav.buttons["now"], Qt.Key.Key_Down)
    assert window.page == "activity"
    QTest.keyClick(window.nav.buttons["activity"], Qt.Key.Key_Up)
    assert window.page == "now"


def test_a_key_leaves_the_focus_in_the_page_and_a_click_where_it_is(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.now_page
    QTest.mouseClick(window.nav.buttons["now"], Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.now_page


def test_the_page_is_remembered_with_size_and_place(theme: Theme, tmp_path: Path) -> None:
    first = Dashboard(theme, tmp_path)
    first.open_at("health")
    first.close()
    first.end()
    second = Dashboard(theme, tmp_path)
    assert second.page == "health"
    assert second.nav.buttons["health"].isChecked()
    second.end()


def test_a_page_nobody_looks_at_is_not_made(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    assert list(window.pages) == ["now"]


def test_only_the_page_that_is_looked_at_is_painted(window: Dashboard, qtbot: QtBot) -> None:
    window.show_board(board(account()), NOW)
    window.open_page("health")
    window.show_board(board(locked()), NOW)
    assert window.now_page.banner.headline.text() == "Armed"
    window.open_page("now")
    assert window.now_page.banner.headline.text() == "Locked until 5:00 PM CT"


def test_what_is_new_is_counted_until_activity_is_looked_at(window: Dashboard) -> None:
    window.add_notice(notice("One.", "1"))
    window.add_notice(notice("Two.", "2", Severity.INFO))
    window.add_notice(notice("Three.", "3", Severity.WARNING))
    assert window.nav.buttons["activity"].accessibleName() == "Activity 2 new"
    window.open_page("activity")
    assert window.nav.buttons["activity"].accessibleName() == "Activity"
    window.add_notice(notice("Four.", "4"))
    assert window.nav.buttons["activity"].accessibleName() == "Activity"


def test_the_settings_entry_asks_for_the_settings(window: Dashboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.settings_wanted, timeout=1000):
        window.nav.settings.click()


def test_locking_out_is_offered_only_where_somebody_takes_it(window: Dashboard, qtbot: QtBot) -> None:
    window.show_board(board(warned()), NOW)
    assert not window.now_page.lock.isVisible()
    window.now_page.make_lockable()
    window.show_board(board(warned()), NOW)
    with qtbot.waitSignal(window.lock_wanted, timeout=1000) as asked:
        window.now_page.lock.click()
    assert asked.args == [window.now_page.lock]


def test_a_narrow_window_keeps_only_the_navigations_icons(window: Dashboard) -> None:
    window.resize(1180, 700)
    QApplication.processEvents()
    wide = window.nav.width()
    window.resize(640, 700)
    QApplication.processEvents()
    assert window.nav.width() < wide / 2
    assert window.nav.buttons["health"].toolTip() == "Health (Ctrl+4)"


def test_the_curve_is_drawn_with_the_account_that_is_shown(window: Dashboard) -> None:
    window.show_board(board(warned(), express()), NOW)
    assert window.now_page.sections.chart.shown is not None
    assert window.now_page.sections.chart.shown.last[2] == "−410.18"
    window.now_page.switch.buttons[2208].click()
    assert window.now_page.sections.chart.shown.last[2] == "+64.30"


def test_prices_alone_redraw_the_curve_twice_a_second_at_most(window: Dashboard) -> None:
    window.show_board(board(warned()), NOW)
    first = window.now_page.sections.chart.shown
    moved = replace(warned(), net=warned().net - 10_000)
    window.show_board(board(moved), NOW + timedelta(milliseconds=400))
    assert window.now_page.sections.chart.shown is first
    window.show_board(board(moved), NOW + timedelta(milliseconds=500))
    assert window.now_page.sections.chart.shown is not first


def test_a_window_that_is_made_ahead_shows_the_last_board_at_once(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    made = Dashboard(theme, tmp_path)
    made.show_board(board(warned()), NOW)
    made.prepare()
    qtbot.waitUntil(lambda: made.now_page.built, timeout=10_000)
    assert not made.isVisible()
    made.open()
    assert made.now_page.banner.headline.text() == "Daily net loss at 82%"
    QApplication.processEvents()
    beside, page = made.now_page.limits.geometry(), made.now_page
    assert page.sections.geometry().right() < beside.left(), "two columns, as in the window made when it is looked at"
    assert page.flatten.text().strip() == "Flatten everything now…"
    made.hide()
    made.end()


def test_a_position_without_a_stop_says_how_long_it_may_go_on(window: Dashboard) -> None:
    timer = Timer("RULE-008", NOW, NOW + timedelta(seconds=4))
    window.show_board(board(replace(warned(), timers=(timer,))), NOW)
    assert [row[6] for row in rows(window)] == ["1 of 2, 4 s", "1 of 1"]
