"""Settings in force and changes that wait, to text and back. What older versions stored is read too."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from riskguard.config.file import SettingsFileError, parse_settings, settings_from
from riskguard.config.plain import plain_settings
from riskguard.config.settings import RULES_BY_TABLE, Settings
from riskguard.state.pending import PendingChange
from riskguard.storage.codec import instant_text

_NAME = "settings in force"


def settings_text(settings: Settings) -> str:
    """Every field, defaults too, so that what is in force does not move with a later version's defaults."""
    return json.dumps(plain_settings(settings), separators=(",", ":"))


def settings_in(text: str) -> Settings:
    """Settings of stored text: JSON, or the text of a settings file as versions before kept it.

    What this version no longer knows is left out; SettingsFileError where the rest cannot be used.
    """
    if not text.startswith("{"):
        return parse_settings(text, _NAME)
    values = json.loads(text)
    try:
        return settings_from(values, _NAME)
    except SettingsFileError:
        return settings_from(_known(values), _NAME)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tables and fields that this version has."""
    found: dict[str, Any] = {
        name: fields for name, fields in values.items() if name in Settings.model_fields and name != "rules"
    }
    rules: dict[str, Any] = {}
    for table, fields in values.get("rules", {}).items():
        model = RULES_BY_TABLE.get(table)
        if model is not None:
            rules[table] = {name: value for name, value in fields.items() if name in model.model_fields}
    return {**found, "rules": rules}


def pending_fields(one: PendingChange) -> dict[str, object]:
    """A waiting change as JSON has it."""
    return {
        "path": one.path,
        "value": one.value,
        "asked_at": instant_text(one.asked_at),
        "cooling": None if one.cooling is None else one.cooling.total_seconds(),
        "accounts": None if one.accounts is None else list(one.accounts),
        "begun_at": _text(one.begun_at),
        "locked": one.locked,
        "held_until": _text(one.held_until),
        "effective_at": _text(one.effective_at),
    }


def pending_of(text: str | None) -> tuple[PendingChange, ...]:
    """Waiting changes of stored text; none where nothing was stored."""
    return tuple(_pending(fields) for fields in json.loads(text or "[]"))


def _pending(fields: Mapping[str, Any]) -> PendingChange:
    cooling, accounts = fields["cooling"], fields["accounts"]
    return PendingChange(
        str(fields["path"]),
        fields["value"],
        datetime.fromisoformat(fields["asked_at"]),
        None if cooling is None else timedelta(seconds=cooling),
        None if accounts is None else tuple(accounts),
        _instant(fields["begun_at"]),
        bool(fields["locked"]),
        _instant(fields["held_until"]),
        _instant(fields["effective_at"]),
    )


def _text(instant: datetime | None) -> str | None:
    return instant_text(instant) if instant else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
