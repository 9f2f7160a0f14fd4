"""What the settings window asks of the application; service/front_desk.py implements it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from riskguard.config.settings import Settings
from riskguard.domain.events import AccountChanged
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import PendingView
from riskguard.engine.effects import Effect
from riskguard.engine.preview import Consequence
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.autostart import Autostart
from riskguard.service.password import AdminPassword
from riskguard.storage.backups import Backup


class SettingsPort(Protocol):
    """Methods under `blocks` are called in a thread of the window's own, the others on the loop's."""

    @property
    def password(self) -> AdminPassword: ...

    @property
    def autostart(self) -> Autostart: ...

    @property
    def schedule(self) -> Schedule: ...

    @property
    def path(self) -> Path: ...

    def now(self) -> datetime: ...

    def in_force(self) -> Settings: ...

    def wanted(self) -> Settings: ...

    def pending(self) -> tuple[PendingView, ...]: ...

    def effects(self, wanted: Settings) -> tuple[Effect, ...]: ...

    def accounts(self) -> tuple[tuple[int, str], ...]: ...

    def withdraw(self, path: str | None) -> list[str]: ...

    # blocks

    def consequences(self, wanted: Settings) -> Sequence[Consequence]: ...

    def save(self, values: Mapping[str, object]) -> None: ...

    def replace(self, text: str) -> None: ...

    def text(self) -> str: ...

    def load_credentials(self) -> GatewaySettings | None: ...

    def save_credentials(self, gateway: GatewaySettings) -> None: ...

    def try_out(self, gateway: GatewaySettings) -> Sequence[AccountChanged]: ...

    def backups(self) -> tuple[Backup, ...]: ...

    def back_up(self) -> Backup: ...
