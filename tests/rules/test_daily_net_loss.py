"""RULE-014: the net loss of the trading day, from zero or from the day's best."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.domain.book import Settling
from riskguard.domain.events import TradeReported
from riskguard.domain.money import Number, usd
from riskguard.domain.orders import Trade
from riskguard.rules import DailyNetLoss
from riskguard.rules.base import Finding, LockoutRequest, Situation
from riskguard.rules.peaks import Peak
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ES, MORNING, NQ, trade
from tests.fakes.situations import DAY, SCHEDULE, Watching, finding, flattens, priced, situation, with_book


def rule(limit: object = 500, **more: Any) -> DailyNetLoss:
    return DailyNetLoss.model_validate({"limit": limit, **more})


def day(realized: Number, at: Number | None = None, *more: Trade) -> Situation:
    """Realized dollars, and one NQ from 5,000 (a point is $20) with its price."""
    trades = [trade(1, -1, realized), *more]
    return situation({} if at is None else {NQ: 1}, trades=trades, prices=priced({} if at is None else {NQ: at}))


def net(amount: Number, *trades: Trade) -> Situation:
    """The same with an open result in dollars."""
    return situation({NQ: 1}, trades=trades, prices=priced({NQ: 5_000 + Decimal(str(amount)) / 20}))


@pytest.mark.parametrize(
    ("realized", "at", "breached"),
    [
        ("-499.99", None, False),
        ("-500", None, True),
        ("-300", "4990.001", False),
        ("-300", "4990", True),
        ("100", "4970.00001", False),
        ("100", "4970", True),
        ("-600", "5005", True),
        ("-600", "5005.00001", False),
        ("600", "4976", False),
    ],
)
def test_realized_and_open_together_reach_the_limit(realized: str, at: str | None, breached: bool) -> None:
    one = finding(rule(), day(realized, at))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, DAY.end) if breached else None)


@pytest.mark.parametrize(("fees", "on"), [("0.99", False), ("1", True)])
def test_fees_of_all_fills_count_unless_switched_off(fees: str, on: bool) -> None:
    at = day("-499", None, trade(2, 1, fees=fees))
    assert finding(rule(), at).breached is on
    assert not finding(rule(include_fees=False), at).breached


def test_a_carried_position_counts_with_its_whole_open_result() -> None:
    assert finding(rule(), situation({NQ: 1}, prices=priced({NQ: 4_975}))).breached


def test_it_is_judged_on_what_is_known_and_while_fills_settle() -> None:
    at = situation({NQ: 1, ES: 1}, trades=[trade(1, -1, -300)], prices=priced({NQ: 4_990}))
    assert finding(rule(), at).breached
    assert finding(rule(), with_book(at, settling={ES: Settling(MORNING, ahead=1)})).breached


def test_from_zero_a_gain_that_is_given_back_is_no_loss() -> None:
    watching = Watching(rule())
    assert not watching.sees(net(900)).breached
    assert not watching.sees(net(300)).breached
    assert watching.memory is None


@pytest.mark.parametrize(("result", "breached"), [("400.01", False), ("400", True), ("399.99", True), ("-600", True)])
def test_trailing_measures_from_the_days_best(result: str, breached: bool) -> None:
    watching, won = Watching(rule(trailing=True)), trade(1, -1, 100)
    watching.sees(net(800, won))
    one = watching.sees(net(Decimal(result) - 100, won))
    assert one.breached is breached
    assert one.why == {"net": Decimal(result), "peak": Decimal(900), "limit": Decimal(500)}


def test_the_days_best_is_never_below_zero() -> None:
    watching = Watching(rule(trailing=True))
    assert not watching.sees(net("-499.99")).breached
    assert watching.sees(net(-500)).breached


def test_peaks_are_taken_from_settled_numbers_whose_marks_are_known() -> None:
    watching = Watching(rule(trailing=True))
    settling = {ES: Settling(MORNING, ahead=1)}
    watching.sees(with_book(net(900), settling=settling))
    watching.sees(situation({NQ: 1, ES: 1}, prices=priced({NQ: 5_045})))
    assert not watching.sees(net(300)).breached
    watching.sees(net(900))
    assert watching.sees(with_book(net(400), settling=settling)).breached


def test_the_next_day_starts_at_zero_with_what_is_carried() -> None:
    watching = Watching(rule(trailing=True))
    watching.sees(day(900))
    tomorrow = SCHEDULE.day_of(DAY.end)
    carried = replace(situation({NQ: 1}, trades=[trade(1, -1, 900)], prices=priced({NQ: 5_010})), day=tomorrow)
    assert not watching.sees(carried, now=DAY.end).breached
    assert watching.memory.value == usd(200)
    fallen = replace(situation({NQ: 1}, trades=[trade(1, -1, 900)], prices=priced({NQ: 4_985})), day=tomorrow)
    assert watching.sees(fallen, now=DAY.end).breached


def test_the_days_best_survives_a_restart() -> None:
    before = Watching(rule(trailing=True))
    before.sees(net(900))
    adapter: TypeAdapter[Peak] = TypeAdapter(Peak)
    after = Watching(rule(trailing=True), adapter.validate_json(adapter.dump_json(before.memory)))
    assert after.memory == before.memory
    assert after.sees(net(400)).breached


def test_a_quote_that_brings_no_new_best_leaves_the_memory_as_it_is() -> None:
    watching = Watching(rule(trailing=True))
    watching.sees(day(100, 5_010))
    known = watching.memory
    watching.sees(day(100, 5_009))
    assert watching.memory is known


def heard(watching: Watching, *trades: Trade, now_s: float) -> Finding:
    """The last of the trades is what has just been reported."""
    now = MORNING + timedelta(seconds=now_s)
    known = {one.trade_id for one in trades[:-1]}
    news = () if trades[-1].voided or trades[-1].trade_id in known else (trades[-1],)
    at = replace(situation(trades=trades), news=news)
    return watching.sees(at, TradeReported(trades[-1]), now)


def test_a_voided_win_was_never_won_so_nothing_is_given_back() -> None:
    watching = Watching(rule(trailing=True))
    heard(watching, trade(1, -1, 200), now_s=1)
    heard(watching, trade(1, -1, 200), trade(2, -1, 700), now_s=2)
    one = heard(watching, trade(1, -1, 200), trade(2, -1, 700), trade(2, -1, 700, voided=True), now_s=9)
    assert not one.breached
    assert one.why["peak"] == Decimal(200)


def test_a_voided_win_after_the_best_leaves_the_best() -> None:
    watching = Watching(rule(trailing=True))
    first, loss = trade(1, -1, 900), trade(2, -1, -300, at=MORNING + timedelta(seconds=10))
    win = trade(3, -1, 200, at=MORNING + timedelta(seconds=20))
    heard(watching, first, now_s=1)
    heard(watching, first, loss, now_s=10)
    assert not heard(watching, first, loss, win, now_s=20).breached
    assert heard(watching, first, loss, win, replace(win, voided=True), now_s=30).why["peak"] == Decimal(900)


def test_late_fees_of_a_trade_before_the_best_lower_the_best_as_well() -> None:
    watching = Watching(rule(trailing=True))
    heard(watching, trade(1, -1, 900), now_s=1)
    assert heard(watching, trade(1, -1, 900), trade(1, -1, 900, fees=10), now_s=5).why["peak"] == Decimal(890)


def test_trades_that_came_while_it_was_not_asked_are_no_corrections() -> None:
    watching = Watching(rule(trailing=True))
    heard(watching, trade(1, -1, 900), now_s=1)
    one = watching.sees(situation(trades=[trade(1, -1, 900), trade(2, -1, -500)]))
    assert one.breached


@pytest.mark.parametrize(("result", "reduced"), [("-399.99", False), ("-400", True)])
def test_from_a_share_on_no_entries_are_allowed(result: str, reduced: bool) -> None:
    one = finding(rule(reduce_only_at=0.8), net(result))
    assert one.reduce_only == (LockoutRequest(LockoutKind.ENTRY, DAY.end) if reduced else None)


@pytest.mark.parametrize("values", [{}, {"limit": -5}, {"limit": 500, "trailing": "yes"}])
def test_wrong_or_missing_limits_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DailyNetLoss.model_validate(values)
