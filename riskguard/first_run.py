"""The secrets of one data directory, and the first start before there is anything to run."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from riskguard.gateway.settings import KEY, USER, GatewaySettingsError, addresses_of
from riskguard.service.autostart import Autostart, system_autostart
from riskguard.service.credentials import Credentials
from riskguard.service.first_start import Starter
from riskguard.service.front_desk import Secrets
from riskguard.service.password import AdminPassword
from riskguard.service.practice import seed
from riskguard.service.setup import Mode, Setup, StartWith, choose_mode, chosen_mode, home


class Desk:
    """Made before anything else; touches neither disk nor keyring by itself."""

    def __init__(
        self, data_dir: Path, credentials: Credentials | None = None, autostart: Autostart | None = None
    ) -> None:
        self.data_dir = data_dir
        self.credentials = credentials or Credentials(data_dir)
        self.autostart = autostart or system_autostart(data_dir)

    def secrets(self, place: Path, now: Callable[[], datetime]) -> Secrets:
        """Those of a running guard whose settings are in `place`; `now` is trusted time."""
        return Secrets(self.credentials, AdminPassword(place, now), self.autostart)

    def first_start(self) -> StartWith:
        """Shows the first start until it ends; `ask` still where it was cancelled."""
        from PySide6.QtCore import QEventLoop

        from riskguard.desktop.first_start.window import FirstStart
        from riskguard.desktop.language import language
        from riskguard.desktop.loop import make_application
        from riskguard.desktop.theme import Theme

        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is written yet: Ctrl-C may simply end it
        application = make_application(sys.argv[:1])
        language.use(language.SYSTEM)
        theme = Theme(application)
        starter = Starter(self._setup())
        window = FirstStart(theme, starter)
        try:
            window.connect_page.form.show_addresses(addresses_of(os.environ))
        except GatewaySettingsError as error:
            window.connect_page.form.tell(f"{error}.", "danger")
        waiting = QEventLoop()
        window.ended.connect(lambda _: waiting.quit())
        window.show()
        waiting.exec()
        window.work.wait()
        window.deleteLater()
        theme.deleteLater()
        if starter.done is None:
            return StartWith(ask=True)
        return StartWith(starter.done.mode, starter.done.gateway)

    @property
    def mode(self) -> Mode | None:
        """What a start goes by; None where it cannot be chosen: the environment says it, or nothing does yet."""
        if os.environ.get(USER) or os.environ.get(KEY):
            return None
        return chosen_mode(self.data_dir)

    def starter(self) -> Starter:
        """What a first start's window asks, for going from practice to live."""
        return Starter(self._setup())

    def choose_practice(self) -> None:
        """The next start is practice, on one's own limits where it has none of its own yet. Blocks; OSError."""
        seed(self.data_dir, home(self.data_dir, "practice"))
        choose_mode(self.data_dir, "practice")

    def _setup(self) -> Setup:
        return Setup(
            self.data_dir,
            self.credentials,
            lambda place: AdminPassword(place, lambda: datetime.now(UTC)),
            self.autostart,
        )
