"""The first start gone through with the keyboard alone, watched from outside: what is lit, what may be pressed."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QImage

from riskguard.desktop.tokens import DARK
from tests.desktop.whole.monitors import Desk
from tests.desktop.xvfb import colours, pixels, wait_until

TITLE = "Set up"
_RAIL_X, _RAIL_TOP, _BUTTONS = 24, 70, 60


class FirstStartKeys:
    """Keys and words as a user who has no mouse; waits for each page before it goes on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def go_through(self, gateway: Mapping[str, Any], loss: str, contracts: str, password: str) -> None:
        """Live, on a gateway of one's own address, with two limits of one's own and a password."""
        self._arrives(0)
        self._desk.key("Return")
        self._arrives(1)
        self._credentials(gateway)
        self._arrives(2)
        self._desk.key("Return")
        self._arrives(3)
        self._limits(loss, contracts)
        self._arrives(4)
        wait_until(self._may_go_on, "what arming would do", 90)
        self._desk.type(password)
        wait_until(lambda: not self._may_go_on(), "the question for the password again")
        self._desk.key("Tab")
        self._desk.type(password)
        wait_until(self._may_go_on, "both passwords")
        self._desk.key("Return")
        wait_until(lambda: not self._desk.windows(TITLE), "the end of the first start", 90)

    def _credentials(self, gateway: Mapping[str, Any]) -> None:
        for text in (gateway["user"], gateway["key"]):
            self._desk.type(text)
            self._desk.key("Tab")
        self._desk.key("Right")  # from TopstepX to another gateway
        for name in ("api_url", "user_hub_url", "market_hub_url"):
            self._desk.key("Tab")
            self._desk.type(gateway[name])
        self._desk.key("Return")

    def _limits(self, loss: str, contracts: str) -> None:
        for key in ("shift+Tab", "Right", "Right", "Tab", "Right", "Right"):  # no firm, limits of one's own
            self._press(key)
        wait_until(lambda: not self._may_go_on(), "a page that asks for at least one limit")
        for text in (loss, contracts):
            self._desk.key("Tab", "Tab")  # past the switch, which a figure switches on
            self._desk.type(text)
        wait_until(self._may_go_on, "limits that hold")
        self._desk.key("Return")

    def _press(self, key: str) -> None:
        """A key that must show: the focus goes on, or something is chosen."""
        before = self._window()
        self._desk.key(key)
        wait_until(lambda: self._window() != before, f"what {key} does")

    def _arrives(self, step: int) -> None:
        wait_until(lambda: self._step() == step, f"step {step + 1} of the first start", 90)

    def _window(self) -> QImage | None:
        place = next(iter(self._desk.windows(TITLE)), None)
        return self._desk.look().copy(*place) if place else None

    def _step(self) -> int | None:
        """How many steps the rail shows as done."""
        window = self._window()
        if window is None:
            return None
        done = [
            bool(colours(pixels(window.copy(_RAIL_X, y, 1, 1)), DARK.ok_fill))
            for y in range(_RAIL_TOP, window.height() - _BUTTONS)
        ]
        return sum(now and not before for before, now in zip([False, *done], done, strict=False))

    def _may_go_on(self) -> bool:
        """Whether the button at the bottom right can be pressed."""
        window = self._window()
        if window is None:
            return False
        corner = window.copy(window.width() - 160, window.height() - _BUTTONS, 160, _BUTTONS)
        return colours(pixels(corner), DARK.accent_fill) > 500
