"""What is said of a settings file that cannot be imported, or not be written."""

from pathlib import Path

import pytest

from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.desktop.presenters.forms.imported import not_exported, not_imported

FILE = Path("/media/stick/limits.toml")


def refused(text: str) -> str:
    with pytest.raises(SettingsFileError) as found:
        parse_settings(text, FILE.name)
    return not_imported(FILE, found.value)


def test_a_file_with_one_fault_names_its_line() -> None:
    assert refused("[rules.max_contracts]\nlimit = -1\n") == (
        "limits.toml was not imported. Line 2: rules.max_contracts.limit was -1; give a number of at least 0."
    )


def test_of_several_faults_the_first_is_named_and_the_others_are_counted() -> None:
    one_more = refused("[rules.max_contracts]\nlimit = -1\nmicro_ratio = -1\n")
    assert one_more.endswith(" One more line is wrong.") and "\n" not in one_more
    two_more = refused("[rules.max_contracts]\nlimit = -1\nmicro_ratio = -1\nmode = 3\n")
    assert two_more.endswith(" 2 more lines are wrong.")


def test_what_is_not_known_may_come_from_a_newer_version() -> None:
    assert refused("[rules.quantum_guard]\nlimit = 2\n").endswith(" It may come from a newer version of RiskGuard.")
    assert "newer" not in refused("[rules.max_contracts]\nlimit = -1\n")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "It is no text file."),
        (PermissionError(13, "Permission denied", str(FILE)), "It cannot be read: Permission denied."),
    ],
)
def test_a_file_that_is_none_says_so_without_codes(error: Exception, words: str) -> None:
    assert not_imported(FILE, error) == f"limits.toml was not imported. {words}"


def test_a_folder_that_cannot_be_written_to_is_named_with_what_to_do() -> None:
    assert not_exported(FILE, PermissionError(13, "Permission denied", str(FILE))) == (
        f"limits.toml could not be written to {FILE.parent}: Permission denied. Choose another folder."
    )
