"""Both courses of a recorded day, with exact numbers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.events import ClockTicked, ContractLearned, Event, PositionChanged, TradeReported
from riskguard.domain.money import usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.comparison import COLUMNS, ComparedDay, Comparison, fired, locked_time, thinned
from riskguard.engine.replay import Replay
from riskguard.gateway.translate import read_line
from tests.fakes.facts import ACCOUNT, MNQ, MORNING, OTHER, contract, position, quote, trade

TWO = "[rules.consecutive_losses]\ncount = 2\ncooldown = 1800\n"
NONE = "[rules.max_contracts]\nlimit = 50\n"


def after(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def trips(*results: float, account: int = ACCOUNT, first: int = 0) -> list[tuple[datetime, Event]]:
    """Round trips of 1 MNQ, in at every tenth minute, out five minutes later, with a fee of 50 cents a fill."""
    found: list[tuple[datetime, Event]] = []
    for number, result in enumerate(results):
        begun, ended, base = after(10 * number), after(10 * number + 5), first + 2 * number
        level = 26_000 + result / 2
        entry = trade(base + 1, 1, fees=0.5, at=begun, account=account, order_id=base + 1)
        leave = trade(base + 2, -1, result, fees=0.5, at=ended, price_at=level, account=account, order_id=base + 2)
        found += [(begun, quote(MNQ, 26_000, 26_000.25)), (begun, TradeReported(entry))]
        found += [(begun, position(1, account=account, created=begun)), (ended, quote(MNQ, level, level + 0.25))]
        found += [(ended, TradeReported(leave)), (ended, position(0, account=account, created=begun))]
    return found


def run(rules: str, events: Iterable[tuple[datetime, Event]], account_id: int | None = ACCOUNT) -> Comparison:
    comparison = Comparison(account_id)
    replay = Replay(parse_settings(rules, "rules"), read_line, comparison.watch)
    replay.hear(ContractLearned(contract(MNQ)), MORNING - timedelta(minutes=1))
    for at, event in sorted(events, key=lambda one: one[0]):
        replay.hear(event, at)
        assert replay.state is not None
        comparison.look(replay.state, at)
    end = Schedule().day_of(MORNING).end
    replay.hear(ClockTicked(), end - timedelta(seconds=1))
    comparison.finish(replay.state, end)
    return comparison


def only_day(comparison: Comparison) -> ComparedDay:
    assert [day.label for day in comparison.days] == [date(2026, 11, 19)]
    return comparison.days[0]


def test_rules_that_do_nothing_leave_both_courses_alike() -> None:
    day = only_day(run(NONE, trips(40, -60, 25)))
    assert (day.was, day.fills, day.refused) == (day.having, 6, 0)
    assert (day.was.net, day.was.lowest) == (usd(2), usd("-22.5"))
    assert (day.was.round_trips, day.was.fees, day.was.locked) == (3, usd(3), timedelta(0))
    assert all(was == having for _, was, having in day.samples)


def test_a_break_after_the_second_loss_leaves_out_what_was_entered_in_it() -> None:
    day = only_day(run(TWO, trips(-20, -30, -100, -200, 15, 15)))
    assert (day.was.net, day.having.net) == (usd(-326), usd(-52))
    assert (day.was.round_trips, day.having.round_trips, day.refused) == (6, 2, 4)
    assert (day.was.fees, day.having.fees) == (usd(6), usd(2))
    assert day.having.locked == timedelta(minutes=50), "the fourth loss began the half hour anew"


def test_the_curves_part_where_the_break_begins() -> None:
    day = only_day(run(TWO, trips(-20, -30, -100)))
    apart = [at for at, was, having in day.samples if was != having]
    assert datetime.fromtimestamp(apart[0], MORNING.tzinfo) == after(25), "entered at 20, lost at 25"
    assert day.samples[-1][1:] == (usd(-153), usd(-52))


def test_of_several_accounts_one_or_the_sum_of_all_is_compared() -> None:
    events = [*trips(-20, -30, -100), *trips(50, account=OTHER, first=100)]
    assert only_day(run(TWO, events)).was.net == usd(-153)
    both = only_day(run(TWO, events, None))
    assert (both.was.net, both.having.net, both.was.round_trips, both.having.round_trips) == (
        usd(-104),
        usd(-3),
        4,
        3,
    )


def test_what_would_have_fired_is_told_without_what_only_grew_longer() -> None:
    found = [(one.kind, one.rule) for one in fired(run(TWO, trips(-20, -30, -100, -200)).summary, ACCOUNT)]
    assert found[:2] == [("breach", "RULE-016"), ("lockout_set", "RULE-016")]
    assert [kind for kind, _ in found].count("lockout_set") == 1
    assert list(fired(run(TWO, trips(-20, -30)).summary, OTHER)) == []


def test_each_day_is_counted_for_itself() -> None:
    tomorrow = timedelta(days=1)
    second = [(at + tomorrow, _moved(event, tomorrow)) for at, event in trips(30, first=50)]
    comparison = Comparison(ACCOUNT)
    replay = Replay(parse_settings(TWO, "rules"), read_line, comparison.watch)
    replay.hear(ContractLearned(contract(MNQ)), MORNING - timedelta(minutes=1))
    for at, event in [*trips(-20, -30, -100), *second]:
        replay.hear(event, at)
    comparison.finish(replay.state, after(60) + tomorrow)
    nets = [(day.label.day, day.was.net, day.having.net, day.having.round_trips) for day in comparison.days]
    assert nets == [(19, usd(-153), usd(-52), 2), (20, usd(29), usd(29), 1)]


def _moved(event: Event, by: timedelta) -> Event:
    if isinstance(event, TradeReported):
        one = event.trade
        return TradeReported(
            trade(
                one.trade_id,
                one.side * one.size,
                None if one.profit_and_loss is None else one.profit_and_loss / 10_000,
                fees=0.5,
                at=one.created_at + by,
                price_at=one.price / 10**10,
                order_id=one.order_id,
            )
        )
    return position(event.exposure, created=MORNING + by) if isinstance(event, PositionChanged) else event


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ((), 0),
        (((0, 5),), 5),
        (((0, 5), (3, 8)), 8),
        (((0, 9), (3, 5)), 9),
        (((0, 2), (4, 6)), 4),
        (((4, 6), (0, 5)), 6),
    ],
)
def test_time_locked_twice_over_counts_once(spans: tuple[tuple[int, int], ...], minutes: int) -> None:
    assert locked_time((after(begin), after(end)) for begin, end in spans) == timedelta(minutes=minutes)


def test_thinned_keeps_the_ends_and_the_extremes_of_both() -> None:
    points = [(float(at), at % 7, -(at % 11)) for at in range(20_000)]
    points[7_003] = (7_003.0, 5_000, 0)
    points[7_004] = (7_004.0, 0, -5_000)
    kept = thinned(points)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    assert {points[7_003], points[7_004]} <= set(kept)
    assert len(kept) <= 6 * (COLUMNS + 1)
    assert kept == sorted(kept)
    assert thinned(points[:100]) == points[:100]
