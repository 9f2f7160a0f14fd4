"""Sessions: clocked by hand, and as trades tell of them day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from riskguard.domain.events import ClockTicked, SessionAsked
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.engine import clocking
from riskguard.engine.sessions import DaySession, clocked, day_sessions
from riskguard.engine.views import snapshot as view_of
from riskguard.state.sessions import Session
from tests.fakes.facts import ES, MNQ, MORNING, OTHER, trade
from tests.fakes.world import World

RESET = MORNING + timedelta(hours=7)
LATER = RESET + timedelta(days=9)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def opens(number: int, minutes: float, size: int = 1, contract_id: str = MNQ) -> Trade:
    return trade(number, size, None, contract_id, at=at(minutes))


def closes(number: int, minutes: float, size: int = -1, won: float = 10, contract_id: str = MNQ) -> Trade:
    return trade(number, size, won, contract_id, at=at(minutes))


def days(*trades: Trade, now: datetime = LATER) -> list[DaySession]:
    return day_sessions(trades, Schedule(), now)


def test_a_day_has_its_first_and_last_trade_its_fills_and_its_result() -> None:
    (day,) = days(closes(2, 5, won=-30), opens(1, 0), opens(3, 8), closes(4, 10, won=50))
    assert (day.day, day.first, day.last) == (date(2026, 11, 19), at(0), at(10))
    assert (day.fills, day.round_trips) == (4, 2)
    fees = sum(one.fees for one in (opens(1, 0), closes(2, 5), opens(3, 8), closes(4, 10)))
    assert day.realized == 200_000 - fees
    assert day.in_market == 7 * MINUTE


@pytest.mark.parametrize(("pause", "breaks"), [(14.99, 0), (15, 1), (90, 1)])
def test_a_break_is_being_flat_for_a_quarter_of_an_hour_between_two_trades(pause: float, breaks: int) -> None:
    (day,) = days(opens(1, 0), closes(2, 5), opens(3, 5 + pause), closes(4, 6 + pause))
    assert len(day.breaks) == breaks
    assert all(one == (at(5), at(5 + pause)) for one in day.breaks)


def test_two_contracts_held_at_once_are_in_the_market_once() -> None:
    (day,) = days(opens(1, 0), opens(2, 5, contract_id=ES), closes(3, 10), closes(4, 40, contract_id=ES))
    assert (day.in_market, day.breaks) == (40 * MINUTE, ())


def test_a_position_over_the_reset_counts_on_both_days() -> None:
    first, second = days(opens(1, 400), closes(2, 440))
    assert (first.in_market, second.in_market) == (20 * MINUTE, 20 * MINUTE)
    assert (first.round_trips, second.round_trips, second.day) == (0, 1, date(2026, 11, 20))
    assert second.first == second.last == at(440)


def test_a_position_whose_opening_is_not_known_counts_from_the_start_of_the_day() -> None:
    (day,) = days(closes(1, 30))
    assert day.in_market == at(30) - Schedule().day_of(MORNING).start


@pytest.mark.parametrize(("now", "minutes"), [(at(30), 30), (at(420), 420), (LATER, 420)])
def test_a_position_still_open_counts_until_now_and_not_beyond_its_day(now: datetime, minutes: float) -> None:
    (day,) = days(opens(1, 0), now=now)
    assert day.in_market == minutes * MINUTE


def test_voided_trades_and_other_accounts_stand_apart() -> None:
    voided = trade(3, 1, None, at=at(60), voided=True)
    found = days(opens(1, 0), closes(2, 5), voided, trade(9, 1, None, at=at(1), account=OTHER))
    assert [(one.account_id, one.fills) for one in found] == [(OTHER, 1), (4471, 2)]


def test_no_trades_are_no_days() -> None:
    assert days() == []


# --- by hand


def test_clocking_in_and_out_is_told_once_each_and_shown() -> None:
    world = World("").arms()
    world.hears(SessionAsked("in", "a test"))
    assert view_of(world.state, world.now).clocked_in_at == MORNING
    assert clocking.refusal(world.state, "in", at(1)) == "already clocked in since 10:00 AM CT"
    world.now = at(90)
    world.hears(SessionAsked("in", "a test"))
    world.hears(SessionAsked("out", "a test"))
    assert [record.words for record in world.told("session")] == [
        "Clocked in at 10:00 AM CT.",
        "Clocked out at 11:30 AM CT after 1 h 30 min.",
    ]
    assert (world.state.session, view_of(world.state, world.now).clocked_in_at) == (Session(MORNING, at(90)), None)
    world.hears(SessionAsked("out", "a test"))
    assert clocking.refusal(world.state, "out", world.now) == "not clocked in"
    assert len(world.told("session")) == 2


def test_before_the_time_is_known_nobody_is_clocked_in_or_out() -> None:
    world = World("").arms()
    world.hears(SessionAsked("in", "a test"))
    world.state = replace(world.state, timed=False)
    for what in ("in", "out"):
        assert "before the gateway has answered" in clocking.refusal(world.state, what, world.now)
    world.hears(SessionAsked("out", "a test"))
    assert (world.state.session, len(world.told("session"))) == (Session(MORNING), 1)


def test_a_reset_does_not_end_a_session_and_a_forgotten_one_makes_room_for_the_next() -> None:
    world = World("").arms()
    world.hears(SessionAsked("in", "a test"))
    world.now = RESET + MINUTE
    world.hears(ClockTicked())
    assert view_of(world.state, world.now).clocked_in_at == MORNING
    world.now = MORNING + timedelta(days=1)
    assert view_of(world.state, world.now).clocked_in_at is None
    assert clocking.refusal(world.state, "out", world.now) == "not clocked in"
    world.hears(SessionAsked("in", "a test"))
    assert world.state.session == Session(world.now)


def test_a_session_over_the_reset_is_reported_on_both_days() -> None:
    session = Session(RESET - 30 * MINUTE, RESET + 10 * MINUTE)
    today, tomorrow = Schedule().day_of(MORNING), Schedule().day_of(RESET)
    assert clocked([session], today, LATER) == [(RESET - 30 * MINUTE, RESET)]
    assert clocked([session], tomorrow, LATER) == [(RESET, RESET + 10 * MINUTE)]
    assert clocked([session], Schedule().day_of(LATER), LATER) == []


def test_an_open_session_is_reported_until_now() -> None:
    assert clocked([Session(MORNING)], Schedule().day_of(MORNING), at(5)) == [(MORNING, at(5))]
    assert datetime(2026, 11, 19, 16, tzinfo=UTC) == MORNING
