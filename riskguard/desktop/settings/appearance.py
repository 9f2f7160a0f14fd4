"""Appearance: theme, size of text, and what the lockout shows; kept with the settings, in force at once."""

from typing import TYPE_CHECKING

from riskguard.desktop.presenters.forms.fields import Field, Kind
from riskguard.desktop.settings.section import Section

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

THEME = Field(
    "appearance.theme",
    "Theme",
    "System follows what this computer is set to.",
    "",
    Kind.CHOICE,
    "",
    default="system",
    choices=("system", "light", "dark"),
)
LANGUAGE = Field(
    "appearance.language",
    "Language",
    "Numbers and times are written as the language does. It changes when RiskGuard is started again.",
    "",
    Kind.CHOICE,
    "",
    default="system",
    choices=("system", "en", "de"),
)
TEXT_SIZE = Field(
    "appearance.text_size",
    "Text size",
    "In per cent; rows grow with it and words wrap.",
    "",
    Kind.CHOICE,
    "",
    default="100",
    choices=("90", "100", "115", "130", "150"),
)

OWN_WORDS = Field(
    "appearance.lockout_words",
    "Your own words",
    "One line that you want to read when you are locked out: what you told yourself you would do then.",
    "",
    Kind.TEXT,
    "",
    empty=True,
)
STRICT = Field(
    "appearance.lockout_strict",
    "Strict",
    "The lockout stays full on every screen until it ends; it cannot be shrunk to a strip.",
    "",
    Kind.SWITCH,
    "",
    default=False,
)


class AppearanceSection(Section):
    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(self.tr("Appearance"))
        self.fields(THEME, TEXT_SIZE, LANGUAGE)
        self.heading(self.tr("While you are locked out"))
        self.fields(OWN_WORDS, STRICT)
        self.end()
