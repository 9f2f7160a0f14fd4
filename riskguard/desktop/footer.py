"""The dashboard's foot: connection, trusted time, and what to know where there is no system tray."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from riskguard.desktop.fonts import font
from riskguard.desktop.glyphs import line_pixmap
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.now import connection
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.text import Text
from riskguard.engine.board import BoardSnapshot


class Footer(QWidget):
    """One quiet line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shape = ("", "")
        self.mark = QLabel()
        self.connection = Text(12, tone="text2")
        self.no_tray = Text(12, tone="text3", text=say(words.NO_TRAY))
        self.clock = Text(12, tone="text3")
        self.quit = QPushButton(self.tr("Quit"))
        self.quit.setProperty("kind", "link")
        self.quit.setFont(font(12))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.connection)
        row.addSpacing(12)
        row.addWidget(self.no_tray)
        row.addStretch()
        row.addWidget(self.clock)
        row.addWidget(self.quit)
        self.set_tray(True)

    def set_tray(self, available: bool) -> None:
        self.no_tray.setVisible(not available)
        self.quit.setVisible(not available)

    def show_board(self, snapshot: BoardSnapshot, now: datetime) -> None:
        text, tone = connection(snapshot)
        self.connection.say(text, "danger" if tone == "danger" else "text2")
        self.clock.say(snapshot.schedule.clock_text(now))
        self._draw({"ok": "check", "danger": "alarm"}.get(tone, "info"), as_mapping(self._theme.tokens)[tone])

    def _draw(self, shape: str, colour: str) -> None:
        if (shape, colour) != self._shape:
            self._shape = (shape, colour)
            self.mark.setPixmap(line_pixmap(shape, colour, 14, self.devicePixelRatioF()))
