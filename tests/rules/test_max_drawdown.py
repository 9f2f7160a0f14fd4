"""RULE-015: the firm's floor, the high balance that carries it, and balances that no trade explains."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.config.changes import compare_field
from riskguard.domain.book import Settling
from riskguard.domain.money import Number, usd
from riskguard.domain.orders import Trade
from riskguard.rules import MaxDrawdown
from riskguard.rules.balances import SETTLE, Balance
from riskguard.rules.base import Finding, LockoutRequest, Situation
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ES, MORNING, NQ, trade
from tests.fakes.situations import DAY, SCHEDULE, Watching, flattens, priced, situation, with_book

NEXT_DAY = SCHEDULE.day_of(DAY.end)


def rule(start: object = 50_000, **more: Any) -> MaxDrawdown:
    return MaxDrawdown.model_validate({"start_balance": start, "max_loss": 2_000, **more})


def seen(balance: Number | None, open_pnl: Number | None = None, trades: Sequence[Trade] = ()) -> Situation:
    """A balance, perhaps one NQ from 5,000 (a point is $20) with its open result, and the trades known."""
    held = {} if open_pnl is None else {NQ: 1}
    exits = {} if open_pnl is None else {NQ: 5_000 + Decimal(str(open_pnl)) / 20}
    at = situation(held, trades=trades, prices=priced(exits))
    return with_book(at, balance=None if balance is None else usd(balance))


def later(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("balance", "open_pnl", "breached"),
    [
        ("48000.01", None, False),
        ("48000", None, True),
        ("47000", None, True),
        ("50000", "-1999.9999", False),
        ("50000", "-2000", True),
        ("50000", "-2000.0001", True),
        ("47000", "1000.0001", False),
        ("47000", "1000", True),
    ],
)
def test_balance_and_open_result_at_the_floor_are_a_breach(balance: str, open_pnl: str | None, breached: bool) -> None:
    one = Watching(rule()).sees(seen(balance, open_pnl))
    assert (one.breached, flattens(one)) == (breached, breached)
    assert one.lockout == (LockoutRequest(LockoutKind.HARD, DAY.end) if breached else None)


@pytest.mark.parametrize(("balance", "breached"), [("48250.01", False), ("48250", True)])
def test_a_buffer_ends_trading_above_the_floor(balance: str, breached: bool) -> None:
    one = Watching(rule(buffer=250)).sees(seen(balance))
    assert one.breached is breached
    assert one.why["floor"] == Decimal(48_000)
    assert one.why["buffer"] == Decimal(250)


@pytest.mark.parametrize(
    ("high", "balance", "breached"),
    [
        (51_000, "49000.01", False),
        (51_000, "49000", True),
        (52_000, "50000.01", False),
        (52_000, "50000", True),
        (60_000, "50000.01", False),
        (60_000, "50000", True),
    ],
)
def test_the_floor_follows_the_high_balance_and_never_rises_above_the_start(
    high: int, balance: str, breached: bool
) -> None:
    assert Watching(rule(high_balance=high)).sees(seen(balance)).breached is breached


@pytest.mark.parametrize(
    ("balance", "open_pnl", "share"), [(51_000, 0, 0), (50_000, -999, 499), (49_000, 0, 500), (50_000, -2_000, 1000)]
)
def test_the_share_is_that_of_the_loss_allowed(balance: Number, open_pnl: Number, share: int) -> None:
    assert Watching(rule()).sees(seen(balance, open_pnl)).gauge.per_mille == share


def test_above_the_cap_the_loss_is_counted_from_there() -> None:
    assert Watching(rule(high_balance=53_000)).sees(seen(51_000)).gauge.per_mille == 500


def test_without_a_balance_nothing_is_judged() -> None:
    assert not Watching(rule()).sees(seen(None, -5_000)).breached


def test_it_is_judged_only_on_settled_numbers_and_a_breach_stands_meanwhile() -> None:
    watching = Watching(rule())
    settling = {ES: Settling(MORNING, ahead=1)}
    assert not watching.sees(with_book(seen(50_000, -2_500), settling=settling)).breached
    assert watching.sees(seen(50_000, -2_500)).actions
    still = watching.sees(with_book(seen(50_000, -2_500), settling=settling))
    assert (still.breached, still.actions, still.lockout) == (True, (), None)


@pytest.mark.parametrize(("live", "after_s", "breached"), [(False, 0, True), (True, 1.999, False), (True, 2, True)])
def test_it_is_judged_on_the_positions_whose_marks_are_known_once_the_others_had_time(
    live: bool, after_s: float, breached: bool
) -> None:
    at = with_book(situation({NQ: 1, ES: 1}, prices=priced({NQ: 4_900})), balance=usd(50_000))
    at.live = live
    assert Watching(rule()).sees(at, now=later(after_s)).breached is breached


LOSS = trade(1, -1, -1_500)


@pytest.mark.parametrize("balance", [50_000, 48_500])
def test_a_loss_counts_once_whether_balance_or_trade_comes_first(balance: int) -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000, -1_500))
    first = seen(48_500, -1_500) if balance == 48_500 else seen(50_000, None, [LOSS])
    assert not watching.sees(first).breached
    assert not watching.sees(seen(48_500, None, [LOSS])).breached
    assert watching.memory.expected == watching.memory.agreed == usd(48_500)
    assert watching.sees(seen(48_500, -500, [LOSS])).breached


def test_a_loss_is_known_before_the_balance_shows_it() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    assert watching.sees(seen(50_000, None, [trade(1, -1, -2_000)])).breached


@pytest.mark.parametrize("balance", ["51000", "50990", "50992.5"])
def test_fees_may_be_in_the_balance_or_not_yet(balance: str) -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    trades = [trade(1, 1, fees=5), trade(2, -1, 1_000, fees=5)]
    watching.sees(seen(balance, None, trades))
    assert watching.memory.since is None
    watching.sees(seen(50_990, None, trades))
    assert (watching.memory.since, watching.memory.expected) == (None, usd(50_990))


@pytest.mark.parametrize(("balance", "explained"), [("50990.01", True), ("50989.98", False), ("51000.02", False)])
def test_a_cent_of_rounding_is_no_transfer_two_are(balance: str, explained: bool) -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    watching.sees(seen(50_990, None, [trade(1, -1, 1_000, fees=10)]))
    watching.sees(seen(balance, None, [trade(1, -1, 1_000, fees=10)]))
    assert (watching.memory.since is None) is explained


def moved(watching: Watching, to: Number = 47_000) -> Finding:
    """A balance that no trade explains, for as long as it takes."""
    watching.sees(seen(50_000))
    watching.sees(seen(to), now=later(1))
    return watching.sees(seen(to), now=later(1) + SETTLE)


def test_a_balance_that_no_trade_explains_is_a_transfer_after_the_time_it_takes_to_settle() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    assert not watching.sees(seen(47_000), now=later(1)).breached
    assert watching.rule.deadline(watching.at(seen(47_000)), later(1)) == later(3)
    just_before = watching.sees(seen(47_000), now=later(3) - timedelta(microseconds=1))
    assert (just_before.breached, just_before.trouble) == (False, None)
    found = watching.sees(seen(47_000), now=later(3))
    assert not found.breached
    assert found.trouble is not None
    assert "−$3,000.00" in found.trouble
    assert watching.rule.deadline(watching.at(seen(47_000)), later(3)) is None


def test_after_a_transfer_nothing_is_judged_and_the_floor_stays() -> None:
    watching = Watching(rule(trail="intraday"))
    moved(watching, 60_000)
    assert watching.sees(seen(60_000, 5_000)).trouble
    assert not watching.sees(seen(60_000, -20_000)).breached
    assert watching.memory.high == usd(50_000)
    watching.sees(replace(seen(60_000), day=NEXT_DAY), now=DAY.end)
    assert watching.memory.high == usd(50_000)


def test_a_trade_that_comes_late_after_all_explains_it() -> None:
    watching = Watching(rule())
    assert moved(watching).trouble
    found = watching.sees(seen(47_000, None, [trade(1, -1, -3_000)]), now=later(9))
    assert (found.trouble, found.breached) == (None, True)


def test_new_figures_end_a_transfer() -> None:
    watching = Watching(rule())
    moved(watching, 53_000)
    watching.rule = rule(53_000)
    found = watching.sees(seen(53_000), now=later(9))
    assert (found.trouble, found.breached, found.why["floor"]) == (None, False, Decimal(51_000))
    assert watching.sees(seen(53_000, -2_000), now=later(10)).breached


def test_other_settings_than_the_figures_do_not_end_a_transfer() -> None:
    watching = Watching(rule())
    moved(watching)
    watching.rule = rule(buffer=100, severity="info")
    assert watching.sees(seen(47_000), now=later(9)).trouble


def test_fills_that_go_on_give_a_balance_new_time_to_be_explained() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    watching.sees(seen(49_900), now=later(0))
    watching.sees(seen(49_800, None, [trade(1, -1, -100)]), now=later(1.5))
    found = watching.sees(seen(49_700, None, [trade(1, -1, -100), trade(2, -1, -150)]), now=later(2.5))
    assert found.trouble is None
    assert watching.rule.deadline(watching.at(seen(49_700)), later(2.5)) == later(4.5)


def test_a_balance_that_lags_behind_the_trades_is_no_transfer() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    for second in (1, 5, 500):
        assert watching.sees(seen(50_000, None, [trade(1, -1, -100, fees=3)]), now=later(second)).trouble is None
    assert watching.rule.deadline(watching.at(seen(50_000)), later(500)) is None


def overnight(watching: Watching, balance: Number, *trades: Trade) -> Finding:
    return watching.sees(replace(seen(balance, None, trades), day=NEXT_DAY), now=DAY.end)


def test_at_the_reset_the_high_balance_is_raised_to_the_balance() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    won = trade(1, -1, 1_200)
    one = watching.sees(seen(51_200, 400, [won]))
    assert one.why["floor"] == Decimal(48_000)
    assert overnight(watching, 51_200, won).why["floor"] == Decimal(49_200)
    assert watching.sees(replace(seen(51_200, "-2000.00", [won]), day=NEXT_DAY), now=DAY.end).breached


def test_a_losing_day_does_not_lower_the_floor() -> None:
    watching = Watching(rule(high_balance=51_000))
    watching.sees(seen(50_000))
    watching.sees(seen(49_500, None, [trade(1, -1, -500)]))
    assert overnight(watching, 49_500, trade(1, -1, -500)).why["floor"] == Decimal(49_000)


def test_still_at_the_floor_the_next_day_is_locked_again() -> None:
    watching = Watching(rule())
    watching.sees(seen(48_000))
    assert overnight(watching, 48_000).lockout == LockoutRequest(LockoutKind.HARD, NEXT_DAY.end)


@pytest.mark.parametrize("kept", [True, False])
def test_a_trade_of_yesterday_that_arrives_after_the_reset_explains_its_balance(kept: bool) -> None:
    watching = Watching(rule())
    early, late = trade(1, -1, 100), trade(2, -1, -300, at=DAY.end - timedelta(seconds=1))
    watching.sees(seen(50_000))
    watching.sees(seen(50_100, None, [early]))
    known = [early] if kept else []
    overnight(watching, 50_100, *known)
    overnight(watching, 49_800, *known, late)
    assert (watching.memory.since, watching.memory.expected) == (None, usd(49_800))


def test_trades_made_while_the_guard_was_off_explain_the_balance_and_raise_the_high_by_yesterdays_only() -> None:
    before = Watching(rule())
    before.sees(seen(50_000))
    adapter: TypeAdapter[Balance] = TypeAdapter(Balance)
    after = Watching(rule(), adapter.validate_json(adapter.dump_json(before.memory)))
    assert after.memory == before.memory
    late, today = trade(1, -1, 700), trade(2, -1, 500, at=DAY.end + timedelta(hours=2))
    found = overnight(after, 51_200, late, today)
    assert (found.trouble, after.memory.high, after.memory.expected) == (None, usd(50_700), usd(51_200))


def test_a_balance_moved_while_the_guard_was_off_is_a_transfer() -> None:
    before = Watching(rule())
    before.sees(seen(50_000))
    after = Watching(rule(), before.memory)
    after.sees(seen(47_000), now=later(60))
    assert after.sees(seen(47_000), now=later(62)).trouble


@pytest.mark.parametrize(
    ("best", "now", "breached"), [(900, "-1099.99", False), (900, -1_100, True), (-300, -2_000, True)]
)
def test_intraday_the_floor_follows_the_open_result_at_once(best: Number, now: Number, breached: bool) -> None:
    watching = Watching(rule(trail="intraday"))
    watching.sees(seen(50_000, best))
    assert watching.sees(seen(50_000, now)).breached is breached


def test_at_the_end_of_the_day_only_the_balance_counts() -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000, 900))
    assert not watching.sees(seen(50_000, -1_999)).breached


def test_intraday_highs_need_settled_numbers_whose_marks_are_known() -> None:
    watching = Watching(rule(trail="intraday"))
    watching.sees(with_book(seen(50_000, 900), settling={ES: Settling(MORNING, ahead=1)}))
    at = situation({NQ: 1, ES: 1}, prices=priced({NQ: 5_045}))
    watching.sees(with_book(at, balance=usd(50_000)))
    assert watching.memory.high == usd(50_000)


@pytest.mark.parametrize(
    ("given", "high"),
    [({"high_balance": 52_000}, 52_000), ({"high_balance": 50_500}, 51_200), ({"max_loss": 1_000}, 51_200)],
)
def test_figures_that_tighten_never_lower_the_high_balance_reached(given: dict[str, Any], high: int) -> None:
    watching = Watching(rule())
    watching.sees(seen(50_000))
    watching.sees(seen(51_200, None, [trade(1, -1, 1_200)]))
    overnight(watching, 51_200, trade(1, -1, 1_200))
    watching.rule = rule(**given)
    overnight(watching, 51_200, trade(1, -1, 1_200))
    assert watching.memory.high == usd(high)


def test_a_lower_high_balance_than_given_before_is_taken() -> None:
    watching = Watching(rule(high_balance=53_000))
    watching.sees(seen(52_000))
    watching.rule = rule(high_balance=51_500)
    watching.sees(seen(52_000))
    assert watching.memory.high == usd(51_500)


@pytest.mark.parametrize(
    ("old", "new", "field", "direction"),
    [
        ({}, {"max_loss": 1_500}, "max_loss", Direction.TIGHTENING),
        ({}, {"buffer": 100}, "buffer", Direction.TIGHTENING),
        ({}, {"trail": "intraday"}, "trail", Direction.TIGHTENING),
        ({}, {"start": 50_500}, "start_balance", Direction.TIGHTENING),
        ({}, {"high_balance": 51_000}, "high_balance", Direction.TIGHTENING),
        ({"high_balance": 51_000}, {}, "high_balance", Direction.LOOSENING),
        ({"high_balance": 49_000}, {}, "high_balance", Direction.TIGHTENING),
    ],
)
def test_what_forbids_more(old: dict[str, Any], new: dict[str, Any], field: str, direction: Direction) -> None:
    assert compare_field(rule(**old), rule(**new), field) is direction


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"start_balance": 50_000},
        {"max_loss": 2_000},
        {"start_balance": 50_000, "max_loss": -2_000},
        {"start_balance": 50_000, "max_loss": 2_000, "buffer": -1},
        {"start_balance": 50_000, "max_loss": 2_000, "buffer": 2_000},
        {"start_balance": 50_000, "max_loss": 2_000, "trail": "weekly"},
        {"start_balance": 50_000, "max_loss": 2_000, "high_balance": -1},
        {"start_balance": -1, "max_loss": 2_000},
    ],
)
def test_wrong_or_missing_figures_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MaxDrawdown.model_validate(values)


@pytest.mark.parametrize(
    ("high", "balance", "breached"),
    [(0, "-1999.99", False), (0, "-2000", True), (1_500, "-499.99", False), (1_500, "-500", True), (9_000, "0", True)],
)
def test_an_account_that_began_at_zero_has_its_floor_below_it(high: int, balance: str, breached: bool) -> None:
    assert Watching(rule(0, high_balance=high)).sees(seen(balance)).breached is breached


def test_a_trade_of_a_cent_is_not_taken_for_rounding() -> None:
    watching = Watching(rule())
    watching.sees(seen("48000.01"))
    assert watching.sees(seen("48000.01", None, [trade(1, -1, "-0.01")])).breached
