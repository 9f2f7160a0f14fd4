"""Every section but the rules, by the name of its tab."""

from typing import TYPE_CHECKING

from riskguard.desktop.settings.accounts import AccountsSection
from riskguard.desktop.settings.appearance import AppearanceSection
from riskguard.desktop.settings.backup import BackupSection
from riskguard.desktop.settings.schedule import NotificationsSection, ScheduleSection
from riskguard.desktop.settings.section import Section
from riskguard.desktop.settings.security import SecuritySection

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

__all__ = ["Section", "sections"]


def sections(panel: "SettingsPanel") -> dict[str, Section]:
    return {
        "accounts": AccountsSection(panel),
        "schedule": ScheduleSection(panel),
        "notifications": NotificationsSection(panel),
        "security": SecuritySection(panel),
        "appearance": AppearanceSection(panel),
        "backup": BackupSection(panel),
    }
