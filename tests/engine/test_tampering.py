"""A journal changed from outside: it is told, and where lockouts may be lost nobody enters for a while."""

from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.domain.actions import ReducePosition
from riskguard.domain.events import AccountsGuarded, ClockAnchored, TamperingFound
from riskguard.engine.journaling import entry_of
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.engine.tampering import RULE
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import MORNING, OTHER, account, position
from tests.fakes.world import World

FIVE = "[rules.max_contracts]\nlimit = 5\n"
TOMORROW = datetime(2026, 11, 20, 23, tzinfo=MORNING.tzinfo)
WORDS = "The lockout on account 4471 (RULE-003) was taken away in the file. It is in force as it was set."


def distrusting(settings: str = FIVE, **fields: object) -> World:
    """A guard that has just been started on such a journal; its time is not known yet."""
    world = World(settings)
    world.state = replace(world.state, timed=False, distrusted=True, **fields)  # type: ignore[arg-type]
    return world


def until(world: World) -> list[datetime | None]:
    return [held.until for held in world.account().lockouts if (held.rule, held.kind) == (RULE, LockoutKind.ENTRY)]


def test_each_finding_is_an_alarm_and_stays_in_the_status() -> None:
    world = World(FIVE).arms()
    world.hears(TamperingFound((WORDS, "The journal's key is gone.")))
    assert [(one.words, one.severity) for one in world.told("tampered")] == [
        (WORDS, "alarm"),
        ("The journal's key is gone.", "alarm"),
    ]
    assert world.texts[-2] == f"The journal was changed from outside: {WORDS}"
    assert world.state.tampered == (WORDS, "The journal's key is gone.")


def test_nothing_is_closed_to_entries_before_the_time_is_known() -> None:
    assert until(distrusting()) == []


def test_entries_are_closed_until_a_loosening_asked_for_now_could_be_in_force() -> None:
    world = distrusting()
    world.hears(ClockAnchored())
    assert until(world) == [TOMORROW]  # the reset of today is seven hours away, the cooling-off is twelve


def test_a_longer_cooling_off_counts_a_shorter_one_does_not() -> None:
    for seconds, ends in ((48 * 3600, TOMORROW + timedelta(days=1)), (60, TOMORROW)):
        world = distrusting(f"{FIVE}[security]\ncooling_off = {seconds}\n")
        world.hears(ClockAnchored())
        assert until(world) == [ends]


def test_what_is_held_may_be_held_and_nothing_may_be_added() -> None:
    world = distrusting()
    world.hears(ClockAnchored())
    world.arms(position(2))
    assert world.sent == []
    sent = world.hears(position(3))
    assert [one.by for one in sent if isinstance(one, ReducePosition)] == [1]


def test_an_account_that_joins_later_is_closed_to_entries_too() -> None:
    world = distrusting()
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(OTHER),)))
    assert [held.until for held in world.account(OTHER).lockouts] == [TOMORROW]


def test_the_end_is_reckoned_once_and_journalled() -> None:
    world = distrusting()
    before = world.state
    outcome = step(before, ClockAnchored(), MORNING)
    entry = entry_of(before, outcome, MORNING)
    assert entry is not None
    assert entry.distrusted_until == TOMORROW
    again = distrusting(distrusted_until=TOMORROW)
    again.now = MORNING + timedelta(hours=20)
    again.hears(ClockAnchored())
    assert until(again) == [TOMORROW]


def test_after_the_end_entries_are_open() -> None:
    world = distrusting(distrusted_until=MORNING)
    world.hears(ClockAnchored())
    world.hears(AccountsGuarded((account(OTHER),)))
    assert (until(world), world.account(OTHER).lockouts, world.state.distrusted) == ([], (), False)


def test_a_journal_that_was_left_alone_closes_nothing() -> None:
    world = World(FIVE)
    assert isinstance(world.state, GuardState)
    world.hears(ClockAnchored())
    assert until(world) == []
