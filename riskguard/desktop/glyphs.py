"""Draws state shields and line icons from their SVG files, in the colours of a bar or a window, sharp at any size."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from riskguard.desktop.resources import resource
from riskguard.desktop.tokens import DARK, Tokens
from riskguard.engine.board import State

TRAY_SIZES = (16, 20, 24, 32, 40, 48, 64)
_FILLS = ("ok_fill", "warn_fill", "danger_fill", "accent", "text2", "text")


def state_icon(state: State, tokens: Tokens, *, practice: bool = False) -> QIcon:
    """The tray's and the windows' icon, in every size a bar asks for."""
    icon = QIcon()
    for size in TRAY_SIZES:
        icon.addPixmap(state_pixmap(state, tokens, size, practice=practice))
    return icon


def state_pixmap(state: State, tokens: Tokens, size: int, *, practice: bool = False, ratio: float = 1.0) -> QPixmap:
    """One shield of `size` logical px for a screen of that device pixel ratio."""
    return _as_pixmap(_state_image(state, tokens, round(size * ratio), practice), ratio)


def line_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One line icon (`flatten`, `quit`, ...) in one colour."""
    return _as_pixmap(_painted(_recoloured(f"line-{name}", {DARK.text: colour}), round(size * ratio)), ratio)


def line_icon(name: str, colour: str) -> QIcon:
    icon = QIcon()
    for size in (16, 24, 32, 48):
        icon.addPixmap(line_pixmap(name, colour, size))
    return icon


def mark_pixmap(name: str, tokens: Tokens, size: int, ratio: float = 1.0) -> QPixmap:
    """A gauge's mark (`first`, `last`) in the warning colour."""
    svg = _recoloured(f"mark-{name}", {DARK.warn_fill: tokens.warn_fill})
    return _as_pixmap(_painted(svg, round(size * ratio)), ratio)


@lru_cache(maxsize=256)
def _state_image(state: State, tokens: Tokens, pixels: int, practice: bool) -> QImage:
    fills = {getattr(DARK, name): getattr(tokens, name) for name in _FILLS}
    image = _painted(_recoloured(f"state-{state}", fills), pixels).copy()
    if practice:
        _badge(image, _recoloured("practice", fills))
    return image


def _badge(image: QImage, svg: bytes) -> None:
    half = image.width() / 2
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(QRectF(half, half, half, half), Qt.GlobalColor.transparent)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(image.rect()))
    painter.end()


@lru_cache(maxsize=256)
def _painted(svg: bytes, pixels: int) -> QImage:
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(image.rect()))
    painter.end()
    return image


def _as_pixmap(image: QImage, ratio: float) -> QPixmap:
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _recoloured(name: str, colours: dict[str, str]) -> bytes:
    # The files hold the dark colours, so that they can be looked at; another appearance swaps them in the text.
    svg = _source(name)
    for old, new in colours.items():
        svg = svg.replace(f'"{old}"', f'"{new}"')
    return svg.encode()


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
