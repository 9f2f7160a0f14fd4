"""The settings window with real widgets: edits, notes, saves, the pending list, secrets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.inputs.editors import LineEditor, SwitchEditor
from riskguard.desktop.inputs.switch import ROOM
from riskguard.desktop.language import language
from riskguard.desktop.notifications import Notifier
from riskguard.desktop.settings.accounts import AccountsSection
from riskguard.desktop.settings.backup import BackupSection
from riskguard.desktop.settings.office import SettingsOffice
from riskguard.desktop.settings.panel import SettingsPanel
from riskguard.desktop.settings.security import SecuritySection
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import DARK, LIGHT
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.sign_in import SignInError
from tests.desktop.boards import board, locked
from tests.desktop.settings_port import WorldPort
from tests.fakes import facts
from tests.fakes.world import World

LIMIT = "rules.daily_net_loss.limit"


@pytest.fixture
def port(tmp_path: Path) -> WorldPort:
    return WorldPort(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, port: WorldPort) -> Iterator[SettingsPanel]:
    made = SettingsPanel(theme, port)
    made.resize(1004, 728)
    made.show()
    qtbot.waitUntil(lambda: bool(made.rules.list.buttons), timeout=5000)
    yield made
    made.work.drop()
    made.work.wait()
    made.hide()
    made.deleteLater()


def line(panel: SettingsPanel, path: str) -> QLineEdit:
    table = path.split(".")[1]
    panel.rules.list.choose(table)
    editor = panel.rules.forms[table].form.rows[path].editor
    assert isinstance(editor, LineEditor)
    return editor.line


def types(qtbot: QtBot, panel: SettingsPanel, path: str, text: str) -> None:
    """What the user types in place of what stood there, and the look at it that follows."""
    where = line(panel, path)
    where.setFocus()
    where.selectAll()
    if text:
        QTest.keyClicks(where, text)
    else:
        QTest.keyClick(where, Qt.Key.Key_Delete)
    panel.check()


def note(panel: SettingsPanel, path: str) -> str:
    row = panel.rules.forms[path.split(".")[1]].form.rows[path]
    return row.note.text.text() if row.note.isVisible() else ""


def idle(qtbot: QtBot, panel: SettingsPanel) -> None:
    qtbot.waitUntil(lambda: not panel.work.busy, timeout=10_000)


def test_it_opens_with_the_rules_and_nothing_to_save(panel: SettingsPanel) -> None:
    assert panel.tabs["rules"].isChecked()
    assert line(panel, LIMIT).text() == "500.00"
    assert not panel.foot.save.isEnabled() and not panel.foot.discard.isEnabled()


def test_a_looser_value_says_beside_the_field_that_it_waits(qtbot: QtBot, panel: SettingsPanel) -> None:
    types(qtbot, panel, LIMIT, "600")
    assert note(panel, LIMIT) == "Takes effect Fri 5:00 PM CT"
    assert (panel.foot.count.text(), panel.foot.when.text()) == ("1 change", "1 from Fri 5:00 PM CT")


def test_a_tighter_value_says_that_it_holds_now(qtbot: QtBot, panel: SettingsPanel) -> None:
    types(qtbot, panel, LIMIT, "400")
    assert note(panel, LIMIT) == "Takes effect now"


def test_a_wrong_value_names_itself_and_holds_the_save(qtbot: QtBot, panel: SettingsPanel) -> None:
    types(qtbot, panel, LIMIT, "400")
    types(qtbot, panel, "rules.daily_net_loss.reduce_only_at", "-90")
    assert note(panel, "rules.daily_net_loss.reduce_only_at").startswith("Enter a share")
    assert not panel.foot.save.isEnabled() and panel.foot.faults.text() == "1 field to correct"
    assert line(panel, "rules.daily_net_loss.reduce_only_at").property("wrong") == "true"


def test_discard_and_undo_take_edits_back(qtbot: QtBot, panel: SettingsPanel) -> None:
    types(qtbot, panel, LIMIT, "400")
    panel.setFocus()
    panel.rules.forms["daily_net_loss"].form.rows[LIMIT].note.undo.click()
    assert line(panel, LIMIT).text() == "500.00" and not panel.draft.changed
    types(qtbot, panel, LIMIT, "400")
    panel.setFocus()
    panel.foot.discard.click()
    assert line(panel, LIMIT).text() == "500.00" and not panel.foot.save.isEnabled()


def test_a_save_that_does_nothing_now_is_asked_for_at_once(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    types(qtbot, panel, LIMIT, "400")
    panel.foot.save.click()
    qtbot.waitUntil(lambda: port.saved == [{LIMIT: 400}], timeout=10_000)
    qtbot.waitUntil(lambda: panel.foot.said.text() == "Saved.", timeout=10_000)
    assert panel.foot.mark.isVisible()
    types(qtbot, panel, LIMIT, "450")
    assert (panel.foot.said.text(), panel.foot.mark.isVisible()) == ("", False)


def test_after_a_save_the_keyboard_is_where_it_was(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    types(qtbot, panel, LIMIT, "400")
    panel.foot.save.setFocus()
    QTest.keyClick(panel.foot.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.foot.said.text() == "Saved.", timeout=10_000)
    qtbot.waitUntil(lambda: not panel.foot.save.isEnabled(), timeout=10_000)
    assert panel.focusWidget() is line(panel, LIMIT)
    assert line(panel, LIMIT).text() == "400.00"


def test_after_a_save_where_nothing_had_the_keyboard_it_is_at_the_sections_first_field(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    panel.propose({"rules.max_contracts.limit": 4})
    panel.foot.save.click()
    qtbot.waitUntil(lambda: panel.foot.said.text() == "Saved.", timeout=10_000)
    qtbot.waitUntil(lambda: not panel.foot.save.isEnabled(), timeout=10_000)
    qtbot.waitUntil(lambda: panel.focusWidget() is line(panel, "rules.max_contracts.limit"), timeout=10_000)


@pytest.mark.parametrize("way", ["discard", "undo"])
def test_after_taking_an_edit_back_the_keyboard_is_at_its_field(qtbot: QtBot, panel: SettingsPanel, way: str) -> None:
    types(qtbot, panel, LIMIT, "400")
    button = panel.foot.discard if way == "discard" else panel.rules.forms["daily_net_loss"].form.rows[LIMIT].note.undo
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert (panel.focusWidget(), line(panel, LIMIT).text()) == (line(panel, LIMIT), "500.00")


def test_a_value_that_comes_while_one_types_does_not_take_the_typing_away(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    types(qtbot, panel, LIMIT, "40")
    panel.reload()
    assert line(panel, LIMIT).text() == "40"


def test_when_nothing_waits_any_more_the_pending_page_is_left(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    types(qtbot, panel, LIMIT, "600")
    panel.foot.save.click()
    qtbot.waitUntil(panel.pill.isVisible, timeout=10_000)
    panel.pill.click()
    panel.pending.buttons[LIMIT].click()
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.rules, timeout=10_000)
    assert (panel.focusWidget(), line(panel, LIMIT).text()) == (line(panel, LIMIT), "500.00")


def test_a_switch_begins_where_the_lines_above_and_below_it_do(qtbot: QtBot, panel: SettingsPanel) -> None:
    where = line(panel, LIMIT)
    switch = next(one.editor for one in panel.rules.forms["daily_net_loss"].form.rows.values() if one.editor.outdent)
    assert isinstance(switch, SwitchEditor)
    panel.grab()
    assert switch.switch.mapTo(panel, QPoint(ROOM, 0)).x() == where.mapTo(panel, QPoint()).x()
    head = panel.rules.forms["daily_net_loss"]
    assert head.switch.mapTo(head, QPoint(head.switch.width() - ROOM, 0)).x() == head.form.geometry().right() + 1
    panel.open_section("security")
    idle(qtbot, panel)
    section = panel.sections["security"]
    assert isinstance(section, SecuritySection)
    panel.grab()
    assert section.at_login.mapTo(panel, QPoint(ROOM, 0)).x() == section.set.mapTo(panel, QPoint()).x()


def test_a_field_keeps_its_height_whether_its_note_is_beside_or_below_it(qtbot: QtBot, panel: SettingsPanel) -> None:
    types(qtbot, panel, LIMIT, "600")
    panel.foot.save.click()
    qtbot.waitUntil(panel.pill.isVisible, timeout=10_000)
    row = panel.rules.forms["daily_net_loss"].form.rows[LIMIT]
    below = set()
    for width in range(960, 1040):
        panel.resize(width, 728)
        qtbot.wait(1)
        below.add(row.note.y() >= row.editor.geometry().bottom())
        assert row.editor.height() == row.editor.sizeHint().height(), width
        assert row.note.geometry().right() <= row.width(), width
    assert below == {True, False}


def test_a_file_that_is_not_imported_is_said_in_a_sentence_without_codes(
    qtbot: QtBot, panel: SettingsPanel, tmp_path: Path
) -> None:
    panel.open_section("backup")
    section = panel.sections["backup"]
    assert isinstance(section, BackupSection)
    idle(qtbot, panel)
    section.import_from(tmp_path)
    qtbot.waitUntil(lambda: panel.foot.said.text().startswith(f"{tmp_path.name} was not imported. It "), timeout=10_000)
    section.export_to(tmp_path / "nowhere" / "out.toml")
    qtbot.waitUntil(lambda: panel.foot.said.text().startswith("out.toml could not be written to "), timeout=10_000)
    assert "[Errno" not in panel.foot.said.text()


def test_while_the_connection_is_tested_the_keyboard_stays_at_the_button(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    port.kept = GatewaySettings("you", "key")
    panel.open_section("accounts")
    section = panel.sections["accounts"]
    assert isinstance(section, AccountsSection)
    idle(qtbot, panel)
    section.form.test.setFocus()
    QTest.keyClick(section.form.test, Qt.Key.Key_Space)
    assert panel.work.busy and panel.focusWidget() is section.form.test
    idle(qtbot, panel)
    assert panel.focusWidget() is section.form.test


def test_a_password_too_short_is_refused_and_after_removing_one_a_new_one_can_be_typed(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    panel.open_section("security")
    section = panel.sections["security"]
    assert isinstance(section, SecuritySection)
    idle(qtbot, panel)
    for where in (section.new, section.again):
        QTest.keyClicks(where, "short")
    section.set.click()
    assert section.said.text() == "Take at least 6 letters; several words are better."
    port.password.set("correct horse")
    section.opened()
    idle(qtbot, panel)
    QTest.keyClicks(section.old, "correct horse")
    section.remove.setFocus()
    section.remove.click()
    qtbot.waitUntil(lambda: not port.password.is_set, timeout=10_000)
    idle(qtbot, panel)
    assert panel.focusWidget() is section.new


def test_discarding_takes_what_was_said_of_the_edits_back_too(qtbot: QtBot, panel: SettingsPanel) -> None:
    panel.rules.preset.click()
    qtbot.waitUntil(lambda: bool(panel.presets.buttons), timeout=10_000)
    panel.presets.use.click()
    assert panel.foot.said.text().startswith("Filled ")
    panel.foot.discard.click()
    assert panel.foot.said.text() == ""


def test_the_numbers_of_a_preset_stand_below_each_other(qtbot: QtBot, panel: SettingsPanel) -> None:
    panel.rules.preset.click()
    qtbot.waitUntil(lambda: bool(panel.presets.buttons), timeout=10_000)
    panel.presets.buttons["topstep-xfa-50k"].setChecked(True)
    qtbot.wait(50)
    rows = [row for row in panel.presets.findChildren(QWidget, "number") if row.isVisible()]
    assert len(rows) > 3
    assert len({child.x() for row in rows for child in row.findChildren(QLabel)}) == 2


def test_a_save_that_would_close_something_lists_it_first(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    trades = (facts.trade(1, 1, None), facts.trade(2, -1, -450))
    world = World("[rules.daily_net_loss]\nlimit = 500\n").arms(facts.position(2), trades=trades)
    port = WorldPort(tmp_path, world)
    panel = SettingsPanel(theme, port)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.rules.list.buttons), timeout=5000)
    types(qtbot, panel, LIMIT, "400")
    panel.foot.save.click()
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.confirm, timeout=10_000)
    assert [one.what for one in panel.confirm.outcomes.shown] == ["Would close 2 MNQ, locked until 5:00 PM CT."]
    assert port.saved == [] and panel.focusWidget() is panel.confirm.later
    panel.confirm.yes.click()
    qtbot.waitUntil(lambda: port.saved == [{LIMIT: 400}], timeout=10_000)
    idle(qtbot, panel)


def test_a_change_that_waits_can_be_withdrawn(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    types(qtbot, panel, LIMIT, "600")
    panel.foot.save.click()
    qtbot.waitUntil(panel.pill.isVisible, timeout=10_000)
    assert panel.pill.text().strip() == "1 change pending"
    panel.pill.click()
    panel.pending.buttons[LIMIT].click()
    qtbot.waitUntil(lambda: not panel.pill.isVisible(), timeout=10_000)
    assert port.pending() == ()


def test_the_page_of_what_waits_leads_back_with_a_button(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    types(qtbot, panel, LIMIT, "600")
    panel.foot.save.click()
    qtbot.waitUntil(panel.pill.isVisible, timeout=10_000)
    panel.pill.click()
    assert panel.pages.currentWidget() is panel.pending
    assert panel.focusWidget() is panel.pending.buttons[LIMIT]
    QTest.keyClick(panel.pending.buttons[LIMIT], Qt.Key.Key_Tab)
    assert panel.focusWidget() is panel.pending.leave
    panel.pending.leave.click()
    assert panel.pages.currentWidget() is panel.rules
    assert len(port.pending()) == 1


def test_what_cannot_be_saved_is_said_and_the_edits_stay(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    port.refusal = OSError("the disk is full")
    types(qtbot, panel, LIMIT, "400")
    panel.foot.save.click()
    qtbot.waitUntil(lambda: "the disk is full" in panel.foot.said.text(), timeout=10_000)
    assert "stay as they are" in panel.foot.said.text() and panel.foot.save.isEnabled()


def test_with_a_password_loosening_asks_for_it_and_tightening_does_not(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    port.password.set("correct horse")
    types(qtbot, panel, LIMIT, "400")
    panel.foot.save.click()
    qtbot.waitUntil(lambda: len(port.saved) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: panel.draft.base.rules["daily_net_loss"].limit == 400, timeout=10_000)
    types(qtbot, panel, LIMIT, "700")
    panel.foot.save.click()
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.confirm, timeout=10_000)
    QTest.keyClicks(panel.confirm.password, "wrong one")
    panel.confirm.yes.click()
    qtbot.waitUntil(lambda: panel.confirm.refusal.text() == "That is not the password.", timeout=10_000)
    assert len(port.saved) == 1
    panel.confirm.password.clear()
    QTest.keyClicks(panel.confirm.password, "correct horse")
    QTest.keyClick(panel.confirm.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(port.saved) == 2, timeout=10_000)
    idle(qtbot, panel)


def test_a_test_of_the_connection_says_what_the_gateway_said(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort
) -> None:
    section = panel.sections["accounts"]
    assert isinstance(section, AccountsSection)
    panel.open_section("accounts")
    idle(qtbot, panel)
    section.form.test.click()
    assert section.form.said.text() == "Enter your user name."
    QTest.keyClicks(section.form.user, "you")
    QTest.keyClicks(section.form.key, "key")
    port.refusal = SignInError("Login refused: the API key is disabled.")
    section.form.test.click()
    qtbot.waitUntil(lambda: section.form.said.text() == "Login refused: the API key is disabled.", timeout=10_000)
    port.refusal = None
    section.form.test.click()
    qtbot.waitUntil(lambda: section.form.said.text() == "Signed in. Accounts: A4471.", timeout=10_000)
    section.keep.click()
    qtbot.waitUntil(lambda: port.kept is not None and port.kept.user == "you", timeout=10_000)


def test_the_password_is_changed_only_with_the_old_one(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    section = panel.sections["security"]
    assert isinstance(section, SecuritySection)
    panel.open_section("security")
    idle(qtbot, panel)
    for where in (section.new, section.again):
        QTest.keyClicks(where, "correct horse")
    section.set.click()
    qtbot.waitUntil(lambda: port.password.is_set, timeout=10_000)
    idle(qtbot, panel)
    section.remove.click()
    qtbot.waitUntil(lambda: section.said.text() == "That is not the password.", timeout=10_000)
    assert port.password.is_set


def test_an_imported_file_is_asked_for_and_an_exported_one_written(
    qtbot: QtBot, panel: SettingsPanel, port: WorldPort, tmp_path: Path
) -> None:
    section = panel.sections["backup"]
    assert isinstance(section, BackupSection)
    section.export_to(tmp_path / "out.toml")
    idle(qtbot, panel)
    assert (tmp_path / "out.toml").read_text(encoding="utf-8") == port.text()
    (tmp_path / "in.toml").write_text(port.text().replace("limit = 500", "limit = 350"), encoding="utf-8")
    section.import_from(tmp_path / "in.toml")
    qtbot.waitUntil(lambda: port.in_force().rules["daily_net_loss"].limit == 350, timeout=10_000)
    (tmp_path / "bad.toml").write_text("[rules.max_contracts]\nlimit = -1\n", encoding="utf-8")
    section.import_from(tmp_path / "bad.toml")
    qtbot.waitUntil(lambda: "max_contracts.limit" in panel.foot.said.text(), timeout=10_000)


def test_every_control_of_every_section_has_a_name(qtbot: QtBot, panel: SettingsPanel) -> None:
    for table in panel.rules.list.buttons:
        panel.rules.list.choose(table)
    for name in panel.tabs:
        panel.open_section(name)
    idle(qtbot, panel)
    for widget in panel.findChildren(QWidget):
        if isinstance(widget, QAbstractButton) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or widget.text(), widget
        if isinstance(widget, QLineEdit):
            assert widget.accessibleName(), widget


@pytest.fixture
def office(qtbot: QtBot, theme: Theme, port: WorldPort) -> Iterator[SettingsOffice]:
    made = SettingsOffice(theme, port, Notifier(lambda _: None), lambda _: None, lambda: port.saved.append({"quit": 1}))
    yield made
    made.close()


def test_looks_follow_the_settings(qtbot: QtBot, office: SettingsOffice, theme: Theme, port: WorldPort) -> None:
    port.save({"appearance.theme": "light"})
    office.apply()
    assert theme.tokens is LIGHT
    port.save({"appearance.theme": "dark"})
    office.apply()
    assert theme.tokens is DARK


def test_quitting_while_locked_asks_for_the_password(qtbot: QtBot, office: SettingsOffice, port: WorldPort) -> None:
    port.password.set("correct horse")
    office.quit(board(locked()))
    assert office.gate.isVisible() and port.saved == []
    assert office.gate.windowTitle() == "Quit"
    QTest.keyClicks(office.gate.password, "wrong one")
    office.gate.go.click()
    qtbot.waitUntil(lambda: office.gate.said.text() == "That is not the password.", timeout=10_000)
    assert port.saved == []
    office.gate.password.clear()
    QTest.keyClicks(office.gate.password, "correct horse")
    QTest.keyClick(office.gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: port.saved == [{"quit": 1}], timeout=10_000)
    assert not office.gate.isVisible()


def test_without_a_password_quitting_is_quitting(office: SettingsOffice, port: WorldPort) -> None:
    office.quit(board(locked()))
    assert port.saved == [{"quit": 1}]


def test_what_waits_is_said_in_the_language(qtbot: QtBot, panel: SettingsPanel, port: WorldPort) -> None:
    types(qtbot, panel, LIMIT, "600")
    panel.foot.save.click()
    qtbot.waitUntil(panel.pill.isVisible, timeout=10_000)
    language.use("de")
    try:
        panel.check()
        said = " ".join(text.text() for text in panel.pending.findChildren(QLabel))
    finally:
        language.use("en")
    assert "Tagesverlust netto, Limit" in said
