"""RULE-020: no averaging down, no turning round."""

from collections.abc import Iterable

import pytest
from pydantic import TypeAdapter, ValidationError

from riskguard.domain.actions import ClosePosition, ReducePosition
from riskguard.domain.contracts import Contract
from riskguard.domain.events import ContractLearned
from riskguard.domain.money import price, usd
from riskguard.rules import NoAddingToLosers
from riskguard.rules.no_adding_to_losers import Lots
from tests.fakes.facts import ES, MNQ, MORNING, OTHER, position, quote, trade
from tests.fakes.trading import Report
from tests.fakes.world import World

DOWN = "[rules.no_adding_to_losers]\n"
FLIP = "[rules.no_adding_to_losers]\naveraging_down = false\nno_flip = true\nflip_wait = 10\n"
RTY = "CON.F.US.RTY.Z26"
NEXT_DAY = MORNING.replace(day=20)


def world(rules: str = DOWN, *held: Report, bid: float = 25_990) -> World:
    """Quoted at `bid` after what is held was told."""
    made = World(rules).arms()
    for report in held:
        made.hears(report)
    made.hears(quote(MNQ, bid, bid + 0.25))
    made.forget()
    return made


def hears(made: World, *reports: Report) -> World:
    for report in reports:
        made.hears(report)
    return made


def reduces(made: World) -> list[int]:
    return [action.by for action in made.sent if isinstance(action, ReducePosition)]


def closes(made: World) -> list[int]:
    return [action.size for action in made.sent if isinstance(action, ClosePosition)]


OPEN = (trade(1, 2, at=MORNING), position(2))


@pytest.mark.parametrize(
    ("bid", "breached"), [(25_990, True), (25_999.75, True), (26_000, False), (26_000.25, False), (26_100, False)]
)
def test_adding_to_a_losing_long_is_taken_back(bid: float, breached: bool) -> None:
    made = hears(world(DOWN, *OPEN, bid=bid), trade(2, 1), position(3))
    assert reduces(made) == ([1] if breached else [])
    assert len(made.told("breach")) == (1 if breached else 0)


@pytest.mark.parametrize(("bid", "breached"), [(26_000, True), (25_999.75, False), (25_990, False)])
def test_a_short_gets_out_at_the_ask(bid: float, breached: bool) -> None:
    made = hears(world(DOWN, trade(1, -2), position(-2), bid=bid), trade(2, -1), position(-3))
    assert reduces(made) == ([1] if breached else [])


@pytest.mark.parametrize(
    "reports",
    [
        (trade(2, 2), position(4)),
        (position(4), trade(2, 2)),
        (position(3), position(4), trade(2, 1), trade(3, 1)),
        (trade(2, 1), trade(3, 1), position(3), position(4)),
        (trade(2, 1), position(4), trade(3, 1)),
    ],
)
def test_an_increase_is_judged_once_whichever_tells_of_it_first(reports: Iterable[Report]) -> None:
    made = hears(world(DOWN, *OPEN), *reports)
    assert reduces(made)[0] in (1, 2)  # what its first position event shows
    assert len(made.told("breach")) == 1
    assert made.account().book.positions[MNQ].exposure == 4
    memory = made.account().memories["RULE-020"]
    assert isinstance(memory, Lots)
    assert [lot.allowed for lot in memory.lots] == [2]


def test_the_old_average_counts_not_the_new_one() -> None:
    """At 26,005 the old position wins; blended with an add at 26,020 it would lose."""
    made = hears(world(DOWN, *OPEN, bid=26_005), position(4, at=26_010), trade(2, 2, price_at=26_020))
    assert (reduces(made), made.told("breach")) == ([], [])
    assert reduces(hears(made, position(5, at=26_012))) == [1]


def unquoted() -> World:
    """Long one RTY at 100, of which no quote has come."""
    made = World(DOWN).arms()
    made.hears(ContractLearned(Contract(RTY, "RTYZ6", "RTY", price("0.1"), usd(5))))
    return hears(made, position(1, RTY, at=100))


@pytest.mark.parametrize(("at", "reduced"), [(99.9, [1]), (100, []), (100.1, [])])
def test_until_the_first_quote_the_fill_that_adds_is_the_mark(at: float, reduced: list[int]) -> None:
    assert reduces(hears(unquoted(), trade(2, 1, contract_id=RTY, price_at=at), position(2, RTY, at=100))) == reduced


def test_without_a_mark_nothing_is_breached() -> None:
    assert hears(unquoted(), position(2, RTY, at=90)).told("breach") == []


def test_several_increases_go_back_to_the_first_size() -> None:
    made = hears(world(DOWN, *OPEN), trade(2, 1), position(3))
    assert reduces(made) == [1]
    hears(made, trade(3, 1), position(4))
    hears(made, trade(4, -1, -5), position(3))
    assert reduces(made) == [1, 1]
    hears(made, trade(5, -1, -5), position(2))
    assert reduces(made) == [1, 1]
    assert not made.account().in_flight
    assert ("RULE-020", MNQ) not in made.account().breaches


def test_what_was_taken_back_may_not_be_added_again() -> None:
    made = hears(world(DOWN, *OPEN), trade(2, 1), position(3), trade(3, -1, -5), position(2))
    hears(made, trade(4, 1), position(3))
    assert reduces(made) == [1, 1]
    assert len(made.told("breach")) == 2


def test_a_reduce_that_did_not_work_is_decided_again() -> None:
    made = hears(world(DOWN, *OPEN), trade(2, 1), position(3))
    made.answers("reduce", MNQ)
    made.waits(2)
    made.reads_back(position(3), trades=(trade(1, 2), trade(2, 1)))
    assert reduces(made) == [1, 1]


def test_an_exit_is_no_increase_and_a_new_position_may_be_any_size() -> None:
    made = hears(world(DOWN, *OPEN), trade(2, -1, -5), position(1), trade(3, -1, -5), position(0))
    hears(made, trade(4, 5), position(5))
    assert (made.sent, made.told("breach")) == ([], [])


def test_what_is_held_at_arming_was_not_added() -> None:
    made = World(DOWN).arms(position(3, at=27_000), trades=(trade(1, 1), trade(2, 2)))
    assert (made.sent, made.told("breach")) == ([], [])
    assert reduces(hears(made, position(5, at=26_800))) == [2]


def test_growth_a_read_shows_counts_for_the_same_position() -> None:
    made = world(DOWN, *OPEN)
    made.waits(3)
    made.reads_back(position(4), trades=(trade(1, 2), trade(2, 2)))
    assert reduces(made) == [2]


def test_another_position_that_a_read_shows_was_not_added_to() -> None:
    made = world(DOWN, *OPEN)
    made.waits(3)
    made.reads_back(position(4, created=NEXT_DAY), trades=(trade(1, 2),))
    assert reduces(made) == []


def test_averaging_down_may_be_allowed() -> None:
    made = hears(world(DOWN + "averaging_down = false\n", *OPEN), trade(2, 1), position(3))
    assert (made.sent, made.told("breach")) == ([], [])


def test_other_contracts_are_left_alone() -> None:
    made = hears(world(DOWN, *OPEN), trade(2, 1, contract_id=ES), position(1, ES))
    assert made.sent == []


@pytest.mark.parametrize(
    "reports",
    [
        (position(-1),),
        (trade(2, -3, 5), position(-1)),
        (trade(2, -2, 5), trade(3, -1), position(-1)),
        (position(-1), trade(2, -2, 5), trade(3, -1)),
        (position(0), position(-1), trade(2, -2, 5), trade(3, -1)),
    ],
)
def test_a_position_turned_round_is_closed(reports: Iterable[Report]) -> None:
    made = hears(world(FLIP, *OPEN), *reports)
    assert closes(made) == [1]
    assert len(made.told("breach")) == 1


@pytest.mark.parametrize(("wait", "closed"), [(0, True), (9.999, True), (10, True), (10.001, False), (60, False)])
def test_the_other_side_within_the_wait_is_turning_round(wait: float, closed: bool) -> None:
    made = hears(world(FLIP, *OPEN), trade(2, -2, 5), position(0))
    made.waits(wait)
    assert closes(hears(made, position(-1))) == ([1] if closed else [])


def test_the_same_side_again_is_no_turning_round() -> None:
    made = hears(world(FLIP, *OPEN), trade(2, -2, 5), position(0), position(1))
    assert made.sent == []


def test_turning_round_is_allowed_unless_switched_on() -> None:
    assert hears(world(DOWN, *OPEN), trade(2, -3, 5), position(-1)).sent == []


def test_without_a_wait_only_turning_round_in_one_go_counts() -> None:
    rules = "[rules.no_adding_to_losers]\nno_flip = true\n"
    assert closes(hears(world(rules, *OPEN), position(-1))) == [1]
    made = hears(world(rules, *OPEN), position(0))
    made.waits(0.5)
    assert hears(made, position(-1)).sent == []


@pytest.mark.parametrize(
    "reports",
    [
        (trade(2, -2, 5), trade(3, -1), position(-1)),
        (trade(2, -2, 5), position(-1), trade(3, -1)),
        (trade(2, -1, 5), trade(3, -1, 5), trade(4, -1), position(-1)),
    ],
)
def test_one_go_is_one_go_although_its_fills_are_told_one_by_one(reports: Iterable[Report]) -> None:
    made = world("[rules.no_adding_to_losers]\nno_flip = true\n", *OPEN)
    for report in reports:
        made.waits(0.02)
        made.hears(report)
    assert closes(made) == [1]


def test_leaving_and_the_other_side_in_a_second_go_is_no_turning_round_without_a_wait() -> None:
    made = world("[rules.no_adding_to_losers]\nno_flip = true\n", *OPEN)
    for report in (trade(2, -2, 5), position(0), trade(3, -1, order_id=1000), position(-1)):
        made.waits(0.02)
        made.hears(report)
    assert made.sent == []


def test_a_position_that_was_turned_is_closed_whatever_it_grows_to() -> None:
    made = hears(world(FLIP, *OPEN), position(-1), position(-3))
    assert closes(made) == [1]
    made.waits(2.5)
    assert closes(made)[-1] == 3


def test_observing_only_tells() -> None:
    made = hears(world(DOWN + 'mode = "observe"\n', *OPEN), trade(2, 1), position(3))
    assert (made.sent, len(made.told("breach"))) == ([], 1)


def test_the_accounts_named_are_the_ones_judged() -> None:
    made = hears(world(DOWN + f"accounts = [{OTHER}]\n", *OPEN), trade(2, 1), position(3))
    assert made.told("breach") == []


def test_what_it_remembers_survives_a_restart() -> None:
    memory = hears(world(DOWN, *OPEN), trade(2, 1), position(3)).account().memories["RULE-020"]
    adapter = TypeAdapter(Lots)
    assert adapter.validate_json(adapter.dump_json(memory)) == memory  # type: ignore[arg-type]


@pytest.mark.parametrize("fields", [{"flip_wait": -1}, {"averaging_down": 1}, {"no_flip": "yes"}])
def test_what_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NoAddingToLosers.model_validate(fields)
