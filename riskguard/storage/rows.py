"""Writes one journal entry into its tables, and reads single values; the caller holds the transaction."""

import json
from datetime import datetime
from typing import Any

from peewee import Database, DatabaseProxy

from riskguard.engine.ports import JournalEntry
from riskguard.engine.records import Record
from riskguard.state.lockouts import Lockout
from riskguard.storage.codec import instant_text, lockout_fields, memory_json, to_json, trade_fields
from riskguard.storage.held_codec import held_text
from riskguard.storage.life import HEARTBEAT, heartbeat_text
from riskguard.storage.models import DayTotal, LockoutRow, Meta, RecordRow, Row, TradeRow, database
from riskguard.storage.settings_codec import pending_fields, settings_text


def meta(key: str, source: Database | DatabaseProxy = database) -> str | None:
    row = Meta.select().where(Meta.key == key).bind(source).first()
    return row.value if row else None


def put_meta(key: str, value: str) -> None:
    _replace(Meta, key=key, value=value)


def store(entry: JournalEntry) -> None:
    """Write one entry; inside a transaction."""
    for held in entry.ended:
        _close_lockout(held, entry.at)
    for held in entry.lockouts:
        _close_lockout(held, None)
        LockoutRow.create(**lockout_fields(held))
    for trade in entry.trades:
        _replace(TradeRow, **trade_fields(trade))
    for account_id, day, totals in entry.totals:
        sums = {"gross": totals.gross, "fees": totals.fees, "fills": totals.fills}
        _replace(DayTotal, account_id=account_id, day=day.isoformat(), **sums)
    for record in entry.records:
        _add(record)
    _store_values(entry)


def _store_values(entry: JournalEntry) -> None:
    """What only its latest version is kept of."""
    for account_id, baseline in entry.baselines:
        put_meta(f"baseline:{account_id}", json.dumps(baseline))
    for account_id, rule, memory in entry.memories:
        put_meta(f"memory:{account_id}:{rule}", memory_json(rule, memory))
    if entry.held is not None:
        put_meta("held", held_text(entry.held))
    if entry.heartbeat is not None:
        put_meta(HEARTBEAT, heartbeat_text(entry.heartbeat))
    _store_settings(entry)


def _store_settings(entry: JournalEntry) -> None:
    if entry.distrusted_until is not None:
        put_meta("distrusted", instant_text(entry.distrusted_until))
    if entry.settings is not None:
        put_meta("settings", settings_text(entry.settings))
    if entry.pending is not None:
        put_meta("pending", json.dumps([pending_fields(one) for one in entry.pending]))
    if entry.status is not None:
        put_meta("status", to_json(entry.status))


def _add(record: Record) -> None:
    RecordRow.create(
        at=instant_text(record.at),
        account_id=record.account_id,
        kind=record.kind,
        rule=record.rule,
        fields=to_json(record.fields),
        why=to_json(record.why),
        words=record.words,
    )


def _replace(table: type[Row], **values: Any) -> None:
    table.insert(**values).on_conflict_replace().execute()


def _close_lockout(held: Lockout, at: datetime | None) -> None:
    """Mark the row of a lockout as ended, or take it out where a lengthened version follows."""
    same = (
        (LockoutRow.account_id == held.account_id)
        & (LockoutRow.kind == str(held.kind))
        & (LockoutRow.rule == held.rule)
        & (LockoutRow.ended_at.is_null())
        & (LockoutRow.symbol.is_null() if held.symbol is None else LockoutRow.symbol == held.symbol)
        & (LockoutRow.origin.is_null() if held.origin is None else LockoutRow.origin == held.origin)
    )
    if at is None:
        LockoutRow.delete().where(same).execute()
    else:
        LockoutRow.update(ended_at=instant_text(at)).where(same).execute()
