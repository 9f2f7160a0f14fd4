"""The whole program on a real screen: the demo's bad hour as a user sees it, in tray, notification, strip and cover."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from riskguard.desktop.tokens import COVER, DARK
from tests.desktop.xvfb import Screen, colours, missing, pixels, wait_until

TRAY = "xfce4-panel"
WIDTH, HEIGHT = 1280, 800
CORNERS = [(2, 2), (WIDTH - 3, 2), (2, HEIGHT - 3), (WIDTH - 3, HEIGHT - 3)]
STRIPS = {DARK.danger_tint.lower(), "#4a1d1e"}

pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(150),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
    pytest.mark.skipif(shutil.which(TRAY) is None, reason=f"not installed: {TRAY}, a tray with notifications"),
]


class Demo:
    """`riskguard demo` as its own process, its data directory inside `folder`."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen, self._folder = screen, folder
        self._environment = {**screen.environment, "TMPDIR": str(folder)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "riskguard", "demo", "--exit-after", "60"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._shots = 0

    def ask(self, *command: str) -> str:
        """What one more `riskguard` on the same data directory prints."""
        data_dir = next(self._folder.glob("riskguard-demo-*"))
        line = [sys.executable, "-m", "riskguard", "--data-dir", str(data_dir), *command]
        done = subprocess.run(line, env=self._environment, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout

    def locked(self) -> dict[str, Any]:
        """The locked account as `status --json` gives it."""
        accounts: list[dict[str, Any]] = json.loads(self.ask("status", "--json"))["accounts"]
        return next(each for each in accounts if each["state"] == "locked")

    def shot(self) -> QImage:
        self._shots += 1
        return QImage(str(self._screen.shot(f"demo-{self._shots:03}")))

    def end(self) -> tuple[int, str]:
        """Asks it to stop; its exit code and what it has printed."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        printed, _ = self._process.communicate(timeout=30)
        return self._process.returncode, printed

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path, TRAY, WIDTH, HEIGHT) as made:
        yield made


@pytest.fixture
def demo(screen: Screen, tmp_path: Path) -> Iterator[Demo]:
    made = Demo(screen, tmp_path)
    yield made
    made.kill()


def tones(image: QImage) -> set[str]:
    """Which of the states' colours the bar at the bottom shows."""
    bar = pixels(image, HEIGHT - 40)
    return {name for name in ("warn_fill", "ok_fill", "danger_fill") if colours(bar, getattr(DARK, name)) > 20}


def strip_shown(image: QImage) -> bool:
    return image.pixelColor(WIDTH // 2, 3).name() in STRIPS


def covered(image: QImage) -> bool:
    return all(image.pixelColor(x, y).name() == COVER.ground.lower() for x, y in CORNERS)


def wait_for_the_end_of_the_script(demo: Demo) -> None:
    """The trader tries again twice under the lockout; then nothing moves any more."""
    confirmed, since = None, time.monotonic()
    end = since + 40
    while time.monotonic() - since < 4 or confirmed is None:
        assert time.monotonic() < end, "the account did not come to rest"
        now = demo.locked()["flat_confirmed_at"]
        if now != confirmed:
            confirmed, since = now, time.monotonic()
        time.sleep(0.3)


def test_the_demo_locks_the_trader_out_before_everybodys_eyes(demo: Demo, screen: Screen) -> None:
    seen: set[str] = set()

    def locked() -> bool:
        image = demo.shot()
        seen.update(tones(image))
        return strip_shown(image) or covered(image)

    wait_until(locked, "the lockout", 60)
    assert seen & {"warn_fill", "ok_fill"}, "the icon of the time before"
    wait_until(lambda: "danger_fill" in tones(demo.shot()), "the icon of the lockout")
    wait_for_the_end_of_the_script(demo)
    # The other account's position keeps the screen free; with it closed nothing is left to manage.
    demo.ask("flatten")
    wait_until(lambda: covered(demo.shot()), "the full cover")
    heard = screen.notifications.read_text(encoding="utf-8")
    assert "Daily realized loss reached" in heard
    assert "Locked until" in heard
    code, printed = demo.end()
    assert code == 0, printed
    assert "flat, locked until the reset" in printed
    assert printed.count(" yes ") == 6
