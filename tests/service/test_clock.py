"""Trusted time: starts from the PC's clock, is put right by the gateway's, and runs on its own."""

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
