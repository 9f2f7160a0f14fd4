"""What every rule has: when it is on, whom it guards, at which shares it warns."""

import pytest
from pydantic import ValidationError

from riskguard.rules import ALL_RULES, MaxContracts
from riskguard.rules.base import per_mille
from riskguard.rules.dollars import MoneyRule


@pytest.mark.parametrize(
    ("value", "limit", "share"),
    [
        (0, 5, 0),
        (-3, 5, 0),
        (1, 3, 333),
        (2, 3, 666),
        (3, 3, 1000),
        (4, 3, 1333),
        (0, 0, 0),
        (1, 0, 1000),
        (999, 1000, 999),
    ],
)
def test_a_share_is_rounded_down_so_that_1000_means_reached(value: int, limit: int, share: int) -> None:
    assert per_mille(value, limit) == share


@pytest.mark.parametrize(
    ("shares", "levels"),
    [
        ((0.5, 0.8), (500, 800)),
        ((0.8, 0.5), (500, 800)),
        ((0.9, 0.9), (900,)),
        ((), ()),
        ((1,), (1000,)),
        ((0.0001,), (1,)),
    ],
)
def test_warning_levels_are_shares_lowest_first(shares: tuple[float, ...], levels: tuple[int, ...]) -> None:
    assert MaxContracts(limit=5, warn_at=shares).warn_levels == levels


@pytest.mark.parametrize("share", [0, -0.5, 1.01, 80, float("nan"), float("inf"), "half", True])
def test_a_share_is_above_0_and_at_most_1(share: object) -> None:
    with pytest.raises(ValidationError):
        MaxContracts.model_validate({"limit": 5, "warn_at": [share]})


def test_a_rule_is_on_and_enforced_for_all_accounts_unless_it_says_otherwise() -> None:
    rule = MaxContracts(limit=5)
    assert rule.guards(4471)
    assert rule.enforces
    assert rule.warn_levels == (500, 800)


def test_a_rule_that_is_off_guards_nobody() -> None:
    assert not MaxContracts(limit=5, enabled=False).guards(4471)


def test_a_rule_may_guard_some_accounts_only() -> None:
    rule = MaxContracts(limit=5, accounts=(4471,))
    assert rule.guards(4471)
    assert not rule.guards(2208)


def test_account_ids_are_one_thing_whether_numbers_or_text() -> None:
    assert MaxContracts.model_validate({"limit": 5, "accounts": ["4471"]}).guards(4471)


def test_observing_is_not_enforcing() -> None:
    assert not MaxContracts(limit=5, mode="observe").enforces


def test_rules_have_ids_tables_and_words_of_their_own() -> None:
    for name in ("rule_id", "table", "title", "breach_title"):
        assert len({getattr(rule, name) for rule in ALL_RULES}) == len(ALL_RULES)


@pytest.mark.parametrize("rule", ALL_RULES)
def test_every_field_says_what_people_need_to_know(rule: type[MoneyRule]) -> None:
    for name, field in rule.model_fields.items():
        extra = field.json_schema_extra
        assert field.title, name
        assert field.description, name
        assert isinstance(extra, dict), name
        assert extra["tighter"] in ("lower", "higher", "on", "off", "listed", "none"), name


@pytest.mark.parametrize("rule", ALL_RULES)
def test_every_rule_is_a_sentence_to_a_trader_and_listens_to_something(rule: type[MoneyRule]) -> None:
    assert rule.__doc__
    assert rule.__doc__.endswith(".")
    assert rule.listens_to
