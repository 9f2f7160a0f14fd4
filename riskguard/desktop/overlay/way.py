"""Keeps our own windows out from under the strips: below them while they stand, back in their places afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from riskguard.desktop.fitting import screen_of

_MOVED = frozenset((Qt.WindowType.Window, Qt.WindowType.Dialog))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a window stood before, and where it was put."""

    before: QRect
    maximised: bool
    put: QRect


class Way:
    """A window is moved once it rests, so that a hand that drags it is not fought, and never twice in vain."""

    def __init__(self) -> None:
        self._places: dict[QWidget, _Place] = {}
        self._seen: dict[QWidget, QRect] = {}
        self._tried: dict[QWidget, QRect] = {}

    def clear(self, strips: Sequence[QRect]) -> None:
        """Moves what lies under a strip to below it."""
        windows = _own()
        self._places = {one: place for one, place in self._places.items() if one in windows}
        seen = {window: window.frameGeometry() for window in windows}
        for window, frame in seen.items():
            if self._tried.get(window) != frame:
                self._tried.pop(window, None)
                rests = self._seen.get(window, frame) == frame
                strip = next((strip for strip in strips if strip.intersects(frame)), None)
                if rests and strip is not None:
                    self._move(window, strip)
        self._seen = seen

    def give_back(self) -> None:
        """The strips are gone: whatever nobody has moved since goes back where it was."""
        for window in _own():
            place = self._places.get(window)
            if place is None or window.geometry() != place.put:
                continue
            window.setGeometry(place.before)
            if place.maximised:
                window.showMaximized()
        self._places, self._seen, self._tried = {}, {}, {}

    def _move(self, window: QWidget, strip: QRect) -> None:
        self._tried[window] = window.frameGeometry()
        known = self._places.get(window)
        maximised = window.isMaximized()
        before = known.before if known else window.normalGeometry() if maximised else window.geometry()
        if maximised:
            window.showNormal()
        put = _below(window, strip, whole=maximised)
        window.setGeometry(put)
        self._places[window] = _Place(before, maximised or (known is not None and known.maximised), put)


def _own() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if _movable(each)]


def _movable(window: QWidget) -> bool:
    return window.isVisible() and not window.isMinimized() and window.windowType() in _MOVED


def _below(window: QWidget, strip: QRect, *, whole: bool) -> QRect:
    """Where it stands below the strip: as wide as it was, or all that is left of the screen; inside its frame."""
    room = screen_of(window).availableGeometry()
    room.setTop(max(room.top(), strip.bottom() + 1))
    frame, inside = window.frameGeometry(), window.geometry()
    left, top = inside.left() - frame.left(), inside.top() - frame.top()
    right, bottom = frame.right() - inside.right(), frame.bottom() - inside.bottom()
    if whole:
        return room.adjusted(left, top, -right, -bottom)
    put = inside.translated(0, room.top() - frame.top())
    least = max(window.minimumHeight(), window.minimumSizeHint().height())
    put.setHeight(max(least, min(put.height(), room.bottom() - bottom - put.top() + 1)))
    return put


def strips_of(windows: Iterable[QWidget]) -> list[QRect]:
    """What they cover, where they are to be seen."""
    return [window.geometry() for window in windows if window.isVisible()]
