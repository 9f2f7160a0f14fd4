"""What a read must not undo: news heard since it was asked for, and a best result remembered over a restart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from riskguard.domain.contracts import Contract
from riskguard.domain.events import AccountChanged, ContractLearned
from riskguard.domain.money import price, usd
from riskguard.rules.peaks import Peak
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, position, quote, trade
from tests.fakes.world import World

FIRM = "[rules.auth_loss_guard]\n"
GIVEBACK = "[rules.profit_giveback]\nactivate_at = 100\ngiveback = 50\n"
TRAILING = "[rules.daily_net_loss]\nlimit = 50\ntrailing = true\n"
RTY = "CON.F.US.RTY.Z26"


def blocked(made: World) -> bool:
    return made.account().book.can_trade is False


def may_not_trade() -> AccountChanged:
    return AccountChanged(ACCOUNT, "A", None, False)


@pytest.mark.parametrize(
    ("asked_s", "listed_s", "still"),
    [(-1.0, None, True), (0.001, -0.001, True), (0.001, None, False), (0.001, 0.001, False), (0.0, None, False)],
)
def test_a_list_of_accounts_asked_for_before_an_event_does_not_undo_it(
    asked_s: float, listed_s: float | None, still: bool
) -> None:
    made = World(FIRM).arms()
    made.hears(may_not_trade())
    assert [held.rule for held in made.account().lockouts] == ["RULE-010"]
    heard_at = made.now
    made.waits(0.5)
    listed = None if listed_s is None else heard_at + timedelta(seconds=listed_s)
    read = facts.snapshot(heard_at + timedelta(seconds=asked_s), (), (), ())
    made.hears(replace(read, account=replace(facts.account(ACCOUNT), can_trade=True), account_asked_at=listed))
    assert blocked(made) is still
    assert bool(made.account().lockouts) is still


def after_a_restart(rules: str, *, live: bool) -> World:
    """Long one RTY, of which no quote has come; the day's best was $300, its only fill at the average price."""
    made = World(rules)
    made.state = replace(made.state, events_may_lag=live)
    made.hears(ContractLearned(Contract(RTY, "RTYZ6", "RTY", price("0.1"), usd(5))))
    best = Peak(made.state.day.label, usd(300), made.now, 0, 1)
    memories = {rule.rule_id: best for rule in made.state.settings.active_rules}
    made.state = made.state.guarding(replace(made.account(), memories=memories))
    return made.arms(position(1, RTY, at=100), trades=(trade(1, 1, contract_id=RTY, price_at=100),))


@pytest.mark.parametrize("rules", [GIVEBACK, TRAILING])
def test_live_what_was_paid_before_the_program_watched_is_no_price_of_now(rules: str) -> None:
    made = after_a_restart(rules, live=True)
    assert (made.sent, made.told("breach")) == ([], [])
    made.hears(quote(RTY, 106, 106.1))
    assert (made.sent, made.told("breach")) == ([], [])
    made.waits(3)
    made.hears(quote(RTY, 105.1, 105.2))
    assert made.told("breach") == []
    made.hears(quote(RTY, 105, 105.1))
    assert len(made.told("breach")) == 1


@pytest.mark.parametrize("rules", [GIVEBACK, TRAILING])
def test_in_a_replay_the_last_fill_is_the_mark_until_the_first_quote(rules: str) -> None:
    assert len(after_a_restart(rules, live=False).told("breach")) == 1


def test_a_position_just_seen_has_a_moment_for_its_first_quote_before_it_is_told_that_it_has_none() -> None:
    made = after_a_restart(GIVEBACK, live=True)
    made.waits(0.9)
    assert made.told("degraded") == []
    made.waits(0.2)
    assert [record.words for record in made.told("degraded")] == ["No price for RTY yet: its open result is not known."]


@pytest.mark.parametrize("away_s", [0.5, 30.0])
@pytest.mark.parametrize("later", [False, True])
def test_round_trips_made_while_the_link_was_away_take_nothing_off_the_position_heard_of_since(
    away_s: float, later: bool
) -> None:
    made = World("[rules.max_contracts]\nlimit = 50\n").arms(position(1))
    begun = made.now
    at = [begun + timedelta(seconds=away_s * n / 8) for n in range(8)]
    missed = tuple(trade(n, 2 if n % 2 else -1, None if n % 2 else 10, at=at[n]) for n in range(1, 7))
    made.waits(away_s)
    asked_at = made.now
    made.waits(0.05)
    made.hears(position(4))  # 1 + three times two, less three
    if later:
        made.hears(position(6))
    made.waits(0.05)
    made.hears(facts.snapshot(asked_at, (position(4),), (), missed))
    if later:
        made.hears(trade(8, 2, at=made.now))
    book = made.account().book
    assert book.exposure(facts.MNQ) == (6 if later else 4)
    assert not book.settling
    assert made.account().ledger.of_day(made.state.day.label).fills == (7 if later else 6)


def test_a_close_whose_position_event_is_still_to_come_counts_although_a_read_told_of_it() -> None:
    made = World("[rules.max_contracts]\nlimit = 50\n").arms(position(4))
    asked_at = made.now
    made.waits(0.05)
    made.hears(position(6))
    made.hears(trade(1, 2, at=made.now))
    made.waits(0.05)
    made.hears(facts.snapshot(asked_at, (position(6),), (), (trade(1, 2, at=made.now), trade(2, -5, 10, at=made.now))))
    assert made.account().book.exposure(facts.MNQ) == 1
    made.hears(position(1))
    assert made.account().book.exposure(facts.MNQ) == 1
    assert not made.account().book.settling
