"""The colours of the house as values, light and dark, without Qt; `theme.py` turns them into palettes and styles."""

from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True, slots=True)
class Tokens:
    """One appearance. `*_fill` colour bars and glyphs (3:1 and more), the others text (4.5:1 and more)."""

    window: str
    nav: str
    surface: str
    raised: str
    input: str
    hover: str
    line: str
    line2: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_fill: str
    ok: str
    warn: str
    danger: str
    ok_fill: str
    warn_fill: str
    danger_fill: str
    gain: str
    loss: str
    calm: str
    track: str
    ok_tint: str
    ok_edge: str
    warn_tint: str
    warn_edge: str
    danger_tint: str
    danger_edge: str
    info_tint: str
    info_edge: str


DARK = Tokens(
    window="#0F1216",
    nav="#0B0D11",
    surface="#161A20",
    raised="#1E232B",
    input="#0F1216",
    hover="#252B35",
    line="#262C36",
    line2="#343C48",
    field="#6B7686",
    text="#E9EDF2",
    text2="#AEB7C4",
    text3="#8B95A5",
    accent="#7AA9FF",
    accent_fill="#3566D6",
    ok="#46C487",
    warn="#F0B849",
    danger="#F4726A",
    ok_fill="#46C487",
    warn_fill="#F0B849",
    danger_fill="#F4726A",
    gain="#4CC38A",
    loss="#F2867E",
    calm="#71809A",
    track="#2A313C",
    ok_tint="#12241C",
    ok_edge="#1F4634",
    warn_tint="#272013",
    warn_edge="#4B3C1B",
    danger_tint="#2D181A",
    danger_edge="#5A2A2B",
    info_tint="#15213A",
    info_edge="#25406F",
)

LIGHT = Tokens(
    window="#F5F6F8",
    nav="#ECEEF2",
    surface="#FFFFFF",
    raised="#FFFFFF",
    input="#FFFFFF",
    hover="#E4E8EE",
    line="#E2E5EA",
    line2="#CDD3DC",
    field="#7E8897",
    text="#14181F",
    text2="#47505E",
    text3="#5F6978",
    accent="#2158C9",
    accent_fill="#2158C9",
    ok="#117346",
    warn="#8F5B00",
    danger="#BE2B27",
    ok_fill="#178F59",
    warn_fill="#B57600",
    danger_fill="#CF3E38",
    gain="#117346",
    loss="#BE2B27",
    calm="#727E8F",
    track="#E3E7ED",
    ok_tint="#E5F4EC",
    ok_edge="#B5DEC9",
    warn_tint="#FBF1DC",
    warn_edge="#EBD39B",
    danger_tint="#FBE8E6",
    danger_edge="#F0BDB8",
    info_tint="#E6EEFC",
    info_edge="#BBD0F5",
)


@dataclass(frozen=True, slots=True)
class CoverTokens:
    """The lockout overlay, dark in either appearance: it stands alone on the screen."""

    ground: str = "#0D1015"
    ring: str = "#E58A82"
    ring_track: str = "#262A34"
    confirmed: str = "#7FD3A8"
    text: str = DARK.text
    text2: str = DARK.text2
    text3: str = DARK.text3
    line: str = DARK.line
    edge: str = DARK.line2


COVER = CoverTokens()


@cache
def as_mapping(tokens: Tokens) -> dict[str, str]:
    return {spec.name: getattr(tokens, spec.name) for spec in fields(tokens)}


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
