"""Every window and page with something in it, for tests that hold for all of them."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from riskguard.desktop.actions.lock_dialog import LockDialog
from riskguard.desktop.actions.ticket import OrderTicket
from riskguard.desktop.confirm import FlattenConfirm
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.first_start.window import ACCOUNTS, CONNECT, LAST, LIMITS, MODE, FirstStart
from riskguard.desktop.history.frame import WHATIF
from riskguard.desktop.history.page import HistoryPage
from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.looks import OverlayLooks
from riskguard.desktop.pages import Arriving
from riskguard.desktop.presenters.cover import cover_text
from riskguard.desktop.presenters.heard import spoken
from riskguard.desktop.presenters.lock_me import LockFor
from riskguard.desktop.settings.panel import SettingsPanel
from riskguard.desktop.settings.quit_gate import QuitGate
from riskguard.desktop.theme import Theme
from riskguard.engine.board import BoardSnapshot
from tests.desktop import boards, months, stories
from tests.desktop.action_shots import StillDesk
from tests.desktop.first_start_port import WorldStart
from tests.desktop.healthy import healthy, settled
from tests.desktop.history_shots import Asked
from tests.desktop.journals import write
from tests.desktop.settings_port import WorldPort
from tests.fakes.facts import ACCOUNT, OTHER

PATIENCE = 90_000
"""Milliseconds: pages are imported and read in threads, which takes its time beside other work."""

SECTIONS = ("rules", "accounts", "schedule", "notifications", "security", "appearance", "backup")
FIRST_PAGES = {"mode": MODE, "connect": CONNECT, "accounts": ACCOUNTS, "limits": LIMITS, "last": LAST}
NAMES = (
    "now",
    "activity",
    "history",
    "history-whatif",
    "health",
    "cover",
    *(f"settings-{name}" for name in SECTIONS),
    *(f"first-{name}" for name in FIRST_PAGES),
    "lock",
    "ticket",
    "flatten",
    "quit",
)


def make(name: str, theme: Theme, folder: Path, qtbot: QtBot) -> QWidget:
    """The window, shown, with all that is made later made."""
    kind, _, part = name.partition("-")
    makers: dict[str, Callable[[], QWidget]] = {
        "now": lambda: _now(theme, folder),
        "activity": lambda: _activity(theme, folder, qtbot),
        "history": lambda: _history(theme, folder, part, qtbot),
        "health": lambda: _health(theme, folder, qtbot),
        "cover": _cover,
        "settings": lambda: _settings(theme, folder, part, qtbot),
        "first": lambda: _first_start(theme, part, qtbot),
        "lock": lambda: _lock(theme),
        "ticket": lambda: _ticket(theme),
        "flatten": _flatten,
        "quit": lambda: _quit(theme),
    }
    window = makers[kind]()
    qtbot.addWidget(window, before_close_func=_end)
    window.show()
    window.activateWindow()
    qtbot.wait(50)
    return window


def _end(window: QWidget) -> None:
    """What is read in the background must not outlive its window; a cover closes for nobody else."""
    if isinstance(window, Dashboard):
        window.end()
    if isinstance(window, Cover):
        window.dismiss()


def parts(window: QWidget) -> Iterator[QWidget]:
    """All that can be seen of it."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            yield widget


def _now(theme: Theme, folder: Path) -> QWidget:
    made = Dashboard(theme, folder)
    made.resize(1180, 760)
    made.show()
    made.ready()
    story = stories.warned(ACCOUNT, OTHER)
    for notice in story.announced:
        made.add_notice(spoken(notice))
    made.show_board(story.board(), story.now)
    return made


def _opened(theme: Theme, folder: Path, page: str, board: BoardSnapshot, qtbot: QtBot) -> Dashboard:
    """The dashboard turned to a page, with what that page needs imported."""
    made = Dashboard(theme, folder)
    made.health = partial(healthy, board.at)
    made.support = lambda: lambda path: path
    made.history = Asked()
    made.resize(1180, 760)
    made.show()
    made.show_board(board, board.at)
    made.open_page(page)
    qtbot.waitUntil(lambda: not isinstance(made.pages[page], Arriving), timeout=PATIENCE)
    return made


def _activity(theme: Theme, folder: Path, qtbot: QtBot) -> QWidget:
    """With the breach chosen, so that the pane beside it says why."""
    story = stories.locked(ACCOUNT, OTHER)
    write(folder, story)
    made = _opened(theme, folder, "activity", story.board(), qtbot)
    qtbot.waitUntil(lambda: settled(made, "activity"), timeout=PATIENCE)
    return made


def _history(theme: Theme, folder: Path, part: str, qtbot: QtBot) -> QWidget:
    months.write_november(folder)
    made = _opened(theme, folder, "history", boards.board(boards.locked(), boards.express(), at=months.NOW), qtbot)
    page = made.pages["history"]
    assert isinstance(page, HistoryPage)
    page.ready()
    qtbot.waitUntil(lambda: page.loaded is not None, timeout=PATIENCE)
    page.finish()
    page.calendar.choose(date(2026, 11, 19))
    if part:
        page.open_panel(WHATIF)
    return made


def _health(theme: Theme, folder: Path, qtbot: QtBot) -> QWidget:
    story = stories.armed()
    write(folder, story)
    made = _opened(theme, folder, "health", story.board(), qtbot)
    qtbot.waitUntil(lambda: settled(made, "health"), timeout=PATIENCE)
    return made


def _cover() -> QWidget:
    """Ten seconds after it came, so that its button works."""
    story = stories.locked(ACCOUNT, OTHER)
    text = cover_text(story.board(), story.now)
    assert text is not None
    made = Cover(leading=True)
    made.show_text(text, 0, OverlayLooks("Walk the dog."))
    made.place(QGuiApplication.primaryScreen())
    return made


def _settings(theme: Theme, folder: Path, part: str, qtbot: QtBot) -> QWidget:
    panel = SettingsPanel(theme, WorldPort(folder))
    panel.resize(1004, 728)
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.rules.list.buttons), timeout=PATIENCE)
    panel.open_section(part)
    forms = [panel.rules.current.form] if part == "rules" and panel.rules.current else panel.sections[part].forms
    for form in forms:
        form.rows  # noqa: B018
    qtbot.waitUntil(lambda: not panel.work.busy, timeout=PATIENCE)
    return panel


def _first_start(theme: Theme, part: str, qtbot: QtBot) -> QWidget:
    window = FirstStart(theme, WorldStart())
    window.show()
    if part != "mode":
        window.next.click()
        window.connect_page.form.user.setText("trader")
        window.connect_page.form.key.setText("a key")
    if part in ("accounts", "limits", "last"):
        window.next.click()
        qtbot.waitUntil(lambda: window.at == ACCOUNTS, timeout=PATIENCE)
    if part in ("limits", "last"):
        window.next.click()
        qtbot.waitUntil(lambda: window.at == LIMITS, timeout=PATIENCE)
    if part == "last":
        line = window.limits.editors["rules.max_drawdown.high_balance"].line
        line.setText("51200")
        line.textEdited.emit("51200")
        window.next.click()
        qtbot.waitUntil(lambda: window.at == LAST and window.last.looked, timeout=PATIENCE)
    return window


def _lock(theme: Theme) -> QWidget:
    dialog = LockDialog(theme)
    dialog.ask(LockFor.UNTIL, spoken(boards.board(boards.warned(), boards.express())), boards.NOW)
    return dialog


def _ticket(theme: Theme) -> QWidget:
    desk = StillDesk()
    made = OrderTicket(theme, desk)
    made.show_board(spoken(boards.board(boards.warned(), boards.express(), practice=True)), boards.NOW)
    made.open()
    desk.priced.emit(boards.MNQ, 26_401.5)
    return made


def _flatten() -> QWidget:
    confirm = FlattenConfirm()
    confirm.ask(stories.warned(ACCOUNT, OTHER).board())
    return confirm


def _quit(theme: Theme) -> QWidget:
    gate = QuitGate(theme, lambda _: "")
    gate.ask()
    return gate
