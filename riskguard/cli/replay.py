"""`riskguard replay`: what a set of rules would have decided on a recorded or written stream."""

import argparse
import contextlib
import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riskguard.engine.replay import Replay
    from riskguard.engine.summary import Summary

BAD = 2
_GZIP = b"\x1f\x8b"
_SHOW_EVERY = 1 << 18
"""Bytes between two moves of the progress bar."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, required=True, metavar="FILE", help="settings file with the rules")
    parser.add_argument(
        "--events", required=True, metavar="FILE", help="JSON lines, as the program records; .gz too, - for stdin"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, one line a decision")


def run(args: argparse.Namespace) -> int:
    """Print every decision; 2 for a rules file or a stream that cannot be used."""
    from riskguard.config.file import SettingsFileError, read_settings
    from riskguard.engine.replay import Replay
    from riskguard.engine.summary import Summary
    from riskguard.gateway.translate import read_line

    try:
        settings = read_settings(args.rules)
    except SettingsFileError as error:
        return _fail(str(error))
    summary = None if args.json else Summary()
    replay = Replay(settings, read_line, summary.watch if summary else None)
    try:
        words = _replayed(replay, args.events, bar=sys.stderr.isatty() and not (args.json and sys.stdout.isatty()))
        if summary and (replay.state or not words):
            show(summary, replay)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if replay.skipped:
        sys.stderr.write(f"{replay.skipped} lines of types not known here were skipped\n")
    return _fail(words) if words else 0


def _replayed(replay: "Replay", events: str, *, bar: bool) -> str:
    """Run a stream through; gives what is wrong with it, or nothing."""
    from riskguard.engine.replay import BadLineError

    try:
        with _lines_of(events, bar=bar) as lines:
            for record in replay.run(lines):
                if replay.watch is None:
                    print_json(record)
    except BadLineError as error:
        return f"{events}: {error}"
    except BrokenPipeError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        return f"{events} cannot be read: {getattr(error, 'strerror', None) or error}"
    return ""


def print_json(record: Any) -> None:
    """One decision as one line."""
    from riskguard.engine.replay import record_line

    sys.stdout.write(json.dumps(record_line(record)) + "\n")


def show(summary: "Summary", replay: "Replay") -> None:
    """The report, with bold headings where a person looks at it."""
    from riskguard.domain.market import Market
    from riskguard.engine.summary_words import summary_lines

    summary.finish(replay.state)
    market = replay.state.market if replay.state else Market()
    lines = summary_lines(summary, market, replay.settings.day_schedule)
    if not sys.stdout.isatty():
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # a pipe of Windows knows no typographic minus
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    from rich.console import Console

    console = Console(highlight=False)
    for line in lines:
        heading = line and not line.startswith(" ")
        console.print(line, style="bold" if heading else None, markup=False, soft_wrap=True)


@contextlib.contextmanager
def _lines_of(events: str, *, bar: bool) -> Iterator[Iterable[bytes]]:
    """The lines of a file, plain or compressed, or of stdin; with a bar on a terminal that moves by bytes read."""
    with contextlib.ExitStack() as stack:
        piped = events == "-"
        raw = sys.stdin.buffer if piped else stack.enter_context(Path(events).open("rb"))
        packed = isinstance(raw, io.BufferedReader) and raw.peek(2)[:2] == _GZIP
        lines: IO[bytes] = stack.enter_context(_unpacked(raw)) if packed else raw
        yield stack.enter_context(_with_bar(lines, raw, Path(events))) if bar and not piped else lines


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(gzip.GzipFile(fileobj=raw, mode="rb"), 1 << 20)


@contextlib.contextmanager
def _with_bar(lines: Iterable[bytes], raw: IO[bytes], path: Path) -> Iterator[Iterable[bytes]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(path.name, total=path.stat().st_size)

        def moving() -> Iterator[bytes]:
            due = 0
            for line in lines:
                due -= len(line)
                if due <= 0:
                    due = _SHOW_EVERY
                    progress.update(task, completed=raw.tell())
                yield line

        yield moving()


def _fail(words: str) -> int:
    sys.stderr.write(f"riskguard replay: {words}\n")
    return BAD
