"""RULE-023: no trading around the events of the user's own list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.domain.events import ClockTicked
from riskguard.rules.base import Finding, LockoutRequest
from riskguard.rules.news_blackout import NewsBlackout
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import LockoutKind
from tests.fakes.facts import ES
from tests.fakes.situations import flattens, situation

JOBS = "2026-12-04T13:30:00Z"  # 7:30 AM in Chicago


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(time: str = JOBS, title: str = "Jobs report", impact: str = "high") -> dict[str, str]:
    return {"time": time, "title": title, "impact": impact}


def rule(*events: dict[str, str], **more: Any) -> NewsBlackout:
    table = {"events": list(events) or [event()], "before": 120, "after": 300, **more}
    return NewsBlackout.model_validate(table)


def judged(one: NewsBlackout, at: str) -> Finding:
    (found,) = one.evaluate(situation({ES: 1}), ClockTicked(), utc(at))
    return found


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-12-04T13:27:59.999999", False),
        ("2026-12-04T13:28", True),
        ("2026-12-04T13:30", True),
        ("2026-12-04T13:34:59.999999", True),
        ("2026-12-04T13:35", False),
        ("2026-12-05T13:30", False),
    ],
)
@pytest.mark.parametrize("action", ["flatten", "no_entries"])
def test_from_before_an_event_until_after_it_nothing_is_traded(at: str, inside: bool, action: str) -> None:
    found = judged(rule(action=action), at)
    kind = LockoutKind.HARD if action == "flatten" else LockoutKind.ENTRY
    assert found.breached is inside
    assert flattens(found) is (inside and action == "flatten")
    assert found.lockout == (LockoutRequest(kind, utc("2026-12-04T13:35")) if inside else None)


def test_events_close_together_are_one_blackout() -> None:
    one = rule(event(), event("2026-12-04T13:36:00Z", "Speech"))
    assert judged(one, "2026-12-04T13:28").lockout == LockoutRequest(LockoutKind.HARD, utc("2026-12-04T13:41"))
    assert judged(one, "2026-12-04T13:40:59").breached
    apart = rule(event(), event("2026-12-04T13:38:00Z", "Speech"))
    assert judged(apart, "2026-12-04T13:28").lockout == LockoutRequest(LockoutKind.HARD, utc("2026-12-04T13:35"))
    assert not judged(apart, "2026-12-04T13:35").breached
    assert judged(apart, "2026-12-04T13:36").breached


@pytest.mark.parametrize(
    ("impact", "filtered", "counts"),
    [
        ("high", [], True),
        ("low", [], True),
        ("high", ["high"], True),
        ("medium", ["high"], False),
        ("medium", ["high", "medium"], True),
        ("", ["high"], True),  # the list does not say: it may be one
    ],
)
def test_only_events_of_the_impact_asked_for_count(impact: str, filtered: list[str], counts: bool) -> None:
    assert judged(rule(event(impact=impact), impact=filtered), "2026-12-04T13:30").breached is counts


@pytest.mark.parametrize(
    ("at", "deadline"),
    [
        ("2026-12-04T13:27", "2026-12-04T13:28"),
        ("2026-12-04T13:28", "2026-12-04T13:35"),
        ("2026-12-04T13:35", "2026-12-10T13:28"),
        ("2026-12-10T13:35", None),
    ],
)
def test_it_knows_when_the_clock_alone_changes_something(at: str, deadline: str | None) -> None:
    one = rule(event("2026-12-10T13:30:00Z"), event())
    assert one.deadline(situation(), utc(at)) == (deadline and utc(deadline))


@pytest.mark.parametrize("action", ["flatten", "no_entries"])
def test_the_words_name_the_event_and_its_gauge_the_end(action: str) -> None:
    found = judged(rule(action=action), "2026-12-04T13:29")
    assert found.words == "Jobs report at 7:30 AM CT."
    assert found.gauge.room == "until 7:35 AM CT"
    assert found.why == {
        "event": "Jobs report",
        "at": "2026-12-04T13:30:00+00:00",
        "until": "2026-12-04T13:35:00+00:00",
    }


def test_of_events_in_one_blackout_the_nearest_is_named() -> None:
    one = rule(event(), event("2026-12-04T13:36:00Z", "Speech"))
    assert judged(one, "2026-12-04T13:32").words.startswith("Jobs report")
    assert judged(one, "2026-12-04T13:34").words.startswith("Speech")


def test_times_with_any_offset_are_the_same_instant() -> None:
    assert rule(event("2026-12-04T07:30:00-06:00")).events == rule().events


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "give a file with your events"),
        ({"events": []}, "give a file with your events"),
        ({"events": [event("2026-12-04T13:30:00")]}, "give the time of an event with its offset"),
        ({"events": [event()], "before": 0, "after": 0}, "before and after are both 0"),
        ({"events": [event()], "timezone": "Berlin"}, "'Berlin' is not known"),
        ({"events": [event()], "impact": ["huge"]}, "Input should be 'high', 'medium' or 'low'"),
        ({"events": [event()], "action": "pray"}, "Input should be 'flatten' or 'no_entries'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_words(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NewsBlackout.model_validate(table)
    assert words in str(refused.value)


@pytest.mark.parametrize(("at", "left"), [("2026-12-04T13:34:59", 2), ("2026-12-04T13:35", 1), ("2026-12-10T13:35", 0)])
def test_events_that_are_over_can_be_left_out(at: str, left: int) -> None:
    one = rule(event(), event("2026-12-10T13:30:00Z"))
    upcoming = one.upcoming(utc(at))
    assert len(upcoming.events) == left
    for minutes in range(0, 20_000, 7):
        instant = utc(at) + timedelta(minutes=minutes)
        assert upcoming.deadline(situation(), instant) == one.deadline(situation(), instant)


@pytest.mark.parametrize(
    ("field", "before", "after", "direction"),
    [
        ("events", [event()], [event(), event("2026-12-10T13:30:00Z")], Direction.TIGHTENING),
        ("events", [event(), event("2026-12-10T13:30:00Z")], [event()], Direction.LOOSENING),
        ("events", [event()], [event("2026-12-04T13:31:00Z")], Direction.LOOSENING),
        ("impact", [], ["high"], Direction.LOOSENING),
        ("impact", ["high"], ["high", "low"], Direction.TIGHTENING),
        ("impact", ["high"], [], Direction.TIGHTENING),
        ("impact", ["high", "medium", "low"], [], Direction.NEUTRAL),
    ],
)
def test_more_events_are_tighter(field: str, before: Any, after: Any, direction: Direction) -> None:
    old, new = (NewsBlackout.model_validate({"events": [event()], field: value}) for value in (before, after))
    assert NewsBlackout.compares[field](old, new) is direction
