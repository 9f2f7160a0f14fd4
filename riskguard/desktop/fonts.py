"""Inter at the sizes and weights of the house, with figures of one width."""

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from riskguard.desktop.resources import resource

FALLBACKS = ["Inter", "Segoe UI Variable", "Segoe UI", "Noto Sans", "DejaVu Sans"]
REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


@cache
def load_fonts() -> None:
    """Registers the bundled file with Qt once; if it does not load, the fallbacks stand in."""
    QFontDatabase.addApplicationFont(str(resource("fonts", "Inter-roman.var.ttf")))


class _Scale:
    value = 1.0


def scale() -> float:
    """The user's text size; 1 is the design's."""
    return _Scale.value


def set_scale(value: float) -> None:
    """Fonts made from now on are that much larger; `text_size.py` sees to those that are in use."""
    _Scale.value = value
    font.cache_clear()


def scaled(pixels: float) -> int:
    """A length that text stands in, at the user's text size."""
    return round(pixels * scale())


@lru_cache(maxsize=128)
def font(pixels: float, weight: QFont.Weight = REGULAR) -> QFont:
    """A font of so many px at 100 %. Tabular figures always: plain Inter's 1111 is a quarter narrower than 8888."""
    load_fonts()
    made = QFont(FALLBACKS)
    made.setPixelSize(max(8, round(pixels * scale())))
    made.setWeight(weight)
    # One variable file: Qt picks its only style by the name, the weight comes from the axis.
    made.setVariableAxis(QFont.Tag("wght"), float(weight.value))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
