"""What goes as one message and how it reads; what is held back; addresses made of what people know."""

from datetime import timedelta
from typing import Any

import pytest
from apprise.plugins.email import NotifyEmail

from riskguard.alerts import addresses
from riskguard.alerts.addresses import AddressError, Mail
from riskguard.alerts.gate import REMINDER, Gate
from riskguard.alerts.items import Item, wanted
from riskguard.alerts.messages import LATE, head, message
from riskguard.domain.events import ProtectionReduced
from riskguard.engine.board import Severity
from riskguard.engine.words import reminder
from tests.alerts.conftest import NOW, notice
from tests.fakes.world import World

WARNING, BREACH, ALARM, INFO = Severity.WARNING, Severity.BREACH, Severity.ALARM, Severity.INFO
TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz01234"


def item(title: str, severity: Severity = BREACH, after_s: float = 0, account: str = "") -> Item:
    return Item(1, "hook", NOW + timedelta(seconds=after_s), severity, account, title, "Numbers.")


@pytest.mark.parametrize(("after_s", "together"), [(1.999, 2), (2.0, 2), (2.001, 1)])
def test_what_is_two_seconds_apart_goes_together(after_s: float, together: int) -> None:
    assert len(head([item("a"), item("b", after_s=after_s)], NOW)) == together


@pytest.mark.parametrize(("late_s", "together"), [(119.9, 1), (120.0, 1), (120.1, 3)])
def test_what_was_held_up_goes_together_however_far_apart(late_s: float, together: int) -> None:
    held = [item("a"), item("b", after_s=-60), item("c", after_s=-90)]
    assert len(head(held, NOW + timedelta(seconds=late_s))) == together


def test_a_long_wait_is_told_in_several_messages() -> None:
    assert len(head([item("a")] * 40, NOW + timedelta(hours=1))) == 15


def test_the_gravest_keeps_the_title_and_its_numbers_come_first() -> None:
    made = message([item("Limit at 80%", WARNING), item("Limit reached")], NOW)
    assert (made.title, made.text, made.severity) == ("Limit reached", "Numbers.\nLimit at 80%. Numbers.", BREACH)


def test_the_same_words_again_are_counted() -> None:
    made = message([item("Not flat yet", ALARM), item("Locked"), item("Locked")], NOW)
    assert made.text == "Numbers.\nLocked. Numbers. (2 times)"


def test_accounts_are_named_once_and_practice_is_called_so() -> None:
    both = [item("Limit reached", account="A1"), item("Locked", account="A1"), item("Locked", account="B2")]
    made = message(both, NOW, practice=True)
    assert made.title == "Practice: A1: Limit reached"
    assert made.text == "Numbers.\nLocked. Numbers.\nB2: Locked. Numbers."


def test_what_comes_late_says_when_it_was() -> None:
    at = f"[{NOW.astimezone():%Y-%m-%d %H:%M %Z}]"
    assert message([item("a")], NOW + LATE).text == "Numbers."
    assert message([item("a")], NOW + LATE + timedelta(seconds=1)).text == f"{at} Numbers."


def test_a_message_fits_every_service() -> None:
    assert len(message([item("x" * 200)] * 1 + [item(f"{n} " + "y" * 200) for n in range(14)], NOW).text) == 1500


@pytest.mark.parametrize(
    ("severity", "least", "told"),
    [
        (INFO, "info", True),
        (INFO, "warning", False),
        (WARNING, "warning", True),
        (BREACH, "alarm", False),
        (ALARM, "alarm", True),
        (ALARM, "off", False),
        (ALARM, "nonsense", False),
    ],
)
def test_a_channel_hears_from_its_least_severity_on(severity: Severity, least: str, told: bool) -> None:
    assert wanted(severity, least) is told


def test_reminders_come_after_15_minutes_and_then_half_as_often_each_time() -> None:
    gate = Gate()
    heard = [(at, notice(REMINDER, WARNING, f"Quiet for {at} min.")) for at in range(24 * 60)]
    told = [at for at, one in heard if gate.passes(one, NOW + timedelta(minutes=at))]
    assert told == [15, 45, 105, 225, 465, 705, 945, 1185, 1425]


def test_a_new_trouble_after_a_while_waits_15_minutes_again() -> None:
    gate = Gate()
    for minute in (0, 10, 25):
        assert not gate.passes(notice(REMINDER, WARNING), NOW + timedelta(minutes=minute))


def test_what_the_engine_repeats_each_minute_is_known_as_a_reminder() -> None:
    world = World("").arms()
    world.hears(ProtectionReduced("login", "The gateway cannot be reached.", grave=True))
    found = reminder(world.state, world.now)
    assert found is not None and found.title == REMINDER


@pytest.mark.parametrize(
    ("severity", "after_s", "again"),
    [(ALARM, 59.9, False), (BREACH, 60, True), (BREACH, 59.9, False), (WARNING, 599.9, False), (INFO, 600, True)],
)
def test_the_same_words_go_again_only_after_a_while(severity: Severity, after_s: float, again: bool) -> None:
    gate = Gate()
    assert gate.passes(notice(severity=severity), NOW)
    assert gate.passes(notice(severity=severity), NOW + timedelta(seconds=after_s)) is again


def test_other_words_and_other_accounts_are_never_held_back() -> None:
    gate = Gate()
    for one in (notice(), notice(text="Other numbers."), notice(account=5), notice("Another title")):
        assert gate.passes(one, NOW)


def test_a_webhook_of_discord_is_taken_as_discord_shows_it() -> None:
    assert addresses.discord("https://discord.com/api/webhooks/112233/AbC-d_e") == "discord://112233/AbC-d_e/"
    with pytest.raises(AddressError, match="as Discord shows it"):
        addresses.discord("https://example.com/api/webhooks/112233/AbC")


@pytest.mark.parametrize("chat", ["4711", "-1004711", "@my_channel"])
def test_a_bot_of_telegram_is_its_token_and_a_chat(chat: str) -> None:
    assert addresses.telegram(f" {TOKEN} ", chat) == f"tgram://{TOKEN}/{chat}/"


@pytest.mark.parametrize(
    ("token", "chat", "words"), [("AAE", "1", "BotFather"), (TOKEN, "me", "number"), (TOKEN, "", "number")]
)
def test_what_cannot_be_a_bot_or_a_chat_is_refused(token: str, chat: str, words: str) -> None:
    with pytest.raises(AddressError, match=words):
        addresses.telegram(token, chat)


def test_a_password_may_hold_anything() -> None:
    made = addresses.mail(Mail("smtp.example.com", "me@example.com", "a@x.de; b@y.de", "me@example.com", "p@:/?&= w"))
    plugin: Any = NotifyEmail
    found = plugin(**plugin.parse_url(made))
    assert (found.smtp_host, found.port, found.secure_mode) == ("smtp.example.com", 587, "starttls")
    assert (found.user, found.password) == ("me@example.com", "p@:/?&= w")
    assert [to for _, to in found.targets] == ["a@x.de", "b@y.de"]


@pytest.mark.parametrize(
    "wrong",
    [
        Mail("", "me@x.de", "you@x.de"),
        Mail("https://smtp.x.de", "me@x.de", "you@x.de"),
        Mail("smtp.x.de", "me", "you@x.de"),
        Mail("smtp.x.de", "me@x.de", ""),
        Mail("smtp.x.de", "me@x.de", "you@x.de", port=65_536),
    ],
)
def test_a_mail_that_could_not_be_sent_is_refused(wrong: Mail) -> None:
    with pytest.raises(AddressError):
        addresses.mail(wrong)


def test_other_services_are_given_as_apprise_writes_them() -> None:
    assert addresses.other(" ntfy://topic ") == "ntfy://topic"
    with pytest.raises(AddressError, match="apprise"):
        addresses.other("my phone")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://discord.com/api/webhooks/1/a", "discord"),
        ("tgram://1:a/2", "telegram"),
        ("mailtos://x", "mail"),
        ("ntfy://x", "other"),
    ],
)
def test_an_address_tells_its_kind(address: str, kind: str) -> None:
    assert addresses.kind_of(address) == kind


def test_secrets_of_an_address_are_its_parts_but_not_the_names_of_services() -> None:
    found = addresses.secrets_in("mailtos://me:p%40ssw0rd@smtp.example.com:587/?to=you%40x.de&mode=starttls")
    assert {"p@ssw0rd", "p%40ssw0rd", "you@x.de"} <= set(found)
    assert not {"mailtos", "starttls"} & set(found)
