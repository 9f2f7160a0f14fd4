"""Schedule: when the trading day ends. Notifications: which ones are shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from riskguard.config.settings import ScheduleSettings
from riskguard.desktop.presenters.forms.fields import Field, Kind, table_fields
from riskguard.desktop.settings.section import Section

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

SHOWN = Field(
    "alerts.desktop",
    "Shown",
    "All: everything worth knowing. Warnings: from a limit's first warning on. Breaches: only what was acted upon. "
    "What reduces protection is always shown.",
    "",
    Kind.CHOICE,
    "",
    default="all",
    choices=("all", "warnings", "breaches"),
)


class ScheduleSection(Section):
    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("Trading day"),
            self.tr("Daily limits and lockouts begin anew at the reset. Moving it is always a loosening and waits."),
        )
        self.fields(*table_fields(ScheduleSettings, "schedule"))
        self.end()


class NotificationsSection(Section):
    """`tried` asks for a notification to be shown."""

    tried = Signal()

    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("On this screen"), self.tr("Native notifications, merged when several come within two seconds.")
        )
        self.fields(SHOWN)
        self.test = QPushButton(self.tr("Show a test notification"))
        self.test.clicked.connect(self.tried)
        self.buttons(self.test)
        self.end()
