"""Sentences of the engine, said in the language of the windows: read by their templates, figures written anew.

The rooms below speak English only, for what they say is also journalled, replayed and sent. A sentence that no template
knows (a reason the gateway gave, a name) stays as it came.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any

from riskguard.desktop.presenters import engine_words, local
from riskguard.desktop.presenters.local import figures
from riskguard.desktop.presenters.words import say
from riskguard.domain.trading_day import Schedule
from riskguard.engine import titles
from riskguard.rules import ALL_RULES

_AMOUNT = r"[−+-]?\$\d[\d,]*(?:\.\d+)?"
_NUMBER = r"[−+-]?\d[\d,]*(?:\.\d+)?"
_CLOCK = r"(?:[A-Z][a-z]{2} (?:\d{1,2} )?)?\d{1,2}:\d\d(?::\d\d)? [AP]M(?: [A-Z][\w ]*?)?"
_SPAN = r"(?:\d+ h)?(?: ?\d+ min)?(?: ?\d+ s)?"
_ROOT = r"[A-Z0-9]{1,8}"
_SIZES = rf"\d+ {_ROOT}(?:(?:, | and )\d+ {_ROOT})*"
SLOTS: Mapping[str, str] = {
    "money": _AMOUNT,
    "n": _NUMBER,
    "price": _NUMBER,
    "time": _CLOCK,
    "span": _SPAN,
    "root": _ROOT,
    "roots": rf"{_ROOT}(?:(?:, | and ){_ROOT})*",
    "sizes": _SIZES,
    "rule": r"RULE-\d+",
    "title": r"[A-Z][^.:]*?",
    "counted": r"[a-z ]+",
    "refused": r"[a-z].*?",
    "name": r".+?",
    "rest": r".+",
    "word": r".+?",
    "text": r".+",
    "reset": r".+",
}
"""What may stand in a slot, by its kind."""
_SAID = frozenset(("title", "counted", "refused", "word", "text"))
"""Slots that hold words of the house, to be said in turn; `name` and `rest` stay as they are."""
_SLOT = re.compile(r"\{([a-z]+)\d*\}")
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[^a-z])")


def heard(text: str) -> str:
    """A text of the engine in the language of the windows."""
    if local.style().english or not text:
        return text
    return _heard(text)


def forget() -> None:
    """The language is another one."""
    _heard.cache_clear()


def rule_title(rule: str) -> str:
    return heard(titles.rule_title(rule))


def breach_title(rule: str) -> str:
    return heard(titles.breach_title(rule))


@lru_cache(maxsize=4096)
def _heard(text: str) -> str:
    found = _whole(text)
    if found is not None:
        return found
    sentences = _SENTENCES.split(text)
    if len(sentences) > 1:
        return " ".join(map(_heard, sentences))
    head, colon, tail = text.partition(": ")
    if colon and (before := _whole(head)) is not None:
        return f"{before}: {_heard(tail)}"
    first, comma, rest = text.partition(", ")
    if comma and (before := _whole(first)) is not None and (after := _whole(rest)) is not None:
        return f"{before}, {after}"
    return text


def _whole(text: str) -> str | None:
    """A text that one template says, with or without a full stop; None where there is none."""
    if not re.search(r"[a-z]{2}", text):
        return figures(text)
    bare = text.removesuffix(".")
    for asked, dot in ((text, ""), (bare, "." if bare != text else "")):
        found = _matched(asked)
        if found is None:
            lower, upper = asked[:1].lower() + asked[1:], asked[:1].upper() + asked[1:]
            found = _matched(upper) if asked == lower else capitalized(_matched(lower))
        if found is not None:
            return found + dot
    return None


def capitalized(text: str | None) -> str | None:
    return text and text[:1].upper() + text[1:]


def _matched(text: str) -> str | None:
    known = local.word(text)
    if known is not None:
        return known
    for template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return say(template, **{name: _slot(name, value) for name, value in found.groupdict().items()})
    return None


def _slot(name: str, value: str) -> str:
    kind = name.rstrip("0123456789")
    if kind in _SAID:
        return _heard(value)
    if kind in ("sizes", "roots"):
        return value.replace(" and ", f" {say(engine_words.AND)} ")
    return value if kind in ("name", "rest", "root", "rule", "span") else figures(value)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates with slots, those with more words of their own first; the ones without are looked up."""
    every = (*engine_words.EVERY, *(rule.consequence for rule in ALL_RULES))
    slotted = [each for each in dict.fromkeys(every) if _SLOT.search(each)]
    slotted.sort(key=lambda each: -len(_SLOT.sub("", each)))
    return tuple((each, _pattern(each)) for each in slotted)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{([a-z]+\d*)\}", template)
    made = [
        rf"(?P<{part}>{SLOTS[part.rstrip('0123456789')]})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    ]
    return re.compile("".join(made))


_VERBATIM = frozenset(("name", "root", "symbol", "rule", "contract_id", "path", "key", "kind", "missing", "hubs_lost"))


def spoken[T](value: T) -> T:
    """A snapshot or notice with all its words in the language of the windows."""
    return value if local.style().english else _spoken(value)


def _spoken(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(heard(one) if type(one) is str else _spoken(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type | Schedule):
        return value
    changed = {}
    for one in fields(value):
        if one.init and one.name not in _VERBATIM:
            before = getattr(value, one.name)
            after = heard(before) if type(before) is str else _spoken(before)
            if after is not before:
                changed[one.name] = after
    return replace(value, **changed) if changed else value
