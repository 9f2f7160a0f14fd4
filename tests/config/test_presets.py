"""Presets: every number where it belongs, with its source and date; what is not verified is off."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskguard.config.advice import advice
from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.config.preset_edits import Applying, PresetNotUsableError, applied
from riskguard.config.presets import (
    NOT_RELIED_ON,
    UnknownPresetError,
    load_preset,
    parse_preset,
    preset_names,
)
from riskguard.config.resources import resource
from riskguard.domain.sessions import Window
from riskguard.rules import SessionHours
from riskguard.rules.windows import as_windows

COMBINES = ("topstep-50k", "topstep-100k", "topstep-150k")
FUNDED = ("topstep-xfa-50k", "topstep-xfa-100k", "topstep-xfa-150k")
OWN = ("calm", "observe")
FILE = Path("riskguard.toml")
HIGH = {"rules.max_drawdown.high_balance": 51_200}

HEADER = '[preset]\nname = "x"\ntitle = "X"\nabout = "x"\n'
FIRM = HEADER + 'firm = "X"\n[[preset.sources]]\nname = "page"\ntitle = "P"\nread = 2026-11-22\n'
SURE = FIRM + '[[preset.numbers]]\nrule = "max_contracts"\nwords = "5"\nconfidence = "primary"\nsources = ["page"]\n'


def values(name: str, table: str) -> dict[str, Any]:
    return dict(load_preset(name).tables[table])


def put(text: str, name: str, **how: Any) -> dict[str, Any]:
    """The rule tables after a preset was applied."""
    rules = tomllib.loads(applied(text, load_preset(name), Applying(**how), FILE).text)["rules"]
    assert isinstance(rules, dict)
    return rules


# --- what comes with the program


def test_the_presets_are_these_in_natural_order() -> None:
    assert preset_names() == (*OWN, *COMBINES, *FUNDED)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_a_valid_settings_file_without_contradictions(name: str) -> None:
    preset = load_preset(name)
    settings = parse_settings("".join(preset.blocks.values()))
    assert preset.header.name == name
    assert set(settings.rules) == set(preset.tables) == set(preset.blocks)
    assert {rule.table for rule in settings.active_rules} == set(preset.on)
    assert [one.path for one in advice(settings)] == (["rules"] if name == "observe" else [])


@pytest.mark.parametrize("name", [*COMBINES, *FUNDED])
def test_every_number_of_a_firm_has_sources_with_dates_or_is_said_to_be_unverified(name: str) -> None:
    header = load_preset(name).header
    assert header.firm == "Topstep"
    assert {source.read for source in header.sources} == {date(2026, 11, 22)}
    for number in header.numbers:
        assert number.sources or number.confidence in ("own", "unverified"), number
    named = {source for number in header.numbers for source in number.sources}
    assert named == {source.name for source in header.sources}


@pytest.mark.parametrize("name", [*COMBINES, *FUNDED])
def test_rules_with_numbers_that_are_not_verified_are_off(name: str) -> None:
    preset = load_preset(name)
    doubtful = {number.rule for number in preset.header.numbers if number.confidence in NOT_RELIED_ON} - {""}
    assert doubtful
    assert not doubtful & set(preset.on)
    for table in doubtful:
        assert values(name, table)["enabled"] is False
        assert "# Off as the preset comes: " in preset.blocks[table]


@pytest.mark.parametrize(
    ("name", "contracts", "start", "loss", "daily"),
    [
        ("topstep-50k", 5, 50_000, 2_000, 1_000),
        ("topstep-100k", 10, 100_000, 3_000, 2_000),
        ("topstep-150k", 15, 150_000, 4_500, 3_000),
    ],
)
def test_the_numbers_of_the_combines(name: str, contracts: int, start: int, loss: int, daily: int) -> None:
    assert values(name, "max_contracts") == {"limit": contracts, "count": "gross", "micro_ratio": 10}
    assert values(name, "daily_net_loss") == {"enabled": False, "limit": daily}
    drawdown = values(name, "max_drawdown")
    assert (drawdown["start_balance"], drawdown["max_loss"], drawdown["trail"]) == (start, loss, "eod")
    assert 0 < drawdown["buffer"] <= loss / 10
    assert [ask.path for ask in load_preset(name).header.asks] == ["rules.max_drawdown.high_balance"]


@pytest.mark.parametrize(
    ("name", "contracts", "on", "loss", "daily"),
    [
        ("topstep-xfa-50k", 2, True, 2_000, 1_000),
        ("topstep-xfa-100k", 3, False, 3_000, 2_000),
        ("topstep-xfa-150k", 3, False, 4_500, 3_000),
    ],
)
def test_of_the_funded_accounts_only_what_is_known_is_on(
    name: str, contracts: int, on: bool, loss: int, daily: int
) -> None:
    assert values(name, "max_contracts")["limit"] == contracts
    assert set(load_preset(name).on) == {"session_hours", *(("max_contracts",) if on else ())}
    drawdown = values(name, "max_drawdown")
    assert (drawdown["start_balance"], drawdown["max_loss"], drawdown["enabled"]) == (0, loss, False)
    assert values(name, "daily_net_loss") == {"enabled": False, "limit": daily}
    asked = [ask.path for ask in load_preset(name).header.asks]
    assert asked == ["rules.max_drawdown.start_balance", "rules.max_drawdown.high_balance"]


@pytest.mark.parametrize("name", [*COMBINES, *FUNDED])
def test_the_account_is_flat_before_the_firm_flattens_it(name: str) -> None:
    hours = SessionHours.model_validate(values(name, "session_hours"))
    (window,) = as_windows(hours.windows)
    assert isinstance(window, Window)
    assert (sorted(window.days), f"{window.start:%H:%M}", f"{window.end:%H:%M}") == ([0, 1, 2, 3, 6], "17:00", "15:10")
    assert (hours.timezone, hours.flatten_before, hours.no_entries_before) == ("America/Chicago", 180, 300)
    blocks = values(name, "symbol_blocks")
    assert blocks == {"enabled": False, "blocked": ["ZC", "ZW", "ZS", "ZM", "ZL", "HE", "LE"]}


@pytest.mark.parametrize("name", OWN)
def test_our_own_presets_need_no_source_and_leave_nothing_off(name: str) -> None:
    preset = load_preset(name)
    assert (preset.header.firm, preset.header.numbers, preset.header.sources) == ("", (), ())
    assert set(preset.on) == set(preset.tables)


def test_the_first_week_only_observes() -> None:
    modes = {table: given.get("mode") for table, given in load_preset("observe").tables.items()}
    assert set(modes.values()) == {"observe"}
    assert len(modes) == 18


def test_no_number_of_a_combine_is_taken_for_a_days_target() -> None:
    for name in COMBINES:
        assert not {"daily_realized_profit", "max_unrealized_profit"} & set(load_preset(name).tables)


# --- files that are wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SURE + "[rules.max_contracts]\nlimit = -1\n", "16: rules.max_contracts.limit was -1; give a number of at"),
        (
            SURE + "[rules.max_contract]\nlimit = 5\n",
            "15: rules.max_contract is not known; did you mean max_contracts?",
        ),
        (SURE + "[rules.max_contracts]\nlimit = \n", "16: is not valid TOML: "),
        (HEADER + "limit = \n", "5: is not valid TOML: "),
        (HEADER + "fir = 5\n[rules.max_contracts]\nlimit = 5\n", "5: preset.fir cannot be used: "),
        ("[rules.max_contracts]\nlimit = 5\n", "1: preset cannot be used: "),
        (
            SURE.replace("primary", "certain") + "[rules.max_contracts]\nlimit = 5\n",
            "10: preset.numbers.confidence cannot be used: ",
        ),
        (
            FIRM + "[rules.max_contracts]\nlimit = 5\n",
            "10: rules.max_contracts has no entry in preset.numbers; say where its numbers come from",
        ),
        (
            SURE.replace('["page"]', '["elsewhere"]') + "[rules.max_contracts]\nlimit = 5\n",
            "15: rules.max_contracts names the source elsewhere, which is not among preset.sources",
        ),
        (
            SURE.replace("primary", "unverified") + "[rules.max_contracts]\nlimit = 5\n",
            "15: rules.max_contracts has numbers that are not verified; write enabled = false",
        ),
        (
            SURE.replace("primary", "old") + "[rules.max_contracts]\nlimit = 5\nenabled = true\n",
            "15: rules.max_contracts has numbers that are not verified; write enabled = false",
        ),
    ],
)
def test_a_broken_preset_is_told_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(SettingsFileError) as caught:
        parse_preset(text, "mine.toml")
    assert str(caught.value).startswith(f"mine.toml:{said}")


@pytest.mark.parametrize("confidence", ["unverified", "old"])
def test_numbers_that_are_not_verified_may_stand_in_a_rule_that_is_off(confidence: str) -> None:
    text = SURE.replace("primary", confidence) + "[rules.max_contracts]\nlimit = 5\nenabled = false\n"
    assert parse_preset(text, "mine.toml").on == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("topstep-50", "did you mean topstep-50k?"), ("Calm", "did you mean calm?"), ("zzz", "there is calm, observe, ")],
)
def test_an_unknown_name_is_answered_with_what_might_be_meant(name: str, hint: str) -> None:
    with pytest.raises(UnknownPresetError, match="is no preset; ") as caught:
        load_preset(name)
    assert hint in str(caught.value)


def test_every_file_in_the_folder_is_a_preset_of_its_own_name() -> None:
    files = sorted(path.name for path in resource("presets").iterdir())
    assert files == sorted(f"{load_preset(name).header.name}.toml" for name in preset_names())


# --- into a settings file


def test_a_first_file_gets_the_tables_with_their_comments() -> None:
    done = applied("", load_preset("topstep-50k"), Applying(HIGH), FILE)
    preset = load_preset("topstep-50k")
    assert done.text.startswith(preset.blocks["max_contracts"])
    assert preset.blocks["daily_net_loss"] in done.text
    assert (done.on, done.off, done.left) == (preset.on, ("daily_net_loss", "symbol_blocks"), ())
    assert parse_settings(done.text).rules["max_drawdown"].high_balance == 51_200


def test_values_of_the_same_name_are_replaced_and_all_else_stays() -> None:
    text = "# mine\n[rules.max_contracts]\nlimit = 3  # few\nwarn_at = [0.9]\n\n[rules.weekly_loss]\nlimit = 900\n"
    done = applied(text, load_preset("topstep-50k"), Applying(HIGH), FILE)
    assert done.text.startswith("# mine\n[rules.max_contracts]\nlimit = 5  # few\nwarn_at = [0.9]\n")
    assert "[rules.weekly_loss]\nlimit = 900\n" in done.text
    rules = tomllib.loads(done.text)["rules"]
    assert rules["max_contracts"] == {"limit": 5, "warn_at": [0.9], "count": "gross", "micro_ratio": 10}


def test_a_rule_the_preset_leaves_off_never_touches_the_users_own() -> None:
    text = "[rules.daily_net_loss]\nlimit = 300\n"
    done = applied(text, load_preset("topstep-50k"), Applying(HIGH), FILE)
    assert tomllib.loads(done.text)["rules"]["daily_net_loss"] == {"limit": 300}
    assert done.left == ("daily_net_loss",)


def test_a_rule_the_user_had_switched_off_is_switched_on() -> None:
    assert put("[rules.max_contracts]\nlimit = 5\nenabled = false\n", "calm")["max_contracts"]["enabled"] is True


def test_one_account_is_written_into_every_table() -> None:
    rules = put("", "topstep-50k", figures=HIGH, account=4471)
    assert {tuple(table["accounts"]) for table in rules.values()} == {(4471,)}


@pytest.mark.parametrize("text", ["", "rules = { weekly_loss = { limit = 900 } }\n", "rules.weekly_loss.limit = 900\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_however_the_file_is_written_the_outcome_is_the_same(text: str, end: str) -> None:
    text = text.replace("\n", end)
    after = put(text, "calm")
    expected = dict(load_preset("calm").tables)
    assert after == expected
    assert put(applied(text, load_preset("calm"), Applying(), FILE).text, "calm") == expected


def test_applying_again_changes_nothing() -> None:
    preset = load_preset("topstep-50k")
    once = applied("# mine\n", preset, Applying(HIGH), FILE).text
    assert applied(once, preset, Applying(), FILE).text == once


# --- figures only the user knows


def test_a_combine_needs_its_high_balance() -> None:
    with pytest.raises(PresetNotUsableError, match=r"max_drawdown needs --high-balance DOLLARS: the highest balance"):
        put("", "topstep-50k")


def test_a_figure_of_another_account_is_not_taken() -> None:
    text = applied("", load_preset("topstep-50k"), Applying(HIGH), FILE).text
    with pytest.raises(PresetNotUsableError, match="max_drawdown needs --high-balance DOLLARS"):
        put(text, "topstep-100k")
    with pytest.raises(PresetNotUsableError, match="max_drawdown needs --high-balance DOLLARS"):
        put(text, "topstep-xfa-50k", on=frozenset({"max_drawdown"}), figures={"rules.max_drawdown.start_balance": 0})


def test_a_funded_account_takes_no_figures_while_its_rule_is_off() -> None:
    assert put("", "topstep-xfa-50k")["max_drawdown"]["enabled"] is False
    with pytest.raises(PresetNotUsableError, match="leaves it off; add --on max_drawdown"):
        put("", "topstep-xfa-50k", figures=HIGH)


@pytest.mark.parametrize("given", ["start_balance", "high_balance"])
def test_a_funded_account_needs_both_balances_and_none_is_guessed(given: str) -> None:
    with pytest.raises(PresetNotUsableError, match="max_drawdown needs --"):
        put("", "topstep-xfa-50k", on=frozenset({"max_drawdown"}), figures={f"rules.max_drawdown.{given}": 0})


def test_a_funded_account_that_began_at_zero_is_guarded_once_asked_for() -> None:
    figures = {"rules.max_drawdown.start_balance": 0, "rules.max_drawdown.high_balance": 0}
    drawdown = put("", "topstep-xfa-50k", on=frozenset({"max_drawdown"}), figures=figures)["max_drawdown"]
    assert drawdown == {
        "enabled": True,
        "start_balance": 0,
        "high_balance": 0,
        "max_loss": 2_000,
        "buffer": 100,
        "trail": "eod",
    }


def test_what_a_preset_does_not_have_is_told() -> None:
    with pytest.raises(PresetNotUsableError, match="calm does not have it"):
        put("", "calm", figures=HIGH)
    with pytest.raises(PresetNotUsableError, match="calm has no max_drawdown; its rules are max_contracts, "):
        put("", "calm", on=frozenset({"max_drawdown"}))


def test_a_file_that_is_wrong_already_is_told_with_its_line() -> None:
    with pytest.raises(SettingsFileError, match=r"riskguard\.toml:2: rules\.max_contracts\.limit was -1"):
        put("[rules.max_contracts]\nlimit = -1\n", "calm")
