"""Edits not saved yet over what is asked for: which fields are wrong, which would hold when. Pure but for its edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from riskguard.config.file import SettingsFileError
from riskguard.config.plain import LOOKS, plain_settings
from riskguard.config.request import with_plain
from riskguard.config.settings import RULES_BY_TABLE, Settings
from riskguard.config.toml_edit import REMOVE
from riskguard.desktop.presenters import local
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.fields import Field, Kind, rule_fields
from riskguard.desktop.presenters.forms.values import shown, with_shares
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import span_text
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.presenters.words import say
from riskguard.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a field: its fault, or from when on the change would hold."""

    text: str
    tone: str
    """`danger`, `ok` for now, `info` for later."""
    detail: str = ""
    undo: str = ""
    """What taking it back is called; "" where there is nothing to take back."""


@dataclass
class Draft:
    """`base` is what is asked for already, pending changes in it."""

    base: Settings
    edits: dict[str, object] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    """What is typed and means nothing, by path."""
    asks: dict[str, str] = field(default_factory=dict)
    """What has to be given though the settings would do without it, by path, in words."""

    def __post_init__(self) -> None:
        self._plain = plain_settings(self.base)

    def value(self, one: Field) -> object:
        """As edited, else as asked for, else the default."""
        if one.path in self.edits:
            return self.edits[one.path]
        found = _at(self._plain, one.path)
        lacking = one.path.partition(".")[0] in LOOKS or not _at(self._plain, one.path.rpartition(".")[0])
        return one.default if found is None and lacking else found

    def at(self, path: str) -> Any:
        """What a path holds, edited or asked for; None for nothing."""
        return self.edits[path] if path in self.edits else _at(self._plain, path)

    def table(self, path: str) -> Any:
        """A whole table as asked for; None where there is none."""
        return _at(self._plain, path)

    def on(self, table: str) -> bool:
        """Whether a rule would be on."""
        path = f"rules.{table}.enabled"
        known = _at(self._plain, f"rules.{table}")
        return bool(self.edits.get(path, known is not None and known.get("enabled", True)))

    def edit(self, path: str, value: object, default: object = None) -> None:
        """Another value, None for none; what is as before is no edit. A fault there is over."""
        self.faults.pop(path, None)
        if value is None and path in self.asks:
            self.fault(path, self.asks[path])
            return
        known = _at(self._plain, path)
        absent = known is None and (value is None or (value == default and not self._begun(path)))
        if value == known or absent:
            self.edits.pop(path, None)
        else:
            self.edits[path] = value

    def _begun(self, path: str) -> bool:
        return _at(self._plain, path.rpartition(".")[0]) is not None

    def fault(self, path: str, words: str) -> None:
        self.edits.pop(path, None)
        self.faults[path] = words

    def undo(self, path: str) -> None:
        self.edits.pop(path, None)
        self.faults.pop(path, None)

    def clear(self) -> None:
        self.edits.clear()
        self.faults.clear()
        self.asks.clear()

    def put_away(self, table: str) -> dict[str, object]:
        """Takes back all edits of a table and gives them, so that they can be made again; faults go with them."""
        edits = {path: value for path, value in self.edits.items() if path.startswith(f"{table}.")}
        for path in [*edits, *(path for path in self.faults if path.startswith(f"{table}."))]:
            self.undo(path)
        return edits

    @property
    def changed(self) -> bool:
        return bool(self.edits or self.faults)

    def check(self) -> "Checked":
        """All that would be asked for, and what is wrong with it, by path."""
        problems = dict(self.faults)
        try:
            wanted = with_plain(self.base, self.edits)
        except SettingsFileError as error:
            for problem in error.problems:
                problems.setdefault(problem.field, _cure(problem.words))
            return Checked(None, problems)
        return Checked(None if problems else wanted, problems)

    def values(self) -> dict[str, object]:
        """The edits as a save takes them."""
        return {path: REMOVE if value is None else value for path, value in self.edits.items()}

    def rebase(self, base: Settings) -> None:
        """What is asked for has changed: edits that say the same are none any more."""
        self.base = base
        self._plain = plain_settings(base)
        self.edits = {path: value for path, value in self.edits.items() if _at(self._plain, path) != value}


@dataclass(frozen=True, slots=True)
class Checked:
    """`wanted` is None while something is wrong."""

    wanted: Settings | None
    problems: Mapping[str, str]


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        values = values.get(name) if isinstance(values, Mapping) else None
    return values


def _cure(words: str) -> str:
    """`was -5; give a whole number` -> `Give a whole number.`"""
    if words.startswith("is missing"):
        return say(texts.MUST)
    cure = words.partition("; ")[2] or words
    cure = cure.replace("give ", "enter ", 1) if cure.startswith("give ") else cure
    return heard(capitalized(cure).rstrip(".") + ".")


def notes(draft: Draft, problems: Mapping[str, str], effects: Iterable[Effect]) -> dict[str, Note]:
    """What stands beside each field, by path."""
    found = {path: Note(words, "danger") for path, words in problems.items()}
    for effect in effects:
        path = effect.path
        if path.count(".") == 1 and path.startswith("rules."):
            path = f"{path}.enabled"
        if path not in found:
            found[path] = _note(effect, draft)
    return found


def _note(effect: Effect, draft: Draft) -> Note:
    undo = say(texts.WITHDRAW if effect.waiting else texts.UNDO)
    if effect.now:
        return Note(say(texts.NOW), "ok", undo=undo)
    if effect.when:
        text = say(texts.AT, when=local.figures(effect.when))
    else:
        text = say(texts.AFTER_LOCKOUT if effect.until_unlocked else texts.AFTER_CONNECTING)
    cooling = span_text(timedelta(seconds=draft.base.security.cooling_off))
    was = _was(effect)
    return Note(text, "info", " ".join(part for part in (was, say(texts.LOOSER, cooling=cooling)) if part), undo)


def _was(effect: Effect) -> str:
    one = field_at(effect.path)
    if one is None or one.kind in (Kind.SWITCH, Kind.ROWS, Kind.ACCOUNTS) or isinstance(effect.old, dict):
        return ""
    return say(texts.WAS, old=with_unit(one, effect.old)) if effect.old is not None else say(texts.WAS_NOTHING)


def field_at(path: str) -> Field | None:
    """The form field of a rule's setting."""
    parts = path.split(".")
    rule = RULES_BY_TABLE.get(parts[1]) if parts[0] == "rules" and len(parts) == 3 else None
    return next((one for one in rule_fields(rule) if one.path == path), None) if rule else None


def with_unit(one: Field, value: object) -> str:
    """A value as people read it: `$500.00`, `80%`, `30 min`, `Close and lock`."""
    text = shown(one, value)
    match one.kind:
        case Kind.CHOICE:
            return say(texts.CHOICES.get(text, text))
        case Kind.SHARE | Kind.SHARES:
            return with_shares(text)
        case Kind.SWITCH:
            return say(texts.ON if value else texts.OFF)
    if one.unit == "dollars":
        return local.dollars_text(text)
    if one.unit == "seconds" and isinstance(value, int | float):
        return span_text(timedelta(seconds=value))
    return f"{text} {say(texts.UNITS.get(one.unit, one.unit)) if one.unit else ''}".strip()
