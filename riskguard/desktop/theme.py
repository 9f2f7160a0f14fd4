"""Follows the system between light and dark and hands the tokens to every window as palette and style sheet."""

import re
import sys
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from riskguard.desktop.fonts import font
from riskguard.desktop.resources import resource
from riskguard.desktop.tokens import DARK, LIGHT, Tokens, as_mapping

type Appearance = Literal["system", "light", "dark"]

_NAME = re.compile(r"@(\w+)@")
_THEMES_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


class Theme(QObject):
    """`tokens` are the windows' colours, `bar` those readable on the taskbar, which may differ from the windows'."""

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        appearance: Appearance = "system",
        scheme: Callable[[], Qt.ColorScheme] | None = None,
    ) -> None:
        """`scheme` is what the system is set to, where it is not asked through Qt."""
        super().__init__()
        self._application = application
        self._scheme = scheme or application.styleHints().colorScheme
        self._appearance: Appearance = appearance
        self.tokens = self.bar = DARK
        application.setStyle("Fusion")
        application.setFont(font(13))
        application.styleHints().colorSchemeChanged.connect(self.refresh)
        self.refresh()

    def choose(self, appearance: Appearance) -> None:
        """Light, dark, or whatever the system says."""
        self._appearance = appearance
        self.refresh()

    def refresh(self) -> None:
        """Looks at the system again and tells everyone where something has changed."""
        tokens = self._wanted()
        bar = _bar_tokens(tokens)
        first = not self._application.styleSheet()
        if (tokens, bar) == (self.tokens, self.bar) and not first:
            return
        if tokens != self.tokens or first:
            self._application.setPalette(palette(tokens))
            self._application.setStyleSheet(style_sheet(tokens))
        self.tokens, self.bar = tokens, bar
        self.changed.emit()

    def _wanted(self) -> Tokens:
        if self._appearance != "system":
            return LIGHT if self._appearance == "light" else DARK
        return LIGHT if self._scheme() == Qt.ColorScheme.Light else DARK


def style_sheet(tokens: Tokens) -> str:
    """The one QSS template with this appearance's colours; KeyError names a token that does not exist."""
    values = as_mapping(tokens)
    template = resource("styles", "riskguard.qss").read_text(encoding="utf-8")
    return _NAME.sub(lambda found: values[found.group(1)], template)


def palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.Highlight: tokens.accent_fill,
        role.HighlightedText: "#FFFFFF",
        role.PlaceholderText: tokens.text3,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Link: tokens.accent,
    }
    made = QPalette()
    for each, colour in colours.items():
        made.setColor(each, QColor(colour))
    return made


def _bar_tokens(tokens: Tokens) -> Tokens:
    # Windows themes the taskbar apart from the windows; elsewhere the windows' appearance is the best guess there is.
    light = _windows_bar_is_light()
    return tokens if light is None else LIGHT if light else DARK


def _windows_bar_is_light() -> bool | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _THEMES_KEY) as key:
            return bool(winreg.QueryValueEx(key, "SystemUsesLightTheme")[0])
    except OSError:
        return None
