"""What front ends show of the settings: those in force, what is pending, and what would become of a request."""

from datetime import datetime

from riskguard.config.changes import Change, label_of, unit_of, value_at
from riskguard.config.plain import plain, plain_settings
from riskguard.config.settings import Settings
from riskguard.engine.board import PendingView
from riskguard.engine.settings_changes import foreseen
from riskguard.engine.settings_words import IN_FORCE, PENDING, told, value_text, when
from riskguard.engine.state import GuardState
from riskguard.rules import Rule
from riskguard.rules.tightness import Direction
from riskguard.state.pending import PendingChange


def pending_views(state: GuardState, now: datetime) -> tuple[PendingView, ...]:
    """Changes that wait, in the order in which they were asked for."""
    return tuple(pending_view(state.settings, one, state, now) for one in state.pending)


def pending_view(settings: Settings, one: PendingChange, state: GuardState, now: datetime) -> PendingView:
    old = value_at(settings, one.path)
    schedule = state.resets.schedule
    return PendingView(
        one.path,
        label_of(one.path),
        value_text(old, unit_of(one.path)),
        value_text(one.value, unit_of(one.path)),
        one.asked_at,
        one.effective_at,
        when(one, now, schedule),
        told(PENDING, Change(one.path, old, one.value, Direction.LOOSENING), one, now, schedule),
    )


def settings_view(state: GuardState, now: datetime) -> dict[str, object]:
    """As `riskguard settings --json` prints it."""
    return {
        "in_force": plain_settings(state.settings),
        "pending": [
            {
                "path": one.path,
                "in_force": value_at(state.settings, one.path),
                "wanted": one.value,
                "asked_at": one.asked_at.isoformat(),
                "effective_at": one.effective_at.isoformat() if one.effective_at else None,
                "words": pending_view(state.settings, one, state, now).words,
            }
            for one in state.pending
        ],
    }


def request_view(state: GuardState, wanted: Settings, now: datetime) -> dict[str, object]:
    """What a request would do, were it made now: each change with its words."""
    schedule = state.resets.schedule
    return {
        "changes": [
            {
                "path": change.path,
                "old": change.old,
                "new": change.new,
                "direction": str(change.direction),
                "in_force": one is None,
                "effective_at": one.effective_at.isoformat() if one and one.effective_at else None,
                "words": told(PENDING if one else IN_FORCE, change, one, now, schedule),
            }
            for change, one in foreseen(state, wanted, now)
        ]
    }


def as_written(settings: Settings, path: str) -> object:
    """A setting as a file would say it: of a rule only what differs from its defaults; None where it is not set."""
    parts = path.split(".")
    rule = settings.rules.get(parts[1]) if parts[0] == "rules" else None
    if len(parts) == 2 and isinstance(rule, Rule):
        told = rule.model_dump(exclude_defaults=True, by_alias=True)
        return {name: value for name, value in plain(rule).items() if name in told}
    return value_at(settings, path)
