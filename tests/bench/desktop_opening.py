"""How long opening windows and pages holds the loop, in milliseconds: `uv run python tests/bench/desktop_opening.py`.

A heartbeat runs on the loop as fast as it can; the longest gap between two beats is what opening held it for. `cpu` is
the thread's own time in that gap: on a busy machine the gap also holds what others did meanwhile.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from riskguard.desktop.desktop import Desktop
from riskguard.desktop.loop import make_loop
from tests.desktop import boards
from tests.desktop.journals import write_morning

LIMIT_MS = 30.0


class Commands:
    def flatten(self, account_id: int | None) -> None: ...

    def quit(self) -> None: ...


class Heart:
    """Beats until stopped; `longest` is the longest gap, wall and CPU, since it was last asked."""

    def __init__(self) -> None:
        self._gap = (0.0, 0.0)
        self._last = (time.perf_counter(), time.thread_time())

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(0)
            here = (time.perf_counter(), time.thread_time())
            self._gap = max(self._gap, ((here[0] - self._last[0]) * 1000, (here[1] - self._last[1]) * 1000))
            self._last = here

    def longest(self) -> tuple[float, float]:
        found, self._gap = self._gap, (0.0, 0.0)
        return found


async def held(heart: Heart, name: str, work: Callable[[], object], for_s: float = 1.2) -> float:
    await asyncio.sleep(0.2)
    heart.longest()
    work()
    await asyncio.sleep(for_s)
    wall, cpu = heart.longest()
    verdict = "" if cpu <= LIMIT_MS else f"   over {LIMIT_MS:g} ms"
    sys.stdout.write(f"{name:34} held the loop {wall:7.1f} ms, cpu {cpu:7.1f} ms{verdict}\n")
    return cpu


async def play(desktop: Desktop) -> bool:
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    board = boards.board(boards.warned(), boards.express())
    desktop.board.publish(board)
    found = [await held(heart, "made ready in quiet moments", desktop.dashboard.prepare, 3.0)]
    found.append(await held(heart, "window opens the first time", desktop.dashboard.open))
    pages = ("activity", "health", "history", "now")
    turns = [(f"page {page}", page) for page in pages] + [(f"page {page} again", page) for page in pages]
    found += [await held(heart, name, partial(desktop.dashboard.open_page, page)) for name, page in turns]
    desktop.dashboard.hide()
    found.append(await held(heart, "window opens again", desktop.dashboard.open, 0.4))
    beating.cancel()
    return max(found) <= LIMIT_MS


def main() -> int:
    _application, loop = make_loop(sys.argv[:1])
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder:
        write_morning(Path(folder))
        desktop = Desktop(Commands(), data_dir=Path(folder), practice=False)
        desktop.tray.available_changed.disconnect()
        desktop.qtboard.start()
        good = loop.run_until_complete(play(desktop))
        desktop.close()
    loop.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
