"""When nothing was guarded: told once, counted by day and week, with what was traded meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from riskguard.domain.events import AccountsGuarded, ClockAnchored, ClockTicked, GuardSlept, HubRestored
from riskguard.domain.orders import Trade
from riskguard.engine.board import OffView
from riskguard.engine.guard_off import beat, off_view
from riskguard.engine.status import status
from riskguard.engine.views import snapshot as view_of
from riskguard.state.absence import Gap, GapCount, Heartbeat
from tests.engine.test_timekeeping import restarted
from tests.fakes.facts import ACCOUNT, MORNING, OTHER, account, snapshot, trade
from tests.fakes.world import World

FIVE = "[rules.max_contracts]\nlimit = 5\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
HOUR = timedelta(hours=1)


def after(hours: float) -> timedelta:
    return timedelta(hours=hours)


def back(hours: float = 1, *trades: Trade, clean: bool = True) -> World:
    """Off from the morning on for some hours, with trades of the day as the first read then gives them."""
    world = restarted(World(FIVE).arms(), MORNING + after(hours), clean=clean)
    world.hears(HubRestored("user"))
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(),)))
    return world.arms(trades=trades)


@pytest.mark.parametrize(
    ("clean", "words", "severity"),
    [
        (True, "RiskGuard was off for 1 h, from 10:00 AM CT: it had been closed.", "info"),
        (False, "RiskGuard was off for 1 h, from 10:00 AM CT: it ended without being closed.", "warning"),
    ],
)
def test_a_start_tells_how_long_it_was_off_and_whether_it_had_been_closed(
    clean: bool, words: str, severity: str
) -> None:
    world = back(clean=clean)
    (told,) = world.told("guard_off")
    assert (told.account_id, told.words, told.severity) == (None, words, severity)
    assert f"Not guarded for a while: {words}" in world.texts
    assert dict(told.fields) == {
        "since": MORNING,
        "until": MORNING + HOUR,
        "seconds": 3600.0,
        "how": "quit" if clean else "killed",
    }


def test_before_the_time_is_trusted_no_gap_is_told() -> None:
    world = restarted(World(FIVE).arms(), MORNING + HOUR)
    assert world.told("guard_off") == []
    assert beat(world.state, world.now) is None
    world.hears(ClockAnchored())
    assert len(world.told("guard_off")) == 1
    assert beat(world.state, world.now, clean=True) == Heartbeat(world.now, clean=True)


def test_a_first_start_has_no_gap() -> None:
    world = World(FIVE)
    world.hears(ClockAnchored())
    assert world.arms().told("guard_off") == []
    assert off_view(world.state, world.now) == OffView()


def test_what_was_traded_meanwhile_is_told_after_the_first_read() -> None:
    world = back(1, trade(1, 1, None, at=MORNING + after(0.2)), trade(2, -1, -60, at=MORNING + after(0.4)))
    told = world.told("guard_off")[1]
    assert told.account_id == ACCOUNT
    assert told.words.startswith("Traded while nothing was guarded: 2 fills, −$6")
    assert (told.fields["fills"], told.fields["since"]) == (2, MORNING)
    assert world.state.gaps[-1].fills == 2


def test_what_was_traded_before_the_gap_is_not_told_with_it() -> None:
    world = back(1, trade(1, 1, None, at=MORNING - timedelta(seconds=1)))
    assert len(world.told("guard_off")) == 1
    assert world.state.gaps[-1].fills == 0


def test_later_reads_tell_nothing_again() -> None:
    world = back(1, trade(1, 1, None, at=MORNING + after(0.2)))
    world.reads_back(trades=(trade(1, 1, None, at=MORNING + after(0.2)), trade(2, -1, 10, at=MORNING + after(0.5))))
    assert len(world.told("guard_off")) == 2


def test_the_first_read_reaches_back_to_the_gap_and_later_ones_do_not() -> None:
    world = restarted(World(FIVE).arms(), MORNING + timedelta(days=3))
    world.hears(HubRestored("user"))
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(), account(OTHER))))
    assert world.state.history_since == MORNING
    world.arms()
    assert world.state.history_since == MORNING
    world.arms(account_id=OTHER)
    assert world.state.history_since == world.state.day.start


def test_a_gap_of_a_year_reaches_back_a_week_only() -> None:
    world = restarted(World(FIVE).arms(), MORNING + timedelta(days=365))
    world.hears(ClockAnchored())
    assert world.state.history_since == world.state.day.start - timedelta(days=7)


def test_trades_of_days_before_are_booked_on_their_days_and_not_judged_today() -> None:
    before = World(LOSS).arms()
    world = restarted(before, MORNING + timedelta(days=1))
    world.hears(HubRestored("user"))
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(),)))
    world.arms(trades=(trade(1, -1, -900, at=MORNING + HOUR),))
    assert world.account().lockouts == ()
    assert [total.gross for _, total in sorted(world.account().ledger.totals.items())] == [-9_000_000]
    assert len(world.told("guard_off")) == 2


def test_a_breach_that_happened_while_off_is_enforced_with_the_first_read() -> None:
    before = World(LOSS).arms()
    world = restarted(before, MORNING + HOUR)
    world.hears(HubRestored("user"))
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(),)))
    world.arms(trades=(trade(1, -1, -900, at=MORNING + after(0.5)),))
    assert [held.rule for held in world.account().lockouts] == ["RULE-003"]


def test_an_account_guarded_long_after_the_start_has_no_gap() -> None:
    world = back()
    world.now += 3 * HOUR
    world.hears(AccountsGuarded((account(OTHER),)))
    world.arms(trades=(trade(7, 1, None, at=MORNING + 2 * HOUR, account=OTHER),), account_id=OTHER)
    assert len(world.told("guard_off")) == 1


def test_sleep_is_a_gap_too_and_every_account_is_read_after_it() -> None:
    world = World(FIVE, ACCOUNT, OTHER).arms().arms(account_id=OTHER)
    world.forget()
    world.now = MORNING + HOUR
    world.hears(GuardSlept(MORNING))
    assert {read.account_id for read in world.reads} == {ACCOUNT, OTHER}
    (told,) = world.told("guard_off")
    assert "the computer slept or stood still" in told.words
    asked_before = snapshot(MORNING, (), (), (trade(1, 1, None, at=MORNING + after(0.5)),))
    world.hears(asked_before)
    assert len(world.told("guard_off")) == 1, "a read asked for before the gap shows nothing of it"
    world.reads_back(trades=(trade(2, 1, None, at=MORNING + after(0.6)),))
    assert [record.account_id for record in world.told("guard_off")] == [None, ACCOUNT]


def test_gaps_are_counted_by_day_and_week_and_forgotten_after_it() -> None:
    world = World(FIVE).arms()
    for hours in (1, 3):
        world.now = MORNING + after(hours)
        world.hears(GuardSlept(world.now - timedelta(minutes=10)))
    assert off_view(world.state, world.now).today == GapCount(2, timedelta(minutes=20))
    world.now = MORNING + timedelta(days=1)
    world.hears(ClockTicked())
    world.hears(GuardSlept(world.now - timedelta(minutes=5)))
    found = off_view(world.state, world.now)
    assert (found.today.count, found.week) == (1, GapCount(3, timedelta(minutes=25)))
    world.now = MORNING + timedelta(days=7)
    world.hears(ClockTicked())
    assert off_view(world.state, world.now).week == GapCount()
    world.hears(GuardSlept(world.now - timedelta(minutes=5)))
    assert world.state.gaps == (Gap(world.now - timedelta(minutes=5), world.now, "asleep"),)


def test_the_status_names_the_last_gap_and_the_counts() -> None:
    world = back(1, trade(1, 1, None, at=MORNING + after(0.2)), clean=False)
    found = status(view_of(world.state, world.now))["guard_off"]
    assert isinstance(found, dict)
    assert found["today"] == found["week"] == {"count": 1, "seconds": 3600.0}
    assert {name: found["last"][name] for name in ("seconds", "how", "fills")} == {
        "seconds": 3600.0,
        "how": "killed",
        "fills": 1,
    }


def test_a_guard_left_for_the_practice_mode_says_so_at_the_next_live_start() -> None:
    world = World(FIVE).arms()
    left = beat(world.state, world.now, clean=True, practice=True)
    assert left == Heartbeat(MORNING, clean=True, practice=True)
    started = restarted(world, MORNING + HOUR)
    started.state = replace(started.state, seen=left)
    started.hears(ClockAnchored())
    (told,) = started.told("guard_off")
    assert told.words == "RiskGuard was off for 1 h, from 10:00 AM CT: it had been left for the practice mode."
    assert (told.fields["how"], told.severity) == ("practice", "info")
