"""Tells whether there is a screen to show windows on, without importing Qt (which would abort where there is none)."""

import os
import sys
from collections.abc import Mapping


def screen_available(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """True where Qt can open windows: Windows and macOS always, elsewhere with a display server or a chosen plugin."""
    if platform in {"win32", "darwin"}:
        return True
    names = os.environ if environment is None else environment
    return any(names.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
