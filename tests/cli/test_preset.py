"""`riskguard preset` while nothing runs: what is listed, shown, written and refused."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from riskguard.config.presets import load_preset, preset_names

OFF = "RiskGuard does not run here. The file asks for this now; it is taken as a request at the next start."


def preset(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "riskguard", "preset", *arguments]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8")


def apply(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return preset("apply", *arguments, "--data-dir", str(tmp_path))


def rules(tmp_path: Path) -> dict[str, Any]:
    found = tomllib.loads((tmp_path / "riskguard.toml").read_text(encoding="utf-8"))["rules"]
    assert isinstance(found, dict)
    return found


def test_every_preset_is_listed_with_how_much_of_it_is_on() -> None:
    done = preset("list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(preset_names())
    assert "topstep-50k       Topstep 50K Combine: 3 rules on, 2 off" in lines
    assert "topstep-xfa-100k  Topstep 100K Express Funded: 1 rule on, 4 off" in lines
    assert "calm              Calm: 13 rules on" in lines


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_shown_with_every_number_and_all_it_writes(name: str) -> None:
    done = preset("show", name)
    assert (done.returncode, done.stderr) == (0, "")
    shown = load_preset(name)
    for number in shown.header.numbers:
        assert number.words in done.stdout
    for block in shown.blocks.values():
        assert block in done.stdout


def test_where_a_number_comes_from_and_how_sure_it_is_are_told() -> None:
    lines = preset("show", "topstep-50k").stdout.splitlines()
    at = lines.index("max_contracts, on:")
    assert lines[at + 1] == (
        "  5 minis or 50 micros. Read on the firm's own page: Contract limits, "
        "help.topstepx.com/settings/risk-settings/contract-limits (read 2026-11-22)."
    )
    assert lines[lines.index("daily_net_loss, off:") + 1].startswith("  $1,000, ")
    assert "Asked for:" in lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "topstep-50"), "topstep-50 is no preset; did you mean topstep-50k?"),
        (("show", "zzz"), "zzz is no preset; there is calm, observe, topstep-50k"),
        (("apply", "observ"), "observ is no preset; did you mean observe?"),
        (("apply", "calm", "--on", "max_drawdown"), "calm has no max_drawdown; its rules are max_contracts"),
        (
            ("apply", "topstep-50k"),
            "max_drawdown needs --high-balance DOLLARS: the highest balance at the end of a day",
        ),
        (("apply", "topstep-xfa-50k", "--high-balance", "0"), "high_balance is a figure of max_drawdown, and "),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = preset(*arguments) if arguments[0] == "show" else apply(tmp_path, *arguments[1:])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"riskguard preset: {said}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("amount", ["-1", "much", "nan", "inf", ""])
def test_an_amount_that_is_none_is_refused(tmp_path: Path, amount: str) -> None:
    done = apply(tmp_path, "topstep-50k", f"--high-balance={amount}")
    assert done.returncode == 2
    assert "is no amount; give dollars, e.g. 51200.50" in done.stderr


def test_a_preset_begins_a_file_where_there_is_none(tmp_path: Path) -> None:
    done = apply(tmp_path / "new", "topstep-50k", "--high-balance", "51,200.50")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:4] == [
        "Topstep 50K Combine is in the settings file: max_contracts, max_drawdown, session_hours.",
        "Written but off: daily_net_loss, symbol_blocks. `riskguard preset show topstep-50k` says why.",
        OFF,
        "max_drawdown takes these balances for all guarded accounts; give --account ID where they differ.",
    ]
    assert rules(tmp_path / "new")["max_drawdown"]["high_balance"] == 51200.5


def test_the_users_comments_and_other_tables_stay(tmp_path: Path) -> None:
    file = tmp_path / "riskguard.toml"
    file.write_text("# mine\n[rules.max_contracts]\nlimit = 9  # hm\n[rules.weekly_loss]\nlimit = 900\n", "utf-8")
    done = apply(tmp_path, "topstep-50k", "--high-balance", "50000", "--account", "4471")
    assert (done.returncode, "give --account" in done.stdout) == (0, False)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# mine\n[rules.max_contracts]\nlimit = 5  # hm\n")
    assert rules(tmp_path)["weekly_loss"] == {"limit": 900}
    assert rules(tmp_path)["max_contracts"]["accounts"] == [4471]


def test_what_is_off_in_the_preset_and_the_users_already_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / "riskguard.toml").write_text("[rules.daily_net_loss]\nlimit = 300\n", encoding="utf-8")
    done = apply(tmp_path, "topstep-xfa-50k")
    assert "Off in the preset and yours already, left as they are: daily_net_loss.\n" in done.stdout
    assert rules(tmp_path)["daily_net_loss"] == {"limit": 300}


def test_a_file_that_is_wrong_is_told_with_its_line_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "riskguard.toml"
    file.write_text("[rules.max_contracts]\nlimit = -1\n", encoding="utf-8")
    done = apply(tmp_path, "calm")
    assert (done.returncode, f"{file}:2: rules.max_contracts.limit was -1" in done.stderr) == (2, True)
    assert file.read_text(encoding="utf-8") == "[rules.max_contracts]\nlimit = -1\n"


def test_a_file_with_a_list_of_news_beside_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text("time,title,impact\n2026-12-04T07:30:00-06:00,Payrolls,high\n", encoding="utf-8")
    (tmp_path / "riskguard.toml").write_text('[rules.news_blackout]\nfile = "news.csv"\n', encoding="utf-8")
    done = apply(tmp_path, "calm")
    assert (done.returncode, done.stderr) == (0, "")
    assert rules(tmp_path)["news_blackout"] == {"file": "news.csv"}


def test_rules_that_only_observe_are_told_when_a_preset_leaves_them_so(tmp_path: Path) -> None:
    assert apply(tmp_path, "observe").returncode == 0
    said = apply(tmp_path, "topstep-50k", "--high-balance", "50000").stdout
    assert 'Still only observing, as your file has it: max_contracts, session_hours. To act: mode = "enforce".' in said
    assert rules(tmp_path)["max_contracts"]["mode"] == "observe"
    assert "only observing" not in apply(tmp_path, "observe").stdout
