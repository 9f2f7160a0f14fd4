"""The whole program as a user meets it, in a process of its own on two monitors: set up with the keyboard, a breach on
the paper gateway, the notification, the tray icon, the cover on both monitors, the strip, the end, the next start."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from riskguard.config.file import parse_settings
from tests.desktop.whole.exchange import Exchange
from tests.desktop.whole.first_start import TITLE, FirstStartKeys
from tests.desktop.whole.monitors import LEFT, MONITORS, RIGHT, Desk
from tests.desktop.whole.program import Program
from tests.desktop.xvfb import Screen, missing, wait_until

TRAY = "xfce4-panel"
COVER, STRIP = "RiskGuard lockout", "RiskGuard strip"
STRIP_HEIGHT = 36
PAUSE = "rules.cooldown_after_loss.tiers=[{loss = 100, seconds = 55}]"
SHOWN = 20

LACKING = [*missing(), *(name for name in (TRAY, "xrandr") if shutil.which(name) is None)]
pytestmark = [
    pytest.mark.screen,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(LACKING), reason=f"not installed: {', '.join(LACKING)}"),
]


class Stage:
    """Everything that plays a part."""

    def __init__(self, screen: Screen, exchange: Exchange, folder: Path) -> None:
        self.screen, self.exchange, self.folder = screen, exchange, folder
        self.desk = Desk(screen, folder)
        self.program = self.start()

    def start(self) -> Program:
        self.program = Program(self.screen, self.folder / "data")
        return self.program

    def on_both(self, holds: Callable[[Any, QImage], bool]) -> bool:
        image = self.desk.look()
        return all(holds(monitor, image) for monitor in MONITORS)

    def covered(self) -> bool:
        return self.on_both(lambda monitor, image: monitor.covered(image))

    def stripped(self) -> bool:
        return self.on_both(lambda monitor, image: monitor.stripped(image))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        screen = stack.enter_context(Screen(tmp_path, TRAY, RIGHT.x + RIGHT.width, LEFT.height))
        exchange = stack.enter_context(Exchange())
        exchange.moves("MNQ", 26_000)
        made = Stage(screen, exchange, tmp_path)
        try:
            yield made
        finally:
            made.program.kill()


def test_a_trader_sets_it_up_breaches_is_locked_out_and_let_go(stage: Stage) -> None:
    set_up_with_the_keyboard(stage)
    armed(stage)
    breach(stage)
    cover_and_strip(stage)
    comes_back_and_ends_by_itself(stage)
    the_next_start_asks_nothing(stage)


def set_up_with_the_keyboard(stage: Stage) -> None:
    data = stage.program.data_dir
    FirstStartKeys(stage.desk).go_through(stage.exchange.found, "2000", "5", "correct horse")
    settings = parse_settings((data / "riskguard.toml").read_text(encoding="utf-8"))
    limits = {table: str(getattr(rule, "limit", "")) for table, rule in settings.rules.items()}
    assert limits == {"daily_net_loss": "2000", "max_contracts": "5"}
    assert stage.exchange.found["key"] in (stage.folder / "keyring.json").read_text(encoding="utf-8")
    written = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    assert not [text for text in written if stage.exchange.found["key"].encode() in text], "the key in a file"
    assert (stage.folder / "config" / "autostart" / "riskguard.desktop").is_file()


def armed(stage: Stage) -> None:
    wait_until(lambda: stage.program.status()["state"] == "armed", "the guard", 90)
    wait_until(lambda: stage.desk.tone("ok_fill") > SHOWN, "the icon of an armed guard")
    assert stage.desk.tone("danger_fill") == 0
    assert "on, now" in stage.program.ask("settings", "set", PAUSE)


def breach(stage: Stage) -> None:
    """One contract of three is sold at a loss of $120; the guard closes the other two."""
    stage.exchange.buys("MNQ", 3)
    wait_until(lambda: bool(stage.program.account().get("positions")), "the position")
    stage.exchange.moves("MNQ", 25_940)
    stage.exchange.sells("MNQ", 1)
    wait_until(lambda: "Time to cool down" in stage.desk.heard(), "the notification")
    assert "past −$100: a pause of 55 s. Closing 2 MNQ. Locked until" in stage.desk.heard()


def cover_and_strip(stage: Stage) -> None:
    wait_until(stage.covered, "the cover on both monitors")
    assert stage.desk.windows(COVER) == [LEFT.place, RIGHT.place]
    account = stage.program.account()
    assert (account["positions"], account["state"], bool(account["flat_confirmed_at"])) == ([], "locked", True)

    def shrunk() -> bool:
        stage.desk.key("Tab", "space")  # the button works only after ten seconds
        return not stage.desk.windows(COVER)

    assert not shrunk()
    for how in ("windowminimize", "windowunmap", "windowclose"):
        comes_back_after(stage, how)
    wait_until(shrunk, "the shrink button")
    wait_until(stage.stripped, "the strip on both monitors")
    tops = [(one.x, one.y, one.width, STRIP_HEIGHT) for one in MONITORS]
    assert stage.desk.windows(STRIP) == tops
    wait_until(lambda: stage.desk.tone("danger_fill") > SHOWN, "the icon of a lockout")
    assert stage.desk.tone("ok_fill") == 0


def comes_back_after(stage: Stage, how: str) -> None:
    attacked = stage.desk.attack(COVER, how)
    wait_until(lambda: attacked.isdisjoint(stage.desk.ids(COVER)), f"other windows after {how}")
    wait_until(stage.covered, f"the cover after {how}")


def comes_back_and_ends_by_itself(stage: Stage) -> None:
    """A position opened under the lockout is closed and brings the cover back; with its time it all goes."""
    stage.exchange.buys("MNQ", 1)
    wait_until(stage.covered, "the cover after a new breach")
    assert stage.program.account()["positions"] == []
    wait_until(lambda: not stage.desk.windows(COVER) and not stage.desk.windows(STRIP), "the end", 180)
    wait_until(lambda: stage.desk.tone("ok_fill") > SHOWN, "the icon of an armed guard")
    assert stage.desk.tone("danger_fill") == 0
    assert stage.program.status()["state"] == "armed"


def the_next_start_asks_nothing(stage: Stage) -> None:
    assert stage.program.stop() == 0, stage.program.printed
    wait_until(lambda: stage.desk.tone("ok_fill") == 0, "the icon's end")
    stage.start()
    wait_until(lambda: stage.desk.tone("ok_fill") > SHOWN, "the icon of the next start", 90)
    assert stage.desk.windows(TITLE) == []
    stage.exchange.buys("MNQ", 1)
    wait_until(lambda: bool(stage.program.account().get("positions")), "a position that stays")
    assert stage.program.stop() == 0, stage.program.printed
    assert "Traceback" not in stage.program.printed
