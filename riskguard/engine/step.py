"""The pure step: one event and the time in, the next state and what is to leave out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from riskguard.domain.actions import CancelOrder, ClosePosition, Flatten, ReducePosition, cancel_of
from riskguard.domain.events import ActionAnswered, Event, OrderChanged, PositionChanged, SnapshotTaken, TradeReported
from riskguard.domain.money import dollars
from riskguard.engine import clearing, facts, flights
from riskguard.engine.clearing import Clearing, clean
from riskguard.engine.judge import judge, tell_lockout
from riskguard.engine.state import GuardState, Outcome
from riskguard.engine.turn import Decision, Turn
from riskguard.state.account import AccountState
from riskguard.state.flight import CONFIRM_TIMEOUT, InFlight, Pursuit, Stage
from riskguard.state.lockouts import LockoutManager
from riskguard.state.timers import TimerManager

ALARM_AFTER = timedelta(seconds=5)
SETTLE = timedelta(seconds=2)
RECONCILE = timedelta(seconds=10)
RECONCILE_QUIET = timedelta(seconds=30)
STALE_QUOTE = timedelta(seconds=10)
type SingleAction = CancelOrder | ClosePosition | ReducePosition
_ONE_BY_ONE = (PositionChanged, OrderChanged, TradeReported, ActionAnswered)


def step(state: GuardState, event: Event, now: datetime) -> Outcome:
    """What follows from `event` at `now` (aware UTC). Pure: the same arguments give the same outcome."""
    turn = Turn(state, event, now)
    _keep_time(turn)
    facts.apply(turn, event)
    while turn.touched:
        account_id = next(iter(turn.touched))
        if turn.account(account_id).armed:
            _settle_account(turn, account_id)
        else:
            _read_again(turn, account_id)
        turn.touched.pop(account_id, None)
    return turn.outcome()


def next_deadline(state: GuardState) -> datetime:
    """When the clock alone next changes something."""
    accounts = state.accounts.values()
    deadlines = [
        *(LockoutManager.next_end(account.lockouts) for account in accounts),
        *(f.deadline for account in accounts for f in account.in_flight.values() if f.stage is not Stage.READING),
        *(account.reading.retry_at for account in accounts),
        *(s.since + SETTLE for a in accounts if a.reading.asked_at is None for s in a.book.settling.values()),
        *(a.pursuit.since + ALARM_AFTER for a in accounts if a.pursuit and not a.pursuit.alarmed),
    ]
    return TimerManager.nearest([state.day.end, *deadlines]) or state.day.end


def _keep_time(turn: Turn) -> None:
    """Lockouts end first, then the trading day changes."""
    for account_id, account in turn.state.accounts.items():
        lockouts, ended = LockoutManager.expire(account.lockouts, turn.now)
        if not ended:
            continue
        baseline = account.baseline if LockoutManager.entry(lockouts) else None
        turn.change(account_id, lockouts=lockouts, baseline=baseline)
        for held in ended:
            tell_lockout(turn, "lockout_ended", held)
        turn.touch(account_id, every_rule=True)
    if turn.state.resets.due(turn.now):
        _reset(turn)


def _reset(turn: Turn) -> None:
    before = turn.state.day
    turn.state = replace(turn.state, resets=turn.state.resets.after(turn.now))
    day, schedule = turn.state.day, turn.state.resets.schedule
    for account_id, account in turn.state.accounts.items():
        ended = account.ledger.of_day(before.label)
        turn.change(account_id, warned=frozenset(), ledger=account.ledger.since(before.label, schedule))
        turn.tell(
            account_id,
            "reset",
            words=f"New trading day {day.label}.",
            fields={
                "day": day.label.isoformat(),
                "ended": before.label.isoformat(),
                "realized": dollars(ended.realized()),
            },
        )
        turn.touch(account_id, every_rule=True)


def _settle_account(turn: Turn, account_id: int) -> None:
    flights.expire(turn, account_id)
    decisions = judge(turn, account_id, every_rule=turn.touched[account_id])
    decisions += clearing.entries_refused(turn, account_id)
    _begin_flatten(turn, account_id, decisions)
    merged = merge(decisions)
    _clear(turn, account_id, merged)
    for decision in merged.values():
        _decide(turn, account_id, decision)
    _pursue(turn, account_id)
    _watch(turn, account_id)


def _begin_flatten(turn: Turn, account_id: int, decisions: Sequence[Decision]) -> None:
    """A flatten begins when a rule newly wants one, or when what must be flat is not."""
    account = turn.account(account_id)
    if account.pursuit is not None:
        return
    wanted = next((d for d in decisions if isinstance(d.action, Flatten) and (d.new or not clean(account))), None)
    hard = LockoutManager.hard(account.lockouts)
    if wanted and not (hard and account_id in turn.arming and clean(account)):
        turn.change(account_id, pursuit=Pursuit(wanted.rule, "", turn.now, new=wanted.new))
    elif hard and not clean(account):
        new = hard.set_at == turn.now or not isinstance(turn.event, _ONE_BY_ONE)
        turn.change(account_id, pursuit=Pursuit(hard.rule, hard.reason, turn.now, new=new))
    else:
        return
    turn.change(account_id, flat_confirmed_at=None)


def merge(decisions: Iterable[Decision]) -> dict[str | int, Decision]:
    """One decision a contract or order: a close swallows reduces, the larger reduce wins, a cancel is sent once."""
    merged: dict[str | int, Decision] = {}
    for decision in decisions:
        match decision.action:
            case Flatten():
                continue
            case CancelOrder(_, order_id):
                merged.setdefault(order_id, decision)
            case ClosePosition(_, contract_id) | ReducePosition(_, contract_id):
                known = merged.get(contract_id)
                if known is None or _weight(decision) > _weight(known):
                    merged[contract_id] = decision
            case _:
                assert_never(decision.action)
    return merged


def _weight(decision: Decision) -> tuple[bool, int]:
    action = decision.action
    return isinstance(action, ClosePosition), action.by if isinstance(action, ReducePosition) else 0


def _clear(turn: Turn, account_id: int, merged: Mapping[str | int, Decision]) -> None:
    """Send what lockouts and flattens demand: as one flatten where all of it is due, else one by one."""
    found = clearing.demanded(turn, account_id)
    account = turn.account(account_id)
    pursuit = account.pursuit
    if found is None:
        return
    whole = pursuit is not None and (pursuit.new or not isinstance(turn.event, _ONE_BY_ONE))
    if pursuit is not None and (pursuit.new or (whole and (found.closes or found.cancels))):
        _send_flatten(turn, account, pursuit, found)
        return
    for contract_id in found.closes:
        size = abs(account.book.exposure(contract_id))
        close = ClosePosition(account_id, contract_id, size)
        why = merged[contract_id].why if contract_id in merged else {}
        _decide(turn, account_id, Decision(found.rule, close, why))
    for order in found.cancels:
        _decide(turn, account_id, Decision(found.rule, cancel_of(order)))


def _send_flatten(turn: Turn, account: AccountState, pursuit: Pursuit, found: Clearing) -> None:
    account_id = account.account_id
    for contract_id in found.closes:
        exposure = account.book.exposure(contract_id)
        flights.launch(turn, account_id, contract_id, flights.in_flight_close(turn, account_id, contract_id, exposure))
    for order in found.cancels:
        flights.launch(turn, account_id, order.order_id, _cancelling(turn, order.contract_id))
    turn.actions.append(Flatten(account_id, found.closes, tuple(order.order_id for order in found.cancels)))
    sizes = {contract_id: abs(account.book.exposure(contract_id)) for contract_id in found.closes}
    pursuit = pursuit.sending(sizes, (order.order_id for order in found.cancels))
    turn.change(account_id, pursuit=replace(pursuit, sent=pursuit.sent + 1))
    turn.tell(
        account_id,
        "action",
        pursuit.rule,
        words=pursuit.why,
        fields={
            "action": "flatten",
            "closes": {contract_id: account.book.exposure(contract_id) for contract_id in found.closes},
            "cancels": [order.order_id for order in found.cancels],
        },
    )


def _cancelling(turn: Turn, contract_id: str) -> InFlight:
    return InFlight("cancel", contract_id, 0, 0, turn.now, turn.now + CONFIRM_TIMEOUT)


def _decide(turn: Turn, account_id: int, decision: Decision) -> None:
    """Send one decision unless something for the same target is in flight."""
    action = decision.action
    match action:
        case Flatten():
            return
        case CancelOrder():
            sent: SingleAction | None = _cancel(turn, account_id, action)
        case ClosePosition() | ReducePosition():
            sent = _close_or_reduce(turn, account_id, action)
    if sent is not None:
        turn.actions.append(sent)
        _note(turn, account_id, sent)
        turn.tell(account_id, "action", decision.rule, why=decision.why, fields=_fields(sent))


def _note(turn: Turn, account_id: int, sent: SingleAction) -> None:
    """What goes out one by one under a flatten belongs to it."""
    pursuit = turn.account(account_id).pursuit
    if pursuit is None:
        return
    match sent:
        case ClosePosition(_, contract_id, size):
            pursuit = pursuit.sending({contract_id: size}, ())
        case CancelOrder(_, order_id):
            pursuit = pursuit.sending({}, (order_id,))
    turn.change(account_id, pursuit=pursuit)


def _cancel(turn: Turn, account_id: int, action: CancelOrder) -> CancelOrder | None:
    if action.order_id in turn.account(account_id).in_flight:
        return None
    flights.launch(turn, account_id, action.order_id, _cancelling(turn, action.contract_id))
    return action


def _close_or_reduce(
    turn: Turn, account_id: int, action: ClosePosition | ReducePosition
) -> ClosePosition | ReducePosition | None:
    account, contract_id = turn.account(account_id), action.contract_id
    exposure, flight = account.book.exposure(contract_id), account.in_flight.get(contract_id)
    if not exposure:
        return None
    if isinstance(action, ClosePosition):
        if flight is not None and flight.kind == "close":
            return None
        flights.launch(turn, account_id, contract_id, flights.in_flight_close(turn, account_id, contract_id, exposure))
        return replace(action, size=abs(exposure))
    if flight is not None or contract_id in account.halted:
        return None
    target = max(abs(exposure) - action.by, 0)
    deadline = turn.now + CONFIRM_TIMEOUT
    flights.launch(turn, account_id, contract_id, InFlight("reduce", contract_id, exposure, target, turn.now, deadline))
    return action


def _fields(action: SingleAction) -> dict[str, object]:
    match action:
        case CancelOrder():
            return {
                "action": "cancel",
                "contract": action.contract_id,
                "size": action.size,
                "order": action.order_id,
                "price": action.price,
            }
        case ClosePosition():
            return {"action": "close", "contract": action.contract_id, "size": action.size}
        case ReducePosition():
            return {"action": "reduce", "contract": action.contract_id, "size": action.by}


def _pursue(turn: Turn, account_id: int) -> None:
    """A flatten ends when a read asked for after it began shows nothing left; past its time it raises the alarm."""
    account = turn.account(account_id)
    pursuit = account.pursuit
    if pursuit is None:
        if account_id in turn.arming and clean(account) and LockoutManager.hard(account.lockouts):
            turn.change(account_id, flat_confirmed_at=turn.now)
        return
    read = turn.event if isinstance(turn.event, SnapshotTaken) else None
    if clean(account) and read and read.account_id == account_id and read.asked_at >= pursuit.since and not pursuit.new:
        turn.change(account_id, pursuit=None, flattened=pursuit, in_flight={}, attempts={}, flat_confirmed_at=turn.now)
        turn.cleared(account_id, "not_flat", "blocked", "refused")
        fields = {"sent": pursuit.sent, "since": pursuit.since}
        turn.tell(account_id, "flat", pursuit.rule, words="Flat, confirmed.", fields=fields)
    elif clean(account):
        _read_unless_reading(turn, account_id, "confirm that the account is flat")
    if account.pursuit and not pursuit.alarmed and turn.now - pursuit.since >= ALARM_AFTER:
        _alarm(turn, account_id)


def _alarm(turn: Turn, account_id: int) -> None:
    account = turn.account(account_id)
    pursuit = account.pursuit
    if pursuit is None:
        return
    held = [f"{abs(p.exposure)} {turn.state.market.root(p.contract_id)}" for p in account.book.positions.values()]
    what = f"Closing {' and '.join(held)}" if held else "Cancelling orders"
    words = f"{what}, not confirmed yet. Sent {pursuit.sent} times. Your platform's flatten button works too."
    turn.change(account_id, pursuit=replace(pursuit, alarmed=True))
    turn.tell(account_id, "alarm", pursuit.rule, words=words, severity="alarm")
    turn.trouble(account_id, "not_flat", words, grave=True)


def _watch(turn: Turn, account_id: int) -> None:
    """Reads that are due, numbers that do not settle, marks that are unknown or stale."""
    _read_again(turn, account_id)
    account = turn.account(account_id)
    if any(turn.now >= s.since + SETTLE for s in account.book.settling.values()):
        _read_unless_reading(turn, account_id, "trades and positions do not agree")
    if account.read_at and turn.now - account.read_at >= _reconcile_every(turn, account):
        _read_unless_reading(turn, account_id, "reconcile")
    if turn.ticking:
        _watch_marks(turn, account)


def _reconcile_every(turn: Turn, account: AccountState) -> timedelta:
    """How often an account is read although all looks well: an event may be lost without anybody noticing.

    Longer with many accounts in a position, so that reads stay well within the gateway's call budget.
    """
    if account.book.positions:
        exposed = sum(bool(one.book.positions) for one in turn.state.accounts.values())
        return RECONCILE * max(1, -(-exposed // 3))
    return RECONCILE_QUIET * max(1, -(-len(turn.state.accounts) // 3))


def _read_unless_reading(turn: Turn, account_id: int, why: str) -> None:
    reading = turn.account(account_id).reading
    if reading.asked_at is None and reading.retry_at is None:
        turn.read(account_id, why)


def _read_again(turn: Turn, account_id: int) -> None:
    reading = turn.account(account_id).reading
    if TimerManager.due(reading.retry_at, turn.now):
        turn.read(account_id, reading.reason or "the last read failed")


def _watch_marks(turn: Turn, account: AccountState) -> None:
    market = turn.state.market
    unknown = [
        market.root(cid)
        for cid, p in account.book.positions.items()
        if market.open_pnl(cid, p.exposure, p.average_price) is None
    ]
    stale = [market.root(cid) for cid in account.book.positions if market.stale(cid, turn.now, STALE_QUOTE)]
    for code, roots, words in (
        ("mark", unknown, "No price for {} yet: its open result is not known."),
        ("stale", stale, "No {} quotes for 10 s. The last price keeps counting. Stops at the exchange still work."),
    ):
        if roots:
            turn.trouble(account.account_id, code, words.format(", ".join(roots)))
        else:
            turn.cleared(account.account_id, code)
