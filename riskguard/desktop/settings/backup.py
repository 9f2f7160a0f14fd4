"""Backup: copies of the journal; import and export of the settings file."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QWidget

from riskguard.config.file import parse_settings, text_of
from riskguard.desktop.presenters.forms.imported import not_exported, not_imported
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import day_text, time_text
from riskguard.desktop.settings.section import Section
from riskguard.desktop.widgets.text import Text
from riskguard.storage.backups import Backup

if TYPE_CHECKING:
    from riskguard.desktop.settings.panel import SettingsPanel

_SHOWN = 12


class BackupSection(Section):
    def __init__(self, panel: "SettingsPanel") -> None:
        super().__init__(panel)
        self.heading(
            self.tr("Settings file"),
            self.tr("Export writes a copy without any secret. Import asks for all of a file: what is looser waits."),
        )
        self.export, self.load = QPushButton(self.tr("Export…")), QPushButton(self.tr("Import…"))
        self.export.clicked.connect(self._export)
        self.load.clicked.connect(self._import)
        self.buttons(self.export, self.load)
        self.heading(
            self.tr("Backups of the journal"),
            self.tr(
                "Made by themselves every day and checked by opening them. To put one back quit RiskGuard and run "
                "“riskguard backup restore NAME”. Lockouts in force stay in force."
            ),
        )
        self.now = QPushButton(self.tr("Back up now"))
        self.now.clicked.connect(self._back_up)
        self.buttons(self.now)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self.column.addWidget(self._table)
        self.end()
        self.listed: tuple[Backup, ...] = ()

    def opened(self) -> None:
        self.panel.work.run(self.panel.port.backups, self._list, self.panel.failed)

    def _list(self, found: tuple[Backup, ...]) -> None:
        self.listed = found
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        schedule = self.panel.port.schedule
        for row, one in enumerate(found[:_SHOWN]):
            when = f"{day_text(schedule, one.at)}, {time_text(schedule, one.at)}"
            for at, text in enumerate((when, heard(one.reason), one.name)):
                self._grid.addWidget(Text(12, tone="text" if at == 0 else "text2", text=text), row, at)
        self._grid.setColumnStretch(3, 1)
        if not found:
            self._grid.addWidget(Text(12, tone="text2", text=self.tr("There is no backup yet.")), 0, 0)

    def _back_up(self) -> None:
        self.panel.tell(self.tr("Backing up…"))
        self.panel.work.run(self.panel.port.back_up, self._backed_up, self._failed)

    def _backed_up(self, made: Backup) -> None:
        self.panel.tell(self.tr("{} is made and checked.").format(made.name), "ok")
        self.opened()

    def _failed(self, error: Exception) -> None:
        self.panel.tell(str(error), "danger")

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export settings"), "riskguard.toml", "TOML (*.toml)")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Writes the settings file's text, in a thread."""

        def write() -> str:
            path.write_text(self.panel.port.text(), encoding="utf-8")
            return path.name

        said = self.tr("Written to {}.")
        self.panel.work.run(
            write,
            lambda name: self.panel.tell(said.format(name), "ok"),
            lambda error: self.panel.tell(not_exported(path, error), "danger"),
        )

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import settings"), "", "TOML (*.toml)")
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Reads a file and shows what it would do before anything is asked for."""

        def read() -> str:
            text = text_of(path)
            parse_settings(text, path.name, path.parent)
            return text

        self.panel.work.run(
            read, self.panel.saving.whole, lambda error: self.panel.failed(ValueError(not_imported(path, error)))
        )
