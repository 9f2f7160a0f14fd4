"""The engine hears when the time is trusted, people hear when the PC's clock was moved, the gateway is asked again."""

from datetime import timedelta

import pytest

from riskguard.domain.events import ClockAnchored, ClockDoubted, Event, ProtectionReduced, ProtectionRestored
from riskguard.service.clock_watch import TITLE, ClockWatch
from tests.service.test_clock import HOUR, NOON, Machine

SECOND = timedelta(seconds=1)


class Watched:
    """A machine with a watch on its clock, and what came of it."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.events: list[Event] = []
        self.told: list[tuple[str, str]] = []
        self.asked = 0
        self.watch = ClockWatch(machine.clock, self.events.append, lambda *words: self.told.append(words), self._ask)

    def _ask(self) -> None:
        self.asked += 1

    def looks(self, times: int = 1) -> "Watched":
        for _ in range(times):
            self.machine.waits(SECOND)
            self.watch.look()
        return self


def test_the_time_is_trusted_once_the_gateway_has_told_it() -> None:
    watched = Watched(Machine()).looks(3)
    assert watched.events == []
    watched.machine.hears()
    watched.watch.signed_in()
    watched.looks(3)
    assert watched.events == [ClockAnchored()]


def test_a_gateway_that_tells_no_time_leaves_the_pcs() -> None:
    watched = Watched(Machine())
    watched.watch.signed_in()
    assert watched.events == [ClockAnchored()]


def test_a_first_time_that_is_doubted_is_asked_for_until_it_is_believed() -> None:
    watched = Watched(Machine(timedelta(days=-9_000)))
    watched.machine.hears()
    watched.watch.signed_in()
    (reduced,) = watched.events
    assert isinstance(reduced, ProtectionReduced)
    assert (reduced.code, "does not fit" in reduced.words) == ("clock", True)
    for _ in range(3):
        watched.looks(2)
        watched.machine.hears()
    watched.looks()
    assert watched.asked >= 2
    assert watched.events[1:] == [ClockAnchored(), ProtectionRestored("clock")]


def test_a_pc_clock_that_was_moved_is_told_once_and_the_gateway_asked_for_the_time() -> None:
    watched = Watched(Machine().hears()).looks()
    watched.machine.pc_off = -3 * HOUR
    watched.looks(2)
    assert [title for title, _ in watched.told] == [TITLE]
    assert "set 3 h back" in watched.told[0][1]
    assert watched.asked == 1
    watched.looks(4)
    assert watched.asked == 2, "asked again while there is no answer"
    watched.machine.hears()
    watched.looks(9)
    assert (watched.asked, len(watched.told)) == (2, 1)
    assert watched.events == [ClockAnchored()]


def test_a_pc_clock_before_the_last_known_time_reduces_protection_until_the_gateway_tells() -> None:
    watched = Watched(Machine(-HOUR, known=NOON)).looks(2)
    assert [type(event) for event in watched.events] == [ProtectionReduced]
    watched.machine.hears()
    watched.looks()
    assert watched.events[1:] == [ClockAnchored(), ProtectionRestored("clock")]


def anchored() -> Watched:
    watched = Watched(Machine())
    watched.machine.hears()
    watched.watch.signed_in()
    watched.looks(3)
    watched.events.clear()
    return watched


@pytest.mark.parametrize(
    ("off_s", "doubted"), [(-3600, True), (-121, True), (-119, False), (119, False), (3600, False)]
)
def test_a_gateway_that_says_it_is_earlier_lets_nothing_end_until_that_is_settled(off_s: int, doubted: bool) -> None:
    watched = anchored()
    watched.machine.hears(timedelta(seconds=off_s))
    watched.looks()
    assert (ClockDoubted(True) in watched.events) is doubted
    watched.machine.hears(timedelta(seconds=off_s) if abs(off_s) < 120 else timedelta(0))
    watched.looks()
    assert (ClockDoubted(False) in watched.events) is doubted


@pytest.mark.parametrize(("times", "doubted"), [(1, False), (2, True)])
def test_a_clock_that_runs_away_between_looks_lets_nothing_end_and_one_sleep_does_not(
    times: int, doubted: bool
) -> None:
    watched = anchored()
    for _ in range(times):
        watched.machine.waits(timedelta(minutes=1))
        watched.watch.look()
    watched.looks(2)
    assert (ClockDoubted(True) in watched.events) is doubted
    watched.machine.hears()
    watched.looks()
    assert (ClockDoubted(False) in watched.events) is doubted
