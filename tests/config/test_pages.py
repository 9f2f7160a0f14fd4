"""Docs pages: one a rule, as its model gives it now, with an example that can be used as it stands."""

import tomllib
from pathlib import Path

import pytest

from riskguard.config.file import named, parse_settings
from riskguard.config.pages import file_name, index, page
from riskguard.config.write_pages import FOLDER, pages, write
from riskguard.rules import (
    ALL_RULES,
    CooldownAfterLoss,
    DailyNetLoss,
    MaxContracts,
    Rule,
    SessionHours,
    StopFailed,
    TradeManagement,
)

EACH = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.rule_id)
NEWS = "time,title,impact\n2026-12-04T07:30:00-06:00,Payrolls,high\n"


def row(rule: type[Rule], field: str) -> list[str]:
    """The cells of one setting."""
    (line,) = (line for line in page(rule).splitlines() if line.startswith(f"| `{field}` |"))
    return [cell.strip() for cell in line.strip("|").split(" | ")]


# --- the pages as they are written


def test_the_folder_holds_the_pages_of_all_rules_as_they_are_now_and_nothing_else() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == pages(), "write them again: python -m riskguard.config.write_pages"


def test_writing_takes_away_pages_of_rules_that_are_gone(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "rules"
    write(folder)
    (folder / "rule-099-gone.md").write_text("old", encoding="utf-8")
    (folder / file_name(MaxContracts)).write_text("old", encoding="utf-8")
    write(folder)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == pages()


@EACH
def test_the_list_of_pages_links_to_every_rule(rule: type[Rule]) -> None:
    assert f"| [{rule.rule_id}]({file_name(rule)}) | `{rule.table}` | " in index()


# --- what a page says


@EACH
def test_every_setting_has_one_row_and_every_row_is_whole(rule: type[Rule]) -> None:
    rows = [line for line in page(rule).splitlines() if line.startswith("| `")]
    assert sorted(line.split("`")[1] for line in rows) == sorted(named(rule))
    for line in rows:
        cells = line.strip("|").split(" | ")
        assert len(cells) == 5, line
        assert all(cell.strip() for cell in cells), line


@EACH
def test_a_page_says_what_happens_and_what_is_said(rule: type[Rule]) -> None:
    text = " ".join(page(rule).split())
    assert text.startswith(f"# {rule.rule_id}: {rule.title} ")
    assert " ".join(rule.example.story.split()) in text
    if rule is TradeManagement:
        assert "On a breach" not in text
    else:
        assert f"**On a breach:** {rule.consequence.format(reset='the reset')}." in text
        assert f"“{rule.breach_title}.”" in text


@pytest.mark.parametrize(
    ("rule", "field", "kind", "default", "tighter"),
    [
        (MaxContracts, "limit", "whole number from 0 up to 100,000", "must be given", "lower"),
        (MaxContracts, "count", '`"gross"` or `"net"`', '`"gross"`', "`gross` than `net`"),
        (MaxContracts, "accounts", '`"all"` or list of whole numbers', '`"all"`', "what forbids more"),
        (MaxContracts, "warn_at", "list of numbers above 0 up to 1", "`[0.5, 0.8]`", "decides nothing"),
        (DailyNetLoss, "limit", "amount", "must be given", "lower"),
        (DailyNetLoss, "trailing", "`true` or `false`", "`false`", "`true`"),
        (DailyNetLoss, "reduce_only_at", "number above 0 up to 1", "none", "lower"),
        (
            CooldownAfterLoss,
            "tiers",
            "list of tables with `loss` and `seconds`",
            "`[{ loss = 100, seconds = 300 }, { loss = 200, seconds = 900 }, { loss = 300, seconds = 1800 }]`",
            "what forbids more",
        ),
        (CooldownAfterLoss, "basis", '`"round_trip"` or `"fill"`', '`"round_trip"`', "every change is looser"),
        (
            SessionHours,
            "windows",
            "list of tables with `days`, `start` and `end`",
            "must be given",
            "what forbids more",
        ),
        (
            SessionHours,
            "overrides",
            "table of `name =` list of tables with `days`, `start` and `end`",
            "`{}`",
            "what forbids more",
        ),
        (StopFailed, "for", "number from 0 up to 2,678,400", "`2`", "lower"),
        (TradeManagement, "enabled", "`true` or `false`", "`true`", "decides nothing"),
    ],
)
def test_a_setting_is_told_in_words(rule: type[Rule], field: str, kind: str, default: str, tighter: str) -> None:
    assert row(rule, field)[2:] == [kind, default, tighter]


def test_what_must_be_given_comes_first() -> None:
    rows = [line for line in page(DailyNetLoss).splitlines() if line.startswith("| `")]
    assert rows[0].startswith("| `limit` |")


# --- examples and words


@EACH
def test_an_example_can_be_used_as_it_stands(rule: type[Rule], tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(NEWS, encoding="utf-8")
    text = f"[rules.{rule.table}]\n{rule.example.settings}\n"
    settings = parse_settings(text, "riskguard.toml", tmp_path)
    given = tomllib.loads(text)["rules"][rule.table]
    assert settings.rules[rule.table].model_fields_set >= {"for_s" if name == "for" else name for name in given}


@EACH
def test_words_are_calm_and_whole(rule: type[Rule]) -> None:
    words = [rule.title, rule.breach_title, rule.consequence, rule.example.story, rule.__doc__ or ""]
    words += [f"{field.title} {field.description}" for field in rule.model_fields.values()]
    assert all(one.strip() for one in words)
    assert not any("!" in one for one in words)
    assert (rule.__doc__ or "").strip().endswith(".")
    assert rule.example.story.endswith(".")
    assert not rule.breach_title.endswith(".")
    assert not rule.consequence.endswith(".")
    assert rule.consequence.format(reset="5:00 PM CT")
