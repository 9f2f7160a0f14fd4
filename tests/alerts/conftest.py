"""Fixtures of the alerts room: services on loopback, and channels to them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.alerts.alerts import Alerts
from riskguard.alerts.carrier import Pace
from riskguard.config.alerts import ChannelSettings
from riskguard.engine.board import Notice, Severity
from tests.alerts.services import MailServer, Webhook

NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
QUICK = Pace(merge_s=0.05, again_s=(0.05,), burst=100, one_more_s=0.01)


def notice(
    title: str = "Daily loss limit reached",
    severity: Severity = Severity.BREACH,
    text: str = "−$512.50 of −$500.00. Closing 2 MNQ.",
    *,
    at: datetime = NOW,
    account: int | None = 4471,
) -> Notice:
    return Notice(at, account, severity, title, text)


class Clock:
    """Trusted time that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


class Addressed:
    """Alerts with the addresses in a mapping."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.addresses: dict[str, str] = {}
        self.made: list[Alerts] = []

    def start(self, channels: Mapping[str, str], pace: Pace = QUICK) -> Alerts:
        """`channels` is the least severity of each by name."""
        made = Alerts(self.folder, self._address, self.clock, pace=pace)
        self.made.append(made)
        made.use({name: ChannelSettings(least=least) for name, least in channels.items()})
        return made

    def _address(self, name: str) -> str:
        if name not in self.addresses:
            raise LookupError(f"no address is kept for {name}")
        return self.addresses[name]


@pytest.fixture
def addressed(tmp_path: Path) -> Iterator[Addressed]:
    made = Addressed(tmp_path)
    yield made
    for one in made.made:
        one.close(0.2)


@pytest.fixture
def webhooks() -> Iterator[Callable[[], Webhook]]:
    opened: list[Webhook] = []

    def make() -> Webhook:
        opened.append(Webhook())
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def webhook(webhooks: Callable[[], Webhook]) -> Webhook:
    return webhooks()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.close()
