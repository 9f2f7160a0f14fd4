"""One channel: its line of waiting alerts, and the thread that sends them in order, with pauses and again and again."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riskguard.alerts.items import ChannelView, Item, Outcome, wanted
from riskguard.alerts.messages import head, message
from riskguard.alerts.sender import Sender
from riskguard.config.alerts import ChannelSettings
from riskguard.engine.board import Severity

log = logging.getLogger(__name__)

GIVE_UP = timedelta(days=1)
MOST_WAITING = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: how long notices wait for others, between tries, and for one more message when `burst` went at once."""

    merge_s: float = 2.0
    again_s: tuple[float, ...] = (5.0, 15.0, 60.0, 300.0, 900.0)
    burst: int = 5
    one_more_s: float = 3.0
    settle_s: float = 10.0
    """Until what sending takes is loaded, which costs half a second of this computer: not while the guard arms."""


@dataclass(frozen=True, slots=True)
class Means:
    """What carriers share. `address` blocks and raises LookupError with words where there is none."""

    sender: Sender
    address: Callable[[str], str]
    now: Callable[[], datetime]
    changed: Callable[[], None]
    practice: bool = False
    pace: Pace = Pace()


class Carrier:
    """`put` may be called from the loop: it only takes a lock that is never held over anything that waits."""

    def __init__(self, name: str, channel: ChannelSettings, means: Means) -> None:
        self._name, self._channel, self._means = name, channel, means
        self._waiting: deque[Item] = deque()
        self._news = threading.Condition()
        self._view = ChannelView(name, channel.kind, channel.least)
        self._since = 0.0
        """On the steady clock: when the first of what waits came."""
        self._not_before, self._failures = 0.0, 0
        self._room, self._room_at = float(means.pace.burst), time.monotonic()
        self._hurried = self._stopped = False
        self._known = ""
        self._thread = threading.Thread(target=self._run, name=f"alerts {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def use(self, channel: ChannelSettings) -> None:
        """Other settings, from now on; a channel that is turned off drops what waits."""
        with self._news:
            self._channel = channel
            self._view = replace(self._view, kind=channel.kind, least=channel.least)
            if channel.least == "off":
                self._waiting.clear()
            self._news.notify()

    def wants(self, severity: Severity) -> bool:
        return wanted(severity, self._channel.least)

    def put(self, item: Item) -> None:
        with self._news:
            self._append([item])

    def restore(self, items: Iterable[Item]) -> None:
        """What waited at the end of the last run, before everything since."""
        with self._news:
            known = {item.number for item in self._waiting}
            older = [item for item in items if item.number not in known and self._channel.least != "off"]
            since, self._waiting = list(self._waiting), deque()
            self._append(sorted([*older, *since], key=lambda item: item.number))

    def _append(self, items: Sequence[Item]) -> None:
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.extend(items)
        dropped = len(self._waiting) - MOST_WAITING
        for _ in range(dropped):
            self._waiting.popleft()
        if dropped > 0:
            log.warning("alerts to %s: more than %d wait, the oldest are left out", self._name, MOST_WAITING)
        self._news.notify()

    def waiting(self) -> list[Item]:
        with self._news:
            return list(self._waiting)

    def view(self) -> ChannelView:
        with self._news:
            return replace(self._view, waiting=len(self._waiting))

    def hurry(self) -> None:
        """The end is near: what waits for company goes now, but nothing is tried again and no pause is cut short."""
        with self._news:
            self._hurried = True
            self._news.notify()

    def join(self, within_s: float) -> None:
        """Until everything that may go has gone."""
        self._thread.join(max(within_s, 0.0))

    def stop(self) -> None:
        """Send nothing more; a call under way ends by itself."""
        with self._news:
            self._stopped = True
            self._waiting.clear()
            self._news.notify()

    def _run(self) -> None:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._hurried or self._stopped, self._means.pace.settle_s)
            idle = not (self._waiting or self._hurried or self._stopped)
        if idle:
            self._prepare()
        while items := self._next():
            outcome = self._send(items)
            self._settle(items, outcome)
            self._means.changed()

    def _prepare(self) -> None:
        try:
            self._means.sender.prepare(self._address())
        except LookupError as error:
            with self._news:
                self._view = replace(self._view, failed_at=self._means.now(), failure=str(error))
        except Exception:  # what is sent is tried all the same
            log.exception("alerts to %s: a fault of the program", self._name)

    def _address(self) -> str:
        """As it is kept now; the last known one where whatever keeps it does not answer."""
        try:
            self._known = self._means.address(self._name)
        except LookupError:
            if not self._known:
                raise
        return self._known

    def _send(self, items: Sequence[Item]) -> Outcome:
        now = self._means.now()
        try:
            address = self._address()
            return self._means.sender.send(address, message(items, now, practice=self._means.practice))
        except LookupError as error:
            return Outcome(False, str(error))
        except Exception as error:  # a thread that ended would send nothing any more, and nobody would know
            log.exception("alerts to %s: a fault of the program", self._name)
            return Outcome(False, f"a fault of the program ({type(error).__name__}); the log says why")

    def _next(self) -> Sequence[Item]:
        """What goes next as one message, once it may; nothing at the end."""
        with self._news:
            while not self._stopped:
                self._give_up()
                due = self._due()
                if due is not None and due <= 0:
                    self._room -= 1
                    return head(list(self._waiting), self._means.now())
                if self._hurried:
                    return ()
                self._news.wait(due)
        return ()

    def _due(self) -> float | None:
        """Seconds until something may go; None while nothing waits."""
        if not self._waiting:
            return None
        now, pace = time.monotonic(), self._means.pace
        self._room = min(pace.burst, self._room + (now - self._room_at) / pace.one_more_s)
        self._room_at = now
        together = 0.0 if self._hurried or self._urgent() else self._since + pace.merge_s - now
        room = 0.0 if self._room >= 1 else (1 - self._room) * pace.one_more_s
        return max(together, room, self._not_before - now)

    def _urgent(self) -> bool:
        return any(item.severity is Severity.ALARM for item in self._waiting)

    def _settle(self, items: Sequence[Item], outcome: Outcome) -> None:
        """What was sent waits no more; the pause grows with every failure, or is the service's own."""
        pace, now = self._means.pace, self._means.now()
        with self._news:
            self._failures = 0 if outcome.sent else self._failures + 1
            if outcome.sent:
                gone = {item.number for item in items}
                self._waiting = deque(item for item in self._waiting if item.number not in gone)
                self._since = time.monotonic()
                self._view = replace(self._view, sent_at=now, failure="", failed_at=self._view.failed_at)
                return
            pause = max(pace.again_s[min(self._failures, len(pace.again_s)) - 1], outcome.wait_s)
            self._not_before = time.monotonic() + pause
            self._view = replace(self._view, failed_at=now, failure=outcome.reason)
        if self._failures == 1:
            log.warning("alerts to %s: %s; it is tried again", self._name, outcome.reason)

    def _give_up(self) -> None:
        now = self._means.now()
        old = sum(now - item.at > GIVE_UP for item in self._waiting)
        if old:
            self._waiting = deque(item for item in self._waiting if now - item.at <= GIVE_UP)
            log.warning("alerts to %s: %d given up after a day, %s", self._name, old, self._view.failure or "unsent")
            self._means.changed()
