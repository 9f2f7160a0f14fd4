"""Money and prices are exact integers: nothing from the wire is nearly a number."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.money import Number, dollars, limit_text, money_text, price, price_value, usd


@pytest.mark.parametrize(
    ("given_as", "units"),
    [
        (0, 0),
        (500, 5_000_000),
        (-500, -5_000_000),
        (499.99, 4_999_900),
        (0.1 + 0.2, 3_000),
        ("1.40", 14_000),
        ("1e2", 1_000_000),
        (Decimal("-12.3456"), -123_456),
        (0.37, 3_700),
        (-0.0, 0),
    ],
)
def test_dollars_become_units_of_a_hundredth_of_a_cent(given_as: Number, units: int) -> None:
    assert usd(given_as) == units


@pytest.mark.parametrize(
    ("given_as", "units"),
    [
        ("0.00005", 0),
        ("0.00015", 2),
        ("0.00025", 2),
        ("0.00035", 4),
        ("-0.00005", 0),
        ("-0.00015", -2),
        ("0.000050000000000000000000000000000001", 1),
        ("0.000149999999999999999999999999999999", 1),
        ("0.00025000000000000000000000000000000001", 3),
    ],
)
def test_half_a_unit_goes_to_the_even_one(given_as: str, units: int) -> None:
    assert usd(given_as) == units


@pytest.mark.parametrize(
    "not_a_number",
    [float("nan"), float("inf"), float("-inf"), "nan", "-Infinity", "", "five", "1,000", "$5", "0x10", True, False],
)
def test_what_is_no_number_is_refused_in_words(not_a_number: Number) -> None:
    for read in (usd, price):
        with pytest.raises(ValueError, match="is not a finite number"):
            read(not_a_number)


@pytest.mark.parametrize("absurd", ["1e99", "1e400", "1e999999", "-1e999999", 10**30])
def test_a_number_too_large_to_be_kept_is_refused_in_words(absurd: Number) -> None:
    for read in (usd, price):
        with pytest.raises(ValueError, match=r"is not a finite number|too large"):
            read(absurd)


@pytest.mark.parametrize(
    ("given_as", "units"),
    [
        (5_000.25, 50_002_500_000_000),
        (0.0000005, 5_000),
        (0.0064815, 64_815_000),
        ("0.0064812500", 64_812_500),
        (1.08505, 10_850_500_000),
        (-37.63, -376_300_000_000),
    ],
)
def test_prices_are_exact_to_the_average_of_the_finest_tick(given_as: Number, units: int) -> None:
    assert price(given_as) == units


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_dollars_of_four_places_come_back_as_they_were(amount: Decimal) -> None:
    assert dollars(usd(amount)) == amount


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**8), max_value=10**8))
def test_prices_of_ten_places_come_back_as_they_were(at: Decimal) -> None:
    assert price_value(price(at)) == at


@given(st.floats(min_value=-1e8, max_value=1e8), st.floats(min_value=-1e8, max_value=1e8))
def test_a_larger_float_never_becomes_fewer_units(one: float, other: float) -> None:
    assert (usd(one) <= usd(other)) or one > other


@given(st.floats(min_value=-1e8, max_value=1e8))
def test_no_float_is_off_by_more_than_half_a_unit(amount: float) -> None:
    assert abs(Fraction(usd(amount)) - Fraction(repr(amount)) * 10_000) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (-5_125_000, "−$512.50"),
        (989_400, "$98.94"),
        (0, "$0.00"),
        (-1, "$0.00"),
        (-49, "$0.00"),
        (-51, "−$0.01"),
        (12_345_678_900, "$1,234,567.89"),
        (-150, "−$0.02"),
        (-250, "−$0.02"),
    ],
)
def test_money_reads_as_people_write_it(units: int, text: str) -> None:
    assert money_text(units) == text


@pytest.mark.parametrize(("units", "text"), [(643_000, "+$64.30"), (-643_000, "−$64.30"), (0, "$0.00"), (3, "$0.00")])
def test_a_gain_may_carry_its_sign(units: int, text: str) -> None:
    assert money_text(units, plus=True) == text


@pytest.mark.parametrize(
    ("units", "text"), [(-5_000_000, "−$500"), (12_505_000, "$1,250.50"), (0, "$0"), (-5_000_100, "−$500.01")]
)
def test_a_limit_has_no_idle_cents(units: int, text: str) -> None:
    assert limit_text(units) == text


@pytest.mark.parametrize(
    ("units", "text"), [(50_000_000_000_000, "5000"), (5_000, "5E-7"), (10_850_500_000, "1.08505")]
)
def test_a_price_has_no_idle_places(units: int, text: str) -> None:
    assert str(price_value(units)) == text
