"""Alerts without a network: a sender that keeps what it was given, and a desk over a keyring in memory."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from riskguard.alerts.items import AlertsView, Message, Outcome
from riskguard.service.addresses import Addresses
from riskguard.service.alerts_desk import AlertsDesk
from tests.fakes.vault import MemoryKeyring


class RecordingSender:
    """Says `outcome` to everything."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.prepared: list[str] = []
        self.outcome = Outcome(True)

    def prepare(self, address: str) -> None:
        self.prepared.append(address)

    def send(self, address: str, message: Message) -> Outcome:
        self.sent.append((address, message))
        return self.outcome


class MemoryAlerts(AlertsDesk):
    """The real desk; `keyring` and `sender` are there to look at, `seen` is what the channels are said to have done."""

    def __init__(
        self, folder: Path, table: Callable[[], Mapping[str, Any]], change: Callable[[Mapping[str, object]], None]
    ) -> None:
        self.keyring, self.sender, self.seen = MemoryKeyring(), RecordingSender(), AlertsView()
        addresses = Addresses(folder, lambda: self.keyring, 0.2, {})
        super().__init__(addresses, table, change, lambda: self.seen, self.sender)
        self.addresses = addresses
