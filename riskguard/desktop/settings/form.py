"""A form of fields: label left, editor with its note right, help below; made from the fields of a model."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.editors import Editor, make_editor
from riskguard.desktop.inputs.note import NoteChip
from riskguard.desktop.presenters.forms.draft import Draft, Note
from riskguard.desktop.presenters.forms.fields import Field, told
from riskguard.desktop.settings.keyboard import first_stop, put
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, rule

LABEL_WIDTH = 148
_AT_ONCE = 2
_TOP = Qt.AlignmentFlag.AlignTop


class FieldRow(QWidget):
    """One field."""

    def __init__(self, theme: Theme, one: Field, accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.field = one
        self.editor: Editor = make_editor(theme, one, accounts)
        self.note, self.help, self.detail = NoteChip(theme), Text(12, tone="text3", text=one.help), Text(12)
        label = Text(13, MEDIUM, text=one.label)
        label.setWordWrap(True)
        label.setMinimumWidth(LABEL_WIDTH)
        label.setMaximumWidth(LABEL_WIDTH)
        label.setContentsMargins(0, 8, 8, 0)
        for text in (self.help, self.detail):
            text.setWordWrap(True)
        self.detail.setProperty("tone", "text2")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 9, 0, 9)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label, 0, 0, _TOP)
        self._grid, self._line = grid, QHBoxLayout()
        self._line.setSpacing(10)
        self._line.addSpacing(-self.editor.outdent)
        self._line.addWidget(self.editor, 0, _TOP)
        self._line.addWidget(self.note, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addStretch(1)
        self._below = False
        grid.addLayout(self._line, 0, 1)
        grid.addWidget(self.detail, 2, 1)
        grid.addWidget(self.help, 3, 1)
        self.detail.setVisible(False)

    def _place_note(self) -> None:
        """Beside the field, or below it where there is no room."""
        if self.note.isHidden():
            return
        wide = self.editor.sizeHint().width() + self._line.spacing() + self.note.one_line
        below = wide > self.width() - LABEL_WIDTH
        if below == self._below:
            return
        self._below = below
        self.note.wrap(below)
        (self._line if below else self._grid).removeWidget(self.note)
        if below:
            self._grid.addWidget(self.note, 1, 1)
        else:
            at = self._line.indexOf(self.editor) + 1
            self._line.insertWidget(at, self.note, 0, Qt.AlignmentFlag.AlignVCenter)
        # While it is being resized its form has taken the old height already.
        QTimer.singleShot(0, self, self.updateGeometry)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_note()

    def show_note(self, note: Note | None) -> None:
        self.note.show_note(note)
        self._place_note()
        self.note.undo.setAccessibleName(f"{self.note.undo.text()}: {self.field.label}")
        self.detail.setVisible(bool(note and note.detail))
        self.detail.say(note.detail if note else "")
        wrong = note is not None and note.tone == "danger"
        self.editor.set_wrong(wrong)
        spoken = " ".join(part for part in (note.text if note else "", self.field.help) if part)
        self.setAccessibleDescription(spoken)


class Form(QWidget):
    """`edited` after every change of a draft; `undone` carries the path of a note's way back.

    Rows are made a few at a time, so that a long form never holds the loop; who asks for `rows` gets all of them.
    """

    edited = Signal(str)
    undone = Signal(str)

    def __init__(self, theme: Theme, fields: Sequence[Field], accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.setObjectName("form")
        self._theme, self._accounts = theme, accounts
        self._rows: dict[str, FieldRow] = {}
        self._to_make = [told(one) for one in fields]
        self._draft: Draft | None = None
        self._notes: Mapping[str, Note] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._make_some)
        self._next.start()

    @property
    def rows(self) -> Mapping[str, FieldRow]:
        while self._to_make:
            self._make_row()
        return self._rows

    def show_draft(self, draft: Draft) -> None:
        """Shows the values of a draft; from now on edits go into it."""
        self._draft = draft
        for row in self._rows.values():
            self._show_value(row)

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        self._notes = notes
        for path, row in self._rows.items():
            row.show_note(notes.get(path) or _within(notes, path))

    def _make_some(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._to_make))):
            self._make_row()
        if self._to_make:
            self._next.start()

    def _make_row(self) -> None:
        one = self._to_make.pop(0)
        if self._rows:
            self._column.addWidget(rule())
        row = self._rows[one.path] = FieldRow(self._theme, one, self._accounts)
        row.editor.changed.connect(partial(self._changed, one))
        row.note.undone.connect(partial(self._undo, row))
        self._column.addWidget(row)
        self._show_value(row)
        row.show_note(self._notes.get(one.path) or _within(self._notes, one.path))

    def _show_value(self, row: FieldRow) -> None:
        if self._draft is not None and row.field.path not in self._draft.faults:
            row.editor.show_value(self._draft.value(row.field))

    def _changed(self, one: Field) -> None:
        if self._draft is None:
            return
        try:
            self._draft.edit(one.path, self._rows[one.path].editor.read(), one.default)
        except ValueError as error:
            self._draft.fault(one.path, str(error))
        self.edited.emit(one.path)

    def _undo(self, row: FieldRow) -> None:
        """The button goes with the note: the keyboard is left at the field."""
        put(first_stop(row.editor))
        self.undone.emit(row.field.path)


def _within(notes: Mapping[str, Note], path: str) -> Note | None:
    """What concerns an entry of a field is said of the field."""
    return next((note for where, note in notes.items() if where.startswith(f"{path}.")), None)
