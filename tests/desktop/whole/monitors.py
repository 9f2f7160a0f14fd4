"""Two monitors on one X screen, and what stands on each of them."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from riskguard.desktop.tokens import COVER, DARK
from tests.desktop.xvfb import Screen, colours, pixels

_STRIPS = {DARK.danger_tint.lower(), DARK.warn_tint.lower()}
_BAR = 40


@dataclass(frozen=True)
class Monitor:
    """Its place on the X screen."""

    name: str
    x: int
    y: int
    width: int
    height: int

    @property
    def place(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.width, self.height

    def covered(self, image: QImage) -> bool:
        """Whether the cover's ground is in all four corners."""
        right, bottom = self.x + self.width - 3, self.y + self.height - 3
        corners = [(self.x + 2, self.y + 2), (right, self.y + 2), (self.x + 2, bottom), (right, bottom)]
        return all(image.pixelColor(x, y).name() == COVER.ground.lower() for x, y in corners)

    def stripped(self, image: QImage) -> bool:
        """Whether the strip, and no more than it, lies on its top."""
        at = self.x + 4
        below = image.pixelColor(at, self.y + self.height // 2).name()
        return image.pixelColor(at, self.y + 3).name() in _STRIPS and below != COVER.ground.lower()


LEFT = Monitor("left", 0, 0, 1280, 800)
RIGHT = Monitor("right", 1280, 0, 1024, 768)
MONITORS = (LEFT, RIGHT)


class Desk:
    """The desktop with both monitors."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen, self._picture = screen, folder / "look.bmp"
        for monitor, output in ((LEFT, "screen"), (RIGHT, "none")):
            size = f"{monitor.width}/320x{monitor.height}/200+{monitor.x}+{monitor.y}"
            screen.run("xrandr", "--setmonitor", monitor.name, size, output)

    def look(self) -> QImage:
        """Both monitors in one picture; the last one is still there when a test has failed."""
        self._screen.run("import", "-window", "root", str(self._picture))
        return QImage(str(self._picture))

    def key(self, *names: str) -> None:
        self._screen.run("xdotool", "key", "--clearmodifiers", "--delay", "40", *names)

    def type(self, text: str) -> None:
        self._screen.run("xdotool", "type", "--delay", "12", text)

    def tone(self, name: str) -> int:
        """How much of that colour of a state the bar with the tray icon shows."""
        bar = self.look().copy(0, LEFT.height - _BAR, LEFT.width, _BAR)
        return colours(pixels(bar), getattr(DARK, name))

    def windows(self, title: str) -> list[tuple[int, int, int, int]]:
        """Where the visible windows of that title are, left to right: x, y, width, height."""
        return sorted(place for place in map(self._place, self._found(title)) if place is not None)

    def attack(self, title: str, how: str) -> frozenset[str]:
        """What another program can do to every window of that title, in xdotool's words; gives their ids."""
        found = self.ids(title)
        for window in found:
            self._screen.run("xdotool", how, window)
        return found

    def ids(self, title: str) -> frozenset[str]:
        """Those that can be seen."""
        return frozenset(self._found(title))

    def heard(self) -> str:
        """What the notification daemon has shown."""
        try:
            return self._screen.notifications.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def _found(self, title: str) -> list[str]:
        return self._screen.run("xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}").stdout.split()

    def _place(self, window: str) -> tuple[int, int, int, int] | None:
        lines = self._screen.run("xdotool", "getwindowgeometry", "--shell", window).stdout.splitlines()
        found = dict(line.split("=") for line in lines if "=" in line)
        names = ("X", "Y", "WIDTH", "HEIGHT")
        if not all(name in found for name in names):
            return None  # gone in between
        x, y, width, height = (int(found[name]) for name in names)
        return x, y, width, height
