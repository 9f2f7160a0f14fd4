"""The page Activity: everything that was warned of, breached, done and locked, and for the chosen line why.

The journal is read in a thread, page by page; what is written while the page is looked at comes in on top.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.activity_bar import ActivityBar
from riskguard.desktop.export import Export
from riskguard.desktop.fonts import font, scaled
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.activity import Item, Setting, item
from riskguard.desktop.presenters.why import why
from riskguard.desktop.presenters.words import say
from riskguard.desktop.staged import Staged
from riskguard.desktop.theme import Theme
from riskguard.desktop.why_pane import WhyPane
from riskguard.desktop.widgets.text import Text, card
from riskguard.desktop.widgets.timeline import Timeline
from riskguard.desktop.work import Work
from riskguard.engine.board import BoardSnapshot
from riskguard.storage.activity import Page, Story, Wanted, read_newer, read_page, read_story
from riskguard.storage.models import FILE_NAME

LOOK_MS = 1000
NARROW = 760
_AGAIN = frozenset({"breach", "lockout_set", "action", "alarm"})
"""Lines whose answers come in after them."""


class ActivityPage(Staged):
    def __init__(self, theme: Theme, data_dir: Path) -> None:
        super().__init__()
        self._theme, self._journal = theme, data_dir / FILE_NAME
        self._board: tuple[BoardSnapshot, datetime] | None = None
        self._wanted = Wanted()
        self._begun = False
        """Whether lines were asked for by the filters as they stand; before, there is nothing newer to look for."""
        self._newest = 0
        self._reading, self._choosing = Work(self), Work(self)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._read_newer)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def build(self) -> Iterator[None]:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 12)
        self._column.setSpacing(12)
        self.bar = ActivityBar(self._theme)
        self._column.addWidget(self.bar)
        yield
        self.timeline = Timeline(self._theme, say(words.ACTIVITY))
        self.empty = Text(13, tone="text3", text=say(words.LOADING))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(12)
        self._halves.addWidget(_holding(self.timeline, self.empty), 21)
        self._column.addLayout(self._halves, 1)
        yield
        self.pane = WhyPane(self._theme)
        self._halves.addWidget(self.pane, 20)
        yield
        self._make_foot()
        self._fit(self.width())
        self._connect()

    def _make_foot(self) -> None:
        self.progress = Text(12, tone="text2")
        self.cancel = QPushButton(say(words.CANCEL))
        self.cancel.setProperty("kind", "link")
        self.cancel.setFont(font(12))
        row = QHBoxLayout()
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        row.addStretch()
        self._column.addLayout(row)
        for each in (self.progress, self.cancel):
            each.hide()
        self.exporting = Export(self, self._journal)
        self.exporting.told.connect(self._show_progress)
        self.cancel.clicked.connect(self.exporting.cancel)

    def _connect(self) -> None:
        self.bar.changed.connect(self._reread)
        self.bar.export_wanted.connect(lambda: self.exporting.ask(self._wanted, self._setting()))
        self.timeline.selectionModel().currentChanged.connect(self._chosen)
        self.timeline.lines.fetch = self._read_older

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self._board = snapshot, now
        if self.built and self.isVisible():
            self.bar.use({each.account_id: each.name for each in snapshot.accounts})
            if not self._begun:
                self._reread()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()
        self._read_newer()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.built:
            self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        slim = width < scaled(NARROW)
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if slim else QBoxLayout.Direction.LeftToRight)
        self.bar.narrow(slim=slim)

    def end(self) -> None:
        self._look.stop()
        if self.built:
            self.exporting.end()
        for work in (self._reading, self._choosing):
            work.drop()
            work.wait()

    def _setting(self) -> Setting | None:
        if self._board is None:
            return None
        snapshot, now = self._board
        return Setting(snapshot.schedule, now, {each.account_id: each.name for each in snapshot.accounts})

    def _items(self, page: Page) -> list[Item]:
        setting = self._setting()
        return [item(line, setting) for line in page.lines] if setting else []

    def _reread(self) -> None:
        """Other filters, or the first look."""
        setting = self._setting()
        if setting is None or not self.built:
            return
        self._begun = True
        self._wanted = self.bar.wanted(setting.schedule, setting.now)
        self._reading.drop()
        self._reading.run(partial(read_page, self._journal, self._wanted), self._begin, self._cannot)

    def _begin(self, page: Page) -> None:
        kept = self.timeline.chosen()
        self._newest = page.newest
        self.timeline.lines.begin(self._items(page), more=page.more)
        self.bar.show_counts(page.counts)
        self._show_empty(say(words.NOTHING_MATCHES if self.bar.filtering else words.NOTHING_FOUND))
        if kept:
            self.timeline.choose(kept.line.number)
        if self.timeline.chosen() is None:
            self.timeline.choose_first()
        if self.timeline.chosen() is None:
            self.pane.clear()

    def _show_empty(self, text: str) -> None:
        nothing = not self.timeline.lines.rows
        self.empty.say(text)
        self.empty.setVisible(nothing)
        self.timeline.setVisible(not nothing)

    def _read_older(self) -> None:
        items = self.timeline.lines.items()
        if items and not self._reading.busy:
            self.timeline.lines.more = False
            ask = partial(read_page, self._journal, self._wanted, items[-1].line.number)
            self._reading.run(ask, self._add_older, self._cannot)

    def _add_older(self, page: Page) -> None:
        self.timeline.lines.add_older(self._items(page), more=page.more)

    def _read_newer(self) -> None:
        if not self._begun:
            self._reread()
        elif not self._reading.busy:
            ask = partial(read_newer, self._journal, self._wanted, self._newest)
            self._reading.run(ask, self._add_newer, lambda _: None)

    def _add_newer(self, page: Page) -> None:
        if page.newest <= self._newest:
            return
        at_top = self.timeline.verticalScrollBar().value() == 0
        self._newest = page.newest
        self.timeline.lines.add_newer(self._items(page))
        if page.counts:
            self.bar.show_counts(page.counts)
        self._show_empty("")
        if at_top:
            self.timeline.scrollToTop()
        chosen = self.timeline.chosen()
        if chosen is None:
            self.timeline.choose_first()
        elif chosen.line.kind in _AGAIN:
            self._tell_why(chosen)

    def _cannot(self, error: Exception) -> None:
        self.timeline.lines.begin([], more=False)
        self._show_empty(say(words.CANNOT_READ, error=f"{error}."))
        self.pane.clear()

    def _chosen(self, _current: QModelIndex, _before: QModelIndex) -> None:
        chosen = self.timeline.chosen()
        if chosen is not None:
            self._tell_why(chosen)

    def _tell_why(self, chosen: Item) -> None:
        setting = self._setting()
        if setting is None:
            return
        start = setting.schedule.day_of(chosen.line.at).start
        self._choosing.drop()
        ask = partial(read_story, self._journal, chosen.line.number, start)
        self._choosing.run(ask, partial(self._show_why, chosen, setting), lambda _: self.pane.clear())

    def _show_why(self, chosen: Item, setting: Setting, story: Story | None) -> None:
        if story is None:
            self.pane.clear()
        else:
            self.pane.show_why(why(chosen, story, setting))

    def _show_progress(self, text: str, running: bool) -> None:
        self.progress.say(text)
        self.progress.setVisible(bool(text))
        self.cancel.setVisible(running)


def _holding(*widgets: QWidget) -> QFrame:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 6, 1, 6)
    for widget in widgets:
        column.addWidget(widget, 1)
    return frame
