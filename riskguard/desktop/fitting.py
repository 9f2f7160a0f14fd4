"""Windows no larger than the screen they open on: at 300 % a screen has few of the design's pixels."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from riskguard.desktop.fonts import scaled

_EDGE = 24
"""What the frame and a little air take."""


def screen_of(widget: QWidget) -> QScreen:
    """The one it is on, or opens on.

    Not `widget.screen()`: the object that it returns ends with the widget, for everybody who holds that screen.
    """
    middle = (widget.parentWidget() or widget).window().frameGeometry().center()
    return QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()


def open_size(widget: QWidget, width: int, height: int) -> QSize:
    """The size a window would like, as far as its screen has room."""
    room = screen_of(widget).availableSize()
    return QSize(min(width, room.width() - _EDGE), min(height, room.height() - 2 * _EDGE))


def fit_text(dialog: QWidget, width: int) -> None:
    """So wide at the user's text size, and as high as its wrapped words then take."""
    wide = min(scaled(width), screen_of(dialog).availableSize().width() - _EDGE)
    dialog.setFixedWidth(wide)
    layout = dialog.layout()
    if layout is not None:
        dialog.ensurePolished()
        layout.activate()
        dialog.setFixedHeight(max(layout.totalHeightForWidth(wide), layout.totalMinimumSize().height()))
