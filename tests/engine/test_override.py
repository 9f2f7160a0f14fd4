"""The admin override: ends what it may, never a hard lockout, and only where it was switched on before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from riskguard.domain.events import LockRequested, OverrideRequested, PayloadRejected, TamperingFound
from riskguard.engine import override
from riskguard.engine.commands import command_data, command_event
from riskguard.engine.journaling import entry_of
from riskguard.engine.state import Outcome
from riskguard.engine.step import step
from riskguard.engine.views import snapshot as view_of
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ACCOUNT, MES, MORNING, OTHER, position, trade
from tests.fakes.world import World

ON = "[security]\nallow_override = true\n"
ONE_A_MINUTE = "[rules.trade_frequency]\nper_minute = 1\nminute_cooldown = 600\nwarn_at = []\n"
MORE_ROOM = "[rules.daily_realized_loss]\nlimit = 500\nreduce_only_at = 0.8\nwarn_at = []\n"
NOT_ES = '[rules.symbol_blocks]\nblocked = ["MES"]\n'
REASON = "The stop of the hedge was mine to place."


def asks(world: World, reason: str = REASON, account_id: int = ACCOUNT, since: datetime | None = None) -> None:
    world.hears(OverrideRequested(account_id, reason, "the command line", since))


def refused(world: World, reason: str = REASON, since: datetime | None = None, account_id: int = ACCOUNT) -> str:
    return override.refusal(world.state, OverrideRequested(account_id, reason, "", since), world.now)


def paused(settings: str = ON, *accounts: int) -> World:
    """A trader who may not enter for ten minutes."""
    world = World(settings + ONE_A_MINUTE, *accounts)
    for number in accounts or (ACCOUNT,):
        world.arms(account_id=number)
    world.hears(trade(1, 1))
    assert kinds(world) == [LockoutKind.ENTRY]
    return world


def kinds(world: World, account_id: int = ACCOUNT) -> list[LockoutKind]:
    return [held.kind for held in world.account(account_id).lockouts]


def test_an_entry_lockout_ends_and_it_is_told_with_its_reason() -> None:
    world = paused()
    world.texts.clear()
    asks(world)
    assert kinds(world) == []
    (told,) = world.told("override")
    assert (told.severity, told.fields["reason"], told.fields["asked_by"]) == ("breach", REASON, "the command line")
    assert [record.rule for record in world.told("lockout_ended")] == ["RULE-006"]
    assert world.texts == [
        "Lockout overridden: New entries are allowed again: the lockout by Trade frequency is over, 10:10 AM CT would "
        "have been its end. Reason given: The stop of the hedge was mine to place."
    ]


def test_the_next_breach_locks_again() -> None:
    world = paused()
    asks(world)
    world.waits(5)
    world.hears(trade(2, 1, at=world.now, order_id=1000))
    assert kinds(world) == [LockoutKind.ENTRY]


def test_it_is_nothing_before_it_was_switched_on() -> None:
    world = paused("")
    assert refused(world).startswith("the admin override is off")
    asks(world)
    assert kinds(world) == [LockoutKind.ENTRY]
    assert (world.told("override"), world.account().memories.get("OVERRIDE")) == ([], None)


@pytest.mark.parametrize("asked", [ACCOUNT, None])
def test_a_hard_lockout_is_never_ended_nor_anything_beside_it(asked: int | None) -> None:
    world = paused()
    world.hears(LockRequested(asked, world.now + timedelta(hours=1), "the desktop"))
    before = world.account().lockouts
    assert refused(world) == "everything is locked until 11:00 AM CT, and no override ends that"
    asks(world)
    assert world.account().lockouts == before


def test_a_lockout_that_lasts_as_long_as_its_rule_wants_is_ended_by_changing_the_rule() -> None:
    world = World(ON + NOT_ES).arms()
    world.hears(position(1, MES))
    assert kinds(world) == [LockoutKind.SYMBOL]
    assert refused(world).startswith("it lasts as long as its rule (Blocked instruments) asks for it"), refused(world)
    asks(world)
    assert kinds(world) == [LockoutKind.SYMBOL]


def test_what_holds_because_of_a_share_of_the_limit_stays_ended_until_it_would_have_ended() -> None:
    world = World(ON + MORE_ROOM).arms()
    world.hears(trade(1, 1))
    world.hears(trade(2, -1, -420))
    assert kinds(world) == [LockoutKind.ENTRY]
    asks(world)
    world.waits(60)
    world.hears(trade(3, -1, -5))
    assert kinds(world) == []
    world.hears(trade(4, -1, -100))
    assert kinds(world) == [LockoutKind.HARD], "the limit itself is not touched by it"


def test_after_the_reset_it_means_nothing_any_more() -> None:
    world = World(ON + MORE_ROOM).arms()
    world.hears(trade(1, -1, -420))
    asks(world)
    world.waits(8 * 3600)
    world.hears(trade(2, -1, -420, at=world.now))
    assert kinds(world) == [LockoutKind.ENTRY]


def test_copies_on_other_accounts_end_with_the_original_and_not_alone() -> None:
    world = paused(ON, ACCOUNT, OTHER)
    shared = ON + ONE_A_MINUTE + "lock_all_accounts = true\n"
    world = World(shared, ACCOUNT, OTHER)
    for number in (ACCOUNT, OTHER):
        world.arms(account_id=number)
    world.hears(trade(1, 1))
    assert (kinds(world), kinds(world, OTHER)) == ([LockoutKind.ENTRY], [LockoutKind.ENTRY])
    assert refused(world, account_id=OTHER) == f"the lockout was set on account {ACCOUNT} and ends there"
    asks(world)
    assert (kinds(world), kinds(world, OTHER)) == ([], [])


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("x" * 9, "give a reason of at least 10 letters"),
        (" " * 20, "give a reason of at least 10 letters"),
        ("x" * 10, ""),
        ("x" * 500, ""),
        ("x" * 501, "the reason is longer than 500 letters"),
    ],
)
def test_a_reason_has_to_be_typed(reason: str, fault: str) -> None:
    world = paused()
    assert refused(world, reason).startswith(fault)
    assert bool(refused(world, reason)) == bool(fault)
    asks(world, reason)
    assert (kinds(world) == []) == (fault == "")


def test_a_password_set_after_the_lockout_began_cannot_end_it() -> None:
    world = paused()
    late = MORNING + timedelta(seconds=1)
    assert refused(world, since=late) == "the admin password was set after the lockout began, so it cannot end it"
    asks(world, since=late)
    assert kinds(world) == [LockoutKind.ENTRY]
    asks(world, since=MORNING)
    assert kinds(world) == []


def test_nothing_is_overridden_where_the_journal_cannot_be_trusted() -> None:
    world = paused()
    world.hears(TamperingFound(("The journal's key is gone.",)))
    assert refused(world).startswith("the journal was changed from outside")
    assert not view_of(world.state, world.now).accounts[0].overridable
    asks(world)
    assert kinds(world) == [LockoutKind.ENTRY]


def test_the_entry_lockout_of_a_distrusted_journal_is_not_ended() -> None:
    world = paused()
    (held,) = world.account().lockouts
    world.state = world.state.guarding(replace(world.account(), lockouts=(replace(held, rule="JOURNAL"),)))
    assert refused(world).startswith("the journal was changed from outside")
    asks(world)
    assert kinds(world) == [LockoutKind.ENTRY]


def test_accounts_that_are_not_guarded_or_not_locked_are_refused() -> None:
    world = World(ON + ONE_A_MINUTE).arms()
    assert refused(world, account_id=77) == "account 77 is not guarded here"
    assert refused(world) == "nothing is locked"


@pytest.mark.parametrize(("settings", "offered"), [(ON, True), ("", False)])
def test_front_ends_are_told_whether_to_offer_it(settings: str, offered: bool) -> None:
    assert view_of(paused(settings).state, MORNING).accounts[0].overridable is offered


def test_what_was_ended_and_what_is_remembered_of_it_stand_in_one_entry() -> None:
    world = World(ON + MORE_ROOM).arms()
    world.hears(trade(1, -1, -420))
    before = world.state
    outcome: Outcome = step(before, OverrideRequested(ACCOUNT, REASON, "the desktop"), world.now)
    entry = entry_of(before, outcome, world.now)
    assert entry is not None
    assert [held.rule for held in entry.ended] == ["RULE-003"]
    assert outcome.state.accounts[ACCOUNT].memories["OVERRIDE"]


def test_a_recording_gives_the_command_back() -> None:
    event = OverrideRequested(ACCOUNT, REASON, "the desktop", MORNING)
    assert command_event(command_data(event), MORNING, MORNING) == event
    unknown = OverrideRequested(ACCOUNT, REASON, "the desktop")
    assert command_event(command_data(unknown), MORNING, MORNING) == unknown


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": REASON}, "account"),
        ({"account": ACCOUNT}, "reason"),
        ({"account": ACCOUNT, "reason": "no"}, "reason"),
        ({"account": ACCOUNT, "reason": REASON, "passwordSince": "noon"}, "passwordSince"),
    ],
)
def test_a_recorded_override_that_lacks_something_is_refused_by_name(data: dict[str, object], field: str) -> None:
    found = command_event({"command": "override", **data}, MORNING, datetime(2026, 11, 20, tzinfo=UTC))
    assert isinstance(found, PayloadRejected)
    assert found.field == field
