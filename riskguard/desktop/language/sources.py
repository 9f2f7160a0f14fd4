"""Every text that a translation has to have, with its context: from the code, the words, the rules, the presets."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel

from riskguard.config.presets import load_preset, preset_names
from riskguard.config.settings import Settings
from riskguard.desktop.presenters import engine_words, words, words_actions, words_desk, words_past
from riskguard.desktop.presenters.forms import texts
from riskguard.rules import ALL_RULES, Rule

type Source = tuple[str, str]
"""Context and text."""

DESKTOP = Path(__file__).resolve().parents[1]
_WORDED = re.compile(r"^(?![a-z]+(?:_[a-z]+)+$).*?[^\W\d_]", re.DOTALL)
"""Has letters, and is no name of a table."""
_SAYING = frozenset(("say", "marked"))


def sources() -> tuple[Source, ...]:
    """Each once, in a lasting order."""
    found = [*_from_words(), *_from_code(), *_from_engine(), *_from_rules(), *_from_presets()]
    return tuple(dict.fromkeys((context, text) for context, text in found if _WORDED.search(text)))


def _from_words() -> Iterator[Source]:
    for module in (words, words_desk, words_past, words_actions, texts):
        for text in _constants(module):
            yield "words", text


def _constants(module: ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if name.isupper():
            yield from _strings(value)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for one in value.values():
                yield from _strings(one)
        case tuple():
            for one in value:
                yield from _strings(one)


def _from_code() -> Iterator[Source]:
    for path in sorted(DESKTOP.rglob("*.py")):
        yield from in_code(path.read_text(encoding="utf-8"))


def in_code(code: str) -> Iterator[Source]:
    """What `tr`, `say` and `marked` are given as it stands; the context of `tr` is its class."""
    tree = ast.parse(code)
    classes = [made for made in ast.walk(tree) if isinstance(made, ast.ClassDef)]
    owners = {id(call): made.name for made in classes for call in ast.walk(made)}
    for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args):
        match call.func:
            case ast.Attribute(attr="tr"):
                context = owners.get(id(call), "words")
            case ast.Name(id=name) if name in _SAYING:
                context = "words"
            case ast.Name(id="Field"):
                yield from (("settings", text) for argument in call.args[1:3] for text in _literals(argument))
                continue
            case _:
                continue
        yield from ((context, text) for text in _literals(call.args[0]))


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _literals(node.body)
            yield from _literals(node.orelse)
        case ast.Tuple():
            for one in node.elts:
                yield from _literals(one)


def _from_engine() -> Iterator[Source]:
    return (("engine", text) for text in engine_words.EVERY)


def _from_rules() -> Iterator[Source]:
    for rule in ALL_RULES:
        yield from (("rules", text) for text in _of_rule(rule))
        yield from (("rules", text) for text in _of_model(rule))
    for table in Settings.model_fields.values():
        if isinstance(table.annotation, type) and issubclass(table.annotation, BaseModel):
            yield from (("settings", text) for text in _of_model(table.annotation))


def _of_rule(rule: type[Rule]) -> Iterable[str]:
    about = " ".join((rule.__doc__ or "").split())
    return (rule.title, rule.breach_title, rule.consequence, about, rule.example.story)


def _of_model(model: type[BaseModel]) -> Iterable[str]:
    return [text for field in model.model_fields.values() for text in (field.title, field.description) if text]


def _from_presets() -> Iterator[Source]:
    for name in preset_names():
        header = load_preset(name).header
        told = (header.title, header.about, *header.notes, *(ask.words for ask in header.asks))
        cited = (source.title for source in header.sources if not source.page)
        yield from (("presets", text) for text in (*told, *cited, *(one.words for one in header.numbers)))
