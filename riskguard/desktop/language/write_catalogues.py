"""Brings the catalogues up to date with the texts: `python -m riskguard.desktop.language.write_catalogues`.

New texts come in unfinished, old ones go; what is translated stays. Translate with Qt Linguist or in the file.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from riskguard.desktop.language.catalogue import Catalogue, parse
from riskguard.desktop.language.sources import Source, sources

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "translations"
LANGUAGES = ("de",)


def written(language: str, wanted: Iterable[Source], known: Catalogue) -> str:
    """The text of a catalogue file."""
    contexts: dict[str, list[str]] = {}
    for context, source in wanted:
        contexts.setdefault(context, []).append(source)
    parts = [f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{language}">\n']
    for context, texts in sorted(contexts.items()):
        parts.append(f"<context>\n    <name>{escape(context)}</name>\n")
        parts += [_message(text, known.of(context, text)) for text in texts]
        parts.append("</context>\n")
    return "".join([*parts, "</TS>\n"])


def _message(source: str, told: str | None) -> str:
    lacking = "" if told else ' type="unfinished"'
    return (
        f"    <message>\n        <source>{escape(source)}</source>\n"
        f"        <translation{lacking}>{escape(told or '')}</translation>\n    </message>\n"
    )


def main() -> int:
    for language in LANGUAGES:
        path = FOLDER / f"riskguard_{language}.ts"
        known = parse(path.read_text(encoding="utf-8")) if path.exists() else Catalogue()
        path.write_text(written(language, sources(), known), encoding="utf-8")
        lacking = sum(known.of(*each) is None for each in sources())
        sys.stdout.write(f"{path.name}: {len(sources())} texts, {lacking} to translate\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
