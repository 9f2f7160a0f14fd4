"""Presets as people choose them: what they set, where each number comes from, and what filling the rules edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from riskguard.config.plain import plain
from riskguard.config.presets import Number, Preset, load_preset, preset_names
from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.presenters.forms.draft import Draft

_SURE = {
    "primary": "Read on the firm’s own page",
    "secondary": "From a secondary source",
    "own": "Our own choice",
    "old": "No longer the firm’s default, so it is off",
    "unverified": "Not verified, so it is off",
}


@dataclass(frozen=True, slots=True)
class PresetLine:
    """One number of a preset: what is said, how sure it is, and the page and date it was read."""

    title: str
    words: str
    source: str
    on: bool


@dataclass(frozen=True, slots=True)
class PresetView:
    name: str
    title: str
    about: str
    lines: tuple[PresetLine, ...]
    notes: tuple[str, ...]
    read: date | None
    pages: tuple[str, ...]
    """Where the numbers were read: pages, each once."""


@cache
def presets() -> tuple[PresetView, ...]:
    """All presets, as they come with the program. Reads files, so not for the loop."""
    return tuple(_view(load_preset(name)) for name in preset_names())


def _view(preset: Preset) -> PresetView:
    header = preset.header
    lines = tuple(_line(preset, number) for number in header.numbers if number.rule)
    own = lines or tuple(_own(preset, table) for table in preset.tables)
    firm = [one for one in header.sources if one.page]
    read = max((one.read for one in header.sources), default=None)
    pages = tuple(dict.fromkeys(one.page for one in firm))
    return PresetView(header.name, header.title, header.about, own, header.notes, read, pages)


def _line(preset: Preset, number: Number) -> PresetLine:
    sources = [one for one in preset.header.sources if one.name in number.sources]
    told = "; ".join(f"{one.page or one.title}, read {one.read:%b} {one.read.day}, {one.read.year}" for one in sources)
    sure = _SURE[number.confidence]
    title = RULES_BY_TABLE[number.rule].title
    return PresetLine(title, number.words, f"{sure}{f': {told}' if told else ''}.", number.rule in preset.on)


def _own(preset: Preset, table: str) -> PresetLine:
    given = {name: value for name, value in preset.tables[table].items() if name not in ("enabled", "windows")}
    words = ", ".join(f"{name.replace('_', ' ')} {plain(value)}" for name, value in given.items())
    return PresetLine(RULES_BY_TABLE[table].title, words or "As it comes", _SURE["own"] + ".", table in preset.on)


def fill(draft: Draft, name: str, figures: Mapping[str, object] | None = None) -> int:
    """Put a preset's values into a draft; what only the user knows is marked as missing. How many rules it sets.

    A table it leaves off is left as it is where the user has one.
    """
    preset, given = load_preset(name), figures or {}
    asked = {ask.path: ask.words for ask in preset.header.asks if ask.path.split(".")[1] in preset.on}
    for table in preset.on:
        for field, value in preset.tables[table].items():
            if field != "enabled":
                draft.edit(f"rules.{table}.{field}", plain(value))
        draft.edit(f"rules.{table}.enabled", True)
    for path, words in asked.items():
        if path in given:
            draft.edit(path, given[path])
        elif draft.at(path) is None:
            draft.fault(path, f"{words[:1].upper()}{words[1:]}.")
    return len(preset.on)
