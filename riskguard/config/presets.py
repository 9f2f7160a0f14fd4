"""Presets: limits of a prop firm, or of our own, with where each number comes from and how sure it is."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from riskguard.config.file import Problem, SettingsFileError, parse_settings
from riskguard.config.lines import line_of
from riskguard.config.resources import resource

type Confidence = Literal["primary", "secondary", "own", "old", "unverified"]
NOT_RELIED_ON = frozenset(("old", "unverified"))
"""A rule with such a number is off in a preset."""
_FOLDER = "presets"
_RULES = re.compile(r"^\[rules\.(\w+)\][^\n]*\n(?:(?!\[rules\.).*\n?)*", re.MULTILINE)
_PARTS = re.compile(r"(\d+)")


class UnknownPresetError(LookupError):
    """No preset has this name; the message says which might be meant."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """Where numbers come from: `read` is when, `dated` the page's own date where it has one."""

    name: str
    title: str
    page: str = ""
    read: date
    dated: date | None = None


class Number(_Part):
    """What a source says, in words; without a rule it is for information only."""

    words: str
    confidence: Confidence
    rule: str = ""
    sources: tuple[str, ...] = ()


class Ask(_Part):
    """A figure only the user knows, which is asked for when its rule is applied."""

    path: str
    words: str


class Header(_Part):
    """What a preset is; one without a firm is our own and needs no source."""

    name: str
    title: str
    about: str
    firm: str = ""
    notes: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    sources: tuple[Source, ...] = ()
    numbers: tuple[Number, ...] = ()


class _File(_Part):
    preset: Header
    rules: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preset:
    """One preset: its header, the values of its tables as TOML has them, and their text with comments."""

    header: Header
    tables: Mapping[str, Mapping[str, Any]]
    blocks: Mapping[str, str]

    @property
    def on(self) -> tuple[str, ...]:
        """Tables that are on as the preset comes."""
        return tuple(table for table, values in self.tables.items() if values.get("enabled", True))


def preset_names() -> tuple[str, ...]:
    """Names of all presets, numbers in their natural order."""
    names = (path.stem for path in resource(_FOLDER).glob("*.toml"))
    return tuple(
        sorted(
            names, key=lambda name: [(len(part), part) if part.isdigit() else (0, part) for part in _PARTS.split(name)]
        )
    )


def load_preset(name: str) -> Preset:
    """A preset by its name; UnknownPresetError, or SettingsFileError where its file is broken."""
    names = preset_names()
    if name not in names:
        close = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(names)}"
        raise UnknownPresetError(f"{name} is no preset; {hint}")
    path = resource(_FOLDER, f"{name}.toml")
    return parse_preset(path.read_text(encoding="utf-8"), str(path))


def parse_preset(text: str, file: str) -> Preset:
    """A preset from the text of a file; SettingsFileError names every problem with its line."""
    blocks = {found.group(1): found.group(0).strip() + "\n" for found in _RULES.finditer(text)}
    first = _RULES.search(text)
    head, rules = (text[: first.start()], text[first.start() :]) if first else (text, "")
    parse_settings("\n" * head.count("\n") + rules, file)
    header = _header(head, file)
    tables = tomllib.loads(rules).get("rules", {})
    problems = [
        Problem(file, line_of(text, ("rules", table)), f"rules.{table}", words)
        for table, words in _unsure(header, tables)
    ]
    if problems:
        raise SettingsFileError(problems)
    return Preset(header, tables, blocks)


def _header(text: str, file: str) -> Header:
    try:
        return _File.model_validate(tomllib.loads(text)).preset
    except ValidationError as error:
        raise SettingsFileError([_problem(text, file, item) for item in error.errors(include_url=False)]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise SettingsFileError([Problem(file, line, "", f"is not valid TOML: {error}")]) from None


def _problem(text: str, file: str, item: Any) -> Problem:
    field = tuple(str(part) for part in item["loc"] if not isinstance(part, int))
    entry = next((part for part in item["loc"] if isinstance(part, int)), None)
    line = line_of(text, field[:2], entry) or 1
    return Problem(file, line, ".".join(field), f"cannot be used: {item['msg']}")


def _unsure(header: Header, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Tables whose numbers have no source, or are on though they are not to be relied on."""
    known = {source.name for source in header.sources}
    for table, values in tables.items():
        numbers = [number for number in header.numbers if number.rule == table]
        if header.firm and not numbers:
            yield table, "has no entry in preset.numbers; say where its numbers come from"
        strange = [name for number in numbers for name in number.sources if name not in known]
        if strange:
            yield table, f"names the source {strange[0]}, which is not among preset.sources"
        if values.get("enabled", True) and any(number.confidence in NOT_RELIED_ON for number in numbers):
            yield table, "has numbers that are not verified; write enabled = false"
