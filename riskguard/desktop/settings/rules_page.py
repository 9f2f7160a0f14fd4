"""Rules: the list left, the form of the chosen rule right, made from its model when it is first looked at."""

from collections.abc import Mapping, Sequence
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from riskguard.config.changes import automation
from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.fonts import SEMIBOLD, scaled
from riskguard.desktop.inputs.note import NoteChip
from riskguard.desktop.inputs.switch import ROOM, Switch
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.draft import Draft, Note
from riskguard.desktop.presenters.forms.fields import rule_fields
from riskguard.desktop.presenters.forms.rules import about, count_words, groups
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.words import say
from riskguard.desktop.settings.form import Form
from riskguard.desktop.settings.rule_list import RuleList
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, rule

LIST_WIDTH, LEAST_LIST = 286, 220
_LIST_SHARE = 0.36


class RuleForm(QWidget):
    """One rule: title, on or off, what it does, its fields, an example."""

    edited = Signal(str)
    undone = Signal(str)

    def __init__(self, theme: Theme, table: str, accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.setObjectName("form")
        self.table = table
        model = RULES_BY_TABLE[table]
        self._path = f"rules.{table}.enabled"
        self._draft: Draft | None = None
        self.switch = Switch(theme, f"{heard(model.title)}: {self.tr('on')}")
        self.switch.toggled.connect(self._switched)
        self.state = Text(12, tone="text2")
        self.note = NoteChip(theme)
        self.note.undone.connect(self._undo)
        self.form = Form(theme, rule_fields(model), accounts)
        self.form.edited.connect(self.edited)
        self.form.undone.connect(self.undone)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(18, SEMIBOLD, text=heard(model.title)))
        head.addStretch(1)
        head.addWidget(self.note)
        head.addWidget(self.state)
        head.addWidget(self.switch)
        head.addSpacing(-ROOM)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 14, 22, 18)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(_wrapped(Text(13, tone="text2", text=_what(table))))
        column.addSpacing(4)
        column.addWidget(rule())
        column.addWidget(self.form)
        column.addWidget(rule())
        column.addWidget(_wrapped(Text(12, tone="text3", text=f"{self.tr('Example.')} {heard(model.example.story)}")))
        column.addStretch(1)

    def show_draft(self, draft: Draft) -> None:
        self._draft = draft
        self.switch.blockSignals(True)
        self.switch.setChecked(draft.on(self.table))
        self.switch.blockSignals(False)
        self.switch.update()
        self.state.say(self.tr("On") if draft.on(self.table) else self.tr("Off"))
        self.form.show_draft(draft)

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        self.note.show_note(notes.get(self._path) or notes.get(f"rules.{self.table}"))
        self.form.show_notes(notes)

    def _undo(self) -> None:
        self.switch.setFocus()
        self.undone.emit(self._path)

    def _switched(self, on: bool) -> None:
        if self._draft is None:
            return
        known = self._draft.table(f"rules.{self.table}") is not None
        self._draft.edit(self._path, on if known or on else None)
        self.state.say(self.tr("On") if on else self.tr("Off"))
        self.edited.emit(self._path)


class RulesPage(QWidget):
    """Forms are made one at a time, as they are looked at: the window opens with one."""

    edited = Signal(str)
    undone = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._draft: Draft | None = None
        self._notes: Mapping[str, Note] = {}
        self._accounts: Sequence[tuple[int, str]] = ()
        self.list = RuleList(theme)
        self.list.chosen.connect(self.open)
        self.preset = QPushButton(self.tr("Use a preset…"))
        self.count = Text(12, tone="text3")
        self.forms: dict[str, RuleForm] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self.stack, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(scaled(LIST_WIDTH))
        self._listing = side
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(self.list), 1)
        column.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 10, 14, 10)
        foot.addWidget(self.preset)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column.addLayout(foot)
        return side

    @property
    def current(self) -> RuleForm | None:
        shown = self.stack.currentWidget()
        return next((self.forms[table] for table, area in self._areas.items() if area is shown), None)

    def open(self, table: str) -> None:
        """Shows the form of a rule."""
        if table not in self.forms:
            self._make(table)
        form = self.forms[table]
        self.stack.setCurrentWidget(self._areas[table])
        if self._draft is not None:
            form.show_draft(self._draft)
            form.show_notes(self._notes)

    def _make(self, table: str) -> None:
        form = self.forms[table] = RuleForm(self._theme, table, self._accounts)
        form.edited.connect(self.edited)
        form.undone.connect(self.undone)
        area = self._areas[table] = scrolling(form)
        self.stack.addWidget(area)

    def show_draft(self, draft: Draft, accounts: Sequence[tuple[int, str]]) -> None:
        if accounts != self._accounts:
            self._accounts = accounts
            self._forget_forms()
        self._draft = draft
        self.list.show_groups(groups(draft, self._notes))
        self.count.say(count_words(draft))
        self._fit_list()
        form = self.current
        if form is None:
            first = next((table for table in self.list.buttons if draft.on(table)), next(iter(self.list.buttons)))
            self.list.choose(first)
        else:
            form.show_draft(draft)

    def _fit_list(self) -> None:
        """As wide as its longest line, but the form comes first."""
        wanted = max(scaled(LIST_WIDTH), self.list.wanted_width())
        self._listing.setFixedWidth(min(wanted, max(LEAST_LIST, round(self.width() * _LIST_SHARE))))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        self._notes = notes
        if self._draft is not None:
            self.list.show_groups(groups(self._draft, notes))
            self.count.say(count_words(self._draft))
        form = self.current
        if form is not None:
            form.show_notes(notes)

    def _forget_forms(self) -> None:
        for area in self._areas.values():
            self.stack.removeWidget(area)
            area.deleteLater()
        self.forms.clear()
        self._areas.clear()


def _what(table: str) -> str:
    model = RULES_BY_TABLE[table]
    if automation(model):
        return about(model)
    then = heard(model.consequence).format(reset=say(texts.THE_RESET))
    return say(texts.AT_THE_LIMIT, about=about(model), then=then)


def _wrapped(text: Text) -> Text:
    text.setWordWrap(True)
    return text
