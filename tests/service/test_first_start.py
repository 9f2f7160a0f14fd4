"""What the first start's window asks for: the file as it is written at the end, and what practice would do at once."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.presets import load_preset
from riskguard.config.settings import Settings
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.presets import fill
from riskguard.domain.money import usd
from riskguard.engine.preview import consequences
from riskguard.service.credentials import Credentials
from riskguard.service.first_start import Starter
from riskguard.service.password import AdminPassword
from riskguard.service.play_money import untouched
from riskguard.service.setup import Setup
from tests.desktop.settings_port import MemoryAutostart, PlainHasher
from tests.fakes.vault import MemoryKeyring

SUNDAY_NOON = datetime(2026, 11, 22, 18, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
COMBINE = "topstep-50k"


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    def password(place: Path) -> AdminPassword:
        return AdminPassword(place, lambda: SUNDAY_NOON, PlainHasher)

    credentials = Credentials(tmp_path, MemoryKeyring, limit_s=0.5)
    return Starter(Setup(tmp_path, credentials, password, MemoryAutostart()))


def filled(**figures: object) -> Draft:
    draft = Draft(Settings())
    fill(draft, COMBINE, {f"rules.max_drawdown.{name}": value for name, value in figures.items()})
    return draft


@pytest.mark.parametrize("table", sorted(load_preset(COMBINE).on))
def test_a_rule_of_a_preset_that_is_switched_off_again_is_off_in_the_file(starter: Starter, table: str) -> None:
    draft = filled(high_balance=50_000)
    draft.put_away(f"rules.{table}")
    written = starter.text("live", COMBINE, draft.values())
    on = {name for name, rule in parse_settings(written).rules.items() if rule.enabled}
    assert on == set(load_preset(COMBINE).on) - {table}


def test_a_figure_nobody_gave_is_not_asked_for_with_its_rule_switched_off(starter: Starter) -> None:
    draft = filled()
    draft.put_away("rules.max_drawdown")
    written = tomllib.loads(starter.text("live", COMBINE, draft.values()))
    assert written["rules"]["max_drawdown"]["enabled"] is False


def test_practice_accounts_are_locked_at_once_outside_the_hours_of_a_preset() -> None:
    wanted = filled(high_balance=50_000).check().wanted
    assert wanted is not None
    found = consequences(untouched(SUNDAY_NOON), wanted, SUNDAY_NOON, first=True)
    assert [one.rules for one in found] == [("RULE-009",), ("RULE-009",)]
    assert consequences(untouched(MONDAY_NOON), wanted, MONDAY_NOON, first=True) == []


def test_practice_before_anything_is_traded_is_two_flat_accounts_with_their_balance(starter: Starter) -> None:
    books = [account.book for account in untouched(SUNDAY_NOON).accounts.values()]
    assert [(book.name, book.balance, book.positions) for book in books] == [
        ("PRAC-50K-1", usd("50000"), {}),
        ("PRAC-50K-2", usd("50000"), {}),
    ]
    assert list(starter.names().values()) == ["PRAC-50K-1", "PRAC-50K-2"]


def test_what_practice_would_do_is_told_by_its_balance(starter: Starter) -> None:
    wanted = parse_settings("[rules.max_drawdown]\nstart_balance = 150000\nhigh_balance = 150000\nmax_loss = 4500\n")
    found = starter.consequences(wanted)
    assert found is not None and {one.account_id for one in found} == set(starter.names())
