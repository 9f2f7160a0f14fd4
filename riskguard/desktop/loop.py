"""The one event loop that Qt and asyncio share, and the application object under it."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from riskguard.desktop.collecting import Collector


def make_loop(argv: Sequence[str]) -> tuple[QApplication, asyncio.AbstractEventLoop]:
    """The application and its loop (a qasync.QEventLoop); the caller sets the loop, runs it and closes it."""
    application = make_application(argv)
    loop = cast("asyncio.AbstractEventLoop", qasync.QEventLoop(application))
    _finalize_async_generators(loop)
    return application, loop


def make_application(argv: Sequence[str]) -> QApplication:
    """The application alone, for what comes before the loop; the one that stands where there is one."""
    standing = QApplication.instance()
    if standing is None:  # Qt complains of what comes after the application is made
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = standing if isinstance(standing, QApplication) else QApplication(list(argv))
    if application.findChild(Collector) is None:
        Collector(application)
    application.setApplicationName("RiskGuard")
    application.setApplicationDisplayName("RiskGuard")
    application.setDesktopFileName("riskguard")
    application.setQuitOnLastWindowClosed(False)
    return application


def _finalize_async_generators(loop: asyncio.AbstractEventLoop) -> None:
    # qasync's run_forever installs no async-generator hooks, unlike asyncio's: each stopped hub would leave one open.
    def finalize(generator: AsyncGenerator[Any, Any]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(loop.create_task, generator.aclose())

    sys.set_asyncgen_hooks(finalizer=finalize)
