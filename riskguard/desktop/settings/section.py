"""What sections of the settings share: a column of forms and cards over one draft."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import SEMIBOLD
from riskguard.desktop.presenters.forms.draft import Draft, Note
from riskguard.desktop.presenters.forms.fields import Field
from riskguard.desktop.settings.form import Form
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.widgets.text import Text, rule

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel


class Section(QWidget):
    """`forms` are shown and noted by the panel; `opened` is called when the section comes into view."""

    edited = Signal(str)
    undone = Signal(str)

    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__()
        self.panel = panel
        self.forms: list[Form] = []
        self._fields: list[tuple[QVBoxLayout, tuple[Field, ...]]] = []
        self._accounts: Sequence[tuple[int, str]] | None = None
        body = QWidget()
        body.setObjectName("form")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(body))

    def opened(self) -> None:
        """The section is looked at."""

    def heading(self, title: str, about: str = "") -> None:
        """A part of the section; a hairline stands between parts."""
        if self.column.count():
            self.column.addSpacing(10)
            self.column.addWidget(rule())
            self.column.addSpacing(6)
        self.column.addWidget(Text(15, SEMIBOLD, text=title))
        if about:
            text = Text(12, tone="text3", text=about)
            text.setWordWrap(True)
            self.column.addWidget(text)

    def fields(self, *fields: Field) -> None:
        """A form of settings; made when the accounts are known."""
        place = QVBoxLayout()
        self.column.addLayout(place)
        self._fields.append((place, fields))

    def buttons(self, *buttons: QPushButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)

    def end(self) -> None:
        self.column.addStretch(1)

    def show_draft(self, draft: Draft, accounts: Sequence[tuple[int, str]]) -> None:
        if accounts != self._accounts:
            self._accounts = accounts
            self._make_forms(accounts)
        for form in self.forms:
            form.show_draft(draft)

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        for form in self.forms:
            form.show_notes(notes)

    def _make_forms(self, accounts: Sequence[tuple[int, str]]) -> None:
        for form in self.forms:
            form.deleteLater()
        self.forms = []
        for place, fields in self._fields:
            form = Form(self.panel.theme, fields, accounts)
            form.edited.connect(self.edited)
            form.undone.connect(self.undone)
            place.addWidget(form)
            self.forms.append(form)
