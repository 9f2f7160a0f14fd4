"""The window's left edge: the pages, what the guard's pulse is, and the way to the settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.glyphs import line_icon, line_pixmap
from riskguard.desktop.presenters import words, words_actions, words_desk
from riskguard.desktop.presenters.pulse import Pulse
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.focus import ChoiceGroup, draw_focus
from riskguard.desktop.widgets.text import Text, rule

WIDE, SLIM = 176, 58
_ICON = 16
_LEFT, _MID, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its name for the settings, what people call it, its icon and its key."""

    name: str
    title: str
    icon: str
    key: str = ""


class NavButton(QAbstractButton):
    """Painted: icon, title, and a badge with what is new."""

    def __init__(self, theme: Theme, entry: Entry) -> None:
        super().__init__()
        self._theme, self._entry = theme, entry
        self._badge, self._slim = 0, False
        self.setText(say(entry.title))
        self.setCheckable(bool(entry.key))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    def show_badge(self, count: int) -> None:
        if count != self._badge:
            self._badge = count
            self._tell()
            self.update()

    def make_slim(self, slim: bool) -> None:
        self._slim = slim
        self.setToolTip(self._hint())
        self.update()

    def _hint(self) -> str:
        key = f" ({self._entry.key})" if self._entry.key else ""
        return f"{self.text()}{key}" if self._slim or key else ""

    def _tell(self) -> None:
        unseen = say(words_desk.UNSEEN, count=self._badge) if self._badge else ""
        self.setAccessibleName(f"{self.text()} {unseen}".strip())
        self.setToolTip(self._hint())

    @override
    def sizeHint(self) -> QSize:
        return QSize(WIDE, max(34, round(QFontMetricsF(font(13, MEDIUM)).height()) + 16))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover if chosen else tokens.surface))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        colour = tokens.text if chosen else tokens.text2
        left = (self.width() - _ICON) / 2 if self._slim else 10
        icon = line_pixmap(self._entry.icon, colour, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, (self.height() - _ICON) / 2), icon)
        if not self._slim:
            painter.setFont(font(13, MEDIUM))
            painter.setPen(QColor(colour))
            painter.drawText(self.rect().adjusted(36, 0, -10, 0), _LEFT | _MID, self.text())
        self._paint_badge(painter)
        draw_focus(painter, self, tokens)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        if not self._badge:
            return
        tokens, text = self._theme.tokens, str(min(self._badge, 99))
        metrics = QFontMetricsF(font(11, SEMIBOLD))
        height = metrics.height() + 3
        width = max(height, metrics.horizontalAdvance(text) + 10)
        top = 2 if self._slim else (self.height() - height) / 2
        box = QRectF(self.width() - width - (4 if self._slim else 10), top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line2))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(11, SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class PulseLines(QWidget):
    """Trusted time and how the guard's connections are; painted as one piece."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pulse: Pulse | None = None
        self._slim = False
        theme.changed.connect(self.update)

    def show_pulse(self, pulse: Pulse) -> None:
        if pulse == self._pulse:
            return
        if self._pulse is None or len(self._pulse.lines) != len(pulse.lines):
            self.updateGeometry()
        self._pulse = pulse
        self.setAccessibleName(pulse.spoken)
        self.setToolTip(pulse.spoken)
        self.update()

    def make_slim(self, slim: bool) -> None:
        self._slim = slim
        self.update()

    @property
    def shown(self) -> Pulse | None:
        return self._pulse

    def _line(self) -> float:
        return QFontMetricsF(font(12)).height() + 7

    @override
    def sizeHint(self) -> QSize:
        lines = len(self._pulse.lines) if self._pulse else 3
        return QSize(WIDE, round(self._line() * (lines + 1)) + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pulse is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, height = as_mapping(self._theme.tokens), self._line()
        if not self._slim:
            painter.setFont(font(13, MEDIUM))
            painter.setPen(QColor(tokens["text"]))
            painter.drawText(QRectF(10, 0, self.width() - 20, height), _LEFT | _MID, self._pulse.clock)
        painter.setFont(font(12))
        for number, line in enumerate(self._pulse.lines, 1):
            box = QRectF(10, number * height, self.width() - 20, height)
            self._mark(painter, QPointF(14 if not self._slim else self.width() / 2, box.center().y()), line.tone)
            if not self._slim:
                painter.setPen(QColor(tokens["text2"]))
                painter.drawText(box.adjusted(14, 0, 0, 0), _LEFT | _MID, line.label)
                painter.setPen(QColor(tokens[line.tone if line.tone in {"danger", "warn"} else "text2"]))
                painter.drawText(box, _RIGHT | _MID, line.value)
        painter.end()

    def _mark(self, painter: QPainter, at: QPointF, tone: str) -> None:
        """Filled while well, a triangle when not, hollow while not known: the shape tells as much as the colour."""
        tokens = as_mapping(self._theme.tokens)
        if tone in {"danger", "warn"}:
            icon = line_pixmap("warn", tokens[f"{tone}_fill"], 12, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(at.x() - 6, at.y() - 6), icon)
            return
        painter.setPen(QColor(tokens["ok_fill" if tone == "ok" else "text3"]))
        painter.setBrush(QColor(tokens["ok_fill"]) if tone == "ok" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 3.5, 3.5)


class Navigation(QFrame):
    """`chosen` names a page. Slim where the window is narrow: icons only."""

    chosen = Signal(str)
    settings_wanted = Signal()
    ticket_wanted = Signal()
    _slim = False

    def __init__(self, theme: Theme, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("nav")
        self.setAccessibleName(self.tr("Pages"))
        self.buttons: Mapping[str, NavButton] = {each.name: NavButton(theme, each) for each in entries}
        self.settings = NavButton(theme, Entry("settings", words_desk.SETTINGS, "settings"))
        self.ticket = NavButton(theme, Entry("ticket", words_actions.TICKET, "practice"))
        self.ticket.hide()
        self.pulse = PulseLines(theme)
        self.no_tray = Text(12, tone="text3", text=say(words.NO_TRAY))
        self.no_tray.setWordWrap(True)
        self.quit = QPushButton(self.tr("Quit"))
        self.quit.setProperty("kind", "link")
        self.quit.setFont(font(12))
        self._group = ChoiceGroup(self)
        self._arrange()
        self.settings.clicked.connect(self.settings_wanted)
        self.ticket.clicked.connect(self.ticket_wanted)
        theme.changed.connect(self._show_quit)
        theme.changed.connect(self.update)
        self.set_tray(True)
        self.make_slim(False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 12)
        column.setSpacing(2)
        for name, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(self._telling(name))
            # Arrows move within the group and choose at once, as in any list of pages.
            button.toggled.connect(self._toggling(name))
            column.addWidget(button)
        column.addStretch()
        column.addWidget(self.no_tray)
        column.addWidget(self.quit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(rule())
        column.addSpacing(8)
        column.addWidget(self.pulse)
        column.addSpacing(10)
        column.addWidget(self.ticket)
        column.addWidget(self.settings)

    def _telling(self, name: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(name)

    def _toggling(self, name: str) -> Callable[[bool], None]:
        return lambda on: self.chosen.emit(name) if on and self.buttons[name].hasFocus() else None

    def choose(self, name: str) -> None:
        self.buttons[name].setChecked(True)

    def set_tray(self, available: bool) -> None:
        self._no_tray = not available
        self._show_no_tray()

    def make_slim(self, slim: bool) -> None:
        self._slim = slim
        self.setFixedWidth(SLIM if slim else scaled(WIDE))
        self._show_quit()
        for button in (*self.buttons.values(), self.ticket, self.settings):
            button.make_slim(slim)
        self.pulse.make_slim(slim)
        self._show_no_tray()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedWidth(SLIM if self._slim else scaled(WIDE))

    def _show_quit(self) -> None:
        """An icon where there is no room for the word."""
        self.quit.setText("" if self._slim else self.tr("Quit"))
        self.quit.setIcon(line_icon("quit", self._theme.tokens.text2) if self._slim else QIcon())
        self.quit.setAccessibleName(self.tr("Quit"))
        self.quit.setToolTip(self.tr("Quit") if self._slim else "")

    def _show_no_tray(self) -> None:
        self.no_tray.setVisible(self._no_tray and not self._slim)
        self.quit.setVisible(self._no_tray)
