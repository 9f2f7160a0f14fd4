"""The first settings of the practice mode: one's own limits where there are any, for these are to be tried out."""

from pathlib import Path

from riskguard.config.file import FILE_NAME, SettingsFileError, parse_settings
from riskguard.config.plain import plain
from riskguard.config.settings import Settings
from riskguard.config.toml_edit import NotEditableError, with_values

EXAMPLE = """\
# Limits to try out. A rule without a table is off.
[rules.daily_net_loss]
limit = 300

[rules.max_contracts]
limit = 5

[rules.consecutive_losses]
count = 3
"""


def seed(live: Path, practice: Path) -> None:
    """Writes practice's settings file where there is none yet. Raises OSError."""
    target = practice / FILE_NAME
    if target.exists():
        return
    practice.mkdir(parents=True, exist_ok=True)
    target.write_text(_limits(live / FILE_NAME) or EXAMPLE, encoding="utf-8")


def _limits(path: Path) -> str:
    """The rules of a settings file, for every account: those of the paper gateway have other numbers."""
    try:
        settings = parse_settings(path.read_text(encoding="utf-8-sig"), path.name, path.parent)
        return with_values("", _values(settings)) if settings.rules else ""
    except (OSError, UnicodeDecodeError, SettingsFileError, NotEditableError):
        return ""


def _values(settings: Settings) -> dict[str, object]:
    found: dict[str, object] = {}
    for table, rule in settings.rules.items():
        given = rule.model_dump(exclude_defaults=True, by_alias=True)
        own = {name: value for name, value in plain(rule).items() if name in given and name != "accounts"}
        found |= {f"rules.{table}.{name}": value for name, value in (own or {"enabled": True}).items()}
    return found
