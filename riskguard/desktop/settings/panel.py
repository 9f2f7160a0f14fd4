"""The settings window: sections as tabs over one draft, what a save would do, the pending list."""

from collections.abc import Mapping
from typing import override

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from riskguard.config.settings import Settings
from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.inputs.line import LineInput
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.draft import Draft, Note, notes
from riskguard.desktop.presenters.forms.presets import PresetView, fill, presets
from riskguard.desktop.presenters.forms.rules import searched
from riskguard.desktop.presenters.heard import spoken
from riskguard.desktop.presenters.words import say
from riskguard.desktop.settings.confirm_save import ConfirmSave
from riskguard.desktop.settings.foot import Foot
from riskguard.desktop.settings.keyboard import Keyboard
from riskguard.desktop.settings.pending import PendingPage
from riskguard.desktop.settings.port import SettingsPort
from riskguard.desktop.settings.preset_page import PresetPage
from riskguard.desktop.settings.rules_page import RulesPage
from riskguard.desktop.settings.saving import Saving
from riskguard.desktop.settings.sections import Section, Sections
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.focus import ChoiceGroup
from riskguard.desktop.widgets.text import Text, rule
from riskguard.desktop.work import Work
from riskguard.engine.effects import Effect
from riskguard.service.setup import Mode

_CHECK_MS = 120


class SettingsPanel(QWidget):
    """A page of the main window or a window of its own. `saved` after every change asked for.

    `made` has each section, made when it is first looked at.
    """

    saved = Signal()
    made = Signal(object)

    mode_wanted = Signal()

    def __init__(self, theme: Theme, port: SettingsPort, mode: Mode | None = None) -> None:
        """`mode` is what the program is set up for, None where that cannot be changed here."""
        super().__init__()
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumSize(600, 320)
        # Until Tab is pressed the window itself holds the focus: nothing is one key away from being changed.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.theme, self.port, self.mode = theme, port, mode
        self.work = Work(self)
        self.draft = Draft(Settings())
        self.effects: tuple[Effect, ...] = ()
        self.wanted: Settings | None = None
        self.rules, self.foot = RulesPage(theme), Foot(theme)
        self.sections = Sections(self, self._section_made)
        self._known: Mapping[str, Note] | None = None
        self.tabs: dict[str, QPushButton] = {}
        self.pages = QStackedWidget()
        self.pending, self.confirm, self.presets = PendingPage(theme), ConfirmSave(theme), PresetPage(theme)
        self.saving = Saving(self, port, self.work, self.confirm)
        self.keyboard = Keyboard(self.pages, (self.pending, self.confirm, self.presets), self._fields)
        self._soon = QTimer(self, singleShot=True, interval=_CHECK_MS)
        self._soon.timeout.connect(self.check)
        self._make_parts()
        self._arrange()
        self._connect()
        self.open_section("rules")

    def _make_parts(self) -> None:
        self.search = LineInput(self.theme, self.tr("Search all settings"), letters=30)
        self.search.setPlaceholderText(self.tr("Search all settings"))
        self.search.addAction(line_icon("search", self.theme.tokens.text3), LineInput.ActionPosition.LeadingPosition)
        self.pill = QPushButton()
        self.pill.setProperty("kind", "pill")
        self.pill.setFont(font(12, MEDIUM))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Text(18, SEMIBOLD, text=self.tr("Settings")))
        head.addStretch(1)
        head.addWidget(self.search)
        column.addLayout(head)
        column.addLayout(self._tab_row())
        panel = QFrame()
        panel.setObjectName("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.pages, 1)
        inner.addWidget(self.foot)
        column.addWidget(panel, 1)

    def _tab_row(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = ChoiceGroup(self)
        titles = {"accounts": self.tr("Accounts"), "rules": self.tr("Rules"), "schedule": self.tr("Schedule")}
        titles |= {"notifications": self.tr("Notifications"), "security": self.tr("Security")}
        titles |= {"appearance": self.tr("Appearance"), "backup": self.tr("Backup")}
        for name, title in titles.items():
            tab = self.tabs[name] = QPushButton(title)
            tab.setProperty("kind", "tab")
            tab.setFont(font(13, MEDIUM))
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, name=name: self.open_section(name))
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self.pill)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule())
        return column

    def _connect(self) -> None:
        self.rules.edited.connect(self._edited)
        self.rules.undone.connect(self._undo)
        self.search.textChanged.connect(self._search)
        self.foot.discard.clicked.connect(self._discard)
        self.foot.save.clicked.connect(self._ask_save)
        self.pill.clicked.connect(self._open_pending)
        self.pending.withdrawn.connect(self._withdraw)
        self.pending.back.connect(self._back)
        self.saving.told.connect(self.tell)
        self.saving.asks.connect(self._confirm_save)
        self.saving.saved.connect(self._saved)
        self.saving.failed.connect(self.failed)
        self.confirm.back.connect(self._back)
        self.rules.preset.clicked.connect(self._open_presets)
        self.presets.back.connect(self._back)
        self.presets.chosen.connect(self._fill)
        self.pages.addWidget(self.rules)
        self.pages.currentChanged.connect(self._page_changed)
        for page in (self.pending, self.confirm, self.presets):
            self.pages.addWidget(page)

    def _section_made(self, section: Section) -> None:
        section.edited.connect(self._edited)
        section.undone.connect(self._undo)
        self.pages.addWidget(section)
        if self._known is not None:
            section.show_draft(self.draft, self.port.accounts())
            section.show_notes(self._known)
        self.made.emit(section)

    def open_section(self, name: str) -> None:
        self.tabs[name].setChecked(True)
        page = self.rules if name == "rules" else self.sections[name]
        self.pages.setCurrentWidget(page)
        if isinstance(page, Section):
            page.opened()

    def _fields(self) -> QWidget:
        form = self.rules.current
        return form.form if form is not None and form.isVisible() else self.pages

    def _page_changed(self, _: int) -> None:
        self.foot.setVisible(self.pages.currentWidget() not in (self.confirm, self.presets))

    # the draft

    def reload(self) -> None:
        """What is asked for, as of now; edits that are not saved stay."""
        self.draft.rebase(self.port.wanted())
        self._show_draft()
        self.check()

    def propose(self, values: Mapping[str, object]) -> None:
        """Edits as if they had been typed, with the first of their rules in front."""
        self.draft.rebase(self.port.wanted())
        for path, value in values.items():
            self.draft.edit(path, value)
        self.open_section("rules")
        self._show_draft()
        tables = [path.split(".")[1] for path in values if path.startswith("rules.")]
        if tables:
            self.rules.list.choose(tables[0])
        self.check()

    def _show_draft(self) -> None:
        accounts = self.port.accounts()
        self.rules.show_draft(self.draft, accounts)
        for section in self.sections.values():
            section.show_draft(self.draft, accounts)

    def _edited(self, _path: str) -> None:
        self.tell("")
        self._soon.start()

    def check(self) -> None:
        """What is wrong, and from when on each change would hold."""
        self._soon.stop()
        found = self.draft.check()
        self.wanted = found.wanted
        self.effects = self.port.effects(found.wanted or self.draft.base)
        if found.wanted is None:
            self.effects = tuple(one for one in self.effects if one.waiting)
        known = notes(self.draft, found.problems, self.effects)
        self._known = known
        self.rules.show_notes(known)
        for section in self.sections.values():
            section.show_notes(known)
        self.foot.show_draft(self.draft, self.effects, found.problems, whole=found.wanted is not None)
        self._show_pending()

    def _show_pending(self) -> None:
        waiting = self.port.pending()
        count = len(waiting)
        self.pill.setText(" " + say(texts.PENDING_ONE if count == 1 else texts.PENDING, count=count))
        self.pill.setIcon(line_icon("clock", self.theme.tokens.accent))
        self.pill.setVisible(bool(waiting))
        self.pending.show_changes(spoken(waiting))

    def _undo(self, path: str) -> None:
        waiting = {one.path for one in self.port.pending()}
        table = path.removesuffix(".enabled")
        if path in self.draft.edits or path in self.draft.faults:
            self.draft.undo(path)
        elif {path, table} & waiting:
            self._withdraw(path if path in waiting else table)
            return
        self._show_draft()
        self.check()

    def _discard(self) -> None:
        self.tell("")
        self.draft.clear()
        self._show_draft()
        self.keyboard.back()  # before the button, which has it, cannot be pressed any more
        self.check()

    def _search(self, text: str) -> None:
        self.open_section("rules")
        self.rules.list.search(searched(text))

    def _open_pending(self) -> None:
        self.pages.setCurrentWidget(self.pending)
        self.pending.focus_first()

    def _open_presets(self) -> None:
        self.work.run(presets, self._show_presets, self.failed)

    def _show_presets(self, found: tuple[PresetView, ...]) -> None:
        self.presets.show_presets(found)
        self.pages.setCurrentWidget(self.presets)
        self.presets.focus_first()

    def _fill(self, name: str) -> None:
        count = fill(self.draft, name)
        self._back()
        self._show_draft()
        self.check()
        self.tell(self.tr("Filled {} rules. Nothing is saved yet.").format(count))

    def _withdraw(self, path: str) -> None:
        self.port.withdraw(path or None)
        QTimer.singleShot(250, self, self._withdrawn)

    def _withdrawn(self) -> None:
        self.reload()
        if self.pages.currentWidget() is not self.pending:
            return
        if self.pending.buttons:
            self.pending.focus_first()
        else:
            self._back()

    # saving

    def _ask_save(self) -> None:
        if self.wanted is not None and not self.work.busy:
            self.saving.edits(self.wanted, self.effects, self.draft.values())

    def _confirm_save(self) -> None:
        self.pages.setCurrentWidget(self.confirm)
        self.confirm.focus_first()

    def _saved(self) -> None:
        self.draft.clear()
        self._back()
        self.keyboard.back()
        self.tell(self.tr("Saved."), "ok")
        QTimer.singleShot(250, self, self.reload)
        self.saved.emit()

    def _back(self) -> None:
        if self.pages.currentWidget() in (self.confirm, self.pending, self.presets):
            name = next((name for name, tab in self.tabs.items() if tab.isChecked()), "rules")
            self.open_section(name)
            self.keyboard.back()

    def failed(self, error: Exception) -> None:
        """What could not be done, where the user looks."""
        self._back()
        self.tell(f"{error} {self.tr('The limits in force stay as they are.')}", "danger")

    def tell(self, words: str, tone: str = "text2") -> None:
        """At the foot."""
        self.foot.tell(words, tone)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()
        QTimer.singleShot(0, self, self.reload)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()
