"""What other settings would do to the accounts as they stand now, before anybody asks for them. Pure, nothing is sent.

The real step runs on a copy of the state: at once, and on for a minute by the clock alone, as grace periods end.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from riskguard.config.request import SettingsRequest
from riskguard.config.settings import Settings
from riskguard.domain.actions import (
    Action,
    CancelOrder,
    ClosePosition,
    Flatten,
    ReducePosition,
    call_kind,
)
from riskguard.domain.events import ClockTicked, Event, SettingsRequested
from riskguard.engine.deadlines import next_deadline
from riskguard.engine.recorded import as_it_stands
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.step import step
from riskguard.state.lockouts import Lockout

AHEAD = timedelta(seconds=60)
_MOST_READS = 8
_MOST_TICKS = 240

type _Key = tuple[str, int, object]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would happen to one account at `at`. `closes` and `reduces` are contracts by root, + long, - short."""

    account_id: int
    at: datetime
    rules: tuple[str, ...] = ()
    """Ids of the rules behind it, and what they say, each once."""
    reasons: tuple[str, ...] = ()
    closes: Mapping[str, int] = field(default_factory=dict)
    reduces: Mapping[str, int] = field(default_factory=dict)
    cancels: int = 0
    placed: tuple[str, ...] = ()
    """What would be placed or changed: `place_stop` and the like."""
    lockouts: tuple[Lockout, ...] = ()
    only_told: bool = False
    """Whether a rule that only observes would tell of a breach, and nothing else."""


def consequences(state: GuardState, wanted: Settings, now: datetime, *, first: bool = False) -> list[Consequence]:
    """Everything a request for `wanted` would lead to within AHEAD that does not come without it; soonest first.

    `first` takes all of it at once, as where nothing was ever in force.
    """
    before = _Run(state, now)
    before.hear(ClockTicked(), now)
    after = _Run(before.state, now)
    before.on(now + AHEAD)
    after.hear(SettingsRequested(SettingsRequest(wanted), "a preview", first), now)
    after.on(now + AHEAD)
    for happening in before.steps:
        for one in _watched(happening):
            before.done.setdefault(_breach_key(one), happening.at)
    return list(_told(after, before.done, _locked(before)))


@dataclass(frozen=True, slots=True)
class _Happening:
    """One step that did or told something, with the books from before it."""

    at: datetime
    before: GuardState
    outcome: Outcome


class _Run:
    """Steps on a copy; `done` are the actions it took, by what they are about."""

    def __init__(self, state: GuardState, now: datetime) -> None:
        self.state, self.now = state, now
        self.steps: list[_Happening] = []
        self.done: dict[_Key, datetime] = {}

    def hear(self, event: Event, now: datetime) -> None:
        """One event, with the reads it asks for answered from the books."""
        waiting = [event]
        for _ in range(_MOST_READS):
            if not waiting:
                return
            before = self.state
            outcome = step(before, waiting.pop(0), now)
            self.state = outcome.state
            if outcome.actions or outcome.records:
                self.steps.append(_Happening(now, before, outcome))
            for action in outcome.actions:
                for key in _keys(action):
                    self.done.setdefault(key, now)
            waiting += [as_it_stands(self.state.accounts[read.account_id].book, now) for read in outcome.reads]

    def on(self, end: datetime) -> None:
        """Let the clock run to `end`, nothing else happening."""
        for _ in range(_MOST_TICKS):
            due = max(next_deadline(replace(self.state, wake_at=None)), self.now)
            if due > end:
                return
            self.now = due + timedelta(milliseconds=1)
            self.hear(ClockTicked(), self.now)


def _keys(action: Action) -> Iterator[_Key]:
    """What an action is about, so that tries of the same count once."""
    match action:
        case Flatten():
            yield from (("close", action.account_id, one) for one in action.closes)
            yield from (("cancel", action.account_id, one) for one in action.cancels)
        case ClosePosition():
            yield "close", action.account_id, action.contract_id
        case ReducePosition():
            yield "reduce", action.account_id, action.contract_id
        case CancelOrder():
            yield "cancel", action.account_id, action.order_id
        case _:
            yield call_kind(action), action.account_id, action.contract_id


def _watched(happening: _Happening) -> Iterator[Record]:
    """Breaches of rules that only observe: nothing else tells of them."""
    return (one for one in happening.outcome.records if one.kind == "breach" and one.fields.get("mode") == "observe")


def _breach_key(record: Record) -> _Key:
    return "breach", record.account_id or 0, (record.rule, record.words)


def _locked(run: _Run) -> frozenset[tuple[object, ...]]:
    return frozenset((*held.key, held.until) for one in run.state.accounts.values() for held in one.lockouts)


def _told(run: _Run, anyway: Mapping[_Key, datetime], locked: frozenset[tuple[object, ...]]) -> Iterator[Consequence]:
    """`anyway` is what happens without the request, and when: done earlier by it, it is told all the same."""
    done = set[_Key]()
    for happening in run.steps:
        told = done | {key for key, at in anyway.items() if at <= happening.at}
        for account_id in happening.outcome.state.accounts:
            found = _one(happening, account_id, told, locked)
            if found is not None:
                yield found
        done |= {key for action in happening.outcome.actions for key in _keys(action)}
        done |= {_breach_key(one) for one in _watched(happening)}
        locked |= _locked_after(happening)


def _locked_after(happening: _Happening) -> frozenset[tuple[object, ...]]:
    accounts = happening.outcome.state.accounts.values()
    return frozenset((*held.key, held.until) for one in accounts for held in one.lockouts)


def _one(
    happening: _Happening, account_id: int, told: Set[_Key], locked: frozenset[tuple[object, ...]]
) -> Consequence | None:
    """What a step does to one account that was not told of before; None where that is nothing."""
    actions = [
        action
        for action in happening.outcome.actions
        if action.account_id == account_id and not set(_keys(action)) <= told
    ]
    account = happening.outcome.state.accounts[account_id]
    lockouts = tuple(one for one in account.lockouts if (*one.key, one.until) not in locked)
    watched = [one for one in _watched(happening) if one.account_id == account_id and _breach_key(one) not in told]
    if not (actions or lockouts or watched):
        return None
    breaches = [one for one in happening.outcome.records if one.account_id == account_id and one.kind == "breach"]
    acting = [one for one in happening.outcome.records if one.account_id == account_id and one.kind == "action"]
    rules = dict.fromkeys(one.rule for one in (*breaches, *acting) if one.rule)
    return Consequence(
        account_id,
        happening.at,
        (*rules, *dict.fromkeys(one.rule for one in lockouts if one.rule not in rules)),
        _reasons(breaches, lockouts),
        *_sizes(happening, account_id, actions),
        lockouts=lockouts,
        only_told=not (actions or lockouts),
    )


def _reasons(breaches: Iterable[Record], lockouts: Iterable[Lockout]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(one.words for one in breaches), *(one.reason for one in lockouts)]))


def _sizes(
    happening: _Happening, account_id: int, actions: Iterable[Action]
) -> tuple[dict[str, int], dict[str, int], int, tuple[str, ...]]:
    """Contracts closed and reduced by root, orders cancelled, and what is placed or changed."""
    closes, reduces, cancels, placed = dict[str, int](), dict[str, int](), set[object](), list[str]()
    book, market = happening.before.accounts[account_id].book, happening.before.market
    for action in actions:
        for kind, _, what in _keys(action):
            if kind == "close":
                closes[market.root(str(what))] = closes.get(market.root(str(what)), 0) + book.exposure(str(what))
            elif kind == "cancel":
                cancels.add(what)
            elif isinstance(action, ReducePosition):
                sign = 1 if book.exposure(action.contract_id) > 0 else -1
                reduces[market.root(action.contract_id)] = sign * action.by
            else:
                placed.append(kind)
    return closes, reduces, len(cancels), tuple(placed)
