from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from riskguard.config.file import parse_settings
from riskguard.desktop.presenters.compared import Compared, compared
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.limits_changed import adopt_words, changed_words, changes
from riskguard.domain.money import usd
from riskguard.domain.trading_day import Schedule
from riskguard.engine.effects import Effect

BEGUN = datetime(2026, 11, 12, 14, 30, tzinfo=UTC)
"""8:30 AM in Chicago."""
LIMITS = "[rules.daily_net_loss]\nlimit = 500\n[rules.consecutive_losses]\ncount = 3\n"


def course(net: float, lowest: float, trips: int = 4, fees: float = 10, locked_s: float = 0) -> dict[str, float]:
    return {"net": net, "lowest": lowest, "round_trips": trips, "fees": fees, "locked_s": locked_s}


def points(*values: tuple[float, float, float]) -> list[list[float]]:
    """(minutes after half past eight, as it was, with other limits)"""
    return [[(BEGUN + timedelta(minutes=at)).timestamp(), was, other] for at, was, other in values]


def day(label: str = "2026-11-12", having: dict[str, float] | None = None, **more: Any) -> dict[str, Any]:
    standing = {
        "day": label,
        "was": course(-486.2, -520.0, 14, 29.28),
        "with": having or course(-141.3, -212.4, 6, 12.2, 1800),
        "refused": 8,
        "points": points((0, 0, 0), (60, -200, -200), (90, -300, -200), (150, -486.2, -141.3)),
    }
    return standing | more


def found(*days: dict[str, Any], **more: Any) -> dict[str, Any]:
    standing = {"source": "recordings", "days": list(days), "fired": [], "more_fired": 0, "left_out": []}
    return standing | {"unpriced": []} | more


def of(*days: dict[str, Any], week: bool = False, **more: Any) -> Compared:
    return compared(found(*days, **more), Schedule(), week=week)


def test_both_courses_stand_beside_each_other_with_the_change() -> None:
    rows = [(row.title, row.was, row.having, row.change, row.tone) for row in of(day()).rows]
    assert rows == [
        ("Net of the day", "−486.20", "−141.30", "+344.90", "gain"),
        ("Lowest point", "−520.00", "−212.40", "+307.60", "gain"),
        ("Round trips", "14", "6", "−8", "text2"),
        ("Time locked", "none", "30 min", "", "text2"),
        ("Fees", "29.28", "12.20", "−17.08", "text2"),
    ]


def test_what_would_have_been_worse_is_said_too() -> None:
    worse = of(day(was=course(100, -10), having=course(40, -10))).rows[0]
    assert (worse.change, worse.tone) == ("−60.00", "loss")


def test_no_difference_is_said_and_draws_one_line() -> None:
    same = course(100, -10)
    shown = of(day(was=same, having=same, points=points((0, 0, 0), (10, 100, 100))))
    assert shown.same
    assert [row.change for row in shown.rows] == ["", "", "", "", ""]
    assert shown.lines.having == ()


def test_the_other_line_begins_where_the_two_part() -> None:
    lines = of(day()).lines
    assert [value for _, value in lines.was] == [0, usd(-200), usd(-300), usd("-486.2")]
    assert [value for _, value in lines.having] == [usd(-200), usd(-200), usd("-141.3")]
    assert lines.having[0] == lines.was[1]
    assert all(0 <= share <= 1 for share, _ in lines.was)
    assert [text for _, text in lines.times] == ["9:30", "10:00", "10:30 AM"]


def test_idle_hours_before_and_after_take_no_room() -> None:
    idle = points((-300, 0, 0), (0, 0, 0), (60, -50, -50), (400, -50, -50))
    shown = of(day(points=idle)).lines
    assert [value for _, value in shown.was] == [0, usd(-50)]


def test_a_week_adds_up_and_its_lowest_point_is_that_of_the_whole_week() -> None:
    first = day("2026-11-09", was=course(-100, -120), having=course(-50, -120))
    second = day("2026-11-10", was=course(30, -40), having=course(30, -40))
    shown = of(first, second, week=True)
    rows = {row.title: (row.was, row.having) for row in shown.rows}
    assert rows["Net of the week"] == ("−70.00", "−20.00")
    assert rows["Lowest point"] == ("−140.00", "−120.00")
    assert [text for _, text in shown.lines.times] == ["Mon", "Tue"]


@pytest.mark.parametrize(("count", "shown", "more"), [(0, 0, ""), (5, 5, ""), (6, 5, "And 1 more.")])
def test_what_would_have_fired_is_listed_up_to_five(count: int, shown: int, more: str) -> None:
    told = [
        {"at": BEGUN.isoformat(), "kind": "breach", "words": "Daily net loss reached (RULE-014). −$500.03 of −$500"}
    ] * count
    result = of(day(), fired=told)
    assert len(result.fired) == shown
    assert result.more == more
    if shown:
        assert result.fired[0] == ("8:30 AM", "Daily net loss reached. −$500.03 of −$500")


def test_it_says_where_it_comes_from_and_what_it_leaves_out() -> None:
    exact = of(day()).notes
    rough = of(day(), source="trades", left_out=["RULE-008"], unpriced=["MNQ"]).notes
    assert exact[0] == "The recorded day, run again through the same rules."
    assert rough[0].startswith("Run from trades, for the day was not recorded")
    assert rough[2:] == (
        "Not judged, for trades do not show it: Stop required.",
        "No price was known for MNQ: left out.",
    )


def test_a_time_without_trades_is_said_to_have_none() -> None:
    assert of().empty == "Nothing was traded in this time, so there is nothing to run."


def draft(**edits: object) -> Draft:
    made = Draft(parse_settings(LIMITS, "riskguard.toml"))
    for path, value in edits.items():
        made.edit(f"rules.{path.replace('__', '.')}", value)
    return made


def test_changed_limits_name_what_they_were_and_what_they_are_to_be() -> None:
    one = changes(draft(daily_net_loss__limit=300))[0]
    assert (one.title, one.old, one.new) == ("Daily net loss: Limit", "$500.00", "$300.00")
    assert changed_words(draft(daily_net_loss__limit=300)) == "1 limit changed"
    assert changed_words(draft()) == "your limits"
    both = draft(daily_net_loss__limit=300, consecutive_losses__count=2)
    assert changed_words(both) == "2 limits changed"


def test_a_rule_switched_on_or_off_says_so() -> None:
    off = changes(draft(daily_net_loss__enabled=False))[0]
    assert (off.title, off.old, off.new) == ("Daily net loss", "on", "off")
    on = changes(draft(weekly_loss__enabled=True, weekly_loss__limit=800))
    assert [(one.title, one.old, one.new) for one in on] == [("Weekly loss: Limit", "off", "$800.00")]


NOW_ONE = Effect("rules.daily_net_loss.limit", 500, 300, now=True, tighter=True)
LATER = Effect("rules.consecutive_losses.count", 3, 5, now=False, tighter=False, when="Fri 5:00 PM CT")
WAITING = Effect("rules.max_contracts.limit", 5, 9, now=False, tighter=False, when="Sun 5:00 PM CT", waiting=True)


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ((NOW_ONE,), "Tighter, so it would take effect now"),
        ((NOW_ONE, WAITING), "Tighter, so it would take effect now"),
        ((LATER,), "Looser, so it would wait until Fri 5:00 PM CT"),
        ((NOW_ONE, LATER), "Part of it would take effect now, part Fri 5:00 PM CT"),
        ((Effect("rules.daily_net_loss.limit", 1, 2, False, False),), "Looser, so it would wait for a reset"),
    ],
)
def test_adopting_says_from_when_on_it_would_hold(effects: tuple[Effect, ...], words: str) -> None:
    edits = {"rules.daily_net_loss.limit": 300, "rules.consecutive_losses.count": 5}
    assert adopt_words(effects, edits) == words
