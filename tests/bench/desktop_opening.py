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

from riskguard.desktop.actions.lock_dialog import LockDialog
from riskguard.desktop.actions.ticket import OrderTicket
from riskguard.desktop.desktop import Desktop
from riskguard.desktop.first_start.window import FirstStart
from riskguard.desktop.loop import make_loop
from riskguard.desktop.presenters.lock_me import LockFor
from riskguard.desktop.settings.office import SettingsOffice
from tests.desktop import boards
from tests.desktop.action_shots import StillDesk
from tests.desktop.first_start_port import WorldStart
from tests.desktop.journals import write_morning
from tests.desktop.settings_port import WorldPort

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


async def settings_held(heart: Heart, office: SettingsOffice) -> list[float]:
    """The settings window, each of its sections, a rule's form, and the presets."""
    found = [await held(heart, "settings made in quiet moments", office.prepare, 3.0)]
    found.append(await held(heart, "settings open the first time", office.open))
    panel = office.panel
    if panel is None:
        raise RuntimeError("no settings window")
    names = ("accounts", "schedule", "notifications", "security", "appearance", "backup", "rules")
    found += [await held(heart, f"settings, {name}", partial(panel.open_section, name), 0.6) for name in names]
    for table in ("max_drawdown", "session_hours"):
        found.append(await held(heart, f"settings, {table}", partial(panel.rules.list.choose, table), 0.6))
    found.append(await held(heart, "settings, presets", panel.rules.preset.click, 0.8))
    panel.hide()
    found.append(await held(heart, "settings open again", office.open, 0.6))
    return found


async def dialogs_held(heart: Heart, desktop: Desktop) -> list[float]:
    """First start page by page, the questions, the order ticket."""
    shown: list[FirstStart] = []

    def begin() -> None:
        shown.append(FirstStart(desktop.theme, WorldStart()))
        shown[0].show()

    found = [await held(heart, "first start opens", begin, 0.8)]
    for name in ("connect", "accounts", "limits", "last"):
        page = ("mode", "connect", "accounts", "limits", "last").index(name)
        found.append(await held(heart, f"first start, {name}", partial(shown[0]._turn, page), 0.6))
    shown[0].hide()
    board = desktop.qtboard.snapshot
    lock, ticket = LockDialog(desktop.theme), OrderTicket(desktop.theme, StillDesk())
    ask = partial(lock.ask, LockFor.RESET, board or boards.board(boards.warned()), boards.NOW)
    found.append(await held(heart, "flatten everything", partial(desktop.confirm.ask, board), 0.6))
    found.append(await held(heart, "lock me out", ask, 0.6))
    found.append(await held(heart, "order ticket", ticket.open, 0.6))
    for window in (shown[0], lock, ticket, desktop.confirm):
        window.hide()
    return found


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
    desktop.dashboard.hide()
    if desktop.office:
        found += await settings_held(heart, desktop.office)
    found += await dialogs_held(heart, desktop)
    beating.cancel()
    return max(found) <= LIMIT_MS


def main() -> int:
    _application, loop = make_loop(sys.argv[:1])
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder:
        write_morning(Path(folder))
        desktop = Desktop(Commands(), data_dir=Path(folder), practice=False)
        desktop.tray.available_changed.disconnect()
        desktop.use_settings(WorldPort(Path(folder)))
        desktop.qtboard.start()
        good = loop.run_until_complete(play(desktop))
        desktop.close()
    loop.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
