"""Makes the window's pages when they are first wanted; what takes long to import comes in by a thread."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text
from riskguard.desktop.work import Work

if TYPE_CHECKING:
    from riskguard.desktop.dashboard import Dashboard

MODULES = {
    "activity": "riskguard.desktop.activity",
    "history": "riskguard.desktop.history",
    "health": "riskguard.desktop.health",
}


class Arriving(QWidget):
    """Stands in for a page while its modules are read from the disk."""

    def __init__(self, module: str) -> None:
        super().__init__()
        self._module = module
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._work = Work(self)
        self.words = Text(13, tone="text3", text=say(words.LOADING))
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self.words)

    def arrive(self, then: Callable[[], None]) -> None:
        """`then` is called on this thread once the module is there, or is known to be missing."""
        self._work.run(lambda: found(self._module), lambda _: then(), self._failed)

    def _failed(self, error: Exception) -> None:
        self.words.say(say(words.CANNOT_OPEN, error=f"{error}."), "danger")

    def end(self) -> None:
        self._work.drop()
        self._work.wait()


def found(module: str) -> Any:
    """The module, or None where this version has none."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None


def there(name: str) -> bool:
    """Whether a page can be made without reading modules from the disk."""
    return MODULES[name] in sys.modules


def fetch_modules() -> None:
    """Reads the pages' modules; for a thread, in a quiet moment."""
    for module in MODULES.values():
        found(module)


def make_page(name: str, theme: Theme, data_dir: Path, window: Dashboard) -> QWidget:
    if name == "activity":
        from riskguard.desktop.activity import ActivityPage

        return ActivityPage(theme, data_dir)
    if name == "health":
        from riskguard.desktop.health import HealthPage

        return HealthPage(theme, data_dir, window)
    module = found(MODULES[name])
    if module is None:
        return _missing()
    page: QWidget = module.HistoryPage(theme, data_dir, lambda: window.history)
    return page


def _missing() -> QWidget:
    page = QWidget()
    told = Text(13, tone="text3", text=say(words.COMING, page=say(words.HISTORY)))
    told.setAlignment(Qt.AlignmentFlag.AlignCenter)
    QVBoxLayout(page).addWidget(told)
    return page
