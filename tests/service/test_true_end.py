"""Lockouts end, and days reset, at the true time, whatever is done to the computer's clocks, zone and sleep."""

import os
import struct
import sys
import time
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.domain.trading_day import Schedule, zone_named
from tests.fakes.facts import MORNING
from tests.fakes.life import SECOND, Life

HOUR = timedelta(hours=1)
OFFS = [timedelta(**{unit: sign * n}) for unit in ("minutes", "hours", "days") for n in (1, 3, 20) for sign in (1, -1)]


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    found = Life(tmp_path).looks(3)
    yield found
    if found.running:
        found.ends(clean=False)


def ends_at(life: Life, end: datetime) -> None:
    """Locked up to its true end and not a second longer, told once."""
    life.passes(end - life.true - 3 * SECOND).looks(2)
    assert life.locked
    assert life.times_told("lockout_ended") == []
    life.looks(2)
    assert not life.locked
    (told,) = life.times_told("lockout_ended")
    assert end <= told <= end + SECOND


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_the_pc_clock_set_while_it_runs(life: Life, off: timedelta) -> None:
    end = life.locks(2 * HOUR)
    life.passes(HOUR).looks()
    life.pc_off = off
    life.looks(3)
    assert life.told_people == ["Clock of this computer moved"]
    ends_at(life, end)


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_the_pc_clock_set_while_the_gateway_is_away(life: Life, off: timedelta) -> None:
    end = life.locks(2 * HOUR)
    life.online = False
    life.pc_off = off
    life.passes(HOUR).looks(3)
    ends_at(life, end)


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_the_pc_clock_set_while_the_program_is_off(life: Life, off: timedelta) -> None:
    end = life.locks(2 * HOUR)
    life.looks().ends(clean=True)
    life.pc_off = off
    life.passes(HOUR).starts()
    life.looks(3)
    ends_at(life, end)


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_started_without_the_gateway_nothing_ends_until_it_has_told_the_time(life: Life, off: timedelta) -> None:
    end = life.locks(2 * HOUR)
    life.looks().ends(clean=False)
    life.online, life.pc_off = False, off
    life.passes(HOUR).starts()
    life.looks(3).passes(3 * HOUR).looks(3)
    assert life.locked, "the PC's clock alone ends nothing, not even when it is right"
    life.online = True
    life.looks(3)
    assert not life.locked
    (told,) = life.times_told("lockout_ended")
    assert told - end > HOUR


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_started_without_the_gateway_which_comes_back_before_the_end(life: Life, off: timedelta) -> None:
    end = life.locks(2 * HOUR)
    life.looks().ends(clean=False)
    life.online, life.pc_off = False, off
    life.passes(HOUR).starts()
    life.looks(3)
    life.online = True
    life.looks(3)
    ends_at(life, end)


@pytest.mark.parametrize("steady", [True, False], ids=["counts on", "stands still"])
@pytest.mark.parametrize("asleep", [timedelta(minutes=1), HOUR, 2 * HOUR - timedelta(seconds=90)], ids=str)
def test_sleep_that_ends_before_the_lockout_does(life: Life, asleep: timedelta, steady: bool) -> None:
    end = life.locks(2 * HOUR)
    life.passes(asleep, steady=steady).looks(2)
    assert life.locked
    assert life.fields("guard_off", "how") == ["asleep"]
    ends_at(life, end)


@pytest.mark.parametrize("steady", [True, False], ids=["counts on", "stands still"])
@pytest.mark.parametrize("asleep", [2 * HOUR, timedelta(days=3)], ids=str)
def test_sleep_over_the_end_of_a_lockout_ends_it_on_waking(life: Life, asleep: timedelta, steady: bool) -> None:
    life.locks(2 * HOUR)
    life.passes(asleep, steady=steady).looks(2)
    assert not life.locked
    assert len(life.times_told("lockout_ended")) == 1


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-1)], ids=str)
def test_the_pc_clock_set_in_a_sleep_in_which_the_steady_one_stands_still(life: Life, off: timedelta) -> None:
    """Two clocks are wrong, each in its way: the gateway's answers have to agree for a minute."""
    end = life.locks(2 * HOUR)
    life.pc_off = off
    life.passes(HOUR, steady=False).looks(2)
    assert life.locked
    life.looks(70)
    assert abs(life.clock.now() - life.true) <= 2 * SECOND
    ends_at(life, end)


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no time zone of its own there")
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Etc/GMT+12"])
def test_another_zone_of_the_computer(life: Life, zone: str) -> None:
    before, end = os.environ.get("TZ"), life.locks(2 * HOUR)
    try:
        os.environ["TZ"] = zone
        time.tzset()
        life.looks(2).ends(clean=True)
        life.passes(HOUR).starts()
        life.looks(2)
        assert life.told_people == []
        ends_at(life, end)
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@pytest.fixture
def forged_zones(tmp_path: Path) -> Iterator[None]:
    """A tz database in which Chicago is thirteen hours ahead of UTC, read from now on."""
    path = tmp_path / "zones" / "America" / "Chicago"
    path.parent.mkdir(parents=True)
    head = struct.pack(">4sc15x6l", b"TZif", b"1", 0, 0, 0, 0, 1, 4)
    path.write_bytes(head + struct.pack(">lbB", 13 * 3600, 0, 0) + b"XXX\0")
    before = zoneinfo.TZPATH
    yield
    zoneinfo.reset_tzpath(before)
    _read_zones_anew()


def _read_zones_anew() -> None:
    zone_named.cache_clear()
    zoneinfo.ZoneInfo.clear_cache()


def test_another_tz_database_moves_resets_to_come_and_no_lockout(
    life: Life, forged_zones: None, tmp_path: Path
) -> None:
    day_end = life.state.day.end
    end = life.locks(day_end - life.clock.now())
    life.looks().ends(clean=True)
    zoneinfo.reset_tzpath([str(tmp_path / "zones")])
    _read_zones_anew()
    assert Schedule().day_of(MORNING).end != day_end
    life.passes(HOUR).starts()
    life.looks(2)
    assert life.locked
    ends_at(life, end)
    assert end == day_end


# --- any story


DEEDS = st.one_of(
    st.tuples(st.just("passes"), st.integers(1, 40 * 60)),
    st.tuples(st.just("sleeps"), st.integers(1, 40 * 60)),
    st.tuples(st.just("sleeps still"), st.integers(1, 40 * 60)),
    st.tuples(st.just("sets the pc"), st.integers(-3 * 24 * 60, 3 * 24 * 60)),
    st.tuples(st.just("quits"), st.integers(0, 40 * 60)),
    st.tuples(st.just("is killed"), st.integers(0, 40 * 60)),
    st.tuples(st.just("gateway"), st.integers(0, 1)),
)


def does(life: Life, deed: str, number: int) -> None:
    span = timedelta(minutes=number)
    match deed:
        case "passes":
            life.looks(2).passes(span)
        case "sleeps" | "sleeps still":
            life.passes(span, steady=deed == "sleeps")
        case "sets the pc":
            life.pc_off = timedelta(minutes=number)
        case "quits" | "is killed":
            life.ends(clean=deed == "quits")
            life.passes(span).starts()
        case "gateway":
            life.online = bool(number)


@settings(max_examples=40, deadline=None)
@given(hours=st.integers(1, 60), story=st.lists(DEEDS, max_size=8))
def test_in_any_story_a_lockout_ends_at_its_true_end_or_later_once_and_every_day_begins_once(
    hours: int, story: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        life = Life(Path(folder)).looks(2)
        try:
            lives(life, life.locks(hours * HOUR), story)
        finally:
            life.ends(clean=True)


def lives(life: Life, end: datetime, story: list[tuple[str, int]]) -> None:
    life.looks()
    for deed, number in story:
        does(life, deed, number)
        life.looks(2)
        assert life.locked or life.true >= end - 2 * SECOND
    life.online = True
    life.looks(70)
    if life.true > end + 2 * SECOND:
        assert (life.locked, len(life.times_told("lockout_ended"))) == (False, 1)
    else:
        assert (life.locked, life.times_told("lockout_ended")) == (life.true < end, [])
    days_begun_once(life)


def days_begun_once(life: Life) -> None:
    """Each at its true time or later, none twice, none out of order; and the one in force is today's."""
    begun = [str(day) for day in life.fields("reset", "day")]
    assert begun == sorted(set(begun))
    schedule = Schedule()
    for at, day in zip(life.times_told("reset"), begun, strict=True):
        assert schedule.day_of(at + 2 * SECOND).label.isoformat() >= day
    weeks = [str(week) for week in life.fields("reset", "week") if week]
    assert weeks == sorted(set(weeks))
    assert life.state.day == schedule.day_of(life.true)
    first, last = schedule.day_of(MORNING), life.state.day
    assert (begun[-1:] == [last.label.isoformat()]) is (last != first)
