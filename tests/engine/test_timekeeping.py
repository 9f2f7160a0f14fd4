"""What ends by the clock ends once and is told once: live, after sleep, and when it was due while off."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.domain.events import (
    ClockAnchored,
    ClockDoubted,
    ClockTicked,
    Event,
    GuardSlept,
    LockRequested,
    SettingsRequested,
)
from riskguard.engine.journaling import entry_of
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.state.absence import Heartbeat
from tests.engine.test_properties import EVENTS
from tests.fakes.all_rules import ALL_RULES_ON
from tests.fakes.facts import ACCOUNT, MORNING, OTHER, trade
from tests.fakes.world import World

RESET = MORNING + timedelta(hours=7)
FRIDAY_RESET = RESET + timedelta(days=1)
SUNDAY_RESET = RESET + timedelta(days=3)
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
WEEKLY = f"{LOSS}[rules.weekly_loss]\nlimit = 2000\n"


def locked(rules: str = LOSS) -> World:
    world = World(rules).arms()
    world.hears(trade(1, -1, -600))
    assert len(world.account().lockouts) == 1
    return world


def restarted(before: World, at: datetime, *, pc_ahead: timedelta = timedelta(0), clean: bool = True) -> World:
    """The program ended and starts again; what lasts is taken over as the journal would give it back."""
    world = World("", now=at + pc_ahead)
    kept = {
        account_id: replace(new, lockouts=old.lockouts, ledger=old.ledger, memories=old.memories, away_since=before.now)
        for account_id, old in before.state.accounts.items()
        if (new := world.state.accounts.get(account_id) or replace(old, armed=False))
    }
    state = replace(world.state, settings=before.state.settings, resets=before.state.resets, accounts=kept)
    world.state = replace(state, timed=False, seen=Heartbeat(before.now, clean), pending=before.state.pending)
    world.records.clear()
    world.hears(ClockTicked())
    world.now = at
    return world


def resets(world: World) -> list[tuple[object, object, object, object]]:
    names = ("ended", "day", "week", "late")
    return [tuple(record.fields.get(name) for name in names) for record in world.told("reset")]  # type: ignore[misc]


def test_a_reset_that_was_due_while_off_is_carried_out_once_when_the_time_is_known() -> None:
    world = restarted(locked(), RESET + timedelta(hours=5))
    assert resets(world) == []
    world.hears(ClockAnchored())
    assert resets(world) == [("2026-11-19", "2026-11-20", None, True)]
    assert "It was due 5:00 PM CT, while nothing was guarded." in world.told("reset")[0].words
    world.hears(ClockAnchored())
    world.waits(60)
    assert len(resets(world)) == 1


def test_a_start_on_the_same_day_resets_nothing() -> None:
    world = restarted(locked(), RESET - timedelta(seconds=1))
    world.hears(ClockAnchored())
    assert resets(world) == []
    assert len(world.account().lockouts) == 1


def test_days_off_are_one_reset_and_a_week_that_began_is_named() -> None:
    for rules, week in ((LOSS, None), (WEEKLY, "2026-11-23")):
        world = restarted(locked(rules), SUNDAY_RESET + timedelta(hours=1))
        world.hears(ClockAnchored())
        assert resets(world) == [("2026-11-19", "2026-11-23", week, True)]


def test_a_lockout_that_ended_while_off_is_told_as_ended_when_the_time_is_known() -> None:
    world = restarted(locked(), RESET + timedelta(hours=5))
    assert world.told("lockout_ended") == []
    world.hears(ClockAnchored())
    assert [record.rule for record in world.told("lockout_ended")] == ["RULE-003"]
    assert world.account().lockouts == ()
    assert world.kinds() == ["guard_off", "lockout_ended", "reset"]


def test_a_pc_clock_set_ahead_over_the_reset_ends_nothing_and_resets_nothing() -> None:
    world = restarted(locked(), MORNING + timedelta(hours=1), pc_ahead=timedelta(days=1))
    assert len(world.account().lockouts) == 1
    world.hears(ClockAnchored())
    assert len(world.account().lockouts) == 1
    assert world.told("reset") == world.told("lockout_ended") == []
    assert world.state.day.label.isoformat() == "2026-11-19"


def test_what_was_pending_takes_effect_at_the_late_reset() -> None:
    before = World(LOSS).arms()
    before.hears(SettingsRequested(SettingsRequest(parse_settings(LOSS.replace("500", "900"))), "a test"))
    assert before.state.pending
    world = restarted(before, FRIDAY_RESET + timedelta(hours=2))
    assert str(world.state.settings.rules["daily_realized_loss"].limit) == "500"
    world.hears(ClockAnchored())
    assert str(world.state.settings.rules["daily_realized_loss"].limit) == "900"
    assert world.state.pending == ()


def test_the_machine_asleep_over_a_reset_resets_once_and_ends_what_is_over() -> None:
    world = locked()
    slept_at, world.now = world.now, SUNDAY_RESET + timedelta(minutes=10)
    world.hears(GuardSlept(slept_at))
    world.hears(ClockTicked())
    world.waits(120)
    assert resets(world) == [("2026-11-19", "2026-11-23", None, True)]
    assert len(world.told("lockout_ended")) == 1


def test_running_through_it_each_reset_comes_at_its_time_and_is_not_late() -> None:
    world = World(WEEKLY).arms()
    for days in range(5):
        world.now = RESET + timedelta(days=days, seconds=-1)
        world.waits(2)
    assert resets(world) == [
        ("2026-11-19", "2026-11-20", None, None),
        ("2026-11-20", "2026-11-21", None, None),
        ("2026-11-21", "2026-11-22", None, None),
        ("2026-11-22", "2026-11-23", "2026-11-23", None),
        ("2026-11-23", "2026-11-24", None, None),
    ]
    assert [record.at for record in world.told("reset")] == [RESET + timedelta(days=n) for n in range(5)]


def test_the_time_put_back_a_little_over_a_reset_does_not_reset_again() -> None:
    world = World(LOSS).arms()
    world.now = RESET
    world.hears(ClockTicked())
    world.now = RESET - timedelta(minutes=2)
    world.hears(ClockTicked())
    world.now = RESET + timedelta(minutes=1)
    world.hears(ClockTicked())
    assert len(resets(world)) == 1


def test_a_reset_is_journalled_with_a_sign_of_life_so_that_a_kill_after_it_does_not_repeat_it() -> None:
    world = World(LOSS).arms()
    outcome = step(world.state, ClockTicked(), RESET)
    entry = entry_of(world.state, outcome, RESET)
    assert entry is not None
    assert entry.heartbeat == Heartbeat(RESET)
    assert [record.kind for record in entry.records] == ["reset"]
    quiet = step(outcome.state, ClockTicked(), RESET + timedelta(seconds=1))
    entry = entry_of(outcome.state, quiet, RESET + timedelta(seconds=1))
    assert entry is None or entry.heartbeat is None


# --- one line for every change, whatever led to it


type Key = tuple[object, ...]


def held(state: GuardState) -> dict[Key, object]:
    """Ends of the lockouts in force."""
    found = (one for account in state.accounts.values() for one in account.lockouts)
    return {(one.account_id, str(one.kind), one.rule, one.symbol, one.origin): one.until for one in found}


def told_of(before: dict[Key, object], records: Iterable[Record]) -> dict[Key, object]:
    """What is in force after lines were told, each of which must be a change."""
    ends = dict(before)
    for record in records:
        if record.kind not in ("lockout_set", "lockout_ended"):
            continue
        fields = record.fields
        key = (record.account_id, fields["lockout"], record.rule, fields["symbol"], fields["origin"])
        assert (key in ends) is (record.kind == "lockout_ended" or fields["extended"] is True)
        if record.kind == "lockout_ended":
            del ends[key]
        else:
            assert ends.get(key, "not held") != fields["until"]
            ends[key] = fields["until"]
    return ends


SHARED = ALL_RULES_ON.replace("[rules.daily_realized_loss]", "[rules.daily_realized_loss]\nlock_all_accounts = true")
LONGER = st.integers(1, 400).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize("rules", [ALL_RULES_ON, SHARED], ids=["each", "shared"])
@settings(max_examples=60, deadline=None)
@given(story=st.lists(st.one_of(EVENTS, LONGER, st.just("lock")), max_size=20))
def test_every_change_of_a_lockout_and_every_reset_is_told_exactly_once(
    rules: str, story: list[Event | timedelta | str]
) -> None:
    world = World(rules, ACCOUNT, OTHER).arms().arms(account_id=OTHER)
    for what in story:
        if isinstance(what, timedelta):
            world.now += what
            _hears(world, ClockTicked())
        elif isinstance(what, str):
            _hears(world, LockRequested(None, world.now + timedelta(minutes=len(story)), "a test"))
        else:
            _hears(world, what)


def _hears(world: World, event: Event) -> None:
    before, told = world.state, len(world.records)
    world.hears(event)
    records = world.records[told:]
    assert told_of(held(before), records) == held(world.state)
    days = Counter(record.account_id for record in records if record.kind == "reset")
    assert days == Counter(list(before.accounts) if world.state.day != before.day else [])


def test_nothing_ends_while_the_clock_may_run_ahead_and_all_of_it_once_that_is_settled() -> None:
    world = locked()
    world.hears(ClockDoubted(True))
    world.now = RESET + timedelta(seconds=1)
    world.hears(ClockTicked())
    assert (len(world.account().lockouts), resets(world)) == (1, [])
    world.hears(ClockDoubted(False))
    assert (world.account().lockouts, len(resets(world))) == ((), 1)
