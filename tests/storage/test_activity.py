"""Leafing through the record: pages, filters, counts, what is new, and all about one line."""

from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Kind, Record
from riskguard.storage.activity import Line, Wanted, read_day, read_newer, read_page, read_story
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from riskguard.storage.offline import JournalUnusableError
from tests.desktop import stories
from tests.desktop.journals import write
from tests.fakes.facts import ACCOUNT, OTHER
from tests.storage.test_journal import NOON, record


def told(path: Path, *records: Record) -> Path:
    journal = SqliteJournal(path / FILE_NAME)
    journal.start()
    journal.write(JournalEntry(NOON, records))
    journal.close()
    return path / FILE_NAME


def many(count: int, kind: Kind = "warning") -> list[Record]:
    return [record(kind, NOON + timedelta(seconds=at)) for at in range(count)]


def numbers(lines: tuple[Line, ...]) -> list[int]:
    return [line.number for line in lines]


def test_without_a_journal_there_is_nothing(tmp_path: Path) -> None:
    page = read_page(tmp_path / FILE_NAME, Wanted())
    assert (page.lines, page.more, page.counts) == ((), False, {})
    assert read_story(tmp_path / FILE_NAME, 1, NOON) is None


@pytest.mark.parametrize(("count", "pages"), [(9, [9]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])])
def test_pages_hold_every_line_once_newest_first(tmp_path: Path, count: int, pages: list[int]) -> None:
    path = told(tmp_path, *many(count))
    found: list[int] = []
    sizes, before, more = [], None, True
    while more:
        page = read_page(path, Wanted(), before, size=10)
        sizes.append(len(page.lines))
        found += numbers(page.lines)
        before, more = found[-1], page.more
    assert sizes == pages
    assert found == sorted(set(found), reverse=True)
    assert len(found) == count


def test_answers_are_no_lines_of_their_own(tmp_path: Path) -> None:
    path = told(tmp_path, record("breach"), record("answer"), record("flat"))
    page = read_page(path, Wanted())
    assert [line.kind for line in page.lines] == ["flat", "breach"]
    assert page.newest == 3


def test_filters_narrow_the_lines_and_the_counts_stay_those_of_all_kinds(tmp_path: Path) -> None:
    path = told(
        tmp_path,
        record("breach"),
        record("warning"),
        record("warning", account=OTHER),
        record("settings", account=None),
    )
    page = read_page(path, Wanted(kinds=frozenset({"warning"}), account_id=ACCOUNT))
    assert [(line.kind, line.account_id) for line in page.lines] == [("warning", ACCOUNT)]
    assert page.counts == {"breach": 1, "warning": 1, "settings": 1}


def test_what_concerns_all_accounts_is_shown_with_each(tmp_path: Path) -> None:
    path = told(tmp_path, record("settings", account=None), record("warning", account=OTHER))
    assert [line.kind for line in read_page(path, Wanted(account_id=ACCOUNT)).lines] == ["settings"]


def test_text_is_found_in_words_fields_and_titles(tmp_path: Path) -> None:
    by_words = Record(NOON, ACCOUNT, "degraded", None, {}, {}, "No MNQ quotes for 12 s.")
    by_field = Record(NOON, ACCOUNT, "action", None, {"contract": "CON.F.US.MNQ.Z26"}, {}, "")
    by_rule = Record(NOON, ACCOUNT, "warning", "RULE-014", {}, {}, "−$400.00")
    path = told(tmp_path, by_words, by_field, by_rule)
    assert len(read_page(path, Wanted(text="mnq")).lines) == 2
    assert [line.rule for line in read_page(path, Wanted(text="net loss", titled=("RULE-014",))).lines] == ["RULE-014"]
    assert read_page(path, Wanted(text="100%")).lines == ()


def test_a_percent_sign_is_looked_for_as_such(tmp_path: Path) -> None:
    path = told(tmp_path, Record(NOON, ACCOUNT, "warning", None, {}, {}, "at 80% of it"), record("warning"))
    assert [line.words for line in read_page(path, Wanted(text="80%")).lines] == ["at 80% of it"]


def test_an_earlier_day_is_left_out_to_the_second(tmp_path: Path) -> None:
    path = told(tmp_path, *many(3))
    page = read_page(path, Wanted(since=NOON + timedelta(seconds=1)))
    assert len(page.lines) == 2


def test_what_is_new_comes_alone_and_only_once(tmp_path: Path) -> None:
    path = told(tmp_path, *many(2))
    first = read_page(path, Wanted())
    assert read_newer(path, Wanted(), first.newest).lines == ()
    told(tmp_path, record("breach"), record("answer"))
    newer = read_newer(path, Wanted(), first.newest)
    assert [line.kind for line in newer.lines] == ["breach"]
    assert newer.newest == 4
    assert newer.counts == {"warning": 2, "breach": 1}


def test_the_story_of_a_breach_holds_its_trades_calls_and_answers_up_to_flat(tmp_path: Path) -> None:
    story = stories.retried(ACCOUNT, OTHER)
    path = write(tmp_path, story)
    breach = next(line for line in read_page(path, Wanted()).lines if line.kind == "breach")
    found = read_story(path, breach.number, story.state.day.start)
    assert found is not None
    kinds = [line.kind for line in found.around]
    assert kinds[:3] == ["breach", "lockout_set", "action"]
    assert kinds[-1] == "flat"
    assert kinds.count("flat") == 1
    assert {line.account_id for line in found.around} == {ACCOUNT}
    assert all(trade.account_id == ACCOUNT for trade in found.trades)
    assert max(trade.created_at for trade in found.trades) <= breach.at
    assert [trade.contract_id.split(".")[3] for trade in found.after] == ["MES", "MNQ"]


def test_a_line_about_all_accounts_tells_of_no_trades(tmp_path: Path) -> None:
    path = told(tmp_path, record("settings", account=None), record("action"))
    found = read_story(path, 1, NOON)
    assert found is not None
    assert (found.around, found.trades) == ((), ())


def test_a_days_trades_are_one_accounts_from_an_instant_on(tmp_path: Path) -> None:
    story = stories.warned(ACCOUNT, OTHER)
    path = write(tmp_path, story)
    trades = read_day(path, OTHER, story.state.day.start)
    assert {trade.account_id for trade in trades} == {OTHER}
    assert len(trades) == 6
    assert read_day(path, OTHER, trades[-1].created_at) == trades[-1:]


def test_a_damaged_journal_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all, not even nearly" * 100)
    with pytest.raises(JournalUnusableError, match="cannot be read"):
        read_page(tmp_path / FILE_NAME, Wanted())


def test_reading_changes_nothing_and_needs_no_writer_to_stop(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / FILE_NAME)
    journal.start()
    journal.write(JournalEntry(NOON, (record("breach"),)))
    journal.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    read_page(tmp_path / FILE_NAME, Wanted(text="x"))
    read_day(tmp_path / FILE_NAME, ACCOUNT, NOON)
    assert (tmp_path / FILE_NAME).read_bytes() == before
