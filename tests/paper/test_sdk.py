"""The project-x-py SDK trades on the paper gateway while its market moves."""

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

from project_x_py import ProjectX, ProjectXRealtimeClient
from project_x_py.event_bus import EventBus
from project_x_py.models import ProjectXConfig
from project_x_py.order_manager import OrderManager

from riskguard.paper import PaperConfig, PaperGateway

EVENTS = ("account_update", "order_update", "position_update", "trade_execution", "quote_update", "market_trade")


def sdk_config(gw: PaperGateway) -> ProjectXConfig:
    return ProjectXConfig(
        api_url=gw.api_url, user_hub_url=gw.user_hub_url, market_hub_url=gw.market_hub_url, timeout_seconds=5,
        requests_per_minute=10**6,
    )  # fmt: skip


class Log:
    """What the SDK's callbacks brought."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        self._more = asyncio.Event()

    def take(self, name: str) -> Callable[[Any], None]:
        def callback(data: Any) -> None:
            self.events.append((name, data))
            self._more.set()

        return callback

    async def heard(self, names: set[str]) -> None:
        async with asyncio.timeout(5):
            while names - {name for name, _ in self.events}:
                self._more.clear()
                await self._more.wait()


async def test_the_sdk_logs_in_subscribes_trades_and_hears() -> None:
    log = Log()
    async with PaperGateway(PaperConfig(speed=5, step_s=0.05)) as gw:
        config = sdk_config(gw)
        async with ProjectX(username=gw.user, api_key=gw.key, config=config) as client:
            await client.authenticate()
            account = client.get_account_info()
            instrument = await client.get_instrument("MNQ")
            assert instrument.id == gw.contract("MNQ").id
            realtime = ProjectXRealtimeClient(client.get_session_token(), str(account.id), config=config)
            for name in EVENTS:
                await realtime.add_callback(name, log.take(name))
            assert await realtime.connect()
            assert await realtime.subscribe_user_updates()
            assert await realtime.subscribe_market_data([instrument.id])
            await log.heard({"quote_update", "market_trade"})
            orders = OrderManager(client, EventBus())
            assert (await orders.place_market_order(instrument.id, 0, 2)).success
            await log.heard(set(EVENTS))
            (position,) = await client.search_open_positions(account.id)
            assert (position.size, position.type, position.accountId) == (2, 1, account.id)
            resting = await orders.place_limit_order(instrument.id, 0, 1, 20_000.0)
            assert await orders.modify_order(resting.orderId, limit_price=20_001.0)
            assert await orders.cancel_order(resting.orderId)
            closed = await client._make_request(
                "POST", "/Position/closeContract", data={"accountId": account.id, "contractId": instrument.id}
            )
            assert isinstance(closed, dict)
            assert closed["success"]
            assert await client.search_open_positions(account.id) == []
            trades = await client.search_trades(account_id=account.id)
            assert {trade.profitAndLoss is None for trade in trades} == {True, False}
            await realtime.disconnect()


BARS = """
import asyncio, json, sys
from project_x_py import ProjectX
from project_x_py.models import ProjectXConfig

async def main(user, key, **urls):
    async with ProjectX(username=user, api_key=key, config=ProjectXConfig(timeout_seconds=5, **urls)) as client:
        await client.authenticate()
        print(len(await client.get_bars("MNQ", days=1, interval=5)))

asyncio.run(main(**json.loads(sys.argv[1])))
"""


async def test_the_sdk_reads_bars_with_the_packages_it_wants_for_them() -> None:
    """In a process of its own: beside RiskGuard the SDK has no tables (`riskguard.gateway.standin`)."""
    async with PaperGateway(PaperConfig(speed=5, step_s=0.05)) as gw:
        urls = {"api_url": gw.api_url, "user_hub_url": gw.user_hub_url, "market_hub_url": gw.market_hub_url}
        asked = json.dumps({"user": gw.user, "key": gw.key, **urls})
        reading = await asyncio.create_subprocess_exec(
            sys.executable, "-c", BARS, asked, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        told, wrong = await reading.communicate()
    assert reading.returncode == 0, wrong.decode()
    assert int(told) > 200


async def test_the_sdk_reconnects_after_a_drop() -> None:
    log = Log()
    async with PaperGateway() as gw:
        config = sdk_config(gw)
        async with ProjectX(username=gw.user, api_key=gw.key, config=config) as client:
            await client.authenticate()
            account = client.get_account_info().id
            realtime = ProjectXRealtimeClient(client.get_session_token(), str(account), config=config)
            await realtime.add_callback("trade_execution", log.take("trade_execution"))
            assert await realtime.connect()
            assert await realtime.subscribe_user_updates()
            gw.faults.drop_hubs("user")
            await asyncio.sleep(3)
            gw.exchange.buy(account, gw.contract("ES").id)
            await log.heard({"trade_execution"})
            await realtime.disconnect()
