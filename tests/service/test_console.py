"""A program without streams of its own: which starts take the caller's console, and what is told nobody."""

import io
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

import pytest

from riskguard.service import console
from riskguard.service.ancestors import line
from riskguard.service.console import NoConsole, take_streams, tell_unseen, wants_console


class Asked:
    """A system with or without a console to attach to, that notes what it was asked."""

    def __init__(self, *, there: bool) -> None:
        self.there, self.attached, self.shown = there, 0, list[str]()

    def attach(self) -> bool:
        self.attached += 1
        return self.there

    def show(self, words: str) -> None:
        self.shown.append(words)


@contextmanager
def streams(stdin: TextIO | None = None, stdout: TextIO | None = None, stderr: TextIO | None = None) -> Iterator[None]:
    """The standard streams as a program finds them when it starts; in a test, for pytest puts its own before it."""
    before = vars(sys)["stdin"]
    vars(sys)["stdin"] = stdin
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            yield
        finally:
            vars(sys)["stdin"] = before


@pytest.mark.parametrize(
    ("arguments", "wants"),
    [
        ([], False),
        (["run"], False),
        (["--data-dir", "D"], False),
        (["--data-dir", "D", "run"], False),
        (["run", "--practice"], False),
        (["demo"], False),
        (["run", "--headless"], True),
        (["demo", "--headless"], True),
        (["--version"], True),
        (["run", "--help"], True),
        (["status", "--json"], True),
        (["--data-dir", "D", "status"], True),
        (["nonsense"], True),
    ],
)
def test_commands_are_for_a_console_and_starts_with_windows_are_not(arguments: list[str], wants: bool) -> None:
    assert wants_console(arguments) is wants


def test_a_start_with_windows_attaches_to_nothing_and_its_words_are_shown_when_it_fails() -> None:
    system = Asked(there=True)
    with streams():
        take_streams(["run"], system)
        sys.stdout.write("nobody reads this")
        sys.stderr.write("the disk is full\n")
        tell_unseen(0, system)
        well = list(system.shown)
        tell_unseen(2, system)
    assert (system.attached, well, system.shown) == (0, [], ["the disk is full"])


def test_a_failure_without_words_shows_no_empty_box() -> None:
    system = Asked(there=False)
    with streams():
        take_streams(["run"], system)
        tell_unseen(2, system)
    assert system.shown == []


@pytest.mark.skipif(sys.platform == "win32", reason="files stand for the console, whose names Windows keeps to itself")
def test_a_command_writes_to_the_console_it_was_called_from(tmp_path: Path) -> None:
    (tmp_path / "CONIN$").write_text("given", encoding="utf-8")
    with chdir(tmp_path), streams():
        take_streams(["status"], Asked(there=True))
        sys.stdout.write("armed\n")
        given = sys.stdin.read()
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            stream.close()
    assert given == "given"
    assert (tmp_path / "CONOUT$").read_text(encoding="utf-8") == "armed\n"


def test_a_command_called_from_nowhere_runs_and_stops_no_script_with_a_box() -> None:
    system = Asked(there=False)
    with streams():
        take_streams(["status"], system)
        sys.stdout.write("lost")
        sys.stderr.write("no journal")
        tell_unseen(2, system)
    assert (system.attached, system.shown) == (1, [])


def test_streams_that_lead_into_a_pipe_are_kept() -> None:
    pipes = io.StringIO(), io.StringIO(), io.StringIO()
    system = Asked(there=True)
    with streams(*pipes):
        take_streams(["whatif"], system)
        kept = sys.stdin, sys.stdout, sys.stderr
    assert kept == pipes
    assert system.attached == 0


def test_a_pipe_for_one_stream_is_kept_when_others_are_missing() -> None:
    pipe = io.StringIO()
    with streams(stdout=pipe):
        take_streams(["whatif"], Asked(there=False))
        sys.stdout.write("a line")
    assert pipe.getvalue() == "a line"


def test_elsewhere_every_program_has_its_streams() -> None:
    assert isinstance(console.system_console(), NoConsole) is (sys.platform != "win32")
    assert NoConsole().attach() is False


def test_the_line_of_parents_ends_where_nobody_is_known_or_in_a_circle() -> None:
    parents = {7: 6, 6: 5, 5: 4, 3: 2, 2: 3}
    assert list(line(parents, 7, 10)) == [6, 5, 4]
    assert list(line(parents, 7, 2)) == [6, 5]
    assert list(line(parents, 3, 10)) == [2]
    assert list(line(parents, 1, 10)) == []


@pytest.mark.parametrize(("platform", "written"), [("win32", "−$5".encode()), ("linux", b"?$5")])
def test_what_goes_into_a_pipe_on_windows_is_utf8(platform: str, written: bytes) -> None:
    pipe = io.BytesIO()
    stream = io.TextIOWrapper(pipe, encoding="cp1252", errors="replace")
    console.in_utf8(stream, None, io.StringIO(), platform=platform)
    stream.write("−$5")
    stream.flush()
    assert pipe.getvalue() == written
