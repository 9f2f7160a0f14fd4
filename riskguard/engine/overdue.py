"""Alarm where what was decided is not done in time, outside a flatten, which raises its own."""

from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import InFlight, Stage, Trying

ALARM_AFTER = timedelta(seconds=5)
GIVEN_UP = timedelta(seconds=12)
"""Longer than any pause between two tries: what is sent after it is a new decision."""


def tried(account: AccountState, key: str | int, now: datetime) -> Trying:
    """What is known of the tries of a call that is sent now."""
    known = account.trying.get(key)
    if known is None or now - known.last > GIVEN_UP:
        return Trying(now, now)
    return replace(known, last=now)


def done(turn: Turn, account_id: int, key: str | int) -> None:
    account = turn.account(account_id)
    if key in account.trying:
        turn.change(account_id, trying={k: one for k, one in account.trying.items() if k != key})
        turn.cleared(account_id, f"late:{key}")


def due(account: AccountState) -> datetime | None:
    """When the next alarm is raised, unless something is seen to work."""
    waiting = (one.since for key, one in account.trying.items() if _waits(account, key, one))
    since = min(waiting, default=None)
    return since + ALARM_AFTER if since else None


def watch(turn: Turn, account_id: int) -> None:
    account = turn.account(account_id)
    for key, one in account.trying.items():
        if key not in account.in_flight and turn.now - one.last > GIVEN_UP:
            done(turn, account_id, key)
        elif _waits(account, key, one) and turn.now - one.since >= ALARM_AFTER:
            trying = turn.account(account_id).trying
            turn.change(account_id, trying={**trying, key: replace(one, alarmed=True)})
            words = f"{_what(turn.state, account.in_flight[key])}, not confirmed yet. Your platform works too."
            turn.trouble(account_id, f"late:{key}", words, grave=True)


def _waits(account: AccountState, key: str | int, one: Trying) -> bool:
    """Whether it is still tried, and nobody was told; what the gateway blocks was told at once."""
    flight = account.in_flight.get(key)
    return flight is not None and flight.stage is not Stage.BLOCKED and account.pursuit is None and not one.alarmed


def _what(state: GuardState, flight: InFlight) -> str:
    root = state.market.root(flight.contract_id)
    match flight.kind:
        case "close":
            return f"Closing {abs(flight.held)} {root}"
        case "reduce":
            return f"Reducing {root} by {flight.size}"
        case "cancel":
            return f"Cancelling an order in {root}"
        case _:
            return f"Placing or changing an order in {root}"
