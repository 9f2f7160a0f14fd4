"""The user's list of news events: CSV and iCalendar, with errors that name file, line and cure."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard.config.file import SettingsFileError, parse_settings, read_settings
from riskguard.config.news import NewsFileError, news_path, read_news
from riskguard.config.plain import plain_settings
from riskguard.rules.news_blackout import NewsBlackout
from tests.fakes.plain import settings_of

CHICAGO = "America/Chicago"
JOBS = datetime(2026, 12, 4, 13, 30, tzinfo=UTC)


def written(folder: Path, text: str, name: str = "news.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str, zone: str = CHICAGO) -> list[tuple[datetime, str, str]]:
    return [(row["time"], row["title"], row["impact"]) for row in read_news(written(folder, text), zone)]


@pytest.mark.parametrize(
    "text",
    [
        "time,title,impact\n2026-12-04T13:30:00Z,Jobs report,high\n",
        "time,title,impact\n2026-12-04T07:30:00-06:00,Jobs report,HIGH\n",
        "time,title,impact\n2026-12-04 07:30,Jobs report,high\n",
        "Title;Impact;DateTime\nJobs report;High Impact Expected;2026-12-04T07:30\n",
        "Title,Country,Date,Time,Impact,Forecast\nJobs report,USD,12-04-2026,7:30am,High,180K\n",
        "date\ttime\tevent\timportance\n12/04/2026\t07:30\tJobs report\t3\n",
        "\ufeff\n date , time , name , priority \n\n2026-12-04,07:30:00,Jobs report,red\n\n",
        'date,time,title,impact\n2026-12-04,7:30 AM,"Jobs report",high\n',
        "time,title,impact\r\n2026-12-04 07:30,Jobs report,high\r\n2026-12-04 07:30,Jobs report,high\r\n",
    ],
)
def test_tables_are_read_as_people_write_them(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == [(JOBS, "Jobs report", "high")]


def test_titles_may_hold_commas_and_what_is_not_said_stays_open(tmp_path: Path) -> None:
    text = 'time,title\n2026-12-10 07:30,"CPI, monthly"\n2026-12-04 07:30,\n'
    later = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
    assert read(tmp_path, text) == [(JOBS, "", ""), (later, "CPI, monthly", "")]


def test_times_without_an_offset_are_in_the_zone_named(tmp_path: Path) -> None:
    text = "time,title,impact\n2026-12-04 14:30,Jobs report,high\n"
    assert read(tmp_path, text, "Europe/Berlin") == [(JOBS, "Jobs report", "high")]


def test_events_without_a_time_of_day_are_left_out(tmp_path: Path) -> None:
    text = "date,time,title\n2026-12-04,All Day,Holiday\n2026-12-04,,Speech\n2026-12-04,07:30,Jobs report\n"
    assert read(tmp_path, text) == [(JOBS, "Jobs report", "")]


ICAL = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART{start}
SUMMARY:Jobs\\, and
  more
{more}
END:VEVENT
END:VCALENDAR
"""


def ical(start: str, more: str = "PRIORITY:1") -> str:
    return ICAL.format(start=start, more=more)


@pytest.mark.parametrize(
    "start",
    [
        ":20261204T133000Z",
        ":20261204T073000",
        ";TZID=America/New_York:20261204T083000",
        ';TZID="Europe/Berlin":20261204T143000',
        ";VALUE=DATE-TIME:20261204T133000Z",
    ],
)
def test_calendars_are_read_by_the_start_of_their_events(tmp_path: Path, start: str) -> None:
    assert read(tmp_path, ical(start)) == [(JOBS, "Jobs, and more", "high")]
    assert read(tmp_path, ical(start).replace("\n", "\r\n")) == [(JOBS, "Jobs, and more", "high")]


@pytest.mark.parametrize(
    ("more", "impact"),
    [
        ("PRIORITY:4", "high"),
        ("PRIORITY:5", "medium"),
        ("PRIORITY:6", "low"),
        ("PRIORITY:0", ""),
        ("CATEGORIES:USD,High", "high"),
        ("CATEGORIES:USD", ""),
        ("X-IMPACT:medium", "medium"),
    ],
)
def test_a_calendar_may_say_the_impact(tmp_path: Path, more: str, impact: str) -> None:
    assert [row[2] for row in read(tmp_path, ical(":20261204T133000Z", more))] == [impact]


@pytest.mark.parametrize(("start", "more"), [(";VALUE=DATE:20261204", ""), (":20261204T133000Z", "STATUS:CANCELLED")])
def test_whole_days_and_cancelled_events_are_left_out(tmp_path: Path, start: str, more: str) -> None:
    text = ical(start, more).replace("END:VCALENDAR\n", "") + ical(":20261204T133000Z").partition("VERSION:2.0\n")[2]
    assert [row[0] for row in read(tmp_path, text)] == [JOBS]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("when,what\n2026-12-04,x\n", 1, "name the columns in the first line"),
        ("time,title\n2026-12-04 07:30,x\nsoon,y\n", 3, '"soon" is no time; write it as 2026-12-04T08:30:00-06:00'),
        ("time,title\n,y\n", 2, "has no time; write it as"),
        ("date,time,title\n2026-12-04,half past,x\n", 2, '"2026-12-04 half past" is no time'),
        ("date,time,title\n12-34-2026,07:30,x\n", 2, '"12-34-2026 07:30" is no time'),
        ("time,impact\n2026-12-04 07:30,huge\n", 2, 'impact was "huge"; give high, medium or low'),
        ("time,title\n", 0, "has no event with a time"),
        ("", 0, "has no event with a time"),
        (ical(":tomorrow"), 5, '"tomorrow" is no time; write it as 20261204T083000'),
        (ical(":20261304T083000"), 5, '"20261304T083000" is no time'),
        (ical(";TZID=Mars:20261204T083000"), 5, "'Mars' is not known"),
        (ical(":20261204T083000Z", "RRULE:FREQ=DAILY"), 8, "is an event that repeats"),
        (ical(":20261204T083000Z").replace("DTSTART:", "DTEND:"), 9, "ends an event without DTSTART"),
        (ical(":20261204T083000Z", "what is this"), 8, "is no line of a calendar"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_cure(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(NewsFileError) as refused:
        read(tmp_path, text)
    assert (refused.value.file, refused.value.line) == (str(tmp_path / "news.csv"), line)
    assert words in refused.value.words
    place = f"{tmp_path / 'news.csv'}:{line}" if line else str(tmp_path / "news.csv")
    assert str(refused.value).startswith(f"{place}: ")


def test_what_cannot_be_read_at_all_is_named(tmp_path: Path) -> None:
    with pytest.raises(NewsFileError, match="there is no such news file; put it there"):
        read_news(tmp_path / "gone.csv", CHICAGO)
    with pytest.raises(NewsFileError, match="cannot be read"):
        read_news(tmp_path, CHICAGO)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("time,title\n2026-12-04 07:30,für".encode("latin-1"))
    with pytest.raises(NewsFileError, match="is not UTF-8 text; save it as UTF-8"):
        read_news(latin, CHICAGO)
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 5_000_001)
    with pytest.raises(NewsFileError, match="is larger than 5 MB"):
        read_news(large, CHICAGO)


SETTINGS = '[rules.news_blackout]\nfile = "news.csv"\n'


def news_of(path: Path) -> NewsBlackout:
    rule = read_settings(path).rules["news_blackout"]
    assert isinstance(rule, NewsBlackout)
    return rule


def test_the_file_lies_beside_the_settings_and_is_read_with_them(tmp_path: Path) -> None:
    written(tmp_path, "time,title,impact\n2026-12-04 07:30,Jobs report,high\n")
    path = written(tmp_path, SETTINGS, "riskguard.toml")
    assert [(one.time, one.title) for one in news_of(path).events] == [(JOBS, "Jobs report")]


def test_events_in_the_settings_come_on_top(tmp_path: Path) -> None:
    written(tmp_path, "time,title\n2026-12-04 07:30,Jobs report\n")
    more = 'events = [{ time = 2026-12-10T13:30:00Z, title = "CPI", impact = "high" }]\n'
    path = written(tmp_path, SETTINGS + more, "riskguard.toml")
    assert {one.title for one in news_of(path).events} == {"CPI", "Jobs report"}


def test_times_follow_the_zone_of_the_rule_or_else_of_the_reset(tmp_path: Path) -> None:
    written(tmp_path, "time,title\n2026-12-04 14:30,Jobs report\n")
    for text in (f'{SETTINGS}timezone = "Europe/Berlin"\n', f'[schedule]\ntimezone = "Europe/Berlin"\n{SETTINGS}'):
        path = written(tmp_path, text, "riskguard.toml")
        assert [one.time for one in news_of(path).events] == [JOBS]


def test_a_news_file_that_is_wrong_is_a_problem_of_the_settings(tmp_path: Path) -> None:
    path = written(tmp_path, SETTINGS, "riskguard.toml")
    with pytest.raises(SettingsFileError, match=r"news\.csv: there is no such news file"):
        read_settings(path)
    written(tmp_path, "time,title\nsoon,x\n")
    with pytest.raises(SettingsFileError, match=r'news\.csv:2: "soon" is no time'):
        read_settings(path)


def test_what_is_stored_has_its_events_with_it_and_needs_no_file(tmp_path: Path) -> None:
    written(tmp_path, "time,title\n2026-12-04 07:30,Jobs report\n")
    settings = read_settings(written(tmp_path, SETTINGS, "riskguard.toml"))
    (tmp_path / "news.csv").unlink()
    assert settings_of(plain_settings(settings)) == settings


def test_a_file_that_cannot_be_looked_for_is_not_forgotten() -> None:
    with pytest.raises(SettingsFileError, match=r"rules\.news_blackout\.file was news\.csv"):
        parse_settings(SETTINGS)


@pytest.mark.parametrize(
    ("tables", "path"),
    [
        ({}, None),
        ({"rules": {"news_blackout": {"file": "a.ics"}}}, "folder/a.ics"),
        ({"rules": {"news_blackout": {"file": "/lists/a.ics"}}}, "/lists/a.ics"),
        ({"rules": {"news_blackout": {"file": "a.ics", "enabled": False}}}, None),
        ({"rules": {"news_blackout": {"file": 3}}}, None),
        ({"rules": {"news_blackout": 3}}, None),
        ({"rules": 3}, None),
    ],
)
def test_the_file_to_watch_is_known(tables: dict[str, object], path: str | None) -> None:
    assert news_path(tables, Path("folder")) == (Path(path) if path else None)
