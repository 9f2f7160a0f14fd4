"""Puts a preset into the text of a settings file: its values replace those of the same name, all else stays."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskguard.config.file import parse_settings
from riskguard.config.presets import Preset
from riskguard.config.toml_edit import with_values


class PresetNotUsableError(ValueError):
    """The preset cannot be applied as asked; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Applying:
    """How a preset is applied: figures by path, one account or all, rules to switch on that it leaves off, and others
    to switch off that it has on.
    """

    figures: Mapping[str, object] = field(default_factory=dict)
    account: int | None = None
    on: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()

    def switches_on(self, table: str, preset: Preset) -> bool:
        return table not in self.off and (table in preset.on or table in self.on)


@dataclass(frozen=True, slots=True)
class Applied:
    """The new text; `left` are tables the preset has off and the file already had, which stay as they are.

    `watching` are those that only observe because the file had them so, of which the preset says nothing.
    """

    text: str
    on: tuple[str, ...]
    off: tuple[str, ...]
    left: tuple[str, ...]
    watching: tuple[str, ...] = ()


def applied(text: str, preset: Preset, how: Applying, file: Path) -> Applied:
    """The text of a settings file (`file`, which may not exist yet) with a preset in it.

    Raises PresetNotUsableError, SettingsFileError for a file that is wrong already, NotEditableError as `with_values`.
    """
    parse_settings(text, str(file), file.parent)
    present: Mapping[str, Mapping[str, Any]] = tomllib.loads(text.removeprefix("\ufeff")).get("rules", {})
    chosen = tuple(table for table in preset.tables if how.switches_on(table, preset))
    _check(preset, how, chosen, present)
    left = tuple(table for table in preset.tables if table in present and table not in chosen)
    for table in preset.tables:
        if table not in left:
            values = _values(preset, how, table, present.get(table, {}))
            text = _with_table(text, preset, table, values, new=table not in present)
    off = tuple(one for one in preset.tables if one not in (*chosen, *left))
    return Applied(text, chosen, off, left, tuple(_watching(preset, chosen, present)))


def _watching(preset: Preset, chosen: tuple[str, ...], present: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for table in chosen:
        if "mode" not in preset.tables[table] and present.get(table, {}).get("mode") == "observe":
            yield table


def _check(preset: Preset, how: Applying, chosen: tuple[str, ...], present: Mapping[str, Mapping[str, Any]]) -> None:
    strange = sorted(table for table in how.on if table not in preset.tables)
    if strange:
        names = ", ".join(preset.tables)
        raise PresetNotUsableError(f"{preset.header.name} has no {strange[0]}; its rules are {names}")
    for path in how.figures:
        table = path.split(".")[1]
        if table not in chosen:
            state = "leaves it off; add --on " + table if table in preset.tables else "does not have it"
            raise PresetNotUsableError(f"{path.split('.')[2]} is a figure of {table}, and {preset.header.name} {state}")
    for ask in preset.header.asks:
        _, table, name = ask.path.split(".")
        if table in chosen and name not in _values(preset, how, table, present.get(table, {})):
            option = f"--{name.replace('_', '-')}"
            raise PresetNotUsableError(f"{table} needs {option} DOLLARS: {ask.words}")


def _values(preset: Preset, how: Applying, table: str, present: Mapping[str, Any]) -> dict[str, Any]:
    """What is written into one table, as far as it is known.

    Figures that the file has and nobody gives anew stay where all else of the table is as the preset has it: only then
    they are figures of the same account.
    """
    chosen = how.switches_on(table, preset)
    asked = {ask.path.split(".")[2] for ask in preset.header.asks if chosen and ask.path.split(".")[1] == table}
    values = {name: value for name, value in preset.tables[table].items() if name not in (*asked, "enabled")}
    values |= {path.split(".")[2]: value for path, value in how.figures.items() if path.split(".")[1] == table}
    if all(present.get(name) == value for name, value in values.items()):
        values |= {name: present[name] for name in asked if name in present}
    if chosen and (table in how.on or not present.get("enabled", True)):
        values["enabled"] = True
    if table in how.off:
        values["enabled"] = False
    if how.account is not None:
        values["accounts"] = [how.account]
    return values


def _with_table(text: str, preset: Preset, table: str, values: Mapping[str, Any], *, new: bool) -> str:
    if new:
        text = _begun(text, preset.blocks[table], f"rules.{table}", preset.tables[table])
    return with_values(text, {f"rules.{table}.{name}": value for name, value in values.items()})


def _begun(text: str, block: str, path: str, values: Mapping[str, Any]) -> str:
    """A table that is not there yet, with the preset's comments where the file is written in a way that takes it."""
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    longer = text + gap + block.replace("\n", end)
    try:
        tomllib.loads(longer.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return with_values(text, {path: values})
    return longer
