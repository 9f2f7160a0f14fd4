"""Finds bundled files: in PyInstaller's folder, in an installed wheel, or in the source tree."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of one resource; FileNotFoundError names it where none of the places has it."""
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {'/'.join(parts)} is missing; looked in {', '.join(map(str, _roots()))}")


def _roots() -> list[Path]:
    unpacked = getattr(sys, "_MEIPASS", None)
    roots = [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    return [Path(unpacked) / "resources", *roots] if unpacked else roots
