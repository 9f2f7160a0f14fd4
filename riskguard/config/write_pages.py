"""Writes docs/rules: `python -m riskguard.config.write_pages [FOLDER]`, after a rule or its words have changed."""

import sys
from pathlib import Path

from riskguard.config.pages import file_name, index, page
from riskguard.rules import ALL_RULES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "rules"
INDEX = "README.md"


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    return {INDEX: index(), **{file_name(rule): page(rule) for rule in ALL_RULES}}


def write(folder: Path) -> None:
    """Write every page, and remove pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for stray in set(folder.glob("*.md")) - {folder / name for name in pages()}:
        stray.unlink()
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
