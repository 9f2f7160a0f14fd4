"""The desktop fed by the real engine: what a trader's day looks like on tray, dashboard, strip and cover."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.desktop import Desktop
from riskguard.desktop.notifications import Notifier
from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.strip import Strip
from riskguard.desktop.presenters.notices import Message
from riskguard.desktop.presenters.plan import Size
from riskguard.desktop.presenters.tray import tooltip
from riskguard.domain.events import LockRequested, ProtectionReduced
from riskguard.engine.board import Severity
from tests.desktop import stories
from tests.desktop.stories import Story
from tests.fakes.facts import ACCOUNT, MES, MNQ, OTHER


class Commands:
    def flatten(self, account_id: int | None) -> None: ...

    def quit(self) -> None: ...


class Seen:
    """A desktop that is shown a story's board at the story's time."""

    def __init__(self, folder: Path) -> None:
        self.desktop = Desktop(Commands(), data_dir=folder, practice=False)
        self.desktop.start()
        self.desktop.dashboard.ready()

    def show(self, story: Story) -> None:
        self.desktop.qtboard.painted.emit(story.board(), story.now)

    @property
    def headline(self) -> str:
        return self.desktop.dashboard.now_page.banner.headline.text()

    @property
    def detail(self) -> str:
        shown = self.desktop.dashboard.now_page.banner.shown
        return "".join(run.text for run in shown.detail) if shown else ""

    @property
    def strip(self) -> Strip:
        return next(each for each in self.desktop.overlay.windows.values() if isinstance(each, Strip))

    @property
    def cover(self) -> Cover:
        return next(each for each in self.desktop.overlay.windows.values() if isinstance(each, Cover))

    def takes(self) -> Size:
        return self.desktop.overlay.size

    def gauges(self) -> list[str]:
        return [each.accessibleName() for each in self.desktop.dashboard.now_page.limits.gauges]


@pytest.fixture
def seen(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Seen]:
    made = Seen(tmp_path)
    yield made
    made.desktop.close()
    QApplication.processEvents()


def test_without_a_gateway_the_way_to_one_is_shown(seen: Seen) -> None:
    missing = ProtectionReduced("setup", "No gateway is set up: set PROJECT_X_USERNAME.", grave=True)
    seen.desktop.qtboard.painted.emit(stories.empty(missing), stories.MORNING)
    assert (seen.headline, seen.detail) == ("Not set up yet", "No gateway is set up: set PROJECT_X_USERNAME.")
    assert seen.desktop.dashboard.now_page.start.texts()[0] == ("Your gateway’s user name and key", "now")


def test_while_signing_in_it_says_so(seen: Seen) -> None:
    seen.desktop.qtboard.painted.emit(stories.empty(), stories.MORNING)
    assert (seen.headline, seen.detail) == ("Connecting", "Signing in to the gateway.")
    assert seen.desktop.dashboard.now_page.start.texts()[0] == ("Sign in to the gateway", "now")


def test_before_the_first_read_no_number_is_shown(seen: Seen) -> None:
    seen.show(stories.connecting())
    dashboard = seen.desktop.dashboard
    assert seen.headline == "Connecting"
    assert [progress for _, progress in dashboard.now_page.start.texts()] == ["done", "now", "later"]
    assert not dashboard.now_page.sections.isVisible()
    assert not dashboard.now_page.limits.isVisible()
    assert dashboard.now_page.banner.countdown.text() == ""
    assert "Flat" not in tooltip(stories.connecting().board(), stories.MORNING)


def test_armed_says_the_nearest_limit_and_shows_the_day(seen: Seen) -> None:
    seen.show(stories.armed())
    sections = seen.desktop.dashboard.now_page.sections
    assert (seen.headline, seen.detail) == ("Armed", "Nearest limit: contracts at 16%, 5 left.")
    assert sections.figures.values() == ["+$66.21", "+$43.71", "+$22.50", "$2.59"]
    assert [cell.text for cell in sections.positions.cells.rows[0]][:5] == [
        "MESZ6",
        "Long 1",
        "6,842.75",
        "6,847.25",
        "+$22.50",
    ]
    assert sections.orders.cells.rows[0][-1].text == "protects 1 of 1"
    assert seen.takes() is Size.NOTHING


def test_a_warning_heads_with_the_limit_and_what_is_left(seen: Seen) -> None:
    seen.show(stories.warned())
    assert seen.headline == "Daily realized loss at 81%"
    assert seen.detail == "$91.51 left, then all positions are closed and this account is locked until 5:00 PM CT."
    assert seen.gauges()[0].startswith("Daily realized loss: 81 per cent, $91.51 left")
    assert [row[6].text for row in seen.desktop.dashboard.now_page.sections.positions.cells.rows] == [
        "1 of 1",
        "1 of 2",
    ]
    assert seen.takes() is Size.NOTHING


def test_a_reduce_is_told_with_its_numbers_and_over_when_the_size_is_back(seen: Seen) -> None:
    story = stories.reduced()
    seen.show(story)
    assert seen.desktop.dashboard.now_page.limits.gauges[0].accessibleName().startswith("Contracts: 133 per cent")
    assert seen.takes() is Size.NOTHING
    story.obeys()
    story.passes(1)
    seen.show(story)
    assert seen.headline == "Contracts at 100%"
    assert seen.detail == "None left, 6 of 6."
    assert [row[1].text for row in seen.desktop.dashboard.now_page.sections.positions.cells.rows] == [
        "Long 1",
        "Long 5",
    ]


def test_locked_before_flat_is_the_strip_and_an_alarm_when_it_takes_long(seen: Seen) -> None:
    story = stories.closing()
    seen.show(story)
    assert seen.takes() is Size.STRIP
    text = seen.strip.text
    assert text is not None
    assert (text.headline, text.detail) == (
        "Closing 1 MES and 1 MNQ",
        "Sent, waiting for the gateway to confirm.",
    )
    assert seen.detail.endswith("Not confirmed flat yet.")
    story.passes(6)
    seen.show(story)
    text = seen.strip.text
    assert text is not None
    assert text.headline == "Closing 1 MES and 1 MNQ, not flat yet"
    assert text.detail.endswith("times, not confirmed. Your platform’s flatten button works too.")
    assert seen.headline.startswith("Protection reduced: closing 1 MES and 1 MNQ")


def test_locked_and_flat_is_the_full_cover_with_what_was_done(seen: Seen) -> None:
    seen.show(stories.locked())
    assert seen.takes() is Size.FULL
    face = seen.cover.face
    assert face.headline.text() == "Daily realized loss reached."
    assert "Closed 1 MES and 1 MNQ, cancelled 3 orders." in face.done.text()
    assert "Flat, confirmed at 10:48:11 AM CT." in face.done.text()
    assert face.countdown.text() == "6:10:25"
    assert dict(face.tiles.texts())["Your limit"] == "−$500"
    assert seen.headline == "Locked until 5:00 PM CT"
    assert seen.detail == (
        "Daily realized loss reached: −$500.36 of −$500. Closed 1 MES and 1 MNQ, cancelled 3 orders. Flat, confirmed."
    )
    assert not seen.desktop.dashboard.now_page.flatten.isVisible()


def test_lost_quotes_reduce_protection_and_positions_stay(seen: Seen) -> None:
    seen.show(stories.cut_off())
    assert seen.headline.startswith("Protection reduced: ")
    pulse = seen.desktop.dashboard.nav.pulse.shown
    assert pulse is not None
    assert pulse.lines[1].value == "lost"
    assert len(seen.desktop.dashboard.now_page.sections.positions.cells.rows) == 2
    assert seen.desktop.tray.icon.toolTip().endswith("last price counts")
    seen.show(stories.back())
    assert seen.headline == "Daily realized loss at 81%"


def test_lost_account_data_is_not_protected(seen: Seen) -> None:
    seen.show(stories.cut_off("user"))
    assert seen.headline.startswith("Protection reduced: ")
    assert not stories.cut_off("user").board().protected


def test_of_two_accounts_the_locked_one_is_named_and_the_other_goes_on(seen: Seen) -> None:
    seen.show(stories.locked(ACCOUNT, OTHER))
    assert seen.takes() is Size.FULL
    assert seen.cover.face.aside.text() == "Locked: 50K Combine 4471. Not locked: Express 2208."
    seen.desktop.dashboard.now_page.switch.buttons[OTHER].click()
    assert (seen.headline, seen.detail) == ("Armed", "No limit is used yet.")


def test_while_the_other_account_holds_a_position_the_screen_stays_free(seen: Seen) -> None:
    story = stories.locked(ACCOUNT, OTHER)
    story.fills(MES, 1, 6_847.25, account=OTHER)
    seen.show(story)
    assert seen.takes() is Size.STRIP
    text = seen.strip.text
    assert text is not None
    assert text.headline == "50K Combine 4471: Locked until 5:00 PM CT"
    assert text.aside == "Express 2208: long 1 MES"
    story.fills(MES, -1, 6_847.25, account=OTHER)
    seen.show(story)
    assert seen.takes() is Size.FULL


def test_after_the_reset_the_cover_is_gone_and_the_day_starts_at_zero(seen: Seen) -> None:
    seen.show(stories.locked())
    assert seen.takes() is Size.FULL
    seen.show(stories.next_day())
    assert seen.takes() is Size.NOTHING
    assert seen.headline == "Armed"
    assert seen.desktop.dashboard.now_page.sections.figures.values()[:2] == ["$0.00", "$0.00"]


def test_an_entry_lockout_leaves_the_position_and_shows_the_strip(seen: Seen) -> None:
    seen.show(stories.paused())
    assert seen.takes() is Size.STRIP
    text = seen.strip.text
    assert text is not None
    assert text.headline == "No new entries until 5:00 PM CT"
    assert text.detail.endswith("Exits and stops work as always.")
    assert text.aside == "Long 1 MES, covered"


def told(story: Story) -> list[Message]:
    """What the notifier makes of a story, each notice on its own."""
    messages: list[Message] = []
    notifier = Notifier(messages.append)
    notifier.learn(story.board())
    for notice in story.announced:
        notifier.hear(notice)
        notifier.flush()
    return messages


def test_the_breach_is_announced_with_its_numbers_and_what_is_done(qapp: QApplication) -> None:
    breach = next(each for each in told(stories.locked()) if each.severity is Severity.BREACH)
    assert breach.title == "Daily realized loss reached"
    assert breach.text.startswith("−$500.36 of −$500. Closing 1 MES and 1 MNQ.")
    assert breach.text.endswith("Locked until 5:00 PM CT.")


def test_a_story_of_two_accounts_names_the_account(qapp: QApplication) -> None:
    messages = told(stories.locked(ACCOUNT, OTHER))
    assert {each.title.partition(":")[0] for each in messages} == {"50K Combine 4471"}


def test_what_comes_within_two_seconds_is_one_message_breach_first(qapp: QApplication) -> None:
    story, messages = stories.closing(), list[Message]()
    before = len(story.announced)
    story.confirms()
    notifier = Notifier(messages.append)
    for notice in [*story.announced[before - 1 :]]:
        notifier.hear(notice)
    notifier.flush()
    assert [each.title for each in messages] == ["Daily realized loss reached"]
    assert "Flat, confirmed." in messages[0].text


def test_a_full_lockout_of_every_account_is_told_as_so_many_and_a_pause_as_none(qapp: QApplication) -> None:
    story, messages = stories.armed(ACCOUNT, OTHER), list[Message]()
    notifier = Notifier(messages.append)
    notifier.learn(story.board())
    before = len(story.announced)
    story.hears(LockRequested(None, story.now + timedelta(hours=1), "the test"))
    for notice in story.announced[before:]:
        notifier.hear(notice)
    notifier.flush()
    assert [each.title for each in messages] == ["2 accounts locked"]
    assert all(f"{name}: Locked by you." in messages[0].text for name in stories.NAMES.values())
    pausing = stories.warned(settings=stories.PAUSING)
    assert any("No new entries" in each.text for each in pausing.announced)
    assert not any(each.locks for each in pausing.announced)


def test_a_close_that_does_not_come_through_is_an_alarm(qapp: QApplication) -> None:
    alarm = next(each for each in told(stories.late()) if each.severity is Severity.ALARM)
    assert "1 MES and 1 MNQ" in alarm.text


def test_trying_again_under_the_lockout_frees_the_screen_until_it_is_flat_again(seen: Seen) -> None:
    story = stories.locked()
    seen.show(story)
    assert seen.takes() is Size.FULL
    story.fills(MNQ, 3, 26_390)
    seen.show(story)
    assert seen.takes() is Size.STRIP
    story.confirms()
    seen.show(story)
    assert seen.takes() is Size.FULL
