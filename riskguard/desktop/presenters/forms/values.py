"""What is typed into a field and the plain value it means; a ValueError says in words what to enter instead."""

import re
from collections.abc import Sequence
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation

from riskguard.desktop.presenters import local
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.fields import Column, Field, Kind
from riskguard.desktop.presenters.local import span_text
from riskguard.desktop.presenters.words import say

_MOST = Decimal(10) ** 12
_LONGEST_S = 31 * 86_400
_WALL = re.compile(r"(\d{1,2})[:.](\d{2})")


def shown(field: Field, value: object) -> str:
    """A plain value as its field shows it; "" for none."""
    if value is None:
        return ""
    match field.kind:
        case Kind.SHARES if isinstance(value, list):
            return local.list_sign().join(_percent(one) for one in value)
        case Kind.WORDS if isinstance(value, list):
            return ", ".join(map(str, value))
    return _cell(field.kind, value)


def parsed(field: Field, text: str) -> object:
    """The plain value of a text; None where it may be empty and is."""
    text = text.strip()
    if not text and field.kind not in (Kind.WORDS, Kind.SHARES):
        if field.empty:
            return None
        raise ValueError(say(texts.MUST))
    match field.kind:
        case Kind.SHARES:
            return [_share(one) for one in _shares(text)]
        case Kind.WORDS:
            return None if field.empty and not text else _parts(text)
        case Kind.MIXED:
            return _mixed(text, field.choices)
    return _value(field.kind, text)


def as_span(field: Field, text: str) -> str:
    """`= 30 min` beside 1800 seconds; nothing below a minute, or where it is no number."""
    try:
        value = parsed(field, text)
    except ValueError:
        return ""
    long = isinstance(value, int | float) and 60 <= value <= _LONGEST_S
    return f"= {span_text(timedelta(seconds=float(str(value))))}" if long else ""


def cells(field: Field, value: object) -> list[list[str]]:
    """A list or table of rows as texts by row and column."""
    if field.keyed and isinstance(value, dict):
        if field.single:
            return [[key, _cell(field.columns[1].kind, one)] for key, one in value.items()]
        return [[key, *_row(field.columns[1:], one)] for key, rows in value.items() for one in rows]
    return [_row(field.columns, one) for one in value] if isinstance(value, list) else []


def from_cells(field: Field, rows: Sequence[Sequence[str]]) -> object:
    """The plain value of rows of texts; rows without any text are left out."""
    found: list[tuple[str, object]] = []
    for number, row in enumerate(rows, 1):
        if any(text.strip() for text in row):
            try:
                found.append(_from_row(field, row))
            except ValueError as error:
                raise ValueError(say(texts.ROW, row=number, words=error)) from None
    if not field.keyed:
        return [value for _, value in found]
    if field.single:
        return dict(found)
    table: dict[str, list[object]] = {}
    for key, value in found:
        table.setdefault(key, []).append(value)
    return table


def _from_row(field: Field, row: Sequence[str]) -> tuple[str, object]:
    columns = field.columns[1:] if field.keyed else field.columns
    texts_of = row[1:] if field.keyed else row
    key = row[0].strip().upper() if field.keyed else ""
    if field.keyed and not key:
        raise ValueError(say(texts.MUST))
    if field.single:
        return key, _value(columns[0].kind, texts_of[0].strip())
    given = zip(columns, texts_of, strict=True)
    return key, {column.name: _cell_value(column, text.strip()) for column, text in given}


def _cell_value(column: Column, text: str) -> object:
    if column.kind is Kind.WORDS:
        return _parts(text)
    return _value(column.kind, text)


def _row(columns: Sequence[Column], value: object) -> list[str]:
    found = value if isinstance(value, dict) else {}
    listed = [(column, found.get(column.name)) for column in columns]
    return [
        ", ".join(map(str, one)) if isinstance(one, list) else "" if one is None else _cell(column.kind, one)
        for column, one in listed
    ]


def _cell(kind: Kind, value: object) -> str:
    match kind:
        case Kind.MONEY:
            return local.number(Decimal(str(value)), 2)
        case Kind.SHARE:
            return _percent(value)
        case Kind.NUMBER if isinstance(value, float) and value.is_integer():
            return str(int(value))
        case Kind.NUMBER if isinstance(value, float):
            return local.point(str(value))
    return str(value)


def _percent(value: object) -> str:
    share = Decimal(str(value)) * 100
    return local.point(f"{share.normalize():f}")


def _value(kind: Kind, text: str) -> object:
    match kind:
        case Kind.MONEY:
            return _number(_decimal(text.replace("$", ""), texts.MONEY))
        case Kind.WHOLE:
            return _whole(text)
        case Kind.NUMBER:
            return _number(_decimal(text, texts.NUMBER))
        case Kind.SHARE:
            return _share(text)
        case Kind.TIME:
            return _time(text)
    if not text:
        raise ValueError(say(texts.MUST))
    return text


def _decimal(text: str, words: str) -> Decimal:
    try:
        found = local.given(text)
    except InvalidOperation:
        raise ValueError(say(words)) from None
    if not found.is_finite() or not 0 <= found <= _MOST:
        raise ValueError(say(words))
    return found


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _whole(text: str) -> int:
    digits = local.ungrouped(text)
    if not digits.isdecimal() or len(digits) > 18:
        raise ValueError(say(texts.WHOLE))
    return int(digits)


def _share(text: str) -> float:
    found = _decimal(text.replace("%", ""), texts.SHARE)
    if not 0 < found <= 100:
        raise ValueError(say(texts.SHARE))
    return float(found / 100)


def _time(text: str) -> str:
    found = _WALL.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 99)
    if text == "24:00":
        return text
    if hour > 23 or minute > 59:
        raise ValueError(say(texts.TIME))
    return f"{time(hour, minute):%H:%M}"


def _mixed(text: str, words: Sequence[str]) -> object:
    if text.lower() in words:
        return text.lower()
    try:
        return _whole(text)
    except ValueError:
        raise ValueError(say(texts.MIXED, words=f" {say(texts.OR)} ".join(words))) from None


def _shares(text: str) -> list[str]:
    return [part.strip() for part in text.split(local.list_sign().strip()) if part.strip()]


def with_shares(text: str) -> str:
    """`80, 90` as people read it: `80%, 90%`."""
    return ", ".join(local.percent(part) for part in _shares(text))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
