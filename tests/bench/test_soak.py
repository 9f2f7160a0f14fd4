"""Two virtual days in a process of their own, and that the soak can fail."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.bench.footprint import BOUNDS, Bound, Footprint
from tests.bench.soak import table

NUMBERS = dict.fromkeys(BOUNDS, 10)


@pytest.mark.timeout(320)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_virtual_days_end_as_they_should_and_leave_nothing_behind() -> None:
    command = [sys.executable, "-m", "tests.bench.soak", "--days", "2", "--short"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=300)
    assert (done.returncode, [line for line in done.stdout.splitlines() if "WRONG" in line]) == (0, []), done.stderr
    assert "| asyncio tasks |" in done.stdout


@pytest.mark.parametrize(
    ("bound", "start", "end", "holds"),
    [
        (Bound("", more=5), 10, 15, True),
        (Bound("", more=5), 10, 16, False),
        (Bound("", a_day=2), 10, 16, True),
        (Bound("", a_day=2), 10, 17, False),
        (Bound("", more=1, a_day=2), 10, 17, True),
        (Bound("", most=8), 0, 8, True),
        (Bound("", most=8), 8, 9, False),
        (Bound("", more=5), 100, 1, True),
    ],
)
def test_what_grows_beyond_its_bound_over_three_days(bound: Bound, start: int, end: int, holds: bool) -> None:
    assert bound.holds(start, end, 3) is holds


@pytest.mark.parametrize("name", BOUNDS)
def test_a_million_times_as_much_of_anything_is_told(name: str) -> None:
    first = Footprint(NUMBERS, Counter())
    last = Footprint({**NUMBERS, name: 10_000_000}, Counter())
    assert table(first, first, 1)[1] == []
    assert table(first, last, 1)[1] == [f"{name} went from 10 to 10,000,000"]
