import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from riskguard.desktop.activity import ActivityPage
from riskguard.desktop.export import COLUMNS, Writing, write_csv
from riskguard.desktop.presenters.activity import Item, Setting, item
from riskguard.desktop.presenters.why import Why, why
from riskguard.desktop.theme import Theme
from riskguard.domain.events import LockRequested
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.storage.activity import Line, Wanted, read_page, read_story
from riskguard.storage.journal import SqliteJournal
from tests.desktop import stories
from tests.desktop.journals import write
from tests.desktop.stories import NAMES, Story
from tests.fakes.facts import ACCOUNT, OTHER

STORY = stories.retried(ACCOUNT, OTHER)
SETTING = Setting(STORY.state.resets.schedule, STORY.now, NAMES)


def line(kind: str, words: str = "", rule: str | None = None, **fields: object) -> Line:
    return Line(1, STORY.now, ACCOUNT, kind, rule, fields, {}, words)


def shown(kind: str, words: str = "", rule: str | None = None, **fields: object) -> tuple[str, str]:
    made = item(line(kind, words, rule, **fields), replace(SETTING, names={ACCOUNT: NAMES[ACCOUNT]}))
    return made.title, made.detail


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (shown("warning", "−$401.06 of −$500", "RULE-014", level=0.8), ("Daily net loss at 80%", "−$401.06 of −$500")),
        (shown("breach", "−$500.18 of −$500", "RULE-014"), ("Daily net loss reached", "−$500.18 of −$500")),
        (
            shown("breach", "6 of 5", "RULE-001", mode="observe"),
            ("Too many contracts", "6 of 5 Only watching: nothing was done."),
        ),
        (
            shown("action", "", "RULE-014", action="flatten", closes={"CON.F.US.MNQ.Z26": -2}, cancels=[1, 2, 3]),
            ("Closing 2 MNQ, cancelling 3 orders", "By Daily net loss"),
        ),
        (
            shown("action", "", "RULE-001", action="reduce", contract="CON.F.US.MNQ.Z26", size=1, quiet=True),
            ("Reducing by 1 MNQ", "By Contracts, tried again"),
        ),
        (
            shown("action", "", "RULE-008", action="place_stop", contract="CON.F.US.MNQ.Z26", size=2, price=1),
            ("Placing a stop for 2 MNQ", "By Stop required"),
        ),
        (
            shown("lockout_set", "−$500.18 of −$500", "RULE-014", lockout="hard", cause="Daily net loss reached"),
            ("Locked until its reason ends", "Daily net loss reached: −$500.18 of −$500"),
        ),
        (
            shown("lockout_set", "", "RULE-016", lockout="entry", until="2026-11-19T17:17:52+00:00", cause="3 losses"),
            ("No new entries until 11:17 AM CT", "3 losses"),
        ),
        (
            shown("lockout_ended", "", "RULE-016", lockout="entry", cause="3 losses in a row"),
            ("Lockout over", "3 losses in a row: its time is over"),
        ),
        (
            shown("degraded", "No MNQ quotes for 10 s. The last price keeps counting."),
            ("Protection reduced: no MNQ quotes for 10 s", "The last price keeps counting."),
        ),
        (shown("restored", "Live prices are back."), ("Live prices are back", "Protection restored")),
        (shown("armed", "Armed: positions are read."), ("Armed", "Positions are read.")),
        (shown("reset", "Limits start at zero."), ("New trading day", "Limits start at zero.")),
        (shown("action", "", None, action="something_new"), ("Something new", "")),
    ],
)
def test_a_line_reads_as_a_trader_would_say_it(made: tuple[str, str], wanted: tuple[str, str]) -> None:
    assert made == wanted


def test_of_several_accounts_a_line_names_its_own() -> None:
    assert item(line("reset", "Zero."), SETTING).detail == f"Zero. · {NAMES[ACCOUNT]}"


def test_every_kind_of_record_belongs_to_one_filter() -> None:
    from typing import get_args

    from riskguard.desktop.presenters.activity import KINDS
    from riskguard.engine.records import Kind

    held = [kind for kinds in KINDS.values() for kind in kinds]
    assert sorted(held) == sorted(set(get_args(Kind.__value__)) - {"answer"})


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return write(tmp_path, STORY)


def told(journal: Path, kind: str, setting: Setting = SETTING) -> Why:
    found = next(each for each in read_page(journal, Wanted()).lines if each.kind == kind)
    story = read_story(journal, found.number, STORY.state.day.start)
    assert story is not None
    return why(item(found, setting), story, setting)


def test_the_numbers_of_a_breach_add_up_to_it(journal: Path) -> None:
    made = told(journal, "breach")
    assert [(each.label, each.value, each.total) for each in made.numbers] == [
        ("Closed trades", "−493.70", False),
        ("Fees of all fills", "−6.66", False),
        ("Realized today", "−500.36", True),
    ]
    assert made.numbers[-1].aside == "limit −500.00"
    assert made.trips_sum == "−$493.70 before fees"
    assert made.trips_count == f"{len(made.trips)} round trips"


def test_what_was_sent_says_when_it_left_and_when_it_was_answered(journal: Path) -> None:
    made = told(journal, "breach")
    assert [(each.label, each.start, each.end, each.answer) for each in made.sent[:3]] == [
        ("Cancel an order", 9.0, 61.0, "accepted"),
        ("Close 1 MES", 11.0, 124.0, "accepted"),
        ("Close 1 MNQ", 11.0, 124.0, "accepted"),
    ]
    assert (made.sent[-1].label, made.sent[-1].end, made.sent[-1].answer) == ("Check: flat?", 240.0, "0 and 0")
    assert made.flat_ms == 240.0


def test_the_tiles_say_what_it_came_to(journal: Path) -> None:
    assert [(each.value, each.label) for each in told(journal, "breach").tiles] == [
        ("9 ms", "Order out"),
        ("201 ms", "Answered"),
        ("240 ms", "Flat, confirmed"),
        ("−$58.35", "Slipped past limit"),
    ]


def test_a_warning_counts_trades_and_sends_nothing(journal: Path) -> None:
    made = told(journal, "warning")
    assert made.trips
    assert (made.sent, made.tiles, made.nothing_sent) == ((), (), "")


def test_a_call_without_an_answer_is_still_waited_for(tmp_path: Path) -> None:
    story = stories.closing()
    made = told(write(tmp_path, story), "breach")
    assert {each.end for each in made.sent} == {None}
    assert {each.answer for each in made.sent} == {"waiting"}
    assert [each.label for each in made.tiles] == ["Order out"]


def test_a_refusal_is_told_with_the_gateways_words(tmp_path: Path) -> None:
    story = stories.closing()
    refused = {"call": "close", "target": "CON.F.US.MNQ.Z26", "result": "refused", "out_ms": 8.0, "took_ms": 40.0}
    more = Record(story.now + timedelta(milliseconds=50), ACCOUNT, "answer", None, refused, {}, "Market is closed.")
    made = told(write(tmp_path, story, more), "breach")
    row = next(each for each in made.sent if each.label == "Close 1 MNQ")
    assert (row.answer, row.tone, row.end) == ("refused: Market is closed", "warn", 48.0)


def by_hand(asked_by: str = "the desktop") -> Story:
    """A trader locks himself out for an hour with a position and its stop at work."""
    story = stories.armed()
    story.hears(LockRequested(None, story.now + timedelta(hours=1), asked_by))
    return story


def test_a_lockout_by_hand_tells_who_when_what_was_done_and_that_nothing_ends_it(tmp_path: Path) -> None:
    story = by_hand()
    story.confirms()
    made = told(write(tmp_path, story), "lockout_set")
    assert [(each.label, each.value) for each in made.numbers] == [
        ("Asked by", "These windows or the tray"),
        ("Asked at", "10:42:21 AM CT"),
        ("Lasts until", "11:42 AM CT"),
        ("Orders cancelled", "1"),
        ("Positions closed", "1 MES"),
        ("Flat, confirmed at", "10:42:21 AM CT"),
    ]
    assert made.words.startswith("Nothing ends it sooner")
    assert made.sent, "the calls are told as of any lockout"


@pytest.mark.parametrize(("later", "flat"), [(179, "not yet"), (180, "not within 3 min")])
def test_a_lockout_by_hand_that_is_not_flat_says_nothing_is_done(tmp_path: Path, later: int, flat: str) -> None:
    story = by_hand("the command line")
    setting = replace(SETTING, now=story.now + timedelta(seconds=later))
    facts = {each.label: each.value for each in told(write(tmp_path, story), "lockout_set", setting).numbers}
    assert facts["Asked by"] == "The command line"
    assert facts["Positions to close"] == "1 MES"
    assert "Positions closed" not in facts
    assert facts["Flat, confirmed at"] == flat


def test_all_of_it_can_be_copied(journal: Path) -> None:
    text = told(journal, "breach").plain
    assert text.startswith("Daily realized loss reached\n10:48:11.000 AM CT, 50K Combine 4471")
    assert "Close 1 MES: 11 to 124 ms, accepted" in text


@pytest.fixture
def page(theme: Theme, qtbot: QtBot, journal: Path) -> Iterator[ActivityPage]:
    made = ActivityPage(theme, journal.parent)
    made.resize(990, 740)
    made.show()
    made.ready()
    made.show_board(STORY.board(), STORY.now)
    yield made
    made.hide()
    made.end()
    made.deleteLater()


def items(page: ActivityPage) -> list[Item]:
    return page.timeline.lines.items()


def wait_for(qtbot: QtBot, page: ActivityPage, count: int) -> None:
    qtbot.waitUntil(lambda: len(items(page)) == count and not page._reading.busy, timeout=5000)


def test_the_newest_line_is_on_top_and_chosen(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    assert page.timeline.lines.rows[0] == "Today, Thu Nov 19, times in CT"
    assert page.timeline.chosen() == items(page)[0]
    qtbot.waitUntil(lambda: page.pane.shown is not None, timeout=5000)
    assert page.pane.title.text() == items(page)[0].title


def test_a_filter_leaves_its_kind_and_the_counts_stay(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    page.bar.chips["warnings"].click()
    wait_for(qtbot, page, 2)
    assert page.bar.chips["all"].text() == "All  12"
    assert page.bar.chips["breaches"].text() == "Breaches  1"


def test_a_search_is_told_when_nothing_matches(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    page.bar.search.setText("no such thing")
    wait_for(qtbot, page, 0)
    assert page.empty.isVisible()
    assert page.empty.text().startswith("Nothing matches")
    assert page.pane.shown is None
    page.bar.search.clear()
    wait_for(qtbot, page, 12)
    assert not page.empty.isVisible()


def test_an_account_filter_keeps_to_it(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    assert page.bar.accounts.isVisible()
    page.bar._choose_account(OTHER, NAMES[OTHER])
    wait_for(qtbot, page, 1)
    assert items(page)[0].line.account_id == OTHER


def test_arrows_walk_the_lines_and_skip_the_heads(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    page.timeline.setFocus()
    QTest.keyClick(page.timeline, Qt.Key.Key_Down)
    assert page.timeline.chosen() == items(page)[1]
    QTest.keyClick(page.timeline, Qt.Key.Key_Home)
    QTest.keyClick(page.timeline, Qt.Key.Key_Up)
    assert page.timeline.chosen() == items(page)[0]


def test_what_is_written_meanwhile_comes_in_on_top(page: ActivityPage, qtbot: QtBot, journal: Path) -> None:
    wait_for(qtbot, page, 12)
    page.timeline.choose(items(page)[3].line.number)
    more = SqliteJournal(journal)
    more.start()
    more.write(JournalEntry(STORY.now, (Record(STORY.now, ACCOUNT, "degraded", None, {}, {}, "No quotes."),)))
    more.close()
    wait_for(qtbot, page, 13)
    assert items(page)[0].title == "Protection reduced: no quotes"
    assert page.timeline.chosen() == items(page)[4]
    assert [row for row in page.timeline.lines.rows if isinstance(row, str)] == ["Today, Thu Nov 19, times in CT"]
    assert page.bar.chips["health"].text() == "Health  3"


def test_older_lines_come_when_the_end_is_reached(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    more = [replace(STORY.records[0], at=STORY.now - timedelta(hours=at / 60), kind="warning") for at in range(450)]
    path = write(tmp_path, Story(ACCOUNT), *more)
    made = ActivityPage(theme, path.parent)
    made.show()
    made.ready()
    made.show_board(STORY.board(), STORY.now)
    qtbot.waitUntil(lambda: len(items(made)) == 200, timeout=5000)
    made.timeline.scrollToBottom()
    qtbot.waitUntil(lambda: len(items(made)) >= 400, timeout=5000)
    numbers = [each.line.number for each in items(made)]
    assert numbers == sorted(set(numbers), reverse=True)
    made.end()
    made.hide()


@pytest.mark.parametrize("known", ["before it is made", "while it is made", "afterwards"])
def test_the_first_look_keeps_to_the_last_seven_days(theme: Theme, qtbot: QtBot, tmp_path: Path, known: str) -> None:
    week = [replace(STORY.records[0], at=STORY.now - timedelta(days=at), kind="warning") for at in (1, 2, 8, 9)]
    path = write(tmp_path, Story(ACCOUNT), *week)
    made = ActivityPage(theme, path.parent)
    made.resize(990, 740)
    if known == "before it is made":
        made.show_board(STORY.board(), STORY.now)
    made.show()
    if known == "while it is made":
        made.show_board(STORY.board(), STORY.now)
    made.ready()
    made.show_board(STORY.board(), STORY.now)
    qtbot.waitUntil(lambda: bool(items(made)), timeout=5000)
    assert min(each.line.at for each in items(made)) == STORY.now - timedelta(days=2)
    assert made.bar.chips["warnings"].text() == "Warnings  2"
    made.end()
    made.hide()


def test_a_hidden_page_asks_nothing_of_the_disk(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    page.hide()
    assert not page._look.isActive()


def test_copying_puts_the_whole_story_on_the_clipboard(page: ActivityPage, qtbot: QtBot) -> None:
    wait_for(qtbot, page, 12)
    breach = next(each for each in items(page) if each.line.kind == "breach")
    page.timeline.choose(breach.line.number)
    qtbot.waitUntil(lambda: page.pane.title.text() == "Daily realized loss reached", timeout=5000)
    page.pane.copy.click()
    assert "Slipped past limit: −$58.35" in QGuiApplication.clipboard().text()


def test_a_journal_that_cannot_be_read_is_said(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "riskguard.db").write_bytes(b"scribble" * 1000)
    made = ActivityPage(theme, tmp_path)
    made.show()
    made.ready()
    made.show_board(STORY.board(), STORY.now)
    qtbot.waitUntil(lambda: "cannot be read now" in made.empty.text(), timeout=5000)
    assert "Limits and lockouts work as always." in made.empty.text()
    made.end()
    made.hide()


def test_an_export_holds_every_line_that_is_wanted(journal: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert write_csv(journal, target, Wanted(), SETTING, Writing()) == 12
    with target.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS
    breach = next(row for row in rows if row[3] == "breach")
    assert breach[0] == "2026-11-19T10:48:11.000-06:00"
    assert breach[1:3] == [str(ACCOUNT), NAMES[ACCOUNT]]
    assert breach[5:7] == ["Daily realized loss reached", "−$500.36 of −$500"]
    assert not list(tmp_path.glob("*.part"))


def test_an_export_that_is_cancelled_leaves_nothing(journal: Path, tmp_path: Path) -> None:
    writing = Writing()
    writing.stop.set()
    assert write_csv(journal, tmp_path / "out.csv", Wanted(), SETTING, writing) is None
    assert not list(tmp_path.glob("out*"))


def test_a_cell_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    evil = Record(STORY.now, ACCOUNT, "degraded", None, {}, {}, "=HYPERLINK(1). @x")
    path = write(tmp_path, Story(ACCOUNT), evil)
    write_csv(path, tmp_path / "out.csv", Wanted(), SETTING, Writing())
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "@", "+", "-"}]
    assert any(cell.startswith("'@") for row in rows for cell in row)


def test_the_page_says_how_an_export_went(page: ActivityPage, qtbot: QtBot, tmp_path: Path) -> None:
    wait_for(qtbot, page, 12)
    page.exporting.begin(tmp_path / "out.csv", page._wanted, SETTING)
    assert page.progress.isVisible()
    qtbot.waitUntil(lambda: page.progress.text() == "12 lines written to out.csv.", timeout=5000)
    assert not page.cancel.isVisible()
    page.exporting.begin(tmp_path / "nowhere" / "out.csv", page._wanted, SETTING)
    qtbot.waitUntil(lambda: page.progress.text().startswith("Nothing was exported"), timeout=5000)
