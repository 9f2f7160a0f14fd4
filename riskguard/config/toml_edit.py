"""Changes single values in the text of a settings file and leaves everything else as its owner wrote it."""

import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

type Values = Mapping[str, object]
"""New values by path (`rules.max_contracts.limit`); REMOVE takes a field or a whole table away."""


class _Remove:
    def __repr__(self) -> str:
        return "REMOVE"


REMOVE = _Remove()


class NotEditableError(ValueError):
    """The text is no TOML, or is written in a way in which a value cannot be changed in place."""


def with_values(text: str, values: Values) -> str:
    """The text with some values changed, added or removed; NotEditableError where that cannot be done.

    Comments, order and formatting of all else stay as they are.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    edited = text.removeprefix(mark) if mark else text
    for path, value in values.items():
        edited = _with_value(edited, path.split("."), value)
    return mark + edited


def _with_value(text: str, path: list[str], value: object) -> str:
    wanted = _parsed(text)
    known = _found(wanted, path)
    if (known is None and value is REMOVE) or (known == value and type(known) is type(value)):
        return text
    for edit in (_in_place, _appended, _inside):
        try:
            edited = edit(text, path, value)
            if _same(tomllib.loads(edited), _expected(text, path, value), path):
                return edited
        except (TOMLKitError, KeyError, TypeError, AttributeError, ValueError):
            continue
    raise NotEditableError(f"{'.'.join(path)} cannot be changed in the file as it is written; change it by hand")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise NotEditableError(f"the file is not valid TOML: {error}") from None


def _found(values: Mapping[str, Any], path: list[str]) -> object:
    found: Any = values
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _expected(text: str, path: list[str], value: object) -> dict[str, Any]:
    """What the edited text has to say."""
    wanted = _parsed(text)
    table = wanted
    for name in path[:-1]:
        table = table.setdefault(name, {})
    if value is REMOVE:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = tomllib.loads(f"value = {toml_value(value)}")["value"]
    return wanted


def _same(edited: dict[str, Any], expected: dict[str, Any], path: list[str]) -> bool:
    """A table above the value that has nothing left in it may be there or not."""
    return _without_empty(edited, path) == _without_empty(expected, path)


def _without_empty(values: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    inner = values.get(path[0]) if path else None
    if not isinstance(inner, Mapping) or len(path) == 1:
        return dict(values)
    kept = _without_empty(inner, path[1:])
    return {name: kept if name == path[0] else one for name, one in values.items() if name != path[0] or kept}


def _in_place(text: str, path: list[str], value: object) -> str:
    """Through the document that keeps its formatting; the table has to be there."""
    document = tomlkit.parse(text)
    table: Any = document
    for name in path[:-1]:
        table = table[name]
    if isinstance(value, _Remove):
        table.pop(path[-1])
    elif path[-1] in table or not isinstance(value, Mapping):
        table[path[-1]] = tomlkit.value(toml_value(value))
    else:
        raise KeyError(path[-1])
    return tomlkit.dumps(document)


def _appended(text: str, path: list[str], value: object) -> str:
    """A table that is not there yet, at the end of the file."""
    end = "\r\n" if "\r\n" in text else "\n"
    if isinstance(value, Mapping):
        lines = [f"[{'.'.join(path)}]", *(f"{name} = {toml_value(one)}" for name, one in value.items())]
    else:
        lines = [f"[{'.'.join(path[:-1])}]", f"{path[-1]} = {toml_value(value)}"]
    before = text if not text or text.endswith("\n") else text + end
    return before + (end if before.strip() else "") + end.join(lines) + end


def _inside(text: str, path: list[str], value: object) -> str:
    """A table that is not there yet inside one written on a single line, or by dotted keys."""
    document = tomlkit.parse(text)
    table: Any = document
    for name in path[:-1]:
        if name not in table:
            table[name] = tomlkit.inline_table()
        table = table[name]
    table[path[-1]] = tomlkit.value(toml_value(value))
    return tomlkit.dumps(document)


def toml_value(value: object) -> str:
    """A value as TOML writes it; tables inline."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case Mapping():
            return (
                "{ " + ", ".join(f"{_key(name)} = {toml_value(one)}" for name, one in value.items()) + " }"
                if value
                else "{}"
            )
        case list() | tuple():
            return f"[{', '.join(toml_value(one) for one in value)}]"
        case str():
            return str(tomlkit.string(value).as_string())
    return str(value)


def _key(name: object) -> str:
    text = str(name)
    return (
        text
        if text and all(letter.isalnum() or letter in "-_" for letter in text)
        else str(tomlkit.string(text).as_string())
    )
