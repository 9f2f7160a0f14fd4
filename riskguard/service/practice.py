"""The first settings of the practice mode: one's own limits where there are any, and the looks of the live guard."""

import contextlib
from pathlib import Path

from riskguard.config.file import FILE_NAME, SettingsFileError, read_settings
from riskguard.config.plain import plain
from riskguard.config.settings import Settings
from riskguard.config.toml_edit import NotEditableError, with_values
from riskguard.service.settings_file import SettingsFile

EXAMPLE = """\
# Limits to try out. A rule without a table is off.
[rules.daily_net_loss]
limit = 300

[rules.max_contracts]
limit = 5

[rules.consecutive_losses]
count = 3
"""
_LOOKS = ("theme", "language", "text_size")
"""What is read best is the same in both; what a lockout says and does is practice's own."""


def seed(live: Path, practice: Path) -> None:
    """Writes practice's settings file where there is none yet; looks that it does not name are the live ones.

    Raises OSError.
    """
    target, known = practice / FILE_NAME, _read(live / FILE_NAME)
    looks = {name: known.appearance[name] for name in _LOOKS if name in known.appearance} if known else {}
    if not target.exists():
        practice.mkdir(parents=True, exist_ok=True)
        target.write_text(_with_looks(_limits(known) or EXAMPLE, looks), encoding="utf-8")
        return
    own = _read(target)
    lacking = {name: value for name, value in looks.items() if own and name not in own.appearance}
    if lacking:
        with contextlib.suppress(OSError, NotEditableError):  # nobody is kept from practice by its looks
            file = SettingsFile(target)
            file.write(file.edited({f"appearance.{name}": value for name, value in lacking.items()}))


def _read(path: Path) -> Settings | None:
    """None where there is none, or none that can be read."""
    try:
        return read_settings(path)
    except SettingsFileError:
        return None


def _with_looks(text: str, looks: dict[str, object]) -> str:
    try:
        return with_values(text, {f"appearance.{name}": value for name, value in looks.items()})
    except (NotEditableError, TypeError):
        return text


def _limits(settings: Settings | None) -> str:
    """The rules of settings, for every account: those of the paper gateway have other numbers."""
    try:
        return with_values("", _values(settings)) if settings and settings.rules else ""
    except NotEditableError:
        return ""


def _values(settings: Settings) -> dict[str, object]:
    found: dict[str, object] = {}
    for table, rule in settings.rules.items():
        given = rule.model_dump(exclude_defaults=True, by_alias=True)
        own = {name: value for name, value in plain(rule).items() if name in given and name != "accounts"}
        found |= {f"rules.{table}.{name}": value for name, value in (own or {"enabled": True}).items()}
    return found
