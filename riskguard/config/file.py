"""Reads riskguard.toml and says what is wrong with it: file, line, field, what was found and what would do."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from riskguard.config.settings import RULES_BY_TABLE, AccountsSettings, ScheduleSettings, Settings
from riskguard.rules import Rule

FILE_NAME = "riskguard.toml"
_TABLES: dict[str, type[BaseModel]] = {"schedule": ScheduleSettings, "accounts": AccountsSettings}
_KNOWN = [*_TABLES, "rules"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a settings file; `line` is 0 where it has none."""

    file: str
    line: int
    field: str
    words: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.field} {self.words}" if self.field else self.words
        return f"{place}: {' '.join(what.splitlines())}"


class SettingsFileError(Exception):
    """The file cannot be used; `problems` says why, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_settings(path: Path) -> Settings:
    """Settings from a file; SettingsFileError names every problem found, a missing or unreadable file included."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsFileError([Problem(str(path), 0, "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise SettingsFileError([Problem(str(path), 0, "", "is not UTF-8 text; save it as UTF-8")]) from None
    except OSError as error:
        raise SettingsFileError([Problem(str(path), 0, "", f"cannot be read: {error.strerror}")]) from None
    return parse_settings(text, str(path))


def parse_settings(text: str, name: str = FILE_NAME) -> Settings:
    """Settings from the text of a file called `name`; SettingsFileError as in read_settings."""
    tables = _tables_in(text.removeprefix("\ufeff"), name)
    problems = [Problem(name, _line_of(text, field), ".".join(field), words) for field, words in _problems_in(tables)]
    if problems:
        raise SettingsFileError(problems)
    rules = {table: RULES_BY_TABLE[table].model_validate(values) for table, values in tables.get("rules", {}).items()}
    return Settings.model_validate({**tables, "rules": rules})


def _tables_in(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also what tomllib lets through, e.g. a number of thousands of digits
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise SettingsFileError([Problem(name, line, "", f"is not valid TOML: {error}")]) from None
    except RecursionError:
        raise SettingsFileError([Problem(name, 0, "", "is nested too deeply to be read")]) from None


type Found = tuple[tuple[str, ...], str]


def _problems_in(tables: Mapping[str, Any]) -> Iterator[Found]:
    for name, values in tables.items():
        if name == "rules" and isinstance(values, dict):
            for rule, fields in values.items():
                yield from _check(("rules", rule), RULES_BY_TABLE.get(rule), fields, list(RULES_BY_TABLE))
        else:
            yield from _check((name,), _TABLES.get(name, Settings if name == "rules" else None), values, _KNOWN)


def _check(path: tuple[str, ...], model: type[BaseModel] | None, values: object, known: list[str]) -> Iterator[Found]:
    if model is None:
        yield path, f"is not known{_did_you_mean(path[-1], known)}"
    elif not isinstance(values, dict):
        yield path, f"was {_shown(values)}; make it a table: [{'.'.join(path)}]"
    else:
        try:
            model.model_validate(values)
        except ValidationError as error:
            yield from _model_problems(path, model, error)


def _model_problems(path: tuple[str, ...], model: type[BaseModel], error: ValidationError) -> Iterator[Found]:
    told: set[tuple[str, ...]] = set()
    for item in error.errors(include_url=False):
        names = [str(part) for part in item["loc"][:1]]
        if model is RULES_BY_TABLE.get("max_contracts_per_instrument") and item["loc"][:1] == ("limits",):
            names = [str(part) for part in item["loc"][:2]]
        field = (*path, *names)
        if field in told:
            continue
        told.add(field)
        yield field, _words(model, item)


def _words(model: type[BaseModel], item: Any) -> str:
    kind, found = item["type"], item["input"]
    if kind == "missing":
        return "is missing; give it a value"
    if kind == "extra_forbidden":
        return f"is not known{_did_you_mean(str(item['loc'][0]), list(model.model_fields))}"
    if kind in _BOUNDS:
        return f"was {_shown(found)}; give a number {_BOUNDS[kind]} {next(iter(item['ctx'].values())):g}"
    cure = item["msg"].removeprefix("Value error, ").replace("Input should be ", "give ")
    return f"was {_shown(found)}; {_CURES.get(kind, cure)}"


_BOUNDS = {
    "greater_than": "above",
    "greater_than_equal": "of at least",
    "less_than": "below",
    "less_than_equal": "of at most",
}


_MONEY = "give the amount as a positive number of dollars, e.g. 500"
_CURES = {
    "int_type": "give a whole number",
    "int_from_float": "give a whole number",
    "string_type": "give text in quotes",
    "bool_type": "give true or false",
    "bool_parsing": "give true or false",
    "decimal_type": _MONEY,
    "decimal_parsing": _MONEY,
    "finite_number": _MONEY,
    "float_type": "give a share between 0 and 1, e.g. 0.8",
    "float_parsing": "give a share between 0 and 1, e.g. 0.8",
    "tuple_type": "give a list",
    "dict_type": "give a table, e.g. { NQ = 2, MNQ = 10 }",
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    except ValueError:  # an integer too long to print
        text = "a number too long to show"
    return text if len(text) <= 60 else text[:57] + "..."


def _did_you_mean(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known here: {', '.join(sorted(known))}"


def _line_of(text: str, field: tuple[str, ...]) -> int:
    """The line on which a field stands, else that of its table, else 0; good for all but exotic TOML."""
    table: tuple[str, ...] = ()
    table_line = 0
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?$", line)
        if header:
            table = tuple(part.strip().strip("\"'") for part in header.group(1).split("."))
            if table == field[: len(table)]:
                table_line = number
            if table == field:
                return number
            continue
        key = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        if key:
            path = (*table, *(part.strip("\"'") for part in key.group(1).split(".")))
            if path == field[: len(path)] and len(path) > len(table):
                return number
    return table_line


def describe(rule: Rule) -> str:
    """A rule in force as one line of its table, for people: `daily_realized_loss: limit = 500`."""
    fields = ", ".join(f"{name} = {value}" for name, value in rule.model_dump(exclude_defaults=True).items())
    return f"{rule.table}: {fields or 'defaults'}"
