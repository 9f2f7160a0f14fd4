"""The first start: with the keyboard alone to the end, back works, cancelled nothing is written."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from riskguard.config.file import parse_settings
from riskguard.desktop.first_start.window import ACCOUNTS, CONNECT, LAST, LIMITS, MODE, FirstStart
from riskguard.desktop.language import language
from riskguard.desktop.presenters.forms.presets import presets
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.service.setup import SetupFailedError
from riskguard.service.sign_in import SignInError
from tests.desktop.first_start_port import TEN, WorldStart, ten_losing


@pytest.fixture
def port() -> WorldStart:
    return WorldStart()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, port: WorldStart) -> Iterator[FirstStart]:
    made = FirstStart(theme, port)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.mode.cards.cards["live"].hasFocus, timeout=5000)
    yield made
    made.work.drop()
    made.work.wait()
    made.hide()
    made.deleteLater()


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        where = QApplication.focusWidget()
        assert where is not None
        QTest.keyClick(where, key)


def write(qtbot: QtBot, text: str) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClicks(where, text)


def at(qtbot: QtBot, window: FirstStart, page: int) -> None:
    qtbot.waitUntil(lambda: window.at == page and not window.work.busy, timeout=20_000)


def until_focused(qtbot: QtBot, name: str) -> None:
    """Tab on until the control of that name has the keyboard; it must be reachable."""
    for _ in range(60):
        where = QApplication.focusWidget()
        if where is not None and where.accessibleName().startswith(name):
            return
        press(qtbot, Qt.Key.Key_Tab)
    pytest.fail(f"{name} cannot be reached with Tab")


def to_the_limits(qtbot: QtBot, window: FirstStart) -> None:
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, CONNECT)
    write(qtbot, "you")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "secret-key")
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, ACCOUNTS)
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LIMITS)


def verdict(window: FirstStart) -> tuple[str, str]:
    said = window.limits.verdict
    return said.text(), str(said.property("tone"))


def wrong(window: FirstStart) -> list[str]:
    return [path for path, editor in window.limits.editors.items() if editor.line.property("wrong") == "true"]


def to_the_last_page(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    until_focused(qtbot, "Highest balance so far")
    write(qtbot, "51200")
    until_focused(qtbot, "Daily net loss (")
    write(qtbot, "500")
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LAST)


def test_the_keyboard_alone_leads_to_the_end(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    to_the_last_page(qtbot, window)
    assert port.written == []
    (told,) = [one for one in window.last.outcomes.shown if one.grave]
    assert told.account == "50K Combine 4471"
    assert told.what == "Would close 2 NQ and cancel 1 order, locked until 5:00 PM CT."
    write(qtbot, "correct horse")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "correct horse")
    with qtbot.waitSignal(window.ended, timeout=20_000) as ended:
        press(qtbot, Qt.Key.Key_Return)
    assert ended.args == [True]
    (choice,) = port.written
    assert choice.gateway is not None
    assert (choice.mode, choice.gateway.user, choice.gateway.key) == ("live", "you", "secret-key")
    assert (choice.password, choice.at_login) == ("correct horse", True)
    assert "topstep-50k" in choice.settings and "rules.daily_net_loss.limit" in choice.settings


def test_cancelled_on_the_last_page_nothing_is_written(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    to_the_last_page(qtbot, window)
    with qtbot.waitSignal(window.ended, timeout=20_000) as ended:
        press(qtbot, Qt.Key.Key_Escape)
    assert ended.args == [False]
    assert port.written == [] and port.closed > 0


def test_practice_goes_straight_to_the_limits_and_back(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    press(qtbot, Qt.Key.Key_Left)
    assert window.practice
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LIMITS)
    window.back.click()
    assert window.at == MODE
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LIMITS)
    window.limits.sort("own")
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LAST)
    assert window.last.outcomes.shown == ()
    with qtbot.waitSignal(window.ended, timeout=20_000):
        window.next.click()
    assert (port.written[0].mode, port.written[0].gateway, port.tried) == ("practice", None, [])


def test_practice_chosen_after_a_sign_in_looks_at_no_live_account_any_more(
    qtbot: QtBot, window: FirstStart, port: WorldStart
) -> None:
    to_the_limits(qtbot, window)
    looked_at = port.closed
    for _ in range(LIMITS - MODE):
        window.back.click()
    press(qtbot, Qt.Key.Key_Left)
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, LIMITS)
    assert window.practice
    assert port.closed == looked_at + 1


def test_a_refused_key_says_the_gateways_reason_and_stays(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    port.refusal = SignInError("Login refused: the API key is disabled.")
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, CONNECT)
    write(qtbot, "you")
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "secret-key")
    press(qtbot, Qt.Key.Key_Return)
    said = window.connect_page.form.said
    qtbot.waitUntil(lambda: said.text().startswith("Login refused: the API key is disabled."), timeout=20_000)
    assert said.text().endswith("Nothing was saved.") and window.at == CONNECT


def test_back_keeps_what_was_entered(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    to_the_last_page(qtbot, window)
    window.back.click()
    assert window.limits.editors["rules.daily_net_loss.limit"].line.text() == "500"
    window.back.click()
    window.back.click()
    assert window.connect_page.form.user.text() == "you"
    window.next.click()
    at(qtbot, window, ACCOUNTS)
    assert len(port.tried) == 1


def test_two_different_passwords_hold_the_end(qtbot: QtBot, window: FirstStart) -> None:
    to_the_last_page(qtbot, window)
    write(qtbot, "correct horse")
    assert not window.next.isEnabled()
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "wrong horse")
    assert window.last.fault.text() == "The two passwords are not the same."
    assert not window.next.isEnabled()


def test_what_cannot_be_written_is_said_on_the_last_page(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    port.unwritable = SetupFailedError("Nothing was saved: the keyring is locked.")
    to_the_last_page(qtbot, window)
    window.next.click()
    qtbot.waitUntil(lambda: "keyring is locked" in window.last.failed.text(), timeout=20_000)
    assert window.isVisible() and window.next.isEnabled()


def test_accounts_that_cannot_be_read_are_said_so(qtbot: QtBot, window: FirstStart, port: WorldStart) -> None:
    port.readable = False
    to_the_last_page(qtbot, window)
    assert window.last.reading.text().startswith("The accounts could not be read in time")
    assert window.next.isEnabled()


def test_no_account_or_no_limit_holds_the_page(qtbot: QtBot, window: FirstStart) -> None:
    to_the_last_page(qtbot, window)
    window.back.click()
    for switch in window.limits.switches.values():
        switch.setChecked(False)
    assert window.limits.verdict.text() == "Switch on at least one limit." and not window.next.isEnabled()
    window.back.click()
    window.accounts.every.setChecked(False)
    for box in window.accounts.boxes.values():
        box.setChecked(False)
    assert not window.next.isEnabled()


def test_what_is_missing_is_where_the_keyboard_goes(window: FirstStart, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Return)
    at(qtbot, window, CONNECT)
    form = window.connect_page.form
    window.next.click()
    assert form.user.hasFocus()
    write(qtbot, "trader")
    window.next.click()
    assert (form.key.hasFocus(), form.said.text()) == (True, "Enter your API key.")


def test_addresses_that_are_known_are_filled_in_and_another_gateway_is_chosen(window: FirstStart) -> None:
    form = window.connect_page.form
    form.show_addresses(("https://api.example", "https://hubs.example/user", "https://hubs.example/market"))
    assert form.where.value == "own"
    assert [line.text() for line in form.addresses] == [
        "https://api.example",
        "https://hubs.example/user",
        "https://hubs.example/market",
    ]


HIGH = "rules.max_drawdown.high_balance"
MISSING = ("Still to be filled in: Highest balance so far.", "text")


def test_what_is_still_to_be_filled_in_is_no_fault_yet(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    assert (verdict(window), wrong(window), window.next.isEnabled()) == (MISSING, [], True)
    assert window.limits.editors[HIGH].line.placeholderText() == "fill in"


def test_a_limit_switched_on_without_a_number_is_no_fault_yet(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    window.limits.switches["daily_net_loss"].click()
    assert verdict(window) == ("Still to be filled in: Highest balance so far, Daily net loss.", "text")
    assert wrong(window) == []


def test_continue_leads_to_what_is_missing(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    window.next.click()
    line = window.limits.editors[HIGH].line
    assert (window.at, line.hasFocus(), wrong(window)) == (LIMITS, True, [HIGH])
    assert verdict(window)[0].startswith("Highest balance so far: The highest balance at the end of a day")
    assert verdict(window)[1] == "danger" and not window.next.isEnabled()
    write(qtbot, "51200")
    assert (verdict(window)[1], wrong(window), window.next.isEnabled()) == ("ok", [], True)


def test_a_field_emptied_again_is_a_fault_once_it_is_left(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    until_focused(qtbot, "Highest balance so far")
    press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    assert verdict(window) == MISSING
    write(qtbot, "5")
    press(qtbot, Qt.Key.Key_Backspace)
    assert (verdict(window), wrong(window)) == (MISSING, [])
    press(qtbot, Qt.Key.Key_Tab)
    assert (verdict(window)[1], wrong(window)) == ("danger", [HIGH])


def test_what_means_nothing_is_a_fault_at_once_and_not_with_another_preset(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    until_focused(qtbot, "Highest balance so far")
    write(qtbot, "much")
    assert (verdict(window)[1], wrong(window)) == ("danger", [HIGH])
    cards = window.limits.cards
    assert cards is not None
    cards.choose("topstep-100k")
    assert (verdict(window), wrong(window)) == (MISSING, [])


@pytest.mark.parametrize("table", ["max_drawdown", "daily_net_loss"])
def test_a_limit_switched_off_and_on_again_is_as_it_was(qtbot: QtBot, window: FirstStart, table: str) -> None:
    to_the_limits(qtbot, window)
    until_focused(qtbot, "Highest balance so far")
    write(qtbot, "51200")
    until_focused(qtbot, "Daily net loss (")
    write(qtbot, "500")
    before = window.limits.draft.values()
    window.limits.switches[table].click()
    assert window.limits.draft.values() != before
    window.limits.switches[table].click()
    assert (verdict(window)[1], window.limits.draft.values()) == ("ok", before)


@pytest.mark.parametrize("chosen", ["calm", "observe", "own"])
def test_what_a_card_says_is_not_said_again_below_it(qtbot: QtBot, window: FirstStart, chosen: str) -> None:
    to_the_limits(qtbot, window)
    window.limits.sort("own", chosen)
    cards = window.limits.cards
    assert cards is not None
    about = cards.cards[chosen].accessibleDescription()
    assert about and window.limits.source.text() and about not in window.limits.source.text()


def test_limits_there_are_already_are_not_called_empty(qtbot: QtBot, window: FirstStart) -> None:
    page = window.limits
    page.show_presets(presets(), parse_settings("[rules.max_contracts]\nlimit = 2\n"), several=False)
    assert page.cards is not None and page.cards.value == "own"
    assert page.cards.cards["own"].accessibleDescription() == "Those in your settings, to be changed here."


def test_the_title_leaves_the_programs_name_to_qt(window: FirstStart) -> None:
    assert window.windowTitle() == "Set up"


def test_ten_accounts_that_would_be_locked_alike_are_one_card_with_their_names(
    qtbot: QtBot, window: FirstStart, port: WorldStart
) -> None:
    port.world, port.named = ten_losing(), TEN
    to_the_last_page(qtbot, window)
    (told,) = [one for one in window.last.outcomes.shown if one.grave]
    assert (told.account, told.what) == ("10 accounts, each", "Would be locked until 5:00 PM CT.")
    cards = [one for one in window.last.outcomes.findChildren(QFrame) if "locked until" in one.accessibleName()]
    assert len(cards) == 1
    texts = [one.text() for one in cards[0].findChildren(Text)]
    assert texts[0] == "10 accounts, each: would be locked until 5:00 PM CT."
    assert texts[1] == ", ".join(TEN.values())
    assert all(name in cards[0].accessibleName() for name in TEN.values())


def high(window: FirstStart) -> Text:
    """What is said below "Highest balance so far"."""
    return window.limits.for_every["rules.max_drawdown.high_balance"]


def test_with_several_accounts_the_one_figure_is_said_to_hold_for_all(
    qtbot: QtBot, window: FirstStart, port: WorldStart
) -> None:
    port.named = TEN
    to_the_limits(qtbot, window)
    assert high(window).isVisible()
    assert high(window).text().startswith("It holds for every account you guard: give the highest of them.")
    line = window.limits.editors["rules.max_drawdown.high_balance"].line
    assert line.accessibleDescription() == high(window).text()
    QTest.keyClicks(line, "51200")
    window.back.click()
    window.accounts.every.setChecked(False)
    for number in list(TEN)[1:]:
        window.accounts.boxes[number].setChecked(False)
    window.next.click()
    at(qtbot, window, LIMITS)
    assert not high(window).isVisible() and line.accessibleDescription() == ""
    assert line.text() == "51200", "what was typed stays"


def test_one_account_leaves_nothing_to_say_about_others(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    assert not high(window).isVisible()


def test_where_the_firm_has_no_limit_it_is_said_quietly_in_any_language(qtbot: QtBot, window: FirstStart) -> None:
    to_the_limits(qtbot, window)
    language.use("de")
    try:
        window.limits.use(window.limits.preset)
        tones = {
            one.text(): one.property("tone")
            for one in window.limits.findChildren(Text)
            if one.text() == "keines" or one.text().startswith("Höchstens")
        }
    finally:
        language.use("en")
    assert tones["keines"] == "text3"
