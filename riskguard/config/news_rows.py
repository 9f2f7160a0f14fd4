"""The two forms of a news list, CSV and iCalendar, as rows with time, title and impact."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from riskguard.domain.trading_day import UnknownZoneError, instant_of, zone_named

type Row = dict[str, Any]
"""Fields of a NewsEvent."""

_WHOLE = ("datetime", "timestamp", "start")
_DAY = ("date", "day")
_TITLE = ("title", "event", "name", "summary", "description")
_IMPACT = ("impact", "importance", "priority")
_IMPACTS = {
    **dict.fromkeys(("high", "red", "3"), "high"),
    **dict.fromkeys(("medium", "med", "moderate", "orange", "2"), "medium"),
    **dict.fromkeys(("low", "yellow", "1", "holiday", "non-economic", "none"), "low"),
}
_NO_TIME = ("", "all day", "tentative")
_DATES = ("%Y-%m-%d", "%m-%d-%Y", "%m/%d/%Y")
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M%p", "%I:%M %p")
_CURE = 'write it as 2026-12-04T08:30:00-06:00, or as "2026-12-04 08:30"'


class WrongLineError(ValueError):
    """What is wrong with one line of a list."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line


def csv_rows(text: str, zone_name: str) -> Iterator[Row]:
    """Rows of a table whose first line names the columns; those without a time of day are left out."""
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "")
    names: Sequence[str] = ()
    reader = csv.reader(lines, delimiter=max(",;\t", key=head.count))
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _names(cells, reader.line_num)
            continue
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        instant = _csv_time(row, zone_name, reader.line_num)
        if instant:
            impact = _csv_impact(_cell(row, _IMPACT), reader.line_num)
            yield {"time": instant, "title": _cell(row, _TITLE), "impact": impact}


def _names(cells: Sequence[str], line: int) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if not {*_WHOLE, *_DAY, "time"} & set(names):
        raise WrongLineError(line, "name the columns in the first line: time,title,impact or date,time,title,impact")
    return names


def _cell(row: Mapping[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _csv_time(row: Mapping[str, str], zone_name: str, line: int) -> datetime | None:
    day, at = _cell(row, _DAY), row.get("time", "")
    whole = _cell(row, _WHOLE)
    if not whole and day:
        whole = f"{day} {at}" if at or "time" in row else day
        if at.lower() in _NO_TIME and ("time" in row or _date_of(day)):
            return None
    whole = whole or at
    if not whole:
        raise WrongLineError(line, f"has no time; {_CURE}")
    instant = _written(whole, zone_name)
    if instant is None:
        raise WrongLineError(line, f'"{whole}" is no time; {_CURE}')
    return instant


def _written(text: str, zone_name: str) -> datetime | None:
    """A moment as people write it: ISO with or without an offset, or a date and a time of day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day, _, at = text.partition(" ")
        parts = _date_of(day), _time_of(at.strip())
        if parts[0] is None or parts[1] is None:
            return None
        moment = datetime.combine(parts[0], parts[1])
    return moment.astimezone(UTC) if moment.tzinfo else instant_of(moment.date(), moment.time(), zone_named(zone_name))


def _date_of(text: str) -> date | None:
    return next((found.date() for form in _DATES if (found := _by_form(text, form))), None)


def _time_of(text: str) -> time | None:
    return next((found.time() for form in _TIMES if (found := _by_form(text, form))), None)


def _by_form(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(f"{text} +0000", f"{form} %z").replace(tzinfo=None)
    except ValueError:
        return None


def _csv_impact(text: str, line: int) -> str:
    word = text.lower().split(" ", 1)[0]
    if word and word not in _IMPACTS:
        raise WrongLineError(line, f'impact was "{text}"; give high, medium or low')
    return _IMPACTS.get(word, "")


def ical_rows(text: str, zone_name: str) -> Iterator[Row]:
    """The events of a calendar by their start; whole days and cancelled ones are left out."""
    event: dict[str, tuple[int, str, str]] | None = None
    for line, name, params, value in _properties(text):
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value.upper()) == ("END", "VEVENT") and event is not None:
            yield from _event(event, zone_name, line)
            event = None
        elif event is not None:
            event.setdefault(name, (line, params, value))


def _properties(text: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, name, parameters, value); a line that begins with a space continues the one before."""
    unfolded: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and unfolded:
            first, before = unfolded[-1]
            unfolded[-1] = (first, before + line[1:])
        elif line.strip():
            unfolded.append((number, line))
    for number, line in unfolded:
        found = re.match(r'([A-Za-z0-9-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)', line)
        if not found:
            raise WrongLineError(number, "is no line of a calendar; export the file again")
        yield number, found.group(1).upper(), found.group(2), found.group(3).strip()


def _event(event: Mapping[str, tuple[int, str, str]], zone_name: str, end: int) -> Iterator[Row]:
    if "RRULE" in event:
        raise WrongLineError(event["RRULE"][0], "is an event that repeats; list each of its dates as an event")
    if "DTSTART" not in event:
        raise WrongLineError(end, "ends an event without DTSTART; give it a start")
    if event.get("STATUS", (0, "", ""))[2].upper() == "CANCELLED":
        return
    instant = _ical_time(*event["DTSTART"], zone_name)
    if instant:
        title = re.sub(r"\\([,;\\])", r"\1", event.get("SUMMARY", (0, "", ""))[2])
        yield {"time": instant, "title": title, "impact": _ical_impact(event)}


def _ical_time(line: int, params: str, value: str, zone_name: str) -> datetime | None:
    if re.fullmatch(r"\d{8}", value):
        return None
    found = re.fullmatch(r"(\d{8}T\d{6})(Z?)", value)
    moment = _by_form(found.group(1), "%Y%m%dT%H%M%S") if found else None
    if found is None or moment is None:
        raise WrongLineError(line, f'"{value}" is no time; write it as 20261204T083000 or 20261204T143000Z')
    named = re.search(r'TZID="?([^;"]+)', params, re.IGNORECASE)
    try:
        zone = zone_named("UTC" if found.group(2) else named.group(1) if named else zone_name)
    except UnknownZoneError as error:
        raise WrongLineError(line, str(error)) from None
    return instant_of(moment.date(), moment.time(), zone)


def _ical_impact(event: Mapping[str, tuple[int, str, str]]) -> str:
    for name in ("X-IMPACT", "IMPACT", "CATEGORIES"):
        words = re.split(r"[ ,]+", event.get(name, (0, "", ""))[2].lower())
        if found := next((_IMPACTS[word] for word in words if word in _IMPACTS), ""):
            return found
    priority = event.get("PRIORITY", (0, "", "0"))[2]
    if not priority.isdecimal() or not 1 <= int(priority) <= 9:
        return ""
    return "high" if int(priority) < 5 else "medium" if int(priority) == 5 else "low"
