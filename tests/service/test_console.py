"""A program without streams of its own: which starts take the caller's console, and what is told nobody."""

import io
import sys
from pathlib import Path

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


def test_a_start_with_windows_attaches_to_nothing_and_its_words_are_shown_when_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_streams(monkeypatch)
    system = Asked(there=True)
    take_streams(["run"], system)
    assert system.attached == 0
    sys.stdout.write("nobody reads this")
    sys.stderr.write("the disk is full\n")
    tell_unseen(0, system)
    assert system.shown == []
    tell_unseen(2, system)
    assert system.shown == ["the disk is full"]


def test_a_failure_without_words_shows_no_empty_box(monkeypatch: pytest.MonkeyPatch) -> None:
    no_streams(monkeypatch)
    system = Asked(there=False)
    take_streams(["run"], system)
    tell_unseen(2, system)
    assert system.shown == []


def test_a_command_writes_to_the_console_it_was_called_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    no_streams(monkeypatch)
    Path("CONIN$").write_text("given", encoding="utf-8")
    take_streams(["status"], Asked(there=True))
    sys.stdout.write("armed\n")
    assert Path("CONOUT$").read_text(encoding="utf-8") == "armed\n"
    assert sys.stdin.read() == "given"
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_a_command_called_from_nowhere_runs_and_stops_no_script_with_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    no_streams(monkeypatch)
    system = Asked(there=False)
    take_streams(["status"], system)
    sys.stdout.write("lost")
    sys.stderr.write("no journal")
    tell_unseen(2, system)
    assert (system.attached, system.shown) == (1, [])


def test_streams_that_lead_into_a_pipe_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    pipes = [io.StringIO(), io.StringIO(), io.StringIO()]
    for name, pipe in zip(("stdin", "stdout", "stderr"), pipes, strict=True):
        monkeypatch.setattr(sys, name, pipe)
    system = Asked(there=True)
    take_streams(["whatif"], system)
    assert [sys.stdin, sys.stdout, sys.stderr] == pipes
    assert system.attached == 0


def test_a_pipe_for_one_stream_is_kept_when_others_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    for name, stream in (("stdin", None), ("stdout", pipe), ("stderr", None)):
        monkeypatch.setattr(sys, name, stream)
    take_streams(["whatif"], Asked(there=False))
    assert sys.stdout is pipe


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
