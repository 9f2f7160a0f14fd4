"""What the engine does while calls fail, fill late and race with reads: nothing twice, nothing given up."""

from datetime import timedelta

import pytest

from riskguard.domain.actions import Action, CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.events import ActionAnswered, FlattenRequested, HubLost, Result
from riskguard.domain.orders import OrderStatus, OrderType
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, MNQ, order, position, trade
from tests.fakes.world import World

FIVE = "[rules.max_contracts]\nlimit = 5\n"
BY_TWO = ReducePosition(ACCOUNT, MNQ, 2)
MARKET = OrderType.MARKET


def reducing() -> World:
    """Two contracts too many, and the reduce is on the wire."""
    world = World(FIVE).arms(position(5))
    assert world.hears(position(7)) == [BY_TWO]
    world.forget()
    return world


def closes(sent: list[Action]) -> int:
    flattens = sum(len(action.closes) for action in sent if isinstance(action, Flatten))
    return flattens + sum(isinstance(action, ClosePosition) for action in sent)


def test_a_reduce_whose_order_is_still_at_work_is_not_sent_again() -> None:
    world = reducing()
    world.answers("reduce", MNQ)
    at_work = order(50, -2, kind=MARKET, at=None)
    world.hears(at_work)
    for _ in range(5):
        world.waits(2.1)
        world.reads_back(position(7), orders=(at_work,))
    assert world.sent == []
    world.hears(order(50, -2, kind=MARKET, at=None, status=OrderStatus.FILLED, filled=2, updated_s=9))
    assert world.sent == [], "its fill is told before its trade and its position are"
    world.hears(trade(9, -2, 0, order_id=50))
    world.hears(position(5))
    world.waits(5)
    assert world.sent == []


def test_a_reduce_whose_order_was_filled_in_part_and_cancelled_is_sent_for_the_rest() -> None:
    world = reducing()
    world.answers("reduce", MNQ)
    world.hears(order(50, -2, kind=MARKET, at=None))
    world.hears(position(6))
    world.hears(order(50, -2, kind=MARKET, at=None, status=OrderStatus.CANCELLED, filled=1, updated_s=9))
    world.waits(2.1)
    world.reads_back(position(6))
    assert world.sent == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_nothing_is_reduced_while_somebody_elses_closing_order_is_at_work_and_then_only_what_is_left() -> None:
    world = World(FIVE).arms(position(5))
    world.hears(order(50, -2, kind=MARKET, at=None))
    assert world.hears(position(7)) == []
    assert world.reads, "whether it is still at work is read"
    world.hears(order(50, -2, kind=MARKET, at=None, status=OrderStatus.FILLED, filled=2, updated_s=9))
    assert world.sent == [], "what it closed may not be told yet"
    world.reads_back(position(5))
    world.reads_back(position(5))
    assert world.sent == []


def test_a_position_whose_close_is_still_at_work_is_not_closed_again() -> None:
    world = World(FIVE).arms(position(3))
    world.hears(FlattenRequested(None, "me"))
    assert closes(world.sent) == 1
    world.answers("close", MNQ)
    at_work = order(50, -3, kind=MARKET, at=None)
    world.hears(at_work)
    for _ in range(4):
        world.waits(2.1)
        world.reads_back(position(3), orders=(at_work,))
    assert closes(world.sent) == 1
    world.hears(order(50, -3, kind=MARKET, at=None, status=OrderStatus.CANCELLED, updated_s=9))
    world.waits(2.1)
    world.reads_back(position(3))
    assert closes(world.sent) == 2


def test_an_accepted_close_without_effect_is_read_before_it_is_sent_again() -> None:
    world = World(FIVE).arms(position(3))
    world.hears(FlattenRequested(None, "me"))
    world.answers("close", MNQ)
    world.forget()
    world.waits(2.1)
    assert (closes(world.sent), len(world.reads)) == (0, 1)
    world.reads_back(position(3))
    assert closes(world.sent) == 1


def test_an_accepted_close_is_sent_again_after_five_seconds_if_nothing_can_be_read() -> None:
    world = World(FIVE).arms(position(3))
    world.hears(FlattenRequested(None, "me"))
    world.answers("close", MNQ)
    world.forget()
    world.waits(6.9)
    assert closes(world.sent) == 0
    world.waits(0.2)
    assert closes(world.sent) == 1


def test_a_cancel_that_found_no_order_waits_for_a_read_and_is_not_repeated() -> None:
    world = World(FIVE).arms(orders=(order(7, 1),))
    world.hears(FlattenRequested(None, "me"))
    world.forget()
    world.answers("cancel", 7, Result.GONE)
    world.waits(4.9)
    assert world.sent == []
    assert len(world.reads) == 1
    world.reads_back()
    assert world.account().pursuit is None


def test_an_order_that_is_gone_but_read_again_is_cancelled_with_growing_pauses() -> None:
    world = World(FIVE).arms(orders=(order(7, 1),))
    world.hears(FlattenRequested(None, "me"))
    pauses = []
    for _ in range(4):
        world.answers("cancel", 7, Result.GONE)
        world.forget()
        asked = world.now
        world.reads_back(orders=(order(7, 1),))
        while not any(isinstance(action, CancelOrder | Flatten) for action in world.sent):
            world.waits(0.05)
        pauses.append((world.now - asked) / timedelta(seconds=1))
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 1


def test_a_reduce_that_gets_no_answer_again_and_again_is_tried_with_growing_pauses() -> None:
    world = reducing()
    pauses = []
    for _ in range(5):
        world.answers("reduce", MNQ, Result.UNKNOWN)
        world.forget()
        since = world.now
        world.reads_back(position(7))
        while not world.sent:
            world.waits(0.05)
        pauses.append((world.now - since) / timedelta(seconds=1))
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 4


@pytest.mark.parametrize("kind", ["close", "cancel"])
def test_what_does_no_harm_twice_is_sent_again_without_a_read(kind: str) -> None:
    """Each read costs four calls of the minute's budget, and the next try or the hub tells as well."""
    world = World(FIVE).arms(position(3), orders=(order(7, 1),))
    world.hears(FlattenRequested(None, "me"))
    world.forget()
    world.answers(kind, MNQ if kind == "close" else 7, Result.UNKNOWN)
    assert world.reads == []
    world.waits(0.3)
    assert len(world.sent) == 1


def test_one_read_serves_all_calls_that_got_no_answer() -> None:
    world = World(FIVE).arms(position(3), orders=(order(7, 1), order(8, 1)))
    world.hears(FlattenRequested(None, "me"))
    world.forget()
    for number in (7, 8):
        world.answers("cancel", number, Result.GONE)
    assert len(world.reads) == 1
    world.hears(position(0))
    asked = world.now
    world.forget()
    world.hears(facts.snapshot(asked))
    assert world.reads == []


def test_a_read_asked_for_before_a_closing_trade_does_not_bring_its_contracts_back() -> None:
    """The position event came without its opening trade, the read left in between: it shows what was closed since."""
    world = reducing()
    asked = world.now
    world.now += timedelta(milliseconds=50)
    world.hears(trade(9, -2, 0))
    assert world.account().book.exposure(MNQ) == 5
    world.hears(facts.snapshot(asked + timedelta(milliseconds=20), (position(7),)))
    assert world.account().book.exposure(MNQ) == 5
    assert world.sent == []


def test_a_hard_locked_account_that_stays_blind_is_flattened_by_what_is_read() -> None:
    world = World(FIVE).arms(position(3))
    world.hears(HubLost("user", "gone"))
    world.hears(FlattenRequested(None, "me"))
    world.answers("close", MNQ, Result.UNKNOWN)
    world.waits(2.1)
    assert world.reads
    world.reads_back()
    assert world.account().flat_confirmed_at == world.now


@pytest.mark.parametrize("sign", [1, -1])
def test_what_an_entry_lockout_lets_be_held_does_not_fall_with_what_is_reduced_back_to_it(sign: int) -> None:
    """The position told of two more, their trades never came; the reduce's own trade comes before its position."""
    world = World("[rules.trade_frequency]\nper_minute = 1\nminute_cooldown = 600\n").arms()
    world.hears(trade(1, 3 * sign, at=world.now, order_id=1))
    world.hears(position(3 * sign))
    assert [held.kind for held in world.account().lockouts] == ["entry"]
    assert world.hears(position(5 * sign)) == [BY_TWO]
    world.answers("reduce", MNQ)
    assert world.hears(trade(9, -2 * sign, 0, at=world.now, order_id=50)) == []
    assert world.hears(position(3 * sign)) == []
    assert world.account().baseline == {MNQ: 3 * sign}
    world.hears(trade(10, -1 * sign, 0, at=world.now, order_id=51))
    assert world.account().baseline == {MNQ: 2 * sign}, "an exit of the trader's counts at once"


def late(world: World) -> list[str]:
    return [one.words for one in world.told("degraded") if str(one.fields.get("reason", "")).startswith("late")]


def test_a_reduce_that_is_not_done_in_five_seconds_raises_the_alarm_once_and_its_end_is_told() -> None:
    world = reducing()
    for _ in range(4):
        world.answers("reduce", MNQ, Result.UNKNOWN)
        world.reads_back(position(7))
        world.waits(1.2)
    assert late(world) == []
    world.waits(0.2)
    assert late(world) == ["Reducing MNQ by 2, not confirmed yet. Your platform works too."]
    world.waits(5)
    assert len(late(world)) == 1
    assert world.shown() == "degraded"
    world.hears(position(5))
    assert world.told("restored")[-1].fields["reason"] == f"late:{MNQ}"


def test_a_flatten_raises_its_own_alarm_only() -> None:
    world = World(FIVE).arms(position(3))
    world.hears(FlattenRequested(None, "me"))
    world.waits(6)
    assert late(world) == []
    assert len(world.told("alarm")) == 1


def test_what_was_tried_long_ago_counts_no_more() -> None:
    world = reducing()
    world.answers("reduce", MNQ, Result.REFUSED)
    world.hears(position(4))
    world.waits(60)
    world.hears(position(7))
    world.waits(4)
    assert late(world) == []


@pytest.mark.parametrize(("told_s", "waits_s"), [(None, 0.25), (0, 0.25), (3, 3), (10, 10), (3600, 10)])
def test_a_close_refused_for_too_many_calls_is_repeated_when_the_gateway_says_or_after_ten_seconds(
    told_s: float | None, waits_s: float
) -> None:
    world = World(FIVE).arms(position(5))
    (flatten,) = world.hears(FlattenRequested(ACCOUNT, "cli"))
    assert closes([flatten]) == 1
    world.hears(ActionAnswered(ACCOUNT, MNQ, "close", Result.REFUSED, "Too many calls.", retry_after_s=told_s))
    for _ in range(4):  # reads do not hurry it
        sent = world.waits((waits_s - 0.01) / 4)
        world.reads_back(position(5))
        assert closes(sent) == 0
    assert closes(world.waits(0.1)) == 1
