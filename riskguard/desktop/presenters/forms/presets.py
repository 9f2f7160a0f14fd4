"""Presets as people choose them: what they set, where each number comes from, and what filling the rules edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from riskguard.config.plain import plain
from riskguard.config.presets import Number, Preset, load_preset, preset_names
from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.draft import Draft, with_unit
from riskguard.desktop.presenters.forms.fields import Field, rule_fields, told
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import date_text, style
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.presenters.words import marked, say

_SURE = {
    "primary": marked("Read on the firm’s own page"),
    "secondary": marked("From a secondary source"),
    "own": marked("Our own choice"),
    "old": marked("No longer the firm’s default, so it is off"),
    "unverified": marked("Not verified, so it is off"),
}


@dataclass(frozen=True, slots=True)
class PresetLine:
    """One number of a preset: what is said, how sure it is, and the page and date it was read."""

    title: str
    words: str
    source: str
    on: bool
    own: bool = False
    """Whether it is a choice of ours and of no firm."""


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


def presets() -> tuple[PresetView, ...]:
    """All presets, as they come with the program. Reads files, so not for the loop."""
    return _presets(style().language)


@cache
def _presets(_language: str) -> tuple[PresetView, ...]:
    return tuple(_view(load_preset(name)) for name in preset_names())


def _view(preset: Preset) -> PresetView:
    header = preset.header
    lines = tuple(_line(preset, number) for number in header.numbers if number.rule)
    own = lines or tuple(_own(preset, table) for table in preset.tables)
    firm = [one for one in header.sources if one.page]
    read = max((one.read for one in header.sources), default=None)
    pages = tuple(dict.fromkeys(_page(one.page) for one in firm))
    notes = tuple(map(heard, header.notes))
    return PresetView(header.name, heard(header.title), heard(header.about), own, notes, read, pages)


def _line(preset: Preset, number: Number) -> PresetLine:
    sources = [one for one in preset.header.sources if one.name in number.sources]
    told = "; ".join(
        say(texts.READ, page=_page(one.page) or heard(one.title), day=date_text(one.read)) for one in sources
    )
    sure = say(_SURE[number.confidence])
    title = heard(RULES_BY_TABLE[number.rule].title)
    source = f"{sure}{f': {told}' if told else ''}."
    return PresetLine(title, heard(number.words), source, number.rule in preset.on, own=number.confidence == "own")


def _page(page: str) -> str:
    """`help.topstep.com, article 8284204`, with the article in the language of the windows."""
    site, article, number = page.partition(", article ")
    return say(texts.ARTICLE, site=site, number=number) if article else page


def _own(preset: Preset, table: str) -> PresetLine:
    given = {name: value for name, value in preset.tables[table].items() if name not in ("enabled", "windows")}
    fields = {one.name: told(one) for one in rule_fields(RULES_BY_TABLE[table])}
    parts = [_worth(fields[name], plain(value)) for name, value in given.items() if name in fields]
    title, source = heard(RULES_BY_TABLE[table].title), f"{say(_SURE['own'])}."
    return PresetLine(title, "; ".join(filter(None, parts)) or say("As it comes"), source, table in preset.on, own=True)


def _worth(one: Field, value: object) -> str:
    """`Limit: $200`; a list of rows by how many it has."""
    if isinstance(value, list | dict):
        count = say(texts.ENTRIES_ONE) if len(value) == 1 else say(texts.ENTRIES, count=len(value))
        return say(texts.LABEL_VALUE, label=one.label, value=count)
    return say(texts.LABEL_VALUE, label=one.label, value=with_unit(one, value))


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
            draft.asks[path] = f"{capitalized(heard(words))}."
            draft.edit(path, None)
    return len(preset.on)
