from datetime import UTC, datetime, timedelta

import pytest

from riskguard.desktop.presenters.numbers import (
    capitalized,
    countdown,
    elapsed,
    first_sentence,
    price_text,
    sentence_case,
)
from riskguard.domain.money import price
from riskguard.domain.trading_day import Schedule
from tests.desktop.boards import NOW, RESET


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(hours=6, minutes=17, seconds=42), "6:17:42"),
        (timedelta(seconds=0), "0:00:00"),
        (timedelta(milliseconds=1), "0:00:01"),
        (timedelta(seconds=-5), "0:00:00"),
        (timedelta(days=2, hours=3, minutes=4, seconds=5), "2 d 3:04:05"),
    ],
)
def test_a_countdown_is_rounded_up_and_never_negative(span: timedelta, text: str) -> None:
    assert countdown(span) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(6.9, "0:06"), (252, "4:12"), (698, "11:38"), (3730, "1:02:10"), (-1, "0:00")]
)
def test_elapsed_time_counts_full_seconds(seconds: float, text: str) -> None:
    assert elapsed(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("26401.5", 2, "26,401.50"),
        ("6842", 2, "6,842.00"),
        ("0.006734", 7, "0.0067340"),
        ("-37.63", 2, "−37.63"),
        ("1.08125", 5, "1.08125"),
    ],
)
def test_prices_have_as_many_decimals_as_their_contract(value: str, decimals: int, text: str) -> None:
    assert price_text(price(value), decimals) == text


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (RESET, "5:00 PM CT"),
        (datetime(2026, 11, 20, 14, 30, tzinfo=UTC), "Fri 8:30 AM CT"),
        (datetime(2026, 11, 30, 14, 30, tzinfo=UTC), "Nov 30 8:30 AM CT"),
    ],
)
def test_an_end_names_its_day_unless_it_is_today(end: datetime, text: str) -> None:
    assert Schedule().end_text(NOW, end) == text


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Daily net loss reached. −$500.18 of −$500.00.", "Daily net loss reached."),
        ("Daily net loss reached: −$500.18 of −$500.00.", "Daily net loss reached."),
        ("Balance is $49,304.60", "Balance is $49,304.60."),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_at_a_stop_and_not_inside_a_number(text: str, head: str) -> None:
    assert first_sentence(text) == head


def test_a_title_inside_a_sentence_keeps_its_abbreviations() -> None:
    assert sentence_case("Daily net loss") == "daily net loss"
    assert sentence_case("CME hours") == "CME hours"
    assert capitalized("none left") == "None left"
