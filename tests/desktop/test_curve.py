from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from riskguard.desktop.day import DayCurves
from riskguard.desktop.presenters.curve import Curve, Day, curve, thinned
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import DARK, LIGHT, contrast
from riskguard.desktop.widgets.curve import CurveChart
from riskguard.desktop.widgets.curve_drawing import Drawing, readable_on
from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LimitView, SpanView
from tests.desktop.boards import BREACHED, NOW, account, board, limit, locked, warned
from tests.desktop.stories import round_trips

OPEN = NOW - timedelta(hours=2)


def spanned(span: SpanView, share: int = 82, **more: object) -> LimitView:
    made = limit("RULE-014", "Daily net loss", share, ("−$410.18", "−$500.00", "$89.82 left", ""), **more)
    return replace(made, span=span)


def losing(*limits: LimitView, net: float = -410.18) -> AccountView:
    return replace(warned(), net=usd(net), limits=limits)


def drawn(shown: AccountView, *points: tuple[float, float], now: datetime = NOW) -> Curve:
    """Points are minutes after the open and dollars."""
    known = [((OPEN + timedelta(minutes=at)).timestamp(), usd(value)) for at, value in points]
    return curve(Day(known, (), OPEN), shown, Schedule(), now)


def test_the_lock_line_stands_at_the_limit_and_the_warning_at_its_last_level() -> None:
    made = drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0))
    assert [(each.label, each.value) for each in made.levels] == [
        ("Locks at −$500", usd(-500)),
        ("Warns at −$400", usd(-400)),
    ]


@pytest.mark.parametrize(("net", "said"), [(-600, ["lock", "warn"]), (-5_390, ["lock"])])
def test_lines_that_come_together_have_the_words_of_the_lock_alone(
    qapp: QApplication, net: float, said: list[str]
) -> None:
    made = drawn(losing(spanned(SpanView(0, usd(-500))), net=net), (0, net))
    picture = QPixmap(600, 240)
    painter = QPainter(picture)
    labelled = Drawing(painter, QRectF(picture.rect()), made, DARK).labelled()
    painter.end()
    assert [level.kind for level in labelled] == said


def test_a_limit_from_the_days_best_moves_with_it() -> None:
    made = drawn(losing(spanned(SpanView(usd(300), usd(-200)))), (0, 0))
    assert [each.label for each in made.levels] == ["Locks at −$200", "Warns at −$100"]


def test_a_limit_on_the_realized_result_says_so_and_gives_way_to_one_on_the_whole() -> None:
    realized = spanned(SpanView(0, usd(-450), realized=True))
    assert drawn(losing(realized), (0, 0)).levels[0].label == "Locks at −$450 realized"
    both = losing(realized, spanned(SpanView(0, usd(-500))))
    assert drawn(both, (0, 0)).levels[0].label == "Locks at −$500"


@pytest.mark.parametrize(("net", "shown"), [(239.0, False), (240.0, True), (600.0, True)])
def test_a_target_enters_the_picture_once_it_is_near(net: float, shown: bool) -> None:
    made = drawn(losing(spanned(SpanView(0, usd(600))), net=net), (0, 0))
    assert [each.label for each in made.levels] == (["Target +$600"] if shown else [])


def test_zero_the_limit_and_the_best_lie_within_the_picture() -> None:
    made = drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0), (30, 184.5))
    assert made.low < usd(-500) < 0 < usd(184.5) < made.high
    assert made.best is not None
    assert made.best[1:] == (usd(184.5), "+$184.50")


def test_values_beside_a_limit_line_are_left_out() -> None:
    made = drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0), (30, 184.5))
    assert [text for _, text in made.values] == ["−200", "0", "+200"]


def test_the_window_begins_before_the_first_fill_and_leaves_room_after_now() -> None:
    made = drawn(losing(), (0, 0))
    assert 0.03 < made.points[0][0] < 0.05
    assert made.last[0] == pytest.approx(1 / 1.17)
    assert [text for _, text in made.times][-1].endswith("AM")


def test_after_a_lockout_the_rest_is_marked() -> None:
    made = drawn(locked(), (0, 0), now=BREACHED + timedelta(minutes=10))
    assert made.locked_from is not None
    assert made.locked_from < made.last[0]
    assert made.tone == "danger"
    assert drawn(losing(), (0, 0)).locked_from is None


def test_a_day_without_a_trade_says_so() -> None:
    idle = account(positions=(), net=0, realized=0, fees=0, round_trips=0)
    assert curve(Day(), idle, Schedule(), NOW).empty == "No trades yet today"
    assert drawn(idle, (0, 0)).empty == ""
    for traded in (replace(idle, fees=1), replace(idle, round_trips=1), replace(idle, realized=-1)):
        assert curve(Day(), traded, Schedule(), NOW).empty == ""


def test_points_of_the_future_and_before_the_window_are_not_drawn() -> None:
    made = drawn(losing(), (-60, 10), (0, 0), (500, 10))
    assert [value for _, value in made.points] == [0, usd(-410.18)]


def test_thinning_keeps_every_peak_and_the_ends() -> None:
    points = [(float(at), 0) for at in range(10_000)]
    points[4_321] = (4_321.0, usd(900))
    points[7_654] = (7_654.0, usd(-900))
    found = thinned(points, 100)
    assert len(found) <= 400
    assert {points[0], points[-1], points[4_321], points[7_654]} <= set(found)
    assert found == sorted(found)


def test_the_value_is_readable_on_every_ground() -> None:
    for tokens in (DARK, LIGHT):
        for ground in (tokens.warn, tokens.danger, tokens.text):
            assert contrast(readable_on(ground, tokens), ground) >= 4.5


def test_an_unchanged_curve_is_not_painted_again(theme: Theme, qtbot: QtBot) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.resize(560, 240)
    chart.show_curve(drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0)))
    chart.grab()
    before = chart._picture
    chart.show_curve(drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0)))
    chart.grab()
    assert chart._picture is before
    chart.show_curve(drawn(losing(net=-400), (0, 0)))
    assert chart._picture is None


def test_the_curve_names_itself(theme: Theme, qtbot: QtBot) -> None:
    chart = CurveChart(theme)
    qtbot.addWidget(chart)
    chart.show_curve(drawn(losing(spanned(SpanView(0, usd(-500)))), (0, 0)))
    assert chart.accessibleName().startswith("Result of the day −$410.18")
    assert "Locks at −$500." in chart.accessibleName()


class Shelf:
    """Trades as a journal would have them; remembers what was asked."""

    def __init__(self, *trades: Trade) -> None:
        self.trades, self.asked = trades, 0

    def __call__(self, account_id: int, since: datetime) -> tuple[Trade, ...]:
        self.asked += 1
        return tuple(each for each in self.trades if each.created_at >= since)


def test_what_was_traded_before_the_start_is_drawn_from_the_journal(qapp: QApplication, qtbot: QtBot) -> None:
    shelf = Shelf(*round_trips(21.5, -8.2))
    curves = DayCurves(Path(), shelf)
    with qtbot.waitSignal(curves.changed, timeout=5000):
        curves.hear(board(account()), NOW)
    day = curves.day(4471)
    assert [value for _, value in day.points] == [
        0,
        0,
        *map(usd, (-0.37, -0.37, 20.76, 20.76, 20.39, 20.39, 11.82, 64.3)),
    ]
    assert len(day.trips) == 2
    assert day.first_fill == shelf.trades[0].created_at
    curves.close()


def test_the_journal_is_asked_again_only_when_something_was_traded(qapp: QApplication, qtbot: QtBot) -> None:
    shelf = Shelf()
    curves = DayCurves(Path(), shelf)
    with qtbot.waitSignal(curves.changed, timeout=5000):
        curves.hear(board(account()), NOW)
    for second in range(20):
        curves.hear(board(account(net=usd(second))), NOW + timedelta(seconds=second))
    assert not curves._soon.isActive()
    with qtbot.waitSignal(curves.changed, timeout=5000):
        curves.hear(board(account(realized=usd(1))), NOW + timedelta(seconds=30))
    assert shelf.asked == 2
    curves.close()


def test_a_new_trading_day_begins_with_an_empty_curve(qapp: QApplication) -> None:
    curves = DayCurves(Path(), Shelf())
    curves.hear(board(account()), NOW)
    assert curves.day(4471).points
    tomorrow = datetime(2026, 11, 20, 15, tzinfo=UTC)
    curves.hear(board(account(net=0), at=tomorrow), tomorrow)
    assert [value for _, value in curves.day(4471).points] == [0]
    curves.close()


@pytest.mark.parametrize("height", [190, 230, 480])
@pytest.mark.parametrize("net", [0.0, 60.0, -60.0])
def test_no_trades_yet_has_room_for_its_line(qapp: QApplication, height: int, net: float) -> None:
    made = drawn(losing(spanned(SpanView(0, usd(-500))), net=net), (0, net))
    picture = QPixmap(900, height)
    painter = QPainter(picture)
    place = Drawing(painter, QRectF(picture.rect()), made, DARK).empty_place(20)
    painter.end()
    assert place.height() >= 20
    assert 0 <= place.top() < place.bottom() < height


def test_a_long_day_takes_bounded_room(qapp: QApplication) -> None:
    curves = DayCurves(Path(), Shelf())
    for at in range(14_000):
        curves.hear(board(account(net=at % 97)), NOW + timedelta(seconds=at / 10))
    assert len(curves.day(4471).points) <= 6_000
    curves.close()
