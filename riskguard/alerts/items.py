"""One notice on its way to one channel, and what a channel needs to know of itself. Pure."""

from dataclasses import dataclass
from datetime import datetime

from riskguard.config.alerts import LEAST
from riskguard.engine.board import Severity

LOUDNESS = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Item:
    """`number` rises with time, also over restarts; `account` is a name, empty where it need not be said."""

    number: int
    channel: str
    at: datetime
    severity: Severity
    account: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends as one."""

    title: str
    text: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of sending: delivered, or the service's own reason; `wait_s` is how long it wants to be left alone."""

    sent: bool
    reason: str = ""
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel for people to look at. Holds no address."""

    name: str
    kind: str
    least: str
    waiting: int = 0
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""
    """Why the last try came to nothing; empty once one has succeeded since."""


@dataclass(frozen=True, slots=True)
class AlertsView:
    """All channels; `trouble` is why the queue is in memory only."""

    channels: tuple[ChannelView, ...] = ()
    trouble: str = ""


def alerts_status(view: AlertsView) -> dict[str, object]:
    """For `riskguard status --json`: plain values."""
    channels = [
        {
            "name": one.name,
            "waiting": one.waiting,
            "sent_at": one.sent_at and one.sent_at.isoformat(),
            "failed_at": one.failed_at and one.failed_at.isoformat(),
            "failure": one.failure,
        }
        for one in view.channels
    ]
    return {"channels": channels, "trouble": view.trouble}


def wanted(severity: Severity, least: str) -> bool:
    """Whether a channel that wants `least` hears of it; off hears of nothing."""
    return least in LEAST and least != "off" and LOUDNESS.index(severity) >= LOUDNESS.index(Severity(least))
