"""Presets: what each sets, from which page and which day its numbers are; filling the rules saves nothing yet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.presenters.forms.presets import PresetLine, PresetView
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.focus import ChoiceGroup
from riskguard.desktop.widgets.text import Text, rule

_LEAST = 150


class PresetPage(QWidget):
    """`chosen` carries the preset's name."""

    chosen = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._views: dict[str, PresetView] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._group = ChoiceGroup(self)
        self._list, self._detail = QVBoxLayout(), QVBoxLayout()
        self.later, self.use = QPushButton(self.tr("Back")), QPushButton(self.tr("Fill the rules with it"))
        self.use.setProperty("kind", "primary")
        self.later.clicked.connect(self.back)
        self.use.clicked.connect(lambda: self.chosen.emit(self.name))
        self._arrange()

    def _arrange(self) -> None:
        side, body = QWidget(), QWidget()
        side.setObjectName("form")
        body.setObjectName("form")
        self._list.setContentsMargins(10, 14, 10, 14)
        self._list.setSpacing(2)
        side.setLayout(self._list)
        self._detail.setContentsMargins(22, 16, 22, 16)
        self._detail.setSpacing(8)
        body.setLayout(self._detail)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._names, self._side = scrolling(side), side
        row.addWidget(self._names)
        row.addWidget(scrolling(body), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 8, 16, 12)
        foot.addStretch(1)
        foot.addWidget(self.later)
        foot.addWidget(self.use)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row, 1)
        whole.addLayout(foot)

    @property
    def name(self) -> str:
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def show_presets(self, views: Sequence[PresetView]) -> None:
        if self.buttons:
            return
        for view in views:
            self._views[view.name] = view
            button = self.buttons[view.name] = QPushButton(view.title)
            button.setProperty("kind", "item")
            button.setFont(font(13, MEDIUM))
            button.setCheckable(True)
            button.toggled.connect(lambda on, name=view.name: self._show(name) if on else None)
            self._group.addButton(button)
            self._list.addWidget(button)
        self._list.addStretch(1)
        self._names.setFixedWidth(self._side.sizeHint().width() + 8)
        next(iter(self.buttons.values())).setChecked(True)

    def focus_first(self) -> None:
        self.buttons[self.name].setFocus()

    def _show(self, name: str) -> None:
        view = self._views[name]
        while self._detail.count():
            item = self._detail.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        self._detail.addWidget(Text(18, SEMIBOLD, text=view.title))
        self._detail.addWidget(_wrapped(13, "text2", view.about))
        titles = QFontMetrics(font(13))
        wide = max((titles.horizontalAdvance(self._title(line)) for line in view.lines), default=0) + 4
        for line in view.lines:
            self._detail.addWidget(rule())
            self._detail.addWidget(self._row(line, max(wide, _LEAST)))
        self._detail.addWidget(rule())
        for note in view.notes:
            self._detail.addWidget(_wrapped(12, "text3", note))
        self._detail.addStretch(1)

    def _title(self, line: PresetLine) -> str:
        return line.title if line.on else f"{line.title} ({self.tr('off')})"

    def _row(self, line: PresetLine, wide: int) -> QWidget:
        made = QWidget()
        made.setObjectName("number")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        title = Text(13, tone="text" if line.on else "text3", text=self._title(line))
        title.setFixedWidth(wide)
        grid.addWidget(title, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapped(13, "text" if line.on else "text3", line.words), 0, 1)
        grid.addWidget(_wrapped(12, "text3", line.source), 1, 1)
        return made


def _wrapped(size: int, tone: str, text: str) -> Text:
    made = Text(size, tone=tone, text=text)
    made.setWordWrap(True)
    return made
