"""The fourth page: a preset, and one's own limits inside the firm's."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from riskguard.config.settings import Settings
from riskguard.desktop.first_start.pages import Page
from riskguard.desktop.fonts import MEDIUM
from riskguard.desktop.inputs.cards import Cards
from riskguard.desktop.inputs.editors import LineEditor
from riskguard.desktop.inputs.segments import Segments
from riskguard.desktop.inputs.switch import Switch, flush
from riskguard.desktop.presenters.first_start import (
    Kinds,
    LimitRow,
    also_on,
    card_words,
    kinds,
    limit_rows,
    off_words,
    own_words,
    source_words,
    verdict,
)
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.presets import PresetView, fill
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
        self._put_away: dict[str, dict[str, object]] = {}
        """What a limit that is switched off was set to, by its table."""
        self._edited_by_hand: set[str] = set()
        self._due: set[str] = set()
        """Fields that are a fault while they are empty: edited and left, or passed over with Continue."""
        self.editors: dict[str, LineEditor] = {}
        self.for_every: dict[str, Text] = {}
        """What stands below the words of a line where several accounts are guarded, by its path."""
        self.switches: dict[str, Switch] = {}
        self.cards: Cards | None = None
        self.sorts: Segments | None = None
        self._kinds: Kinds = ()
        self.several = False
        """Whether more than one account is guarded: what is asked here holds for all of them."""
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

    def show_presets(self, views: Sequence[PresetView], base: Settings, *, several: bool) -> None:
        """Called when the page comes into view, for the first time or with other settings or accounts below it."""
        self.several = several
        if self.sorts is not None and base == self.draft.base:
            for row in self._rows:
                self._tell_several(row)
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
            choices.append((OWN, self.tr("My own limits"), own_words(self.draft)))
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
        """With something still to be filled in Continue can be pressed: it leads there."""
        return set(self.problems) <= set(self._open()) and not off_words(self.draft)

    @property
    def wanted(self) -> Settings | None:
        return self.draft.check().wanted

    def insist(self) -> None:
        """What is still to be filled in is a fault from now on, and has the keyboard."""
        self._due |= set(self._open())
        self._check()
        for path, editor in self.editors.items():
            if path in self.problems:
                editor.line.setFocus()
                return

    def use(self, name: str) -> None:
        """Begins anew with a preset."""
        self.draft.clear()
        self._edited_by_hand.clear()
        self._due.clear()
        self._put_away.clear()
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
        # They stand in rows of their own, which `takeAt` gives as layouts.
        for part in (*self.editors.values(), *self.switches.values()):
            part.deleteLater()
        self.editors, self.switches, self.for_every = {}, {}, {}
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
        about, more = Text(12, tone="text3", text=row.about), Text(12, tone="text2", text=row.for_every)
        self.for_every[row.field.path] = more
        for text in (about, more):
            text.setWordWrap(True)
            column.addWidget(text)
        column.addStretch(1)
        firm = Text(13, tone="text2" if row.limited else "text3", text=row.firm)
        firm.setWordWrap(True)
        firm.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor = self.editors[row.field.path] = LineEditor(self._theme, row.field)
        editor.span.setVisible(False)
        editor.line.setAccessibleName(f"{row.title} ({row.about})")
        self._tell_several(row)
        editor.show_value(self.draft.value(row.field))
        editor.changed.connect(lambda: self._edited(row))
        editor.line.left.connect(lambda: self._left(row, editor))
        if row.switch:
            switch = self.switches[row.table] = Switch(self._theme, row.title, on=self.draft.on(row.table))
            switch.toggled.connect(lambda on: self._switched(row.table, on))
            self._grid.addLayout(flush(switch), at, 0)
        self._grid.addWidget(words, at, 1)
        self._grid.addWidget(firm, at, 2)
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addWidget(editor)
        self._grid.addLayout(holder, at, 3)

    def _tell_several(self, row: LimitRow) -> None:
        told = row.for_every if self.several else ""
        self.for_every[row.field.path].setVisible(bool(told))
        self.editors[row.field.path].line.setAccessibleDescription(told)

    def _left(self, row: LimitRow, editor: LineEditor) -> None:
        path = row.field.path
        if self.editors.get(path) is editor and path in self._edited_by_hand and path not in self._due:
            self._due.add(path)
            self._check()

    def _edited(self, row: LimitRow) -> None:
        self._edited_by_hand.add(row.field.path)
        self._take(row)
        given = self.draft.edits.get(row.field.path) is not None
        if given and row.switch and not self.draft.on(row.table):
            self.switches[row.table].setChecked(True)
        self._check()

    def _take(self, row: LimitRow) -> None:
        """What a line says goes into the draft."""
        try:
            self.draft.edit(row.field.path, self.editors[row.field.path].read(), row.field.default)
        except ValueError as error:
            self.draft.fault(row.field.path, str(error))

    def _switched(self, table: str, on: bool) -> None:
        path = f"rules.{table}.enabled"
        if on:
            for known, value in self._put_away.pop(table, {}).items():
                self.draft.edit(known, value)
            self.draft.edit(path, True)
            self._read_again(table)
        elif self.draft.table(f"rules.{table}") is not None:
            self.draft.edit(path, False)
        else:
            self._put_away[table] = self.draft.put_away(f"rules.{table}")
        self._check()

    def _read_again(self, table: str) -> None:
        """What the lines of a limit say counts again with it."""
        for row in self._rows:
            if row.table == table:
                self._take(row)

    def _check(self) -> None:
        self.problems = self.draft.check().problems
        still_open = self._open()
        for path, editor in self.editors.items():
            editor.set_wrong(path in self.problems and path not in still_open)
            editor.line.setPlaceholderText(self.tr("fill in") if path in still_open else "")
        self.verdict.say(*verdict(self.draft, self._rows, self.problems, still_open))
        self.ready_changed.emit()

    def _open(self) -> tuple[str, ...]:
        """What is still to be filled in, and no fault yet."""
        lines = {path: editor.line for path, editor in self.editors.items() if path in self.problems}
        return tuple(path for path, line in lines.items() if not line.text().strip() and path not in self._due)
