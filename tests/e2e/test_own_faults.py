"""Where the program itself is at fault: the guard goes on, and says so."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riskguard.app import Guard
from riskguard.engine.board import BoardSnapshot, Notice
from riskguard.paper import PaperGateway
from riskguard.service.clock import TrustedClock
from tests.e2e.road import MORNING, RecordingBoard, Road

LOSS = f"{MORNING}[rules.daily_realized_loss]\nlimit = 500\n"


class BrokenBoard(RecordingBoard):
    """Shows nothing, and fails each time."""

    def publish(self, snapshot: BoardSnapshot) -> None:
        super().publish(snapshot)
        raise RuntimeError("nothing can be painted")

    def announce(self, notice: Notice) -> None:
        super().announce(notice)
        raise RuntimeError("nothing can be told")


async def test_a_screen_that_fails_keeps_no_account_open(paper: PaperGateway, tmp_path: Path) -> None:
    road = Road(paper, tmp_path, LOSS)
    road.calm()
    road.board = BrokenBoard()
    road.guard = Guard(tmp_path, road.gateway_settings(), road.board, practice=True)
    road._running = asyncio.create_task(road.guard.run())
    await road.until(lambda: road.status()["protected"] is True)
    road.guard.announce("Hello", "What the house tells beside the loop ends nothing either.")
    await road.loses()
    assert road.hard_locked() and road.flat()
    assert road.board.notices, "it was told, in vain"
    road.buys("MNQ", 1)
    await road.until(lambda: not road.sizes())
    await road.stop()


async def test_a_part_that_fails_is_told_of_and_works_again(paper: PaperGateway, tmp_path: Path) -> None:
    """The watch over this computer's clock meets a clock that cannot be read, once."""
    broken, off = [False], [timedelta(0)]

    def pc() -> datetime:
        if broken[0]:
            broken[0] = False
            raise RuntimeError("no clock")
        return datetime.now(UTC) + off[0]

    road = Road(paper, tmp_path, LOSS)
    road.calm()
    road.guard = Guard(tmp_path, road.gateway_settings(), road.board, practice=True, clock=TrustedClock(pc))
    road._running = asyncio.create_task(road.guard.run())
    await road.until(lambda: road.status()["protected"] is True)
    broken[0] = True
    await road.until(lambda: any("is started again: the clock." in text for text in road.board.texts()))
    off[0] = timedelta(days=2)
    await road.until(lambda: road.told("Clock of this computer moved"))
    await road.loses()
    assert road.hard_locked()
    await road.stop()
