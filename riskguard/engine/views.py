"""Turns the state into what people see: states, headlines, gauges, tables. Pure; decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.domain.events import ClockTicked
from riskguard.domain.market import Market
from riskguard.engine import override, reduced
from riskguard.engine.board import (
    AccountView,
    BoardSnapshot,
    ClosingView,
    LimitView,
    SpanView,
    State,
)
from riskguard.engine.guard_off import off_view
from riskguard.engine.settings_view import pending_views
from riskguard.engine.state import GuardState
from riskguard.engine.tables import lockout_view, order_view, position_view
from riskguard.engine.titles import breach_title
from riskguard.engine.watching import UNCOVERED
from riskguard.rules.findings import DaySpan
from riskguard.state.account import AccountState, Trouble
from riskguard.state.flight import Pursuit
from riskguard.state.lockouts import Lockout, LockoutManager
from riskguard.state.timers import Timer, TimerManager

_LOUDEST_FIRST = (
    State.DEGRADED,
    State.LOCKED,
    State.WARNING,
    State.CONNECTING,
    State.OBSERVE,
    State.ARMED,
)


@dataclass(frozen=True, slots=True)
class _Words:
    headline: str
    detail: str


def snapshot(state: GuardState, now: datetime, *, practice: bool = False) -> BoardSnapshot:
    """Everything a front end shows, at `now`."""
    accounts = tuple(_account(state, account, now) for _, account in sorted(state.accounts.items()))
    overall, words = _overall(state, accounts)
    return BoardSnapshot(
        now,
        overall,
        words.headline,
        words.detail,
        bool(accounts) and all(_acts(state, account) for account in state.accounts.values()),
        practice,
        accounts,
        state.resets.schedule,
        state.day.end,
        tuple(sorted(code.removeprefix("hub:") for code in state.troubles if code.startswith("hub:"))),
        next((what for code, what in _MISSING.items() if code in state.troubles and not accounts), ""),
        pending_views(state, now),
        off_view(state, now),
        state.session.began_at if state.session and state.session.open(now) else None,
        state.tampered,
    )


_MISSING = {"setup": "credentials", "no_accounts": "accounts"}


def _overall(state: GuardState, accounts: Sequence[AccountView]) -> tuple[State, _Words]:
    """The loudest state of any account; before one is known, what is missing."""
    for loudest in _LOUDEST_FIRST:
        first = next((account for account in accounts if account.state is loudest), None)
        if first:
            return loudest, _Words(first.headline, first.detail)
    missing = state.troubles.get("setup") or state.troubles.get("no_accounts")
    if missing:
        return State.SETUP, _Words("Not set up yet", missing.words)
    login = state.troubles.get("login")
    return State.CONNECTING, _Words("Connecting", login.words if login else "Signing in to the gateway.")


def _acts(state: GuardState, account: AccountState) -> bool:
    """Whether this account is protected: armed, reachable, and some rule acts (or a lockout does)."""
    enforcing = any(rule.enforces and rule.guards(account.account_id) for rule in state.settings.active_rules)
    reachable = "user" in state.hubs_up and not {"gateway", "missing", UNCOVERED} & set(account.troubles)
    return account.armed and reachable and (enforcing or LockoutManager.hard(account.lockouts) is not None)


def _troubles(state: GuardState, account: AccountState) -> list[Trouble]:
    return [*state.troubles.values(), *account.troubles.values()]


def _reduced_words(state: GuardState, account: AccountState) -> tuple[str, ...]:
    """What reduces protection, and since when."""
    said, schedule = reduced.told([*state.troubles.items(), *account.troubles.items()]), state.resets.schedule
    return tuple(f"{words} Since {schedule.time_text(trouble.since)}." for trouble, words in said)


def _state_of(state: GuardState, account: AccountState, limits: Iterable[LimitView]) -> State:
    troubles = _troubles(state, account)
    if any(trouble.grave for trouble in troubles):
        return State.DEGRADED
    if LockoutManager.hard(account.lockouts):
        return State.LOCKED
    if not account.armed:
        return State.CONNECTING
    if troubles:
        return State.DEGRADED
    if account.lockouts or any(limit.level and not limit.observed for limit in limits):
        return State.WARNING
    rules = [rule for rule in state.settings.active_rules if rule.guards(account.account_id)]
    return State.ARMED if any(rule.enforces for rule in rules) else State.OBSERVE


def _account(state: GuardState, account: AccountState, now: datetime) -> AccountView:
    book, today = account.book, account.ledger.of_day(state.day.label)
    open_pnl, known = book.open_pnl(state.market)
    limits = _limits(state, account, now)
    found = _state_of(state, account, limits)
    words = _words(state, account, found, limits, now)
    realized = today.realized()
    return AccountView(
        account.account_id,
        book.name or str(account.account_id),
        found,
        account.armed,
        words.headline,
        words.detail,
        realized,
        open_pnl,
        known,
        realized + open_pnl,
        today.fees,
        book.balance,
        account.trips.ended(state.day.start, state.day.end),
        tuple(position_view(state.market, book, cid) for cid in sorted(book.positions)),
        tuple(order_view(state.market, book, order) for order in book.orders.values() if order.working),
        tuple(lockout_view(held, state.resets.schedule, now, timed=state.timed) for held in account.lockouts),
        limits,
        _closing(state.market, account),
        account.flat_confirmed_at,
        _done(state.market, account.flattened),
        _reduced_words(state, account),
        _countdowns(account, now) if state.timed else (),
        override.possible(state, account),
        not {reduced.UNREAD, "login"} & {*state.troubles, *account.troubles},
    )


def _countdowns(account: AccountState, now: datetime) -> tuple[Timer, ...]:
    timers = account.timers
    for held in account.lockouts:
        name = ":".join(part for part in ("lockout", held.rule, held.symbol) if part)
        timers = TimerManager.set(timers, name, held.until, held.set_at)
    return TimerManager.countdowns(timers, now)


def _words(
    state: GuardState, account: AccountState, found: State, limits: tuple[LimitView, ...], now: datetime
) -> _Words:
    held = LockoutManager.hard(account.lockouts)
    if found is State.DEGRADED:
        return _Words("Protection reduced", next(iter(_reduced_words(state, account)), ""))
    if found is State.LOCKED and held:
        return _locked_words(state, account, held, now)
    if found is State.CONNECTING:
        return _Words("Connecting", "Not armed yet: waiting for the gateway's first complete answer.")
    if found is State.OBSERVE:
        off = "No rule is on. Add one to riskguard.toml."
        on = "Rules only tell what they would have done."
        return _Words("Watching, not acting", on if state.settings.active_rules else off)
    return _watching_words(state, account, found, limits, now)


def _watching_words(
    state: GuardState, account: AccountState, found: State, limits: tuple[LimitView, ...], now: datetime
) -> _Words:
    entry = LockoutManager.entry(account.lockouts)
    if entry:
        until = f" until {state.resets.schedule.end_text(now, entry.until)}" if entry.until else ""
        return _Words(f"No new entries{until}", "Exits and stops work as always.")
    symbols = dict.fromkeys(held.symbol for held in account.lockouts if held.symbol)
    if symbols:
        return _Words(f"Locked: {', '.join(symbols)}", "Everything else can be traded.")
    nearest = next((limit for limit in limits if not limit.observed), None)
    if nearest is None:
        return _Words("Armed", "Watching.")
    share = f"{nearest.title} at {nearest.share}%"
    return _Words(share if found is State.WARNING else "Armed", f"{share}, {nearest.room}.")


def _locked_words(state: GuardState, account: AccountState, held: Lockout, now: datetime) -> _Words:
    until = f"Locked until {state.resets.schedule.end_text(now, held.until)}" if held.until else "Locked"
    flat = " Flat, confirmed." if account.flat_confirmed_at and account.pursuit is None else ""
    done = f" {_done(state.market, account.flattened)}" if flat and account.flattened else ""
    reason = held.reason.removesuffix(".")
    return _Words(until, f"{held.cause or breach_title(held.rule)}: {reason}.{done.rstrip()}{flat}")


def _limits(state: GuardState, account: AccountState, now: datetime) -> tuple[LimitView, ...]:
    situation = state.situation(account)
    reset = state.resets.schedule.end_text(now, state.day.end)
    views = []
    for rule in state.settings.active_rules:
        if not rule.guards(account.account_id) or f"rule:{rule.rule_id}" in account.troubles:
            continue
        levels = rule.warn_levels
        for found in rule.evaluate(situation, ClockTicked(), now):
            gauge = found.gauge
            if not gauge.shown:
                continue
            views.append(
                LimitView(
                    rule.rule_id,
                    rule.title,
                    gauge.symbol or gauge.key or None,
                    gauge.per_mille // 10,
                    sum(gauge.per_mille >= level for level in levels),
                    tuple(level // 10 for level in levels),
                    gauge.current,
                    gauge.limit,
                    gauge.room,
                    gauge.next_change or (f"resets {reset}" if rule.by_day else ""),
                    found.breached,
                    rule.consequence.format(reset=reset),
                    span=_span(gauge.span),
                    observed=not rule.enforces,
                )
            )
    return tuple(sorted(views, key=lambda view: -view.share))


def _span(span: DaySpan | None) -> SpanView | None:
    return SpanView(span.start, span.end, span.realized) if span else None


def _done(market: Market, flattened: Pursuit | None) -> str:
    if flattened is None:
        return ""
    closed = [f"{size} {market.root(contract_id)}" for contract_id, size in flattened.closed.items()]
    cancelled = len(flattened.cancelled)
    orders = f"{cancelled} order{'' if cancelled == 1 else 's'}" if cancelled else ""
    parts = [f"closed {' and '.join(closed)}" if closed else "", f"cancelled {orders}" if orders else ""]
    text = ", ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _closing(market: Market, account: AccountState) -> ClosingView | None:
    pursuit = account.pursuit
    if pursuit is None:
        return None
    held = [f"{abs(p.exposure)} {market.root(p.contract_id)}" for p in account.book.positions.values()]
    return ClosingView(" and ".join(held), pursuit.since, max(pursuit.sent, 1), pursuit.alarmed)
