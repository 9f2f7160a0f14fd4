"""RULE-004: the loss that is open, of the account or of one position."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.actions import ClosePosition, Flatten
from riskguard.domain.book import Settling
from riskguard.domain.contracts import Contract
from riskguard.domain.money import Number, price, usd
from riskguard.rules import DailyUnrealizedLoss
from riskguard.rules.base import LockoutRequest, Situation
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ACCOUNT, ES, MES, MORNING, NQ
from tests.fakes.situations import DAY, finding, found, market, priced, situation, with_book


def loss(limit: object = 500, **more: Any) -> DailyUnrealizedLoss:
    return DailyUnrealizedLoss.model_validate({"limit": limit, **more})


def holding(held: Mapping[str, int], exits: Mapping[str, Number]) -> Situation:
    """Positions from 5,000; a point of one contract is $20."""
    return situation(held, prices=priced(exits))


@pytest.mark.parametrize(
    ("at", "breached"),
    [("5100", False), ("5000", False), ("4975.00001", False), ("4975", True), ("4974.99999", True), ("4900", True)],
)
def test_an_open_loss_that_reaches_the_limit_flattens(at: str, breached: bool) -> None:
    one = finding(loss(), holding({NQ: 1}, {NQ: at}))
    assert one.breached is breached
    assert one.actions == ((Flatten(ACCOUNT, (), ()),) if breached else ())
    assert one.lockout is None


@pytest.mark.parametrize(("at", "loses"), [("5025", True), ("5024.75", False), ("4975", False)])
def test_a_short_loses_when_the_price_rises(at: str, loses: bool) -> None:
    assert finding(loss(), holding({NQ: -1}, {NQ: at})).breached is loses


def test_the_numbers_are_told() -> None:
    assert finding(loss(), holding({NQ: 1}, {NQ: 4_970})).why == {"open": Decimal(-600), "limit": Decimal(500)}


def test_the_hundredth_of_a_cent_decides_with_ticks_below_a_cent() -> None:
    yen = Contract("CON.F.US.JY6.Z26", "6JZ6", "6J", price("0.0000005"), usd("6.25"))
    prices = priced({yen.contract_id: "0.0064995"}, market().learn(yen))
    at = situation({yen.contract_id: 1}, prices=prices)
    position = replace(at.account.book.positions[yen.contract_id], average_price=price("0.0065"))
    at = with_book(at, positions={yen.contract_id: position})
    assert at.open_pnl == usd("-6.25")
    assert finding(loss("6.25"), at).breached
    assert not finding(loss("6.2501"), at).breached


@pytest.mark.parametrize(("es", "breached"), [(5_004, False), ("5003.75", False), (5_003, True), (4_990, True)])
def test_profits_of_one_position_make_room_for_losses_of_another(es: Number, breached: bool) -> None:
    assert finding(loss(), holding({NQ: 1, ES: 1}, {NQ: 4_972, ES: es})).breached is breached


def test_a_loss_is_judged_on_the_positions_whose_marks_are_known() -> None:
    assert finding(loss(), holding({NQ: 1, ES: 1}, {NQ: 4_900})).breached


def test_without_any_mark_nothing_is_lost() -> None:
    at = holding({NQ: 1}, {})
    assert not finding(loss(), at).breached
    assert [one.breached for one in found(loss(scope="position"), at)] == [False]


def test_what_was_closed_before_its_trade_came_keeps_counting() -> None:
    at = with_book(holding({}, {}), settling={NQ: Settling(MORNING, held=1, held_pnl=usd(-500))})
    assert finding(loss(), at).breached
    assert not finding(loss("500.01"), at).breached


def test_contracts_that_closing_trades_took_out_no_longer_count() -> None:
    at = holding({NQ: 3}, {NQ: 4_990})
    assert finding(loss(600), at).breached
    assert not finding(loss(600), with_book(at, settling={NQ: Settling(MORNING, ahead=-1, early=1)})).breached


def test_one_position_is_closed_where_each_is_judged_alone() -> None:
    at = holding({NQ: 2, ES: -1, MES: 1}, {NQ: "4987.5", ES: 5_024, MES: 5_100})
    verdicts = {one.gauge.key: one for one in found(loss(scope="position"), at)}
    assert {key: one.breached for key, one in verdicts.items()} == {NQ: True, ES: False, MES: False}
    assert verdicts[NQ].actions == (ClosePosition(ACCOUNT, NQ, 2),)
    assert (verdicts[NQ].gauge.symbol, verdicts[NQ].contract) == ("NQ", NQ)
    assert verdicts[ES].actions == ()


@pytest.mark.parametrize("scope", ["account", "position"])
def test_with_a_lockout_the_account_is_locked_until_the_reset(scope: str) -> None:
    one = finding(loss(scope=scope, lockout="until_reset"), holding({NQ: 1}, {NQ: 4_900}))
    assert one.lockout == LockoutRequest(LockoutKind.HARD, DAY.end)


@pytest.mark.parametrize(("at", "reduced"), [("4980.01", False), ("4980", True), ("4900", True)])
def test_from_a_share_on_no_entries_are_allowed(at: str, reduced: bool) -> None:
    one = finding(loss(reduce_only_at=0.8), holding({NQ: 1}, {NQ: at}))
    assert one.reduce_only == (LockoutRequest(LockoutKind.ENTRY, DAY.end) if reduced else None)


@pytest.mark.parametrize(("at", "share"), [(5_100, 0), ("4987.5", 500), ("4987.51", 499), (4_980, 800), (4_975, 1000)])
def test_the_share_of_the_limit_is_never_rounded_up(at: Number, share: int) -> None:
    assert finding(loss(), holding({NQ: 1}, {NQ: at})).gauge.per_mille == share


@pytest.mark.parametrize("values", [{}, {"limit": -500}, {"limit": 0}, {"limit": 500, "scope": "symbol"}])
def test_wrong_or_missing_limits_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DailyUnrealizedLoss.model_validate(values)


def test_fees_do_not_concern_what_is_open() -> None:
    with pytest.raises(ValidationError):
        loss(include_fees=False)
