"""The page History over a journal with a month in it, and its what-if as the process it is."""

import csv
import ctypes
import errno
import json
import os
import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.config.file import parse_settings
from riskguard.desktop.history.calendar import fitting_amount, note_fits
from riskguard.desktop.history.frame import DAY, WHATIF
from riskguard.desktop.history.page import HistoryPage
from riskguard.desktop.history.run import WhatIfRun
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.theme import Theme
from riskguard.engine.ports import JournalEntry
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from tests.bench.whatif_beside import past_day, write_busy
from tests.desktop import months
from tests.desktop.boards import account, board, express, locked
from tests.desktop.history_shots import Asked
from tests.desktop.months import NOVEMBER, NOW
from tests.fakes.facts import ACCOUNT

NINETEENTH = date(2026, 11, 19)
TWELFTH = date(2026, 11, 12)
if sys.platform == "win32":
    NO_SUCH_FILE = ctypes.FormatError(errno.ENOENT).rstrip(".")
else:
    NO_SUCH_FILE = os.strerror(errno.ENOENT)


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("november")
    months.write_november(folder)
    return folder


class Scene:
    def __init__(self, theme: Theme, folder: Path, qtbot: QtBot) -> None:
        self.asked = Asked()
        self.page = HistoryPage(theme, folder, lambda: self.asked)
        self.page.resize(1004, 760)
        self._qtbot = qtbot
        self.show_board()
        self.page.show()
        self.page.ready()
        self.waits(lambda: self.page.loaded is not None)
        self.page.finish()

    def show_board(self, **changes: Any) -> None:
        self.page.show_board(board(locked(), express(), at=NOW, **changes), NOW)

    def waits(self, there: Callable[[], bool], seconds: float = 10) -> None:
        self._qtbot.waitUntil(there, timeout=round(seconds * 1000))

    def chooses_account(self, account_id: int) -> None:
        before = self.page.loaded
        self.page.head.account.choose(account_id)
        self.waits(lambda: self.page.loaded is not before)
        self.page.finish()


@pytest.fixture
def scene(theme: Theme, november: Path, qtbot: QtBot) -> Iterator[Scene]:
    made = Scene(theme, november, qtbot)
    yield made
    made.page.end()
    made.page.hide()
    made.page.deleteLater()
    QApplication.processEvents()


def figures(page: HistoryPage) -> list[str]:
    return [value.text() for value in page.figures.values]


def test_it_opens_on_this_month_with_the_last_traded_day(scene: Scene) -> None:
    page = scene.page
    assert page.head.month_title.text() == "November 2026"
    assert page.calendar.day == NINETEENTH
    assert (page.day.title.text(), page.day.net.text()) == ("Thu Nov 19", "−$509.26")
    assert "Daily net loss reached." in page.day.happened.texts()[0]
    assert len(page.day.trips.cells.rows) == 9


def test_one_account_or_all_of_them_are_looked_at(scene: Scene) -> None:
    assert figures(scene.page)[0] == "−$668.44"
    scene.chooses_account(ACCOUNT)
    assert figures(scene.page) == ["−$522.96", "7 of 13", "+$340.75", "2", "1"]


def test_a_click_on_a_day_shows_it(scene: Scene) -> None:
    box = scene.page.calendar.box_of(TWELFTH)
    middle = QPoint(round(box.center().x()), round(box.center().y()))
    QTest.mouseClick(scene.page.calendar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert scene.page.day.title.text() == "Thu Nov 12"
    assert scene.page.calendar.accessibleDescription().startswith("Thu Nov 12: −$540.22, 16 trips")


def test_arrows_move_through_the_days_and_stop_at_today(scene: Scene) -> None:
    calendar = scene.page.calendar
    moved = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(calendar, key)
        moved.append(calendar.day.day if calendar.day else None)
    assert moved == [19, 18, 11, 10, 9, 6]


def test_page_up_goes_to_the_month_before_and_not_beyond_this_one(scene: Scene) -> None:
    page = scene.page
    QTest.keyClick(page.calendar, Qt.Key.Key_PageUp)
    scene.waits(lambda: page.head.month_title.text() == "October 2026")
    assert figures(page)[0] == "$0.00"
    assert page.head.after.isEnabled()
    page.head.after.click()
    scene.waits(lambda: page.head.month_title.text() == "November 2026")
    assert not page.head.after.isEnabled()
    page.turn(1)
    assert page.first == NOVEMBER


def test_the_clock_is_asked_for_and_shows_since_when(scene: Scene) -> None:
    button = scene.page.sessions.clock
    assert button.text() == "Clock in"
    button.click()
    scene.show_board(clocked_in_at=NOW - timedelta(minutes=9))
    assert (button.text(), scene.page.sessions.state.text()) == ("Clock out", "Clocked in since 10:40 AM")
    button.click()
    assert scene.asked.clocked == ["in", "out"]


def test_without_a_guard_there_is_nothing_to_clock(theme: Theme, november: Path, qtbot: QtBot) -> None:
    page = HistoryPage(theme, november)
    page.show()
    page.ready()
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=10_000)
    page.finish()
    assert not page.sessions.clock.isVisible()
    page.end()
    page.hide()
    page.deleteLater()


def test_what_the_engine_has_written_meanwhile_is_read_again(scene: Scene) -> None:
    before = scene.page.loaded
    scene.page.show_board(board(account(round_trips=12), express(), at=NOW), NOW)
    scene.waits(lambda: scene.page.loaded is not before)


def test_a_quote_reads_nothing_again(scene: Scene) -> None:
    scene.waits(lambda: not scene.page._soon.isActive())
    before = scene.page.loaded
    scene.page.show_board(board(locked(open=12), express(), at=NOW), NOW + timedelta(seconds=1))
    assert not scene.page._soon.isActive()
    assert scene.page.loaded is before


def test_a_journal_that_cannot_be_read_is_said_to_be_so(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 500)
    page = HistoryPage(theme, tmp_path)
    page.show()
    page.ready()
    qtbot.waitUntil(lambda: "cannot be read" in page.head.told.text(), timeout=10_000)
    page.end()
    page.hide()
    page.deleteLater()


def test_the_month_is_exported_as_a_table(scene: Scene, tmp_path: Path) -> None:
    scene.chooses_account(ACCOUNT)
    target = tmp_path / "november.csv"
    scene.page.write_out(target)
    scene.waits(lambda: scene.page.head.told.text() == "13 days written to november.csv.")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    last = rows[-1]
    assert (last["day"], last["account"], last["net"], last["round_trips"]) == (
        "2026-11-19",
        "50K Combine 4471",
        "-509.26",
        "9",
    )
    assert last["first_trade"].startswith("2026-11-19T08:27")
    assert round(sum(float(row["net"]) for row in rows), 2) == -522.96


def test_the_month_is_exported_as_json_with_what_happened(scene: Scene, tmp_path: Path) -> None:
    target = tmp_path / "november.json"
    scene.page.write_out(target)
    scene.waits(target.exists)
    told = json.loads(target.read_text(encoding="utf-8"))
    assert (told["month"], told["timezone"], len({one["day"] for one in told["days"]})) == (
        "2026-11",
        "America/Chicago",
        13,
    )
    happened = [one["happened"] for one in told["days"] if one["day"] == "2026-11-19" and one["account_id"] == ACCOUNT]
    assert [one["what"] for one in happened[0]] == ["limit reached", "hard lockout"]
    assert told["clocked"][-1]["in"] == "2026-11-19T08:24:00-06:00"


def test_an_export_that_fails_says_why_and_leaves_nothing(scene: Scene, tmp_path: Path) -> None:
    scene.page.write_out(tmp_path / "nowhere" / "november.csv")
    scene.waits(lambda: scene.page.head.told.text().startswith("Nothing was exported"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("width", "height"), [(440, 400), (840, 500), (1400, 900)])
def test_it_fits_every_size_of_window(scene: Scene, width: int, height: int) -> None:
    scene.page.resize(width, height)
    QApplication.processEvents()
    calendar = scene.page.calendar
    assert calendar.height() >= calendar.minimumSizeHint().height()
    boxes = [calendar.box_of(cell.label) for cell in calendar.cells]
    assert all(box.height() > 40 for box in boxes)


# the what-if


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A past day of this very month or the one before, with losses, recorded and journalled."""
    day = past_day()
    trades = months.trades_of(12)
    by = datetime(day.year, day.month, day.day, tzinfo=UTC) - datetime(2026, 11, 12, tzinfo=UTC)
    moved = [replace(one, created_at=one.created_at + by) for one in trades]
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    totals = ((ACCOUNT, day, months._totals(moved)),)
    settings = parse_settings(months.SETTINGS, "riskguard.toml")
    journal.write(JournalEntry(moved[0].created_at, trades=tuple(moved), totals=totals, settings=settings))
    journal.close()
    months.write_recording(tmp_path, moved, day)
    return tmp_path


@pytest.fixture
def panel(theme: Theme, recorded: Path, qtbot: QtBot) -> Iterator[HistoryPage]:
    asked = Asked()
    page = HistoryPage(theme, recorded, lambda: asked)
    page.resize(1004, 760)
    page.first = past_day().replace(day=1)
    page.show()
    page.ready()
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=10_000)
    page.finish()
    page.open_panel(WHATIF)
    page.calendar.choose(past_day())
    yield page
    page.end()
    page.hide()
    page.deleteLater()
    QApplication.processEvents()


def test_a_what_if_shows_both_courses_and_offers_to_adopt_the_limit(panel: HistoryPage, qtbot: QtBot) -> None:
    whatif = panel.whatif
    assert (whatif.limits.text(), whatif.state.text()) == (
        "your limits",
        "Runs the limits you have now. Change one to compare.",
    )
    whatif.open_limits()
    assert whatif.window_shown is not None
    row = whatif.window_shown.rules.forms
    whatif.window_shown.rules.list.choose("consecutive_losses")
    editor = row["consecutive_losses"].form.rows["rules.consecutive_losses.count"].editor
    editor.line.setText("2")  # type: ignore[attr-defined]
    editor.line.textEdited.emit("2")  # type: ignore[attr-defined]
    assert whatif.limits.text() == "1 limit changed"
    assert whatif._changes.texts() == ["Losses in a row: Losses", "3", "→", "2"]
    whatif.start.click()
    assert whatif.run.running
    assert whatif.bar.isVisible()
    assert whatif.stop.isVisible()
    qtbot.waitUntil(lambda: not whatif.run.running, timeout=60_000)
    texts = whatif.result.table.texts()
    at = texts.index("Net of the day")
    assert texts[at + 1] == "−486.20"
    assert texts[at + 2] != "−486.20"
    assert texts[at + 3].startswith("+")
    assert whatif.start.text() == "Run again"
    assert (whatif.adopt.text(), whatif.when.text()) == ("Use this limit…", "Tighter, so it would take effect now")
    whatif.adopt.click()
    port = panel._port()
    assert isinstance(port, Asked)
    assert port.adopted == [{"rules.consecutive_losses.count": 2}]


def test_a_week_is_run_from_its_monday_on(panel: HistoryPage, qtbot: QtBot) -> None:
    whatif = panel.whatif
    whatif.span.choose("week")
    whatif.span.chosen.emit("week")
    monday = past_day() - timedelta(days=past_day().weekday())
    assert whatif.day.value == monday
    assert whatif.day.text().startswith("Week of ")
    whatif.start.click()
    qtbot.waitUntil(lambda: not whatif.run.running, timeout=60_000)
    assert whatif.result.table.texts()[3] == "Net of the week"
    assert whatif.result.table.texts()[4] == "−486.20"


def test_a_run_is_cancelled_at_once_and_forgotten(panel: HistoryPage, qtbot: QtBot) -> None:
    whatif = panel.whatif
    whatif.start.click()
    qtbot.waitUntil(lambda: whatif.run.running, timeout=5000)
    whatif.stop.click()
    assert not whatif.run.running
    assert (whatif.state.text(), whatif.start.isVisible()) == ("Cancelled.", True)
    qtbot.wait(300)
    assert whatif.result.shown.rows == ()


def test_another_day_or_limit_forgets_what_was_found(panel: HistoryPage, qtbot: QtBot) -> None:
    whatif = panel.whatif
    whatif.start.click()
    qtbot.waitUntil(lambda: not whatif.run.running, timeout=60_000)
    assert whatif.result.shown.rows
    whatif.draft.edit("rules.daily_net_loss.limit", 100)
    whatif._edited()
    assert whatif.result.shown.rows == ()
    assert not whatif.adopt.isVisible()


def test_a_limit_with_a_fault_holds_the_run(panel: HistoryPage) -> None:
    panel.whatif.draft.fault("rules.daily_net_loss.limit", "Enter an amount.")
    panel.whatif._edited()
    assert not panel.whatif.start.isEnabled()
    assert panel.whatif.state.text() == "One of the limits has a field to correct."


def test_the_tabs_turn_between_day_and_what_if(panel: HistoryPage) -> None:
    panel.tabs.buttons[DAY].click()
    assert panel.panels.currentWidget() is panel.day
    assert not panel.whatif.span.isVisible()
    panel.day.whatif.click()
    assert panel.panels.currentWidget() is panel.whatif
    assert panel.whatif.span.isVisible()


# the process


class Heard:
    def __init__(self, run: WhatIfRun) -> None:
        self.shares: list[float] = []
        self.found: list[dict[str, Any]] = []
        self.failed: list[str] = []
        run.progressed.connect(lambda share, _day: self.shares.append(share))
        run.done.connect(self.found.append)
        run.failed.connect(self.failed.append)

    def waits(self, qtbot: QtBot) -> None:
        """Until the run has ended, however."""
        qtbot.waitUntil(lambda: bool(self.found or self.failed), timeout=90_000)


def test_a_program_that_cannot_be_started_or_breaks_off_is_a_failure_with_its_words(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = Draft(parse_settings(months.SETTINGS, "rules")).base
    for program, words in (
        (["/nowhere/at/all"], NO_SUCH_FILE),
        ([sys.executable, "-c", "import sys; sys.exit('riskguard whatif: the disk is gone')"], "the disk is gone"),
        ([sys.executable, "-c", "raise SystemExit(3)"], ""),
    ):
        run = WhatIfRun(tmp_path, program)
        heard = Heard(run)
        run.start(TWELFTH, TWELFTH, None, settings)
        heard.waits(qtbot)
        assert words in heard.failed[0]
        assert not run.running


def test_a_run_nobody_holds_any_more_goes_at_once(qapp: QApplication, tmp_path: Path) -> None:
    """Held by a connection of its own process alone, it would be deleted from within that process's deletion."""
    run = WhatIfRun(tmp_path, [sys.executable, "-c", "import time; time.sleep(60)"])
    held = weakref.ref(run)
    run.start(TWELFTH, TWELFTH, None, Draft(parse_settings(months.SETTINGS, "rules")).base)
    del run
    assert held() is None


def test_a_what_if_on_a_busy_day_is_run_by_another_process_while_the_loop_goes_on(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    label = past_day()
    write_busy(tmp_path, label, 10_000)
    beats: list[float] = []
    run = WhatIfRun(tmp_path)
    heard = Heard(run)
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(heard.shares[-1] if heard.shares else 0.0))
    timer.start()
    run.start(label, label, None, parse_settings(months.SETTINGS, "rules"))
    heard.waits(qtbot)
    timer.stop()
    assert heard.failed == []
    assert heard.found[0]["source"] == "recordings"
    assert len(set(heard.shares)) > 3
    between = [share for share in beats if 0 < share < 1]
    assert len(between) > 20, "the loop went on while the day was run"


@pytest.mark.parametrize(
    ("width", "shown"), [(400, "−13.418,54"), (75, "−13.418,54"), (50, "−13.418"), (41, "−13.418"), (5, "−13.418")]
)
def test_a_large_loss_in_a_narrow_cell_loses_its_cents_and_never_its_sign(
    qapp: QApplication, width: int, shown: str
) -> None:
    text, size = fitting_amount("−13.418,54", width)
    assert text == shown
    assert 9 <= size <= 15


def test_a_note_is_whole_or_gives_its_place_to_its_word(qapp: QApplication) -> None:
    assert note_fits("Ruhetag", 60)
    assert not note_fits("Ruhetag", 38)
    assert note_fits("Bis 12:00 Uhr", 40), "it may break between words"


def test_under_all_accounts_what_happened_names_whose_it_was(scene: Scene) -> None:
    texts = scene.page.day.happened.texts()
    assert texts[0].startswith("10:46 AM 50K Combine 4471: Daily net loss reached.")
    assert texts[1].startswith("10:46 AM 50K Combine 4471: Locked until 5:00 PM CT.")
    scene.chooses_account(ACCOUNT)
    assert scene.page.day.happened.texts()[0].startswith("10:46 AM Daily net loss reached.")
