"""What the first start's window asks of the application; service/first_start.py implements it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from riskguard.config.settings import Settings
from riskguard.domain.events import AccountChanged
from riskguard.engine.preview import Consequence
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.setup import Choice, Mode


class FirstStartPort(Protocol):
    """Called in a thread of the window's own, but for `now`."""

    def base(self, mode: Mode) -> Settings: ...

    def sign_in(self, gateway: GatewaySettings) -> Sequence[AccountChanged]: ...

    def consequences(self, wanted: Settings) -> Sequence[Consequence] | None: ...

    def names(self) -> Mapping[int, str]: ...

    def now(self) -> datetime | None: ...

    def text(self, mode: Mode, preset: str, values: Mapping[str, object]) -> str: ...

    def finish(self, choice: Choice) -> None: ...

    def close(self) -> None: ...
