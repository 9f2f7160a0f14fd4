import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from riskguard.desktop.fonts import SEMIBOLD, font
from riskguard.desktop.resources import resource
from riskguard.desktop.theme import Theme, style_sheet
from riskguard.desktop.tokens import COVER, DARK, LIGHT, Tokens, as_mapping, contrast

BOTH = pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])


@BOTH
@pytest.mark.parametrize("name", ["text", "text2", "text3", "accent", "ok", "warn", "danger", "gain", "loss"])
def test_text_is_readable_on_cards_and_windows(tokens: Tokens, name: str) -> None:
    colour = as_mapping(tokens)[name]
    assert contrast(colour, tokens.surface) >= 4.5
    assert contrast(colour, tokens.window) >= 4.5


@BOTH
@pytest.mark.parametrize("name", ["ok_fill", "warn_fill", "danger_fill", "calm", "field", "accent"])
def test_shapes_stand_out(tokens: Tokens, name: str) -> None:
    colour = as_mapping(tokens)[name]
    assert contrast(colour, tokens.surface) >= 3
    assert contrast(colour, tokens.window) >= 3


@BOTH
@pytest.mark.parametrize("tint", ["ok", "warn", "danger", "info"])
def test_banner_text_is_readable_on_its_tint(tokens: Tokens, tint: str) -> None:
    ground = as_mapping(tokens)[f"{tint}_tint"]
    assert contrast(tokens.text, ground) >= 4.5
    assert contrast(tokens.text2, ground) >= 4.5
    state = as_mapping(tokens)[{"info": "accent"}.get(tint, tint)]
    assert contrast(state, ground) >= 4.5


@BOTH
def test_the_calm_part_of_a_gauge_stands_out_from_its_track(tokens: Tokens) -> None:
    assert contrast(tokens.calm, tokens.track) >= 3


@pytest.mark.parametrize("colour", [COVER.text, COVER.text2, COVER.text3, COVER.confirmed, COVER.ring])
def test_the_cover_is_readable(colour: str) -> None:
    assert contrast(colour, COVER.ground) >= 4.5


def test_alarm_strip_and_its_button_are_readable() -> None:
    assert contrast(DARK.text2, "#4A1D1E") >= 4.5
    assert contrast("#FFFFFF", "#B9312D") >= 4.5


BALLOON = "#14181F"
"""On the light yellow of balloons that Qt draws itself on old trays."""
GROUNDS = ("window", "nav", "surface", "raised", "input", "hover", "ok_tint", "warn_tint", "danger_tint", "info_tint")
WORDS = ("text", "text2", "accent", "ok", "warn", "danger", "gain", "loss")
QUIET = ("window", "nav", "surface", "raised", "input")


@BOTH
@pytest.mark.parametrize(
    ("word", "ground"),
    [*((word, ground) for word in WORDS for ground in GROUNDS), *(("text3", ground) for ground in QUIET)],
)
def test_any_text_on_any_ground_has_contrast(tokens: Tokens, word: str, ground: str) -> None:
    values = as_mapping(tokens)
    assert contrast(values[word], values[ground]) >= 4.5


@BOTH
def test_the_style_sheet_writes_in_no_colour_that_is_not_checked(tokens: Tokens) -> None:
    """Every `color:` of the style sheet is one of the words above, or white on a filled button."""
    sheet = resource("styles", "riskguard.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![-\w])color: ([@#]\w+@?)", sheet))
    assert used <= {f"@{word}@" for word in (*WORDS, "text3")} | {"#FFFFFF", "@window@", BALLOON}


@BOTH
def test_white_is_readable_on_a_filled_button(tokens: Tokens) -> None:
    assert contrast("#FFFFFF", tokens.accent_fill) >= 4.5


class System:
    """What the desktop is set to; `turn` is its owner changing it."""

    def __init__(self, qapp: QApplication) -> None:
        self._hints, self.scheme = qapp.styleHints(), Qt.ColorScheme.Dark

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self._hints.colorSchemeChanged.emit(scheme)


def test_the_system_is_followed_while_the_windows_stand(qapp: QApplication) -> None:
    system = System(qapp)
    followed = Theme(qapp, "system", lambda: system.scheme)
    assert followed.tokens is DARK
    for scheme, tokens in ((Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Unknown, DARK)):
        system.turn(scheme)
        assert followed.tokens is tokens
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens.window.lower()
    followed.deleteLater()
    qapp.setStyleSheet("")


def test_a_chosen_appearance_does_not_follow_the_system(qapp: QApplication) -> None:
    system = System(qapp)
    chosen = Theme(qapp, "light", lambda: system.scheme)
    system.turn(Qt.ColorScheme.Dark)
    assert chosen.tokens is LIGHT
    chosen.deleteLater()
    qapp.setStyleSheet("")


@BOTH
def test_every_name_in_the_style_sheet_is_a_token(tokens: Tokens) -> None:
    assert "@" not in style_sheet(tokens)


def test_the_theme_switches_live(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(True))
    theme.choose("light")
    assert theme.tokens is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window.lower()
    theme.choose("light")
    assert told == [True]


def test_figures_have_one_width_and_weights_differ(qapp: QApplication) -> None:
    plain, heavy = QFontMetrics(font(30)), QFontMetrics(font(30, SEMIBOLD))
    assert plain.horizontalAdvance("1111") == plain.horizontalAdvance("8888")
    # Not always wider: of the semi-bold that the file itself names, which Qt takes on Windows, it is 103 px beside 105.
    assert heavy.horizontalAdvance("Locked") != plain.horizontalAdvance("Locked")
    assert QFontInfo(font(13)).family() == "Inter"


def test_a_missing_resource_is_named() -> None:
    assert resource("fonts", "OFL.txt").is_file()
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        resource("icons", "none.svg")


def test_every_state_has_its_file() -> None:
    names = {path.stem for path in Path(resource("icons")).iterdir()}
    assert {f"state-{state}" for state in ("setup", "connecting", "armed", "off")} <= names
