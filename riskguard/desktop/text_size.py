"""The user's text size: every font of the house follows it, also those of windows that stand already."""

from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop import fonts

LEAST, MOST = 90, 150
_BASE = "text_base"


def set_text_size(percent: int) -> None:
    """In per cent of the design's sizes, 90 to 150."""
    scale = min(max(percent, LEAST), MOST) / 100
    if scale == fonts.scale():
        return
    before = fonts.scale()
    fonts.set_scale(scale)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setFont(fonts.font(13))
        for widget in application.allWidgets():
            _resize(widget, before, scale)


def _resize(widget: QWidget, before: float, scale: float) -> None:
    own = widget.font()
    if own.pixelSize() > 0 and "Inter" in own.families():
        base = widget.property(_BASE) or own.pixelSize() / before
        widget.setProperty(_BASE, base)
        own.setPixelSize(max(8, round(base * scale)))
        widget.setFont(own)
    widget.updateGeometry()
    widget.update()
