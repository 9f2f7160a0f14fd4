"""States are told apart by shape: in colour, in grey, and as bare silhouettes, at every size a bar asks for."""

from itertools import combinations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from riskguard.desktop.glyphs import line_pixmap, state_icon, state_pixmap
from riskguard.desktop.tokens import DARK, LIGHT
from riskguard.engine.board import State

SIZES = (16, 20, 24, 32, 48)


def silhouette(state: State, size: int, *, practice: bool = False) -> list[bool]:
    image = state_pixmap(state, DARK, size, practice=practice).toImage()
    return [image.pixelColor(x, y).alpha() > 127 for y in range(size) for x in range(size)]


def differing(one: list[bool], other: list[bool]) -> float:
    return sum(a != b for a, b in zip(one, other, strict=True)) / len(one)


@pytest.mark.parametrize("size", SIZES)
def test_all_states_differ_in_shape_alone(qapp: QApplication, size: int) -> None:
    shapes = {state: silhouette(state, size) for state in State}
    for one, other in combinations(State, 2):
        assert differing(shapes[one], shapes[other]) >= 0.02, f"{one} looks like {other} at {size} px"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", list(State))
def test_practice_wears_a_badge(qapp: QApplication, state: State, size: int) -> None:
    assert differing(silhouette(state, size), silhouette(state, size, practice=True)) >= 0.05


def test_a_glyph_is_sharp_on_dense_screens(qapp: QApplication) -> None:
    pixmap = state_pixmap(State.ARMED, DARK, 16, ratio=2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (32, 2.0)
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_icon_holds_every_size(qapp: QApplication) -> None:
    sizes = {size.width() for size in state_icon(State.LOCKED, DARK).availableSizes()}
    assert set(SIZES) <= sizes


def middle_colour(image: QImage) -> str:
    return image.pixelColor(image.width() // 2, round(image.height() * 0.85)).name()


def test_fills_follow_the_bar(qapp: QApplication) -> None:
    assert middle_colour(state_pixmap(State.ARMED, DARK, 32).toImage()) == DARK.ok_fill.lower()
    assert middle_colour(state_pixmap(State.ARMED, LIGHT, 32).toImage()) == LIGHT.ok_fill.lower()


def test_a_line_icon_takes_the_colour_asked_for(qapp: QApplication) -> None:
    image = line_pixmap("quit", "#FF0000", 48).toImage()
    assert image.pixelColor(24, 24).name() == "#ff0000"
