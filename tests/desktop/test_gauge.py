"""What a gauge paints where its figures are longer than usual."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from riskguard.desktop.presenters.limits import Gauge
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.gauge import LimitGauge

WIDTH = 320


def painted(theme: Theme, share: int) -> QImage:
    gauge = LimitGauge(theme)
    gauge.resize(WIDTH, gauge.height())
    gauge.show_gauge(Gauge("RULE-014/", "", "", "reached", share, (), "danger", "", "", "", known=True))
    image = gauge.grab().toImage()
    gauge.deleteLater()
    return image


def gaps(image: QImage, line: int = 20) -> list[int]:
    """How wide the columns without a stroke are that part the words of the first line, from the right."""
    ground = image.pixel(0, 0)
    inked = [any(image.pixel(x, y) != ground for y in range(line)) for x in range(image.width())]
    found, run = [], 0
    for ink in reversed(inked[inked.index(True) :]):
        if ink and run:
            found.append(run)
        run = 0 if ink else run + 1
    return found


@pytest.mark.parametrize("share", [7, 100, 1_078, 10_780])
def test_the_share_stands_apart_from_what_is_left(qtbot: QtBot, theme: Theme, share: int) -> None:
    assert max(gaps(painted(theme, share))) >= 6
