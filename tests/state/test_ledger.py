"""The ledger: each trade once, on the day it was made, whatever was heard how often."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.state.ledger import DayTotals, Ledger
from tests.fakes.facts import MORNING, trade

SCHEDULE = Schedule()
TODAY = date(2026, 11, 19)
RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)


def ledger(*trades: Trade) -> Ledger:
    return Ledger().book(trades, SCHEDULE)


def today(*trades: Trade) -> DayTotals:
    return ledger(*trades).of_day(TODAY)


def test_an_empty_day_is_zero() -> None:
    assert Ledger().of_day(TODAY) == DayTotals(0, 0, 0)


def test_fees_of_opening_and_closing_fills_lower_the_result() -> None:
    """The example of the gateway's documentation: one ES over one point."""
    found = today(trade(1, 1, fees="1.40"), trade(2, -1, 50, fees="1.40"))
    assert (found.gross, found.fees, found.fills) == (usd(50), usd("2.80"), 2)
    assert found.realized() == usd("47.20")
    assert found.realized(include_fees=False) == usd(50)


def test_a_trade_said_again_changes_nothing() -> None:
    one = ledger(trade(1, -1, -100))
    assert one.book([trade(1, -1, -100)], SCHEDULE) is one


def test_a_later_version_replaces_the_earlier_one() -> None:
    late_fees = ledger(trade(1, -1, -100)).book([trade(1, -1, -100, fees="0.74")], SCHEDULE)
    assert late_fees.of_day(TODAY).realized() == usd("-100.74")
    corrected = late_fees.book([trade(1, -1, -90, fees="0.74")], SCHEDULE)
    assert corrected.of_day(TODAY) == DayTotals(usd(-90), usd("0.74"), 1)


def test_a_voided_trade_counts_for_nothing() -> None:
    assert today(trade(1, -1, -100, fees=1, voided=True)) == DayTotals()


def test_a_trade_voided_later_is_taken_back() -> None:
    found = ledger(trade(1, 1, fees=1), trade(2, -1, -100, fees=1)).book(
        [trade(2, -1, -100, fees=1, voided=True)], SCHEDULE
    )
    assert found.of_day(TODAY) == DayTotals(0, usd(1), 1)


def test_a_void_taken_back_counts_again() -> None:
    found = ledger(trade(1, -1, -100, voided=True)).book([trade(1, -1, -100)], SCHEDULE)
    assert found.of_day(TODAY).realized() == usd(-100)


@pytest.mark.parametrize(
    ("made", "label"),
    [
        (RESET - timedelta(microseconds=1), TODAY),
        (RESET, date(2026, 11, 20)),
        (RESET - timedelta(days=1), TODAY),
        (RESET - timedelta(days=1, microseconds=1), date(2026, 11, 18)),
    ],
)
def test_a_trade_belongs_to_the_day_it_was_made(made: datetime, label: date) -> None:
    found = ledger(trade(1, -1, -100, at=made))
    assert {day: totals.gross for day, totals in found.totals.items()} == {label: usd(-100)}


def test_a_correction_of_the_time_moves_a_trade_to_its_day() -> None:
    found = ledger(trade(1, -1, -100, at=RESET)).book([trade(1, -1, -100, at=MORNING)], SCHEDULE)
    assert (found.of_day(date(2026, 11, 20)), found.of_day(TODAY).gross) == (DayTotals(), usd(-100))


def test_the_reset_time_of_the_user_makes_the_day() -> None:
    schedule = Schedule(time(0, 0), "Asia/Kolkata")
    found = Ledger().book([trade(1, -1, -100, at=datetime(2026, 11, 19, 18, 29, tzinfo=UTC))], schedule)
    assert list(found.totals) == [date(2026, 11, 20)]


def test_what_is_forgotten_is_the_days_before() -> None:
    found = ledger(
        trade(1, -1, -100, at=RESET - timedelta(days=1, hours=1)), trade(2, -1, -50), trade(3, -1, -7, at=RESET)
    )
    kept = found.since(TODAY, SCHEDULE)
    assert set(kept.trades) == {2, 3}
    assert set(kept.totals) == {TODAY, date(2026, 11, 20)}


_TRADES = st.lists(
    st.builds(
        lambda i, size, pnl, fees, minutes, voided: trade(
            i, size, pnl, fees=fees, at=MORNING + timedelta(minutes=minutes), voided=voided
        ),
        st.integers(1, 20),
        st.integers(-3, 3).filter(bool),
        st.none() | st.integers(-50_000, 50_000).map(lambda cents: cents / 100),
        st.integers(0, 500).map(lambda cents: cents / 100),
        st.integers(-2_000, 2_000),
        st.booleans(),
    ),
    max_size=15,
    unique_by=lambda one: one.trade_id,
)


def summed(trades: list[Trade]) -> dict[date, DayTotals]:
    sums: dict[date, DayTotals] = {}
    for one in trades:
        if not one.voided:
            label = SCHEDULE.day_of(one.created_at).label
            before = sums.get(label, DayTotals())
            sums[label] = DayTotals(before.gross + (one.profit_and_loss or 0), before.fees + one.fees, before.fills + 1)
    return sums


def counting(found: Ledger) -> dict[date, DayTotals]:
    return {day: totals for day, totals in found.totals.items() if totals != DayTotals()}


@given(st.data(), _TRADES)
def test_any_order_and_repetition_gives_the_same_totals(data: st.DataObject, trades: list[Trade]) -> None:
    shuffled = data.draw(st.permutations(trades + trades))
    found = Ledger()
    while shuffled:
        cut = data.draw(st.integers(1, len(shuffled)))
        found, shuffled = found.book(shuffled[:cut], SCHEDULE), shuffled[cut:]
    assert counting(found) == {day: sums for day, sums in summed(trades).items() if sums != DayTotals()}
    assert found.trades == {one.trade_id: one for one in trades}


@given(_TRADES, st.sets(st.integers(1, 20)))
def test_voiding_leaves_what_would_be_there_without_them(trades: list[Trade], voided: set[int]) -> None:
    found = ledger(*trades).book([replace(one, voided=True) for one in trades if one.trade_id in voided], SCHEDULE)
    assert counting(found) == counting(ledger(*(one for one in trades if one.trade_id not in voided)))
