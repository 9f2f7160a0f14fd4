"""The list of rules beside the form: in groups, each with its state and its main number; and what a save sums up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.draft import Draft, Note, with_unit
from riskguard.desktop.presenters.forms.fields import Field, Kind, rule_fields, told
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import figures, style
from riskguard.desktop.presenters.words import say
from riskguard.domain.money import MINUS
from riskguard.engine.effects import Effect
from riskguard.rules import Rule

_LOSSES = frozenset(texts.GROUPS[0][1])


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One line of the list. `mark` is `ok` (acts), `info` (only tells) or `off`; `sign` what its edits would do."""

    table: str
    title: str
    value: str
    mark: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    title: str
    items: tuple[RuleItem, ...]


def groups(draft: Draft, found: Mapping[str, Note]) -> tuple[RuleGroup, ...]:
    return tuple(
        RuleGroup(say(title), tuple(_item(table, draft, found) for table in tables)) for title, tables in texts.GROUPS
    )


def _item(table: str, draft: Draft, found: Mapping[str, Note]) -> RuleItem:
    rule = RULES_BY_TABLE[table]
    on = draft.on(table)
    tones = [note.tone for path, note in found.items() if path.startswith(f"rules.{table}.")]
    sign = next((tone for tone in ("danger", "info", "ok") if tone in tones), "")
    if not on:
        return RuleItem(table, heard(rule.title), say(texts.OFF), "off", sign)
    observing = draft.edits.get(f"rules.{table}.mode", (draft.table(f"rules.{table}") or {}).get("mode")) == "observe"
    value = say(texts.OBSERVE) if observing else _main_value(table, draft)
    return RuleItem(table, heard(rule.title), value, "info" if observing else "ok", sign)


def _main_value(table: str, draft: Draft) -> str:
    """The number people mean when they speak of a rule: the first one of its form."""
    one = main_field(table)
    if one is None or f"{one.path}" in draft.faults:
        return say(texts.ON)
    value = draft.value(one)
    text = with_unit(one, value) if value is not None else ""
    return f"{MINUS}{text}" if one.unit == "dollars" and text and table in _LOSSES else text or say(texts.ON)


def main_field(table: str) -> Field | None:
    fields = rule_fields(RULES_BY_TABLE[table])
    kinds = (Kind.MONEY, Kind.WHOLE, Kind.NUMBER)
    named = [one for one in fields if one.name in ("max_loss", "per_hour", "count", "grace") and one.kind in kinds]
    return next(iter([*named, *(one for one in fields if one.kind in kinds)]), None)


def count_words(draft: Draft) -> str:
    """`10 on, 5 off`."""
    on = sum(draft.on(table) for table in RULES_BY_TABLE)
    return say(texts.COUNT_ON, on=on, off=len(RULES_BY_TABLE) - on)


def summary(draft: Draft, effects: Iterable[Effect], problems: Mapping[str, str]) -> tuple[str, str, str]:
    """How many changes, when they would hold, and what holds the save: `3 changes`, `2 now, 1 from Fri 5:00 PM CT`."""
    new = [one for one in effects if not one.waiting]
    count = len({_path(one) for one in new} | set(draft.edits)) if draft.changed else 0
    if not draft.changed:
        return say(texts.NO_CHANGES), "", ""
    now = sum(one.now for one in new)
    times: dict[str, int] = {}
    for one in new:
        if not one.now:
            when = figures(one.when)
            times[when] = times.get(when, 0) + 1
    parts = [say(texts.COUNT_NOW, count=now)] if now else []
    parts += [say(texts.COUNT_LATER if when else texts.LATER, count=n, when=when) for when, n in times.items()]
    faults = len(problems)
    fault = say(texts.FAULTS_ONE if faults == 1 else texts.FAULTS, count=faults) if faults else ""
    return say(texts.CHANGES_ONE if count == 1 else texts.CHANGES, count=count), ", ".join(parts), fault


def _path(one: Effect) -> str:
    return f"{one.path}.enabled" if one.path.startswith("rules.") and one.path.count(".") == 1 else one.path


def loosens(effects: Iterable[Effect]) -> bool:
    """Whether a save does more than tighten and change looks: then the admin password is asked for."""
    return any(not one.waiting and not one.tighter and not one.path.startswith("appearance") for one in effects)


def searched(text: str) -> frozenset[str] | None:
    """Tables whose title, help or fields hold every word of a search; None for no search."""
    words = text.lower().split()
    if not words:
        return None
    spoken = style().language
    return frozenset(table for table in RULES_BY_TABLE if all(word in _haystack(table, spoken) for word in words))


def about(rule: type[Rule]) -> str:
    """What a rule does, in sentences."""
    return heard(" ".join((rule.__doc__ or "").split()))


@cache
def _haystack(table: str, _language: str) -> str:
    rule = RULES_BY_TABLE[table]
    fields = " ".join(f"{one.label} {one.help}" for one in map(told, rule_fields(rule)))
    return f"{rule.title} {heard(rule.title)} {table} {about(rule)} {fields}".lower()
