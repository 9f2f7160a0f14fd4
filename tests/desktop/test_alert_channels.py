"""The notifications page with real widgets: channels are added, tried, quieted and removed, by keyboard too."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from riskguard.alerts.items import AlertsView, ChannelView, Outcome
from riskguard.config.alerts import ChannelSettings
from riskguard.desktop.language import language
from riskguard.desktop.notifications import Notifier
from riskguard.desktop.presenters.health import Look, cards, summary
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.notices import Message
from riskguard.desktop.settings.notifications import NotificationsSection
from riskguard.desktop.settings.panel import SettingsPanel
from riskguard.desktop.theme import Theme
from riskguard.engine.board import Severity
from riskguard.service.health import Health
from tests.desktop.boards import NOW, account, board, notice
from tests.desktop.settings_port import WorldPort

HOOK = "https://discord.com/api/webhooks/112233445566/AbC-dEfGhI"
KEPT = "discord://112233445566/AbC-dEfGhI/"


@pytest.fixture
def port(tmp_path: Path) -> WorldPort:
    return WorldPort(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, port: WorldPort) -> Iterator[SettingsPanel]:
    made = SettingsPanel(theme, port)
    made.resize(1004, 728)
    made.show()
    made.open_section("notifications")
    qtbot.waitUntil(lambda: made.draft.base.rules != {}, timeout=5000)
    yield made
    made.work.drop()
    made.work.wait()
    made.hide()
    made.deleteLater()


@pytest.fixture
def page(panel: SettingsPanel) -> NotificationsSection:
    section = panel.sections["notifications"]
    assert isinstance(section, NotificationsSection)
    return section


def says(qtbot: QtBot, page: NotificationsSection, words: str) -> None:
    qtbot.waitUntil(lambda: words in f"{page.said.text()} {page.form_said.text()}", timeout=10_000)


def adds(qtbot: QtBot, page: NotificationsSection, name: str = "") -> None:
    """A channel to Discord."""
    page.form.lines["webhook"].setText(HOOK)
    page.form.lines["name"].setText(name)
    page.form.add.click()
    says(qtbot, page, "Added.")
    qtbot.waitUntil(lambda: (name or "discord") in page.rows.picks, timeout=10_000)


def test_a_channel_is_kept_at_once_and_its_address_in_the_keyring(
    qtbot: QtBot, page: NotificationsSection, port: WorldPort
) -> None:
    page.form.least.choose("breach")
    adds(qtbot, page)
    assert port.in_force().alerts["channels"] == {"discord": {"kind": "discord", "least": "breach"}}
    assert list(port.alerts.keyring.kept.values()) == [KEPT]
    assert page.form.lines["webhook"].text() == "" and page.form.lines["name"].placeholderText() == "discord-2"
    assert "AbC" not in str(port.saved)


def test_a_test_says_what_the_service_said(qtbot: QtBot, page: NotificationsSection, port: WorldPort) -> None:
    adds(qtbot, page)
    port.alerts.sender.outcome = Outcome(False, "error=404; Unknown Webhook")
    page.rows.tests["discord"].click()
    says(qtbot, page, "Not sent: error=404; Unknown Webhook")
    port.alerts.sender.outcome = Outcome(True)
    page.rows.tests["discord"].click()
    says(qtbot, page, "Sent. Look whether it has arrived.")
    assert [address for address, _ in port.alerts.sender.sent] == [KEPT, KEPT]


def test_what_is_entered_is_tried_before_it_is_kept(qtbot: QtBot, page: NotificationsSection, port: WorldPort) -> None:
    page.form.lines["webhook"].setText(HOOK)
    QTest.keyClick(page.form.lines["webhook"], Qt.Key.Key_Return)
    says(qtbot, page, "Sent.")
    assert port.saved == [] and port.alerts.keyring.kept == {}


def test_quieting_and_removing_hold_at_once(qtbot: QtBot, page: NotificationsSection, port: WorldPort) -> None:
    adds(qtbot, page, "phone")
    page.rows.picks["phone"].choose("off")
    qtbot.waitUntil(lambda: port.in_force().alerts["channels"]["phone"]["least"] == "off", timeout=10_000)
    says(qtbot, page, "That holds from now on.")
    page.rows.removes["phone"].click()
    says(qtbot, page, "Removed")
    qtbot.waitUntil(lambda: not page.rows.picks, timeout=10_000)
    assert port.alerts.keyring.kept == {} and not port.in_force().alerts.get("channels")


@pytest.mark.parametrize(
    ("kind", "given", "address"),
    [
        ("telegram", {"token": "123456789:AAE-abcdefghijklmnopqrstuvwxyz01234", "chat": "4711"}, "tgram://"),
        ("mail", {"host": "smtp.example.com", "sender": "a@example.com", "to": "b@example.com"}, "mailtos://smtp."),
        ("other", {"address": "ntfy://topic"}, "ntfy://topic"),
    ],
)
def test_every_kind_has_its_own_fields(
    qtbot: QtBot, page: NotificationsSection, port: WorldPort, kind: str, given: dict[str, str], address: str
) -> None:
    page.form.kind.buttons[kind].click()
    shown = {name for name, line in page.form.lines.items() if line.isVisibleTo(page.form)}
    assert set(given) <= shown and "webhook" not in shown
    for name, text in given.items():
        page.form.lines[name].setText(text)
    page.form.attempt.click()
    says(qtbot, page, "Sent.")
    assert port.alerts.sender.sent[0][0].startswith(address)


@pytest.mark.parametrize(("name", "words"), [("Discord", "already"), ("my phone", "letters, digits")])
def test_a_name_that_cannot_be_is_said(
    qtbot: QtBot, page: NotificationsSection, port: WorldPort, name: str, words: str
) -> None:
    adds(qtbot, page)
    page.form.lines["webhook"].setText(HOOK)
    page.form.lines["name"].setText(name)
    page.form.add.click()
    says(qtbot, page, words)
    assert len(port.saved) == 1


def test_a_keyring_that_is_locked_says_so(qtbot: QtBot, page: NotificationsSection, port: WorldPort) -> None:
    port.alerts.keyring.refuses = True
    page.form.lines["webhook"].setText(HOOK)
    page.form.add.click()
    says(qtbot, page, "keyring cannot be used")
    assert port.saved == []


def test_what_is_missing_is_said_in_the_language_of_the_windows(page: NotificationsSection) -> None:
    page.form.attempt.click()
    assert page.form_said.text().startswith("Paste the webhook as Discord shows it")
    language.use("de")
    try:
        page.form.attempt.click()
        assert page.form_said.text().startswith("Den Webhook so einfügen")
        assert heard("There is a channel phone already; remove it first, or take another name.").startswith("Einen")
    finally:
        language.use("en")


def test_the_name_proposed_for_another_service_is_a_word_of_the_language(page: NotificationsSection) -> None:
    assert page.form.lines["name"].placeholderText() == "discord"
    language.use("de")
    try:
        page.form.choose("other")
        assert page.form.lines["name"].placeholderText() == "handy"
    finally:
        language.use("en")
    page.form.choose("other")
    assert page.form.lines["name"].placeholderText() == "phone"


def test_secrets_are_not_shown_while_they_are_typed(page: NotificationsSection) -> None:
    hidden = {name for name, line in page.form.lines.items() if line.echoMode() is QLineEdit.EchoMode.Password}
    assert hidden == {"webhook", "token", "password", "address"}


def test_every_control_has_a_name_and_is_reached_by_tab(qtbot: QtBot, page: NotificationsSection) -> None:
    adds(qtbot, page, "phone")
    controls = [
        one for one in page.findChildren(QWidget) if isinstance(one, QAbstractButton | QLineEdit) and one.isVisible()
    ]
    assert len(controls) > 12
    for one in controls:
        assert one.accessibleName() or (isinstance(one, QAbstractButton) and one.text())
    for one in (page.rows.picks["phone"], page.rows.tests["phone"], page.rows.removes["phone"], page.form.add):
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_health_page_tells_of_every_channel() -> None:
    channels = (
        ChannelView("discord", "discord", "info", 0, NOW - timedelta(minutes=5)),
        ChannelView("mail", "mail", "breach", 3, None, NOW, "error=535"),
        ChannelView("phone", "other", "off"),
        ChannelView("new", "other", "info", 2),
    )
    view = AlertsView(channels, "the queue of alerts cannot be written")
    look = Look(board(account()), Health(alerts=view), None, NOW)
    (card,) = [one for one in cards(look) if one.title == "Alerts"]
    assert [(fact.label, fact.value, fact.aside, fact.tone) for fact in card.facts] == [
        ("discord", "last sent 5 min ago", "", "ok"),
        ("mail", "error=535", "3 waiting", "warn"),
        ("phone", "off", "", "plain"),
        ("new", "nothing sent yet", "2 waiting", "plain"),
        ("Queue", "the queue of alerts cannot be written", "", "warn"),
    ]
    assert "mail: error=535." in summary(look, [card]).detail


def test_without_channels_the_health_page_says_where_alerts_go() -> None:
    (card,) = [one for one in cards(Look(board(account()), Health(), None, NOW)) if one.title == "Alerts"]
    assert [(fact.label, fact.value) for fact in card.facts] == [("Sent to", "this screen only")]


@pytest.mark.parametrize(
    ("severity", "heard_once"),
    [(Severity.INFO, 0), (Severity.WARNING, 0), (Severity.BREACH, 1), (Severity.ALARM, 1)],
)
def test_a_sound_comes_with_breaches_and_alarms_where_it_is_wanted(
    qtbot: QtBot, severity: Severity, heard_once: int
) -> None:
    shown: list[Message] = []
    sounds: list[int] = []
    made = Notifier(shown.append)
    made.hear(notice(severity=severity))
    made.flush()
    assert sounds == []
    made.sound = lambda: sounds.append(1)
    made.hear(notice(severity=severity))
    made.flush()
    assert (len(shown), len(sounds)) == (2, heard_once)


def test_channels_in_force_are_shown_whoever_set_them(
    qtbot: QtBot, page: NotificationsSection, panel: SettingsPanel, port: WorldPort
) -> None:
    port.save({"alerts.channels.mail": ChannelSettings(kind="mail", least="alarm").model_dump()})
    panel.reload()
    assert page.rows.picks["mail"].value == "alarm"
