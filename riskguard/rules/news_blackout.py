"""RULE-023: no trading around the news events of the user's own list."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from riskguard.domain.actions import Flatten
from riskguard.domain.events import Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.holidays import Span, merged
from riskguard.domain.trading_day import zone_named
from riskguard.rules.base import Example, Finding, Gauge, LockoutRequest, Rule, Seconds, Situation, seconds, setting
from riskguard.rules.tightness import Compare, Direction, allowing, covering
from riskguard.state.lockouts import LockoutKind

type Impact = Literal["high", "medium", "low"]
MOST_EVENTS = 20_000


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("give the time of an event with its offset, e.g. 2026-12-04T08:30:00-06:00")
    return value.astimezone(UTC)


class NewsEvent(BaseModel):
    """One event; `impact` is empty where the list does not say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    time: Annotated[datetime, AfterValidator(_with_offset)]
    title: str = ""
    impact: Impact | Literal[""] = ""


def _by_events(old: "NewsBlackout", new: "NewsBlackout") -> Direction:
    """Events that are gone loosen; compare lists without what is over (`upcoming`)."""
    return covering(old.events, new.events)


def _by_impact(old: "NewsBlackout", new: "NewsBlackout") -> Direction:
    """No filter holds every event; a filter allows what it leaves out."""
    held = [frozenset(rule.impact) or frozenset(("high", "medium", "low")) for rule in (old, new)]
    return allowing(held[1], held[0])


class NewsBlackout(Rule):
    """Around a news event everything is closed, or no position may be opened."""

    rule_id: ClassVar[str] = "RULE-023"
    table: ClassVar[str] = "news_blackout"
    title: ClassVar[str] = "News blackout"
    breach_title: ClassVar[str] = "News event"
    consequence: ClassVar[str] = "everything is closed, or nothing new opened, until the event is over"
    example: ClassVar[Example] = Example(
        'file = "news.csv"\nimpact = ["high"]\nbefore = 120\nafter = 180',
        "Your list has the payrolls of December 4 at 7:30 AM CT with high impact. At 7:28 AM everything is closed "
        "and the account is locked until 7:33 AM CT. An event of medium impact changes nothing, and one without "
        'an impact counts. With action = "no_entries" positions may stay and only entries are refused.',
    )
    listens_to: ClassVar[frozenset[type]] = frozenset({PositionChanged, OrderChanged, TradeReported, SnapshotTaken})
    compares: ClassVar[Mapping[str, Compare]] = {"events": _by_events, "impact": _by_impact}

    file: str | None = setting(
        "File", "A CSV or iCalendar (.ics) file with your events; read with the settings.", tighter="none", default=None
    )
    events: tuple[NewsEvent, ...] = setting(
        "Events", "Events, each with time, title and impact; those of the file are added.", tighter="listed", default=()
    )
    timezone: str | None = setting(
        "Time zone",
        "Zone of times in the file that have none; empty: the zone of the reset.",
        tighter="none",
        default=None,
    )
    impact: tuple[Impact, ...] = setting(
        "Impact",
        "Which events count: high, medium, low; empty: all. One without an impact always counts.",
        tighter="listed",
        default=(),
    )
    before: Seconds = setting(
        "Before", "How long before an event it begins.", unit="seconds", tighter="higher", default=300
    )
    after: Seconds = setting("After", "How long after an event it ends.", unit="seconds", tighter="higher", default=300)
    action: Literal["flatten", "no_entries"] = setting(
        "Action",
        "Close everything, or only allow no entries.",
        tighter="listed",
        order=("no_entries", "flatten"),
        default="flatten",
    )

    @model_validator(mode="after")
    def _something_to_do(self) -> Self:
        if self.timezone is not None:
            zone_named(self.timezone)
        if self.file is None and not self.events:
            raise ValueError('give a file with your events, e.g. file = "news.csv"')
        if len(self.events) > MOST_EVENTS:
            raise ValueError(f"there are {len(self.events)} events; give at most {MOST_EVENTS}")
        if not self.before and not self.after:
            raise ValueError("before and after are both 0; give at least one of them in seconds, e.g. before = 300")
        return self

    def upcoming(self, now: datetime) -> "NewsBlackout":
        """The same without events that are over, which forbid nothing any more."""
        left = tuple(one for one in self.events if one.time + seconds(self.after) > now)
        return self if left == self.events else self.model_copy(update={"events": left})

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event
        span = self._span_at(now)
        if span is None:
            return (self._clear(situation, now),)
        until = situation.schedule.end_text(now, span[1])
        news = self._news_in(span, now)
        flat = self.action == "flatten"
        actions = (Flatten(situation.account.account_id, (), ()),) if flat else ()
        kind = LockoutKind.HARD if flat else LockoutKind.ENTRY
        words = f"{_named(news, situation, now)}."
        why = {"event": news.title, "at": news.time.isoformat(), "until": span[1].isoformat()}
        gauge = Gauge("", 1000, news.title or "news", "", f"until {until}")
        return (Finding(gauge, True, words, why, actions, LockoutRequest(kind, span[1])),)

    def deadline(self, situation: Situation, now: datetime) -> datetime | None:
        span = self._span_at(now)
        return span[1] if span else self._next_start(now)

    def _clear(self, situation: Situation, now: datetime) -> Finding:
        start = self._next_start(now)
        if start is None:
            return Finding(Gauge("", 0, "clear", "", "no event ahead"), False, "No news event ahead.")
        at = situation.schedule.end_text(now, start)
        return Finding(Gauge("", 0, "clear", "", f"until {at}"), False, f"Clear of news until {at}.")

    def _span_at(self, now: datetime) -> Span | None:
        at = bisect_right(self._starts, now) - 1
        return self._spans[at] if at >= 0 and now < self._spans[at][1] else None

    def _next_start(self, now: datetime) -> datetime | None:
        at = bisect_right(self._starts, now)
        return self._starts[at] if at < len(self._starts) else None

    def _news_in(self, span: Span, now: datetime) -> NewsEvent:
        """The event it is about: of those in the span the nearest to now."""
        near = (one for one in self._counted if span[0] <= one.time - seconds(self.before) < span[1])
        return min(near, key=lambda one: abs(one.time - now))

    @cached_property
    def _counted(self) -> list[NewsEvent]:
        return [one for one in self.events if not self.impact or one.impact in ("", *self.impact)]

    @cached_property
    def _spans(self) -> list[Span]:
        before, after = seconds(self.before), seconds(self.after)
        return merged((one.time - before, one.time + after) for one in self._counted)

    @cached_property
    def _starts(self) -> list[datetime]:
        return [start for start, _ in self._spans]


def _named(news: NewsEvent, situation: Situation, now: datetime) -> str:
    return f"{news.title or 'News'} at {situation.schedule.end_text(now, news.time)}"
