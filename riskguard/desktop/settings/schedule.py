"""Schedule: when the trading day ends."""

from typing import TYPE_CHECKING

from riskguard.config.settings import ScheduleSettings
from riskguard.desktop.presenters.forms.fields import table_fields
from riskguard.desktop.settings.section import Section

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel


class ScheduleSection(Section):
    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("Trading day"),
            self.tr("Daily limits and lockouts begin anew at the reset. Moving it is always a loosening and waits."),
        )
        self.fields(*table_fields(ScheduleSettings, "schedule"))
        self.end()
