"""One run of a guard, with or without windows: how it is to be run, the board without a screen, and the work itself."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from riskguard.app import Guard
from riskguard.engine.board import Board, BoardSnapshot, Notice
from riskguard.first_run import Desk
from riskguard.gateway.settings import GatewaySettings

log = logging.getLogger(__name__)

FAILED = 1
BAD = 2


@dataclass(frozen=True)
class How:
    """How a guard is run; `desk` has the secrets of its directory, None where nothing is to be kept."""

    headless: bool = False
    practice: bool = False
    verbose: bool = False
    watchdog: bool = False
    """Whether a live guard has one; play money has none."""
    beside: Callable[[Guard], Any] | None = None
    desk: Desk | None = None
    missing: str = ""
    show: bool = False
    """The dashboard is open from the beginning: after a first start, whose window would else vanish into the tray."""
    paper: Mapping[str, Any] | None = None
    """What the paper gateway of this program printed; for the order ticket, in practice only."""


class ConsoleBoard:
    """The board without a screen: what is worth knowing goes to the log and to standard error, line by line."""

    def __init__(self) -> None:
        self._headline = ""

    def publish(self, snapshot: BoardSnapshot) -> None:
        headline = f"{snapshot.headline}. {snapshot.detail}" if snapshot.detail else snapshot.headline
        if headline != self._headline and not snapshot.accounts:
            self._line(snapshot.at, headline)
        elif snapshot.protected and not self._headline.startswith("Guarding"):
            names = ", ".join(account.name for account in snapshot.accounts)
            headline = f"Guarding {names}."
            self._line(snapshot.at, headline)
        else:
            return
        self._headline = headline

    def announce(self, notice: Notice) -> None:
        log.info("%s: %s", notice.title, notice.text)
        account = f" ({notice.account_id})" if notice.account_id else ""
        sys.stderr.write(f"{notice.at.astimezone():%H:%M:%S} {notice.title}{account}: {notice.text}\n")

    def _line(self, at: datetime, words: str) -> None:
        sys.stderr.write(f"{at.astimezone():%H:%M:%S} {words}\n")


async def work(
    data_dir: Path,
    gateway: GatewaySettings | None,
    board: Board,
    how: How,
    made: Callable[[Guard], None] | None = None,
) -> None:
    """One guard until it has ended; `made` has it before it begins."""
    guard = Guard(data_dir, gateway, board, practice=how.practice)
    guard.missing = how.missing
    guard.watched.wanted = how.watchdog and not how.practice
    if made:
        made(guard)
    _stop_on_signals(asyncio.get_running_loop(), guard)
    companion = asyncio.create_task(how.beside(guard)) if how.beside else None
    try:
        await guard.run()
    finally:
        if companion:
            companion.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await companion


def _stop_on_signals(loop: asyncio.AbstractEventLoop, guard: Guard) -> None:
    """A plain signal handler: the loop of Qt has no other, and the loop's tick lets it run within a second."""

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(guard.stop)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def fail(words: str) -> int:
    """Says on standard error why nothing runs; gives the exit code."""
    sys.stderr.write(f"riskguard: {words}\n")
    return BAD
