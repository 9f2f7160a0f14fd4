"""Renders what people see from example boards: `uv run python tests/desktop/screenshots.py docs/images`."""

import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop.confirm import FlattenConfirm
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.fonts import font
from riskguard.desktop.glyphs import state_pixmap
from riskguard.desktop.loop import make_loop
from riskguard.desktop.menu import TrayMenu
from riskguard.desktop.overlay.cover import Cover
from riskguard.desktop.overlay.strip import HEIGHT, Strip
from riskguard.desktop.presenters.cover import cover_text, strip_text
from riskguard.desktop.presenters.tray import menu_lines
from riskguard.desktop.theme import Appearance, Theme
from riskguard.desktop.tokens import DARK, LIGHT, Tokens
from riskguard.engine.board import BoardSnapshot, Notice, State
from tests.desktop import boards

LATER = boards.BREACHED + timedelta(seconds=84)
AFTERNOON = datetime(2026, 11, 19, 18, 58, 4, tzinfo=boards.NOW.tzinfo)


def grab(widget: QWidget, size: QSize | None = None) -> QPixmap:
    if size is not None:
        widget.resize(size)
    widget.show()
    QApplication.processEvents()
    if size is not None:
        widget.resize(size)
    QApplication.processEvents()
    return widget.grab()


def dashboard(
    theme: Theme, snapshot: BoardSnapshot, notices: tuple[Notice, ...], size: QSize, *, tray: bool = True
) -> QPixmap:
    with tempfile.TemporaryDirectory() as folder:
        window = Dashboard(theme, Path(folder))
        window.set_tray(tray)
        for notice in notices:
            window.add_notice(notice)
        window.show_board(snapshot, snapshot.at)
        picture = grab(window, size)
        window.deleteLater()
        return picture


def dashboards(theme: Theme, folder: Path) -> None:
    full = QSize(1180, 760)
    armed = boards.board(boards.account(), boards.express())
    warned = boards.board(boards.warned(), boards.express())
    locked = boards.board(boards.locked(), boards.express(), at=LATER)
    degraded = boards.board(boards.degraded(), hubs_lost=("market",))
    looks: tuple[Appearance, ...] = ("dark", "light")
    for look in looks:
        theme.choose(look)
        dashboard(theme, armed, boards.morning()[:1], full).save(str(folder / f"dashboard-armed-{look}.png"))
        dashboard(theme, warned, boards.morning(), full).save(str(folder / f"dashboard-warning-{look}.png"))
        dashboard(theme, locked, boards.aftermath(), full).save(str(folder / f"dashboard-locked-{look}.png"))
    theme.choose("dark")
    dashboard(theme, degraded, boards.morning(), full).save(str(folder / "dashboard-degraded-dark.png"))
    dashboard(theme, boards.board(), (), full, tray=False).save(str(folder / "dashboard-setup-dark.png"))
    practice = boards.board(boards.warned(), practice=True)
    dashboard(theme, practice, boards.morning(), QSize(620, 760), tray=False).save(str(folder / "dashboard-narrow.png"))


def overlay(folder: Path) -> None:
    both = boards.board(boards.locked(), boards.express(), at=AFTERNOON)
    alone = boards.board(boards.locked(), at=AFTERNOON)
    for name, snapshot, size, wait in (
        ("overlay", alone, QSize(1920, 1080), 0),
        ("overlay-several-accounts", both, QSize(1366, 768), 6),
        ("overlay-small", alone, QSize(800, 600), 6),
    ):
        text = cover_text(snapshot, snapshot.at)
        assert text is not None
        cover = Cover(leading=True)
        cover.setWindowState(Qt.WindowState.WindowNoState)
        cover.show_text(text, wait)
        cover.setFocus()
        grab(cover, size).save(str(folder / f"{name}.png"))
        cover.dismiss()


def strips(folder: Path) -> None:
    cases = (
        boards.board(boards.locked(), at=boards.BREACHED + timedelta(seconds=22)),
        boards.board(boards.paused(), at=boards.BREACHED + timedelta(seconds=688)),
        boards.board(boards.closing(), at=boards.BREACHED + timedelta(seconds=6)),
    )
    sheet = QPixmap(1920, (HEIGHT + 24) * len(cases))
    sheet.fill(QColor("#20242B"))
    painter = QPainter(sheet)
    for at, snapshot in enumerate(cases):
        text = strip_text(snapshot, snapshot.at)
        assert text is not None
        strip = Strip()
        strip.show_text(text)
        painter.drawPixmap(QPoint(0, at * (HEIGHT + 24)), grab(strip, QSize(1920, HEIGHT)))
        strip.dismiss()
    painter.end()
    sheet.save(str(folder / "strip.png"))


def menus(theme: Theme, folder: Path) -> None:
    snapshot = boards.board(boards.warned())
    looks: tuple[Appearance, ...] = ("dark", "light")
    for look in looks:
        theme.choose(look)
        menu = TrayMenu(theme)
        menu.show_status(snapshot.state, menu_lines(snapshot, snapshot.at))
        menu.setActiveAction(menu.dashboard)
        grab(menu).save(str(folder / f"tray-menu-{look}.png"))
        confirm = FlattenConfirm()
        confirm.ask(snapshot)
        grab(confirm).save(str(folder / f"flatten-{look}.png"))
        confirm.reject()


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


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application, loop = make_loop(sys.argv[:1])
    theme = Theme(application, "dark")
    dashboards(theme, folder)
    overlay(folder)
    strips(folder)
    menus(theme, folder)
    glyph_sheet(folder)
    loop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
