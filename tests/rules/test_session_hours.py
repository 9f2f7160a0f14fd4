"""RULE-009: session hours, with holidays, early closes and hours by instrument."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from riskguard.config.calendars import cme_calendar
from riskguard.domain.contracts import Contract
from riskguard.domain.events import ClockTicked
from riskguard.domain.market import Market
from riskguard.domain.money import price, usd
from riskguard.domain.orders import Order
from riskguard.domain.trading_day import Schedule
from riskguard.rules.base import Finding, LockoutRequest, Situation
from riskguard.rules.session_hours import SessionHours
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import Lockout, LockoutKind
from tests.fakes.facts import ACCOUNT, ES, MNQ, OTHER, order
from tests.fakes.situations import cancels, flattens, situation

GC, E6, ZC = "CON.F.US.GCE.Z26", "CON.F.US.EU6.Z26", "CON.F.US.ZCE.Z26"
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
SUN_TO_THU = ["sun", "mon", "tue", "wed", "thu"]
JUST_BEFORE = timedelta(microseconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(start: str = "08:30", end: str = "15:00", days: list[str] | None = None) -> dict[str, Any]:
    return {"days": WEEKDAYS if days is None else days, "start": start, "end": end}


def rule(*windows: dict[str, Any], **more: Any) -> SessionHours:
    one = SessionHours.model_validate({"windows": list(windows) or [hours()], **more})
    one.follow(cme_calendar())
    return one


def known(*contracts: str) -> Market:
    market = Market()
    for cid in contracts:
        root = {GC: "GC", E6: "6E", ZC: "ZC", ES: "ES", MNQ: "MNQ"}[cid]
        market = market.learn(Contract(cid, f"{root}Z6", root, price("0.25"), usd(5)))
    return market


def holding(*contracts: str, orders: tuple[Order, ...] = (), also_known: tuple[str, ...] = ()) -> Situation:
    return situation(dict.fromkeys(contracts, 1), orders, prices=known(*{*contracts, *also_known}))


def judged(one: SessionHours, at: datetime, where: Situation | None = None) -> dict[str, Finding]:
    return {found.gauge.key: found for found in one.evaluate(where or holding(ES), ClockTicked(), at)}


def hard(until: str) -> LockoutRequest:
    return LockoutRequest(LockoutKind.HARD, utc(until))


def symbol(root: str, until: str) -> LockoutRequest:
    return LockoutRequest(LockoutKind.SYMBOL, utc(until), root)


def asked(one: SessionHours, at: str, where: Situation | None = None) -> list[LockoutRequest]:
    return [found.lockout for found in judged(one, utc(at), where).values() if found.lockout]


@pytest.mark.parametrize(
    ("at", "lockout"),
    [
        ("2026-11-19T14:29:59.999999", hard("2026-11-19T14:30")),
        ("2026-11-19T14:30", None),
        ("2026-11-19T20:59:59.999999", None),
        ("2026-11-19T21:00", hard("2026-11-20T14:30")),
        ("2026-11-19T21:00:00.000001", hard("2026-11-20T14:30")),
        ("2026-11-20T21:00", hard("2026-11-23T14:30")),
        ("2026-11-21T17:00", hard("2026-11-23T14:30")),
    ],
)
def test_outside_its_hours_an_account_is_flat_and_locked_until_the_opening(
    at: str, lockout: LockoutRequest | None
) -> None:
    one = judged(rule(), utc(at))[""]
    assert (one.breached, flattens(one), one.lockout) == (lockout is not None, lockout is not None, lockout)


def test_an_account_without_positions_is_locked_as_well() -> None:
    assert asked(rule(), "2026-11-19T21:00", holding()) == [hard("2026-11-20T14:30")]
    assert asked(rule(), "2026-11-19T20:59", holding()) == []


@pytest.mark.parametrize(
    ("at", "lockout"),
    [
        ("2026-11-22T22:59:59", hard("2026-11-22T23:00")),
        ("2026-11-22T23:00", None),  # Sunday's window
        ("2026-11-23T05:59:59", None),
        ("2026-11-23T06:00", None),  # still Sunday's, after midnight
        ("2026-11-23T21:09:59", None),
        ("2026-11-23T21:10", hard("2026-11-23T23:00")),
        ("2026-11-20T21:10", hard("2026-11-22T23:00")),  # no window starts on a Friday
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_it_starts_on(at: str, lockout: LockoutRequest | None) -> None:
    one = rule(hours("17:00", "15:10", SUN_TO_THU))
    assert asked(one, at) == ([lockout] if lockout else [])


@pytest.mark.parametrize(
    ("at", "lockout"),
    [
        # the clocks go forward on Sunday, March 8, at 08:00 UTC: Sunday's 17:00 is an hour earlier in UTC
        ("2026-03-06T22:59:59", hard("2026-03-08T22:00")),
        ("2026-03-08T21:59:59", hard("2026-03-08T22:00")),
        ("2026-03-08T22:00", None),
        ("2026-03-09T20:10", hard("2026-03-09T22:00")),
        # and back on Sunday, November 1, at 07:00 UTC
        ("2026-10-30T20:10", hard("2026-11-01T23:00")),
        ("2026-11-01T22:59:59", hard("2026-11-01T23:00")),
        ("2026-11-01T23:00", None),
        ("2026-11-02T21:10", hard("2026-11-02T23:00")),
    ],
)
def test_wall_time_decides_when_the_clocks_change(at: str, lockout: LockoutRequest | None) -> None:
    one = rule(hours("17:00", "15:10", SUN_TO_THU))
    assert asked(one, at) == ([lockout] if lockout else [])


@pytest.mark.parametrize(
    ("at", "open_"),
    [("2026-03-08T07:59", True), ("2026-03-08T08:59", True), ("2026-03-08T09:00", False)],
)
def test_a_window_over_the_skipped_hour_is_an_hour_shorter(at: str, open_: bool) -> None:
    """1 AM to 4 AM in Chicago, 02:00 -> 03:00: 07:00 to 09:00 UTC."""
    one = rule(hours("01:00", "04:00", ["sun"]))
    assert bool(asked(one, at)) is not open_


def test_hours_are_in_the_schedules_zone_unless_another_is_named() -> None:
    at = "2026-11-19T08:30"  # 9:30 AM in Berlin
    berlin = replace(holding(ES), schedule=Schedule(time(23, 0), "Europe/Berlin"))
    assert asked(rule(), at) == [hard("2026-11-19T14:30")]
    assert asked(rule(), at, berlin) == []
    assert asked(rule(timezone="Europe/Berlin"), at) == []
    assert asked(rule(timezone="America/Chicago"), at, berlin) == [hard("2026-11-19T14:30")]


@pytest.mark.parametrize(
    ("at", "lockout"),
    [
        ("2026-11-26T17:59:59.999999", None),  # Thanksgiving: equities halt at noon in Chicago
        ("2026-11-26T18:00", hard("2026-11-27T14:30")),
        ("2026-11-27T18:14:59", None),
        ("2026-11-27T18:15", hard("2026-11-30T14:30")),
        ("2026-12-24T18:15", hard("2026-12-28T14:30")),
        ("2026-12-25T15:00", hard("2026-12-28T14:30")),  # Christmas
        ("2026-04-03T13:14:59", None),  # Good Friday with the employment report: 8:15 AM
        ("2026-04-03T13:15", hard("2026-04-06T13:00")),
    ],
)
def test_the_exchanges_holidays_and_early_closes_hold(at: str, lockout: LockoutRequest | None) -> None:
    early_riser = rule(hours("08:00", "15:00") if at.startswith("2026-04") else hours())
    assert asked(early_riser, at) == ([lockout] if lockout else [])
    assert asked(rule(hours("00:00", "24:00"), calendar="none"), at) == []


def test_after_an_early_close_the_evening_session_is_open_again() -> None:
    one = rule(hours("17:00", "15:10", SUN_TO_THU))
    assert asked(one, "2026-11-26T18:00") == [hard("2026-11-26T23:00")]
    assert asked(one, "2026-11-26T23:00") == []
    assert asked(one, "2026-12-24T23:00") == [hard("2026-12-27T23:00")]  # none on the evening before Christmas


@pytest.mark.parametrize(
    ("contract", "at", "closed"),
    [
        (ES, "2026-11-26T18:00", True),
        (GC, "2026-11-26T19:29:59", False),  # metals stop at 1:30 PM
        (GC, "2026-11-26T19:30", True),
        (E6, "2026-11-26T20:59:59", False),  # currencies go on to the end of the hours
        (E6, "2026-11-26T21:00", True),
        (ZC, "2026-11-26T15:00", True),  # grains are closed all day
        (ZC, "2026-11-25T15:00", False),
    ],
)
def test_each_product_group_has_days_of_its_own(contract: str, at: str, closed: bool) -> None:
    found = judged(rule(), utc(at), holding(contract))
    assert found[""].breached is closed


def test_of_several_groups_held_those_that_are_closed_are_locked_alone() -> None:
    found = judged(rule(), utc("2026-11-26T18:00"), holding(ES, GC))
    assert not found[""].breached
    assert (found["ES"].breached, found["ES"].lockout) == (True, symbol("ES", "2026-11-27T14:30"))
    assert "GC" not in found
    assert asked(rule(), "2026-11-26T19:30", holding(ES, GC)) == [hard("2026-11-27T14:30")]


def test_what_is_held_counts_before_what_is_only_known() -> None:
    at = "2026-11-26T18:00"
    assert asked(rule(), at, holding(ES, also_known=(E6,))) == [hard("2026-11-27T14:30")]
    assert asked(rule(), at, holding(also_known=(ES, E6))) == [symbol("ES", "2026-11-27T14:30")]


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        ("2026-11-24T16:59:59", False),
        ("2026-11-24T17:00", True),  # own early close at 11:00
        ("2026-11-25T14:30", True),  # own holiday
        ("2026-11-23T16:59:59", False),
        ("2026-11-23T17:00", False),
    ],
)
@pytest.mark.parametrize("calendar", ["CME", "none"])
def test_ones_own_dates_come_on_top(at: str, closed: bool, calendar: str) -> None:
    early = [{"date": "2026-11-24", "time": "11:00"}]
    one = rule(holidays=["2026-11-25"], early_closes=early, calendar=calendar)
    assert bool(asked(one, at)) is closed


NIGHT_GOLD = {"GC": [hours("18:00", "12:00", SUN_TO_THU)]}


@pytest.mark.parametrize(
    ("at", "lockouts"),
    [
        ("2026-11-19T17:59:59", []),  # both inside
        ("2026-11-19T18:00", [symbol("GC", "2026-11-20T00:00")]),  # gold ends at noon
        ("2026-11-19T20:59:59", [symbol("GC", "2026-11-20T00:00")]),
        ("2026-11-19T21:00", [hard("2026-11-20T00:00")]),  # nobody is inside
        ("2026-11-20T00:00", [symbol("ES", "2026-11-20T14:30")]),  # gold is open again
        ("2026-11-20T14:30", []),
    ],
)
def test_hours_by_instrument_lock_single_symbols_while_another_is_inside(
    at: str, lockouts: list[LockoutRequest]
) -> None:
    assert asked(rule(overrides=NIGHT_GOLD), at, holding(ES)) == lockouts


def test_a_symbol_with_hours_of_its_own_is_locked_before_it_is_seen() -> None:
    one = rule(overrides=NIGHT_GOLD)
    assert asked(one, "2026-11-19T18:00", holding()) == [symbol("GC", "2026-11-20T00:00")]


def test_others_are_locked_when_they_show_up() -> None:
    one, at = rule(overrides=NIGHT_GOLD), "2026-11-20T00:00"
    assert asked(one, at, holding(GC)) == []
    assert asked(one, at, holding(GC, MNQ)) == [symbol("MNQ", "2026-11-20T14:30")]
    ordered = situation({}, (order(1, 1, ES),), prices=known(ES))
    assert asked(one, at, ordered) == [symbol("ES", "2026-11-20T14:30")]


@pytest.mark.parametrize("typed", ["gc", "/GC", "GCE"])
def test_instruments_are_named_in_either_spelling(typed: str) -> None:
    one = rule(overrides={typed: NIGHT_GOLD["GC"]})
    assert asked(one, "2026-11-19T18:00") == [symbol("GC", "2026-11-20T00:00")]


@pytest.mark.parametrize(
    ("at", "closed"),
    [("2026-11-19T20:54:59.999999", False), ("2026-11-19T20:55", True), ("2026-11-19T21:00", True)],
)
def test_it_may_flatten_some_time_before_the_end(at: str, closed: bool) -> None:
    assert asked(rule(flatten_before=300), at) == ([hard("2026-11-20T14:30")] if closed else [])


def test_before_an_early_close_as_well() -> None:
    assert asked(rule(flatten_before=300), "2026-11-26T17:54:59") == []
    assert asked(rule(flatten_before=300), "2026-11-26T17:55") == [hard("2026-11-27T14:30")]


ENTRY = LockoutRequest(LockoutKind.ENTRY, utc("2026-11-19T21:00"))


@pytest.mark.parametrize(
    ("at", "lockout"),
    [
        ("2026-11-19T20:49:59.999999", None),
        ("2026-11-19T20:50", ENTRY),
        ("2026-11-19T20:54:59", ENTRY),
        ("2026-11-19T20:55", hard("2026-11-20T14:30")),
    ],
)
def test_before_the_end_no_entries_are_allowed(at: str, lockout: LockoutRequest | None) -> None:
    one = rule(no_entries_before=600, flatten_before=300)
    assert asked(one, at) == ([lockout] if lockout else [])
    assert judged(one, utc(at))[""].breached is (lockout is not None and lockout.kind is LockoutKind.HARD)


def test_where_only_one_symbol_is_about_to_end_its_entry_orders_alone_are_cancelled() -> None:
    orders = (order(1, 1, GC), order(2, -1, GC), order(3, 1, ES))
    where = holding(ES, GC, orders=orders)
    one = rule(overrides=NIGHT_GOLD, no_entries_before=600)
    found = judged(one, utc("2026-11-19T17:50"), where)
    assert cancels(found["GC"]) == [1]
    assert all(one.lockout is None and not one.breached for one in found.values())
    assert "GC" not in judged(one, utc("2026-11-19T17:49:59"), where)


def locked(until: str, **more: Any) -> Situation:
    where = holding(E6)
    held = Lockout(ACCOUNT, LockoutKind.HARD, "RULE-009", "", utc("2026-11-26T18:00"), utc(until), **more)
    return replace(where, account=replace(where.account, lockouts=(held,)))


def test_what_is_held_under_its_lockout_does_not_end_the_breach() -> None:
    at = "2026-11-26T18:30"
    assert asked(rule(), at, holding(E6)) == []
    assert asked(rule(), at, locked("2026-11-27T14:30")) == [hard("2026-11-27T14:30")]
    assert asked(rule(), at, locked("2026-11-27T14:30", origin=OTHER)) == []


@pytest.mark.parametrize(
    ("at", "deadline"),
    [
        ("2026-11-19T14:00", "2026-11-19T14:30"),
        ("2026-11-19T14:30", "2026-11-19T20:50"),
        ("2026-11-19T20:50", "2026-11-19T20:55"),
        ("2026-11-19T20:55", "2026-11-20T14:30"),
        ("2026-11-26T15:00", "2026-11-26T17:50"),
    ],
)
def test_it_knows_when_the_clock_alone_changes_something(at: str, deadline: str) -> None:
    one = rule(no_entries_before=600, flatten_before=300)
    assert one.deadline(holding(ES), utc(at)) == utc(deadline)


@pytest.mark.parametrize("at", ["2026-11-19T17:59", "2026-11-19T20:00", "2026-11-19T22:00", "2026-11-20T03:00"])
def test_between_now_and_the_deadline_nothing_changes(at: str) -> None:
    one, where, now = rule(overrides=NIGHT_GOLD), holding(ES, GC), utc(at)
    deadline = one.deadline(where, now)
    assert deadline
    last_moment = deadline - JUST_BEFORE
    assert judged(one, last_moment, where).keys() == judged(one, now, where).keys()
    assert asked(one, last_moment.isoformat()[:-6], where) == asked(one, at, where)
    assert asked(one, deadline.isoformat()[:-6], where) != asked(one, at, where)


def test_what_never_closes_is_looked_at_again_the_next_day() -> None:
    always = rule(hours("00:00", "24:00", [*WEEKDAYS, "sat", "sun"]), calendar="none")
    assert asked(always, "2026-11-21T12:00") == []
    assert always.deadline(holding(ES), utc("2026-11-21T12:00")) == utc("2026-11-22T12:00")


def test_the_words_say_when_it_opens() -> None:
    closed = judged(rule(), utc("2026-11-19T21:00"))[""]
    assert closed.words == "Trading opens Fri 8:30 AM CT."
    assert judged(rule(), utc("2026-11-19T15:00"))[""].words == "Open until 3:00 PM CT."
    gold = judged(rule(overrides=NIGHT_GOLD), utc("2026-11-19T18:00"))["GC"]
    assert gold.words == "GC opens 6:00 PM CT."


def test_without_the_calendars_data_it_fails_rather_than_forget_the_holidays() -> None:
    bare = SessionHours.model_validate({"windows": [hours()]})
    with pytest.raises(LookupError, match="the CME calendar is not loaded"):
        bare.evaluate(holding(ES), ClockTicked(), utc("2026-11-19T15:00"))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "give at least one window, e.g."),
        ({"windows": []}, "give at least one window, e.g."),
        ({"windows": [hours()], "overrides": {"GC": []}}, "give at least one window, e.g."),
        ({"windows": [hours(days=[])]}, "give days as a list"),
        ({"windows": [hours(days=["someday"])]}, "someday is no day; days are mon, tue"),
        ({"windows": [hours(end="25:00")]}, 'give a time of day as "HH:MM"'),
        ({"windows": [hours(start="8.30")]}, 'give a time of day as "HH:MM"'),
        ({"windows": [{"days": ["mon"], "start": "08:30"}]}, "end is missing; write each one as a table with days"),
        ({"windows": [{**hours(), "until": "15:00"}]}, "until is not known; each one has days, start and end"),
        ({"windows": ["mon 08:30"]}, "days is missing; write each one as a table"),
        ({"windows": [hours()], "timezone": "Chicago"}, "'Chicago' is not known; use a name like America/Chicago"),
        ({"windows": [hours()], "holidays": ["12/25"]}, 'give a date as "YYYY-MM-DD"'),
        ({"windows": [hours()], "overrides": {"ES": [hours()], "EP": [hours()]}}, "EP is ES, which is listed already"),
        ({"windows": [hours()], "calendar": "NYSE"}, "Input should be 'CME' or 'none'"),
        ({"windows": [hours()], "flatten_before": -1}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_words(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SessionHours.model_validate(table)
    assert words in str(refused.value)


def test_days_and_times_may_be_written_in_several_ways() -> None:
    one = rule({"days": ["Friday", "MON"], "start": time(8, 30), "end": "24:00"})
    assert one.windows[0].days == ("mon", "fri")
    assert one.windows[0].end == time(0, 0)


def change(old: SessionHours, new: SessionHours, field: str) -> Direction:
    return SessionHours.compares[field](old, new)


@pytest.mark.parametrize(
    ("windows", "direction"),
    [
        ([hours("08:30", "14:59")], Direction.TIGHTENING),
        ([hours("08:30", "12:00"), hours("12:00", "15:00")], Direction.NEUTRAL),
        ([hours("08:30", "15:01")], Direction.LOOSENING),
        ([hours("09:00", "15:30")], Direction.LOOSENING),  # tighter in the morning, looser in the afternoon
        ([hours(days=["mon"])], Direction.TIGHTENING),
        ([hours(), hours(days=["sat"])], Direction.LOOSENING),
    ],
)
def test_hours_are_compared_as_minutes_of_the_week(windows: list[dict[str, Any]], direction: Direction) -> None:
    assert change(rule(), rule(*windows), "windows") is direction


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ({}, {"GC": [hours("09:00", "10:00")]}, Direction.TIGHTENING),
        ({}, {"GC": [hours("08:30", "16:00")]}, Direction.LOOSENING),
        ({}, {"GC": [hours()]}, Direction.NEUTRAL),
        ({"GC": [hours("09:00", "10:00")]}, {}, Direction.LOOSENING),
        ({"GC": [hours("00:00", "24:00")]}, {}, Direction.TIGHTENING),
    ],
)
def test_hours_by_instrument_are_compared_with_those_it_had(before: Any, after: Any, direction: Direction) -> None:
    assert change(rule(overrides=before), rule(overrides=after), "overrides") is direction


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ({}, {"holidays": ["2026-12-23"]}, Direction.TIGHTENING),
        ({"holidays": ["2026-12-23"]}, {}, Direction.LOOSENING),
        ({"holidays": ["2026-12-23"]}, {"holidays": ["2026-12-22"]}, Direction.LOOSENING),
    ],
)
def test_more_own_holidays_are_tighter(before: Any, after: Any, direction: Direction) -> None:
    assert change(rule(**before), rule(**after), "holidays") is direction


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (None, "11:00", "tightening"),
        ("11:00", "10:59", "tightening"),
        ("11:00", "11:01", "loosening"),
        ("11:00", None, "loosening"),
    ],
)
def test_an_earlier_own_close_is_tighter(before: str | None, after: str | None, direction: str) -> None:
    old, new = (rule(early_closes=[{"date": "2026-12-23", "time": at}] if at else []) for at in (before, after))
    assert change(old, new, "early_closes") == direction
