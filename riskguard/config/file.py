"""Reads riskguard.toml and says what is wrong with it: file, line, field, what was found and what would do."""

import difflib
import errno
import re
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from riskguard.config.alerts import AlertSettings
from riskguard.config.lines import line_of
from riskguard.config.news import NewsFileError, with_news
from riskguard.config.plain import plain
from riskguard.config.settings import (
    RULES_BY_TABLE,
    AccountsSettings,
    ScheduleSettings,
    SecuritySettings,
    Settings,
)
from riskguard.config.toml_edit import toml_value
from riskguard.rules import Rule

FILE_NAME = "riskguard.toml"
_LARGEST = 4_000_000
_TOLD = 50
"""Problems at once: each is looked up in the text, and nobody reads thousands."""


class _AsItComes(BaseModel):
    """A table that decides nothing here: whatever stands in it is kept."""


_TABLES: dict[str, type[BaseModel]] = {
    "schedule": ScheduleSettings,
    "accounts": AccountsSettings,
    "security": SecuritySettings,
    "alerts": AlertSettings,
    "appearance": _AsItComes,
}
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
    """The file cannot be used; `problems` says why, each with its place, and `more` how many are left out."""

    def __init__(self, problems: list[Problem], more: int = 0) -> None:
        lines = [str(one) for one in problems]
        super().__init__("\n".join([*lines, f"{problems[0].file}: and {more:,} more"] if more else lines))
        self.problems, self.more = problems, more

    @property
    def count(self) -> int:
        """Of all that is wrong, told or not."""
        return len(self.problems) + self.more


def text_of(path: Path) -> str:
    """The text of a settings file; OSError as for `look_at`, UnicodeDecodeError."""
    look_at(path)
    return path.read_text(encoding="utf-8-sig")


def look_at(path: Path) -> None:
    """Before it is read: OSError for a pipe or device, which might never end, and for what is too large."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):  # of which Windows would only say that permission is denied
        raise IsADirectoryError(errno.EISDIR, "it is a directory", str(path))
    if stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode) or stat.S_ISSOCK(found.st_mode):
        raise OSError(errno.EINVAL, "it is no file", str(path))
    if found.st_size > _LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {_LARGEST // 1_000_000} MB", str(path))


def why_unread(error: Exception) -> str:
    """Why a settings file cannot be read or written, without codes, as words in the midst of a sentence."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text; save it as UTF-8"
    if isinstance(error, IsADirectoryError):
        return "it is a directory"
    reason = error.strerror if isinstance(error, OSError) else None
    return reason[:1].lower() + reason[1:] if reason else str(error)


def read_settings(path: Path) -> Settings:
    """Settings from a file; SettingsFileError names every problem found, a missing or unreadable file included."""
    try:
        text = text_of(path)
    except FileNotFoundError:
        raise SettingsFileError([Problem(str(path), 0, "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise SettingsFileError([Problem(str(path), 0, "", "is not UTF-8 text; save it as UTF-8")]) from None
    except OSError as error:
        raise SettingsFileError([Problem(str(path), 0, "", f"cannot be read: {why_unread(error)}")]) from None
    return parse_settings(text, str(path), path.parent)


def parse_settings(text: str, name: str = FILE_NAME, folder: Path | None = None) -> Settings:
    """Settings from the text of a file called `name`; SettingsFileError as in read_settings.

    `folder` is where files that it names lie; without one none is read.
    """
    text = text.removeprefix("\ufeff")
    tables = _tables_in(text, name)
    try:
        return settings_from(with_news(tables, folder), name, text)
    except NewsFileError as error:
        raise SettingsFileError([Problem(error.file or name, error.line, "", error.words)]) from None


def settings_from(tables: Mapping[str, Any], name: str = FILE_NAME, text: str = "") -> Settings:
    """Settings from tables as TOML has them; SettingsFileError names the problems, with their lines in `text`."""
    found = _problems_in(tables)
    problems = [
        Problem(name, line_of(text, field, entry), ".".join(field), words())
        for field, words, entry in islice(found, _TOLD)
    ]
    if problems:
        raise SettingsFileError(sorted(problems, key=lambda one: one.line), sum(1 for _ in found))
    rules = {table: RULES_BY_TABLE[table].model_validate(values) for table, values in tables.get("rules", {}).items()}
    return Settings.model_validate({**tables, "rules": rules})


def _tables_in(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also what tomllib lets through, e.g. a number of thousands of digits
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise SettingsFileError([Problem(name, line, "", f"is not valid TOML: {_toml_words(error)}")]) from None
    except RecursionError:
        raise SettingsFileError([Problem(name, 0, "", "is nested too deeply to be read")]) from None


_SLIPS = ("Expected newline or end of document after a statement", "Invalid value")
_HINT = "text, dates and times stand in quotes, and numbers without commas or signs"


def _toml_words(error: ValueError) -> str:
    """What tomllib says, with a cure for the usual slips; the line is told beside it."""
    words = re.sub(r" \(at line \d+, column \d+\)$", "", str(error))
    twice = re.match(r"Cannot declare \((.*?),?\) twice$", words)
    if twice:
        table = twice.group(1).replace("'", "").replace(", ", ".")
        return f"[{table}] stands in it twice; make it one table"
    return f"{words}; {_HINT}" if words in _SLIPS else words


type Found = tuple[tuple[str, ...], Callable[[], str], int | None]
"""(path of the field, what is wrong, which entry of its list); words cost something, and those left out need none."""


def _problems_in(tables: Mapping[str, Any]) -> Iterator[Found]:
    for name, values in tables.items():
        if name == "rules" and isinstance(values, dict):
            for rule, fields in values.items():
                yield from _check(("rules", rule), RULES_BY_TABLE.get(rule), fields, list(RULES_BY_TABLE))
        else:
            yield from _check((name,), _TABLES.get(name, Settings if name == "rules" else None), values, _KNOWN)


def _check(path: tuple[str, ...], model: type[BaseModel] | None, values: object, known: list[str]) -> Iterator[Found]:
    if model is None:
        yield path, partial(_not_known, path, known), None
    elif not isinstance(values, dict):
        yield path, partial(_no_table, path, values), None
    else:
        try:
            model.model_validate(values)
        except ValidationError as error:
            yield from _model_problems(path, model, values, error)


def _not_known(path: tuple[str, ...], known: list[str]) -> str:
    outside = len(path) == 1 and path[0] in RULES_BY_TABLE
    return f"is not known{f'; did you mean rules.{path[0]}?' if outside else _did_you_mean(path[-1], known)}"


def _no_table(path: tuple[str, ...], values: object) -> str:
    return f"was {_shown(values)}; make it a table: [{'.'.join(path)}]"


def _model_problems(
    path: tuple[str, ...], model: type[BaseModel], values: Mapping[str, Any], error: ValidationError
) -> Iterator[Found]:
    """One problem a field, or an entry of its table or list."""
    told: set[tuple[tuple[str, ...], int | None]] = set()
    for item in error.errors(include_url=False):
        loc = item["loc"]
        within = values.get(str(loc[0])) if loc else None
        keyed = len(loc) > 1 and isinstance(within, dict) and loc[1] in within
        field = (*path, *(str(part) for part in loc[: 2 if keyed else 1]))
        entry = next((part for part in loc if isinstance(part, int)), None)
        if (field, entry) not in told:
            told.add((field, entry))
            yield field, partial(_words, model, item), entry


def _words(model: type[BaseModel], item: Any) -> str:
    kind, found, loc = item["type"], item["input"], item["loc"]
    if kind == "missing":
        return f"lacks {loc[-1]} in an entry; give every entry one" if len(loc) > 1 else "is missing; give it a value"
    if kind == "extra_forbidden":
        return f"is not known{_did_you_mean(str(loc[0]), named(model))}"
    if kind == "less_than_equal" and item["ctx"]["le"] == 1:
        return f"was {_shown(found)}; {_SHARE}"
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
_SHARE = "give a share between 0 and 1, e.g. 0.8"
_CURES = {
    "int_type": "give a whole number",
    "int_from_float": "give a whole number",
    "string_type": "give text in quotes",
    "bool_type": "give true or false",
    "bool_parsing": "give true or false",
    "decimal_type": _MONEY,
    "decimal_parsing": _MONEY,
    "finite_number": _MONEY,
    "float_type": _SHARE,
    "float_parsing": _SHARE,
    "tuple_type": "give a list",
    "dict_type": "give a table, e.g. { NQ = 2, MNQ = 10 }",
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
        text = toml_value(plain(value)) if isinstance(value, dict | list | tuple) else text
    except ValueError:  # an integer too long to print
        text = "a number too long to show"
    if "://" in text:  # may hold a token or a password, and what is wrong goes into the log
        return "an address"
    return text if len(text) <= 60 else text[:57] + "..."


def named(model: type[BaseModel]) -> list[str]:
    """Fields as a file names them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _did_you_mean(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; known here: {', '.join(sorted(known))}"


def describe(rule: Rule) -> str:
    """A rule in force as one line of its table, for people: `daily_realized_loss: limit = 500`."""
    given = rule.model_dump(exclude_defaults=True, by_alias=True)
    fields = ", ".join(f"{name} = {toml_value(value)}" for name, value in plain(rule).items() if name in given)
    return f"{rule.table}: {fields or 'defaults'}"
