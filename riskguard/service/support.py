"""A support bundle: logs, settings, status and versions in one zip, with everything secret taken out.

The journal, its key, the control channel's secret and recordings never go in. What does is text, and every line of it
passes `Redaction`: by the shape of secrets, by the names they stand beside, and by the very values this machine knows.
"""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from riskguard.config.file import FILE_NAME as SETTINGS
from riskguard.gateway.redaction import redacted
from riskguard.gateway.settings import KEY, USER
from riskguard.service.control import FILE_NAME as CONTROL
from riskguard.service.health import OnDisk, on_disk
from riskguard.service.keys import KEY_FILE

GONE = "(taken out)"
LOG_BYTES = 2_000_000
"""Of each log file the end is what matters."""
_LOGS = ("riskguard.log", "riskguard.log.1", "riskguard.log.2", "riskguard.log.3")
_SHORTEST = 4
"""A shorter value would be taken out of innocent words."""
_NAMED = re.compile(
    r"(?im)^(\s*[\w.\"'-]*(?:key|token|secret|password|passwd|passphrase|hash|salt|user|login|mail|url|urls|webhook|"
    r"chat_id|auth|credential)s?[\w\"'-]*\s*[=:]\s*)(.+)$"
)
_IN_LINE = re.compile(
    r"(?i)([\"']?[\w-]*(?:password|passwd|secret|token|api_?key|apikey|authorization)[\"']?\s*[:=]\s*)"
    r"(\"[^\"]*\"|'[^']*'|[^\s,;}\]]+)"
)
_SECRET_KEY = re.compile(r"(?i)(password|passwd|secret|token|api_?key|hash|webhook|credential)")
_MULTILINE = re.compile(r"(?is)(=\s*\[)([^\]]*://[^\]]*)(\])")
_SHAPES = (
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@\"']+@"), rf"\1{GONE}@"),
    (
        re.compile(r"(?i)https://(?:discord(?:app)?\.com/api/webhooks|hooks\.slack\.com|api\.telegram\.org)/[^\s\"']+"),
        GONE,
    ),
    (re.compile(r"(?i)\b(?!https?:|file:|wss?:)[a-z][a-z0-9+.-]*://[^\s\"'\]]+"), GONE),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), GONE),
    (re.compile(r"\$argon2[a-z]*\$[^\s\"']+"), GONE),
    (re.compile(r"(?i)\b[0-9a-f]{32,}\b"), GONE),
)


@dataclass(frozen=True, slots=True)
class Redaction:
    """Takes secrets out of text; `known` are values that are secret wherever they stand."""

    known: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        for value in sorted(self.known, key=len, reverse=True):
            text = re.sub(re.escape(value), GONE, text, flags=re.IGNORECASE)
        text = _MULTILINE.sub(rf"\1{GONE}\3", text)
        text = _NAMED.sub(rf"\1{GONE}", redacted(text))
        text = _IN_LINE.sub(rf"\1{GONE}", text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    def values(self, value: object) -> object:
        """The same for what becomes JSON: it stays JSON."""
        if isinstance(value, Mapping):
            return {str(key): GONE if _SECRET_KEY.search(str(key)) else self.values(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(one) for one in value]
        return self(value) if isinstance(value, str) else value


def make_bundle(
    data_dir: Path,
    target: Path,
    status: Mapping[str, object],
    *,
    secrets: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
    disk: Callable[[Path], OnDisk] = on_disk,
) -> Path:
    """Writes the zip, which is there whole or not at all; OSError with the system's words. Blocks."""
    redact = Redaction(tuple(known_secrets(data_dir, os.environ if environment is None else environment, secrets)))
    part = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("README.txt", _ABOUT)
            for name, facts in (("status.json", status), ("health.json", _disk_facts(disk(data_dir)))):
                bundle.writestr(name, json.dumps(redact.values(facts), indent=2, default=str, ensure_ascii=False))
            for name in (*_LOGS, SETTINGS, "desktop.ini"):
                text = _end_of(data_dir / name)
                if text is not None:
                    bundle.writestr(name, redact(text))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def known_secrets(data_dir: Path, environment: Mapping[str, str], more: Iterable[str] = ()) -> Iterable[str]:
    """Values that must not leave this machine: key, user name, control secret, journal key, home folder's owner."""
    found = [*more, environment.get(KEY, ""), environment.get(USER, "")]
    found += [environment.get(name, "") for name in ("USERNAME", "USER", "LOGNAME")]
    found += [Path.home().name, _control_secret(data_dir), _end_of(data_dir / KEY_FILE) or ""]
    plain = {value.strip() for value in found}
    return sorted(value for value in plain if len(value) >= _SHORTEST and value not in _COMMON)


_COMMON = frozenset({"root", "user", "admin", "runner", "home"})


def _control_secret(data_dir: Path) -> str:
    try:
        return str(json.loads((data_dir / CONTROL).read_text(encoding="utf-8")).get("secret", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _end_of(path: Path) -> str | None:
    """The last part of a file as text; None where there is none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LOG_BYTES))
            raw = file.read()
    except OSError:
        return None
    text = raw.decode("utf-8", "replace")
    # A line cut in two might hide the half of a secret that gives it away.
    return text.partition("\n")[2] if size > LOG_BYTES else text


def _disk_facts(disk: OnDisk) -> dict[str, object]:
    return {
        "versions": dict(disk.versions),
        "journal_bytes": disk.journal_bytes,
        "backups": [{"name": one.name, "at": one.at.isoformat(), "reason": one.reason} for one in disk.backups],
        "recordings": disk.recordings,
        "recording_bytes": disk.recording_bytes,
        "free_bytes": disk.free_bytes,
    }


_ABOUT = """RiskGuard support bundle.

What is in it: the end of the logs, the settings file, the status, sizes and versions.
What is not: keys, passwords, tokens, addresses for notifications, the journal and its key, recorded days.
Look through it before you send it.
"""
