"""Takes pictures of the running demo on a screen of its own: `uv run python tests/desktop/captures.py docs/images`."""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from riskguard.desktop.tokens import COVER, DARK
from tests.desktop.pictures import shrink
from tests.desktop.xvfb import Screen, colours, pixels, wait_until

WIDTH, HEIGHT = 1366, 768
TRAY = (14, HEIGHT - 16)


class Show:
    """The demo on one screen, and the pictures taken of it."""

    def __init__(self, screen: Screen, work: Path, folder: Path) -> None:
        self._screen, self._work, self._folder = screen, work, folder
        self._environment = {**screen.environment, "TMPDIR": str(work)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "riskguard", "demo", "--exit-after", "90"], env=self._environment
        )

    def look(self) -> QImage:
        return QImage(str(self._screen.shot("look")))

    def keep(self, name: str) -> None:
        """One picture of the whole screen, with few colours, so that it stays small."""
        shrink(self._screen.shot(name), self._folder / f"screen-{name}.png")

    def click(self, button: int, at: tuple[int, int] = TRAY) -> None:
        self._screen.run("xdotool", "mousemove", str(at[0]), str(at[1]), "click", str(button))
        time.sleep(0.2)

    def park(self) -> None:
        """The pointer out of the way, so that no tooltip stands in the picture."""
        self._screen.run("xdotool", "mousemove", str(WIDTH // 2), str(HEIGHT - 4))

    def hush(self) -> None:
        """Sends the notifications away."""
        self._screen.run("dunstctl", "close-all")
        time.sleep(0.3)

    def quiet(self) -> bool:
        """Whether no notification stands on the cover; those that do are sent away."""
        self.hush()
        return self.look().pixelColor(WIDTH - 40, HEIGHT - 80).name() == COVER.ground.lower()

    def key(self, name: str) -> None:
        self._screen.run("xdotool", "key", name)


def bar_has(image: QImage, *names: str) -> bool:
    bar = pixels(image, HEIGHT - 40)
    return any(colours(bar, getattr(DARK, name)) > 20 for name in names)


def wallpaper(path: Path) -> None:
    """What stands in for a trading platform."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#131722"))
    painter = QPainter(image)
    for x in range(0, WIDTH, 120):
        painter.fillRect(x, 0, 1, HEIGHT, QColor("#1A1F2B"))
    for y in range(0, HEIGHT, 80):
        painter.fillRect(0, y, WIDTH, 1, QColor("#1A1F2B"))
    chance, level = random.Random(7), HEIGHT * 0.45
    for x in range(20, WIDTH - 40, 11):
        before, level = level, min(HEIGHT * 0.8, max(HEIGHT * 0.15, level + chance.uniform(-26, 27)))
        colour = QColor("#2E5A4D" if level < before else "#6B3A3E")
        painter.fillRect(QRectF(x + 3, min(level, before) - chance.uniform(2, 14), 1, abs(level - before) + 20), colour)
        painter.fillRect(QRectF(x, min(level, before), 7, max(2.0, abs(level - before))), colour)
    painter.end()
    image.save(str(path))


def play(show: Show) -> None:
    wait_until(lambda: bar_has(show.look(), "ok_fill", "warn_fill"), "the tray icon", 60)
    show.click(1)
    show.park()
    time.sleep(1.5)
    show.hush()
    show.keep("dashboard")
    show.click(3)
    time.sleep(0.6)
    show.keep("tray-menu")
    show.key("Escape")
    show.park()
    wait_until(lambda: show.look().pixelColor(2, HEIGHT - 3).name() == COVER.ground.lower(), "the cover", 60)
    wait_until(show.quiet, "the end of the notices", 30)
    show.keep("overlay")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, Screen(Path(work), "xfce4-panel", WIDTH, HEIGHT) as screen:
        wallpaper(Path(work) / "wallpaper.png")
        screen.run("display", "-window", "root", str(Path(work) / "wallpaper.png"))
        show = Show(screen, Path(work), folder)
        try:
            play(show)
        finally:
            show.process.send_signal(signal.SIGTERM)
            show.process.wait(30)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
