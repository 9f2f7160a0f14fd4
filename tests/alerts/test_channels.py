"""Channels over real sockets: what arrives, in which order, and what becomes of what does not."""

import contextlib
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.alerts import addresses
from riskguard.alerts.alerts import Alerts
from riskguard.alerts.carrier import MOST_WAITING, Pace
from riskguard.alerts.queue_file import FILE_NAME
from riskguard.config.alerts import ChannelSettings
from riskguard.engine.board import Severity
from riskguard.service.logs import start_logging
from tests.alerts.conftest import NOW, QUICK, Addressed, notice
from tests.alerts.services import MailServer, Webhook, until
from tests.fakes.alerting import RecordingSender

HOOK = {"hook": "info"}
APART = timedelta(seconds=3)


def stored(addressed: Addressed) -> list[str]:
    """Titles in the queue's file."""
    with contextlib.closing(sqlite3.connect(addressed.folder / FILE_NAME)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
            return []
        return [row[0] for row in database.execute("SELECT title FROM waiting ORDER BY number")]


def test_a_notice_arrives_with_its_words(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    addressed.start(HOOK).hear(notice())
    until(lambda: webhook.heard)
    (one,) = webhook.heard
    assert (one["title"], one["message"]) == ("Daily loss limit reached", "−$512.50 of −$500.00. Closing 2 MNQ.")


def test_a_mail_arrives_with_the_title_as_its_subject(addressed: Addressed, mail_server: MailServer) -> None:
    given = addresses.Mail("127.0.0.1", "guard@example.com", "you@example.com", security="none", port=mail_server.port)
    addressed.addresses["mail"] = addresses.mail(given)
    addressed.start({"mail": "breach"}).hear(notice(text="Closing 2 MNQ."))
    until(lambda: mail_server.mails)
    ((sender, to, text),) = mail_server.mails
    assert (sender, to) == ("guard@example.com", ["you@example.com"])
    assert "Subject: Daily loss limit reached" in text and "Closing 2 MNQ." in text


def test_what_a_mail_server_refuses_is_said_in_its_own_words(addressed: Addressed, mail_server: MailServer) -> None:
    mail_server.refusal = "535 5.7.8 Username and Password not accepted"
    given = addresses.Mail(
        "127.0.0.1", "guard@example.com", "you@example.com", "guard", "Hunter-22x", "none", mail_server.port
    )
    addressed.addresses["mail"] = addresses.mail(given)
    alerts = addressed.start({"mail": "info"})
    alerts.hear(notice())
    until(lambda: alerts.view().channels[0].failure)
    assert "Username and Password not accepted" in alerts.view().channels[0].failure
    assert "Hunter-22x" not in alerts.view().channels[0].failure


def test_each_channel_hears_from_its_own_severity_on(addressed: Addressed, webhooks: Callable[[], Webhook]) -> None:
    loud, all_of_it = webhooks(), webhooks()
    addressed.addresses |= {"loud": loud.address(), "all": all_of_it.address()}
    alerts = addressed.start({"loud": "breach", "all": "info", "off": "off"})
    for at, severity in enumerate(Severity):
        alerts.hear(notice(str(severity), severity, at=NOW + at * APART))
    until(lambda: len(all_of_it.heard) == 4 and len(loud.heard) == 2)
    assert all_of_it.titles == ["info", "warning", "breach", "alarm"]
    assert loud.titles == ["breach", "alarm"]


def test_notices_within_two_seconds_are_one_message_gravest_first(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK)
    alerts.hear(notice("Daily loss at 80%", Severity.WARNING, "−$400 of −$500."))
    alerts.hear(notice(at=NOW + timedelta(seconds=2)))
    alerts.hear(notice("Flat, confirmed", Severity.INFO, "Nothing is open.", at=NOW + timedelta(seconds=2.001)))
    until(lambda: len(webhook.heard) == 2)
    assert webhook.titles == ["Daily loss limit reached", "Flat, confirmed"]
    assert webhook.heard[0]["message"].endswith("\nDaily loss at 80%. −$400 of −$500.")


def test_an_alarm_does_not_wait_for_company(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK, Pace(merge_s=3600))
    alerts.hear(notice("Not flat yet", Severity.ALARM))
    until(lambda: webhook.titles == ["Not flat yet"])


def test_a_channel_that_is_gone_or_off_hears_nothing_more_at_once(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses |= {"hook": webhook.address(), "other": webhook.address()}
    alerts = addressed.start({"hook": "info", "other": "info"}, Pace(merge_s=3600))
    alerts.hear(notice())
    alerts.use({"other": ChannelSettings(least="off")})
    alerts.hear(notice("Another"))
    assert [(one.name, one.waiting) for one in alerts.view().channels] == [("other", 0)]
    alerts.use({"other": ChannelSettings(least="info")})
    alerts.hear(notice("Not flat yet", Severity.ALARM))
    until(lambda: webhook.heard)
    assert webhook.titles == ["Not flat yet"]


def test_what_is_refused_is_tried_again_in_the_same_order(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    webhook.answer = (404, '{"message": "Unknown Webhook", "code": 10015}')
    alerts = addressed.start(HOOK)
    for at in range(3):
        alerts.hear(notice(f"Number {at}", at=NOW + at * APART))
    until(lambda: len(webhook.tries) > 2)
    (channel,) = alerts.view().channels
    assert channel.failure.endswith("error=404; Unknown Webhook") and channel.waiting == 3
    webhook.answer = (200, "")
    until(lambda: len(webhook.heard) == 3)
    assert webhook.titles == ["Number 0", "Number 1", "Number 2"]
    until(lambda: alerts.view().channels[0].waiting == 0)
    assert alerts.view().channels[0].failure == "" and alerts.view().channels[0].sent_at == NOW


def test_a_service_that_asks_for_a_pause_gets_it(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    webhook.answer = (429, '{"message": "You are being rate limited.", "retry_after": 3000}')
    alerts = addressed.start(HOOK)
    alerts.hear(notice())
    until(lambda: alerts.view().channels[0].failure)
    webhook.answer = (200, "")
    alerts.hear(notice("Not flat yet", Severity.ALARM))
    threading.Event().wait(0.3)  # six times the pause of its own
    assert len(webhook.tries) == 1


def test_no_more_than_a_burst_goes_at_once(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK, Pace(merge_s=0.01, burst=2, one_more_s=3600))
    for at in range(4):
        alerts.hear(notice(f"Number {at}", at=NOW + at * APART))
    until(lambda: len(webhook.heard) == 2)
    threading.Event().wait(0.2)
    assert webhook.titles == ["Number 0", "Number 1"] and alerts.view().channels[0].waiting == 2


def test_a_channel_that_hangs_holds_up_no_other(addressed: Addressed, webhooks: Callable[[], Webhook]) -> None:
    hanging, good = webhooks(), webhooks()
    hanging.hangs = threading.Event()
    addressed.addresses |= {"a": hanging.address(), "b": good.address()}
    alerts = addressed.start({"a": "info", "b": "info"})
    alerts.hear(notice())
    until(lambda: hanging.tries and good.heard)
    alerts.hear(notice("Another", at=NOW + APART))
    until(lambda: len(good.heard) == 2)
    assert hanging.heard == []
    until(lambda: "timed out" in alerts.view().channels[0].failure)


def test_what_waits_outlives_the_end_and_goes_first(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    webhook.answer = (503, "")
    alerts = addressed.start(HOOK)
    alerts.hear(notice("Before the end"))
    until(lambda: webhook.tries)
    alerts.close()
    webhook.answer = (200, "")
    again = addressed.start(HOOK)
    again.hear(notice("After the start", at=NOW + APART))
    until(lambda: len(webhook.heard) == 2)
    assert webhook.titles == ["Before the end", "After the start"]
    until(lambda: stored(addressed) == [])


def test_what_waits_is_on_the_disk_before_it_is_due(addressed: Addressed) -> None:
    alerts = addressed.start({"hook": "info", "mail": "alarm"}, Pace(merge_s=3600))
    alerts.hear(notice())
    until((addressed.folder / FILE_NAME).exists)
    until(lambda: stored(addressed) == ["Daily loss limit reached"])


def test_the_end_lets_go_what_waits_for_company(addressed: Addressed, webhook: Webhook) -> None:
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK, Pace(merge_s=3600))
    alerts.hear(notice())
    alerts.close(20)
    assert webhook.titles == ["Daily loss limit reached"] and stored(addressed) == []


def test_the_end_waits_for_no_service_that_hangs(addressed: Addressed, webhook: Webhook) -> None:
    webhook.hangs = threading.Event()
    addressed.addresses["hook"] = f"{webhook.address().partition('?')[0]}?rto=60"
    alerts = addressed.start(HOOK)
    alerts.hear(notice())
    until(lambda: webhook.tries)
    alerts.close(0.2)
    assert webhook.heard == [] and stored(addressed) == ["Daily loss limit reached"]


def test_without_a_disk_alerts_go_on_from_memory(addressed: Addressed, webhook: Webhook) -> None:
    (addressed.folder / FILE_NAME).mkdir()
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK)
    until(lambda: alerts.view().trouble)
    alerts.hear(notice())
    until(lambda: webhook.heard)
    assert "cannot be written" in alerts.view().trouble


def test_a_queue_that_is_no_database_is_begun_anew(addressed: Addressed) -> None:
    (addressed.folder / FILE_NAME).write_bytes(b"nothing of the kind" * 500)
    alerts = addressed.start(HOOK, Pace(merge_s=3600))
    until((addressed.folder / f"{FILE_NAME}.damaged").exists)
    alerts.hear(notice())
    alerts.close(0.2)
    assert stored(addressed) == ["Daily loss limit reached"]


@pytest.mark.parametrize(("hours", "kept"), [(23.999, 1), (24, 1), (24.001, 0)])
def test_after_a_day_it_is_given_up(
    addressed: Addressed, hours: float, kept: int, caplog: pytest.LogCaptureFixture
) -> None:
    alerts = addressed.start(HOOK, QUICK)
    alerts.hear(notice())
    until(lambda: alerts.view().channels[0].failure)
    caplog.set_level(logging.WARNING)
    addressed.clock.passes(hours=hours)
    alerts.hear(notice("Another", at=addressed.clock()))
    until(lambda: alerts.view().channels[0].waiting == kept + 1)
    threading.Event().wait(0.2)
    assert alerts.view().channels[0].waiting == kept + 1
    assert ("1 given up after a day" in caplog.text) is (kept == 0)


def test_no_more_wait_than_can_ever_be_read(addressed: Addressed, caplog: pytest.LogCaptureFixture) -> None:
    alerts = addressed.start(HOOK, Pace(merge_s=3600))
    caplog.set_level(logging.WARNING)
    for at in range(MOST_WAITING + 1):
        alerts.hear(notice(f"Number {at}"))
    assert alerts.view().channels[0].waiting == MOST_WAITING
    assert "the oldest are left out" in caplog.text


def test_an_address_given_later_is_used_by_what_waits(addressed: Addressed, webhook: Webhook) -> None:
    alerts = addressed.start(HOOK)
    alerts.hear(notice())
    until(lambda: alerts.view().channels[0].failure == "no address is kept for hook")
    addressed.addresses["hook"] = webhook.address()
    until(lambda: webhook.heard)


def test_neither_log_nor_view_tells_where_alerts_go(addressed: Addressed, webhook: Webhook) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    listener = start_logging(addressed.folder)
    root.setLevel(logging.DEBUG)
    webhook.answer = (500, '{"message": "no route for hook-Secret-4711"}')
    addressed.addresses |= {"hook": webhook.address(), "far": "json://127.0.0.1:9/far-Secret-0815/?cto=1"}
    addressed.addresses["odd"] = "discord://odd-Secret-0816"
    alerts = addressed.start({"hook": "info", "far": "info", "odd": "info"})
    alerts.hear(notice())
    until(lambda: all(one.failure for one in alerts.view().channels))
    root.handlers[:], root.level = before
    listener.stop()
    told = (addressed.folder / "riskguard.log").read_text(encoding="utf-8") + repr(alerts.view())
    assert "no route for" in told and "alerts to far" in told
    assert [secret for secret in ("hook-Secret", "far-Secret", "odd-Secret") if secret in told] == []


@pytest.mark.parametrize(("settle_s", "prepared"), [(0.05, ["ntfy://topic"]), (3600, [])])
def test_what_sending_takes_is_loaded_once_the_start_is_over(
    tmp_path: Path, settle_s: float, prepared: list[str]
) -> None:
    sender = RecordingSender()
    pace = Pace(merge_s=0.05, settle_s=settle_s)
    alerts = Alerts(tmp_path, lambda _: "ntfy://topic", lambda: NOW, sender=sender, pace=pace)
    alerts.use({"hook": ChannelSettings(least="info")})
    until(lambda: sender.prepared == prepared)
    alerts.hear(notice())
    until(lambda: [message.title for _, message in sender.sent] == ["Daily loss limit reached"])
    assert sender.prepared == prepared
    alerts.close()


def test_without_channels_there_is_neither_thread_nor_file(addressed: Addressed) -> None:
    before = threading.active_count()
    alerts = addressed.start({})
    alerts.hear(notice())
    alerts.close()
    assert threading.active_count() == before and list(addressed.folder.iterdir()) == []


WRITER = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from riskguard.alerts.alerts import Alerts
from riskguard.alerts.carrier import Pace
from riskguard.config.alerts import ChannelSettings
from riskguard.engine.board import Notice, Severity

now = datetime.fromisoformat(sys.argv[2])
alerts = Alerts(Path(sys.argv[1]), lambda name: "json://127.0.0.1:9/", lambda: now, pace=Pace(merge_s=3600))
alerts.use({"hook": ChannelSettings(least="info")})
alerts.hear(Notice(now, None, Severity.BREACH, "Daily loss limit reached", "Locked."))
time.sleep(600)
"""


def test_what_waits_outlives_a_kill(addressed: Addressed, webhook: Webhook) -> None:
    killed = subprocess.Popen([sys.executable, "-c", WRITER, str(addressed.folder), NOW.isoformat()])
    try:
        until((addressed.folder / FILE_NAME).exists, 60)
        until(lambda: stored(addressed) == ["Daily loss limit reached"])
    finally:
        killed.kill()
        killed.wait()
    addressed.addresses["hook"] = webhook.address()
    addressed.start(HOOK)
    until(lambda: webhook.titles == ["Daily loss limit reached"])
    until(lambda: stored(addressed) == [])


class Stumbling(Addressed):
    """Whatever keeps its addresses fails at first, in a way nobody foresaw."""

    asked = 0

    def _address(self, name: str) -> str:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError("a fault")
        return super()._address(name)


def test_a_fault_on_the_way_ends_no_channel(tmp_path: Path, webhook: Webhook) -> None:
    addressed = Stumbling(tmp_path)
    addressed.addresses["hook"] = webhook.address()
    alerts = addressed.start(HOOK)
    alerts.hear(notice())
    until(lambda: webhook.heard)
    assert addressed.asked >= 2
    alerts.close(0.2)
