"""The account switch: one segment an account with its shield, name and net of the day, in as many rows as it takes."""

from collections.abc import Sequence
from functools import partial
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy

from riskguard.desktop.fonts import MEDIUM, SEMIBOLD, font, scaled
from riskguard.desktop.glyphs import state_pixmap
from riskguard.desktop.presenters.glance import shortened, shortest
from riskguard.desktop.presenters.local import money_text
from riskguard.desktop.presenters.start import starting
from riskguard.desktop.presenters.tables import money_tone
from riskguard.desktop.theme import Theme
from riskguard.desktop.tokens import as_mapping
from riskguard.desktop.widgets.flow import Flow
from riskguard.desktop.widgets.focus import ChoiceGroup, draw_focus
from riskguard.engine.board import AccountView, State

_GLYPH, _GAP = 16, 10


class AccountButton(QAbstractButton):
    """Painted, because a push button cannot set name and money in two colours."""

    def __init__(self, theme: Theme, account: AccountView) -> None:
        super().__init__()
        self._theme, self._account = theme, account
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look: tuple[str, State, str] | None = None
        self.show_account(account)

    def show_account(self, account: AccountView) -> None:
        self._account = account
        self._net = "" if starting(account) else money_text(account.net, plus=True)
        look = (account.name, account.state, self._net)
        if look != self._look:
            self._look = look
            self.setAccessibleName(" ".join(look))
            self.setToolTip(account.name)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._size(_width(self._account.name))

    @override
    def minimumSizeHint(self) -> QSize:
        """The name may be cut in its middle, money never."""
        return self._size(_width(shortest(self._account.name)))

    def _size(self, name: int) -> QSize:
        return QSize(12 + _GLYPH + 8 + name + _GAP + self._net_width() + 12, scaled(30))

    def _net_width(self) -> int:
        return QFontMetrics(font(13, SEMIBOLD)).horizontalAdvance(self._net)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QColor(tokens.line2))
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        glyph = state_pixmap(self._account.state, tokens, _GLYPH, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(12, (self.height() - _GLYPH) / 2), glyph)
        box = self.rect().adjusted(12 + _GLYPH + 8, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(13, MEDIUM))
        painter.setPen(QColor(tokens.text if self.isChecked() else tokens.text2))
        # Widths are rounded: a pixel of slack, or a name that fits would be cut.
        room = box.width() + 1 - (self._net_width() + _GAP if self._net else 0)
        name = shortened(self._account.name, room, painter.fontMetrics().horizontalAdvance)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.setFont(font(13, SEMIBOLD))
        painter.setPen(QColor(as_mapping(tokens)[money_tone(self._account.net)]))
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, self._net)
        draw_focus(painter, self, tokens)
        painter.end()


class AccountSwitch(QFrame):
    """`chosen` carries the account's id, as an object: ids of the gateway may exceed a C int."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("switch")
        self.setAccessibleName(self.tr("Accounts"))
        self.buttons: dict[int, AccountButton] = {}
        self._group = ChoiceGroup(self)
        self._row = Flow(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)

    def show_accounts(self, accounts: Sequence[AccountView], chosen: int | None) -> None:
        for account in accounts:
            if account.account_id in self.buttons:
                self.buttons[account.account_id].show_account(account)
            else:
                self._add(account)
        for gone in self.buttons.keys() - {each.account_id for each in accounts}:
            self._remove(self.buttons.pop(gone))
        if chosen in self.buttons:
            self.buttons[chosen].setChecked(True)
        self.setVisible(bool(self.buttons))

    def whole_width(self) -> int:
        """What all of them take in one row; the layout counts new ones only once they are to be seen."""
        widths = [button.sizeHint().width() for button in self.buttons.values()]
        margins = self._row.contentsMargins()
        return sum(widths) + self._row.spacing() * max(0, len(widths) - 1) + margins.left() + margins.right()

    def _add(self, account: AccountView) -> None:
        button = self.buttons[account.account_id] = AccountButton(self._theme, account)
        self._group.addButton(button)
        button.clicked.connect(partial(self._picked, account.account_id))
        self._row.addWidget(button)

    def _remove(self, button: AccountButton) -> None:
        self._group.removeButton(button)
        self._row.removeWidget(button)
        button.deleteLater()

    def _picked(self, account_id: int, _checked: bool = False) -> None:
        self.chosen.emit(account_id)


def _width(name: str) -> int:
    return QFontMetrics(font(13, MEDIUM)).horizontalAdvance(name)
