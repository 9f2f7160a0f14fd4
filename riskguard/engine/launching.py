"""Puts calls in flight and takes them out again, for whoever sends or sees effects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from riskguard.engine import overdue
from riskguard.engine.turn import Turn
from riskguard.state.flight import InFlight, Stage

type Key = str | int
BEHIND = timedelta(seconds=2)
"""How long position events may tell of times before what is known."""
REMEMBERED = 256
"""How many orders the program placed, changed or cancelled are remembered."""


def launch(turn: Turn, account_id: int, key: Key, flight: InFlight) -> None:
    """Note a call as sent, with the number of its try."""
    account = turn.account(account_id)
    attempt = account.attempts.get(key, 0) + 1
    turn.change(
        account_id,
        in_flight={**account.in_flight, key: replace(flight, attempt=attempt)},
        attempts={**account.attempts, key: attempt},
        trying={**account.trying, key: overdue.tried(account, key, turn.now)},
    )
    if not isinstance(key, int):
        return
    if flight.kind == "cancel":
        turn.change(account_id, cancelled=noted(account.cancelled, key, turn.now))
    elif flight.changing:
        turn.change(account_id, changed=noted(account.changed, key, turn.now))


def land(turn: Turn, account_id: int, key: Key, *, worked: bool) -> None:
    """Take a call out of flight; when it worked its tries, its tag and its troubles are forgotten."""
    account = turn.account(account_id)
    in_flight = {k: f for k, f in account.in_flight.items() if k != key}
    attempts = {k: n for k, n in account.attempts.items() if k != key} if worked else account.attempts
    landed = account.in_flight.get(key)
    behind = account.behind
    if worked and isinstance(key, str) and landed and landed.kind == "reduce" and turn.state.events_may_lag:
        behind = {**behind, key: turn.now + BEHIND}  # an old position event must not be reduced a second time
    turn.change(account_id, in_flight=in_flight, attempts=attempts, behind=behind)
    if worked:
        turn.cleared(account_id, f"refused:{key}", f"blocked:{key}")
        forget_tag(turn, account_id, key)
        overdue.done(turn, account_id, key)
    turn.touch(account_id, every_rule=True)


def not_shown(turn: Turn, account_id: int, key: Key, flight: InFlight) -> None:
    """A read says that a call has not worked: it is decided anew, not before its time."""
    if flight.retry_at is not None and turn.now < flight.retry_at:
        put(turn, account_id, key, flight.at(Stage.WAITING, flight.retry_at))
    else:
        land(turn, account_id, key, worked=False)


def put(turn: Turn, account_id: int, key: Key, flight: InFlight) -> None:
    account = turn.account(account_id)
    turn.change(account_id, in_flight={**account.in_flight, key: flight})


def forget_tag(turn: Turn, account_id: int, key: Key) -> None:
    """The next order of this kind gets a tag of its own."""
    tags = turn.account(account_id).tags
    if key in tags:
        turn.change(account_id, tags={k: tag for k, tag in tags.items() if k != key})


def noted[K, V](known: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """The newest entries of a mapping with one more."""
    rest = [(k, v) for k, v in known.items() if k != key]
    return {**dict(rest[1 - REMEMBERED :]), key: value}
