"""The first start's port over a world in virtual time; what is written is kept for the test to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.events import AccountChanged
from riskguard.engine.preview import Consequence, consequences
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.setup import Choice, Mode
from tests.fakes import facts
from tests.fakes.facts import NQ
from tests.fakes.world import World

TEN = {facts.ACCOUNT + at: f"PRAC-50K-{at + 1}" for at in range(10)}


def ten_losing() -> World:
    """Ten accounts, flat, with $600 lost on each today."""
    world = World("", *TEN)
    for account_id in TEN:
        made = facts.trade(2 * account_id, 1, None), facts.trade(2 * account_id + 1, -1, -600)
        world.arms(trades=tuple(replace(one, account_id=account_id) for one in made), account_id=account_id)
    return world


def losing_world() -> World:
    """Long 2 NQ, one target working, $600 lost today; no limits yet."""
    trades = (facts.trade(1, 1, None), facts.trade(2, -1, -600))
    target = facts.order(7, -2, NQ, at=26_100)
    return World("").arms(facts.position(2, NQ), orders=(target,), trades=trades)


class WorldStart:
    """`refusal` is raised by a sign-in, `unwritable` by the end."""

    def __init__(self) -> None:
        self.world = losing_world()
        self.refusal: Exception | None = None
        self.unwritable: Exception | None = None
        self.tried: list[GatewaySettings] = []
        self.written: list[Choice] = []
        self.readable, self.closed = True, 0
        self.named: Mapping[int, str] = {facts.ACCOUNT: "50K Combine 4471"}

    def base(self, mode: Mode) -> Settings:
        return Settings()

    def sign_in(self, gateway: GatewaySettings) -> Sequence[AccountChanged]:
        self.tried.append(gateway)
        if self.refusal:
            raise self.refusal
        return tuple(replace(facts.account(), account_id=number, name=name) for number, name in self.named.items())

    def consequences(self, wanted: Settings) -> Sequence[Consequence] | None:
        if not self.tried:
            return ()
        return consequences(self.world.state, wanted, self.world.now, first=True) if self.readable else None

    def names(self) -> Mapping[int, str]:
        return self.named

    def now(self) -> datetime | None:
        return self.world.now if self.tried else None

    def text(self, mode: Mode, preset: str, values: Mapping[str, object]) -> str:
        return f"# {preset} {sorted(values)}"

    def finish(self, choice: Choice) -> None:
        if self.unwritable:
            raise self.unwritable
        self.written.append(choice)

    def close(self) -> None:
        self.closed += 1
