"""Which limits a what-if goes by, where they are not those in force, and when adopting them would take effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.forms.draft import Draft, field_at, with_unit
from riskguard.desktop.presenters.forms.fields import Kind
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import figures
from riskguard.desktop.presenters.words import say
from riskguard.engine.effects import Effect

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Changed:
    """`Daily net loss: Limit`, `$500.00`, `$300.00`."""

    title: str
    old: str
    new: str


def changes(draft: Draft) -> tuple[Changed, ...]:
    """What differs, by rule; a rule switched on tells of its own fields, not of the switch."""
    on = {path.split(".")[1] for path in draft.edits if path.startswith("rules.") and not path.endswith(".enabled")}
    shown = [path for path in draft.edits if not (path.endswith(".enabled") and path.split(".")[1] in on)]
    return tuple(_changed(draft, path) for path in shown)


def _changed(draft: Draft, path: str) -> Changed:
    table = path.split(".")[1]
    title, one = heard(RULES_BY_TABLE[table].title), field_at(path)
    if path.endswith(".enabled") or one is None:
        was = Draft(draft.base).on(table)
        return Changed(title, _on_off(was), _on_off(draft.on(table)))
    before = Draft(draft.base)
    old = with_unit(one, before.value(one)) if before.on(table) else say(words.OFF)
    if one.kind in (Kind.ROWS, Kind.ACCOUNTS):
        return Changed(say(words.CHANGE, title=title, label=heard(one.label)), "…", "…")
    new = draft.edits[path]
    return Changed(
        say(words.CHANGE, title=title, label=heard(one.label)),
        old or say(words.EMPTY),
        with_unit(one, new) if new is not None else say(words.EMPTY),
    )


def _on_off(on: bool) -> str:
    return "on" if on else say(words.OFF)


def changed_words(draft: Draft) -> str:
    """What the button for the limits says."""
    count = len(changes(draft))
    if not count:
        return say(words.SAME_LIMITS)
    return say(words.CHANGED_ONE if count == 1 else words.CHANGED, count=count)


def adopt_words(effects: Iterable[Effect], edits: Mapping[str, object]) -> str:
    """From when on the limits would hold if they were asked for now."""
    new = [one for one in effects if not one.waiting and any(one.path.startswith(_table(path)) for path in edits)]
    later = [one for one in new if not one.now]
    if not later:
        return say(words.ADOPT_NOW)
    when = figures(next((one.when for one in later if one.when), ""))
    if not when:
        return say(words.ADOPT_WAITS)
    return say(words.ADOPT_MIXED if len(later) < len(new) else words.ADOPT_LATER, when=when)


def _table(path: str) -> str:
    return ".".join(path.split(".")[:2])
