"""All channels of one guard: takes notices from the loop, which is never held up, and hands them to the carriers."""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from riskguard.alerts.carrier import Carrier, Means, Pace
from riskguard.alerts.gate import Gate
from riskguard.alerts.items import AlertsView, Item
from riskguard.alerts.queue_file import FILE_NAME, QueueFile
from riskguard.alerts.sender import AppriseSender, Sender
from riskguard.config.alerts import ChannelSettings
from riskguard.engine.board import Notice

FLUSH_S = 3.0


class Alerts:
    """`use` names the channels, `hear` tells them something. Nothing here waits, but `close`."""

    def __init__(
        self,
        data_dir: Path,
        address: Callable[[str], str],
        now: Callable[[], datetime],
        *,
        practice: bool = False,
        sender: Sender | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`address` is asked in the channels' threads; it raises LookupError with words where there is none."""
        self._now = now
        self._file = QueueFile(data_dir / FILE_NAME, self._waiting, self._restore)
        self._means = Means(
            sender or AppriseSender(), address, now, self._file.changed, practice=practice, pace=pace or Pace()
        )
        self._carriers: dict[str, Carrier] = {}
        self._gate = Gate()
        self._numbers = itertools.count(time.time_ns())
        self._names: Mapping[int, str] = {}
        self._opened = False

    def use(self, channels: Mapping[str, ChannelSettings]) -> None:
        """The channels there are from now on. Without any there is neither thread nor file."""
        for name in [name for name in self._carriers if name not in channels]:
            self._carriers.pop(name).stop()
        for name, channel in channels.items():
            if name in self._carriers:
                self._carriers[name].use(channel)
            else:
                carrier = Carrier(name, channel, self._means)
                self._carriers = {**self._carriers, name: carrier}
                carrier.start()
        if self._carriers and not self._opened:
            self._opened = True
            self._file.start()
        self._file.changed()

    def learn(self, names: Mapping[int, str]) -> None:
        """The accounts' names; they are said where there are several."""
        self._names = names

    def hear(self, notice: Notice) -> None:
        """To every channel that wants it; returns at once."""
        wanting = [(name, one) for name, one in self._carriers.items() if one.wants(notice.severity)]
        if not wanting or not self._gate.passes(notice, self._now()):
            return
        account = self._names.get(notice.account_id, "") if notice.account_id and len(self._names) > 1 else ""
        for name, carrier in wanting:
            number = next(self._numbers)
            carrier.put(Item(number, name, notice.at, notice.severity, account, notice.title, notice.text))
        self._file.changed()

    def view(self) -> AlertsView:
        return AlertsView(tuple(one.view() for one in self._carriers.values()), self._file.trouble)

    def close(self, within_s: float = FLUSH_S) -> None:
        """Let go what can go within a short while, and keep the rest for the next start. Blocks."""
        end = time.monotonic() + within_s
        carriers = list(self._carriers.values())
        for carrier in carriers:
            carrier.hurry()
        for carrier in carriers:
            carrier.join(end - time.monotonic())
        self._file.close()

    def _waiting(self) -> Sequence[Item]:
        return [item for carrier in tuple(self._carriers.values()) for item in carrier.waiting()]

    def _restore(self, items: Sequence[Item]) -> None:
        for name, carrier in tuple(self._carriers.items()):
            carrier.restore([item for item in items if item.channel == name])
