"""Every section but the rules, by the name of its tab, each made when it is first looked at."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from riskguard.desktop.settings.accounts import AccountsSection
from riskguard.desktop.settings.appearance import AppearanceSection
from riskguard.desktop.settings.backup import BackupSection
from riskguard.desktop.settings.notifications import NotificationsSection
from riskguard.desktop.settings.schedule import ScheduleSection
from riskguard.desktop.settings.section import Section
from riskguard.desktop.settings.security import SecuritySection

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

__all__ = ["Section", "Sections"]

_MAKERS: Mapping[str, Callable[["SettingsPanel"], Section]] = MappingProxyType(
    {
        "accounts": AccountsSection,
        "schedule": ScheduleSection,
        "notifications": NotificationsSection,
        "security": SecuritySection,
        "appearance": AppearanceSection,
        "backup": BackupSection,
    }
)


class Sections(dict[str, Section]):
    """Holds what is made; asking for another one makes it. `made` is told of each."""

    def __init__(self, panel: "SettingsPanel", made: Callable[[Section], None]) -> None:
        super().__init__()
        self._panel, self._made = panel, made

    def __missing__(self, name: str) -> Section:
        section = self[name] = _MAKERS[name](self._panel)
        self._made(section)
        return section
