"""Pictures of the history: the month with a day, and a what-if that has run; for `screenshots.py`."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest

from riskguard.config.file import parse_settings
from riskguard.config.settings import Settings
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.history.frame import WHATIF
from riskguard.desktop.history.page import HistoryPage
from riskguard.desktop.presenters.local import money_text
from riskguard.desktop.theme import Appearance, Theme
from riskguard.domain.money import usd
from riskguard.engine.board import BoardSnapshot
from riskguard.engine.effects import Effect
from tests.desktop import months
from tests.desktop.boards import board, express, locked
from tests.desktop.healthy import healthy
from tests.fakes.facts import ACCOUNT

SIZE = QSize(1180, 760)


def pictures(theme: Theme, folder: Path) -> None:
    looks: tuple[Appearance, ...] = ("dark", "light")
    with tempfile.TemporaryDirectory() as data:
        months.write_november(Path(data))
        months.write_recording(Path(data), months.trades_of(12), date(2026, 11, 12))
        for look in looks:
            theme.choose(look)
            window(theme, Path(data)).save(str(folder / f"history-{look}.png"))
            window(theme, Path(data), whatif).save(str(folder / f"whatif-{look}.png"))
    theme.choose("dark")


class Asked:
    """What the history asks of the application."""

    def __init__(self) -> None:
        self.clocked: list[str] = []
        self.adopted: list[dict[str, object]] = []

    def clock(self, what: str) -> str:
        self.clocked.append(what)
        return ""

    def in_force(self) -> Settings | None:
        return parse_settings(months.SETTINGS, "riskguard.toml")

    def accounts(self) -> list[tuple[int, str]]:
        return [(ACCOUNT, "50K Combine 4471")]

    def effects(self, wanted: Settings) -> list[Effect] | None:
        return [Effect("rules.consecutive_losses.count", 3, 2, now=True, tighter=True)] if wanted else None

    def adopt(self, values: Mapping[str, object]) -> None:
        self.adopted.append(dict(values))


def window(theme: Theme, data: Path, then: Callable[[HistoryPage], None] | None = None, size: QSize = SIZE) -> QPixmap:
    made = Dashboard(theme, data)
    made.history = Asked()
    made.resize(size)
    snapshot = shown()
    made.health = partial(healthy, snapshot.at)
    made.show_board(snapshot, snapshot.at)
    made.show()
    made.open_page("history")
    page = arrived(made)
    page.ready()
    wait(lambda: page.loaded is not None)
    page.finish()
    page.show_board(snapshot, snapshot.at)
    page.calendar.choose(date(2026, 11, 19))
    if then:
        then(page)
    made.resize(size)
    QTest.qWait(300)  # layouts settle in several turns of the loop
    picture = made.grab()
    made.end()
    made.hide()
    made.deleteLater()
    return picture


def shown() -> BoardSnapshot:
    return board(locked(), express(), at=months.NOW)


def arrived(made: Dashboard) -> HistoryPage:
    wait(lambda: isinstance(made.pages["history"], HistoryPage))
    page = made.pages["history"]
    assert isinstance(page, HistoryPage)
    return page


def whatif(page: HistoryPage) -> None:
    """With a break after the second loss in a row instead of the third."""
    page.head.account.choose(ACCOUNT)
    net = money_text(usd("-522.96"), plus=True)
    wait(lambda: page.loaded is not None and page.loaded.month.figures[0].value == net)
    page.finish()
    page.open_panel(WHATIF)
    page.calendar.choose(date(2026, 11, 12))
    page.whatif.draft.edit("rules.consecutive_losses.count", 2, 3)
    page.whatif._edited()
    page.whatif.begin()
    wait(lambda: not page.whatif.run.running, 60)


def wait(there: Callable[[], bool], seconds: float = 10) -> None:
    for _ in range(round(seconds * 50)):
        if there():
            return
        QTest.qWait(20)
    raise TimeoutError
