"""How the guard is, as cards of facts, and what of it needs a look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.alerts.items import ChannelView
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters import words_past
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import day_text, number, span_text, time_text
from riskguard.desktop.presenters.pulse import OFF, QUIET, ago, milliseconds, rough
from riskguard.desktop.presenters.standing import off_times
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot
from riskguard.service.health import Health, OnDisk

SCARCE = 500_000_000
"""Less room than this on the disk is worth a look: backups end at a few dozen megabytes."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`tone` is ok, warn, danger, or plain where there is nothing to judge."""

    label: str
    value: str
    aside: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The head of the page: `tone` names the tint."""

    headline: str
    detail: str
    tone: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the page knows at one instant."""

    snapshot: BoardSnapshot
    health: Health
    disk: OnDisk | None
    now: datetime


def cards(look: Look) -> tuple[Card, ...]:
    return (
        Card(say(words.HEALTH_CONNECTION), tuple(_connection(look))),
        Card(say(words.HEALTH_GATEWAY_CALLS), tuple(_calls(look.health))),
        Card(say(words.HEALTH_CLOCK), tuple(_clock(look))),
        Card(say(words.HEALTH_GUARD), tuple(_guarding(look))),
        Card(say(words.HEALTH_STORAGE), tuple(_storage(look))),
        Card(say(words.HEALTH_ALERTS), tuple(_alerts(look))),
        Card(say(words.HEALTH_VERSIONS), _versions(look)),
    )


def summary(look: Look, made: Iterable[Card]) -> Summary:
    """What needs a look, in its own words; else that nothing does."""
    bad = [fact for card in made for fact in card.facts if fact.tone in {"warn", "danger"}]
    reasons = list(dict.fromkeys(reason for account in look.snapshot.accounts for reason in account.degraded))
    told = [*reasons, *(f"{fact.label}: {fact.value}." for fact in bad)]
    if not told:
        return Summary(say(words.ALL_WELL), say(words.ALL_WELL_DETAIL), "ok")
    headline = say(words.TROUBLES_ONE) if len(told) == 1 else say(words.TROUBLES, count=len(told))
    grave = reasons or any(fact.tone == "danger" for fact in bad)
    return Summary(headline, " ".join(told[:3]), "danger" if grave else "warn")


def _connection(look: Look) -> Iterator[Fact]:
    for hub, title, at in (
        ("user", words.USER_HUB, look.health.user_heard),
        ("market", words.MARKET_HUB, look.health.market_heard),
    ):
        up = hub in look.health.hubs_up and hub not in look.snapshot.hubs_lost
        aside = say(words.LAST_HEARD, span=ago(look.now - at)) if at else say(words.NEVER_HEARD)
        quiet = at is not None and look.now - at > QUIET
        tone = "danger" if not up else "warn" if quiet else "ok"
        yield Fact(say(title), say(words.UP if up else words.DOWN), aside, tone)
    event = look.health.event_at
    yield Fact(say(words.LAST_EVENT), ago(look.now - event) if event else say(words.NONE_YET))


def _calls(health: Health) -> Iterator[Fact]:
    latency = health.latency
    if latency.median_ms is None or latency.late_ms is None or latency.last_ms is None:
        yield Fact(say(words.MEDIAN), say(words.NO_CALLS))
        return
    seen = say(words.CALLS_SEEN_ONE) if latency.count == 1 else say(words.CALLS_SEEN, count=number(latency.count))
    yield Fact(say(words.MEDIAN), milliseconds(latency.median_ms), seen)
    yield Fact(say(words.LATE), milliseconds(latency.late_ms))
    yield Fact(say(words.LAST_CALL), milliseconds(latency.last_ms))


def _clock(look: Look) -> Iterator[Fact]:
    health = look.health
    source = say(words.SOURCES["gateway" if health.anchored else "pc"])
    yield Fact(say(words.CLOCK_SOURCE), source, tone="ok" if health.anchored else "plain")
    if health.anchored:
        yield Fact(say(words.PC_OFF), off_text(health.pc_off), tone="warn" if abs(health.pc_off) >= OFF else "ok")
    if health.doubtful:
        yield Fact(say(words.CLOCK), say(words.DOUBTFUL), tone="warn")


def _versions(look: Look) -> tuple[Fact, ...]:
    return tuple(Fact(heard(name), version) for name, version in (look.disk.versions if look.disk else ()))


def off_text(span: timedelta) -> str:
    """`4 ms behind`, `3 min ahead`."""
    size = abs(span)
    if size < timedelta(milliseconds=1):
        return say(words.IN_STEP)
    milli = round(size.total_seconds() * 1000)
    text = say(words.MILLISECONDS, count=milli) if size < timedelta(seconds=1) else span_text(size)
    return say(words.AHEAD if span > timedelta(0) else words.BEHIND, span=text)


def _storage(look: Look) -> Iterator[Fact]:
    disk, health = look.disk, look.health
    if disk is not None:
        scarce = 0 < disk.free_bytes < SCARCE
        free = say(words.FREE, size=size_text(disk.free_bytes))
        yield Fact(say(words.DATABASE), size_text(disk.journal_bytes), free, "warn" if scarce else "plain")
    yield _backup(look)
    if disk is not None and disk.recordings:
        yield Fact(say(words.RECORDINGS), size_text(disk.recording_bytes))
    kept = "ok" if health.journal_key == "keyring" else "warn" if health.journal_key == "nowhere" else "plain"
    yield Fact(say(words.JOURNAL_KEY), say(words.KEY_IN[health.journal_key]), tone=kept)
    for told in look.snapshot.tampered:
        yield Fact(say(words.TAMPER_FOUND), heard(told), tone="danger")


def _backup(look: Look) -> Fact:
    disk = look.disk
    newest = look.health.last_backup or (disk.backups[0] if disk and disk.backups else None)
    kept = say(words.BACKUPS_KEPT, count=len(disk.backups)) if disk and disk.backups else ""
    if look.health.backup_trouble:
        return Fact(say(words.LAST_BACKUP), heard(look.health.backup_trouble), kept, "warn")
    if newest is None:
        return Fact(say(words.LAST_BACKUP), say(words.NO_BACKUP))
    return Fact(say(words.LAST_BACKUP), say(words.AGO, span=rough(look.now - newest.at)), kept, "ok")


def _guarding(look: Look) -> Iterator[Fact]:
    off, schedule = look.snapshot.guard_off, look.snapshot.schedule
    clocked = look.snapshot.clocked_in_at
    if clocked is not None:
        yield Fact(say(words_past.CLOCKED), time_text(schedule, clocked))
    yield Fact(say(words.OFF_TODAY), off_times(off.today))
    yield Fact(say(words.OFF_WEEK), off_times(off.week))
    if off.last is not None:
        when = f"{day_text(schedule, off.last.since)}, {time_text(schedule, off.last.since)}"
        yield Fact(say(words.LAST_OFF), when, span_text(off.last.span))
    if look.disk is not None:
        yield Fact(say(words.DATA_DIR), str(look.disk.folder))


def _alerts(look: Look) -> Iterator[Fact]:
    alerts = look.health.alerts
    if not alerts.channels:
        yield Fact(say(words.ALERTS_TO), say(words.NO_CHANNELS))
    for channel in alerts.channels:
        yield _channel(channel, look.now)
    if alerts.trouble:
        yield Fact(say(words.ALERT_QUEUE), alerts.trouble, tone="warn")


def _channel(channel: ChannelView, now: datetime) -> Fact:
    waiting = say(words.ALERTS_WAITING, count=channel.waiting) if channel.waiting else ""
    if channel.least == "off":
        return Fact(channel.name, say(words.ALERT_OFF))
    if channel.failure:
        return Fact(channel.name, channel.failure, waiting, "warn")
    if channel.sent_at is None:
        return Fact(channel.name, say(words.ALERT_NONE_YET), waiting)
    return Fact(channel.name, say(words.ALERT_SENT, span=rough(now - channel.sent_at)), waiting, "ok")


def size_text(size: int) -> str:
    """`640 KB`, `12.4 MB`, `1.2 GB`."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{number(size / unit, 1)} {name}"
    return f"{number(-(-size // 1000))} KB"
