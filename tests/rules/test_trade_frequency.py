"""RULE-006: entries a minute, an hour, a trading day."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from riskguard.domain.orders import Trade
from riskguard.rules import TradeFrequency
from riskguard.rules.base import LockoutRequest
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import MES, MORNING, trade
from tests.fakes.feeds import Fed, after
from tests.fakes.situations import DAY


def rule(**fields: Any) -> TradeFrequency:
    """Only the windows named are on."""
    return TradeFrequency.model_validate({"per_minute": 0, "per_hour": 0, "per_session": 0, **fields})


def entry(number: int, second: float, **more: Any) -> Trade:
    """An entry of its own: one order, one opening fill."""
    return trade(number, 1, order_id=number, at=after(second), **more)


def entries(*at: float) -> list[Trade]:
    return [entry(number, second) for number, second in enumerate(at, 1)]


def pause(seconds: float, at: datetime) -> LockoutRequest:
    return LockoutRequest(LockoutKind.ENTRY, at + timedelta(seconds=seconds))


@pytest.mark.parametrize(("number", "breached"), [(1, False), (2, False), (3, True), (4, True)])
def test_reaching_the_limit_of_a_minute_is_a_breach(number: int, breached: bool) -> None:
    fed = Fed(rule(per_minute=3)).hears(*entries(*range(number)))
    assert fed.breached == ({"minute"} if breached else set())
    assert fed.lockout == (pause(60, fed.now) if breached else None)


@pytest.mark.parametrize(("last", "breached"), [(59.999, True), (60, False), (60.001, False)])
def test_an_entry_leaves_the_minute_after_exactly_sixty_seconds(last: float, breached: bool) -> None:
    assert bool(Fed(rule(per_minute=3)).hears(*entries(0, 1, last)).breached) is breached


@pytest.mark.parametrize(("last", "breached"), [(3599.999, True), (3600, False)])
def test_an_entry_leaves_the_hour_after_exactly_an_hour(last: float, breached: bool) -> None:
    fed = Fed(rule(per_hour=3)).hears(*entries(0, 1, last))
    assert fed.lockout == (pause(1800, fed.now) if breached else None)


def test_the_trading_day_begins_at_the_reset() -> None:
    before = entry(9, 0, pnl=None)
    before = replace(before, created_at=DAY.start - timedelta(microseconds=1))
    at_start = replace(entry(8, 0), created_at=DAY.start)
    assert not Fed(rule(per_session=3)).hears(before, *entries(0, 1)).breached
    fed = Fed(rule(per_session=3)).hears(at_start, *entries(0, 1))
    assert (fed.breached, fed.lockout) == ({"session"}, pause(3600, fed.now))


def test_a_limit_of_zero_is_off() -> None:
    assert Fed(rule()).hears(*entries(*range(60))).found == ()


def test_the_defaults_are_three_a_minute_ten_an_hour_and_fifty_a_day() -> None:
    one = TradeFrequency()
    assert (one.per_minute, one.per_hour, one.per_session) == (3, 10, 50)
    assert (one.minute_cooldown, one.hour_cooldown, one.session_cooldown) == (60, 1800, 3600)
    assert one.count == "entries"


@pytest.mark.parametrize(
    ("cooldowns", "longest"),
    [((60, 1800, 3600), 3600), ((60, 1800, 10), 1800), ((90, 80, 70), 90)],
)
def test_of_several_windows_the_longest_pause_counts(cooldowns: tuple[int, int, int], longest: int) -> None:
    minute, hour, session = cooldowns
    limits = {"per_minute": 2, "per_hour": 2, "per_session": 2}
    fed = Fed(rule(**limits, minute_cooldown=minute, hour_cooldown=hour, session_cooldown=session))
    fed.hears(*entries(0, 1))
    assert fed.breached == {"minute", "hour", "session"}
    assert fed.lockout == pause(longest, fed.now)


def test_partial_fills_of_one_order_are_one_entry() -> None:
    parts = [trade(number, 1, order_id=5, at=after(number)) for number in range(1, 9)]
    fed = Fed(rule(per_minute=2)).hears(*parts)
    assert not fed.breached
    assert fed.hears(entry(20, 9)).lockout == pause(60, after(9))


def test_another_fill_of_an_order_counted_before_is_not_judged_again() -> None:
    fed = Fed(rule(per_minute=2)).hears(*entries(0, 1), trade(30, 1, order_id=2, at=after(5)))
    assert fed.breached == {"minute"}
    assert not fed.lockout
    assert fed.hears(entry(31, 6)).lockout == pause(60, after(6))


def test_closing_fills_and_voided_ones_are_no_entries() -> None:
    closing = [trade(number, -1, 5, order_id=number, at=after(number)) for number in (1, 3, 5)]
    voided = [entry(number, number, voided=True) for number in (2, 4, 6)]
    assert not Fed(rule(per_minute=1)).hears(*closing, *voided).breached


def test_a_trade_said_again_or_corrected_is_no_new_entry() -> None:
    first = entry(1, 0)
    fed = Fed(rule(per_minute=2)).hears(first, first, replace(first, fees=5000))
    assert not fed.breached


def test_entries_in_all_contracts_count() -> None:
    assert Fed(rule(per_minute=2)).hears(entry(1, 0), entry(2, 1, contract_id=MES)).breached


def test_the_window_slides_by_the_clock_alone() -> None:
    fed = Fed(rule(per_minute=2)).hears(*entries(0, 10))
    assert fed.deadline == after(60)
    assert fed.waits_until(after(59.999)).breached == {"minute"}
    assert fed.lockout is None
    assert fed.waits_until(after(60)).breached == set()
    assert fed.deadline is None


def test_with_more_than_the_limit_the_window_is_full_until_enough_have_left() -> None:
    fed = Fed(rule(per_minute=2)).hears(*entries(0, 10, 20))
    assert fed.deadline == after(70)
    assert fed.waits_until(after(69.999)).breached == {"minute"}
    assert fed.waits_until(after(70)).breached == set()


def test_an_entry_voided_later_corrects_the_count() -> None:
    fed = Fed(rule(per_minute=2)).hears(*entries(0, 1))
    assert fed.breached
    fed.hears(replace(entry(2, 1), voided=True), now=after(2))
    assert (fed.breached, fed.found[0].gauge.current) == (set(), "1")


def test_a_full_window_nobody_counted_into_is_no_breach() -> None:
    """After a tighter limit: what stood in the window before is not judged, the next entry is."""
    fed = Fed(rule(per_minute=9)).hears(*entries(0, 1))
    fed.watching.rule = rule(per_minute=2)
    assert fed.waits_until(after(2)).breached == set()
    assert fed.hears(entry(3, 3)).breached == {"minute"}


def test_a_stamp_ahead_of_the_clock_counts_as_now() -> None:
    fed = Fed(rule(per_minute=2)).hears(entry(1, 0), now=MORNING)
    fed.hears(entry(2, 30), now=after(1))
    assert fed.lockout == pause(60, after(1))


@pytest.mark.parametrize(("heard_at", "asked"), [(20, True), (61, False)])
def test_entries_that_only_a_read_shows_are_answered_while_the_window_is_full(heard_at: float, asked: bool) -> None:
    fed = Fed(rule(per_minute=2)).reads(*entries(0, 10), now=after(heard_at))
    assert fed.lockout == (pause(60, after(heard_at)) if asked else None)


def test_a_days_entries_read_at_the_start_do_not_pause_long_after_them() -> None:
    assert Fed(rule(per_session=2)).reads(*entries(0, 10), now=after(3609)).lockout
    assert not Fed(rule(per_session=2)).reads(*entries(0, 10), now=after(3611)).breached


def test_fills_may_be_counted_one_by_one() -> None:
    parts = [trade(number, 1, order_id=5, at=after(number)) for number in (1, 2)]
    fed = Fed(rule(per_minute=2, count="fills")).hears(*parts)
    assert fed.lockout == pause(60, after(2))


def test_exits_count_as_fills() -> None:
    """One entry of five, then exits of 2, 2 and 1: four trades as TopstepX counts them."""
    exits = [trade(number, -size, 5, order_id=number, at=after(number)) for number, size in ((2, 2), (3, 2), (4, 1))]
    fed = Fed(rule(per_minute=4, count="fills")).hears(trade(1, 5, order_id=1, at=after(1)), *exits[:2])
    assert not fed.breached
    assert fed.hears(exits[2]).lockout == pause(60, after(4))


def test_round_trips_are_counted_when_they_end() -> None:
    fills = [
        trade(1, 2, at=after(0)),
        trade(2, -1, 5, at=after(1)),
        trade(3, -1, 5, at=after(2)),
        trade(4, 1, at=after(3)),
        trade(5, -1, 5, at=after(50)),
    ]
    fed = Fed(rule(per_minute=2, count="round_trips")).hears(*fills[:4])
    assert not fed.breached
    assert fed.hears(fills[4]).lockout == pause(60, after(50))
    assert fed.deadline == after(62)


def test_warnings_look_at_each_window_by_itself() -> None:
    fed = Fed(rule(per_minute=2, per_hour=4)).hears(*entries(0))
    assert {one.gauge.key: one.gauge.per_mille for one in fed.found} == {"minute": 500, "hour": 250}


def test_words_say_what_was_counted() -> None:
    (one,) = Fed(rule(per_minute=3)).hears(*entries(0, 1, 2)).found
    assert one.words == "3 entries within a minute, the limit is 3: no entries for 1 min"
    assert one.why == {"entries": 3, "limit": 3, "window": "minute"}


@pytest.mark.parametrize(
    "fields", [{"per_minute": -1}, {"per_hour": 1.5}, {"count": "orders"}, {"minute_cooldown": -1}]
)
def test_what_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TradeFrequency.model_validate(fields)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=25).map(sorted), st.integers(1, 5))
def test_a_pause_is_asked_for_exactly_when_the_last_minute_held_the_limit(stamps: list[int], limit: int) -> None:
    fed = Fed(rule(per_minute=limit))
    for number, second in enumerate(stamps, 1):
        fed.hears(entry(number, second))
        within = sum(second - 60 < other <= second for other in stamps[:number])
        assert bool(fed.lockout) is (within >= limit)
