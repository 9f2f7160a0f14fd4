"""On a real screen: the tray icon appears, a notification reaches the desktop's own daemon, the lockout covers all."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from riskguard.desktop.tokens import COVER, DARK
from tests.desktop.xvfb import TRAYS, Screen, colours, missing, pixels, wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(180),
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


class Program:
    """The desktop as its own process, told what to show line by line."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("onstage.py")), str(folder)],
            env=screen.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(20)


@pytest.fixture(params=TRAYS)
def tray_host(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"not installed: {name}")
    return name


@pytest.fixture
def screen(tmp_path: Path, tray_host: str) -> Iterator[Screen]:
    with Screen(tmp_path, tray_host) as made:
        yield made


@pytest.fixture
def program(screen: Screen, tmp_path: Path) -> Iterator[Program]:
    made = Program(screen, tmp_path)
    yield made
    assert made.end() == 0


def with_tray(program: Program) -> None:
    wait_until(lambda: "tray=True" in program.tell("armed"), "the tray")


def test_the_tray_icon_appears_in_the_colour_of_its_state(program: Program, screen: Screen) -> None:
    with_tray(program)
    wait_until(lambda: colours(pixels(QImage(str(screen.shot("armed"))), 740), DARK.ok_fill) > 20, "the armed icon")
    program.tell("warning")
    wait_until(
        lambda: colours(pixels(QImage(str(screen.shot("warning"))), 740), DARK.warn_fill) > 20, "the warning icon"
    )


def test_a_notification_reaches_the_desktops_daemon(program: Program, screen: Screen, tray_host: str) -> None:
    if tray_host == "trayer":
        pytest.skip("an XEmbed tray has no notifications of its own: Qt draws a balloon")
    with_tray(program)
    program.tell("notice")
    wait_until(screen.notifications.exists, "the notification")
    assert "Daily net loss reached." in screen.notifications.read_text(encoding="utf-8")


def test_the_overlay_covers_the_screen_and_the_strip_only_its_top(program: Program, screen: Screen) -> None:
    with_tray(program)
    assert "size=STRIP" in program.tell("closing")
    time.sleep(1)
    strip = QImage(str(screen.shot("strip")))
    assert strip.pixelColor(640, 3).name() == "#4a1d1e"
    assert strip.pixelColor(640, 60).name() != COVER.ground.lower()
    assert "size=FULL" in program.tell("locked")
    time.sleep(1)
    cover = QImage(str(screen.shot("cover")))
    corners = [(2, 2), (1277, 2), (2, 797), (1277, 797)]
    assert [cover.pixelColor(x, y).name() for x, y in corners] == [COVER.ground.lower()] * 4
    assert "size=NOTHING" in program.tell("armed")


def test_the_strip_leaves_the_keyboard_where_it_is(program: Program, screen: Screen) -> None:
    with_tray(program)
    program.tell("dashboard")
    time.sleep(1)
    before = screen.run("xdotool", "getwindowfocus").stdout
    program.tell("closing")
    time.sleep(1)
    assert screen.run("xdotool", "getwindowfocus").stdout == before


def test_when_the_tray_goes_the_dashboard_opens_by_itself(program: Program, screen: Screen) -> None:
    """Else nothing of the program would be left to click on."""
    with_tray(program)
    assert not screen.dashboards()
    assert screen.tray_host is not None
    screen.tray_host.kill()
    wait_until(lambda: bool(screen.dashboards()), "the dashboard")
    assert "tray=False" in program.tell("armed")
