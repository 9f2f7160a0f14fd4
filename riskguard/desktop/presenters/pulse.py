"""How the guard's connections are, in three short lines: gateway, quotes, clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.local import clock_text, number
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import MINUS
from riskguard.engine.board import BoardSnapshot
from riskguard.service.health import Health

QUIET = timedelta(seconds=20)
"""Hubs send a ping every 15 s when nothing else comes."""
OFF = timedelta(seconds=2)
"""From here on a PC clock is worth a warning; no lockout depends on it."""


@dataclass(frozen=True, slots=True)
class PulseLine:
    """`tone` is ok, warn, danger, or text3 while not known."""

    label: str
    value: str
    tone: str


@dataclass(frozen=True, slots=True)
class Pulse:
    clock: str
    lines: tuple[PulseLine, ...]

    @property
    def spoken(self) -> str:
        return ", ".join([self.clock, *(f"{each.label} {each.value}" for each in self.lines)])


def pulse(snapshot: BoardSnapshot, health: Health | None, now: datetime) -> Pulse:
    lines = (_gateway(snapshot, health), _quotes(snapshot, health, now), _clock(health))
    return Pulse(clock_text(snapshot.schedule, now), lines)


def _gateway(snapshot: BoardSnapshot, health: Health | None) -> PulseLine:
    label = say(words.GATEWAY)
    if "user" in snapshot.hubs_lost:
        return PulseLine(label, say(words.LOST), "danger")
    if not snapshot.protected and (health is None or health.latency.last_ms is None):
        return PulseLine(label, say(words.NOT_CONNECTED), "text3")
    if health is None or health.latency.last_ms is None:
        return PulseLine(label, say(words.UP), "ok")
    return PulseLine(label, milliseconds(health.latency.last_ms), "ok")


def _quotes(snapshot: BoardSnapshot, health: Health | None, now: datetime) -> PulseLine:
    label = say(words.QUOTES)
    if "market" in snapshot.hubs_lost:
        return PulseLine(label, say(words.LOST), "danger")
    heard = health.market_heard if health else None
    if heard is None:
        return PulseLine(label, say(words.NONE_YET), "text3")
    return PulseLine(label, ago(now - heard), "warn" if now - heard > QUIET else "ok")


def _clock(health: Health | None) -> PulseLine:
    label = say(words.CLOCK)
    if health is None or not health.anchored:
        return PulseLine(label, say(words.PC_CLOCK), "text3")
    return PulseLine(label, signed_span(health.pc_off), "warn" if abs(health.pc_off) >= OFF else "ok")


def milliseconds(value: float) -> str:
    return say(words.MILLISECONDS, count=number(round(value)))


def ago(span: timedelta) -> str:
    """`0.2 s ago`, `12 s ago`, `3 min ago`."""
    seconds = max(0.0, span.total_seconds())
    if seconds < 9.95:
        return say(words.MICRO_AGO, seconds=number(seconds, 1))
    return say(words.AGO, span=rough(span))


def rough(span: timedelta) -> str:
    """One unit, rounded down: `12 s`, `3 min`, `5 h`, `2 d`."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86_400, words.DAYS), (3600, words.HOURS), (60, words.MINUTES)):
        if seconds >= size:
            return say(unit, count=seconds // size)
    return say(words.SECONDS, count=seconds)


def signed_span(span: timedelta) -> str:
    """`+4 ms`, `−1.2 s`, `+3 min`."""
    sign = "+" if span >= timedelta(0) else MINUS
    size = abs(span)
    if size < timedelta(seconds=1):
        return f"{sign}{milliseconds(size.total_seconds() * 1000)}"
    return f"{sign}{number(size.total_seconds(), 1)} s" if size < timedelta(minutes=1) else f"{sign}{rough(size)}"
