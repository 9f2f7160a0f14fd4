"""A session clocked by hand lasts over resets and restarts, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from riskguard.state.sessions import Session

BEGAN = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


def after(hours: float) -> datetime:
    return BEGAN + timedelta(hours=hours)


@pytest.mark.parametrize(("hours", "open_still"), [(0, True), (12, True), (23.999, True), (24, False), (50, False)])
def test_one_nobody_clocks_out_of_ends_after_a_day(hours: float, open_still: bool) -> None:
    session = Session(BEGAN)
    assert session.open(after(hours)) is open_still
    assert session.end(after(hours)) == after(min(hours, 24))


def test_one_that_is_clocked_out_of_is_over() -> None:
    session = Session(BEGAN, after(3))
    assert not session.open(after(2))
    assert session.end(after(5)) == after(3)
