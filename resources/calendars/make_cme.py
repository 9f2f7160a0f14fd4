"""Writes cme.json from pandas_market_calendars, a development dependency: uv run python resources/calendars/make_cme.py

Never imported by the package. What the library gets wrong is corrected below, each with its reason; where sources
disagree the earlier time stands, for a position closed too early is the smaller harm.
"""

import json
import warnings
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pandas_market_calendars import get_calendar

FIRST_YEAR, LAST_YEAR = 2024, 2028
TARGET = Path(__file__).with_name("cme.json")
ZONE = "America/Chicago"

# group -> (calendar of the library, evening hour at which a trade date begins)
CALENDARS = {
    "equity_index": ("CME Globex Equity", "17:00"),
    "fx": ("CMEGlobex_FX", "17:00"),
    "interest_rates": ("CME Globex Interest Rate Products", "17:00"),
    "energy": ("CMEGlobex_EnergyAndMetals", "17:00"),
    "metals": ("CMEGlobex_EnergyAndMetals", "17:00"),
    "grains": ("CMEGlobex_Grains", "19:00"),
    "livestock": ("CMEGlobex_Livestock", "17:00"),
    "crypto": ("CME Globex Crypto", "17:00"),
}

CLOSED, REGULAR = "closed", "regular"

# (groups, dates, what holds: a close in Chicago time, CLOSED or REGULAR, why the library is corrected)
CORRECTIONS = [
    (
        "equity_index fx interest_rates crypto",
        "2024-03-29 2025-04-18 2027-03-26 2028-04-14",
        CLOSED,
        "On Good Friday these trade only when the employment report falls on it (2021, 2023, 2026); the library has a "
        "short session every year. Its own CME_Bond calendar has these dates closed.",
    ),
    (
        "equity_index",
        "2025-01-09",
        "08:30",
        "National Day of Mourning, CME Group press release of 2024-12-30; missing in the library's Globex calendars.",
    ),
    (
        "interest_rates grains livestock",
        "2025-01-09",
        "12:15",
        "National Day of Mourning, CME Group press release of 2024-12-30; missing in the library's Globex calendars.",
    ),
    (
        "grains livestock",
        "2024-06-19 2025-06-19 2026-06-19 2027-06-18 2028-06-19",
        CLOSED,
        "Juneteenth: closed in the library's CME_Agriculture calendar, forgotten in its Globex ones.",
    ),
    (
        "grains",
        "2024-11-29 2024-12-24 2025-11-28 2025-12-24 2026-11-27 2026-12-24 2027-11-26 2028-11-24",
        "12:05",
        "The day after Thanksgiving and Christmas Eve: noon in the library's CME_Agriculture calendar, forgotten in "
        "its Globex one; 12:05 as livestock and as brokers list it.",
    ),
    (
        "energy metals",
        "2024-09-02 2025-09-01 2027-09-06 2028-09-04",
        "13:30",
        "Labor Day: 13:30 like every other Monday holiday since 2022 (published for 2026, issue 464 of the library).",
    ),
    (
        "energy metals",
        "2024-12-24 2025-12-24",
        "12:45",
        "Christmas Eve: the library has the early close only from 2026 on (its issue 464).",
    ),
    (
        "energy metals",
        "2025-07-04 2027-06-18",
        "12:00",
        "A holiday on a Friday: noon, not 13:30, as published for both such days of 2026 (issues 464 and 465).",
    ),
    (
        "fx crypto",
        "2025-07-04 2026-06-19 2026-07-03 2027-06-18",
        "12:00",
        "A holiday on a Friday: no evening session follows and the other groups stop at noon; the earlier time is "
        "taken where the library has a regular day.",
    ),
    (
        "crypto",
        "2024-07-03 2025-07-03 2028-07-03",
        REGULAR,
        "The day before Independence Day is short for equity indices only (exchange schedule of July 2024).",
    ),
]


def made() -> dict[str, Any]:
    """The calendar as it belongs into cme.json, without the date on which it was made."""
    groups = {group: _from_library(name, opens) for group, (name, opens) in CALENDARS.items()}
    for names, days, holds, _ in CORRECTIONS:
        for group in names.split():
            for day in days.split():
                _correct(groups[group], day, holds)
    return {
        "name": "CME",
        "zone": ZONE,
        "source": f"pandas_market_calendars {version('pandas_market_calendars')}, corrected as listed",
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "corrections": [
            {"groups": names.split(), "dates": days.split(), "holds": holds, "reason": reason}
            for names, days, holds, reason in CORRECTIONS
        ],
        "groups": {group: _in_order(days) for group, days in groups.items()},
    }


def _from_library(name: str, opens: str) -> dict[str, Any]:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    calendar = get_calendar(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schedule = calendar.schedule(first.isoformat(), last.isoformat())
    closes = {day.date(): close.tz_convert(ZONE).time() for day, close in schedule["market_close"].items()}
    regular: time = calendar.close_time
    weekdays = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return {
        "opens": opens,
        "holidays": [day.isoformat() for day in weekdays if day.weekday() < 5 and day not in closes],
        "early_closes": {
            day.isoformat(): close.isoformat("minutes")
            for day, close in closes.items()
            if close < regular.replace(tzinfo=None)
        },
    }


def _correct(days: dict[str, Any], day: str, holds: str) -> None:
    days["holidays"] = [one for one in days["holidays"] if one != day]
    days["early_closes"].pop(day, None)
    if holds == CLOSED:
        days["holidays"].append(day)
    elif holds != REGULAR:
        days["early_closes"][day] = holds


def _in_order(days: dict[str, Any]) -> dict[str, Any]:
    early = dict(sorted(days["early_closes"].items()))
    return {"opens": days["opens"], "holidays": sorted(days["holidays"]), "early_closes": early}


if __name__ == "__main__":
    content = {"generated": datetime.now(UTC).date().isoformat(), **made()}
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
