"""Reads the exchange calendars that come with the program; made by resources/calendars/make_cme.py."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import lru_cache
from typing import Any

from riskguard.config.resources import resource
from riskguard.domain.holidays import EarlyClose, ExchangeCalendar, GroupDays, ProductGroup
from riskguard.rules.session_hours import SessionHours


@lru_cache(maxsize=1)
def cme_calendar() -> ExchangeCalendar:
    """The CME calendar by product group; read once."""
    content = json.loads(resource("calendars", "cme.json").read_text(encoding="utf-8"))
    groups = {ProductGroup(name): _days(days) for name, days in content["groups"].items()}
    years = content["first_year"], content["last_year"]
    return ExchangeCalendar(content["name"], content["zone"], *years, groups)


def _days(days: Mapping[str, Any]) -> GroupDays:
    early = days["early_closes"].items()
    return GroupDays(
        frozenset(map(date.fromisoformat, days["holidays"])),
        frozenset(EarlyClose(date.fromisoformat(day), time.fromisoformat(at)) for day, at in early),
        time.fromisoformat(days["opens"]),
    )


def with_calendars(rules: Iterable[object]) -> None:
    """Hand the calendar to the rules whose tables name it."""
    for rule in rules:
        if isinstance(rule, SessionHours) and rule.calendar == "CME":
            rule.follow(cme_calendar())
