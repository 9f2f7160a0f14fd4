"""What a paper gateway can be told when it is made. Every default gives a quiet, usable practice gateway."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from riskguard.paper.units import utc_now

LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEFAULT_USER = "practice"
DEFAULT_KEY = "practice-key-0000"  # public on purpose: it opens nothing but this loopback exchange
KEY_LENGTH = 10  # the SDK refuses shorter ones


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """One account to open. `balance` in dollars."""

    name: str
    balance: float = 50_000.0
    can_trade: bool = True


DEFAULT_ACCOUNTS = (AccountSpec("PRAC-50K-1"), AccountSpec("PRAC-50K-2"))


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Calls per window (seconds) and token; `history` is for retrieveBars alone."""

    calls: int = 200
    window_s: float = 60.0
    history_calls: int = 50
    history_window_s: float = 30.0


@dataclass(frozen=True, slots=True)
class PaperConfig:
    """`speed` 0 freezes the market: it is then moved only by hand. `rate_limits` None switches them off.

    `prices` is a CSV of bars to replay instead of the model. `clock` gives aware UTC and stamps everything, ends
    tokens and drives the rate-limit windows. Raises ValueError naming the field.
    """

    host: str = "127.0.0.1"
    port: int = 0
    user: str = DEFAULT_USER
    key: str = DEFAULT_KEY
    accounts: tuple[AccountSpec, ...] = DEFAULT_ACCOUNTS
    seed: int = 1
    speed: float = 0.0
    prices: Path | None = None
    token_lifetime: timedelta = timedelta(hours=24)
    rate_limits: RateLimits | None = RateLimits()
    control: bool = False
    wrapped_events: bool = False
    one_device: bool = False  # a new login ends the sessions before it
    trading_hours: bool = False  # refuse orders in the daily break and at the weekend (code 5)
    trade_next_expiry: bool = False  # else an order in it is refused (code 9)
    step_s: float = 0.25  # real seconds between two moves of the market
    queue_limit: int = 10_000  # hub messages waiting for one client before it is dropped
    ping_s: float = 15.0
    handshake_s: float = 15.0
    today: Callable[[], datetime] | None = None  # for the expiries, default `clock`
    clock: Callable[[], datetime] = utc_now
    first_id: int = 0  # added to every id given, so that a restarted gateway does not give the same ids again

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK:
            raise ValueError(
                f"host was {self.host}; the paper gateway serves this machine only: 127.0.0.1 or localhost"
            )
        if len(self.key) < KEY_LENGTH:
            raise ValueError(f"key has {len(self.key)} characters; give at least {KEY_LENGTH}")
        if not self.user:
            raise ValueError("user was empty; give a name")
        if not 0 <= self.port <= 65535:
            raise ValueError(f"port was {self.port}; give 0 (any free one) to 65535")
        if not 0 <= self.speed <= 1000:
            raise ValueError(f"speed was {self.speed}; give 0 (frozen) to 1000")
        if not self.accounts:
            raise ValueError("accounts was empty; give at least one")
        if self.token_lifetime <= timedelta(0):
            raise ValueError(f"token_lifetime was {self.token_lifetime}; give a positive time")
