"""What the windows cost the loop, in milliseconds: `uv run python tests/bench/desktop_paint.py [rounds]`."""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from riskguard.desktop.desktop import Desktop
from riskguard.desktop.loop import make_loop
from riskguard.desktop.now import NowPage
from riskguard.desktop.presenters.curve import Day, Point, curve
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, BoardSnapshot, Notice, SpanView
from tests.desktop import boards, stories
from tests.desktop.stories import BIDS
from tests.fakes.facts import ACCOUNT, MNQ, OTHER, quote


class Commands:
    def flatten(self, account_id: int | None) -> None: ...

    def quit(self) -> None: ...


def live(rounds: int) -> list[tuple[BoardSnapshot, datetime]]:
    """Two accounts, two positions, a price that moves with every snapshot, ten of them a second."""
    story = stories.warned(ACCOUNT, OTHER)
    made = []
    for at in range(rounds):
        story.now += timedelta(milliseconds=100)
        story.hears(quote(MNQ, BIDS[MNQ] + at % 9, BIDS[MNQ] + at % 9 + 0.25))
        made.append((story.board(), story.now))
    return made


def crowded(rounds: int) -> list[tuple[BoardSnapshot, datetime]]:
    """Nine limits, three orders, and everything that can change changing."""
    made = []
    for at in range(rounds):
        account = boards.warned()
        moved = tuple(replace(each, room=f"${at}.00 left", share=each.share + at % 3) for each in account.limits)
        now = boards.NOW + timedelta(milliseconds=100 * at)
        shown = replace(account, net=account.net + at * 10_000, limits=moved)
        made.append((boards.board(shown, boards.express(), at=now), now))
    return made


def measured(work: Callable[[], object]) -> float:
    """Milliseconds of this thread's own time for the work and the painting it causes: others add none to it."""
    begun = time.thread_time()
    work()
    QApplication.processEvents()
    return (time.thread_time() - begun) * 1000


def report(name: str, times: list[float]) -> None:
    ranked = sorted(times)
    middle, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.99)]
    sys.stdout.write(f"{name:44} p50 {middle:7.2f}   p99 {late:7.2f}   max {ranked[-1]:7.2f} ms   n {len(ranked)}\n")


def paint(desktop: Desktop, shown: list[tuple[BoardSnapshot, datetime]]) -> list[float]:
    return [measured(partial(desktop.qtboard.painted.emit, *pair)) for pair in shown]


def announce(desktop: Desktop, notices: list[Notice]) -> list[float]:
    return [measured(partial(desktop.qtboard.announced.emit, each)) for each in notices]


def parts(desktop: Desktop) -> None:
    """Each of the larger widgets painted alone, as an expose of the whole of it would."""
    page = desktop.dashboard.now_page
    board = spanned()
    for name, part in (
        ("whole window", desktop.dashboard),
        ("curve", page.sections.chart),
        ("banner", page.banner),
        ("gauge", page.limits.gauges[0]),
        ("navigation", desktop.dashboard.nav),
    ):
        report(f"paint, {name} alone", [measured(part.repaint) for _ in range(60)])
    times = []
    for at in range(60):
        now = boards.NOW + timedelta(seconds=at)
        moved = replace(board, net=board.net + at * 10_000)
        day = Day(morning(2000, now), (), now - timedelta(hours=2))
        times.append(measured(partial(redraw, page, moved, day, now)))
    report("curve of 2,000 points, reckoned and drawn anew", times)


def redraw(page: NowPage, account: AccountView, day: Day, now: datetime) -> None:
    page.sections.chart.show_curve(curve(day, account, Schedule(), now))
    page.sections.chart.repaint()


def spanned() -> AccountView:
    account = boards.warned()
    span = SpanView(0, -5_000_000)
    return replace(account, limits=tuple(replace(each, span=span) for each in account.limits[:2]))


def morning(count: int, now: datetime) -> list[Point]:
    chance, value = random.Random(7), 0
    made: list[Point] = []
    for at in range(count):
        value += round(chance.uniform(-60_000, 58_000))
        made.append(((now - timedelta(hours=2) * (1 - at / count)).timestamp(), value))
    return made


def overlays(desktop: Desktop) -> None:
    cover, strip, free = stories.locked(), stories.closing(), stories.next_day()
    for name, story in (("strip", strip), ("cover", cover)):
        times = []
        for _ in range(10):
            times.append(measured(partial(desktop.overlay.show_board, story.board(), story.now)))
            desktop.overlay.show_board(free.board(), free.now)
            QApplication.processEvents()
        report(f"{name} appears", times)
    desktop.overlay.show_board(cover.board(), cover.now)
    times = []
    for at in range(60):
        now = cover.now + timedelta(seconds=at)
        times.append(measured(partial(desktop.overlay.show_board, cover.board(), now)))
    report("cover, one second on", times)


def main(rounds: int) -> None:
    _application, loop = make_loop(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        desktop = Desktop(Commands(), data_dir=Path(folder), practice=True)
        report("snapshot, window hidden", paint(desktop, live(rounds)))
        desktop.dashboard.ready()
        report("window opens the first time", [measured(desktop.dashboard.open)])
        opened = []
        for _ in range(10):
            desktop.dashboard.hide()
            opened.append(measured(desktop.dashboard.open))
        report("window opens again", opened)
        report("snapshot, live prices, 3 limits", paint(desktop, live(rounds)))
        report("snapshot, everything changes, 9 limits", paint(desktop, crowded(rounds)))
        same = crowded(1) * rounds
        report("snapshot, nothing changed", paint(desktop, same))
        notices = [boards.notice(text=f"Number {at}.") for at in range(60)]
        report("notice arrives", announce(desktop, notices))
        parts(desktop)
        overlays(desktop)
        desktop.close()
    loop.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
