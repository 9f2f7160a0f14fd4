from pathlib import Path

import pytest

from riskguard.config.file import FILE_NAME, read_settings
from riskguard.service.practice import EXAMPLE, seed

LIVE = """
[accounts]
guard = [4471]

[rules.daily_net_loss]
limit = 450
accounts = [4471]

[rules.max_contracts_per_instrument]
limits = { NQ = 2 }

[rules.weekly_loss]
enabled = false
limit = 900

[appearance]
theme = "dark"
"""


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path


def practice(live: Path) -> Path:
    seed(live, live / "practice")
    return live / "practice" / FILE_NAME


def test_ones_own_limits_are_taken_over_for_every_account(live: Path) -> None:
    (live / FILE_NAME).write_text(LIVE, encoding="utf-8")
    found = read_settings(practice(live))
    rules = {rule.table: rule for rule in found.active_rules}
    assert sorted(found.rules) == ["daily_net_loss", "max_contracts_per_instrument", "weekly_loss"]
    assert sorted(rules) == ["daily_net_loss", "max_contracts_per_instrument"]
    assert rules["daily_net_loss"].accounts == "all"
    assert found.rules["daily_net_loss"].model_dump()["limit"] == 450
    assert found.accounts.guard == "all"


@pytest.mark.parametrize(
    "text", [None, "", "[appearance]\nlockout_strict = true\n", "[rules.nonsense]\n", "no toml at all"]
)
def test_without_limits_of_ones_own_there_are_a_few_to_try_out(live: Path, text: str | None) -> None:
    if text is not None:
        (live / FILE_NAME).write_text(text, encoding="utf-8")
    path = practice(live)
    assert path.read_text(encoding="utf-8") == EXAMPLE
    assert len(read_settings(path).active_rules) == 3


def test_settings_that_practice_has_already_stay(live: Path) -> None:
    path = practice(live)
    path.write_text("[rules.max_contracts]\nlimit = 1\n", encoding="utf-8")
    (live / FILE_NAME).write_text(LIVE, encoding="utf-8")
    assert list(read_settings(practice(live)).rules) == ["max_contracts"]


LOOKS = """
[appearance]
theme = "dark"
language = "de"
text_size = "130"
lockout_strict = true
"""


@pytest.mark.parametrize("rules", ["", "[rules.max_contracts]\nlimit = 2\n"])
def test_practice_looks_as_the_live_guard_does(live: Path, rules: str) -> None:
    (live / FILE_NAME).write_text(rules + LOOKS, encoding="utf-8")
    found = read_settings(practice(live))
    assert found.appearance == {"theme": "dark", "language": "de", "text_size": "130"}
    assert len(found.active_rules) == (1 if rules else 3)


def test_a_practice_that_is_there_already_takes_over_the_looks_it_does_not_name(live: Path) -> None:
    path = practice(live)
    path.write_text('# Mine.\n[rules.max_contracts]\nlimit = 1\n[appearance]\ntheme = "light"\n', encoding="utf-8")
    (live / FILE_NAME).write_text(LOOKS, encoding="utf-8")
    found = read_settings(practice(live))
    assert found.appearance == {"theme": "light", "language": "de", "text_size": "130"}
    assert path.read_text(encoding="utf-8").startswith("# Mine.\n[rules.max_contracts]\nlimit = 1\n")


def test_a_practice_file_that_cannot_be_read_stays_as_it_is(live: Path) -> None:
    path = practice(live)
    path.write_text("[rules.nonsense]\n", encoding="utf-8")
    (live / FILE_NAME).write_text(LOOKS, encoding="utf-8")
    assert practice(live).read_text(encoding="utf-8") == "[rules.nonsense]\n"
