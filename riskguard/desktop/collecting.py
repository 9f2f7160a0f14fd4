"""Python's cycle collector on the windows' thread alone.

It runs in whichever thread happens to make an object, and takes down there what it finds. A Qt object that goes in
another thread than its own ends the whole program sooner or later.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1_000
_SETTLED_MS = 10_000


class Collector(QObject):
    """Collects as often as Python would by itself, but here; belongs to the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(collect)
        self._look.start()
        # What is there by then stays to the end. Looked through no more, it costs the loop nothing later on.
        QTimer.singleShot(_SETTLED_MS, self, gc.freeze)


def collect() -> None:
    """The oldest generation that is due, by Python's own thresholds; nothing where none is."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [age for age, (count, threshold) in enumerate(zip(counts, thresholds, strict=True)) if count > threshold]
    if due:
        gc.collect(max(due))
