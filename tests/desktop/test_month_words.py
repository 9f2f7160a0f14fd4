from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.desktop.presenters.month import LEAST_HEAT, MOST_HEAT, DayCell, Looking, Month, month
from riskguard.desktop.presenters.past import CARRIED, day_title, next_month, trading_day
from riskguard.domain.money import usd
from riskguard.domain.trading_day import Schedule
from riskguard.state.ledger import DayTotals
from riskguard.state.sessions import Session
from riskguard.storage.days import PastBreach, PastDays, PastLockout, read_days
from tests.desktop import months
from tests.desktop.months import NOVEMBER, NOW, at
from tests.fakes.facts import ACCOUNT, OTHER, trade

CT = Schedule()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> PastDays:
    path: Path = months.write_november(tmp_path_factory.mktemp("november"))
    return read_days(path, at(0 + 1, 0) - timedelta(days=1), at(30, 23), at(1, 0) - CARRIED)


def of(past: PastDays, account_id: int | None = ACCOUNT, now: datetime = NOW) -> Month:
    return month(past, Looking(NOVEMBER, account_id, CT, now))


def cell(shown: Month, day: int) -> DayCell:
    return next(one for week in shown.weeks for one in week.cells if one and one.label == date(2026, 11, day))


def one_day(*breaches: PastBreach, net: float = 10, lockouts: tuple[PastLockout, ...] = ()) -> PastDays:
    """The third of the month with one trade."""
    totals = {(ACCOUNT, date(2026, 11, 3)): DayTotals(usd(net), 0, 2)} if net else {}
    return PastDays((), totals, breaches, lockouts, since=at(1, 12))


def test_the_month_comes_to_the_sum_of_its_days(past: PastDays) -> None:
    shown = of(past)
    assert [(one.label, one.value) for one in shown.figures] == [
        ("Net this month", "−$522.96"),
        ("Green days", "7 of 13"),
        ("Best day", "+$340.75"),
        ("Lockouts", "2"),
        ("Rest days", "1"),
    ]
    assert [(week.total, week.detail) for week in shown.weeks[:3]] == [
        ("+439.45", "3 of 5 green"),
        ("−604.15", "2 of 4 green"),
        ("−358.26", "2 of 4 green"),
    ]


def test_a_day_shows_its_net_with_its_sign_its_trips_and_its_mark(past: PastDays) -> None:
    shown = of(past)
    found = {day: (cell(shown, day).amount, cell(shown, day).trips, cell(shown, day).mark) for day in (2, 9, 12)}
    assert found == {
        2: ("+212.40", "6 trips", ""),
        9: ("−500.90", "12 trips", "lock"),
        12: ("−486.20", "14 trips", "warn"),
    }
    assert cell(shown, 9).spoken == "Mon Nov 9: −$500.90, 12 trips, locked out"


def test_all_accounts_are_added_up(past: PastDays) -> None:
    alone, both = of(past, OTHER), of(past, None)
    assert cell(alone, 3).amount == "−16.51"
    assert cell(both, 3).amount == "−165.11"
    assert cell(both, 3).trips == "10 trips"


def test_a_day_without_trades_is_a_rest_day_only_between_the_first_sign_of_life_and_today(past: PastDays) -> None:
    shown = of(past)
    assert (cell(shown, 10).note, cell(shown, 10).mark) == ("Rest day", "moon")
    assert cell(shown, 20).note == ""
    later = month(replace(past, since=at(11, 12)), Looking(NOVEMBER, ACCOUNT, CT, NOW))
    assert cell(later, 10).note == ""


def test_holidays_and_early_closes_are_named(past: PastDays) -> None:
    shown = of(past)
    assert cell(shown, 27).note == "To 12:15 PM"
    christmas = month(PastDays(), Looking(date(2026, 12, 1), None, CT, NOW))
    cells = {one.label.day: one.note for week in christmas.weeks for one in week.cells if one}
    assert cells[25] == "Holiday"


def test_heat_grows_with_the_result_from_eight_to_thirty_per_cent(past: PastDays) -> None:
    shown = of(past)
    assert cell(shown, 19).heat == pytest.approx(MOST_HEAT)
    assert LEAST_HEAT < cell(shown, 6).heat < cell(shown, 13).heat < MOST_HEAT
    assert cell(shown, 10).heat == 0


@pytest.mark.parametrize(
    ("kind", "mark"), [("hard", "lock"), ("entry", "warn"), ("symbol", "")], ids=["hard", "entry", "symbol"]
)
def test_the_mark_says_how_hard_it_was(kind: str, mark: str) -> None:
    held = PastLockout(ACCOUNT, kind, "RULE-003", "MNQ", "", at(3, 10), at(3, 17), at(3, 17))
    assert cell(of(one_day(lockouts=(held,))), 3).mark == mark


def test_a_lockout_over_the_night_marks_the_next_day_only_when_nothing_was_traded_on_it() -> None:
    held = PastLockout(ACCOUNT, "hard", "MANUAL", None, "", at(2, 20), at(3, 12), at(3, 12))
    begun = replace(held, set_at=at(2, 10))
    assert cell(of(one_day(net=0, lockouts=(begun,))), 3).mark == "lock"
    assert cell(of(one_day(net=5, lockouts=(begun,))), 3).mark == ""
    assert cell(of(one_day(net=5, lockouts=(held,))), 3).mark == "lock", "8 PM belongs to the next trading day"


def test_a_day_of_the_weekend_gets_a_column_only_when_something_was_traded_on_it() -> None:
    assert of(one_day()).heads == ("Mon", "Tue", "Wed", "Thu", "Fri")
    sunday = PastDays((), {(ACCOUNT, date(2026, 11, 8)): DayTotals(usd(5), 0, 2)}, since=at(1, 12))
    assert of(sunday).heads == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sun")


def test_limits_reached_are_counted_by_rule(past: PastDays) -> None:
    assert of(past).reached == (("Daily net loss", "2"), ("Stop required", "1"), ("Losses in a row", "1"))


def test_sessions_are_the_clocked_ones_and_a_lockout_in_one_shows(past: PastDays) -> None:
    rows = of(past).sessions
    assert [(row.day, row.span, row.began, row.ended, row.locked) for row in rows[:2]] == [
        ("Thu 19", "2 h 23 min", "8:24 AM", "10:47 AM", True),
        ("Wed 18", "4 h 41 min", "8:31 AM", "1:12 PM", False),
    ]


def test_a_session_still_open_lasts_until_now_and_says_so() -> None:
    open_one = PastDays(sessions=(Session(at(19, 8, 30)),))
    row = of(open_one).sessions[0]
    assert (row.span, row.ended) == ("2 h 20 min", "now")


def test_a_day_nobody_clocked_on_goes_by_its_first_and_last_trade() -> None:
    fills = (trade(1, 1, at=at(3, 9)), trade(2, -1, 20, at=at(3, 10, 15)))
    rows = of(replace(one_day(), trades=fills)).sessions
    assert [(row.began, row.ended) for row in rows] == [("9:00 AM", "10:15 AM")]


def test_the_day_tells_what_it_came_to_and_what_happened(past: PastDays) -> None:
    day = of(past).days[date(2026, 11, 19)]
    assert (day.title, day.amount, day.tone) == ("Thu Nov 19", "−$509.26", "loss")
    facts = dict(day.facts)
    assert (facts["Fees"], facts["Clocked in"]) == ("$13.32", "2 h 23 min")
    assert [(one.time, one.text, one.mark) for one in day.happenings] == [
        ("10:46 AM", "Daily net loss reached", "warn"),
        ("10:46 AM", "Locked until 5:00 PM CT", "lock"),
    ]
    assert len(day.trips) == 9
    assert sum(usd(row[3].text.replace("−", "-")) for row in day.trips) == day.net


def test_a_limit_that_was_only_told_of_says_so_and_a_lockout_by_hand_names_the_hand() -> None:
    held = PastLockout(ACCOUNT, "hard", "MANUAL", None, "", at(3, 11), None, at(3, 12))
    told = one_day(PastBreach(at(3, 10), ACCOUNT, "RULE-003", "", observed=True), lockouts=(held,))
    first, second = of(told).days[date(2026, 11, 3)].happenings
    assert first.text.endswith("(only told)")
    assert (second.text, second.detail) == ("Locked until its reason ended", "Locked by hand")


@pytest.mark.parametrize(("day", "text"), [(3, "Nothing was traded on this day."), (19, "Nothing was traded on")])
def test_an_empty_day_says_that_nothing_was_traded(day: int, text: str) -> None:
    shown = of(PastDays(since=at(1, 12))).days[date(2026, 11, day)]
    assert shown.empty.startswith(text)


@pytest.mark.parametrize("label", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 11, 19)])
@pytest.mark.parametrize("schedule", [CT, Schedule(zone_name="Asia/Tokyo"), Schedule(datetime.min.time(), "UTC")])
def test_a_date_labels_the_trading_day_that_its_instants_belong_to(label: date, schedule: Schedule) -> None:
    day = trading_day(schedule, label)
    assert day.label == label
    assert schedule.day_of(day.start).label == label
    assert schedule.day_of(day.end - timedelta(seconds=1)).label == label


def test_months_turn_over_the_year() -> None:
    assert next_month(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert day_title(date(2026, 11, 19)) == "Thu Nov 19"


def test_nothing_at_all_is_a_month_of_empty_days() -> None:
    shown = month(PastDays(), Looking(NOVEMBER, None, CT, datetime(2026, 11, 2, tzinfo=UTC)))
    assert [one.value for one in shown.figures] == ["$0.00", "0 of 0", "none", "0", "0"]
    assert shown.newest is None


def test_an_account_that_is_guarded_no_longer_is_named_by_its_number_and_one_alone_not_at_all() -> None:
    own, gone = (PastBreach(at(3, 10), number, "RULE-003", "−$501.") for number in (ACCOUNT, 77))
    everywhere = PastBreach(at(3, 11), None, "RULE-003", "")
    past = replace(one_day(own, gone, everywhere), names={ACCOUNT: "50K Combine 4471"})
    day = date(2026, 11, 3)
    assert [one.account for one in of(past, None).days[day].happenings] == ["50K Combine 4471", "77", ""]
    assert [one.account for one in of(past, ACCOUNT).days[day].happenings] == ["", ""]
    alone = replace(one_day(own), names={ACCOUNT: "50K Combine 4471"})
    assert [one.account for one in of(alone, None).days[day].happenings] == [""]
