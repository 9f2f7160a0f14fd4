"""One editor for each kind of field; `read` gives the plain value or raises ValueError with what to enter instead."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from riskguard.desktop.inputs.check import Check
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.inputs.rows import Rows
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.inputs.switch import ROOM, Switch
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.fields import Field, Kind
from riskguard.desktop.presenters.forms.values import as_span, cells, from_cells, parsed, shown
from riskguard.desktop.presenters.local import figures, style
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text

_FIGURES = frozenset((Kind.MONEY, Kind.WHOLE, Kind.NUMBER, Kind.SHARE))
_SUFFIX = {Kind.SHARE: "%", Kind.SHARES: "%"}
_LETTERS = {Kind.TEXT: 34, Kind.WORDS: 44, Kind.MIXED: 16, Kind.TIME: 12}


class Editor(QWidget):
    """Base of all editors: `changed` when the user has changed something, never when `show_value` did."""

    changed = Signal()
    outdent = 0
    """How far left of its neighbours it has to stand, so that what is drawn begins where theirs does."""

    def __init__(self, one: Field) -> None:
        super().__init__()
        self.field = one
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)

    def read(self) -> object:
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        raise NotImplementedError

    def set_wrong(self, wrong: bool) -> None:
        """Marks it as the one to correct."""


def _unit(one: Field) -> str:
    """What stands after the number."""
    if one.kind is Kind.MONEY:
        return "" if style().english else "$"
    unit = _SUFFIX.get(one.kind, texts.UNITS.get(one.unit, one.unit))
    return say(unit) if unit else ""


class LineEditor(Editor):
    def __init__(self, theme: Theme, one: Field) -> None:
        super().__init__(one)
        money = one.kind is Kind.MONEY
        self.line = LineInput(
            theme,
            one.label,
            prefix="$" if money and style().english else "",
            suffix=_unit(one),
            figures=one.kind in _FIGURES,
            letters=_LETTERS.get(one.kind, 20),
        )
        self.line.setAccessibleDescription(f"{one.help} ({one.accepts})")
        self.line.setToolTip(one.accepts)
        self.line.textEdited.connect(self.changed)
        self.row.addWidget(self.line)
        self.span = Text(12, tone="text3")
        self.line.textChanged.connect(self._say_span)
        self.row.addWidget(self.span)
        self.span.setVisible(one.unit == "seconds")
        self.setFocusProxy(self.line)

    def _say_span(self, _: str) -> None:
        """A long time in seconds is said in hours and minutes too."""
        if self.field.unit == "seconds":
            self.span.say(as_span(self.field, self.line.text()))

    def read(self) -> object:
        return parsed(self.field, self.line.text())

    def show_value(self, value: object) -> None:
        text = shown(self.field, value)
        typing = self.line.hasFocus() and self.line.isModified()
        if not typing and text != self.line.text():
            self.line.setText(text)

    def set_wrong(self, wrong: bool) -> None:
        self.line.set_wrong(wrong)


class SwitchEditor(Editor):
    outdent = ROOM

    def __init__(self, theme: Theme, one: Field) -> None:
        super().__init__(one)
        self.switch = Switch(theme, one.label)
        self.switch.setAccessibleDescription(one.help)
        self.switch.toggled.connect(self.changed)
        self.row.setContentsMargins(0, ROOM, 0, ROOM)
        self.row.addWidget(self.switch)
        self.setFocusProxy(self.switch)

    def read(self) -> object:
        return self.switch.isChecked()

    def show_value(self, value: object) -> None:
        before = self.switch.blockSignals(True)
        self.switch.setChecked(bool(value))
        self.switch.blockSignals(before)
        self.switch.update()


class ChoiceEditor(Editor):
    def __init__(self, one: Field) -> None:
        super().__init__(one)
        labels = [(value, figures(say(texts.CHOICES.get(value, value)))) for value in one.choices]
        self.segments = Segments(one.label, labels)
        self.segments.chosen.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.segments)

    def read(self) -> object:
        return self.segments.value

    def show_value(self, value: object) -> None:
        self.segments.choose(str(value))


class RowsEditor(Editor):
    def __init__(self, theme: Theme, one: Field) -> None:
        super().__init__(one)
        self.rows = Rows(theme, one.label, one.columns)
        self.rows.changed.connect(self.changed)
        self.row.addWidget(self.rows)
        self._shown: object = None

    def read(self) -> object:
        return from_cells(self.field, self.rows.cells)

    def show_value(self, value: object) -> None:
        # What is being typed stays as it is: rows without text are part of it and of no value.
        try:
            same = self.read() == value
        except ValueError:
            same = True
        if self._shown is None or not same:
            self._shown = value
            self.rows.show_cells(cells(self.field, value))

    def set_wrong(self, wrong: bool) -> None:
        self.rows.set_wrong(wrong)


class AccountsEditor(Editor):
    """All accounts, or each by itself."""

    outdent = 6
    """What a check box leaves at its left for the focus ring."""

    def __init__(self, theme: Theme, one: Field, accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__(one)
        column = QVBoxLayout()
        column.setContentsMargins(0, ROOM, 0, ROOM)
        column.setSpacing(6)
        self.every = Check(theme, say(texts.EVERY_ACCOUNT))
        self.every.toggled.connect(self._toggled)
        column.addWidget(self.every)
        self.boxes: dict[int, Check] = {}
        for number, name in accounts:
            box = self.boxes[number] = Check(theme, f"{name}  {number}" if str(number) not in name else name)
            box.toggled.connect(lambda _: self.changed.emit())
            column.addWidget(box)
        self.row.addLayout(column)
        self.setFocusProxy(self.every)

    def read(self) -> object:
        if self.every.isChecked():
            return "all"
        chosen = [number for number, box in self.boxes.items() if box.isChecked()]
        if not chosen:
            raise ValueError(say(texts.ACCOUNT))
        return chosen

    def show_value(self, value: object) -> None:
        listed = value if isinstance(value, list | tuple) else []
        for box in (self.every, *self.boxes.values()):
            box.blockSignals(True)
        self.every.setChecked(value == "all")
        for number, box in self.boxes.items():
            box.setChecked(number in listed or value == "all")
            box.setVisible(value != "all")
        for box in (self.every, *self.boxes.values()):
            box.blockSignals(False)

    def _toggled(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setVisible(not on)
        self.changed.emit()


def make_editor(theme: Theme, one: Field, accounts: Sequence[tuple[int, str]]) -> Editor:
    match one.kind:
        case Kind.SWITCH:
            return SwitchEditor(theme, one)
        case Kind.CHOICE:
            return ChoiceEditor(one)
        case Kind.ROWS:
            return RowsEditor(theme, one)
        case Kind.ACCOUNTS:
            return AccountsEditor(theme, one, accounts)
    return LineEditor(theme, one)
