"""`riskguard settings` while nothing runs: what is asked for goes into the file, what cannot be is said."""

from pathlib import Path

import pytest

from tests.cli.test_commands import Said, imported_by, riskguard, write

LOSS = "[rules.daily_realized_loss]\nlimit = 500  # dollars\n"


def settings(folder: Path, *arguments: str) -> Said:
    return riskguard("--data-dir", str(folder), "settings", *arguments)


def test_a_first_value_begins_the_file(tmp_path: Path) -> None:
    said = settings(tmp_path, "set", "rules.max_contracts.limit=5", "rules.max_contracts.count=net")
    assert (said.code, said.err) == (0, "")
    assert "taken as a request at the next start" in said.out
    assert (tmp_path / "riskguard.toml").read_text() == '[rules.max_contracts]\nlimit = 5\ncount = "net"\n'


@pytest.mark.parametrize(
    ("value", "line"),
    [("400", "limit = 400  # dollars"), ("400.50", "limit = 400.50  # dollars")],
)
def test_a_value_changes_its_line_and_keeps_the_comment(tmp_path: Path, value: str, line: str) -> None:
    path = write(tmp_path / "riskguard.toml", LOSS)
    assert settings(tmp_path, "set", f"rules.daily_realized_loss.limit={value}").code == 0
    assert path.read_text().replace("400.5 ", "400.50 ") == LOSS.replace("limit = 500  # dollars", line)


def test_nothing_after_the_sign_takes_a_setting_away(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", LOSS + "reduce_only_at = 0.5\n")
    assert settings(tmp_path, "set", "rules.daily_realized_loss.reduce_only_at=").code == 0
    assert path.read_text() == LOSS


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "nonsense"), "nonsense is no change; give PATH=VALUE"),
        (("set", "rules.daily_realized_loss.limit=-4"), ":2: rules.daily_realized_loss.limit was -4"),
        (("set", "rules.daily_realised_loss.limit=4"), "did you mean daily_realized_loss?"),
        (("withdraw", "all"), "no settings are in force"),
        ((), "no settings are in force"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    path = write(tmp_path / "riskguard.toml", LOSS)
    said = settings(tmp_path, *arguments)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert path.read_text() == LOSS


def test_a_file_that_is_broken_is_not_edited(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", "[rules\n")
    said = settings(tmp_path, "set", "rules.max_contracts.limit=5")
    assert (said.code, "not valid TOML" in said.err) == (2, True)
    assert path.read_text() == "[rules\n"


@pytest.mark.parametrize("after", [("set", "rules.max_contracts.limit=5"), ("withdraw", "all")])
def test_the_data_directory_may_stand_last(tmp_path: Path, after: tuple[str, ...]) -> None:
    said = riskguard("settings", *after, "--data-dir", str(tmp_path))
    assert str(tmp_path / "riskguard.toml") in map(str, tmp_path.iterdir()) or f"in force in {tmp_path}" in said.err


def test_odd_settings_are_warned_about_and_still_fine(tmp_path: Path) -> None:
    path = write(tmp_path / "riskguard.toml", LOSS.replace("500", "5"))
    said = riskguard("check-config", str(path))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == (
        "  warning: rules.daily_realized_loss.limit is $5, less than one tick of ES ($12.50): the first tick reaches it"
    )


def test_the_help_imports_nothing_heavy() -> None:
    assert not imported_by("settings", "--help") & {"pydantic", "peewee", "tomlkit"}


def test_a_file_that_is_no_text_is_said_without_codes_and_stays(tmp_path: Path) -> None:
    (tmp_path / "riskguard.toml").write_bytes(b"\xff\xfe garbage")
    said = settings(tmp_path, "set", "rules.max_contracts.limit=5")
    assert said.code == 2
    assert said.err == (
        f"riskguard settings: {tmp_path / 'riskguard.toml'} cannot be changed: it is not UTF-8 text; save it as UTF-8\n"
    )
    assert (tmp_path / "riskguard.toml").read_bytes() == b"\xff\xfe garbage"
