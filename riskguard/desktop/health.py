"""The page Health: connection, answers, clock, storage and versions, and a support bundle to send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.health import Card, Look, cards, summary
from riskguard.desktop.presenters.words import say
from riskguard.desktop.staged import Staged
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.facts import FactsPart
from riskguard.desktop.widgets.reading import ReadingArea
from riskguard.desktop.widgets.text import Text, card, restyle
from riskguard.desktop.work import Work
from riskguard.engine.board import BoardSnapshot
from riskguard.service.health import Health, OnDisk, on_disk

if TYPE_CHECKING:
    from riskguard.desktop.dashboard import Dashboard

LOOK_MS = 10_000
NARROW = 700
MARGIN = 16
_LEFT = 4
"""How many of the cards stand in the left column."""


class HealthPage(Staged):
    """`window` knows the running guard: how it is, and how to make a bundle."""

    def __init__(self, theme: Theme, data_dir: Path, window: Dashboard) -> None:
        super().__init__()
        self._theme, self._data_dir, self._window = theme, data_dir, window
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self._disk: OnDisk | None = None
        self._shown: tuple[Card, ...] = ()
        self._narrow: bool | None = None
        self.cards: list[tuple[Text, FactsPart, QFrame]] = []
        self._work, self._bundling = Work(self), Work(self)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._read_disk)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def build(self) -> Iterator[None]:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 0, 12)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(Text(18, SEMIBOLD, text=say(words.HEALTH)))
        head.addStretch()
        self.told = Text(12, tone="text2")
        self.bundle = QPushButton(" " + say(words.BUNDLE))
        self.bundle.setFont(font(13, MEDIUM))
        self.bundle.setToolTip(say(words.BUNDLE_HELP))
        self.bundle.setAccessibleDescription(say(words.BUNDLE_HELP))
        self.bundle.clicked.connect(self._ask_bundle)
        self.about = QPushButton(say(words.ABOUT))
        self.about.setFont(font(13, MEDIUM))
        self.about.clicked.connect(self._show_about)
        head.addWidget(self.told)
        head.addSpacing(8)
        head.addWidget(self.about)
        head.addWidget(self.bundle)
        column.addLayout(head)
        yield
        self._banner = QFrame()
        self.headline, self.detail = Text(15, SEMIBOLD), Text(13, tone="text2")
        self.detail.setWordWrap(True)
        said = QVBoxLayout(self._banner)
        said.setContentsMargins(16, 12, 16, 12)
        said.setSpacing(2)
        said.addWidget(self.headline)
        said.addWidget(self.detail)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 16, 0)
        row.addWidget(self._banner)
        column.addLayout(row)
        yield
        column.addWidget(self._scrolling(), 1)
        for _ in range(7):
            self._add_card()
        yield
        self._fit(self.width())
        self._theme.changed.connect(self._recolour)
        self._recolour()
        self._read_disk()

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("body")
        self._halves = QHBoxLayout(body)
        self._halves.setSpacing(12)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for half in self._columns:
            half.setSpacing(12)
            half.addStretch(1)
            self._halves.addLayout(half, 1)
        area = ReadingArea(self._theme, say(words.HEALTH))
        area.setWidget(body)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._make_room)
        self._make_room(0, 0)
        return area

    def _make_room(self, _least: int, most: int) -> None:
        # The scroll bar stands in the window's margin: the cards do not move when it comes.
        self._halves.setContentsMargins(0, 0, MARGIN - self._bar.sizeHint().width() if most else MARGIN, 0)

    def _add_card(self) -> None:
        frame, title, facts = card(), Text(12, SEMIBOLD, "text2"), FactsPart(self._theme)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(facts)
        column.addStretch()
        self.cards.append((title, facts, frame))

    def _fit(self, width: int) -> None:
        narrow = width < scaled(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for at, (_, _, frame) in enumerate(self.cards):
            half = self._columns[0 if narrow or at < _LEFT else 1]
            half.insertWidget(half.count() - 1, frame)
        self._halves.setStretch(1, 0 if narrow else 1)

    def _recolour(self) -> None:
        self.bundle.setIcon(line_icon("bundle", self._theme.tokens.text))

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._board = snapshot, now
        if self.built and self.isVisible():
            self._paint()

    def _paint(self) -> None:
        if self._board is None:
            return
        look = Look(self._board[0], self._window.health() or Health(), self._disk, self._board[1])
        made = cards(look)
        if made == self._shown:
            return
        self._shown = made
        for (title, facts, frame), each in zip(self.cards, made, strict=True):
            title.say(each.title)
            facts.show_facts(each.facts)
            frame.setVisible(bool(each.facts))
        told = summary(look, made)
        self.headline.say(told.headline)
        self.detail.say(told.detail)
        restyle(self._banner, "tint", told.tone)
        self._banner.setAccessibleName(f"{told.headline}. {told.detail}")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()
        if self.built:
            self._read_disk()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.built:
            self._fit(event.size().width())

    def end(self) -> None:
        self._look.stop()
        for work in (self._work, self._bundling):
            work.drop()
            work.wait()

    def _read_disk(self) -> None:
        if not self._work.busy:
            self._work.run(partial(on_disk, self._data_dir), self._take_disk)

    def _take_disk(self, disk: OnDisk) -> None:
        self._disk = disk
        self._paint()

    def _show_about(self) -> None:
        from riskguard.desktop.about import About

        About(self).open()

    def _ask_bundle(self) -> None:
        if self._bundling.busy:
            return
        dialog = QFileDialog(self, say(words.BUNDLE))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.setNameFilter("Zip (*.zip)")
        at = self._board[1].strftime("%Y-%m-%d") if self._board else "now"
        dialog.selectFile(f"riskguard-support-{at}.zip")
        dialog.fileSelected.connect(lambda name: self.make_bundle(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make_bundle(self, target: Path) -> None:
        """In a thread; says when it is done, or why there is none."""
        if self._window.support is None:
            return
        make = self._window.support()
        self.bundle.setEnabled(False)
        self.told.say(say(words.BUNDLE_MAKING))
        self._bundling.run(partial(make, target), self._bundled, self._not_bundled)

    def _bundled(self, path: Path) -> None:
        self.bundle.setEnabled(True)
        self.told.say(say(words.BUNDLE_DONE, name=path.name))

    def _not_bundled(self, error: Exception) -> None:
        self.bundle.setEnabled(True)
        self.told.say(say(words.BUNDLE_FAILED, error=f"{error}."))
