"""Reads the user's list of news events, a CSV or iCalendar file, into the settings that name it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riskguard.config.news_rows import Row, WrongLineError, csv_rows, ical_rows
from riskguard.domain.trading_day import UnknownZoneError
from riskguard.rules.news_blackout import MOST_EVENTS

LARGEST = 5_000_000
TABLE = "news_blackout"
_USUAL_ZONE = "America/Chicago"


class NewsFileError(Exception):
    """A news file that cannot be used; `line` is 0 where the whole file is meant."""

    def __init__(self, file: str, line: int, words: str) -> None:
        super().__init__(f"{file}:{line}: {words}" if line else f"{file}: {words}")
        self.file, self.line, self.words = file, line, words


def with_news(tables: Mapping[str, Any], folder: Path | None) -> Mapping[str, Any]:
    """Tables of a settings file with the events of `news_blackout.file` added to its `events`.

    A relative path starts at `folder`, where the settings file lies. Without a folder nothing is read: what is stored
    has its events with it. NewsFileError where the file cannot be used.
    """
    rules = tables.get("rules")
    news = rules.get(TABLE) if isinstance(rules, dict) else None
    path = news_path(tables, folder or Path())
    if path is None or not isinstance(rules, dict) or not isinstance(news, dict):
        return tables
    inline = news.get("events", ())
    if not isinstance(inline, list | tuple):
        return tables  # for the model to refuse
    if folder is None:
        if "events" not in news:
            words = f"rules.{TABLE}.file was {path}; it cannot be read from here, give the events instead"
            raise NewsFileError("", 0, words)
        return tables
    events = [*inline, *read_news(path, _zone_name(tables, news))]
    return {**tables, "rules": {**rules, TABLE: {**news, "events": events}}}


def news_path(tables: Mapping[str, Any], folder: Path) -> Path | None:
    """The news file that the tables of a settings file name; None where they name none, or the rule is off."""
    rules = tables.get("rules")
    news = rules.get(TABLE) if isinstance(rules, dict) else None
    if not isinstance(news, dict) or news.get("enabled") is False:
        return None
    name = news.get("file")
    return folder / name if isinstance(name, str) else None


def _zone_name(tables: Mapping[str, Any], news: Mapping[str, Any]) -> str:
    schedule = tables.get("schedule")
    usual = schedule.get("timezone") if isinstance(schedule, dict) else None
    named = news.get("timezone") or usual
    return named if isinstance(named, str) else _USUAL_ZONE


def read_news(path: Path, zone_name: str) -> list[Row]:
    """Events of a file, earliest first, each once; times without an offset are in the zone named."""
    text = _text_of(path)
    rows = ical_rows if text.lstrip().upper().startswith("BEGIN:VCALENDAR") else csv_rows
    try:
        found = {(row["time"], row["title"]): row for row in rows(text, zone_name)}
    except WrongLineError as error:
        raise NewsFileError(str(path), error.line, str(error)) from None
    except UnknownZoneError as error:
        raise NewsFileError(str(path), 0, str(error)) from None
    if not found:
        raise NewsFileError(str(path), 0, "has no event with a time; add events or take news_blackout out")
    if len(found) > MOST_EVENTS:
        raise NewsFileError(str(path), 0, f"has {len(found)} events; give at most {MOST_EVENTS}")
    return [found[key] for key in sorted(found)]


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise NewsFileError(str(path), 0, "is larger than 5 MB; give a list of news events")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        words = "there is no such news file; put it there, name another, or take news_blackout out of the settings"
        raise NewsFileError(str(path), 0, words) from None
    except UnicodeDecodeError:
        raise NewsFileError(str(path), 0, "is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise NewsFileError(str(path), 0, f"cannot be read: {error.strerror}") from None
