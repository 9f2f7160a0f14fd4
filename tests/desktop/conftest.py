"""Windows without a screen: Qt's offscreen plugin with two monitors, chosen before the application object is made."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from riskguard.desktop.theme import Theme

if not os.environ.get("QT_QPA_PLATFORM"):
    # Relative, for Qt takes the colon after the letter of a Windows drive for the end of the name.
    _file = Path(__file__).with_name("screens.json").relative_to(Path.cwd(), walk_up=True)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_file.as_posix()}"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "dark")
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
