"""The settings file on the disk: changes are told once, when nobody is writing any more; writing is all or nothing."""

import os
from pathlib import Path

import pytest

from riskguard.service.settings_file import SettingsFile


def made(folder: Path, text: str | None = "a = 1\n") -> SettingsFile:
    path = folder / "riskguard.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return SettingsFile(path)


def test_a_file_nobody_touched_has_not_changed(tmp_path: Path) -> None:
    file = made(tmp_path)
    assert [file.settled() for _ in range(3)] == [False] * 3


def test_a_change_is_told_once_and_only_when_it_has_settled(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.path.write_text("a = 22\n", encoding="utf-8")
    assert file.settled() is False
    file.path.write_text("a = 333\n", encoding="utf-8")
    assert [file.settled() for _ in range(3)] == [False, True, False]


def test_a_change_of_the_same_length_is_seen_by_its_time(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.path.write_text("a = 2\n", encoding="utf-8")
    os.utime(file.path, ns=(1, 1))
    assert [file.settled(), file.settled()] == [False, True]


def test_a_file_that_goes_and_comes_back_is_told_each_time(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.path.unlink()
    assert [file.settled(), file.settled()] == [False, True]
    file.path.write_text("a = 1\n", encoding="utf-8")
    assert [file.settled(), file.settled()] == [False, True]


def test_writing_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.path.chmod(0o640)
    file.write("a = 2\r\n")
    assert file.path.read_bytes() == b"a = 2\r\n"
    if os.name == "posix":
        assert file.path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    file = made(tmp_path, None)
    file.path.mkdir()
    with pytest.raises(OSError, match="riskguard"):
        file.write("a = 2\n")
    assert list(tmp_path.iterdir()) == [file.path]


def test_a_missing_file_is_edited_only_where_one_may_be_begun(tmp_path: Path) -> None:
    file = made(tmp_path, None)
    with pytest.raises(FileNotFoundError):
        file.edited({"rules.max_contracts.limit": 5})
    assert file.edited({"rules.max_contracts.limit": 5}, create=True) == "[rules.max_contracts]\nlimit = 5\n"


def test_line_endings_survive_an_edit(tmp_path: Path) -> None:
    file = made(tmp_path, None)
    file.path.write_bytes(b"[a]\r\nx = 1 # y\r\n")
    file.write(file.edited({"a.x": 2}))
    assert file.path.read_bytes() == b"[a]\r\nx = 2 # y\r\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    file = made(tmp_path, None)
    os.mkfifo(file.path)
    with pytest.raises(OSError, match="it is no file"):
        file.read()


@pytest.mark.parametrize(("size", "refused"), [(4_000_000, False), (4_000_001, True)])
def test_a_file_far_too_large_is_not_read(size: int, refused: bool, tmp_path: Path) -> None:
    file = made(tmp_path)
    file.path.write_text("a = 1\n".ljust(size), encoding="utf-8", newline="\n")
    if refused:
        with pytest.raises(OSError, match="larger than 4 MB"):
            file.read()
    else:
        assert len(file.read()) == size
