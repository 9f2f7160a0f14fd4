"""The filters of Activity: kinds as chips, account, rule and time as menus, and a search."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font
from riskguard.desktop.glyphs import line_icon
from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.activity import KINDS, category_counts, rules_titled
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import number
from riskguard.desktop.presenters.words import say
from riskguard.desktop.theme import Theme
from riskguard.desktop.widgets.focus import ChoiceGroup
from riskguard.desktop.widgets.text import Text, restyle
from riskguard.domain.trading_day import Schedule
from riskguard.rules import ALL_RULES
from riskguard.storage.activity import Wanted

_TYPING_MS = 250


class ActivityBar(QWidget):
    """`changed` after every choice, a moment after the last letter of a search."""

    changed = Signal()
    export_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kind, self._days = "all", 7
        self._account: int | None = None
        self._rule: str | None = None
        self._names: dict[int, str] = {}
        self._counts: Mapping[str, int] = {}
        self._slim = False
        self.title, self.aside = Text(18, SEMIBOLD, text=say(words.ACTIVITY)), Text(13, tone="text3")
        self.search = QLineEdit()
        self.accounts, self.rules, self.range = QPushButton(), QPushButton(), QPushButton()
        self.export = QPushButton(" " + say(words.EXPORT))
        self.chips: dict[str, QPushButton] = {}
        self._group = ChoiceGroup(self)
        self._typed = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typed.timeout.connect(self.changed)
        self._prepare()
        self._arrange()
        theme.changed.connect(self._recolour)
        self._recolour()

    def _prepare(self) -> None:
        self.search.setPlaceholderText(say(words.SEARCH))
        self.search.setAccessibleName(say(words.SEARCH))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(200)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self.search.returnPressed.connect(self._typed.stop)
        self.search.returnPressed.connect(self.changed)
        self._glass = self.search.addAction(line_icon("search", "#8B95A5"), QLineEdit.ActionPosition.LeadingPosition)
        for button in (self.accounts, self.rules, self.range, self.export):
            button.setFont(font(13, MEDIUM))
        _offer(self.range, [(days, say(text)) for days, text in words.RANGES.items()], self._choose_range)
        rules = sorted(((rule.rule_id, heard(rule.title)) for rule in ALL_RULES), key=lambda pair: pair[1])
        _offer(self.rules, [(None, say(words.EVERY_RULE)), *rules], self._choose_rule)
        self.range.setText(say(words.RANGES[self._days]))
        self.rules.setText(say(words.EVERY_RULE))
        self.accounts.hide()
        self.export.clicked.connect(self.export_wanted)

    def _arrange(self) -> None:
        head, chips = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addSpacing(4)
        head.addWidget(self.aside)
        head.addStretch(1)
        head.addWidget(self.search, 2)
        for button in (self.accounts, self.rules, self.range, self.export):
            head.addWidget(button)
        chips.setSpacing(6)
        for name, text in {"all": words.ALL, **words.CATEGORIES}.items():
            chips.addWidget(self._chip(name, say(text)))
        chips.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(chips)

    def _chip(self, name: str, text: str) -> QPushButton:
        chip = self.chips[name] = QPushButton(text)
        chip.setProperty("kind", "chip")
        chip.setFont(font(12, MEDIUM))
        chip.setCheckable(True)
        chip.setChecked(name == self._kind)
        self._group.addButton(chip)
        chip.toggled.connect(partial(self._choose_kind, name))
        return chip

    def wanted(self, schedule: Schedule, now: datetime) -> Wanted:
        """The filters as they stand."""
        kinds = KINDS.get(self._kind, frozenset())
        text = self.search.text().strip()
        since = schedule.day_of(now).start - timedelta(days=self._days - 1) if self._days else None
        titled = rules_titled(text) if text else ()
        return replace(Wanted(kinds, self._account, self._rule, text, titled), since=since)

    @property
    def filtering(self) -> bool:
        return bool(self._kind != "all" or self.search.text().strip() or self._rule or self._account is not None)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        found = category_counts(counts)
        for name, chip in self.chips.items():
            title = say({"all": words.ALL, **words.CATEGORIES}[name])
            chip.setText(f"{title}  {number(found[name])}" if found[name] and not self._slim else title)

    def use(self, names: Mapping[int, str]) -> None:
        """The accounts there are; a menu of them only where there are several."""
        if dict(names) == self._names:
            return
        self._names = dict(names)
        several = len(names) > 1
        self.accounts.setVisible(several)
        self.aside.say("" if several else next(iter(names.values()), ""))
        _offer(self.accounts, [(None, say(words.EVERY_ACCOUNT)), *names.items()], self._choose_account)
        self.accounts.setText(names.get(self._account or -1, say(words.EVERY_ACCOUNT)))

    def narrow(self, *, slim: bool) -> None:
        """Where there is little room the search and the export say less."""
        self.export.setText("" if slim else " " + say(words.EXPORT))
        self.export.setToolTip(say(words.EXPORT) if slim else "")
        self.export.setAccessibleName(say(words.EXPORT))
        self.aside.setVisible(not slim)
        self.title.setVisible(not slim)
        for chip in self.chips.values():
            restyle(chip, "slim", str(slim).lower())
        self._slim = slim
        self.show_counts(self._counts)

    def _choose_kind(self, name: str, chosen: bool) -> None:
        if chosen:
            self._kind = name
            self.changed.emit()

    def _choose_range(self, days: object, text: str) -> None:
        self._days = days if isinstance(days, int) else 7
        self.range.setText(text)
        self.changed.emit()

    def _choose_rule(self, rule: object, text: str) -> None:
        self._rule = rule if isinstance(rule, str) else None
        self.rules.setText(text)
        self.changed.emit()

    def _choose_account(self, account: object, text: str) -> None:
        self._account = account if isinstance(account, int) else None
        self.accounts.setText(text)
        self.changed.emit()

    def _recolour(self) -> None:
        self.export.setIcon(line_icon("export", self._theme.tokens.text))
        for button in (self.accounts, self.rules, self.range):
            button.setIcon(line_icon("chevron", self._theme.tokens.text2))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._glass.setIcon(line_icon("search", self._theme.tokens.text3))


def _offer[T](button: QPushButton, choices: Sequence[tuple[T, str]], choose: Callable[[T, str], None]) -> None:
    """A menu at a button; made when it is first opened, for two dozen entries take their time."""
    menu = QMenu(button)

    def fill() -> None:
        if menu.actions():
            return
        for value, text in choices:
            action = QAction(text, menu)
            action.triggered.connect(partial(_chosen, choose, value, text))
            menu.addAction(action)

    menu.aboutToShow.connect(fill)
    button.setMenu(menu)


def _chosen[T](choose: Callable[[T, str], None], value: T, text: str, _checked: bool = False) -> None:
    choose(value, text)
