"""Requests for other settings: what is tighter is in force at once, what is looser waits until its time has come.

Lockouts already set are never touched here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from riskguard.config.changes import Change, Split, changes, split, table_of, upcoming, value_at, with_paths
from riskguard.config.file import SettingsFileError
from riskguard.config.request import SettingsRequest, with_plain
from riskguard.config.settings import Settings
from riskguard.domain.events import ChangeWithdrawn, SettingsRequested
from riskguard.engine import settings_words as words
from riskguard.engine.adopting import EVERYDAY, adopt, tell, unguard
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.rules import Rule
from riskguard.rules.tightness import Direction
from riskguard.state.lockouts import Lockout, LockoutKind
from riskguard.state.pending import PendingChange


def requested(turn: Turn, event: SettingsRequested) -> None:
    """Take a request: tighter fields at once, looser ones pending; what is no longer asked for is pending no more."""
    if not isinstance(event.request, SettingsRequest):
        raise TypeError(f"request was {event.request!r}; give a SettingsRequest")
    try:
        wanted = event.request.wanted(asked_for(turn.state))
    except SettingsFileError as error:
        refused = f"Settings asked for by {event.asked_by} cannot be used: {'; '.join(str(error).splitlines())}."
        turn.tell(None, "degraded", words=refused, severity="warning", fields={"reason": "request"})
        return
    if event.first:
        adopt(turn, wanted, [])
    else:
        _arrange(turn, wanted)


def withdrawn(turn: Turn, event: ChangeWithdrawn) -> None:
    """Pending changes are dropped; with one that does not fit without the others, its whole table."""
    state = turn.state
    going = [p.path for p in state.pending if event.path in (None, p.path)]
    if not going:
        return
    wanted = with_paths(asked_for(state), state.settings, going)
    if wanted is None:
        tables = {table_of(path) for path in going}
        going = [p.path for p in state.pending if table_of(p.path) in tables]
        wanted = with_paths(asked_for(state), state.settings, going)
    if wanted is not None:
        _arrange(turn, wanted)


def asked_for(state: GuardState) -> Settings:
    """All that is wanted: what is in force with everything pending in it."""
    if not state.pending:
        return state.settings
    try:
        return with_plain(state.settings, {p.path: p.value for p in state.pending})
    except SettingsFileError:  # pending since before an update that takes it no longer
        return state.settings


def begin(turn: Turn) -> None:
    """Begin the cooling-off of what waited for a lockout to end, or for the time to be trusted."""
    state = turn.state
    if not state.timed or all(p.begun_at for p in state.pending):
        return
    pending = tuple(p if p.begun_at else _begun(state, p, turn.now) for p in state.pending)
    if pending != state.pending:
        turn.state = replace(state, pending=pending, wake_at=None)
        _tell_begun(turn, state.pending)


def _begun(state: GuardState, waiting: PendingChange, now: datetime) -> PendingChange:
    holding = [held for held in _lockouts(state, waiting) if not _standing(held)]
    if not holding:
        return waiting.begun(now, state.resets.schedule)
    ends = [held.until for held in holding]
    return waiting.held(None if None in ends else max(end for end in ends if end))


def _tell_begun(turn: Turn, before: Sequence[PendingChange]) -> None:
    known = {p.path: p for p in before}
    for one in turn.state.pending:
        if one.effective_at and one.path in known and known[one.path] != one:
            tell(turn, words.PENDING, _change_of(turn.state, one), one)


def _lockouts(state: GuardState, change: PendingChange) -> Iterable[Lockout]:
    """Lockouts of the accounts a change concerns."""
    return (held for number, one in state.accounts.items() if change.concerns(number) for held in one.lockouts)


def _standing(held: Lockout) -> bool:
    """A lockout that is there every day or for good: waiting for it to end would be waiting for ever."""
    return held.rule in EVERYDAY and held.kind is LockoutKind.SYMBOL


def take_due(turn: Turn) -> None:
    """Put in force what is due, unless an account concerned is locked now: that waits for the next reset."""
    state = turn.state
    due = [p for p in state.pending if p.effective_at and p.effective_at <= turn.now]
    locked = [p for p in due if any(held.rule not in EVERYDAY for held in _lockouts(state, p))]
    if locked:
        _put_off(turn, locked)
    _enforce(turn, [p.path for p in due if p not in locked])
    unguard(turn)


def _put_off(turn: Turn, late: Sequence[PendingChange]) -> None:
    after = turn.state.resets.schedule.next_reset(turn.now)
    pending = tuple(replace(p, effective_at=after) if p in late else p for p in turn.state.pending)
    turn.state = replace(turn.state, pending=pending, wake_at=None)


def _enforce(turn: Turn, paths: Sequence[str]) -> None:
    """Changes that are due, a table at a time where they do not fit together without others."""
    if not paths:
        return
    wanted, settings = asked_for(turn.state), turn.state.settings
    done: list[str] = []
    for group in (list(paths), *_by_table(paths)):
        left = [path for path in group if path not in done]
        taken = with_paths(settings, wanted, left) if left else None
        if taken is not None:
            settings, done = taken, [*done, *left]
    stuck = [p for p in turn.state.pending if p.path in paths and p.path not in done]
    if stuck:
        _put_off(turn, stuck)
    made = changes(turn.state.settings, settings, done)
    adopt(turn, settings, made)
    _arrange(turn, wanted)


def _by_table(paths: Sequence[str]) -> list[list[str]]:
    return [[path for path in paths if table_of(path) == table] for table in dict.fromkeys(map(table_of, paths))]


def _arrange(turn: Turn, wanted: Settings) -> None:
    """Bring force and pending in line with what is wanted; what was pending already keeps its time."""
    before = turn.state
    parts = split(upcoming(before.settings, turn.now), upcoming(wanted, turn.now))
    known = {p.path: p for p in before.pending}
    pending = _waiting(before, parts, turn.now)
    dropped = [p for p in before.pending if p.path not in {change.path for change in (*parts.later, *parts.now)}]
    turn.state = replace(before, pending=pending, wake_at=None)
    for gone in dropped:
        if value_at(before.settings, gone.path) != gone.value:
            tell(turn, words.WITHDRAWN, _change_of(before, gone), gone)
    if parts.now:
        adopt(turn, parts.in_force, parts.now)
    for change, one in zip(parts.later, turn.state.pending, strict=True):
        if one.path not in known or known[one.path].value != one.value:
            tell(turn, words.PENDING, change, one)
    if turn.state.timed and any(p.effective_at and p.effective_at <= turn.now for p in turn.state.pending):
        take_due(turn)


def _waiting(state: GuardState, parts: Split, now: datetime) -> tuple[PendingChange, ...]:
    """The loosenings of a request, under the security settings it leaves in force."""
    state = replace(state, settings=parts.in_force)
    found = [_pending(state, change, now) for change in parts.later]
    return tuple(one if one.begun_at or not state.timed else _begun(state, one, now) for one in found)


def _pending(state: GuardState, change: Change, now: datetime) -> PendingChange:
    """What becomes of a loosening: as it stands where the same was asked for before."""
    security = state.settings.security
    for known in state.pending:
        instantly = security.instant_loosening and known.cooling is not None
        if (known.path, known.value) == (change.path, change.new) and not instantly:
            return known
    cooling = None if security.instant_loosening else security.cooling
    return PendingChange(change.path, change.new, now, cooling, _concerned(state, change))


def _concerned(state: GuardState, change: Change) -> tuple[int, ...] | None:
    """Accounts whose lockouts hold a change back; None for all."""
    parts = change.path.split(".")
    rule = state.settings.rules.get(parts[1]) if parts[0] == "rules" else None
    if not isinstance(rule, Rule) or rule.accounts == "all" or rule.lock_all_accounts:
        return None
    return rule.accounts


def _change_of(state: GuardState, pending: PendingChange) -> Change:
    old = value_at(state.settings, pending.path)
    return Change(pending.path, old, pending.value, Direction.LOOSENING)


def foreseen(state: GuardState, wanted: Settings, now: datetime) -> list[tuple[Change, PendingChange | None]]:
    """What would become of a request made now: pending changes with their times, None beside what holds at once."""
    parts = split(upcoming(state.settings, now), upcoming(wanted, now))
    waiting = zip(parts.later, _waiting(state, parts, now), strict=True)
    return [*((change, None) for change in parts.now), *waiting]
