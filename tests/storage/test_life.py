"""Signs of life, gaps and sessions outlive the program; past days are read whether it runs or not."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from riskguard.domain.events import ClockAnchored, SessionAsked
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.state.absence import Gap, Heartbeat
from riskguard.state.sessions import Session
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.past import read_past, schedule_in_force
from tests.fakes.facts import ACCOUNT, MORNING, trade
from tests.storage.test_journal import DAY_START, Drawer, entry
from tests.storage.test_settings_restored import TEXT, House, Run

HOUR = timedelta(hours=1)


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path)
    yield found
    found.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.stops()


def alive(drawer: Drawer) -> Heartbeat | None:
    with closing(SqliteJournal(drawer.path)) as journal:
        return journal.heartbeat()


def starts_again(house: House, hours: float) -> Run:
    house.stops()
    return house.starts(MORNING + hours * HOUR)


def gap_lines(since_h: float, hours: float, *fills: int) -> list[JournalEntry]:
    """A gap as the engine tells it, and what accounts traded in it."""
    since = MORNING + since_h * HOUR
    until = since + hours * HOUR
    told = {"since": since, "until": until, "seconds": hours * 3600, "how": "killed"}
    lines = [Record(until, None, "guard_off", fields=told)]
    for number in fills:
        traded = {"since": since, "until": until, "fills": number, "realized": Decimal("-1.50")}
        lines.append(Record(until, ACCOUNT, "guard_off", fields=traded))
    return [entry(records=(line,)) for line in lines]


def test_the_last_sign_of_life_is_kept(drawer: Drawer) -> None:
    assert alive(drawer) is None
    beats = [Heartbeat(MORNING), Heartbeat(MORNING + HOUR, clean=True)]
    drawer.write(*(entry(heartbeat=beat) for beat in beats))
    assert alive(drawer) == beats[1]
    drawer.write(entry(heartbeat=Heartbeat(MORNING + 2 * HOUR)), entry())
    assert alive(drawer) == Heartbeat(MORNING + 2 * HOUR)


def test_gaps_are_restored_with_what_was_traded_in_them(drawer: Drawer) -> None:
    drawer.write(*gap_lines(-90, 1, 7), *gap_lines(0, 1, 2, 3), *gap_lines(4, 0.5))
    since = MORNING + 4 * HOUR
    assert drawer.restored().gaps == (
        Gap(MORNING, MORNING + HOUR, "killed", 5, -30_000),
        Gap(since, since + HOUR / 2, "killed"),
    )
    assert drawer.restored(DAY_START - timedelta(days=7)).gaps[0].fills == 7


def test_a_session_goes_on_over_a_restart_and_is_over_once_it_was_clocked_out_of(house: House) -> None:
    run = house.writes(TEXT).starts(MORNING)
    run.hears(ClockAnchored()).hears(SessionAsked("in", "a test"))
    run = starts_again(house, 1)
    assert run.state.session == Session(MORNING)
    run.hears(ClockAnchored()).hears(SessionAsked("out", "a test"))
    assert starts_again(house, 2).state.session == Session(MORNING, MORNING + HOUR)


def test_a_gap_and_its_end_are_written_together_so_that_it_is_counted_once(house: House) -> None:
    house.writes(TEXT).starts(MORNING).hears(ClockAnchored())
    for hours in (1, 2, 3):
        run = starts_again(house, hours).hears(ClockAnchored())
    expected = [(MORNING + n * HOUR, HOUR) for n in range(3)]
    assert [(gap.since, gap.span) for gap in run.state.gaps] == expected
    again = starts_again(house, 4)
    assert [(gap.since, gap.span) for gap in again.state.gaps] == expected
    assert again.state.seen == Heartbeat(MORNING + 3 * HOUR)


def test_the_trading_day_last_seen_is_the_one_a_start_begins_in(house: House) -> None:
    house.writes(TEXT).starts(MORNING).hears(ClockAnchored())
    run = starts_again(house, 24 * 40)
    assert run.state.day.label.isoformat() == "2026-11-19"
    assert not run.state.timed
    run.hears(ClockAnchored(), MORNING + timedelta(days=1))
    assert run.state.day.label.isoformat() == "2026-11-20"


def test_past_days_are_read_while_somebody_writes(drawer: Drawer) -> None:
    trades = tuple(trade(n, 1, None, at=MORNING + n * HOUR) for n in range(3))
    told = {"session": "in", "asked_by": "a test", "began_at": MORNING}
    journal = drawer.writing()
    journal.write(entry(trades=trades, records=(Record(MORNING, None, "session", fields=told),)))
    drawer.close()
    drawer.writing()
    past = read_past(drawer.path, MORNING + HOUR)
    assert (past.trades, past.sessions) == (trades[1:], (Session(MORNING),))


def test_the_schedule_in_force_is_the_journals(house: House) -> None:
    assert schedule_in_force(house.db) is None
    house.writes('[schedule]\ntimezone = "Europe/Berlin"\nreset_time = "22:00"\n').starts(MORNING)
    house.stops()
    found = schedule_in_force(house.db)
    assert found is not None
    assert (found.zone_name, found.reset_time.isoformat()) == ("Europe/Berlin", "22:00:00")


def test_a_file_that_is_no_journal_is_named(tmp_path: Path) -> None:
    path = tmp_path / "riskguard.db"
    path.write_text("no database at all" * 100)
    with pytest.raises(JournalUnusableError, match="cannot be read"):
        read_past(path, MORNING)
