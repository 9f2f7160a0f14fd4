"""The command line as a process: exit codes, what is said where, and what is not even imported."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard import __version__
from riskguard.cli import demo
from riskguard.cli.parser import make_parser
from riskguard.cli.status import status_lines

HEAVY = ("PySide6", "project_x_py", "polars", "aiohttp", "qasync", "pandas", "numpy", "rich")
_LIST_IMPORTS = """
import sys
from riskguard.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
sys.stderr.write("\\n" + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def _run(program: list[str], arguments: tuple[str, ...], data_dir: Path | None) -> Said:
    home = {"XDG_DATA_HOME": str(data_dir)} if data_dir else {}
    done = subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env=os.environ | home,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def riskguard(*arguments: str, data_home: Path | None = None) -> Said:
    return _run(["-m", "riskguard"], arguments, data_home)


def imported_by(*arguments: str) -> set[str]:
    return set(_run(["-c", _LIST_IMPORTS], arguments, None).err.splitlines()[-1].split())


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- check-config


def test_a_good_file_is_fine_and_lists_its_rules(tmp_path: Path) -> None:
    path = write(
        tmp_path / "riskguard.toml", "[rules.max_contracts]\nlimit = 5\n[rules.daily_realized_loss]\nlimit = 500\n"
    )
    said = riskguard("check-config", str(path))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"{path} is fine: 2 rules on",
        "  max_contracts: limit = 5",
        "  daily_realized_loss: limit = 500",
    ]


def test_an_empty_file_is_fine_and_has_no_rule_on(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", "")
    said = riskguard("check-config", str(path))
    assert (said.code, said.out) == (
        0,
        f"{path} is fine: 0 rules on\n  no rule is on, so nothing would be protected\n",
    )


def test_every_problem_of_a_bad_file_is_a_line_on_stderr(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", "[rules.daily_realized_loss]\nlimit = -500\n\n[rules.max_contract]\n")
    said = riskguard("check-config", str(path))
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        f"{path}:2: rules.daily_realized_loss.limit was -500; "
        "give the amount as a positive number of dollars, e.g. 500",
        f"{path}:4: rules.max_contract is not known; did you mean max_contracts?",
    ]


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", "[schedule]\nreset_time = 5 PM\n")
    said = riskguard("check-config", str(path))
    assert said.code == 2
    assert said.err.startswith(f"{path}:2: is not valid TOML: ")


def test_a_file_that_is_missing_or_a_directory_is_told(tmp_path: Path) -> None:
    missing = riskguard("check-config", str(tmp_path / "none.toml"))
    assert (missing.code, missing.err) == (2, f"{tmp_path / 'none.toml'}: there is no such file\n")
    directory = riskguard("check-config", str(tmp_path))
    assert (directory.code, directory.err) == (2, f"{tmp_path}: cannot be read: it is a directory\n")


def test_without_a_file_the_usage_is_shown() -> None:
    said = riskguard("check-config")
    assert said.code == 2
    assert "FILE" in said.err


# --- the entry


def test_the_version_is_told() -> None:
    assert riskguard("--version") == Said(0, f"riskguard {__version__}\n", "")


def test_help_lists_the_commands() -> None:
    said = riskguard("--help")
    assert (said.code, said.err) == (0, "")
    for command in ("run", "demo", "status", "flatten", "check-config", "paper"):
        assert command in said.out


@pytest.mark.parametrize("command", ["run", "demo", "status", "flatten", "check-config", "paper"])
def test_every_command_explains_itself(command: str) -> None:
    said = riskguard(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"riskguard {command}" in said.out


@pytest.mark.parametrize("arguments", [("nonsense",), ("status", "--nonsense"), ("flatten", "--account", "Express")])
def test_what_is_not_understood_is_code_2_and_no_traceback(arguments: tuple[str, ...]) -> None:
    said = riskguard(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: riskguard")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [("--data-dir", "X", "demo"), ("demo", "--data-dir", "X")])
def test_the_demo_takes_a_data_directory_and_says_that_it_uses_none(arguments: tuple[str, ...]) -> None:
    assert demo.keeps_nothing(make_parser().parse_args(arguments).data_dir) == (
        "The demo keeps nothing: it plays with limits of its own, and X is left as it is.\n"
    )
    assert demo.keeps_nothing(make_parser().parse_args(["demo"]).data_dir) == ""


# --- status and flatten, with nothing running


def test_status_without_any_data_is_off(tmp_path: Path) -> None:
    said = riskguard("status", "--json", "--data-dir", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    assert (found["state"], found["protected"], found["accounts"]) == ("off", False, [])
    assert found["detail"] == f"RiskGuard has not run in {tmp_path} yet."
    assert list(tmp_path.iterdir()) == []


def test_status_for_people_is_words(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    said = riskguard("status", "--data-dir", str(nowhere))
    assert (said.code, said.err) == (0, "")
    assert said.out == f"off, not protected\nNot running: RiskGuard has not run in {nowhere} yet.\n"


def test_what_was_last_known_is_told_in_the_words_and_the_time_zone_of_the_trader() -> None:
    held = {"rule": "MANUAL", "kind": "hard", "cause": "Locked by you", "reason": "Asked for", "symbol": None}
    account = {"id": 7, "name": "P", "state": "off", "headline": "Not running", "positions": [], "realized": -12.5}
    account |= {"open": 3.25, "net": -9.25, "lockouts": [{**held, "until": "2027-01-05T21:00:00+00:00"}]}
    pending = [{"path": "a.b", "words": "A, b: 1 to 2, from Fri 5:00 PM ET on."}]
    found = {"state": "off", "protected": False, "headline": "", "detail": "", "at": "2026-11-20T15:00:00+00:00"}
    found |= {"timezone": "America/New_York", "accounts": [account], "pending": pending}
    assert status_lines(found, datetime(2026, 11, 20, 16, tzinfo=UTC)) == [
        "off, not protected",
        "Last known at Fri Nov 20, 10:00 AM ET:",
        "P (7): off. Not running",
        "  today −$9.25: realized −$12.50, open +$3.25",
        "  locked until Jan 5 4:00 PM ET. Locked by you: Asked for",
        "Pending:",
        "  A, b: 1 to 2, from Fri 5:00 PM ET on.",
    ]


def not_guarded(today: int, week: int, fills: int = 0) -> list[str]:
    """What is said of gaps of ten minutes each."""
    last: dict[str, object] = {
        "since": "2026-11-20T15:00:00+00:00",
        "until": "2026-11-20T15:10:00+00:00",
        "how": "killed",
    }
    last |= {"fills": fills, "realized": -60.0}
    off: dict[str, object] = {"last": last if week else None}
    off |= {name: {"count": n, "seconds": 600.0 * n} for name, n in (("today", today), ("week", week))}
    found = {"state": "armed", "protected": True, "at": "2026-11-20T16:00:00+00:00", "accounts": []}
    found |= {"timezone": "America/New_York", "guard_off": off}
    return status_lines(found, datetime(2026, 11, 20, 16, tzinfo=UTC))[1:]


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (not_guarded(0, 0), []),
        (not_guarded(0, 1), ["Not guarded this week: once, 10 min in all"]),
        (
            not_guarded(1, 1),
            [
                "Not guarded today: once, 10 min in all; last from 10:00:00 AM ET to 10:10:00 AM ET "
                "(ended without being closed)"
            ],
        ),
        (
            not_guarded(2, 5, fills=1),
            [
                "Not guarded today: 2 times, 20 min in all; last from 10:00:00 AM ET to 10:10:00 AM ET "
                "(ended without being closed), 1 fill and −$60.00 meanwhile",
                "Not guarded this week: 5 times, 50 min in all",
            ],
        ),
    ],
)
def test_when_nothing_was_guarded_is_counted_by_day_and_week(found: list[str], lines: list[str]) -> None:
    assert found == lines


def test_a_lockout_over_by_the_pcs_clock_only_is_said_to_last_until_the_gateway_has_told_the_time() -> None:
    held = {"rule": "MANUAL", "kind": "hard", "cause": "Locked by you", "reason": "Asked for", "symbol": None}
    held |= {"until": "2026-11-20T15:00:00+00:00", "standing": True}  # type: ignore[dict-item]
    account = {"id": 7, "name": "P", "state": "off", "headline": "Not running", "positions": [], "realized": 0.0}
    account |= {"open": 0.0, "net": 0.0, "lockouts": [held]}
    found = {"state": "off", "protected": False, "timezone": "America/New_York", "accounts": [account]}
    lines = status_lines(found, datetime(2026, 11, 20, 16, tzinfo=UTC))
    words = "locked until 10:00 AM ET, by the gateway's time as soon as that is known. Locked by you: Asked for"
    assert lines[-1] == f"  {words}"


@pytest.mark.parametrize("before", [True, False])
def test_the_data_directory_may_stand_before_or_after_the_command(tmp_path: Path, before: bool) -> None:
    where = ("--data-dir", str(tmp_path / "here"))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "riskguard.db").write_bytes(b"no database" * 100)
    said = riskguard(*where, "status") if before else riskguard("status", *where)
    assert said.code == 2
    assert said.err.startswith(f"riskguard status: {tmp_path / 'here' / 'riskguard.db'} cannot be read")


@pytest.mark.skipif(sys.platform != "linux", reason="the default place is another one there")
def test_the_default_place_is_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "riskguard").mkdir()
    (tmp_path / "riskguard" / "riskguard.db").write_bytes(b"no database" * 100)
    assert riskguard("status", data_home=tmp_path).code == 2


def test_flatten_says_when_nothing_runs_and_what_to_do(tmp_path: Path) -> None:
    said = riskguard("flatten", "--data-dir", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "RiskGuard does not run on" in said.err
    assert "your platform's flatten button" in said.err


# --- what it costs to ask


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("status", "--data-dir", "/nowhere"), ("status", "--help")]
)
def test_looking_something_up_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not imported_by(*arguments) & set(HEAVY)


def test_checking_a_file_imports_nothing_heavy(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", "[rules.max_contracts]\nlimit = 5\n")
    assert not imported_by("check-config", str(path)) & {*HEAVY, "peewee"}


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_the_version_and_the_help_import_not_even_the_rules(arguments: tuple[str, ...]) -> None:
    assert not imported_by(*arguments) & {"pydantic", "peewee"}
