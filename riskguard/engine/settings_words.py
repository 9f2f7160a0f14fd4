"""What is said about settings that change: which, from what to what, and from when on."""

from datetime import datetime, timedelta
from decimal import Decimal

from riskguard.config.changes import Change, label_of, unit_of
from riskguard.domain.money import limit_text, usd
from riskguard.domain.trading_day import Schedule, span_text
from riskguard.state.pending import PendingChange

_LISTED = 8
_LONG_S = 3600
"""From here on a time is told in hours and minutes."""
IN_FORCE, PENDING, WITHDRAWN = "in_force", "pending", "withdrawn"


def told(what: str, change: Change, pending: PendingChange | None, now: datetime, schedule: Schedule) -> str:
    """A sentence for people: `Daily realized loss, limit: 500 to 1000 from 5:00 PM CT on.`"""
    label, unit = label_of(change.path), unit_of(change.path)
    old, new = value_text(change.old, unit), value_text(change.new, unit)
    if isinstance(change.old, dict) and change.new is None and change.path.startswith("rules."):
        step = "off"
    elif isinstance(change.new, dict) and change.old is None and change.path.startswith("rules."):
        step = "on"
    elif change.path == "alerts":
        step = "changed"  # its tables in a row are no sentence
    else:
        step = f"{old} to {new}"
    if what == WITHDRAWN:
        stays, gone = ("on", "off") if step == "off" else ("off", "on") if step == "on" else (old, new)
        return f"{label}: stays {stays}. The change to {gone} was withdrawn."
    end = "now" if pending is None else when(pending, now, schedule)
    return f"{label}: {step}, {end}."


def when(pending: PendingChange, now: datetime, schedule: Schedule) -> str:
    """From when on a pending change holds."""
    if pending.effective_at is None:
        return f"after a cooling-off that begins {'when the lockout ends' if pending.locked else 'once connected'}"
    return f"from {schedule.end_text(now, pending.effective_at)} on"


def value_text(value: object, unit: str = "") -> str:
    """A plain value as people read it, in its unit: `$1,000`, `60 s`, `80%`."""
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "on", False: "off"}[value]
    match value:
        case list() | dict() if len(value) > _LISTED:
            return f"{len(value)} entries"
        case dict():
            return ", ".join(f"{name} {value_text(one)}" for name, one in value.items()) or "none"
        case list():
            return ", ".join(value_text(one, unit) for one in value) or "none"
        case int() | float():
            return _number_text(Decimal(str(value)), unit)
    return str(value)


def _number_text(value: Decimal, unit: str) -> str:
    match unit:
        case "dollars":
            return limit_text(usd(str(value)))
        case "seconds":
            return f"{value} s" if value < _LONG_S else span_text(timedelta(seconds=int(value)))
        case "share":
            return f"{(value * 100).normalize():f}%"
    return str(value)
