"""A form of fields: label left, editor with its note right, help below; made from the fields of a model."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.editors import Editor, make_editor
from riskguard.desktop.inputs.note import NoteChip
from riskguard.desktop.presenters.forms.draft import Draft, Note
from riskguard.desktop.presenters.forms.fields import Field, told
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, rule

LABEL_WIDTH = 148
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
        self.note.wrap(False)
        wide = self.editor.sizeHint().width() + self._line.spacing() + self.note.sizeHint().width()
        below = wide > self.width() - LABEL_WIDTH
        self.note.wrap(below)
        if below != self._below:
            self._below = below
            (self._line if below else self._grid).removeWidget(self.note)
            if below:
                self._grid.addWidget(self.note, 1, 1)
            else:
                self._line.insertWidget(1, self.note, 0, Qt.AlignmentFlag.AlignVCenter)

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
    """`edited` after every change of a draft; `undone` carries the path of a note's way back."""

    edited = Signal(str)
    undone = Signal(str)

    def __init__(self, theme: Theme, fields: Sequence[Field], accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.setObjectName("form")
        self.rows: dict[str, FieldRow] = {}
        self._draft: Draft | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for at, one in enumerate(map(told, fields)):
            if at:
                column.addWidget(rule())
            row = self.rows[one.path] = FieldRow(theme, one, accounts)
            row.editor.changed.connect(partial(self._changed, one))
            row.note.undone.connect(partial(self.undone.emit, one.path))
            column.addWidget(row)

    def show_draft(self, draft: Draft) -> None:
        """Shows the values of a draft; from now on edits go into it."""
        self._draft = draft
        for row in self.rows.values():
            if row.field.path not in draft.faults:
                row.editor.show_value(draft.value(row.field))

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        for path, row in self.rows.items():
            row.show_note(notes.get(path) or _within(notes, path))

    def _changed(self, one: Field) -> None:
        if self._draft is None:
            return
        try:
            self._draft.edit(one.path, self.rows[one.path].editor.read(), one.default)
        except ValueError as error:
            self._draft.fault(one.path, str(error))
        self.edited.emit(one.path)


def _within(notes: Mapping[str, Note], path: str) -> Note | None:
    """What concerns an entry of a field is said of the field."""
    return next((note for where, note in notes.items() if where.startswith(f"{path}.")), None)
