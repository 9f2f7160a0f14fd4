"""What a start finds: the settings in force, and the state before the network is touched."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.config.settings import Settings
from riskguard.engine.state import GuardState, new_account
from riskguard.state.account import AccountState
from riskguard.storage.journal import Restored, SqliteJournal

_CLOCK_DOUBT = timedelta(days=7)
"""How far the PC's clock may be ahead at the start without the day's trades being left out."""


def settings_in_force(path: Path, journal: SqliteJournal) -> tuple[Settings, str]:
    """The settings to guard by, and words of trouble where the file could not be taken.

    The file is a request: a missing or wrong one leaves the rules in force as they are.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        settings = parse_settings(text, path.name)
    except (OSError, UnicodeDecodeError, SettingsFileError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "; ".join(str(error).splitlines())
        words = f"There is no {path}." if missing else f"{path} cannot be used: {reason}."
        stored = journal.settings_in_force()
        if stored is None:
            return Settings(), f"{words} No rule is in force."
        return parse_settings(stored, "settings in force"), f"{words} The limits in force stay as they are."
    journal.take_settings(text)
    return settings, ""


def restored_state(settings: Settings, journal: SqliteJournal, now: datetime) -> GuardState:
    """The state before the network is touched: lockouts, the day's trades and the warnings already given."""
    state = replace(GuardState.starting(settings, now), timed=False)
    found = journal.restore(state.day.start - _CLOCK_DOUBT)
    for account_id in {held.account_id for held in found.lockouts} | {t.account_id for t in found.trades}:
        state = state.guarding(_restored_account(state, found, account_id))
    return state


def _restored_account(state: GuardState, found: Restored, account_id: int) -> AccountState:
    account = new_account(account_id, found.names.get(account_id, ""))
    trades = [trade for trade in found.trades if trade.account_id == account_id]
    return replace(
        account,
        ledger=account.ledger.book(trades, state.resets.schedule),
        lockouts=tuple(held for held in found.lockouts if held.account_id == account_id),
        baseline=found.baselines.get(account_id),
        warned=frozenset((rule, key, level) for one, rule, key, level in found.warnings if one == account_id),
    )
