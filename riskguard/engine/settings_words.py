"""What is said about settings that change: which, from what to what, and from when on."""

from datetime import datetime

from riskguard.config.changes import Change, label_of
from riskguard.domain.trading_day import Schedule
from riskguard.state.pending import PendingChange

_LISTED = 8
IN_FORCE, PENDING, WITHDRAWN = "in_force", "pending", "withdrawn"


def told(what: str, change: Change, pending: PendingChange | None, now: datetime, schedule: Schedule) -> str:
    """A sentence for people: `Daily realized loss, limit: 500 to 1000 from 5:00 PM CT on.`"""
    label, old, new = label_of(change.path), value_text(change.old), value_text(change.new)
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


def value_text(value: object) -> str:
    """A plain value as people read it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "on" if value else "off"
        case list() | dict() if len(value) > _LISTED:
            return f"{len(value)} entries"
        case dict():
            return ", ".join(f"{name} {value_text(one)}" for name, one in value.items()) or "none"
        case list():
            return ", ".join(value_text(one) for one in value) or "none"
    return str(value)
