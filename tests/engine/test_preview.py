"""What other settings would do now: told before, and the same that then happens."""

from datetime import timedelta

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.domain.actions import Flatten
from riskguard.domain.events import SettingsRequested
from riskguard.domain.orders import OrderType
from riskguard.engine.preview import Consequence, consequences
from tests.fakes import facts
from tests.fakes.facts import MES, MNQ, NQ, OTHER
from tests.fakes.world import World

NET_500 = "[rules.daily_net_loss]\nlimit = 500\n"


def lost(amount: float) -> World:
    """A trader who holds long 2 NQ, has one target working, and lost so much today."""
    world = World("")
    trades = (facts.trade(1, 1, None), facts.trade(2, -1, -amount))
    target = facts.order(7, -2, NQ, at=26_100)
    return world.arms(facts.position(2, NQ, at=26_000), orders=(target,), trades=trades)


def seen(world: World, text: str, *, first: bool = True) -> list[Consequence]:
    return consequences(world.state, parse_settings(text), world.now, first=first)


@pytest.mark.parametrize(
    ("amount", "acts"), [(499, False), (500, True), (501, True)], ids=["just under", "at the limit", "over it"]
)
def test_a_limit_that_is_reached_already_would_close_and_lock(amount: float, acts: bool) -> None:
    found = seen(lost(amount), NET_500)
    assert [(one.closes, one.cancels) for one in found] == ([({"NQ": 2}, 1)] if acts else [])
    if acts:
        (held,) = found[0].lockouts
        assert (held.kind, held.until) == ("hard", lost(0).state.day.end)
        assert found[0].rules == ("RULE-014",)
        assert "500" in found[0].reasons[0]


def test_what_is_told_is_what_then_happens() -> None:
    world = lost(600)
    (told,) = seen(world, NET_500)
    sent = world.hears(SettingsRequested(SettingsRequest(parse_settings(NET_500)), "a test", first=True))
    assert sent == [Flatten(facts.ACCOUNT, (NQ,), (7,))]
    assert told.closes == {"NQ": 2} and told.cancels == 1


def test_looking_changes_nothing() -> None:
    world = lost(600)
    before = world.state
    seen(world, NET_500)
    assert world.state is before and not world.state.accounts[facts.ACCOUNT].lockouts


def test_too_many_contracts_would_be_reduced() -> None:
    world = World("").arms(facts.position(-6, MES, at=6_800))
    (found,) = seen(world, "[rules.max_contracts]\nlimit = 5\n")
    assert (found.reduces, found.closes, found.lockouts) == ({"MES": -1}, {}, ())


def test_a_looser_limit_does_nothing_now_as_it_waits() -> None:
    world = World("[rules.max_contracts]\nlimit = 5\n").arms(facts.position(5, MNQ))
    assert seen(world, "[rules.max_contracts]\nlimit = 9\n", first=False) == []
    (found,) = seen(world, "[rules.max_contracts]\nlimit = 4\n", first=False)
    assert found.reduces == {"MNQ": 1}


def test_what_happens_anyway_is_not_told() -> None:
    world = World("[rules.no_stop_loss_grace]\ngrace = 10\n").arms(facts.position(2, MNQ))
    with_another = "[rules.no_stop_loss_grace]\ngrace = 10\n[rules.max_contracts]\nlimit = 5\n"
    assert seen(world, with_another, first=False) == []


@pytest.mark.parametrize(("covered", "seconds"), [(1, 10), (2, None)], ids=["one of two covered", "both covered"])
def test_a_grace_period_that_would_run_out_is_told_with_its_time(covered: int, seconds: int | None) -> None:
    stop = facts.order(8, -covered, MNQ, kind=OrderType.STOP, at=25_900)
    world = World("").arms(facts.position(2, MNQ), orders=(stop,))
    found = seen(world, "[rules.no_stop_loss_grace]\ngrace = 10\n")
    if seconds is None:
        assert found == []
        return
    (late,) = [one for one in found if one.closes]
    assert late.closes == {"MNQ": 2}
    assert timedelta(seconds=seconds - 1) < late.at - world.now < timedelta(seconds=seconds + 2)


def test_a_rule_that_only_observes_would_only_tell() -> None:
    (found,) = seen(lost(600), f'{NET_500}mode = "observe"\n')
    assert found.only_told and not found.closes and not found.lockouts


def test_every_account_concerned_is_told() -> None:
    world = World("", facts.ACCOUNT, OTHER)
    world.arms(facts.position(1, MNQ), trades=(facts.trade(1, 1, None), facts.trade(2, -1, -600)))
    world.arms(facts.position(1, MES, at=6_800, account=OTHER), account_id=OTHER)
    found = seen(world, f"{NET_500}lock_all_accounts = true\n")
    assert {one.account_id for one in found} == {facts.ACCOUNT, OTHER}
    assert {root for one in found for root in one.closes} == {"MNQ", "MES"}


def test_what_would_happen_later_anyway_is_told_where_it_happens_now() -> None:
    trades = (facts.trade(1, 1, None), facts.trade(2, -1, -600))
    world = World("[rules.no_stop_loss_grace]\ngrace = 10\n").arms(facts.position(2, MNQ), trades=trades)
    found = seen(world, f"[rules.no_stop_loss_grace]\ngrace = 10\n{NET_500}", first=False)
    assert [(one.closes, one.at == world.now) for one in found] == [({"MNQ": 2}, True)]
