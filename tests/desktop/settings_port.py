"""A settings port over a world in virtual time: the real step answers, secrets live in memory."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest, with_plain
from riskguard.config.settings import Settings
from riskguard.config.toml_edit import REMOVE
from riskguard.domain.events import AccountChanged, ChangeWithdrawn, OverrideRequested, SettingsRequested
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import PendingView
from riskguard.engine.effects import Effect, effects, wanted_now
from riskguard.engine.preview import Consequence, consequences
from riskguard.engine.settings_view import pending_views
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.password import AdminPassword, refusal_words
from riskguard.storage.backups import Backup
from tests.fakes import facts
from tests.fakes.alerting import MemoryAlerts
from tests.fakes.world import World

USUAL = """[rules.daily_net_loss]
limit = 500
[rules.daily_realized_loss]
limit = 450
[rules.daily_unrealized_loss]
limit = 300
[rules.max_drawdown]
start_balance = 50000
max_loss = 2000
high_balance = 51200
buffer = 100
[rules.consecutive_losses]
[rules.max_contracts]
limit = 5
[rules.trade_frequency]
per_hour = 20
[rules.no_stop_loss_grace]
[rules.session_hours]
windows = [{ days = ["mon", "tue", "wed", "thu", "fri"], start = "08:30", end = "15:00" }]
[rules.symbol_blocks]
mode = "observe"
blocked = ["NG", "CL"]
"""


class PlainHasher:
    """As quick as a test needs it; wrong ones raise as argon2 does."""

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def verify(self, hashed: str, password: str) -> bool:
        from argon2.exceptions import VerifyMismatchError

        if hashed != f"hash of {password}":
            raise VerifyMismatchError
        return True


class MemoryAutostart:
    def __init__(self, *, on: bool = False, broken: bool = False) -> None:
        self.on, self.broken = on, broken

    def enabled(self) -> bool:
        return self.on

    def set(self, on: bool) -> None:
        if self.broken:
            raise PermissionError(13, "Permission denied", "autostart")
        self.on = on


class WorldPort:
    """Implements the settings window's port. What fails is said by `refusal`."""

    def __init__(self, folder: Path, world: World | None = None) -> None:
        self.world = world or World(USUAL).arms()
        self._path = folder / "riskguard.toml"
        self._path.write_text(USUAL, encoding="utf-8")
        self.password = AdminPassword(folder, lambda: self.world.now, PlainHasher)
        self.autostart = MemoryAutostart()
        self.alerts = MemoryAlerts(folder, lambda: self.in_force().alerts, self.save)
        self.kept: GatewaySettings | None = None
        self.refusal: Exception | None = None
        self.saved: list[Mapping[str, object]] = []

    @property
    def schedule(self) -> Schedule:
        return self.world.state.resets.schedule

    @property
    def path(self) -> Path:
        return self._path

    def now(self) -> datetime:
        return self.world.now

    def in_force(self) -> Settings:
        return self.world.state.settings

    def wanted(self) -> Settings:
        return wanted_now(self.world.state)

    def pending(self) -> tuple[PendingView, ...]:
        return pending_views(self.world.state, self.world.now)

    def effects(self, wanted: Settings) -> tuple[Effect, ...]:
        return effects(self.world.state, wanted, self.world.now)

    def accounts(self) -> tuple[tuple[int, str], ...]:
        return tuple((number, one.book.name) for number, one in self.world.state.accounts.items())

    def withdraw(self, path: str | None) -> list[str]:
        self.world.hears(ChangeWithdrawn(path, "a test"))
        return []

    def consequences(self, wanted: Settings) -> Sequence[Consequence]:
        return consequences(self.world.state, wanted, self.world.now)

    def save(self, values: Mapping[str, object]) -> None:
        if self.refusal:
            raise self.refusal
        self.saved.append(values)
        plain = {path: None if value is REMOVE else value for path, value in values.items()}
        wanted = with_plain(self.wanted(), plain)
        self.world.hears(SettingsRequested(SettingsRequest(wanted), "a test"))

    def replace(self, text: str) -> None:
        self.world.hears(SettingsRequested(SettingsRequest(parse_settings(text)), "a test"))

    def override(self, account_id: int, reason: str, password: str) -> tuple[str, str]:
        refused = refusal_words(self.password.check(password), self.world.now)
        if not refused:
            self.world.hears(OverrideRequested(account_id, reason, "a test", self.password.since))
        return ("", refused) if refused else ("It is over.", "")

    def text(self) -> str:
        return self._path.read_text(encoding="utf-8")

    def load_credentials(self) -> GatewaySettings | None:
        return self.kept

    def save_credentials(self, gateway: GatewaySettings) -> None:
        self.kept = gateway

    def try_out(self, gateway: GatewaySettings) -> Sequence[AccountChanged]:
        if self.refusal:
            raise self.refusal
        return (facts.account(),)

    def backups(self) -> tuple[Backup, ...]:
        at = datetime(2026, 11, 19, 5, tzinfo=UTC)
        return (Backup(Path("000002_20261119T050000Z_daily.db"), 2, at, "daily"),)

    def back_up(self) -> Backup:
        return self.backups()[0]
