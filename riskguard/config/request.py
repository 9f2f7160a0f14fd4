"""A request to change settings, however it was made: a whole file, or single values on top of what was asked before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from riskguard.config.file import SettingsFileError, parse_settings, settings_from
from riskguard.config.plain import plain_settings
from riskguard.config.settings import Settings
from riskguard.domain.events import ChangeWithdrawn, PayloadRejected, SettingsRequested


@dataclass(frozen=True, slots=True)
class SettingsRequest:
    """`settings` is everything that is wanted; where it is None, `values` (by path; None takes away) are changed."""

    settings: Settings | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def wanted(self, base: Settings) -> Settings:
        """All that is wanted, where `base` is what is in force with what is pending; SettingsFileError names faults."""
        if self.settings is not None:
            return self.settings
        return with_plain(base, self.values)


def with_plain(base: Settings, values: Mapping[str, Any]) -> Settings:
    """Settings with some values changed by path; None takes a field or table away. SettingsFileError as for a file."""
    tables = plain_settings(base)
    for path, value in values.items():
        *parents, name = path.split(".")
        table: Any = tables
        for parent in parents:
            table = table.setdefault(parent, {}) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            continue
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value
    return settings_from(tables, "settings")


def settings_command(data: Mapping[str, Any]) -> SettingsRequested | ChangeWithdrawn | PayloadRejected:
    """The event of a `Command` line of a recorded stream.

    `{"set": {path: value}}`, `{"toml": text}` or `{"withdraw": path or "all"}` beside `"command": "settings"`.
    """
    match data:
        case {"toml": str(text)}:
            try:
                return SettingsRequested(SettingsRequest(parse_settings(text, "settings")), "the stream")
            except SettingsFileError as error:
                return PayloadRejected("Command", "toml", str(error))
        case {"set": dict(values)} if values and all(isinstance(path, str) for path in values):
            return SettingsRequested(SettingsRequest(None, values), "the stream")
        case {"withdraw": str(path)}:
            return ChangeWithdrawn(None if path == "all" else path, "the stream")
    return PayloadRejected("Command", "set", repr(dict(data)))
