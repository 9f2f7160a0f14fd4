"""What a what-if on a busy day costs the loop: `uv run python -m tests.bench.whatif_beside [QUOTES]`.

A heartbeat runs on the loop; the longest gap between two beats is told in wall time and in the thread's own time. The
run is a process of its own, so the second is what starting it, reading its progress and showing its result cost.
"""

import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from riskguard.config.file import parse_settings
from riskguard.desktop.history.frame import WHATIF
from riskguard.desktop.history.page import HistoryPage
from riskguard.desktop.loop import make_loop
from riskguard.desktop.theme import Theme
from riskguard.domain.trading_day import Schedule
from riskguard.engine.ports import JournalEntry
from riskguard.state.ledger import DayTotals
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME
from tests.bench.replay_rate import day as busy_day
from tests.desktop import months

QUOTES = 200_000


def past_day() -> date:
    return Schedule().day_of(datetime.now(UTC)).label - timedelta(days=3)


def write_busy(folder: Path, label: date, quotes: int) -> None:
    """A day full of quotes and round trips in a recording, and one trade of it in the journal."""
    shift = datetime(label.year, label.month, label.day, tzinfo=UTC) - datetime(2026, 11, 19, tzinfo=UTC)
    path = folder / "recordings" / f"{label.isoformat()}.jsonl"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_moved(line, shift)) + "\n" for line in busy_day(quotes))
    with path.open(encoding="utf-8") as file:
        at = datetime.fromisoformat(json.loads(file.readline())["t"])
    journal = SqliteJournal(folder / FILE_NAME)
    journal.start()
    one = replace(months.trades_of(12)[0], account_id=7, created_at=at)
    settings = parse_settings(months.SETTINGS, "riskguard.toml")
    totals = ((7, label, DayTotals().plus(one)),)
    journal.write(JournalEntry(at, trades=(one,), totals=totals, settings=settings))
    journal.close()


def _moved(line: dict[str, Any], by: timedelta) -> dict[str, Any]:
    at = datetime.fromisoformat(line["t"]) + by
    data = dict(line["data"])
    for name in ("creationTimestamp", "timestamp", "lastUpdated"):
        if name in data:
            data[name] = at.isoformat()
    return {**line, "t": at.isoformat().replace("+00:00", "Z"), "data": data}


class Heart:
    def __init__(self) -> None:
        self.wall = self.cpu = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        here = time.perf_counter(), time.thread_time()
        self.wall, self.cpu = max(self.wall, here[0] - self._last[0]), max(self.cpu, here[1] - self._last[1])
        self._last = here


def main(quotes: int) -> None:
    application, loop = make_loop(sys.argv[:1])
    theme = Theme(application, "dark")
    with tempfile.TemporaryDirectory() as folder:
        write_busy(Path(folder), past_day(), quotes)
        page = HistoryPage(theme, Path(folder))
        page.first = past_day().replace(day=1)
        page.resize(1004, 760)
        page.show()
        page.ready()
        while page.loaded is None:
            QTest.qWait(10)
        page.finish()
        page.open_panel(WHATIF)
        QTest.qWait(300)
        heart, begun = Heart(), time.perf_counter()
        page.whatif.begin()
        while page.whatif.run.running:
            QTest.qWait(20)
        QTest.qWait(200)
        sys.stdout.write(f"{quotes:,} quotes run in {time.perf_counter() - begun:.1f} s, {page.whatif.state.text()}\n")
        sys.stdout.write(
            f"longest gap on the loop {heart.wall * 1000:.1f} ms, of it own time {heart.cpu * 1000:.1f} ms\n"
        )
        page.end()
    loop.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else QUOTES)
