from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from riskguard import __version__
from riskguard.desktop.about import About
from riskguard.desktop.widgets.text import Text


def test_the_window_tells_the_version_and_every_licence(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    about = About(parent)
    about.open()
    assert f"RiskGuard {__version__}" in [one.text() for one in about.findChildren(Text)]
    qtbot.waitUntil(lambda: "GNU LESSER GENERAL PUBLIC LICENSE" in about.texts.toPlainText(), timeout=60_000)
    assert about.texts.isReadOnly()
    about.accept()


def test_closing_it_before_the_texts_have_come_is_no_trouble(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    about = About(parent)
    about.open()
    about.accept()
    assert not about.isVisible()
