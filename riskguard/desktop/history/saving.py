"""Writes the month looked at into a file of the user's choice; asks beside the window, writes in a thread."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from riskguard.desktop.fonts import font
from riskguard.desktop.history.reading import write_out
from riskguard.desktop.presenters import words_past as words
from riskguard.desktop.presenters.month import Looking
from riskguard.desktop.presenters.words import say
from riskguard.desktop.work import Work

_KINDS = ((words.EXPORT_CSV, "csv"), (words.EXPORT_JSON, "json"))


class Saving(QObject):
    """`wanted` carries the file chosen, `told` words and their tone."""

    wanted = Signal(object)
    told = Signal(str, str)

    def __init__(self, window: QWidget, data_dir: Path) -> None:
        super().__init__(window)
        self._window, self._data_dir = window, data_dir
        self._work = Work(self)

    def ask(self, button: QWidget, name: str) -> None:
        """As what, in a menu at the button; then where to."""
        menu = QMenu(self._window)
        menu.setFont(font(13))
        for text, ending in _KINDS:
            menu.addAction(say(text)).triggered.connect(partial(self._choose_file, name, ending))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _choose_file(self, name: str, ending: str) -> None:
        dialog = QFileDialog(self._window, say(words.EXPORT))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.setNameFilter(f"{ending.upper()} (*.{ending})")
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(lambda chosen: self.wanted.emit(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, target: Path, looking: Looking) -> None:
        self._work.run(partial(write_out, self._data_dir, target, looking), partial(self._done, target), self._failed)

    def _done(self, target: Path, days: int) -> None:
        text = words.EXPORTED_ONE if days == 1 else words.EXPORTED
        self.told.emit(say(text, count=days, name=target.name), "text2")

    def _failed(self, error: Exception) -> None:
        self.told.emit(say(words.EXPORT_FAILED, error=f"{error}."), "danger")

    def end(self) -> None:
        self._work.drop()
        self._work.wait()
