"""Renders what people see in a trader's day: `uv run python tests/desktop/screenshots.py docs/images [de]`."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop.confirm import FlattenConfirm
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.day import DayCurves
from riskguard.desktop.fonts import font
from riskguard.desktop.glyphs import state_pixmap
from riskguard.desktop.language import language
from riskguard.desktop.loop import make_loop
from riskguard.desktop.menu import TrayMenu
from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.looks import OverlayLooks
from riskguard.desktop.overlay.strip import HEIGHT, Strip
from riskguard.desktop.presenters.cover import cover_text, strip_text
from riskguard.desktop.presenters.heard import spoken
from riskguard.desktop.presenters.tray import menu_lines
from riskguard.desktop.theme import Appearance, Theme
from riskguard.desktop.tokens import DARK, LIGHT, Tokens
from riskguard.domain.events import ProtectionReduced
from riskguard.engine.board import BoardSnapshot, Notice, State
from tests.desktop import action_shots, history_shots, showcase, stories
from tests.desktop.healthy import elsewhere, healthy, settled
from tests.desktop.journals import write
from tests.desktop.pictures import shrink
from tests.desktop.setup_pictures import setup_pictures
from tests.fakes.facts import ACCOUNT, MES, OTHER

LOOKS: tuple[Appearance, ...] = ("dark", "light")


def grab(widget: QWidget, size: QSize | None = None) -> QPixmap:
    if size is not None:
        widget.resize(size)
    widget.show()
    QApplication.processEvents()
    if size is not None:
        widget.resize(size)
    QApplication.processEvents()
    return widget.grab()


def window(
    theme: Theme,
    snapshot: BoardSnapshot,
    notices: Sequence[Notice],
    size: QSize,
    *,
    tray: bool = True,
    day: DayCurves | None = None,
) -> QPixmap:
    made = Dashboard(theme, Path("C:/Users/you/RiskGuard"), day)
    if snapshot.accounts:
        made.health = partial(healthy, snapshot.at)
    made.set_tray(tray)
    made.now_page.make_lockable()
    for notice in notices:
        made.add_notice(spoken(notice))
    made.show()
    made.ready()
    made.show_board(snapshot, snapshot.at)
    if day is not None:
        wait(lambda: bool(made.now_page.sections.chart.shown and made.now_page.sections.chart.shown.trips), 2)
    picture = grab(made, size)
    made.end()
    made.deleteLater()
    return picture


def dashboards(theme: Theme, folder: Path) -> None:
    full, short = QSize(1180, 760), QSize(1180, 620)
    armed, warned, locked, cut_off = showcase.armed(), showcase.warned(), showcase.locked(), showcase.cut_off()
    missing = "No gateway is set up: set PROJECT_X_USERNAME and PROJECT_X_API_KEY, then start again."
    unset = stories.empty(ProtectionReduced("setup", missing, grave=True))
    connecting = stories.connecting().board()
    for look in LOOKS:
        theme.choose(look)
        morning(theme, warned, full).save(str(folder / f"dashboard-warning-{look}.png"))
        morning(theme, locked, full).save(str(folder / f"dashboard-locked-{look}.png"))
        morning(theme, armed, full).save(str(folder / f"dashboard-armed-{look}.png"))
        morning(theme, cut_off, full).save(str(folder / f"dashboard-degraded-{look}.png"))
        window(theme, connecting, (), short).save(str(folder / f"dashboard-connecting-{look}.png"))
        window(theme, unset, (), short, tray=False).save(str(folder / f"dashboard-setup-{look}.png"))
    theme.choose("dark")
    narrow = morning(theme, warned, QSize(620, 900), practice=True)
    narrow.save(str(folder / "dashboard-narrow.png"))


def morning(theme: Theme, story: showcase.Morning, size: QSize, *, practice: bool = False) -> QPixmap:
    return window(theme, story.board(practice=practice), story.announced, size, day=story.curves)


def pages(theme: Theme, folder: Path) -> None:
    """Activity and Health over a journal with the morning in it."""
    story = showcase.locked()
    with tempfile.TemporaryDirectory() as data:
        write(Path(data), story)
        for look in LOOKS:
            theme.choose(look)
            for page in ("activity", "health"):
                made = Dashboard(theme, Path(data))
                made.health = partial(healthy, story.now)
                made.resize(QSize(1180, 760))
                made.open_at(page)
                made.show_board(story.board(), story.now)
                wait(partial(settled, made, page), 20)
                elsewhere(made)
                made.grab().save(str(folder / f"{page}-{look}.png"))
                made.hide()
                made.end()
                made.deleteLater()


def wait(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    QApplication.processEvents()


def overlay(folder: Path) -> None:
    alone = stories.locked()
    alone.passes(5400)
    for name, story, size, wait in (
        ("overlay", alone, QSize(1600, 900), 0),
        ("overlay-several-accounts", showcase.locked(40), QSize(1366, 768), 6),
    ):
        text = cover_text(story.board(), story.now)
        assert text is not None
        cover = Cover(leading=True)
        cover.setWindowState(Qt.WindowState.WindowNoState)
        cover.show_text(text, wait, OverlayLooks("Walk the dog. Look at the trades tonight, not now."))
        cover.setFocus()
        grab(cover, size).save(str(folder / f"{name}.png"))
        cover.dismiss()


def strips(folder: Path) -> None:
    held = stories.locked(ACCOUNT, OTHER)
    held.fills(MES, 1, 6_847.25, account=OTHER)
    cases = (showcase.locked(140), held, stories.paused(), stories.closing(), stories.late())
    sheet = QPixmap(1600, (HEIGHT + 24) * len(cases) - 24)
    sheet.fill(QColor("#20242B"))
    painter = QPainter(sheet)
    for at, story in enumerate(cases):
        text = strip_text(story.board(), story.now)
        assert text is not None
        strip = Strip()
        strip.show_text(text)
        painter.drawPixmap(QPoint(0, at * (HEIGHT + 24)), grab(strip, QSize(1600, HEIGHT)))
        strip.dismiss()
    painter.end()
    sheet.save(str(folder / "strip.png"))


def menus(theme: Theme, folder: Path) -> None:
    story = showcase.warned()
    for look in LOOKS:
        theme.choose(look)
        menu = TrayMenu(theme)
        menu.lock.menuAction().setVisible(True)
        menu.practice.setVisible(True)
        menu.show_status(story.board().state, menu_lines(story.board(), story.now))
        menu.setActiveAction(menu.dashboard)
        grab(menu).save(str(folder / f"tray-menu-{look}.png"))
        confirm = FlattenConfirm()
        confirm.ask(story.board())
        grab(confirm).save(str(folder / f"flatten-{look}.png"))
        confirm.reject()
    theme.choose("dark")


def glyph_sheet(folder: Path) -> None:
    sheet = QPixmap(1040, 800)
    painter = QPainter(sheet)
    for half, (tokens, ground) in enumerate(((DARK, "#1B1F25"), (LIGHT, "#F0F2F6"))):
        painter.fillRect(QRect(0, half * 400, 1040, 400), QColor(ground))
        painter.setFont(font(12))
        painter.setPen(QColor(tokens.text2))
        for column, state in enumerate([*State, State.ARMED]):
            practice = column == len(State)
            painter.drawText(QPoint(110 + column * 100, half * 400 + 30), "practice" if practice else str(state))
            glyph_column(painter, QPoint(110 + column * 100, half * 400 + 44), state, tokens, ground, practice=practice)
        for row, label in enumerate(("16 px", "20 px", "24 px", "32 px", "48 px", "16 px, 4x", "in grey")):
            y = half * 400 + (56, 86, 120, 158, 208, 284, 360)[row]
            painter.drawText(QPoint(24, y), label)
    painter.end()
    sheet.save(str(folder / "tray-glyphs.png"))


def glyph_column(painter: QPainter, at: QPoint, state: State, tokens: Tokens, ground: str, *, practice: bool) -> None:
    y = at.y()
    for size in (16, 20, 24, 32, 48):
        painter.drawPixmap(QPoint(at.x(), y), state_pixmap(state, tokens, size, practice=practice))
        y += size + 12
    small = state_pixmap(state, tokens, 16, practice=practice)
    painter.drawPixmap(QRect(at.x(), y, 64, 64), small, small.rect())
    flat = QImage(16, 16, QImage.Format.Format_RGB32)
    flat.fill(QColor(ground))
    blend = QPainter(flat)
    blend.drawPixmap(0, 0, small)
    blend.end()
    grey = flat.convertToFormat(QImage.Format.Format_Grayscale8)
    painter.drawImage(QRect(at.x(), y + 76, 64, 64), grey, grey.rect())


def large_screen() -> None:
    """The offscreen plugin's own is too small for the windows to open as large as they would like."""
    screen = {"name": "only", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
    file = Path(tempfile.mkdtemp(prefix="riskguard-screens-")) / "screens.json"
    file.write_text(json.dumps({"screens": [screen]}))
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={file}")


def main(folder: Path, spoken_language: str = language.ENGLISH) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    large_screen()
    application, loop = make_loop(sys.argv[:1])
    language.use(spoken_language)
    theme = Theme(application, "dark")
    dashboards(theme, folder)
    pages(theme, folder)
    overlay(folder)
    strips(folder)
    menus(theme, folder)
    glyph_sheet(folder)
    setup_pictures(theme, folder)
    history_shots.pictures(theme, folder)
    action_shots.pictures(theme, folder)
    for picture in folder.glob("*.png"):
        if not picture.name.startswith("screen-"):
            shrink(picture, picture)
    loop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"), *sys.argv[2:3])
