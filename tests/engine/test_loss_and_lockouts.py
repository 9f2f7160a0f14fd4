"""RULE-003 in the engine: flatten, lock until the reset, keep it locked; and what entry lockouts forbid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from riskguard.domain.actions import CancelOrder, ClosePosition, Flatten, ReducePosition
from riskguard.domain.events import (
    AccountsGuarded,
    ClockAnchored,
    ClockTicked,
    FlattenRequested,
    HubLost,
    ReadFailed,
    Result,
)
from riskguard.domain.orders import OrderStatus, OrderType
from riskguard.engine.words import reminder
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, MORNING, NQ, OTHER, account, order, position, snapshot, trade
from tests.fakes.world import World

LOSS = "[rules.daily_realized_loss]\nlimit = 500"
RESET = MORNING.replace(hour=23)


def locked_world() -> World:
    world = World(LOSS).arms(position(2))
    world.hears(trade(1, -1, -500))
    world.hears(position(0))
    world.reads_back(trades=None)
    assert world.told("flat")
    world.waits(1)
    world.forget()
    return world


@pytest.mark.parametrize(("pnl", "breached"), [("-499.99", False), ("-500.00", True), ("-500.01", True)])
def test_the_loss_limit_is_reached_not_exceeded(pnl: str, breached: bool) -> None:
    world = World(LOSS).arms(position(2))
    sent = world.hears(trade(1, -1, pnl))
    assert sent == ([Flatten(ACCOUNT, (MNQ,), ())] if breached else [])
    assert bool(world.account().lockouts) is breached


def test_fees_of_opening_fills_count() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(1, 1, fees="1.40"))
    assert world.hears(trade(2, -1, "-498.60"))
    lock = world.account().lockouts[0]
    assert (lock.kind, lock.until, lock.rule) == (LockoutKind.HARD, RESET, "RULE-003")


def test_the_breach_closes_and_cancels_side_by_side_and_keeps_protective_stops() -> None:
    stop = order(1, -2, kind=OrderType.STOP, at=25_900)
    world = World(LOSS).arms(position(2), position(-1, MES), orders=(stop, order(2, -2, at=26_100), order(3, 5, NQ)))
    assert world.hears(trade(9, -1, -600)) == [Flatten(ACCOUNT, (MNQ, MES), (2, 3))]
    assert world.answers("close", MNQ) == [CancelOrder(ACCOUNT, 1, MNQ, 2, stop.stop_price)]


def test_a_position_that_cannot_be_closed_keeps_its_stop() -> None:
    stop = order(1, -2, kind=OrderType.STOP, at=25_900)
    world = World(LOSS).arms(position(2), orders=(stop,))
    world.hears(trade(9, -1, -600))
    assert world.answers("close", MNQ, Result.REFUSED) == []
    assert world.waits(0.3) == [Flatten(ACCOUNT, (MNQ,), ())]
    assert world.answers("close", MNQ, Result.UNKNOWN) == []
    assert 1 in world.account().book.orders


def test_a_stop_is_cancelled_when_its_position_is_flat() -> None:
    stop = order(1, -2, kind=OrderType.STOP, at=25_900)
    world = World(LOSS).arms(position(2), orders=(stop,))
    world.hears(trade(9, -1, -600))
    assert world.hears(position(0)) == [CancelOrder(ACCOUNT, 1, MNQ, 2, stop.stop_price)]


def test_flat_is_only_what_a_fresh_successful_read_says() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(9, -1, -600))
    world.hears(position(0))
    assert len(world.reads) == 1
    world.hears(ReadFailed(ACCOUNT, "503."))
    assert not world.told("flat")
    assert world.shown() == "degraded"
    world.forget()
    world.waits(0.3)
    assert len(world.reads) == 1
    child = order(77, -2, kind=OrderType.STOP, at=25_900, status=OrderStatus.SUSPENDED)
    world.reads_back(orders=(child,), trades=None)
    assert not world.told("flat")
    assert world.sent == [Flatten(ACCOUNT, (), (77,))]
    world.hears(order(77, -2, kind=OrderType.STOP, status=OrderStatus.CANCELLED, updated_s=1))
    world.reads_back(trades=None)
    assert world.told("flat")
    assert world.shown() == "locked"


def test_a_read_asked_for_before_the_flatten_proves_nothing() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(9, -1, -600))
    world.hears(snapshot(MORNING - timedelta(seconds=1), trades=None))
    assert not world.told("flat")


def test_a_lost_close_is_sent_again_and_past_five_seconds_the_alarm_is_raised() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(9, -1, -600))
    world.forget()
    assert world.waits(2) == [Flatten(ACCOUNT, (MNQ,), ())]
    world.waits(3)
    assert [record.severity for record in world.told("alarm")] == ["alarm"]
    assert world.shown() == "degraded"
    world.hears(position(0))
    world.reads_back(trades=None)
    assert world.shown() == "locked"


def test_a_blocked_close_is_told_once_and_tried_every_minute_and_when_trading_returns() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(9, -1, -600))
    world.answers("close", MNQ, Result.BLOCKED)
    assert world.waits(59) == []
    assert world.waits(2) == [Flatten(ACCOUNT, (MNQ,), ())]
    world.answers("close", MNQ, Result.BLOCKED)
    assert sum("refuses" in record.words for record in world.told("degraded")) == 1
    world.hears(account(can_trade=False))
    assert world.hears(account(can_trade=True)) == [Flatten(ACCOUNT, (MNQ,), ())]


def test_a_position_opened_while_locked_is_closed_whatever_opened_it() -> None:
    world = locked_world()
    assert world.hears(position(50, ES)) == [ClosePosition(ACCOUNT, ES, 50)]
    assert world.hears(position(50, ES)) == []
    assert world.hears(order(5, 1)) == [CancelOrder(ACCOUNT, 5, MNQ, 1, order(5, 1).limit_price)]
    world.forget()
    world.hears(position(0, ES))
    world.hears(order(5, 1, status=OrderStatus.CANCELLED, updated_s=1))
    world.reads_back(trades=None)
    assert len(world.told("flat")) == 2
    assert len(world.told("breach")) == 1


def test_the_lockout_ends_at_the_reset_and_the_new_day_starts_at_zero() -> None:
    world = locked_world()
    assert world.shown() == "locked"
    seconds = (RESET - world.now).total_seconds()
    world.waits(seconds - 1)
    assert world.account().lockouts
    world.waits(1)
    assert world.account().lockouts == ()
    assert world.kinds()[-2:] == ["lockout_ended", "reset"]
    assert world.shown() == "armed"
    assert world.hears(trade(20, -1, -499, at=world.now)) == []
    assert world.hears(trade(21, -1, -1, at=world.now)) != []


def test_yesterdays_trade_that_arrives_after_the_reset_belongs_to_yesterday() -> None:
    world = World(LOSS).arms()
    world.waits(7 * 3600)
    assert world.hears(trade(1, -1, -600, at=MORNING)) == []


def test_a_voided_trade_corrects_the_ledger_but_the_lockout_stays() -> None:
    world = locked_world()
    world.hears(trade(1, -1, -500, voided=True))
    assert world.account().ledger.of_day(world.state.day.label).realized() == 0
    assert len(world.account().lockouts) == 1


def test_the_lockout_of_one_account_leaves_the_other_alone() -> None:
    world = World(LOSS, ACCOUNT, OTHER).arms(position(2))
    world.arms(position(1, account=OTHER), account_id=OTHER)
    world.hears(trade(9, -1, -600))
    assert world.account(OTHER).lockouts == ()
    assert world.hears(position(3, account=OTHER)) == []


def test_lock_all_accounts_locks_the_others_and_those_added_later() -> None:
    world = World(f"{LOSS}\nlock_all_accounts = true", ACCOUNT, OTHER).arms(position(2))
    world.arms(position(1, account=OTHER), account_id=OTHER)
    assert world.hears(trade(9, -1, -600)) == [Flatten(ACCOUNT, (MNQ,), ()), Flatten(OTHER, (MNQ,), ())]
    assert [record.account_id for record in world.told("lockout_set")] == [ACCOUNT, OTHER]
    world.hears(AccountsGuarded((account(7),)))
    assert world.account(7).lockouts[0].until == RESET


def test_nothing_is_decided_before_the_first_read_and_what_came_before_is_judged_after() -> None:
    world = World(LOSS)
    assert world.hears(trade(9, -1, -600)) == []
    assert world.hears(position(2)) == []
    world.waits(1)
    world.arms(position(2), trades=())
    assert world.sent == [Flatten(ACCOUNT, (MNQ,), ())]


def test_a_trader_may_flatten_by_hand_without_being_locked() -> None:
    world = World(LOSS).arms(position(2), orders=(order(1, 1),))
    assert world.hears(FlattenRequested(None, "a test")) == [Flatten(ACCOUNT, (MNQ,), (1,))]
    world.hears(position(0))
    world.hears(order(1, 1, status=OrderStatus.CANCELLED, updated_s=1))
    world.reads_back()
    assert world.told("flat")
    assert world.hears(position(1)) == []


def test_a_flatten_overtakes_a_reduce_in_flight() -> None:
    world = World(f"{LOSS}\n[rules.max_contracts]\nlimit = 1").arms()
    assert world.hears(position(3)) == [ReducePosition(ACCOUNT, MNQ, 2)]
    assert world.hears(trade(9, 1, -600)) == [Flatten(ACCOUNT, (MNQ,), ())]
    assert world.hears(position(4)) == []


REDUCE_ONLY = f"{LOSS}\nreduce_only_at = 0.6"


def entry_locked(size: int = 2) -> World:
    world = World(REDUCE_ONLY).arms(position(size))
    world.hears(trade(9, 0, -300))
    assert [lock.kind for lock in world.account().lockouts] == [LockoutKind.ENTRY]
    world.forget()
    return world


def test_an_entry_lockout_closes_nothing_and_shows_as_warning() -> None:
    world = entry_locked()
    assert world.waits(1) == []
    assert world.shown() == "warning"


def test_under_an_entry_lockout_added_contracts_are_reduced_back() -> None:
    world = entry_locked(2)
    assert world.hears(position(5)) == [ReducePosition(ACCOUNT, MNQ, 3)]


def test_under_an_entry_lockout_the_baseline_falls_with_every_exit() -> None:
    world = entry_locked(3)
    world.hears(position(1))
    assert world.hears(position(2)) == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_under_an_entry_lockout_the_other_side_and_other_contracts_are_zero() -> None:
    world = entry_locked(2)
    assert world.hears(position(1, MES)) == [ReducePosition(ACCOUNT, MES, 1)]
    world.hears(position(0))
    assert world.hears(position(-1)) == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_under_an_entry_lockout_entry_orders_go_and_exits_and_stops_stay() -> None:
    world = entry_locked(2)
    assert world.hears(order(1, 1)) != []
    assert world.hears(order(2, -3, at=26_100)) != []
    assert world.hears(order(3, -2, at=26_100)) == []
    assert world.hears(order(4, -3, kind=OrderType.STOP, at=25_900)) == []
    assert world.hears(order(5, 1, MES)) != []


def test_the_lockout_notice_says_what_was_done_and_until_when() -> None:
    world = World(LOSS).arms(position(2), position(1, MES), orders=(order(1, 1), order(2, 1), order(3, 1)))
    world.texts.clear()
    world.hears(trade(9, -1, "-512.50", NQ))
    assert world.texts == [
        "Daily realized loss reached: −$512.50 of −$500. Closing 2 MNQ and 1 MES. Cancelling 3 orders. "
        "Locked until 5:00 PM CT."
    ]


def test_a_close_at_work_is_not_cancelled_by_the_lockout_that_sent_it() -> None:
    world = World(LOSS).arms(position(2))
    world.hears(trade(9, -1, -600, NQ))
    assert world.hears(order(60, -2, kind=OrderType.MARKET, at=None)) == []
    assert world.hears(order(61, 2, kind=OrderType.MARKET, at=None)) != []


def test_protection_that_stays_reduced_is_worth_a_reminder_gravest_first() -> None:
    world = World(LOSS).arms()
    assert reminder(world.state, world.now) is None
    world.hears(HubLost("market", "503"))
    world.hears(HubLost("user", "503"))
    found = reminder(world.state, world.now)
    assert found is not None
    assert (found.severity, found.title) == ("alarm", "Protection still reduced")
    assert found.text.startswith("No live account data")


def test_a_closing_trade_first_seen_in_a_read_is_counted_once() -> None:
    world = World(LOSS).arms(position(3))
    world.waits(1)
    asked_at = world.now
    world.waits(0.1)
    world.hears(position(0))
    closing = trade(1, -3, -90)
    world.waits(0.1)
    world.hears(snapshot(asked_at, (position(3),), (), (closing,)))
    world.hears(closing)
    assert world.account().book.open_pnl(world.state.market) == (0, True)
    assert world.account().book.settling == {}


def test_no_warning_is_repeated_or_made_up_after_a_restart() -> None:
    world = World("[rules.max_contracts]\nlimit = 10")
    world.state = world.state.guarding(replace(world.account(), warned=frozenset({("RULE-001", "", 800)})))
    world.arms(position(6))
    world.hears(position(9))
    assert world.told("warning") == []


def test_a_read_that_never_comes_back_is_asked_for_again() -> None:
    world = World(LOSS)
    world.forget()
    world.waits(19)
    assert world.reads == []
    world.waits(2)
    assert [read.account_id for read in world.reads] == [ACCOUNT]


def test_under_a_lockout_a_position_in_doubt_is_closed_at_once() -> None:
    world = locked_world()
    world.hears(position(2, ES))
    world.hears(snapshot(world.now, (), (), ()))
    world.forget()
    assert world.hears(position(4, ES)) == [ClosePosition(ACCOUNT, ES, 4)]


def test_nothing_ends_by_the_pcs_clock_alone_and_the_gateways_time_puts_the_day_right() -> None:
    world = locked_world()
    lockouts, ledger = world.account().lockouts, world.account().ledger
    true_time = world.now
    world = World(LOSS, now=MORNING + timedelta(hours=20))
    world.state = replace(world.state, timed=False)
    world.state = world.state.guarding(replace(world.account(), lockouts=lockouts, ledger=ledger))
    world.hears(ClockTicked())
    assert world.account().lockouts == lockouts
    world.now = true_time
    world.hears(ClockAnchored())
    world.arms(trades=None)
    assert world.account().lockouts == lockouts
    assert world.state.day.label.isoformat() == "2026-11-19"
    assert world.shown() == "locked"


def test_an_entry_lockout_keeps_its_baseline_over_a_restart() -> None:
    before = entry_locked(3)
    before.hears(position(2))
    world = World(REDUCE_ONLY)
    held = replace(world.account(), lockouts=before.account().lockouts, ledger=before.account().ledger)
    world.state = world.state.guarding(replace(held, baseline=before.account().baseline))
    world.arms(position(2), trades=None)
    assert world.sent == []
    world.waits(3)
    assert world.hears(position(3)) == [ReducePosition(ACCOUNT, MNQ, 1)]


def test_a_stale_read_does_not_bring_a_voided_trade_back() -> None:
    world = World(LOSS).arms()
    loss = trade(1, -1, -300)
    world.hears(loss)
    asked_at = world.now
    world.waits(0.1)
    world.hears(trade(1, -1, -300, voided=True))
    world.hears(snapshot(asked_at, (), (), (loss,)))
    assert world.account().ledger.of_day(world.state.day.label).realized() == 0


def test_a_late_closing_trade_does_not_hide_a_new_position() -> None:
    world = World("[rules.max_contracts]\nlimit = 4").arms(position(3))
    world.hears(position(0))
    world.waits(2.5)
    world.reads_back()
    world.hears(trade(1, -3, 5))
    world.waits(3)
    assert world.hears(position(6)) == [ReducePosition(ACCOUNT, MNQ, 2)]


def test_accounts_are_read_without_the_user_hub_and_often_while_it_is_down() -> None:
    world = World(LOSS).arms(position(1))
    world.waits(3)
    world.reads_back(position(1))
    world.hears(HubLost("user", "503"))
    world.forget()
    world.waits(2.1)
    assert len(world.reads) == 1


def test_a_flatten_asked_for_before_the_first_read_is_done_with_it() -> None:
    world = World(LOSS)
    assert world.hears(FlattenRequested(None, "the command line")) == []
    world.arms(position(2))
    assert [one for one in world.sent if isinstance(one, Flatten)] == [Flatten(ACCOUNT, closes=(MNQ,), cancels=())]
