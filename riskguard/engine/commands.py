"""Commands of a person as data: what a `Command` line of a recording or a front end asks for, checked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from riskguard.config.request import settings_command
from riskguard.domain.events import (
    Event,
    FiguresConfirmed,
    FlattenRequested,
    LockRequested,
    OverrideRequested,
    PayloadRejected,
)
from riskguard.engine.override import reason_fault
from riskguard.engine.state import GuardState
from riskguard.state.lockouts import LockoutManager

ASKED_BY = "a command"
LONGEST = timedelta(days=366)


class _WrongError(ValueError):
    def __init__(self, field: str, found: object) -> None:
        super().__init__(field)
        self.field = field
        self.found = "nothing" if found is None else repr(found)[:60]


def command_event(data: object, now: datetime, reset: datetime) -> Event:
    """The event of `{"command": "lock" | "flatten" | "override" | "settings", ...}`; else PayloadRejected.

    `reset` is the next reset: a lock "until reset" is fixed to that instant when it is asked for.
    """
    try:
        return _asked(data, now, reset)
    except _WrongError as wrong:
        return PayloadRejected("Command", wrong.field, wrong.found)


type ByHand = FlattenRequested | LockRequested | OverrideRequested | FiguresConfirmed


def command_data(event: ByHand) -> dict[str, object]:
    """What a recording keeps of a person's command, so that `command_event` gives it back."""
    asked = {"account": event.account_id, "askedBy": event.asked_by}
    if isinstance(event, FlattenRequested):
        return {"command": "flatten", **asked}
    if isinstance(event, FiguresConfirmed):
        return {"command": "confirm", **asked}
    if isinstance(event, OverrideRequested):
        since = event.password_since and event.password_since.isoformat()
        return {"command": "override", **asked, "reason": event.reason, "passwordSince": since}
    return {"command": "lock", **asked, "until": event.until.isoformat()}


def lock_words(state: GuardState, event: LockRequested, now: datetime) -> str:
    """What a lockout of one's own comes to; `state` is the one before it: what is locked for longer stays so."""
    schedule = state.resets.schedule
    said = [f"Locked until {schedule.end_text(now, event.until)}."]
    for account_id, account in state.accounts.items():
        held = LockoutManager.hard(account.lockouts) if event.account_id in (None, account_id) else None
        if held and (held.until is None or held.until > event.until):
            end = f" until {schedule.end_text(now, held.until)}" if held.until else ""
            said.append(f"{account_id} was locked for longer{end}; that stays.")
    return " ".join(said)


def _asked(data: object, now: datetime, reset: datetime) -> Event:
    if not isinstance(data, Mapping):
        raise _WrongError("data", data)
    account_id, by = _account(data.get("account")), str(data.get("askedBy") or ASKED_BY)
    match data.get("command"):
        case "lock":
            return LockRequested(account_id, _end(data, now, reset), by)
        case "flatten":
            return FlattenRequested(account_id, by)
        case "override":
            return _override(data, account_id, by)
        case "confirm" if account_id is not None:
            return FiguresConfirmed(account_id, by)
        case "settings":
            return settings_command(data)
    raise _WrongError("command", data.get("command"))


def _override(data: Mapping[str, object], account_id: int | None, by: str) -> OverrideRequested:
    """As it was recorded: by whom the password was known is not asked again."""
    reason, since = data.get("reason"), data.get("passwordSince")
    if account_id is None:
        raise _WrongError("account", None)
    if not isinstance(reason, str) or reason_fault(reason):
        raise _WrongError("reason", reason)
    return OverrideRequested(account_id, reason, by, None if since is None else _instant(since, "passwordSince"))


def _account(value: object) -> int | None:
    """An account id as number or text; None for every guarded account."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
        raise _WrongError("account", value)
    return int(value)


def _end(data: Mapping[str, object], now: datetime, reset: datetime) -> datetime:
    until, seconds = data.get("until"), data.get("seconds")
    if until is None:
        return now + _span(seconds)
    if seconds is not None:
        raise _WrongError("seconds", f"{seconds} beside until")
    end = reset if until == "reset" else _instant(until)
    if not now < end <= now + LONGEST:
        raise _WrongError("until", until)
    return end


def _span(seconds: object) -> timedelta:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise _WrongError("seconds", seconds)
    if not 0 < seconds <= LONGEST.total_seconds():
        raise _WrongError("seconds", seconds)
    return timedelta(seconds=seconds)


def _instant(value: object, field: str = "until") -> datetime:
    try:
        end = datetime.fromisoformat(str(value))
    except ValueError:
        raise _WrongError(field, value) from None
    if end.tzinfo is None:
        raise _WrongError(field, value)
    return end.astimezone(UTC)
