"""`riskguard whatif --recorded`: past days from what was recorded on this PC, beside each other with and without.

Runs by itself, so that a program with windows can start it as a process of its own: rules from stdin, progress and the
result as JSON lines.
"""

import gzip
import io
import json
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from riskguard.config.settings import Settings
from riskguard.domain.contracts import Contract, root_of
from riskguard.domain.events import ClockTicked
from riskguard.domain.market import Market
from riskguard.domain.money import dollars, price
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import TradingDay
from riskguard.engine.comparison import ComparedDay, Comparison, Course, fired, locked_time, thinned
from riskguard.engine.from_trades import judgeable, stream
from riskguard.engine.replay import Replay
from riskguard.engine.summary_words import record_words
from riskguard.gateway.translate import read_line
from riskguard.storage.days import PastDays, PastLockout, read_days
from riskguard.storage.models import FILE_NAME
from riskguard.storage.recorder import FOLDER
from riskguard.storage.recording_shelf import PACKED, PLAIN

_TELL_S = 0.1
_LOOK_EVERY = timedelta(seconds=1)
_CARRIED = timedelta(days=7)
_FIRED = 60
NICE = 10

type Tell = Callable[[float, date | None], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which days of which account, by which rules."""

    settings: Settings
    days: Sequence[TradingDay]
    account_id: int | None
    data_dir: Path


@dataclass(slots=True)
class Outcome:
    """`source` is recordings, trades or nothing; `left_out` are rules that trades do not tell of."""

    source: str
    comparison: Comparison
    market: Market = field(default_factory=Market)
    left_out: tuple[str, ...] = ()


def run(wanted: Wanted, out: Callable[[str], object]) -> None:
    """Everything, line by line; JournalUnusableError, OSError, EOFError and zlib.error where it cannot be read."""
    past = _past(wanted)
    teller = _Teller(out)
    outcome = _outcome(wanted, past, teller.tell)
    teller.tell(1.0, None, at_once=True)
    out(json.dumps(_result(wanted, past, outcome)) + "\n")


def be_gentle() -> None:
    """Whatever else runs on this PC goes first: the guard, the trading platform."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        this_process = ctypes.c_void_p(-1)  # as what GetCurrentProcess gives it would be cut to 32 bits
        ctypes.windll.kernel32.SetPriorityClass(this_process, below_normal)
    else:
        os.nice(NICE)


class _Teller:
    """Progress, a few times a second."""

    def __init__(self, out: Callable[[str], object]) -> None:
        self._out, self._told = out, 0.0

    def tell(self, share: float, day: date | None, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self._told >= _TELL_S:
            self._told = now
            line = {"kind": "progress", "share": round(share, 4), "day": day.isoformat() if day else None}
            self._out(json.dumps(line) + "\n")


def _past(wanted: Wanted) -> PastDays:
    begin, end = wanted.days[0].start, wanted.days[-1].end
    return read_days(wanted.data_dir / FILE_NAME, begin, end, begin - _CARRIED)


def _outcome(wanted: Wanted, past: PastDays, tell: Tell) -> Outcome:
    trades = [one for one in past.trades if wanted.account_id in (None, one.account_id) and not one.voided]
    traded = [day for day in wanted.days if any(day.holds(one.created_at) for one in trades)]
    files = {day.label: _files(wanted.data_dir / FOLDER, day.label) for day in wanted.days}
    if not traded:
        return Outcome("nothing", Comparison(wanted.account_id))
    if all(files[day.label] for day in traded):
        return _from_recordings(wanted, [path for day in wanted.days for path in files[day.label]], tell)
    return _from_trades(wanted, trades, tell)


def _files(folder: Path, label: date) -> list[Path]:
    """What there is of a day: the part packed already goes before the rest."""
    places = [folder / f"{label.isoformat()}{ending}" for ending in (PACKED, PLAIN)]
    return [path for path in places if path.exists()]


def _from_recordings(wanted: Wanted, files: Sequence[Path], tell: Tell) -> Outcome:
    comparison = Comparison(wanted.account_id)
    replay = Replay(wanted.settings, read_line, comparison.watch)
    looked: datetime | None = None
    sizes = [path.stat().st_size for path in files]
    total, done = sum(sizes) or 1, 0

    def lines() -> Iterator[bytes]:
        nonlocal looked, done
        for path, size in zip(files, sizes, strict=True):
            for raw, line in _lines_of(path):
                if replay.state is not None and replay.now and (looked is None or replay.now - looked >= _LOOK_EVERY):
                    looked = replay.now
                    comparison.look(replay.state, looked)
                    tell(min((done + raw.tell()) / total, 1.0), replay.state.day.label)
                yield line
            done += size

    for _ in replay.run(lines()):
        pass
    end = _end(wanted)
    if replay.state is not None:
        replay.hear(ClockTicked(), max(end, replay.now or end))
    comparison.finish(replay.state, end)
    return Outcome("recordings", comparison, replay.state.market if replay.state else Market())


def _lines_of(path: Path) -> Iterator[tuple[IO[bytes], bytes]]:
    """(the file as it lies on the disk, a whole line); what is being written just now may end in half a line."""
    with path.open("rb") as raw:
        packed = path.name.endswith(PACKED)
        source = io.BufferedReader(gzip.GzipFile(fileobj=raw, mode="rb"), 1 << 20) if packed else raw
        for line in source:
            if line.endswith(b"\n"):
                yield raw, line


def _end(wanted: Wanted) -> datetime:
    return min(wanted.days[-1].end, datetime.now(UTC))


def _from_trades(wanted: Wanted, trades: Sequence[Trade], tell: Tell) -> Outcome:
    kept, sorts = judgeable(wanted.settings)
    comparison = Comparison(wanted.account_id)
    replay = Replay(kept, read_line, comparison.watch)
    begin = wanted.days[0].start
    made = [one for one in trades if one.created_at >= begin]
    contracts = [one for one in map(_contract, sorted({trade.contract_id for trade in made})) if one]
    for number, (at, event) in enumerate(stream(made, contracts, begin)):
        replay.hear(event, at)
        tell(number / (2 * len(made) + 1), replay.state.day.label if replay.state else None)
    end = _end(wanted)
    replay.hear(ClockTicked(), max(end, replay.now or end))
    comparison.finish(replay.state, end)
    return Outcome("trades", comparison, replay.state.market if replay.state else Market(), sorts["not"])


def _contract(contract_id: str) -> Contract | None:
    """Tick and tick value by the root: of a past trade nothing else says what a point is worth."""
    from riskguard.paper.catalogue import PRODUCTS

    root = root_of(contract_id)
    product = next((one for one in PRODUCTS if one.root == root), None)
    if product is None:
        return None
    return Contract(contract_id, root, root, price(product.tick), product.tick_value)


def _result(wanted: Wanted, past: PastDays, outcome: Outcome) -> dict[str, Any]:
    comparison, schedule = outcome.comparison, wanted.settings.day_schedule
    labels = {day.label: day for day in wanted.days}
    days = [day for day in comparison.days if day.label in labels and (day.fills or day.samples)]
    told = list(fired(comparison.summary, wanted.account_id))
    roots = sorted(map(outcome.market.root, comparison.summary.whatif.unpriced))
    return {
        "kind": "compared",
        "source": outcome.source,
        "days": [_day(day, labels[day.label], past, wanted.account_id) for day in days if day.fills],
        "fired": [
            {"at": one.at.isoformat(), "kind": one.kind, "words": record_words(one, outcome.market, schedule)}
            for one in told[:_FIRED]
        ],
        "more_fired": max(len(told) - _FIRED, 0),
        "left_out": list(outcome.left_out),
        "unpriced": roots,
    }


def _day(day: ComparedDay, span: TradingDay, past: PastDays, account_id: int | None) -> dict[str, Any]:
    day.was.locked = locked_time(_locked(past.lockouts, span, account_id))
    return {
        "day": day.label.isoformat(),
        "was": _course(day.was),
        "with": _course(day.having),
        "refused": day.refused,
        "points": [[round(at, 1), float(dollars(was)), float(dollars(w))] for at, was, w in thinned(day.samples)],
    }


def _course(course: Course) -> dict[str, float]:
    return {
        "net": float(dollars(course.net)),
        "lowest": float(dollars(course.lowest)),
        "round_trips": course.round_trips,
        "fees": float(dollars(course.fees)),
        "locked_s": course.locked.total_seconds(),
    }


def _locked(
    lockouts: Iterable[PastLockout], day: TradingDay, account_id: int | None
) -> Iterator[tuple[datetime, datetime]]:
    now = datetime.now(UTC)
    for one in lockouts:
        if one.kind != "symbol" and account_id in (None, one.account_id) and one.within(day.start, day.end, now):
            yield max(one.set_at, day.start), min(one.ended_at or now, day.end)


UNREADABLE = (OSError, EOFError, zlib.error)
