"""What the settings window may ask of a running guard: looks at its state, asks for changes, keeps its secrets."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from riskguard.config.settings import Settings
from riskguard.domain.events import AccountChanged
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import PendingView
from riskguard.engine.effects import Effect, effects, wanted_now
from riskguard.engine.preview import Consequence, consequences
from riskguard.engine.settings_view import pending_views
from riskguard.engine.state import GuardState
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.addresses import Addresses
from riskguard.service.alerts_desk import AlertsDesk
from riskguard.service.autostart import Autostart
from riskguard.service.credentials import Credentials
from riskguard.service.password import AdminPassword
from riskguard.service.password_desk import AdminDesk
from riskguard.service.settings_desk import SettingsDesk
from riskguard.service.sign_in import try_out
from riskguard.storage.backups import Backup, BackupShelf

ASKED_BY = "the settings window"
ASKED_BY_ADMIN = "the desktop"
_SAVE_S = 30.0


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is kept apart from the settings file."""

    credentials: Credentials
    password: AdminPassword
    autostart: Autostart


class FrontDesk:
    """Implements the port of the settings window. What blocks says so; the rest is quick and for the loop's thread."""

    def __init__(
        self,
        desk: SettingsDesk,
        state: Callable[[], GuardState],
        now: Callable[[], datetime],
        secrets: Secrets,
        shelf: BackupShelf,
        admin: AdminDesk,
    ) -> None:
        """To be made on the loop."""
        self._desk, self._state, self._now, self._admin = desk, state, now, admin
        self._secrets, self._shelf, self._loop = secrets, shelf, asyncio.get_running_loop()
        self.password, self.autostart = secrets.password, secrets.autostart
        self.alerts = AlertsDesk(Addresses(desk.path.parent), lambda: self.in_force().alerts, self.save)

    def now(self) -> datetime:
        return self._now()

    @property
    def schedule(self) -> Schedule:
        return self._state().resets.schedule

    def in_force(self) -> Settings:
        return self._state().settings

    def wanted(self) -> Settings:
        """What is in force with everything pending in it."""
        return wanted_now(self._state())

    def pending(self) -> tuple[PendingView, ...]:
        return pending_views(self._state(), self._now())

    def effects(self, wanted: Settings) -> tuple[Effect, ...]:
        return effects(self._state(), wanted, self._now())

    def accounts(self) -> tuple[tuple[int, str], ...]:
        """Guarded accounts by id and name."""
        return tuple((number, one.book.name or str(number)) for number, one in self._state().accounts.items())

    def withdraw(self, path: str | None) -> list[str]:
        return self._desk.withdraw(path, ASKED_BY)

    @property
    def path(self) -> Path:
        """The settings file."""
        return self._desk.path

    def consequences(self, wanted: Settings) -> Sequence[Consequence]:
        """What saving would do to the accounts now. Blocks."""
        return consequences(self._state(), wanted, self._now())

    def save(self, values: Mapping[str, object]) -> None:
        """Ask for values by path (REMOVE takes away). Blocks; NotEditableError, SettingsFileError, OSError."""
        asyncio.run_coroutine_threadsafe(self._desk.change(values, ASKED_BY), self._loop).result(_SAVE_S)

    def replace(self, text: str) -> None:
        """Ask for all of a file's text. Blocks; SettingsFileError, OSError."""
        asyncio.run_coroutine_threadsafe(self._desk.replace(text, ASKED_BY), self._loop).result(_SAVE_S)

    def override(self, account_id: int, reason: str, password: str) -> tuple[str, str]:
        """End what an override may end: (words, "") once it is asked for, ("", why not) else. Blocks; OSError."""
        asked = self._admin.override(account_id, reason, password, ASKED_BY_ADMIN)
        answer = asyncio.run_coroutine_threadsafe(asked, self._loop).result(_SAVE_S)
        return str(answer.get("words", "")), str(answer.get("error", ""))

    def text(self) -> str:
        """The settings file's text, "" where there is none. Blocks; OSError."""
        return self.path.read_text(encoding="utf-8-sig") if self.path.exists() else ""

    def load_credentials(self) -> GatewaySettings | None:
        """Blocks; CredentialsError."""
        return self._secrets.credentials.load()

    def save_credentials(self, gateway: GatewaySettings) -> None:
        """Blocks; CredentialsError."""
        self._secrets.credentials.save(gateway)

    def try_out(self, gateway: GatewaySettings) -> Sequence[AccountChanged]:
        """Signs in and out again. Blocks; SignInError with the gateway's reason."""
        return try_out(gateway)

    def backups(self) -> tuple[Backup, ...]:
        """Newest first. Blocks."""
        return self._shelf.all()

    def back_up(self) -> Backup:
        """Blocks; BackupError."""
        return self._shelf.make("asked", self._now())
