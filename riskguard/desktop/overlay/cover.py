"""The full cover of one screen: above other windows, without a frame, and not to be closed while the lockout runs."""

from typing import override

from PySide6.QtCore import QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout

from riskguard.desktop.overlay.face import CoverFace
from riskguard.desktop.overlay.looks import OverlayLooks
from riskguard.desktop.overlay.standing import Covering
from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.cover import CoverText
from riskguard.desktop.presenters.words import say
from riskguard.desktop.tokens import COVER

FADE_MS = 240
_PLAIN = OverlayLooks()
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


class Cover(Covering):
    """Takes the keyboard only where it may (`leading`, the first screen): the Shrink button must be reachable."""

    shrink_wanted = Signal()

    def __init__(self, *, leading: bool) -> None:
        super().__init__(None, _FLAGS)
        self.leading = leading
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not leading)
        self.setWindowTitle(self.tr("RiskGuard lockout"))
        self._over = False
        # The window itself holds the focus: a key meant for another program must not press the button.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.face = CoverFace()
        self.face.shrink.clicked.connect(self.shrink_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # The face scales to the screen; it must not force a small one wider.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.face)

    def wanted(self, screen: QScreen) -> QRect:
        """That screen whole, the taskbar too."""
        return screen.geometry()

    def place(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.face.fit(screen.size())
        self.setGeometry(self.wanted(screen))
        self.setWindowState(Qt.WindowState.WindowFullScreen)

    def appear(self) -> None:
        if QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            fade = QPropertyAnimation(self, b"windowOpacity", self)
            fade.setDuration(FADE_MS)
            fade.setStartValue(0.0)
            fade.setEndValue(1.0)
            fade.start()
        self.show()
        self.raise_()
        self.setFocus()

    def show_text(self, text: CoverText, wait_s: int, looks: OverlayLooks = _PLAIN) -> None:
        """`wait_s` seconds are left before the button works; strict has none."""
        self.face.show_text(text)
        self.face.show_words(looks.words)
        self.face.shrink.setVisible(not looks.strict)
        label = say(words.SHRINK_IN, seconds=wait_s) if wait_s else say(words.SHRINK)
        self.face.show_button(label, enabled=wait_s == 0)
        self.setAccessibleName(f"{text.headline} {text.countdown} {text.until}")

    def dismiss(self) -> None:
        self._over = True
        self.close()
        self.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._over)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.face.fit(event.size())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(COVER.ground))
        painter.end()
