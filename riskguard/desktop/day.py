"""Keeps the day's curve of every account: what snapshots showed, and before them the realized result by the journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from riskguard.desktop.presenters.curve import Day, Point, thinned
from riskguard.desktop.work import Work
from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.engine.board import AccountView, BoardSnapshot
from riskguard.state.reckoning import Trip
from riskguard.state.trips import TripBook
from riskguard.storage.activity import read_day
from riskguard.storage.models import FILE_NAME

MOST = 6000
_COLUMNS = 700
_SOON_MS = 700
"""The journal is written a moment after the board has shown what it holds."""

type Read = Callable[[int, datetime], tuple[Trade, ...]]


@dataclass(slots=True)
class _Account:
    """`live` are points as snapshots showed them; `before` are steps of the realized result, by trades."""

    live: list[Point] = field(default_factory=list)
    before: list[Point] = field(default_factory=list)
    trips: tuple[Trip, ...] = ()
    first_fill: datetime | None = None
    traded: tuple[Usd, int, int] | None = None


class DayCurves(QObject):
    """Hears every snapshot, also while nothing is shown: a point costs next to nothing. `changed` names an account."""

    changed = Signal(object)

    def __init__(self, data_dir: Path, read: Read | None = None) -> None:
        super().__init__()
        self._read = read or partial(read_day, data_dir / FILE_NAME)
        self._work = Work(self)
        self._accounts: dict[int, _Account] = {}
        self._day_start: datetime | None = None
        self._asked: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._read_asked)

    def hear(self, snapshot: BoardSnapshot, now: datetime) -> None:
        start = snapshot.schedule.day_of(snapshot.at).start
        if start != self._day_start:
            self._day_start = start
            self._accounts.clear()
        for account in snapshot.accounts:
            if account.armed:
                self._hear(account, now)

    def _hear(self, account: AccountView, now: datetime) -> None:
        kept = self._accounts.setdefault(account.account_id, _Account())
        point = (now.timestamp(), account.net)
        if len(kept.live) > 1 and kept.live[-1][1] == point[1] == kept.live[-2][1]:
            kept.live[-1] = point
        else:
            kept.live.append(point)
        if len(kept.live) > MOST:
            kept.live = thinned(kept.live, _COLUMNS)
        traded = (account.realized, account.round_trips, sum(abs(each.exposure) for each in account.positions))
        if traded != kept.traded:
            kept.traded = traded
            self._ask(account.account_id)

    def day(self, account_id: int) -> Day:
        """What is known of an account's day; empty for one never heard of."""
        kept = self._accounts.get(account_id)
        if kept is None:
            return Day()
        begun = kept.live[0][0] if kept.live else 0.0
        before = [point for point in kept.before if point[0] < begun]
        return Day([*before, *kept.live], kept.trips, kept.first_fill)

    def close(self) -> None:
        self._soon.stop()
        self._work.drop()
        self._work.wait()

    def _ask(self, account_id: int) -> None:
        self._asked.add(account_id)
        if not self._soon.isActive():
            self._soon.start()

    def _read_asked(self) -> None:
        start, asked, self._asked = self._day_start, self._asked, set()
        if start is None:
            return
        for account_id in asked:
            self._work.run(
                partial(_reckoned, self._read, account_id, start), partial(self._take, account_id), lambda _: None
            )

    def _take(self, account_id: int, found: _Account) -> None:
        kept = self._accounts.get(account_id)
        if kept is not None:
            kept.before, kept.trips, kept.first_fill = found.before, found.trips, found.first_fill
            self.changed.emit(account_id)


def _reckoned(read: Read, account_id: int, start: datetime) -> _Account:
    """In a thread: the steps of the realized result, and the round trips."""
    trades = read(account_id, start)
    if not trades:
        return _Account()
    result, steps = 0, [(start.timestamp(), 0)]
    for trade in trades:
        at = trade.created_at.timestamp()
        steps.append((at, result))
        result += (trade.profit_and_loss or 0) - trade.fees
        steps.append((at, result))
    trips = TripBook.of(trades).newest_first(start, trades[-1].created_at + timedelta(seconds=1))
    return _Account(before=steps, trips=tuple(trips), first_fill=trades[0].created_at)
