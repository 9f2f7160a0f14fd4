"""How often accounts are read although all looks well: as often as the call budget allows, shown in virtual time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard.app import Guard
from riskguard.gateway.budget import ReadBudget
from riskguard.paper import AccountSpec, PaperConfig, PaperGateway
from riskguard.service.clock import TrustedClock
from tests.bench.virtual_loop import VirtualLoop, VirtualTime
from tests.e2e.road import RecordingBoard

from .linked import settings_of

MORNING = datetime(2026, 12, 22, 15, tzinfo=UTC)
WATCHED_S = 202.0


class Reconciled:
    """A guard on so many accounts, watched for some minutes in which nothing happens; `blind` without the user hub."""

    def __init__(self, data_dir: Path, exposed: int, flat: int, *, blind: bool = False) -> None:
        self.time = VirtualTime(MORNING)
        self.loop = VirtualLoop(self.time)
        self.reads: Counter[int] = Counter()
        self.calls = 0
        self.limited = 0
        self._blind = blind
        (data_dir / "riskguard.toml").write_text("[rules.max_contracts]\nlimit = 5\n", encoding="utf-8")
        try:
            self.loop.run_until_complete(self._run(data_dir, exposed, flat))
        finally:
            self.loop.close()

    async def _run(self, data_dir: Path, exposed: int, flat: int) -> None:
        specs = tuple(AccountSpec(f"PRAC-{n}") for n in range(exposed + flat))
        async with PaperGateway(PaperConfig(accounts=specs, clock=self.time.now)) as gateway:
            clock = TrustedClock(self.time.now, self.time.steady)
            budget = ReadBudget(monotonic=self.time.steady)
            guard = Guard(data_dir, settings_of(gateway), RecordingBoard(), practice=True, clock=clock, budget=budget)
            self.loop.working = lambda: not guard._journal.written
            running = asyncio.create_task(guard.run())
            await guard.loop.protected.wait()
            for account in gateway.accounts[:exposed]:
                gateway.exchange.buy(account.id, gateway.contract("MNQ").id)
            if self._blind:
                gateway.faults.refuse_negotiate(503, 3600, "user")
                gateway.faults.drop_hubs("user")
            await asyncio.sleep(60)  # what the start and the fills made read is past
            gateway.requests.clear()
            await asyncio.sleep(WATCHED_S)
            self._count(gateway, exposed)
            guard.stop()
            await running

    def _count(self, gateway: PaperGateway, exposed: int) -> None:
        ids = [account.id for account in gateway.accounts]
        for request in gateway.requests:
            self.calls += request.path != "/History/retrieveBars"
            self.limited += request.status == 429
            if request.path == "/Position/searchOpen" and isinstance(request.body, dict):
                self.reads[ids.index(request.body["accountId"])] += 1
        self.exposed = [self.reads[n] for n in range(exposed)]
        self.flat = [self.reads[n] for n in range(exposed, len(ids))]


@pytest.mark.parametrize(
    ("exposed", "flat", "every_s", "flat_every_s"),
    [(5, 5, 11, 101), (10, 5, 21, 101), (0, 10, 1, 101)],
)
def test_accounts_in_a_position_are_read_every_ten_seconds_up_to_five_of_them_within_the_budget(
    tmp_path: Path, exposed: int, flat: int, every_s: float, flat_every_s: float
) -> None:
    """A tick of a second comes on top: reads are due on ticks."""
    found = Reconciled(tmp_path, exposed, flat)
    assert all(count >= WATCHED_S // every_s for count in found.exposed), found.exposed
    assert all(count >= WATCHED_S // flat_every_s for count in found.flat), found.flat
    assert found.calls <= 150 * WATCHED_S / 60
    assert found.limited == 0


@pytest.mark.parametrize(("exposed", "every_s"), [(1, 2.05), (2, 3.6), (5, 9.1)])
def test_while_the_user_hub_is_down_accounts_in_a_position_are_read_as_often_as_the_budget_lets_them(
    tmp_path: Path, exposed: int, every_s: float
) -> None:
    found = Reconciled(tmp_path, exposed, 0, blind=True)
    assert all(count >= WATCHED_S // every_s for count in found.exposed), found.exposed
    assert found.calls <= 150 * 4  # windows of a minute, in part
    assert found.limited == 0
