"""The CME calendar that comes with the program is what its maintained source says, and what the exchange published."""

import importlib.util
import itertools
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from riskguard.config.calendars import cme_calendar
from riskguard.config.file import parse_settings
from riskguard.config.resources import resource
from riskguard.domain.contracts import CODE_TO_ROOT, MICRO_OF
from riskguard.domain.events import ClockTicked
from riskguard.domain.holidays import GROUP_OF, EarlyClose, ProductGroup, group_of
from tests.fakes.situations import situation

MAKER = Path(__file__).parent.parent.parent / "resources" / "calendars" / "make_cme.py"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_cme", MAKER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(maker: ModuleType) -> dict[str, Any]:
    content: dict[str, Any] = maker.made()
    return content


def stored() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource("calendars", "cme.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("group", ProductGroup)
def test_the_file_is_what_the_library_and_the_corrections_give(group: ProductGroup, made: dict[str, Any]) -> None:
    assert stored()["groups"][group] == made["groups"][group]


def test_the_file_says_where_it_comes_from_and_what_it_covers(made: dict[str, Any]) -> None:
    content = stored()
    for name in ("name", "zone", "first_year", "last_year", "corrections"):
        assert content[name] == made[name]
    assert content["source"].startswith("pandas_market_calendars ")
    assert date.fromisoformat(content["generated"]).year >= 2026
    assert all(correction["reason"] for correction in content["corrections"])


def test_every_group_has_its_days() -> None:
    assert set(cme_calendar().groups) == set(ProductGroup)
    assert (cme_calendar().first_year, cme_calendar().last_year) == (2024, 2028)


def holds(group: ProductGroup, day: str) -> str:
    days = cme_calendar().groups[group]
    on = date.fromisoformat(day)
    if on in days.holidays:
        return "closed"
    return next((f"{early.at:%H:%M}" for early in days.early_closes if early.day == on), "regular")


EQUITY, FX, RATES = ProductGroup.EQUITY_INDEX, ProductGroup.FX, ProductGroup.INTEREST_RATES
ENERGY, METALS, CRYPTO = ProductGroup.ENERGY, ProductGroup.METALS, ProductGroup.CRYPTO
GRAINS, LIVESTOCK = ProductGroup.GRAINS, ProductGroup.LIVESTOCK


@pytest.mark.parametrize(
    ("day", "published"),
    [
        ("2026-11-25", dict.fromkeys(ProductGroup, "regular")),
        (
            "2026-11-26",  # Thanksgiving
            {
                EQUITY: "12:00",
                RATES: "12:00",
                ENERGY: "13:30",
                METALS: "13:30",
                FX: "regular",
                CRYPTO: "regular",
                GRAINS: "closed",
                LIVESTOCK: "closed",
            },
        ),
        ("2026-11-27", {EQUITY: "12:15", RATES: "12:15", FX: "12:15", ENERGY: "13:45", METALS: "13:45"}),
        ("2026-11-27", {GRAINS: "12:05", LIVESTOCK: "12:05"}),
        ("2026-12-24", {EQUITY: "12:15", RATES: "12:15", FX: "12:15", ENERGY: "12:45", METALS: "12:45"}),
        ("2026-12-25", dict.fromkeys(ProductGroup, "closed")),
        ("2027-01-01", dict.fromkeys(ProductGroup, "closed")),
        # Good Friday 2026 had the employment report, the others have not
        ("2026-04-03", {EQUITY: "08:15", RATES: "10:15", FX: "10:15", CRYPTO: "10:15"}),
        ("2026-04-03", {ENERGY: "closed", METALS: "closed", GRAINS: "closed", LIVESTOCK: "closed"}),
        ("2025-04-18", dict.fromkeys(ProductGroup, "closed")),
        ("2027-03-26", dict.fromkeys(ProductGroup, "closed")),
        # Martin Luther King, Jr. Day
        ("2026-01-19", {EQUITY: "12:00", RATES: "12:00", ENERGY: "13:30", METALS: "13:30", FX: "regular"}),
        ("2026-01-19", {CRYPTO: "regular", GRAINS: "closed", LIVESTOCK: "closed"}),
        # Juneteenth and Independence Day on a Friday: no evening session follows
        ("2026-06-19", {EQUITY: "12:00", ENERGY: "12:00", METALS: "12:00", GRAINS: "closed"}),
        ("2026-07-03", {EQUITY: "12:00", ENERGY: "12:00", METALS: "12:00", GRAINS: "closed"}),
        ("2026-09-07", {EQUITY: "12:00", RATES: "12:00", ENERGY: "13:30", METALS: "13:30"}),
        ("2024-07-03", {EQUITY: "12:15", RATES: "regular", CRYPTO: "regular", ENERGY: "regular"}),
        ("2024-07-04", {EQUITY: "12:00", RATES: "12:00", ENERGY: "13:30", FX: "regular", CRYPTO: "regular"}),
        # National Day of Mourning
        ("2025-01-09", {EQUITY: "08:30", RATES: "12:15", GRAINS: "12:15", LIVESTOCK: "12:15"}),
        ("2025-01-09", {ENERGY: "regular", METALS: "regular", FX: "regular", CRYPTO: "regular"}),
        # Christmas of 2027 is a Saturday
        ("2027-12-24", dict.fromkeys(ProductGroup, "closed")),
    ],
)
def test_well_known_days_are_as_the_exchange_published_them(day: str, published: dict[ProductGroup, str]) -> None:
    assert {group: holds(group, day) for group in published} == published


def test_every_root_the_program_knows_has_a_group() -> None:
    known = {*CODE_TO_ROOT.values(), *MICRO_OF, *MICRO_OF.values(), "NKD", "HE", "M2K", "YM", "QM", "QG"}
    assert known <= set(GROUP_OF)


@pytest.mark.parametrize("micro", MICRO_OF)
def test_a_micro_is_in_the_group_of_its_mini(micro: str) -> None:
    assert group_of(micro) is group_of(MICRO_OF[micro])


def test_a_root_nobody_knows_follows_the_equity_indices() -> None:
    assert group_of("XYZ") is EQUITY


@pytest.mark.parametrize(
    ("now", "runs_out"),
    [
        ("2028-11-02T05:59:59", False),  # 60 days and a second before midnight in Chicago
        ("2028-11-02T06:00:00", True),
        ("2028-12-31T23:00:00", True),
        ("2030-01-01T00:00:00", True),
    ],
)
def test_it_is_known_60_days_ahead_that_the_calendar_runs_out(now: str, runs_out: bool) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert cme_calendar().runs_out(instant) is runs_out
    assert (cme_calendar().warning(instant) is not None) is runs_out


def test_the_warning_says_when_it_ends_and_what_to_do() -> None:
    before, after = (cme_calendar().warning(datetime(year, 12, 1, tzinfo=UTC)) for year in (2028, 2029))
    assert before == (
        "The CME calendar ends on December 31, 2028. Update RiskGuard before then; "
        "later holidays and early closes are not known to session hours."
    )
    assert after and after.startswith("The CME calendar ended on December 31, 2028.")


@pytest.mark.parametrize(
    ("group", "start", "end"),
    [
        (EQUITY, "2026-11-26T18:00", "2026-11-26T23:00"),  # noon to the evening session of Thanksgiving
        (EQUITY, "2026-12-24T18:15", "2026-12-25T23:00"),  # short Christmas Eve, then the whole trade date
        (EQUITY, "2027-12-23T23:00", "2027-12-24T23:00"),
        (ENERGY, "2026-04-02T22:00", "2026-04-03T22:00"),  # daylight time
        (GRAINS, "2026-01-19T01:00", "2026-01-20T01:00"),  # from 7 PM, when grains open
    ],
)
def test_closures_run_to_the_opening_of_the_next_trade_date(group: ProductGroup, start: str, end: str) -> None:
    span = tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert span in cme_calendar().closures(group)


@pytest.mark.parametrize("group", ProductGroup)
def test_closures_are_in_order_and_apart(group: ProductGroup) -> None:
    found = cme_calendar().closures(group)
    assert len(found) > 20
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))
    assert all(end - start <= timedelta(hours=53) for start, end in found)


def test_early_closes_are_before_the_regular_close() -> None:
    for days in cme_calendar().groups.values():
        assert all(isinstance(early, EarlyClose) and early.at < time(16) for early in days.early_closes)
        assert not days.holidays & {early.day for early in days.early_closes}


def test_settings_hand_the_calendar_to_session_hours() -> None:
    table = '[rules.session_hours]\nwindows = [{ days = ["thu"], start = "08:30", end = "15:00" }]\n'
    (rule,) = parse_settings(table).active_rules
    noon = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
    assert [found.breached for found in rule.evaluate(situation(now=noon), ClockTicked(), noon)] == [True]
    before = noon - timedelta(microseconds=1)
    assert [found.breached for found in rule.evaluate(situation(now=before), ClockTicked(), before)] == [False]
