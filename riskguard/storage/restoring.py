"""What a start finds: the settings in force, and the state before the network is touched."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from riskguard.config.file import SettingsFileError, parse_settings, text_of, why_unread
from riskguard.config.request import SettingsRequest
from riskguard.config.settings import Settings
from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.engine.settings_view import settings_view
from riskguard.engine.state import GuardState, new_account
from riskguard.rules import ALL_RULES
from riskguard.state.account import AccountState
from riskguard.state.flight import Owed
from riskguard.state.lockouts import Lockout, LockoutManager
from riskguard.state.overrides import OVERRIDES
from riskguard.state.pending import PendingChange
from riskguard.storage.anchor import digest
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.offline import JournalUnusableError, read_values
from riskguard.storage.restored import Restored
from riskguard.storage.settings_codec import pending_of, settings_in, settings_text
from riskguard.storage.troubles import CURE, JournalDamagedError

_CLOCK_DOUBT = timedelta(days=7)
"""How far the PC's clock may be ahead at the start without the day's trades being left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """The settings to guard by, the file as a request where it can be used, and words of trouble where it cannot.

    `fresh` where no settings were ever in force: then the first good file is taken as it comes.
    """

    settings: Settings
    pending: tuple[PendingChange, ...] = ()
    request: SettingsRequest | None = None
    trouble: str = ""
    fresh: bool = False


def settings_in_force(path: Path, journal: SqliteJournal) -> Found:
    """What the journal holds is in force; the file is a request. JournalUnusableError where neither can be read."""
    stored = journal.settings_in_force()
    try:
        text = text_of(path)
        wanted, trouble = parse_settings(text, path.name, path.parent), ""
    except (OSError, UnicodeDecodeError, SettingsFileError) as error:
        wanted, trouble = None, trouble_with(path, error)
    if journal.seal is not None and journal.seal.report.wanted_settings:
        stored = _found_again(wanted, stored, journal)
    if stored is None:
        if wanted is None:
            return Found(Settings(), trouble=f"{trouble} No rule is in force.", fresh=True)
        journal.take_settings(settings_text(wanted))
        return Found(wanted)
    try:
        settings, pending = settings_in(stored), journal.pending()
    except (ValueError, KeyError, TypeError, SettingsFileError) as error:
        raise JournalDamagedError(f"{journal.path} holds settings that cannot be read: {error}; {CURE}") from None
    if wanted is None:
        return Found(settings, pending, None, f"{trouble} The limits in force stay as they are.")
    return Found(settings, pending, SettingsRequest(wanted))


def _found_again(wanted: Settings | None, stored: str | None, journal: SqliteJournal) -> str:
    """The settings that were in force, where the file still has them; else those that are left, and no trust in them.

    Where none are left none is in force, and the file is a request like any other.
    """
    seal = journal.seal
    text = settings_text(wanted) if wanted else None
    if seal is not None and text is not None and digest(text) == seal.report.wanted_settings:
        journal.take_settings(text)
        return text
    if seal is not None:
        seal.distrust()
    if stored is None:
        journal.take_settings(stored := settings_text(Settings()))
    return stored


def stored_settings_view(path: Path, now: datetime) -> dict[str, object] | None:
    """What `riskguard settings --json` prints while the program does not run; None where nothing is in force."""
    stored = read_values(path, "settings", "pending")
    if stored is None or stored[0] is None:
        return None
    try:
        settings, pending = settings_in(stored[0]), pending_of(stored[1])
    except (ValueError, KeyError, TypeError, SettingsFileError) as error:
        raise JournalUnusableError(f"{path} holds settings that cannot be read: {error}; {CURE}") from None
    return settings_view(replace(GuardState.starting(settings, now), pending=pending), now)


def trouble_with(path: Path, error: Exception) -> str:
    """Why a settings file cannot be taken, in a sentence."""
    if isinstance(error, FileNotFoundError):
        return f"There is no {path}."
    if not isinstance(error, SettingsFileError):
        return f"{path} cannot be read: {why_unread(error)}."
    first, more = str(error.problems[0]), error.count - 1
    others = f"; and {more:,} more, which `riskguard check-config` lists" if more else ""
    return f"{path} cannot be used: {first.rstrip('.')}{others}."


def restored_state(found_settings: Found, journal: SqliteJournal, now: datetime) -> GuardState:
    """The state before the network is touched: lockouts, the day's trades and the warnings already given.

    The trading day is the one in which the program was last alive: what has ended since ends once the time is trusted.
    """
    seen = journal.heartbeat()
    state = GuardState.starting(found_settings.settings, seen.at if seen else now)
    state = replace(state, timed=False, pending=found_settings.pending, seen=seen, home=seen.gateway if seen else "")
    found = journal.restore(state.day.start - _CLOCK_DOUBT)
    state = replace(state, gaps=found.gaps, session=found.session)
    distrusted = journal.seal.distrusted() if journal.seal else None
    if distrusted is not None:
        until = datetime.fromisoformat(distrusted) if distrusted else None
        state = replace(state, distrusted=True, distrusted_until=until)
    late = _uncommitted(found, now)
    if late is not None:
        journal.settle(late)
        found = replace(found, lockouts=_with(found.lockouts, late.lockouts), baselines=_baselines(found, late))
    locked = {held.account_id for held in found.lockouts}
    locked |= set(found.held.flattens) | set(found.held.calls)
    traded = {trade.account_id for trade in found.trades} | set(found.memories)
    guard = state.settings.accounts.guard
    for account_id in locked | {one for one in traded if guard == "all" or one in guard}:
        state = state.guarding(_restored_account(state, found, account_id))
    return state


def _uncommitted(found: Restored, now: datetime) -> JournalEntry | None:
    """What was decided just before the program was killed: in force, though no commit of it was left time for."""
    missing = tuple(held for held in found.held.lockouts if _with(found.lockouts, (held,)) != found.lockouts)
    if not missing:
        return None
    locked = {held.account_id for held in missing}
    known = found.baselines
    baselines = tuple((n, _less(known.get(n, base), base)) for n, base in found.held.baselines.items() if n in locked)
    records = tuple(_lockout_record(held, now) for held in missing)
    return JournalEntry(now, records, missing, baselines=baselines)


def _lockout_record(held: Lockout, now: datetime) -> Record:
    fields = {"lockout": str(held.kind), "until": held.until, "symbol": held.symbol, "set_at": held.set_at}
    return Record(now, held.account_id, "lockout_set", held.rule, fields, held.why, held.reason, "breach")


def _with(lockouts: tuple[Lockout, ...], more: Iterable[Lockout]) -> tuple[Lockout, ...]:
    for one in more:
        lockouts, _ = LockoutManager.set(lockouts, one)
    return lockouts


def _baselines(found: Restored, late: JournalEntry) -> dict[int, Mapping[str, int]]:
    return {**found.baselines, **{one: base for one, base in late.baselines if base is not None}}


def _less(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """By contract what both let be held: the page is not signed, so it never lets more be held than the journal."""
    same = [contract for contract, size in one.items() if size * other.get(contract, 0) > 0]
    return {contract: min(one[contract], other[contract], key=abs) for contract in same}


def _restored_account(state: GuardState, found: Restored, account_id: int) -> AccountState:
    account = new_account(account_id, found.names.get(account_id, ""))
    trades = [trade for trade in found.trades if trade.account_id == account_id]
    on = {rule.rule_id for rule in state.settings.active_rules if rule.guards(account_id)}
    return replace(
        account,
        ledger=account.ledger.book(trades, state.resets.schedule),
        lockouts=tuple(held for held in found.lockouts if held.account_id == account_id),
        baseline=found.baselines.get(account_id),
        warned=frozenset(_still_warned(state, found, account_id)),
        owed=Owed(found.held.flattens.get(account_id), found.held.calls.get(account_id, {})),
        away_since=state.seen.at if state.seen else None,
        memories={
            rule: memory for rule, memory in found.memories.get(account_id, {}).items() if rule in (*on, OVERRIDES)
        },
    )


def _still_warned(state: GuardState, found: Restored, account_id: int) -> Iterator[tuple[str, str, int]]:
    """Levels warned of in the trading day, in the week for rules that look at the week."""
    week = state.resets.schedule.week_of(state.day.start)
    weekly = {rule.rule_id for rule in ALL_RULES if rule.by_week}
    for one, rule, key, level, at in found.warnings:
        if one == account_id and at >= (week.start if rule in weekly else state.day.start):
            yield rule, key, level
