"""Records every live day as JSON lines in the format `riskguard replay` reads, one file a trading day.

The loop only puts what came into a queue; a thread of its own writes, four times a second. The journal is the record
of what was decided; this one is for replaying a day, so under pressure it gives way: quotes first, never the loop.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riskguard.domain.trading_day import TradingDay
from riskguard.storage.recording_file import RecordingFile, line_of
from riskguard.storage.recording_opening import Item, Opening
from riskguard.storage.recording_shelf import Shelf
from riskguard.storage.recording_thinning import Retold, Thinning

log = logging.getLogger(__name__)

FOLDER = "recordings"
_PERIOD_S = 0.25
_RETRY = timedelta(seconds=5)
_BATCH = 2_000
_STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class RecordingLimits:
    """`day_bytes` before compression, `total_bytes` for all days as they are; `waiting` is lines in the queue."""

    day_bytes: int = 1 << 30
    total_bytes: int = 5 << 30
    waiting: int = 50_000


class DayRecorder:
    """Implements engine.ports.Recorder. `day_of` gives the trading day of an instant, `now` is trusted time.

    `on_trouble` hears, from the writer thread, words when recording suffers and None when it goes on.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        day_of: Callable[[datetime], TradingDay],
        *,
        limits: RecordingLimits | None = None,
        on_trouble: Callable[[str | None], None] | None = None,
    ) -> None:
        self._now = now
        self._day_of = day_of
        self._limits = limits or RecordingLimits()
        self._on_trouble = on_trouble or (lambda _: None)
        self._queue: deque[Item] = deque()
        self._waiting = self._limits.waiting
        self._shelf = Shelf(folder, self._limits.total_bytes)
        self._opening = Opening()
        self._thinning = Thinning(self._limits.day_bytes)
        self._retold = Retold()
        self._file: RecordingFile | None = None
        self._day: TradingDay | None = None
        self._last = datetime.min.replace(tzinfo=UTC)
        self._retry_at: datetime | None = None
        self._suffers = ""
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.dropped = 0
        """Quotes left out because the queue was full."""
        self._dropped_seen = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._write_all, name="recorder", daemon=True)
        self._thread.start()

    def record(self, kind: str, data: object, contract_id: object = None) -> None:
        """Note what came, as it came; returns at once."""
        if len(self._queue) >= self._waiting and kind == "GatewayQuote":
            self.dropped += 1
            return
        self._queue.append((self._now(), kind, data, contract_id))

    def close(self) -> None:
        """Write what is queued, then end; blocks for a few seconds at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_STOP_S)

    def _write_all(self) -> None:
        stopping = False
        while not stopping:
            stopping = self._stopping.wait(_PERIOD_S)
            try:
                while self._queue:
                    self._take([self._queue.popleft() for _ in range(min(len(self._queue), _BATCH))])
                self._watch_queue()
            except Exception:  # one line that nobody foresaw must not end the recording
                log.exception("the recording stumbled")
        if self._file:
            self._file.close()

    def _take(self, items: list[Item]) -> None:
        """Write some lines, each into the file of its day."""
        lines: list[bytes] = []
        for item in items:
            at = self._last = max(item[0], self._last)
            if self._file is None or self._day is None or at >= self._day.end:
                self._flush(lines)
                self._turn_page(at)
            stamped = (self._stamp(at), *item[1:])
            self._opening.hear(stamped)
            if self._file is not None:
                lines.extend(map(line_of, self._thinning.kept(self._retold.fresh(stamped))))
        self._flush(lines)

    def _stamp(self, at: datetime) -> datetime:
        """Never before the last line of a file that an earlier run left."""
        before = self._file.last if self._file else None
        return at if before is None else max(at, before)

    def _flush(self, lines: list[bytes]) -> None:
        if self._file is None or not lines:
            return
        try:
            self._file.write(lines)
            self._thinning.size = self._file.size
        except OSError as error:
            self._give_up(error)
        lines.clear()

    def _turn_page(self, at: datetime) -> None:
        """Begin the file of a day, or the rest of it after the disk was full, with what is known so far."""
        if self._retry_at is not None and at < self._retry_at:
            return
        self._retold.begin()
        if self._file is not None:
            self._file.close()
            self._file = None
        try:
            if self._day is None or at >= self._day.end:
                self._day = self._day_of(at)
                self._thinning.begin()
                self._shelf.tidy(self._day.label, self._stopping.is_set)
            self._file = RecordingFile(self._shelf.plain(self._day.label))
            self._file.write([line_of(item) for item in self._opening.items(self._stamp(at))])
            self._thinning.size = self._file.size
        except OSError as error:
            self._give_up(error)
            return
        self._retry_at = None
        self._tell("")

    def _give_up(self, error: OSError) -> None:
        """No recording for a while; nothing else waits for it."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._retry_at = self._last + _RETRY
        self._tell(f"The day cannot be recorded: {error.strerror or error}. Limits and lockouts go on as always")

    def _watch_queue(self) -> None:
        """Say once that quotes are left out, and once that they are not any more."""
        if self._retry_at is not None:
            return
        if self.dropped > self._dropped_seen:
            self._dropped_seen = self.dropped
            self._tell("The recording does not keep up; some quotes are left out of it")
        else:
            self._tell("")

    def _tell(self, words: str) -> None:
        if bool(words) == bool(self._suffers):
            return
        self._suffers = words
        if words:
            log.warning("%s", words)
        self._on_trouble(words or None)
