"""RULE-001 and 002 in the engine: one reduce of the right size, never twice, never below the limit."""

from riskguard.domain.actions import CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.events import PositionChanged, Result
from riskguard.domain.orders import Order, OrderType, Trade
from tests.fakes.facts import ACCOUNT, MES, MNQ, NQ, order, position, trade
from tests.fakes.world import World

FIVE = "[rules.max_contracts]\nlimit = 5"


def test_holding_exactly_the_limit_is_allowed() -> None:
    world = World(FIVE).arms()
    assert world.hears(position(5)) == []
    assert "breach" not in world.kinds()


def test_one_contract_too_many_is_reduced_once() -> None:
    world = World(FIVE).arms()
    assert world.hears(position(6)) == [ReducePosition(ACCOUNT, MNQ, 1)]
    assert world.hears(position(6)) == []
    assert world.hears(order(7, 1, MES, kind=OrderType.STOP)) == [
        CancelOrder(ACCOUNT, 7, MES, 1, order(7, 1).limit_price)
    ]
    assert world.waits(1.9) == []
    assert [r.fields.get("action") for r in world.told("action")] == ["reduce", "cancel"]


def test_the_effect_ends_the_flight_and_the_next_excess_is_a_new_breach() -> None:
    world = World(FIVE).arms()
    world.hears(position(6))
    assert world.hears(position(5)) == []
    world.waits(2.1)
    assert world.hears(position(8)) == [ReducePosition(ACCOUNT, MNQ, 3)]
    assert len(world.told("breach")) == 2


def test_an_old_position_event_after_a_reduce_is_read_first_and_not_reduced_again() -> None:
    world = World(FIVE).arms()
    world.hears(position(6))
    world.hears(position(5))
    world.forget()
    assert world.hears(position(6)) == []
    assert len(world.reads) == 1
    world.reads_back(position(5))
    assert world.sent == []


def test_growth_in_doubt_is_believed_as_soon_as_its_trade_comes() -> None:
    world = World(FIVE).arms()
    world.hears(trade(1, 6))
    world.hears(position(6))
    world.hears(trade(2, -1, 5))
    world.hears(position(5))
    assert world.hears(position(8)) == []
    assert world.hears(trade(3, 3)) == [ReducePosition(ACCOUNT, MNQ, 3)]


def test_growth_in_doubt_is_closed_in_the_very_step_that_locks_the_account() -> None:
    world = World(FIVE + "\n[rules.daily_realized_loss]\nlimit = 500\n").arms()
    world.hears(position(6))
    world.hears(position(5))
    assert world.hears(position(-1)) == []
    assert world.hears(trade(1, -5, -600)) == [Flatten(ACCOUNT, closes=(MNQ,), cancels=())]


def test_a_partial_fill_does_not_make_the_rest_of_an_order_an_excess() -> None:
    for first in (0, 1, 2):
        world = World(FIVE).arms(orders=(order(9, 5),))
        facts: list[Trade | PositionChanged | Order] = [
            trade(1, 2, order_id=9),
            position(2),
            order(9, 5, filled=2, updated_s=1),
        ]
        for fact in facts[first:] + facts[:first]:
            assert world.hears(fact) == []


def test_the_closing_trade_shows_the_effect_before_the_position_does() -> None:
    world = World(FIVE).arms()
    world.hears(position(6))
    world.hears(trade(1, -1, 10))
    assert world.account().in_flight == {}
    assert world.hears(position(5)) == []
    world.waits(2.1)
    assert world.hears(position(6)) == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_a_timed_out_reduce_is_read_before_it_is_decided_again() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(8))
    world.answers("reduce", MNQ)
    world.forget()
    assert world.waits(2.5) == []
    assert [read.account_id for read in world.reads] == [ACCOUNT]
    assert world.waits(30) == []
    world.reads_back(position(7))
    assert world.sent == [ReducePosition(ACCOUNT, MNQ, 2)]


def test_a_reduce_that_is_not_answered_yet_is_not_decided_again() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(6))
    world.forget()
    world.waits(2.1)
    world.reads_back(position(6))
    assert world.sent == []
    world.answers("reduce", MNQ)
    world.hears(position(5))
    assert world.waits(10) == []


def test_a_late_effect_found_by_the_read_needs_no_second_reduce() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(8))
    world.forget()
    world.waits(2.5)
    world.reads_back(position(5))
    assert world.sent == []
    assert world.account().in_flight == {}


def test_growth_under_a_reduce_is_read_at_once_and_never_reduced_twice() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(6))
    world.forget()
    assert world.hears(position(7)) == []
    assert len(world.reads) == 1
    world.reads_back(position(7))
    assert world.sent == []
    assert world.hears(trade(1, -1, 5)) == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_a_refused_reduce_is_tried_again_after_a_pause_and_shown() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(6))
    assert world.answers("reduce", MNQ, Result.REFUSED) == []
    assert world.shown() == "degraded"
    assert world.waits(0.3) == [ReducePosition(ACCOUNT, MNQ, 1)]
    world.answers("reduce", MNQ)
    world.hears(position(5))
    assert world.shown() != "degraded"


def test_a_reduce_without_an_answer_is_read_at_once() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(6))
    world.forget()
    assert world.answers("reduce", MNQ, Result.UNKNOWN) == []
    assert len(world.reads) == 1
    world.reads_back(position(6))
    assert world.sent == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_somebody_elses_closing_order_halts_further_reduces_until_a_read() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(position(8))
    world.hears(order(50, -3, kind=OrderType.MARKET, at=None))
    world.forget()
    world.hears(order(51, -3, kind=OrderType.MARKET, at=None))
    assert len(world.reads) == 1
    world.hears(trade(1, -3, 5))
    assert world.sent == []
    world.reads_back(position(8))
    assert world.sent == [ReducePosition(ACCOUNT, MNQ, 3)]


def test_the_newest_exposure_goes_first() -> None:
    world = World(FIVE).arms(position(2, MES))
    world.hears(position(3, NQ))
    world.waits(1)
    assert world.hears(position(4, MES)) == [ReducePosition(ACCOUNT, MES, 2)]


def test_an_entry_order_whose_fill_would_exceed_the_limit_is_cancelled_without_a_breach() -> None:
    world = World(FIVE).arms(position(4))
    assert world.hears(order(9, 2)) == [CancelOrder(ACCOUNT, 9, MNQ, 2, order(9, 2).limit_price)]
    assert world.told("breach") == []
    assert world.hears(order(10, -4, kind=OrderType.STOP, at=25_900)) == []


def test_flatten_on_breach_goes_on_until_a_read_says_flat() -> None:
    world = World(f'{FIVE}\naction = "flatten"').arms(position(2, MES))
    assert world.hears(position(6)) == [Flatten(ACCOUNT, (MES, MNQ), ())]
    world.forget()
    world.hears(position(0))
    world.hears(position(0, MES))
    assert len(world.reads) == 1
    world.reads_back()
    assert world.told("flat")
    assert world.account().pursuit is None
    assert world.hears(position(1)) == []


def test_one_instrument_over_its_limit_leaves_the_others_alone() -> None:
    world = World("[rules.max_contracts_per_instrument]\nlimits = { enq = 2 }").arms(position(9, MES))
    assert world.hears(position(-3, NQ)) == [ReducePosition(ACCOUNT, NQ, 1)]


def test_a_blocked_instrument_can_be_closed_whole() -> None:
    text = '[rules.max_contracts_per_instrument]\nlimits = { MES = 9 }\nunlisted = "block"\naction = "close"'
    world = World(text).arms()
    assert world.hears(position(3, NQ)) == [ClosePosition(ACCOUNT, NQ, 3)]


def test_the_larger_reduce_of_two_rules_wins() -> None:
    world = World(f"{FIVE}\n[rules.max_contracts_per_instrument]\nlimits = {{ MNQ = 3 }}").arms()
    assert world.hears(position(6)) == [ReducePosition(ACCOUNT, MNQ, 3)]


def test_observe_tells_and_sends_nothing() -> None:
    world = World(f'{FIVE}\nmode = "observe"').arms()
    assert world.hears(position(6)) == []
    assert world.told("breach")[0].fields == {"mode": "observe"}
    assert world.texts == ["Too many contracts: 6 contracts, 5 allowed. Only watching: nothing was done."]
    assert world.shown() == "observe"


def test_a_rule_for_other_accounts_says_nothing() -> None:
    world = World(f"{FIVE}\naccounts = [1]").arms()
    assert world.hears(position(6)) == []


def test_warnings_come_once_a_day_and_only_the_highest_of_several() -> None:
    world = World(FIVE).arms()
    world.hears(position(3))
    world.hears(position(2))
    world.hears(position(3))
    world.hears(position(5))
    assert [r.fields["level"] for r in world.told("warning")] == [0.5, 0.8]
    jumped = World(FIVE).arms()
    jumped.hears(position(4))
    assert [r.fields["level"] for r in jumped.told("warning")] == [0.8]


def test_the_breach_notice_names_numbers_and_what_is_done() -> None:
    world = World(FIVE).arms()
    world.hears(position(6))
    assert world.texts == ["Too many contracts: 6 contracts, 5 allowed. Reducing by 1 MNQ."]
