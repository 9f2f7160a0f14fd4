"""Fills made while the link is away or breaking: counted once each, none missed, whatever told of them first."""

import asyncio
from pathlib import Path

import pytest

from riskguard.domain.money import usd
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.faults import HubName
from riskguard.state.account import AccountState
from tests.e2e.road import MORNING, Road

from .linked import settings_of
from .wire import Wire

RULES = MORNING + "[rules.max_contracts_per_instrument]\nlimits = { ES = 90 }\n"

HUBS: tuple[HubName, ...] = ("user", "market", "user")


class WiredRoad(Road):
    """A whole guard at the far end of a wire."""

    port: int

    def gateway_settings(self, *, key: str | None = None) -> GatewaySettings:
        return settings_of(self.paper, key=key or "", port=self.port)


def account_of(road: Road) -> AccountState:
    assert road.guard is not None
    return road.guard.loop.state.accounts[road.first]


def booked(road: Road) -> dict[int, int]:
    """Trades of the first account as the guard has them, by id: what each brought."""
    return {trade.trade_id: trade.profit_and_loss or 0 for trade in account_of(road).ledger.trades.values()}


def made(road: Road) -> dict[int, int]:
    """The same on the exchange."""
    trades = road.paper.exchange.trades(road.first)
    return {trade.id: usd(str(trade.json()["profitAndLoss"] or 0)) for trade in trades}


async def trades_on(road: Road, times: int, pause_s: float) -> None:
    """Round trips with a result, and contracts that stay."""
    for number in range(times):
        road.moves("ES", 6_850 + number % 7)
        road.buys("ES", 2)
        await asyncio.sleep(pause_s)
        road.moves("ES", 6_848 + number % 5)
        road.sells("ES", 1)
        await asyncio.sleep(pause_s)


@pytest.mark.parametrize("fault", ["drops", "down", "frozen", "restarts", "logged out"])
async def test_fills_around_every_kind_of_gap_count_once_and_none_is_missed(tmp_path: Path, fault: str) -> None:
    config = PaperConfig(rate_limits=None)
    async with PaperGateway(config) as paper, Wire(paper.port) as wire:
        road = WiredRoad(paper, tmp_path, RULES)
        road.port = wire.port
        road.calm()
        await road.arm()
        trading = asyncio.create_task(trades_on(road, 15, 0.08))
        await asyncio.sleep(0.3)
        if fault == "drops":
            for _ in range(4):
                wire.cut()
                await asyncio.sleep(0.45)
        elif fault == "down":
            await wire.close()
            await asyncio.sleep(1.2)
            await wire.open()
        elif fault == "frozen":
            wire.freeze()
            await asyncio.sleep(1.2)
            wire.thaw()
        elif fault == "restarts":
            for hub in HUBS:
                paper.hubs.raw(hub, '{"type":7,"error":"again"}\x1e')
                await asyncio.sleep(0.4)
        else:
            paper.revoke_tokens()
        await trading
        await road.until(lambda: booked(road).keys() == made(road).keys(), 12)
        assert len(made(road)) == 30
        assert booked(road) == made(road)
        await road.until(lambda: road.status()["protected"] is True, 12)
        await road.until(lambda: not account_of(road).book.settling, 12)
        # A read may bring the last trade before the hub tells of the position it made.
        await road.until(lambda: account_of(road).book.exposure(road.contract("ES")) == 15, 5)
        assert [total.fills for total in account_of(road).ledger.totals.values()] == [30]
        await road.stop()
