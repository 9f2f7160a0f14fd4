"""Trusted time: starts from the PC's clock, is put right by the gateway's, and runs on its own."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from riskguard.service.clock import TrustedClock

CLOSE = timedelta(seconds=1)


def test_it_starts_from_the_clock_of_the_pc_in_utc() -> None:
    now = TrustedClock().now()
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < CLOSE


def test_it_runs_with_the_monotonic_clock() -> None:
    clock = TrustedClock()
    before, started = clock.now(), clock.monotonic()
    time.sleep(0.05)
    passed = timedelta(seconds=clock.monotonic() - started)
    assert abs((clock.now() - before) - passed) < timedelta(milliseconds=20)
    assert passed >= timedelta(milliseconds=50)


def test_it_tells_moments_apart_that_are_two_milliseconds_apart() -> None:
    clock = TrustedClock()
    for _ in range(20):
        before, end = clock.now(), time.perf_counter() + 0.002
        while time.perf_counter() < end:
            pass
        assert clock.now() > before


@pytest.mark.parametrize("off_s", [-1.9, -0.5, 0, 0.5, 1.9])
def test_a_difference_within_the_coarseness_of_the_header_moves_nothing(off_s: float) -> None:
    clock = TrustedClock()
    clock.anchor(datetime.now(UTC) + timedelta(seconds=off_s))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(milliseconds=100)


@pytest.mark.parametrize("off_s", [-86_400 * 40, -3_600, -3, 3, 3_600, 86_400 * 40])
def test_a_wrong_clock_is_put_right_by_the_gateway(off_s: float) -> None:
    clock = TrustedClock()
    clock.anchor(datetime.now(UTC) + timedelta(seconds=off_s))
    assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=off_s)) < timedelta(milliseconds=100)


def test_the_gateway_may_say_it_in_any_zone() -> None:
    clock = TrustedClock()
    clock.anchor(datetime.now(UTC).astimezone(tz=None) + timedelta(hours=1))
    assert abs(clock.now() - datetime.now(UTC) - timedelta(hours=1)) < timedelta(milliseconds=100)


def test_saying_it_again_moves_nothing() -> None:
    clock = TrustedClock()
    for _ in range(5):
        clock.anchor(datetime.now(UTC) + timedelta(hours=1))
    assert abs(clock.now() - datetime.now(UTC) - timedelta(hours=1)) < timedelta(milliseconds=100)


# --- with clocks the test moves


NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """A computer whose own clock can be set, and whose steady clock may stand still in sleep; and the true time."""

    def __init__(self, pc_off: timedelta = timedelta(0), known: datetime | None = None) -> None:
        self.true = NOON
        self.pc_off = pc_off
        self.ticks = 100.0
        self.clock = TrustedClock(lambda: self.true + self.pc_off, lambda: self.ticks, known)

    def waits(self, span: timedelta, *, steady: bool = True) -> "Machine":
        self.true += span
        self.ticks += span.total_seconds() if steady else 0
        return self

    def hears(self, off: timedelta = timedelta(0)) -> "Machine":
        """An answer of the gateway, which is `off` the true time."""
        self.clock.anchor(self.true + off)
        return self

    @property
    def off(self) -> timedelta:
        return self.clock.now() - self.true


OFFS = [timedelta(**{unit: sign * n}) for unit in ("minutes", "hours", "days") for n in (1, 3, 20) for sign in (1, -1)]


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_a_pc_clock_set_while_running_moves_nothing_and_is_noticed_once(off: timedelta) -> None:
    machine = Machine().hears()
    machine.clock.look()
    machine.waits(HOUR / 3600)
    machine.pc_off = off
    assert machine.off == timedelta(0)
    assert machine.clock.look() == off
    assert machine.clock.wants_answer
    machine.waits(HOUR / 3600)
    assert machine.clock.look() is None
    machine.hears()
    assert (machine.off, machine.clock.wants_answer, machine.clock.trouble) == (timedelta(0), False, "")


@pytest.mark.parametrize("off", OFFS, ids=str)
def test_a_pc_clock_that_was_wrong_at_the_start_is_put_right_by_the_first_answer(off: timedelta) -> None:
    machine = Machine(off).hears()
    assert (machine.off, machine.clock.anchored, machine.clock.pc_off) == (timedelta(0), True, off)


@pytest.mark.parametrize("off", [off for off in OFFS if off < timedelta(0)], ids=str)
def test_a_pc_clock_before_the_last_known_time_is_not_believed_and_said_to_be_wrong(off: timedelta) -> None:
    machine = Machine(off, known=NOON)
    assert machine.clock.now() == NOON
    assert "is wrong" in machine.clock.trouble
    machine.waits(HOUR)
    assert machine.clock.now() == NOON + HOUR
    machine.hears()
    assert (machine.clock.trouble, machine.off) == ("", timedelta(0))


def test_a_pc_clock_that_may_be_right_causes_no_trouble() -> None:
    for machine in (Machine(), Machine(known=NOON - HOUR), Machine(20 * HOUR, known=NOON - HOUR)):
        assert (machine.clock.trouble, machine.clock.anchored, machine.clock.heard) == ("", False, False)


@pytest.mark.parametrize("asleep", [timedelta(seconds=11), HOUR, timedelta(days=3)])
def test_after_sleep_the_time_is_asked_for_again(asleep: timedelta) -> None:
    machine = Machine().hears()
    machine.clock.look()
    machine.waits(asleep)
    assert machine.clock.look() is None, "nobody moved the PC's clock"
    assert machine.clock.wants_answer
    assert machine.off == timedelta(0)
    assert not machine.hears().clock.wants_answer


@pytest.mark.parametrize("asleep", [timedelta(seconds=30), HOUR, timedelta(days=3)])
def test_a_steady_clock_that_stood_still_in_sleep_ends_nothing_early_and_is_put_right_at_once(
    asleep: timedelta,
) -> None:
    machine = Machine().hears()
    machine.clock.look()
    machine.waits(asleep, steady=False)
    assert machine.off == -asleep
    assert machine.clock.look() == asleep
    assert machine.clock.wants_answer
    assert machine.hears().off == timedelta(0)
    assert machine.clock.look() is None


@pytest.mark.parametrize("off", [2 * HOUR, -2 * HOUR, timedelta(days=800), timedelta(days=-800)], ids=str)
def test_one_absurd_answer_is_not_believed(off: timedelta) -> None:
    machine = Machine().hears().waits(HOUR).hears(off)
    assert machine.off == timedelta(0)
    assert "does not fit" in machine.clock.trouble
    assert machine.clock.wants_answer
    machine.hears()
    assert (machine.off, machine.clock.trouble, machine.clock.wants_answer) == (timedelta(0), "", False)


@pytest.mark.parametrize(
    ("off", "gaps_s", "believed"),
    [
        (2 * HOUR, [30, 30], True),
        (-2 * HOUR, [30, 30], True),
        (2 * HOUR, [60], False),
        (2 * HOUR, [20, 20, 19], False),
        (2 * HOUR, [20, 20, 20], True),
        (timedelta(days=800), [60, 60, 60, 60], False),
        (timedelta(days=-800), [60, 60, 60, 60], False),
    ],
)
def test_against_an_earlier_time_answers_have_to_agree_for_a_minute_and_never_by_years(
    off: timedelta, gaps_s: list[int], believed: bool
) -> None:
    machine = Machine().hears().waits(HOUR).hears(off)
    for seconds in gaps_s:
        machine.waits(timedelta(seconds=seconds)).hears(off)
    assert machine.off == (off if believed else timedelta(0))
    assert bool(machine.clock.trouble) is not believed


def test_answers_that_do_not_agree_with_each_other_confirm_nothing() -> None:
    machine = Machine().hears()
    for hours in range(1, 20):
        machine.waits(timedelta(seconds=30)).hears(hours * HOUR)
    assert machine.off == timedelta(0)


def test_an_answer_that_fits_in_between_begins_the_confirming_anew() -> None:
    machine = Machine().hears()
    for off in (2 * HOUR, 2 * HOUR, timedelta(0), 2 * HOUR, 2 * HOUR):
        machine.waits(timedelta(seconds=40)).hears(off)
    assert machine.off == timedelta(0)


@pytest.mark.parametrize(("seconds", "believed"), [(1, False), (2.5, True)])
def test_a_first_answer_years_off_waits_for_a_few_more_that_say_the_same(seconds: float, believed: bool) -> None:
    machine = Machine(timedelta(days=-9_000))
    machine.hears()
    assert not machine.clock.anchored
    for _ in range(2):
        machine.waits(timedelta(seconds=seconds)).hears()
    assert machine.clock.anchored is believed
    assert (machine.off == timedelta(0)) is believed


def test_a_dead_pc_clock_is_no_witness_against_what_the_journal_knows() -> None:
    machine = Machine(timedelta(days=-9_000), known=NOON - HOUR).hears()
    assert (machine.off, machine.clock.anchored) == (timedelta(0), True)


def test_a_first_answer_before_the_last_known_time_needs_to_be_confirmed() -> None:
    machine = Machine(known=NOON + 5 * HOUR)
    machine.hears()
    assert machine.clock.now() == NOON + 5 * HOUR
    for _ in range(2):
        machine.waits(timedelta(seconds=3)).hears()
    assert (machine.off, machine.clock.anchored) == (timedelta(0), True)


@pytest.mark.parametrize("seconds", [-119, -3, 3, 119])
def test_what_the_clock_has_drifted_is_corrected_at_once(seconds: float) -> None:
    machine = Machine().hears().waits(HOUR)
    machine.hears(timedelta(seconds=seconds))
    assert machine.off == timedelta(seconds=seconds)


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no time zone of its own there")
def test_another_time_zone_of_the_computer_changes_nothing() -> None:
    before, clock = os.environ.get("TZ"), TrustedClock()
    try:
        for zone in ("Asia/Tokyo", "America/Los_Angeles"):
            os.environ["TZ"] = zone
            time.tzset()
            assert abs(clock.now() - datetime.now(UTC)) < CLOSE
            assert clock.look() is None
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()
