"""Puts a language to use: the texts of Qt, of the windows and of the presenters, and how numbers are written."""

import tomllib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from riskguard.config.file import FILE_NAME
from riskguard.desktop.language.catalogue import Catalogue, read
from riskguard.desktop.presenters import heard, local
from riskguard.desktop.presenters.words import say

SYSTEM, ENGLISH = "system", "en"
CONTEXT = "words"
_LOCALES = {"en": QLocale(QLocale.Language.English, QLocale.Country.UnitedStates), "de": QLocale("de_DE")}


class Texts(QTranslator):
    """Answers `tr` from a catalogue."""

    def __init__(self, catalogue: Catalogue, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        del disambiguation, n
        return self._catalogue.of(context, source)


class _Standing:
    """The translators in use."""

    made: tuple[QTranslator, ...] = ()


def wanted(data_dir: Path) -> str:
    """What the settings ask for, read before anything else is; the system's language where they cannot be read."""
    try:
        looks = tomllib.loads((data_dir / FILE_NAME).read_text(encoding="utf-8-sig")).get("appearance")
    except (OSError, ValueError):
        return SYSTEM
    return str(looks.get("language", SYSTEM)) if isinstance(looks, dict) else SYSTEM


def chosen(choice: str) -> str:
    """The language of a choice: that of the system where it is one of ours, else English."""
    wanted = QLocale.system().name().partition("_")[0] if choice == SYSTEM else choice
    return wanted if wanted in local.STYLES else ENGLISH


def use(choice: str) -> str:
    """From now on everything new is said in this language; which one that is. Windows that stand keep theirs."""
    language = chosen(choice)
    application = QApplication.instance()
    for old in _Standing.made:
        QCoreApplication.removeTranslator(old)
    _Standing.made = ()
    catalogue = Catalogue() if language == ENGLISH else read(language)
    local.use_style(local.STYLES[language])
    heard.forget()
    say.translate = partial(_said, catalogue)
    say.known = str if language == ENGLISH else catalogue.by_source.get
    QLocale.setDefault(_LOCALES[language])
    if application is not None and language != ENGLISH:
        _Standing.made = (_qt_texts(language, application), Texts(catalogue, application))
        for one in _Standing.made:
            QCoreApplication.installTranslator(one)
    return language


def _said(catalogue: Catalogue, source: str) -> str:
    return catalogue.of(CONTEXT, source) or source


def _qt_texts(language: str, parent: QObject) -> QTranslator:
    """Qt's own words, such as the entries of a text field's menu; empty where they do not come with it."""
    found = QTranslator(parent)
    found.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return found
