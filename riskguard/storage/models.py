"""Tables of the journal. Money is stored in units of 1/10,000 dollar, instants as UTC ISO text, details as JSON."""

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    IntegerField,
    Model,
    TextField,
)

SCHEMA_VERSION = 2
FILE_NAME = "riskguard.db"
USD_UNITS = 10_000
"""Units of a dollar, as in domain.money; here so that reading a status loads nothing else."""

database = DatabaseProxy()


class Row(Model):
    class Meta:
        database = database
        legacy_table_names = False


class Meta(Row):
    """Schema version and other single values."""

    key = CharField(primary_key=True)
    value = TextField()


class LockoutRow(Row):
    """One lockout; `until` empty for one that a condition ends, `ended_at` empty while it is in force."""

    id = AutoField()
    account_id = BigIntegerField(index=True)
    kind = CharField()
    rule = CharField()
    symbol = CharField(null=True)
    origin = BigIntegerField(null=True)
    shared = BooleanField(default=False)
    reason = TextField()
    cause = TextField()
    why = TextField()
    set_at = CharField()
    until = CharField(null=True)
    ended_at = CharField(null=True, index=True)


class TradeRow(Row):
    """The latest version of one trade."""

    account_id = BigIntegerField()
    trade_id = BigIntegerField()
    contract_id = CharField()
    created_at = CharField(index=True)
    price = BigIntegerField()
    profit_and_loss = BigIntegerField(null=True)
    fees = BigIntegerField()
    side = IntegerField()
    size = IntegerField()
    voided = BooleanField()
    order_id = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("account_id", "trade_id")


class DayTotal(Row):
    """Totals of one account and trading day (labelled by the date on which it ends)."""

    account_id = BigIntegerField()
    day = CharField()
    gross = BigIntegerField()
    fees = BigIntegerField()
    fills = IntegerField()

    class Meta:
        primary_key = CompositeKey("account_id", "day")


class RecordRow(Row):
    """One line of what was decided, sent, answered and seen."""

    id = AutoField()
    at = CharField(index=True)
    account_id = BigIntegerField(index=True, null=True)
    kind = CharField()
    rule = CharField(null=True)
    fields = TextField()
    why = TextField()
    words = TextField()


class ChainRow(Row):
    """One link of the keyed chain (storage.chain); `body` empty for a row no longer in force."""

    number = IntegerField(primary_key=True)
    name = CharField()
    body = TextField(null=True)
    code = CharField()


ALL_TABLES = (Meta, LockoutRow, TradeRow, DayTotal, RecordRow, ChainRow)
