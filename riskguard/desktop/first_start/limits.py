"""The fourth page: a preset, and one's own limits inside the firm's."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from riskguard.config.settings import RULES_BY_TABLE, Settings
from riskguard.desktop.first_start.pages import Page
from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.cards import Cards
from riskguard.desktop.inputs.editors import LineEditor
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.inputs.switch import Switch
from riskguard.desktop.presenters.first_start import (
    Kinds,
    LimitRow,
    also_on,
    card_words,
    kinds,
    limit_rows,
    off_words,
    source_words,
)
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.presets import PresetView, fill
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.settings.scrolling import scrolling
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.text import Text, card, rule

OWN = "own"


class LimitsPage(Page):
    """Its draft lies over the settings there are already, which on a first start are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("", "")
        self.title.say(self.tr("Where should it stop you?"))
        self.about.say(self.tr("Start from your firm’s limits, then set yours inside them."))
        self._theme = theme
        self.draft = Draft(Settings())
        self._views: dict[str, PresetView] = {}
        self._rows: tuple[LimitRow, ...] = ()
        self.problems: Mapping[str, str] = {}
        self.editors: dict[str, LineEditor] = {}
        self.switches: dict[str, Switch] = {}
        self.cards: Cards | None = None
        self.sorts: Segments | None = None
        self._kinds: Kinds = ()
        self.source, self.also = Text(12, tone="text3"), Text(12, tone="text3")
        self.verdict = Text(13, MEDIUM, "ok")
        for text in (self.source, self.also, self.verdict):
            text.setWordWrap(True)
        self._table = card()
        self._grid = QGridLayout(self._table)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 12, 0)
        self._body.setSpacing(12)
        body = QWidget()
        body.setObjectName("body")
        body.setLayout(self._body)
        for widget in (self.source, self._table, self.also):
            self._body.addWidget(widget)
        self._body.addStretch(1)
        self.column.addWidget(scrolling(body), 1)
        self.column.addWidget(self.verdict)

    def show_presets(self, views: Sequence[PresetView], base: Settings) -> None:
        """Called when the page comes into view for the first time, or with other settings below it."""
        if self.sorts is not None and base == self.draft.base:
            return
        self.draft = Draft(base)
        if self.sorts is None:
            self._views = {view.name: view for view in views}
            self._kinds = kinds(views)
            self.sorts = Segments(self.tr("Account"), [(name, title) for name, title, _ in self._kinds])
            self.sorts.chosen.connect(self.sort)
            self._body.insertWidget(0, self.sorts)
        self.sort("own" if base.rules else "combine", OWN if base.rules else "")

    def sort(self, name: str, chosen: str = "") -> None:
        """Shows the presets for one sort of account."""
        if self.sorts is not None:
            self.sorts.choose(name)
        if self.cards is not None:
            self._body.removeWidget(self.cards)
            self.cards.deleteLater()
        views = next(views for kind, _, views in self._kinds if kind == name)
        choices = [(view.name, *card_words(view)) for view in views]
        if name == "own":
            choices.append((OWN, self.tr("My own limits"), self.tr("Start empty, set each one yourself.")))
        self.cards = Cards(self._theme, choices, 3)
        self._body.insertWidget(1, self.cards)
        self.cards.choose(chosen or choices[0][0])
        self.cards.chosen.connect(self.use)
        self.use(self.cards.value)

    @property
    def preset(self) -> str:
        """The chosen preset's name, "" for one's own limits."""
        return self.cards.value if self.cards is not None and self.cards.value != OWN else ""

    @property
    def ready(self) -> bool:
        return not self.problems and not off_words(self.draft)

    @property
    def wanted(self) -> Settings | None:
        return self.draft.check().wanted

    def use(self, name: str) -> None:
        """Begins anew with a preset."""
        self.draft.clear()
        if name != OWN:
            fill(self.draft, name)
        self._show_rows()
        self._check()

    def focus_first(self) -> None:
        if self.cards is not None:
            self.cards.cards[self.cards.value].setFocus()

    def _show_rows(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for editor in self.editors.values():  # they stand in rows of their own, which `takeAt` gives as layouts
            editor.deleteLater()
        self.editors, self.switches = {}, {}
        view = self._views.get(self.preset)
        self._rows = limit_rows(self.draft, view)
        self.source.say(source_words(view))
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        right = Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(Text(12, tone="text3", text=self.tr("Limit")), 0, 0, 1, 2)
        self._grid.addWidget(Text(12, tone="text3", text=self.tr("Your firm")), 0, 2, right)
        self._grid.addWidget(Text(12, tone="text3", text=self.tr("You")), 0, 3, right)
        for at, row in enumerate(self._rows):
            self._grid.addWidget(rule(), 2 * at + 1, 0, 1, 4)
            self._add(row, 2 * at + 2)
        self.also.say(also_on(self.draft, self._rows))
        self.also.setVisible(bool(self.also.text()))

    def _add(self, row: LimitRow, at: int) -> None:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Text(13, MEDIUM, text=row.title))
        about = Text(12, tone="text3", text=row.about)
        about.setWordWrap(True)
        column.addWidget(about)
        column.addStretch(1)
        firm = Text(13, tone="text2" if row.firm != "none" else "text3", text=row.firm)
        firm.setWordWrap(True)
        firm.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor = self.editors[row.field.path] = LineEditor(self._theme, row.field)
        editor.span.setVisible(False)
        editor.line.setAccessibleName(f"{row.title} ({row.about})")
        editor.show_value(self.draft.value(row.field))
        editor.changed.connect(lambda: self._edited(row))
        if row.switch:
            switch = self.switches[row.table] = Switch(self._theme, row.title, on=self.draft.on(row.table))
            switch.toggled.connect(lambda on: self._switched(row.table, on))
            self._grid.addWidget(switch, at, 0)
        self._grid.addWidget(words, at, 1)
        self._grid.addWidget(firm, at, 2)
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addWidget(editor)
        self._grid.addLayout(holder, at, 3)

    def _edited(self, row: LimitRow) -> None:
        try:
            value = self.editors[row.field.path].read()
        except ValueError as error:
            self.draft.fault(row.field.path, str(error))
        else:
            self.draft.edit(row.field.path, value, row.field.default)
            if row.switch and not self.draft.on(row.table) and value is not None:
                self.switches[row.table].setChecked(True)
        self._check()

    def _switched(self, table: str, on: bool) -> None:
        path = f"rules.{table}.enabled"
        if on:
            self.draft.edit(path, True)
        elif self.draft.table(f"rules.{table}") is not None:
            self.draft.edit(path, False)
        else:
            for known in [*self.draft.edits, *self.draft.faults]:
                if known.startswith(f"rules.{table}."):
                    self.draft.undo(known)
        self._check()

    def _check(self) -> None:
        self.problems = self.draft.check().problems
        for path, editor in self.editors.items():
            editor.set_wrong(path in self.problems)
            table = path.split(".")[1]
            editor.line.setEnabled(True)
            if table in self.switches:
                self.switches[table].update()
        words = self._wrong()
        self.verdict.say(
            words or self.tr("You can tighten them at any time. Loosening waits."), "danger" if words else "ok"
        )
        self.ready_changed.emit()

    def _wrong(self) -> str:
        for path, words in self.problems.items():
            title = next((row.title for row in self._rows if row.field.path == path), "")
            return f"{title or heard(RULES_BY_TABLE[path.split('.')[1]].title)}: {words}"
        return off_words(self.draft)
