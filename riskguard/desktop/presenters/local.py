"""Numbers, amounts and times as the language writes them: `$1,234.50` and `5:00 PM CT`, or `1.234,50 $` and `17:00 CT`.

What the rooms below say is always written the English way; here it is read and written anew, so that one place knows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from riskguard.desktop.presenters.words import say
from riskguard.domain import money, trading_day
from riskguard.domain.money import MINUS, Price, Usd
from riskguard.domain.trading_day import Schedule

NARROW = "\u00a0"
"""Keeps a number and its sign or unit on one line."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a language writes; the English way is how the rooms below write."""

    language: str = "en"
    decimal: str = "."
    group: str = ","
    english: bool = True
    lowers: bool = True
    """Whether a title begins with a small letter inside a sentence; where nouns are capitals it stays."""
    days: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)


ENGLISH = Style()
GERMAN = Style(
    "de",
    ",",
    ".",
    english=False,
    lowers=False,
    days={"Mon": "Mo.", "Tue": "Di.", "Wed": "Mi.", "Thu": "Do.", "Fri": "Fr.", "Sat": "Sa.", "Sun": "So."},
    months={
        "Jan": "Jan.", "Feb": "Feb.", "Mar": "März", "Apr": "Apr.", "May": "Mai", "Jun": "Juni",
        "Jul": "Juli", "Aug": "Aug.", "Sep": "Sept.", "Oct": "Okt.", "Nov": "Nov.", "Dec": "Dez.",
    },
)  # fmt: skip
STYLES: Mapping[str, Style] = {style.language: style for style in (ENGLISH, GERMAN)}

_DAYS, _MONTHS = "|".join(GERMAN.days), "|".join(GERMAN.months)
_FIGURE = re.compile(
    rf"(?P<money>(?P<sign>[{MINUS}+-]?)\$(?P<amount>\d[\d,]*(?:\.\d+)?))"
    r"|(?P<clock>\b(?P<hour>\d{1,2}):(?P<rest>\d\d(?::\d\d)?) (?P<half>[AP])M\b)"
    rf"|(?P<dated>\b(?:(?P<wday>{_DAYS}) )?(?P<month>{_MONTHS}) (?P<day>\d{{1,2}})\b"
    r"(?:, (?P<year>\d{4})\b)?(?P<gap> (?=\d))?)"
    rf"|(?P<weekday>\b(?:{_DAYS})\b) (?=\d)"
    r"|(?P<share>(?<![\w.,])\d[\d,]*(?:\.\d+)?)%"
    r"|(?P<number>(?<![\w.,:/])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w:/]|[.,]\d))"
)


_IS_DECIMAL = re.compile(r"-?\d+(?:,\d+|\.\d{1,2})?|-?\d+\.\d{4,}")
"""Where the comma is the decimal sign: a point before one, two or four and more digits can only be meant as one too."""


class _Current:
    style: Style = ENGLISH


def style() -> Style:
    return _Current.style


def use_style(chosen: Style) -> None:
    """From now on everything is written this way."""
    _Current.style = chosen


def figures(text: str) -> str:
    """Text with its amounts, shares, numbers and times written as the language does."""
    return text if style().english else _FIGURE.sub(_figure, text)


def _figure(found: re.Match[str]) -> str:
    now = style()
    if found["money"]:
        return f"{found['sign']}{_swapped(found['amount'])}{NARROW}$"
    if found["clock"]:
        hour = int(found["hour"]) % 12 + (12 if found["half"] == "P" else 0)
        return f"{hour:02}:{found['rest']}"
    if found["dated"]:
        weekday = f"{now.days[found['wday']]}, " if found["wday"] else ""
        year = f"{NARROW}{found['year']}" if found["year"] else ""
        return f"{weekday}{found['day']}.{NARROW}{now.months[found['month']]}{year}{NARROW if found['gap'] else ''}"
    if found["weekday"]:
        return now.days[found["weekday"]] + NARROW
    if found["share"]:
        return f"{_swapped(found['share'])}{NARROW}%"
    return _swapped(found["number"])


def _swapped(number: str) -> str:
    return number.translate(str.maketrans(",.", style().group + style().decimal))


def number(value: float | Decimal, decimals: int = 0) -> str:
    """`1,234`, `12.5`; a minus sign where it is below zero."""
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS if value < 0 else ''}{text if style().english else _swapped(text)}"


def share_text(value: int) -> str:
    """`80%`, `80 %`."""
    return figures(f"{value:,}%")


def given(text: str) -> Decimal:
    """A number as people type it here; InvalidOperation for what is none."""
    plain = text.strip().replace(" ", "").replace(NARROW, "").replace(MINUS, "-")
    if style().english:
        return Decimal(plain.replace(",", ""))
    if not _IS_DECIMAL.fullmatch(plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))


def ungrouped(text: str) -> str:
    """A whole number as typed, without what groups its digits."""
    return text.replace(style().group, "").replace(" ", "").replace(NARROW, "")


def point(text: str) -> str:
    """A plain number with the decimal sign of the language."""
    return text.replace(".", style().decimal)


def percent(text: str) -> str:
    return f"{text}%" if style().english else f"{text}{NARROW}%"


def list_sign() -> str:
    """What stands between numbers: no comma where that is the decimal sign."""
    return ", " if style().decimal == "." else "; "


def dollars_text(text: str) -> str:
    """A number that is an amount: `$500.00`, `500,00 $`."""
    return f"${text}" if style().english else f"{text}{NARROW}$"


def money_text(amount: Usd, *, plus: bool = False) -> str:
    return figures(money.money_text(amount, plus=plus))


def limit_text(amount: Usd) -> str:
    return figures(money.limit_text(amount))


def bare(amount: Usd) -> str:
    """Signed, without the dollar sign, where it would be said too often."""
    return money_text(amount, plus=True).replace("$", "").rstrip(NARROW)


def price_text(price: Price, decimals: int) -> str:
    return number(money.price_value(price), decimals)


def span_text(span: timedelta) -> str:
    return trading_day.span_text(span)


def clock_text(schedule: Schedule, at: datetime) -> str:
    return figures(schedule.clock_text(at))


def time_text(schedule: Schedule, at: datetime) -> str:
    return figures(schedule.time_text(at))


def end_text(schedule: Schedule, now: datetime, end: datetime) -> str:
    return figures(schedule.end_text(now, end))


def day_text(schedule: Schedule, at: datetime) -> str:
    return figures(schedule.day_text(at))


def date_text(day: date) -> str:
    """`Nov 19, 2026`."""
    return figures(f"{day:%b} {day.day}, {day.year}")


def zoneless(schedule: Schedule, text: str) -> str:
    """A time where its zone is named elsewhere: `8:24 AM`."""
    return text.removesuffix(f" {schedule.zone_label}")


def hour_text(local: datetime, *, half: bool) -> str:
    """A wall time as an axis or a narrow column has it: `8:37`, with its half of the day where that is asked for."""
    if not style().english:
        return f"{local:%H:%M}"
    return f"{local.hour % 12 or 12}:{local:%M}{f' {local:%p}' if half else ''}"


def word(text: str) -> str | None:
    """A fixed text as the language has it; None where it has none."""
    return say.known(text)
