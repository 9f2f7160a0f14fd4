"""Trades and clocked sessions of past days out of the journal, whether the program runs or not."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import DatabaseError, SqliteDatabase

from riskguard.config.file import SettingsFileError
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import Schedule
from riskguard.state.sessions import Session
from riskguard.storage.codec import instant_text, trade_of
from riskguard.storage.life import sessions_of
from riskguard.storage.models import RecordRow, TradeRow
from riskguard.storage.offline import JournalUnusableError, read_values, unreadable
from riskguard.storage.settings_codec import settings_in


@dataclass(frozen=True, slots=True)
class Past:
    """Oldest first; all sessions that were ever clocked."""

    trades: tuple[Trade, ...]
    sessions: tuple[Session, ...]


def read_past(path: Path, since: datetime) -> Past:
    """Trades from an instant on; JournalUnusableError where the journal cannot be read."""
    try:
        with SqliteDatabase(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=2) as reading:
            trades = TradeRow.select().where(TradeRow.created_at >= instant_text(since)).order_by(TradeRow.created_at)
            told = RecordRow.select().where(RecordRow.kind == "session").order_by(RecordRow.id)
            return Past(tuple(trade_of(row) for row in trades.bind(reading)), tuple(sessions_of(told.bind(reading))))
    except (DatabaseError, OSError, ValueError, KeyError) as error:
        raise unreadable(path, error) from None


def schedule_in_force(path: Path) -> Schedule | None:
    """When trading days reset by the settings in force; None without a journal. JournalUnusableError if damaged."""
    stored = read_values(path, "settings")
    if stored is None:
        return None
    try:
        return settings_in(stored[0]).day_schedule if stored[0] else Schedule()
    except (ValueError, KeyError, TypeError, SettingsFileError) as error:
        raise JournalUnusableError(f"{path} holds settings that cannot be read: {error}") from None
