from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from pytestqt.qtbot import QtBot

from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.health import HealthPage
from riskguard.desktop.presenters.health import Look, cards, off_text, size_text, summary
from riskguard.desktop.presenters.pulse import ago, pulse, signed_span
from riskguard.desktop.theme import Theme
from riskguard.engine.board import OffView
from riskguard.gateway.latency import Latency, LatencyView
from riskguard.service.health import Health, OnDisk, on_disk
from riskguard.service.support import make_bundle
from riskguard.state.absence import Gap, GapCount
from riskguard.storage.backups import Backup
from tests.desktop.boards import NOW, account, board, degraded
from tests.desktop.journals import write_morning

WELL = Health(
    hubs_up=frozenset({"user", "market"}),
    user_heard=NOW - timedelta(seconds=3),
    market_heard=NOW - timedelta(seconds=0.2),
    event_at=NOW - timedelta(seconds=0.2),
    latency=LatencyView(300, 38.2, 36.4, 121.0),
    anchored=True,
    pc_off=timedelta(milliseconds=4),
    journal_key="keyring",
    last_backup=Backup(Path("000007_20261119T163000Z_start.db"), 7, NOW - timedelta(minutes=12), "start"),
)
DISK = OnDisk(Path("C:/RiskGuard"), 1_240_000, (), 0, 3, 8_400_000, 90_000_000_000, (("RiskGuard", "1.0"),))


def facts(health: Health = WELL, disk: OnDisk | None = DISK, **changes: object) -> dict[str, tuple[str, str]]:
    """Value and tone by label."""
    look = Look(replace(board(account()), **changes), health, disk, NOW)  # type: ignore[arg-type]
    return {fact.label: (fact.value, fact.tone) for card in cards(look) for fact in card.facts}


def told(health: Health = WELL, disk: OnDisk | None = DISK) -> tuple[str, str]:
    look = Look(board(account()), health, disk, NOW)
    made = summary(look, cards(look))
    return made.headline, made.tone


def test_all_is_well_is_said_in_three_words() -> None:
    assert told() == ("All is well", "ok")


def test_each_fact_of_a_healthy_guard() -> None:
    found = facts()
    assert found["Orders and positions"] == ("connected", "ok")
    assert found["Live prices"] == ("connected", "ok")
    assert (found["Median"][0], found["99 of 100 within"][0], found["Last answer"][0]) == ("36 ms", "121 ms", "38 ms")
    assert found["Time comes from"] == ("the gateway", "ok")
    assert found["This PC is"] == ("4 ms ahead", "ok")
    assert found["Journal"][0] == "1.2 MB"
    assert found["Last backup"] == ("12 min ago", "ok")
    assert found["Journal key"] == ("in the system's keyring", "ok")
    assert (found["Off today"][0], found["Off this week"][0]) == ("never", "never")
    assert found["RiskGuard"][0] == "1.0"


@pytest.mark.parametrize(
    ("health", "label", "tone"),
    [
        (replace(WELL, hubs_up=frozenset({"market"})), "Orders and positions", "danger"),
        (replace(WELL, hubs_up=frozenset({"user"})), "Live prices", "danger"),
        (replace(WELL, user_heard=NOW - timedelta(seconds=20)), "Orders and positions", "ok"),
        (replace(WELL, user_heard=NOW - timedelta(seconds=20.1)), "Orders and positions", "warn"),
        (replace(WELL, pc_off=timedelta(seconds=1.9)), "This PC is", "ok"),
        (replace(WELL, pc_off=timedelta(seconds=-2)), "This PC is", "warn"),
        (replace(WELL, journal_key="nowhere"), "Journal key", "warn"),
        (replace(WELL, journal_key="file"), "Journal key", "plain"),
        (replace(WELL, backup_trouble="the disk is full"), "Last backup", "warn"),
    ],
)
def test_what_needs_a_look_stands_out(health: Health, label: str, tone: str) -> None:
    assert facts(health)[label][1] == tone
    assert (told(health)[1] == "ok") == (tone in {"ok", "plain"})


@pytest.mark.parametrize(("free", "tone"), [(499_999_999, "warn"), (500_000_000, "plain"), (0, "plain")])
def test_a_disk_that_runs_full_is_told(free: int, tone: str) -> None:
    assert facts(disk=replace(DISK, free_bytes=free))["Journal"][1] == tone


def test_a_lost_hub_counts_whatever_the_guard_still_believes() -> None:
    assert facts(hubs_lost=("market",))["Live prices"][1] == "danger"


def test_tampering_is_told_in_its_own_words() -> None:
    assert facts(tampered=("A lockout was taken out.",))["Journal changed from outside"] == (
        "A lockout was taken out.",
        "danger",
    )


def test_what_reduces_protection_comes_first() -> None:
    look = Look(board(degraded()), replace(WELL, backup_trouble="full"), DISK, NOW)
    made = summary(look, cards(look))
    assert made.headline == "2 things need a look"
    assert made.detail.startswith("No MNQ quotes for 12 s.")
    assert made.tone == "danger"


def test_how_often_nothing_was_guarded() -> None:
    gap = Gap(NOW - timedelta(hours=2), NOW - timedelta(hours=1), "quit")
    off = OffView(gap, GapCount(1, timedelta(hours=1)), GapCount(3, timedelta(hours=5)))
    found = facts(guard_off=off)
    assert (found["Off today"][0], found["Off this week"][0]) == ("once, 1 h", "3 times, 5 h")
    assert found["Last time off"][0] == "Thu Nov 19, 8:42 AM CT"


def test_before_the_first_answer_nothing_is_invented() -> None:
    found = facts(Health(), None)
    assert found["Median"] == ("no answers yet", "plain")
    assert found["Time comes from"][0] == "this PC, until the gateway answers"
    assert "This PC is" not in found
    assert "Journal" not in found


def test_spans_sizes_and_offsets_read_well() -> None:
    assert [ago(timedelta(seconds=s)) for s in (0.2, 9.9, 12, 200)] == [
        "0.2 s ago",
        "9.9 s ago",
        "12 s ago",
        "3 min ago",
    ]
    assert [size_text(n) for n in (0, 1, 640_000, 12_400_000, 1_200_000_000)] == [
        "0 KB",
        "1 KB",
        "640 KB",
        "12.4 MB",
        "1.2 GB",
    ]
    assert [signed_span(timedelta(seconds=s)) for s in (0.004, -1.25, 200)] == ["+4 ms", "−1.2 s", "+3 min"]
    assert [off_text(timedelta(seconds=s)) for s in (0, 0.004, -200)] == ["in step", "4 ms ahead", "4 min behind"]


def test_latency_is_of_the_last_answers() -> None:
    latency = Latency()
    assert latency.view() == LatencyView()
    for milliseconds in range(1, 101):
        latency.add(milliseconds / 1000)
    view = latency.view()
    assert (view.count, view.median_ms, view.late_ms, view.last_ms) == (100, 50.0, 99.0, 100.0)
    for _ in range(1000):
        latency.add(0.005)
    assert latency.view().late_ms == 5.0


def test_the_pulse_is_three_lines() -> None:
    made = pulse(board(account()), WELL, NOW)
    assert made.clock == "10:42:18 AM CT"
    assert [(each.label, each.value, each.tone) for each in made.lines] == [
        ("Gateway", "38 ms", "ok"),
        ("Quotes", "0.2 s ago", "ok"),
        ("Clock", "+4 ms", "ok"),
    ]


def test_a_pulse_that_is_not_known_is_not_called_well() -> None:
    lost = pulse(board(account(), hubs_lost=("user", "market")), WELL, NOW)
    assert [each.value for each in lost.lines[:2]] == ["lost", "lost"]
    starting = pulse(board(protected=False), None, NOW)
    assert [each.tone for each in starting.lines] == ["text3", "text3", "text3"]
    late = pulse(board(account()), replace(WELL, pc_off=timedelta(seconds=-3)), NOW)
    assert (late.lines[2].value, late.lines[2].tone) == ("−3.0 s", "warn")


def test_what_lies_on_the_disk_is_measured(tmp_path: Path) -> None:
    write_morning(tmp_path)
    found = on_disk(tmp_path)
    assert found.journal_bytes >= (tmp_path / "riskguard.db").stat().st_size > 0
    assert found.free_bytes > 0
    assert dict(found.versions)["PySide6-Essentials"].startswith("6.")
    assert on_disk(tmp_path / "nowhere").journal_bytes == 0


@pytest.fixture
def window(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Dashboard]:
    made = Dashboard(theme, tmp_path)
    made.health = lambda: WELL
    made.support = lambda: lambda target: make_bundle(tmp_path, target, {"state": "armed"}, environment={})
    made.open_at("health")
    made.show_board(board(account()), NOW)
    qtbot.waitUntil(lambda: isinstance(made.pages["health"], HealthPage), timeout=10_000)
    made.ready()
    made.show_board(board(account()), NOW)
    yield made
    made.hide()
    made.end()
    made.deleteLater()


def page_of(window: Dashboard) -> HealthPage:
    page = window.pages["health"]
    assert isinstance(page, HealthPage)
    return page


def test_the_page_shows_the_cards_and_what_the_disk_said(window: Dashboard, qtbot: QtBot) -> None:
    page = page_of(window)
    assert page.headline.text() == "All is well"
    qtbot.waitUntil(lambda: any(fact.label == "Journal" for _, facts, _ in page.cards for fact in facts.facts))
    assert "Orders and positions connected" in page.cards[0][1].accessibleName()


def test_the_page_follows_what_gets_worse(window: Dashboard) -> None:
    window.health = lambda: replace(WELL, hubs_up=frozenset({"user"}))
    window.show_board(board(account(), hubs_lost=("market",)), NOW)
    assert page_of(window).headline.text() == "One thing needs a look"


def test_a_bundle_is_made_off_the_loop_and_named(window: Dashboard, qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(window)
    page.make_bundle(tmp_path / "support.zip")
    assert not page.bundle.isEnabled()
    qtbot.waitUntil(page.bundle.isEnabled, timeout=10_000)
    assert page.told.text() == "Saved as support.zip."
    with ZipFile(tmp_path / "support.zip") as bundle:
        assert "status.json" in bundle.namelist()


def test_a_bundle_that_cannot_be_written_is_said(window: Dashboard, qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(window)
    page.make_bundle(tmp_path / "nowhere" / "support.zip")
    qtbot.waitUntil(page.bundle.isEnabled, timeout=10_000)
    assert page.told.text().startswith("No bundle was made:")
