"""Settings as plain values (numbers, text, lists, tables) and back: what is stored, compared and written down."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from riskguard.config.settings import RULES_BY_TABLE, Settings

type Plain = dict[str, Any]

TABLES = ("schedule", "accounts", "security")
"""Tables whose fields are compared one by one."""
LOOKS = ("alerts", "appearance")
"""Tables that decide nothing; each is taken as a whole."""


def plain(value: object) -> Any:
    """A value without types of its own; None fields are left out of tables."""
    match value:
        case BaseModel():
            fields = type(value).model_fields
            return plain({field.alias or name: getattr(value, name) for name, field in fields.items()})
        case Mapping():
            return {str(key): plain(one) for key, one in value.items() if one is not None}
        case Enum():
            return plain(value.value)
        case list() | tuple():
            return [plain(one) for one in value]
        case set() | frozenset():
            return sorted((plain(one) for one in value), key=str)
    return _single(value)


def _single(value: object) -> object:
    match value:
        case Decimal():
            return _number(value)
        case datetime():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}" if value.second == value.microsecond == 0 else value.isoformat()
        case date() | PurePath():
            return str(value)
    return value


def _number(value: Decimal) -> object:
    """A number where one holds it exactly, else text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


def plain_settings(settings: Settings) -> Plain:
    """Every field of every table, defaults too: what is in force must not move with a later default."""
    rules = {table: plain(rule) for table, rule in settings.rules.items()}
    return {**{name: plain(getattr(settings, name)) for name in (*TABLES, *LOOKS)}, "rules": rules}


def with_table(settings: Settings, path: str, values: Plain | None) -> Settings:
    """Settings with one table (`rules.max_contracts`, `security`) as given, None for no such rule; the others as are.

    ValueError (pydantic's) where the values do not fit together.
    """
    tables = {name: getattr(settings, name) for name in Settings.model_fields}
    name, _, rule = path.partition(".")
    if not rule:
        return Settings.model_validate({**tables, name: values})
    rules = {table: one for table, one in settings.rules.items() if table != rule}
    if values is not None:
        rules[rule] = RULES_BY_TABLE[rule].model_validate(values)
    return Settings.model_validate({**tables, "rules": rules})


def flat(values: Plain) -> dict[str, Any]:
    """Plain settings by path: one entry a field, a whole table where it decides nothing."""
    found = {f"{table}.{name}": one for table in TABLES for name, one in values[table].items()}
    found |= {name: values[name] for name in LOOKS}
    for table, fields in values["rules"].items():
        found |= {f"rules.{table}.{name}": one for name, one in fields.items()}
    return found


def field_of(model: type[BaseModel], name: str) -> str:
    """The attribute of a field named as in the file: `for` is `for_s`."""
    return next((field for field, info in model.model_fields.items() if info.alias == name), name)
