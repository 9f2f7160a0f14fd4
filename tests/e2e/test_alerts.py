"""Alerts on the whole road: a breach arrives at a webhook, and a webhook that hangs changes nothing of enforcement."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from riskguard.alerts.queue_file import FILE_NAME
from riskguard.config.toml_edit import REMOVE
from riskguard.service.addresses import VARIABLE
from tests.alerts.services import Webhook
from tests.e2e.conftest import Lay
from tests.e2e.road import MORNING, clock_words

RULES = f"{MORNING}[rules.daily_realized_loss]\nlimit = 500\n"
HOOK = '[alerts.channels.hook]\nleast = "breach"\n'
SECRET = "hook-Secret-4711"
BREACH = "Daily realized loss reached"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    made = Webhook()
    monkeypatch.setenv(f"{VARIABLE}HOOK", made.address(SECRET))
    yield made
    made.close()


async def test_a_breach_arrives_with_the_words_on_the_screen(lay: Lay, webhook: Webhook) -> None:
    road = await lay(RULES + HOOK)
    await road.loses()
    await road.until(lambda: webhook.heard)
    (text,) = road.told(BREACH)
    assert webhook.heard[0]["title"].endswith(f": {BREACH}") and webhook.heard[0]["title"].startswith("Practice: ")
    assert webhook.heard[0]["message"].startswith(text) and clock_words() in text
    await road.until(lambda: road.guard and road.guard.health().alerts.channels[0].sent_at)


async def test_a_webhook_that_hangs_holds_up_no_close(lay: Lay, webhook: Webhook) -> None:
    webhook.hangs = threading.Event()
    road = await lay(RULES + HOOK)
    await road.loses()
    await road.until(lambda: webhook.tries)
    road.paper.requests.clear()
    road.buys("MNQ", 2)
    await road.until(road.flat)
    assert len(road.sent("/Position/closeContract")) == 1
    assert webhook.heard == []


async def test_a_channel_is_used_and_dropped_at_once(lay: Lay, webhook: Webhook) -> None:
    road = await lay(RULES)
    assert road.guard is not None
    assert not (road.data_dir / FILE_NAME).exists()
    await road.guard.settings.change({"alerts.channels.hook": {"kind": "other", "least": "info"}}, "a test")
    await road.until(lambda: road.guard and road.guard.health().alerts.channels)
    road.guard.announce("Hello", "from here.")
    await road.until(lambda: any("Hello" in f"{one['title']} {one['message']}" for one in webhook.heard))
    await road.guard.settings.change({"alerts.channels.hook": REMOVE}, "a test")
    await road.until(lambda: road.guard and not road.guard.health().alerts.channels)
    assert "Settings" in [notice.title for notice in road.board.notices]
    assert road.status()["protected"] is True


async def test_what_could_not_be_sent_goes_out_after_a_restart(lay: Lay, webhook: Webhook) -> None:
    webhook.answer = (503, "")
    road = await lay(RULES + HOOK)
    await road.loses()
    await road.until(lambda: webhook.tries)
    await road.stop()
    webhook.answer = (200, "")
    await road.arm()
    await road.until(lambda: webhook.heard)
    assert webhook.titles[0].endswith(BREACH)


async def test_a_support_bundle_tells_nobody_where_alerts_go(lay: Lay, webhook: Webhook, tmp_path: Path) -> None:
    webhook.answer = (500, f'{{"message": "no route to {SECRET}"}}')
    road = await lay(RULES + HOOK)
    await road.loses()
    await road.until(lambda: road.guard and road.guard.health().alerts.channels[0].failure)
    assert road.guard is not None
    road.data_dir.joinpath("riskguard.log").write_text(f"POST http://127.0.0.1/{SECRET}/ failed\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    target = await asyncio.to_thread(road.guard.support_bundle(), tmp_path / "out" / "support.zip")
    with ZipFile(target) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert "no route to" in texts["status.json"] and "failed" in texts["riskguard.log"]
    assert FILE_NAME not in texts
    assert [name for name, text in texts.items() if SECRET in text] == []
