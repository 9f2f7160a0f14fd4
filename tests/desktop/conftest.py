"""Windows without a screen: Qt's offscreen plugin with two monitors, chosen before the application object is made."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from riskguard.desktop.theme import Theme

_SCREENS = [
    {"name": "left", "x": 0, "y": 0, "width": 1920, "height": 1080},
    {"name": "right", "x": 1920, "y": 0, "width": 1280, "height": 800},
]
if not os.environ.get("QT_QPA_PLATFORM"):
    _file = Path(tempfile.mkdtemp(prefix="riskguard-screens-")) / "screens.json"
    _file.write_text(json.dumps({"screens": [{"logicalDpi": 96, "dpr": 1, **each} for each in _SCREENS]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_file}"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, "dark")
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
