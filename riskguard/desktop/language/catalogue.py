"""A Qt Linguist catalogue (.ts), read as it is: no compiler is needed to build, and the program finds its texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from riskguard.desktop.resources import resource

FINISHED, UNFINISHED, GONE = "", "unfinished", "vanished"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by context and source; `of` finds a text of any context where its own has none."""

    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_source: Mapping[str, str] = field(default_factory=dict)

    def of(self, context: str, source: str) -> str | None:
        return self.texts.get((context, source)) or self.by_source.get(source)


def read(language: str) -> Catalogue:
    """FileNotFoundError where there is none for a language."""
    return parse(resource("translations", f"riskguard_{language}.ts").read_text(encoding="utf-8"))


def parse(text: str) -> Catalogue:
    found: dict[tuple[str, str], str] = {}
    for context in ElementTree.fromstring(text).iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            told = message.find("translation")
            if told is not None and told.get("type", FINISHED) == FINISHED and told.text:
                found[name, message.findtext("source") or ""] = told.text
    by_source = {source: told for (_, source), told in reversed(found.items())}
    return Catalogue(found, by_source)
