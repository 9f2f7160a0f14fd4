"""The fields of a table as a form shows them, made from the pydantic model: kind, unit, range, choices, columns."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from riskguard.config.kinds import kind, must_be_given
from riskguard.config.plain import plain
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.heard import heard
from riskguard.rules import Rule
from riskguard.rules.fields import Accounts, Share


class Kind(StrEnum):
    """What a field is edited with."""

    MONEY = "money"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    SHARES = "shares"
    CHOICE = "choice"
    SWITCH = "switch"
    TEXT = "text"
    MIXED = "mixed"
    """A whole number or one of some words."""
    WORDS = "words"
    """A list of words, dates or the like, with commas between."""
    TIME = "time"
    ACCOUNTS = "accounts"
    ROWS = "rows"
    """A list or table of rows with columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list of rows; the name "" is the key of a table, or its one value."""

    name: str
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `default` is plain; `must` where a table without it is refused; `empty` where it may be none."""

    path: str
    label: str
    help: str
    unit: str
    kind: Kind
    accepts: str
    """What may be given, in words: `whole number from 1 up to 100`."""
    default: object = None
    must: bool = False
    empty: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    keyed: bool = False
    """Whether rows are a table by their first column instead of a list."""
    single: bool = False
    """Whether a row of a table is one value instead of a list of tables."""

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


_COMMON = ("enabled", "mode", "accounts", "lock_all_accounts", "severity")
"""Fields every rule has; the switch is not among the form's rows."""


def rule_fields(rule: type[Rule]) -> tuple[Field, ...]:
    """A rule's fields as its form lists them: what must be given, its own, then what it shares with others."""
    fields = table_fields(rule, f"rules.{rule.table}")
    own = [one for one in fields if one.name not in (*_COMMON, "warn_at")]
    own.sort(key=lambda one: not one.must)
    warn = [one for one in fields if one.name == "warn_at"]
    common = {one.name: one for one in fields if one.name in _COMMON}
    return (*own, *warn, *(common[name] for name in _COMMON[1:]))


def table_fields(model: type[BaseModel], path: str) -> tuple[Field, ...]:
    """The fields of a table in the order in which the model has them."""
    return tuple(_field(name, info, path) for name, info in model.model_fields.items())


def told(one: Field) -> Field:
    """A field as people read it: label, help, what it takes and its columns in the language."""
    columns = tuple(replace(column, label=heard(column.label)) for column in one.columns)
    return replace(one, label=heard(one.label), help=heard(one.help), accepts=heard(one.accepts), columns=columns)


def _field(name: str, info: FieldInfo, table: str) -> Field:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    empty, inner = _without_none(info.annotation)
    found, choices, columns = _kind(inner)
    default = None if info.is_required() else plain(info.get_default(call_default_factory=True))
    return Field(
        f"{table}.{info.alias or name}",
        info.title or name,
        info.description or "",
        str(extra.get("unit") or ""),
        found,
        kind(info).replace("`", ""),
        default,
        must_be_given(info),
        empty,
        choices,
        columns,
        keyed=_is_mapping(inner),
        single=_is_mapping(inner) and len(columns) == 2 and not columns[1].name,
    )


def _unwrapped(annotation: Any) -> Any:
    """Without aliases and constraints, but for the two aliases that mean something of their own."""
    while annotation not in (Share, Accounts):
        if isinstance(annotation, TypeAliasType):
            annotation = annotation.__value__
        elif hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        else:
            break
    return annotation


def _without_none(annotation: Any) -> tuple[bool, Any]:
    annotation = _unwrapped(annotation)
    if get_origin(annotation) not in (Union, types.UnionType):
        return False, annotation
    inner = [one for one in get_args(annotation) if one is not type(None)]
    return len(inner) < len(get_args(annotation)), _unwrapped(inner[0]) if len(inner) == 1 else annotation


type _Found = tuple[Kind, tuple[str, ...], tuple[Column, ...]]

_SINGLE: Mapping[Any, Kind] = {
    Share: Kind.SHARE,
    Accounts: Kind.ACCOUNTS,
    bool: Kind.SWITCH,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    Decimal: Kind.MONEY,
    str: Kind.TEXT,
    time: Kind.TIME,
    date: Kind.TEXT,
    datetime: Kind.TEXT,
}


def _kind(annotation: Any) -> _Found:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Kind.CHOICE, tuple(map(str, inner)), ()
    if origin in (Union, types.UnionType):
        words = [str(word) for one in inner if get_origin(_unwrapped(one)) is Literal for word in get_args(one)]
        return Kind.MIXED, tuple(words), ()
    if origin is tuple:
        return _list(_unwrapped(inner[0]))
    if _is_mapping(annotation):
        return Kind.ROWS, (), (Column("", texts.INSTRUMENT, Kind.TEXT), *_columns(_unwrapped(inner[1])))
    return _SINGLE[annotation], (), ()


def _list(inner: Any) -> _Found:
    if inner is Share:
        return Kind.SHARES, (), ()
    if _is_model(inner):
        return Kind.ROWS, (), _columns(inner)
    choices = tuple(map(str, get_args(inner))) if get_origin(inner) is Literal else ()
    return Kind.WORDS, choices, ()


def _columns(inner: Any) -> tuple[Column, ...]:
    if get_origin(inner) is tuple:
        return _columns(_unwrapped(get_args(inner)[0]))
    if not _is_model(inner):
        return (Column("", "Contracts", _SINGLE[inner]),)
    return tuple(Column(name, _label(name), _cell_kind(info)) for name, info in inner.model_fields.items())


def _cell_kind(info: FieldInfo) -> Kind:
    found = _kind(_without_none(info.annotation)[1])[0]
    return Kind.TEXT if found is Kind.MIXED else found


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_mapping(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, Mapping)
