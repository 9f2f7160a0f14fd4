"""Faults of the hubs over real sockets: connections that die, freeze or talk nonsense, events that go wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from riskguard.paper import PaperConfig
from riskguard.paper.event_faults import EventFaults

from .conftest import END, Ear, Listen, Serve, Trader

QUIET_S = 0.15


async def silent(ear: Ear) -> bool:
    try:
        await ear.next(QUIET_S)
    except TimeoutError:
        return True
    return False


async def trades(ear: Ear, trader: Trader, count: int) -> None:
    """Listens to the trades of the first account, then makes so many, of 1, 2, 3, ... contracts."""
    await ear.call("SubscribeTrades", trader.account)
    for size in range(1, count + 1):
        trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id, size)


async def sizes(ear: Ear, count: int) -> list[int]:
    return [message["arguments"][0]["size"] for message in await ear.until("GatewayUserTrade", count)]


async def test_a_close_with_an_error_and_one_that_allows_to_reconnect(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        trader.gw.faults.hubs.close("user", "The server went mad.")
        assert await user.ended() == [{"type": 7, "error": "The server went mad."}]
        trader.gw.faults.hubs.close("market")
        assert await market.ended() == [{"type": 7, "allowReconnect": True}]


async def test_frames_of_an_unknown_type_extra_fields_and_garbage(trader: Trader, listen: Listen) -> None:
    hubs = trader.gw.faults.hubs
    extra = {"type": 1, "target": "GatewayUserAccount", "arguments": [], "shard": 3}
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        hubs.send("user")
        hubs.send("user", extra)
        hubs.send(None, {"type": 6})
        assert [await user.next() for _ in range(3)] == [{"type": 9}, extra, {"type": 6}]
        assert await market.next() == {"type": 6}
        hubs.text("half a rec", "market")
        message = await market.socket.receive()
        assert message.data == "half a rec"
        assert END not in message.data


@pytest.mark.parametrize("close", [True, False])
async def test_a_logout_is_told_on_one_hub_and_leaves_the_token_good(
    trader: Trader, listen: Listen, close: bool
) -> None:
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        trader.gw.faults.hubs.log_out("user", close)
        assert (await user.next())["target"] == "GatewayLogout"
        if close:
            assert await user.ended() == [{"type": 7, "allowReconnect": True}]
        else:
            assert (await user.call("SubscribeAccounts"))["result"] is None
        assert await silent(market)
        assert await trader.status("/Auth/validate") == 200


async def test_negotiation_can_be_refused_on_one_hub_alone(trader: Trader, listen: Listen) -> None:
    trader.gw.faults.refuse_negotiate(503, 30, "market")
    async with listen(trader, "user"):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with listen(trader, "market"):
                pass
    trader.gw.faults.clear()
    async with listen(trader, "market"):
        pass


async def test_a_frozen_hub_says_nothing_and_hears_nothing_until_it_thaws(serve: Serve, listen: Listen) -> None:
    async with serve(PaperConfig(ping_s=0.05)) as trader, listen(trader, "user") as ear:
        await ear.call("SubscribeTrades", trader.account)
        trader.gw.faults.hubs.freeze("user")
        while not await silent(ear):
            pass  # what was under way
        trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id)
        await ear.say({"type": 1, "target": "SubscribeAccounts", "arguments": [], "invocationId": "9"})
        assert await silent(ear)
        assert len(trader.gw.hubs.clients) == 1
        assert not ear.socket.closed
        trader.gw.faults.hubs.thaw("user")
        await ear.until("GatewayUserTrade")
        while (await ear.next()).get("invocationId") != "9":
            pass


async def test_a_frozen_hub_answers_no_websocket_ping(trader: Trader) -> None:
    url = f"{trader.gw.url}/hubs/user?access_token={trader.token}"
    async with trader.http.ws_connect(url, autoping=False) as socket:
        await Ear(socket).shake_hands()
        trader.gw.faults.hubs.freeze("user")
        await asyncio.sleep(0.02)
        await socket.ping()
        with pytest.raises(TimeoutError):
            await socket.receive(QUIET_S)
        trader.gw.faults.hubs.thaw()
        assert (await socket.receive(2.0)).type is aiohttp.WSMsgType.PONG


async def test_what_a_frozen_hub_withheld_can_be_lost_for_good(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        await trades(ear, trader, 0)
        trader.gw.faults.hubs.freeze("user", 0.1, lose=True)
        trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id, 5)
        await asyncio.sleep(0.2)
        trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id, 7)
        assert await sizes(ear, 1) == [7]


async def test_newcomers_pass_a_frozen_hub_unless_it_is_frozen_for_them_too(trader: Trader, listen: Listen) -> None:
    hubs = trader.gw.faults.hubs
    async with listen(trader, "user") as old:
        hubs.freeze("user")
        async with listen(trader, "user") as fresh:
            assert (await fresh.call("SubscribeAccounts"))["result"] is None
        assert await silent(old)
        hubs.freeze("user", newcomers=True)

        async def come() -> None:
            async with listen(trader, "user"):
                pass

        coming = asyncio.create_task(come())
        await asyncio.wait({coming}, timeout=QUIET_S)
        assert not coming.done()
        async with listen(trader, "market"):
            pass
        hubs.thaw("user")
        await coming


async def test_a_frozen_hub_can_be_dropped_and_the_gateway_stopped(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        trader.gw.faults.hubs.freeze()
        trader.gw.faults.drop_hubs("user")
        assert await user.ended() == []
        await trader.gw.stop()
        assert [message["type"] for message in await market.ended()] == [7]


async def test_events_can_be_lost(trader: Trader, listen: Listen) -> None:
    fault = trader.gw.faults.events.lose(times=2, topic="trade", skip=1)
    async with listen(trader, "user") as ear:
        await trades(ear, trader, 4)
        assert await sizes(ear, 2) == [1, 4]
    assert fault.struck == 2


async def test_events_can_come_twice(trader: Trader, listen: Listen) -> None:
    trader.gw.faults.events.duplicate(topic="trade")
    async with listen(trader, "user") as ear:
        await trades(ear, trader, 2)
        assert await sizes(ear, 3) == [1, 1, 2]


async def test_events_can_come_late_and_be_overtaken(trader: Trader, listen: Listen) -> None:
    trader.gw.faults.events.delay(0.2, topic="trade")
    async with listen(trader, "user") as ear:
        await trades(ear, trader, 3)
        assert await sizes(ear, 3) == [2, 3, 1]


async def test_events_can_come_last_first(trader: Trader, listen: Listen) -> None:
    trader.gw.faults.events.reorder(3, seconds=30, topic="trade")
    async with listen(trader, "user") as ear:
        await trades(ear, trader, 4)
        assert await sizes(ear, 4) == [3, 2, 1, 4]


async def test_events_held_for_others_come_when_the_time_is_over_or_all_is_cleared(
    trader: Trader, listen: Listen
) -> None:
    events = trader.gw.faults.events
    async with listen(trader, "user") as ear:
        events.reorder(9, seconds=0.1, topic="trade")
        await trades(ear, trader, 2)
        assert await sizes(ear, 2) == [2, 1]
        trader.gw.faults.clear()
        events.reorder(9, seconds=30, topic="trade")
        trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id, 6)
        assert await silent(ear)
        trader.gw.faults.clear()
        assert await sizes(ear, 1) == [6]


async def test_event_faults_can_be_for_one_hub_account_or_contract(trader: Trader, listen: Listen) -> None:
    events, exchange = trader.gw.faults.events, trader.gw.exchange
    first, second = (account.id for account in trader.gw.accounts)
    es, nq = (trader.gw.contract(root).id for root in ("ES", "NQ"))
    events.lose(times=None, hub="user", key=second)
    events.lose(times=None, key=nq)
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        for account in (first, second):
            await user.call("SubscribeTrades", account)
        for contract in (es, nq):
            await market.call("SubscribeContractTrades", contract)
        exchange.buy(second, nq)
        exchange.buy(second, es)
        exchange.buy(first, nq)
        assert [m["arguments"][0]["accountId"] for m in await user.until("GatewayUserTrade")] == [first]
        assert [m["arguments"][0] for m in await market.until("GatewayTrade")] == [es]
        assert await silent(user)
        assert await silent(market)


def test_event_faults_by_chance_are_the_same_for_the_same_seed() -> None:
    def heard(seed: int) -> list[str]:
        faults, came = EventFaults(seed), list[str]()
        faults.lose(times=None, chance=0.4, topic="trade")
        for number in range(60):
            faults.route("trade", 1001, str(number), came.append)
        return came

    assert heard(5) == heard(5) != heard(6)
    assert 15 < len(heard(5)) < 55


Quoted = tuple[Ear, Any]


@pytest.fixture
def quoted(trader: Trader, listen: Listen) -> AbstractAsyncContextManager[Quoted]:
    """An ear on the quotes of ES at 6000, and a function that moves it."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Quoted]:
        es = trader.gw.contract("ES").id

        def move(bid: float) -> None:
            trader.gw.exchange.set_quote(es, bid, bid + 0.25)

        move(6000)
        async with listen(trader, "market") as ear:
            await ear.call("SubscribeContractQuotes", es)
            assert (await ear.until("GatewayQuote"))[-1]["arguments"][1]["bestBid"] == 6000
            yield ear, move

    return start()


def bid(message: dict[str, Any]) -> float:
    return float(message["arguments"][1]["bestBid"])


async def test_stale_quotes_are_silent_and_then_whole(
    trader: Trader, quoted: AbstractAsyncContextManager[Quoted]
) -> None:
    async with quoted as (ear, move):
        trader.gw.faults.hubs.stale_quotes(trader.gw.contract("ES").id)
        move(5990)
        assert await silent(ear)
        trader.gw.faults.hubs.fresh_quotes()
        told = await ear.next()
        assert bid(told) == 5990
        assert "symbolName" in told["arguments"][1]
        move(5980)
        assert bid(await ear.next()) == 5980


async def test_a_stale_feed_can_look_alive_and_ends_after_its_time(
    trader: Trader, quoted: AbstractAsyncContextManager[Quoted], listen: Listen
) -> None:
    async with quoted as (ear, move):
        trader.gw.faults.hubs.stale_quotes(seconds=0.3, repeat=True)
        for price in (5990, 5980):
            move(price)
            assert bid(await ear.next()) == 6000
        async with listen(trader, "market") as late:
            await late.call("SubscribeContractQuotes", trader.gw.contract("ES").id)
            assert bid((await late.until("GatewayQuote"))[-1]) == 6000
        assert bid(await ear.next()) == 5980


async def test_quotes_of_other_contracts_go_on_while_one_is_stale(
    trader: Trader, quoted: AbstractAsyncContextManager[Quoted]
) -> None:
    async with quoted as (ear, move):
        trader.gw.faults.hubs.stale_quotes(trader.gw.contract("NQ").id)
        move(5990)
        assert bid(await ear.next()) == 5990
