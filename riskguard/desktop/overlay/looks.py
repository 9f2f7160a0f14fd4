"""What the user chose for the lockout overlay: a line of his own, and whether it may be shrunk."""

from collections.abc import Mapping
from dataclasses import dataclass

WORDS, STRICT = "lockout_words", "lockout_strict"
LONGEST = 160
"""Letters of the user's own line: more would not be read."""


@dataclass(frozen=True, slots=True)
class OverlayLooks:
    """`strict` keeps the cover full until the lockout ends."""

    words: str = ""
    strict: bool = False


def looks_of(appearance: Mapping[str, object]) -> OverlayLooks:
    """As the settings have it; what is no text is none."""
    words = appearance.get(WORDS)
    text = " ".join(words.split()) if isinstance(words, str) else ""
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return OverlayLooks(text, appearance.get(STRICT) is True)
