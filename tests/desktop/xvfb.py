"""A real desktop in a box: X server, session bus, window manager, notification daemon and tray host."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Self

from PySide6.QtGui import QImage

NEEDED = ("Xvfb", "xdpyinfo", "dbus-daemon", "openbox", "dunst", "import", "xdotool")
TRAYS = ("xfce4-panel", "trayer")
_DUNSTRC = """[global]
    monitor = 0
    width = 420
    origin = bottom-right
    offset = 16x48
    font = DejaVu Sans 10
    padding = 12
    horizontal_padding = 14
    frame_width = 1
    frame_color = "#343C48"
    corner_radius = 8
    background = "#1E232B"
    foreground = "#E9EDF2"
    format = "<b>%s</b>\\n%b"
[log]
    summary = "*"
    script = {script}
"""


def missing() -> list[str]:
    return [name for name in NEEDED if shutil.which(name) is None]


class Screen(AbstractContextManager["Screen"]):
    """`environment` is what a program needs to show itself here. Ends what it started, and only that."""

    def __init__(self, folder: Path, tray: str, width: int = 1280, height: int = 800) -> None:
        self._folder, self._tray, self._size = folder, tray, f"{width}x{height}x24"
        self._stack = ExitStack()
        self.notifications = folder / "notifications.txt"
        self.tray_host: subprocess.Popen[bytes] | None = None
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        display = self._x_server()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND_"))},
            "DISPLAY": display,
            "HOME": str(self._folder),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "XDG_RUNTIME_DIR": str(self._folder),
            "QT_QPA_PLATFORM": "xcb",
            "NO_AT_BRIDGE": "1",
            "GTK_THEME": "Adwaita:dark",
        }
        wait_until(lambda: self.run("xdpyinfo").returncode == 0, "the X server")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._session_bus()
        self.start("openbox")
        self.start("dunst", "-config", str(self._dunst_config()))
        if self._tray == "trayer":
            self.tray_host = self.start(
                "trayer", "--edge", "bottom", "--align", "right", "--widthtype", "pixel", "--width", "200"
            )
        else:
            self._panel()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / f"{Path(command[0]).name}.log").open("ab"))
        process = subprocess.Popen(command, env=self.environment or None, stdout=log, stderr=log)
        self._stack.callback(_end, process)
        return process

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)

    def shot(self, name: str) -> Path:
        path = self._folder / f"{name}.png"
        self.run("import", "-window", "root", str(path))
        return path

    def dashboards(self) -> list[str]:
        """Windows with a title of the dashboard. Sought by class: the search by name finds ASCII only."""
        found = self.run("xdotool", "search", "--onlyvisible", "--class", "riskguard|python").stdout.split()
        return [one for one in found if " — RiskGuard" in self.run("xdotool", "getwindowname", one).stdout]

    def _x_server(self) -> str:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset"]
        process = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(_end, process)
        os.close(write)
        with os.fdopen(read) as answer:
            return f":{answer.readline().strip()}"

    def _session_bus(self) -> str:
        address = self._folder / "bus"
        self.start("dbus-daemon", "--session", "--nofork", f"--address=unix:path={address}")
        wait_until(address.exists, "the session bus")
        return f"unix:path={address}"

    def _dunst_config(self) -> Path:
        script = self._folder / "heard.sh"
        script.write_text(f'#!/bin/sh\nprintf "%s|%s\\n" "$2" "$3" >> {self.notifications}\n')
        script.chmod(0o755)
        config = self._folder / "dunstrc"
        config.write_text(_DUNSTRC.format(script=script))
        return config

    def _panel(self) -> None:
        folder = self._folder / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
        folder.mkdir(parents=True)
        (folder / "xfce4-panel.xml").write_text(_PANEL)
        self.tray_host = self.start("xfce4-panel", "--disable-wm-check")


_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=780"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds} s")
        time.sleep(0.1)


def colours(pixels: Sequence[tuple[int, int, int]], wanted: str, near: int = 6) -> int:
    """How many pixels have that #RRGGBB colour, nearly."""
    red, green, blue = (int(wanted[at : at + 2], 16) for at in (1, 3, 5))
    return sum(abs(r - red) <= near and abs(g - green) <= near and abs(b - blue) <= near for r, g, b in pixels)


def pixels(image: QImage, top: int = 0) -> list[tuple[int, int, int]]:
    """Red, green and blue of every pixel from that row down."""
    made = []
    for y in range(top, image.height()):
        for x in range(image.width()):
            colour = image.pixelColor(x, y)
            made.append((colour.red(), colour.green(), colour.blue()))
    return made
