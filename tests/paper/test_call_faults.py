"""Faults of REST calls over real sockets: each kind, how often it strikes, whom, and by what chance."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from riskguard.paper import PaperConfig
from riskguard.paper.armed import Fault
from riskguard.paper.rest_faults import RestFaults

from .conftest import Listen, Serve, Trader, until

READ, PLACE, CLOSE = "/Position/searchOpen", "/Order/place", "/Position/closeContract"


@pytest.fixture
async def es(trader: Trader) -> AsyncIterator[str]:
    yield trader.gw.contract("ES").id


def net(trader: Trader, contract_id: str) -> int:
    return trader.gw.accounts[0].net(contract_id)


def placed(trader: Trader) -> int:
    """How many orders came in."""
    return len([request for request in trader.gw.requests if request.path == PLACE])


async def read(trader: Trader) -> int:
    return await trader.status(READ, accountId=trader.account)


async def raw_answer(trader: Trader, path: str) -> tuple[int, Any, str]:
    async with trader.http.post(trader.gw.api_url + path, json={}) as response:
        return response.status, response.headers, await response.text()


@pytest.mark.parametrize(("after", "told"), [(7, "7"), ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed"), (None, None)])
async def test_a_throttled_call_is_told_when_to_come_back(trader: Trader, after: Any, told: str | None) -> None:
    trader.gw.faults.throttle(READ, after)
    status, headers, _ = await raw_answer(trader, READ)
    assert status == 429
    assert headers.get("Retry-After", "").startswith(told or "")
    assert ("Retry-After" in headers) == (told is not None)
    assert await read(trader) == 200


async def test_an_answer_may_have_headers_or_be_a_page_of_a_proxy(trader: Trader) -> None:
    trader.gw.faults.answer(READ, 503, {"why": "night"}, headers={"X-Why": "night"})
    status, headers, text = await raw_answer(trader, READ)
    assert (status, headers["X-Why"], text) == (503, "night", '{"why": "night"}')
    trader.gw.faults.text(READ, "<html>Bad Gateway</html>")
    status, headers, text = await raw_answer(trader, READ)
    assert (status, headers["Content-Type"], text) == (502, "text/html; charset=utf-8", "<html>Bad Gateway</html>")


async def test_a_dropped_call_has_not_acted(trader: Trader, es: str) -> None:
    fault = trader.gw.faults.drop(PLACE)
    with pytest.raises(aiohttp.ClientConnectionError):
        await trader.place(es)
    assert net(trader, es) == 0
    assert fault.struck == 1
    await trader.place(es)
    assert net(trader, es) == 1


async def test_a_call_can_act_and_hang(trader: Trader, es: str) -> None:
    trader.gw.faults.hang(PLACE, acts=True)
    placing = asyncio.create_task(trader.place(es))
    await until(lambda: net(trader, es))
    assert not placing.done()
    trader.gw.faults.release()
    with pytest.raises(aiohttp.ClientConnectionError):
        await placing
    assert trader.gw.requests[-1].status == 0


async def test_a_dripping_answer_arrives_in_pieces_and_whole(trader: Trader, es: str) -> None:
    await trader.place(es)
    whole = await trader.call(READ, accountId=trader.account)
    trader.gw.faults.drip(READ, seconds=0.3)
    pieces: list[bytes] = []
    async with trader.http.post(
        trader.gw.api_url + READ,
        json={"accountId": trader.account},
        headers={"Authorization": f"Bearer {trader.token}"},
    ) as response:
        assert response.status == 200
        async for piece, _ in response.content.iter_chunks():
            pieces.append(piece)
        assert len(pieces) > 3
    trader.gw.faults.drip(READ, seconds=0.05)
    assert await trader.call(READ, accountId=trader.account) == whole


async def test_a_dripping_answer_can_be_cut_half_way_after_acting(trader: Trader, es: str) -> None:
    trader.gw.faults.drip(PLACE, seconds=0.05, share=0.5)
    with pytest.raises(aiohttp.ClientPayloadError):
        await trader.place(es)
    assert net(trader, es) == 1


@pytest.mark.parametrize("seconds", [0.0, 0.1])
async def test_a_doubled_call_acts_twice_and_is_answered_once(trader: Trader, es: str, seconds: float) -> None:
    trader.gw.faults.duplicate(PLACE, seconds=seconds)
    assert (await trader.place(es))["success"] is True
    assert net(trader, es) == (2 if seconds == 0 else 1)
    await until(lambda: net(trader, es) == 2)
    assert placed(trader) == 1


async def test_calls_can_be_acted_on_last_first(trader: Trader, es: str) -> None:
    trader.gw.faults.reorder(PLACE, count=3, seconds=30)
    calls: list[asyncio.Task[Any]] = []
    for size in (1, 2, 3):
        calls.append(asyncio.create_task(trader.place(es, size=size)))
        await until(lambda: placed(trader) == len(calls))
    await asyncio.gather(*calls)
    assert [order.size for order in trader.gw.exchange.orders(trader.account)] == [3, 2, 1]


@pytest.mark.parametrize("freed_by", ["time", "release"])
async def test_calls_waiting_for_others_do_not_wait_for_ever(trader: Trader, es: str, freed_by: str) -> None:
    trader.gw.faults.reorder(PLACE, count=9, seconds=0.1 if freed_by == "time" else 30)
    placing = asyncio.create_task(trader.place(es))
    await until(lambda: placed(trader))
    await asyncio.sleep(0.02)
    assert net(trader, es) == 0
    if freed_by == "release":
        trader.gw.faults.release()
    await placing
    assert net(trader, es) == 1


async def test_a_stale_read_says_what_was(trader: Trader, es: str) -> None:
    assert (await trader.call(READ, accountId=trader.account))["positions"] == []
    await trader.place(es)
    trader.gw.faults.stale(READ)
    assert (await trader.call(READ, accountId=trader.account))["positions"] == []
    assert len((await trader.call(READ, accountId=trader.account))["positions"]) == 1
    other = trader.gw.accounts[1].id
    trader.gw.exchange.buy(other, es)
    trader.gw.faults.stale(READ)
    assert len((await trader.call(READ, accountId=other))["positions"]) == 1, "there was no such read before"


async def test_a_fault_can_let_the_first_calls_pass(trader: Trader) -> None:
    trader.gw.faults.answer(READ, 503, times=2, skip=2)
    assert [await read(trader) for _ in range(6)] == [200, 200, 503, 503, 200, 200]


async def test_a_fault_can_be_for_one_account_alone(trader: Trader) -> None:
    first, second = (account.id for account in trader.gw.accounts)
    trader.gw.faults.answer(READ, 503, times=None, account=second)
    assert [await trader.status(READ, accountId=number) for number in (first, second, first, second)] == [
        200, 503, 200, 503,
    ]  # fmt: skip
    assert await trader.status(READ, accountId=[second]) == 400


async def test_paths_are_exact_or_begin_so_or_are_all_but_the_hubs(trader: Trader, listen: Listen) -> None:
    faults = trader.gw.faults
    faults.answer("/api/Position/*", 500, times=None)
    assert await trader.status(CLOSE) == await read(trader) == 500
    assert await trader.status("/Order/searchOpen", accountId=trader.account) == 200
    faults.clear()
    faults.answer("*", 501, times=None)
    assert await trader.status("/Auth/validate") == await read(trader) == 501
    async with listen(trader, "user") as ear:
        assert (await ear.call("SubscribeAccounts"))["result"] is None


async def test_negotiate_and_the_websocket_are_paths_too(trader: Trader, listen: Listen) -> None:
    trader.gw.faults.answer("/hubs/market/negotiate", 418)
    trader.gw.faults.answer("/hubs/user", 503)
    status, _, _ = await raw_answer_of_hub(trader, "market")
    assert status == 418
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with listen(trader, "user"):
            pass
    async with listen(trader, "user"), listen(trader, "market"):
        assert (await raw_answer_of_hub(trader, "market"))[0] == 200


async def raw_answer_of_hub(trader: Trader, hub: str) -> tuple[int, Any, str]:
    url = f"{trader.gw.url}/hubs/{hub}/negotiate?access_token={trader.token}"
    async with trader.http.post(url) as response:
        return response.status, response.headers, await response.text()


async def test_something_can_be_done_just_before_or_just_after_a_call(trader: Trader, es: str) -> None:
    seen: list[tuple[str, int]] = []
    faults = trader.gw.faults
    faults.on(PLACE, lambda: seen.append(("before", net(trader, es))), skip=1)
    faults.on(PLACE, lambda: seen.append(("after", net(trader, es))), "after", times=None)
    faults.clear()
    for _ in range(3):
        await trader.place(es)
    assert seen == [("after", 1), ("before", 1), ("after", 2), ("after", 3)]


async def test_what_is_done_around_a_call_is_done_too_when_a_fault_answers_in_its_place(
    trader: Trader, es: str
) -> None:
    seen: list[str] = []
    trader.gw.faults.answer(PLACE, 503)
    trader.gw.faults.on(PLACE, lambda: seen.append("before"))
    trader.gw.faults.on(PLACE, lambda: seen.append("after"), "after")
    assert (await trader.post(PLACE, "{}"))[0] == 503
    assert seen == ["before", "after"]
    assert net(trader, es) == 0


async def test_a_fault_can_be_taken_back_and_counts_what_it_struck(trader: Trader) -> None:
    fault = trader.gw.faults.answer(READ, 503, times=None)
    assert await read(trader) == await read(trader) == 503
    trader.gw.faults.disarm(fault)
    assert await read(trader) == 200
    assert fault.struck == 2


def pattern(seed: int, chance: float = 0.5) -> list[bool]:
    """Which of a hundred calls the second of two faults strikes."""
    faults = RestFaults(seed)
    faults.delay("/Order/place", 1.0, times=None, chance=0.3)
    faults.drop(READ, times=None, chance=chance)
    return [bool(faults.due("/position/searchopen")) for _ in range(100)]


def test_chance_is_the_same_for_the_same_seed_and_no_other() -> None:
    assert pattern(7) == pattern(7)
    assert pattern(7) != pattern(8)
    assert 20 < sum(pattern(7)) < 80
    assert not any(pattern(7, 0.0))
    assert all(pattern(7, 1.0))


def test_a_delay_between_two_times_is_drawn_by_the_seed() -> None:
    def drawn(seed: int) -> list[float]:
        fault = RestFaults(seed).delay(READ, 1.0, times=None, upto=2.0)
        return [fault.wait_s() for _ in range(20)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert all(1.0 <= seconds <= 2.0 for seconds in drawn(1))
    assert Fault("delay", READ, 1, seconds=0.5).wait_s() == 0.5


async def test_tokens_can_die_without_a_word_on_the_hubs(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        trader.gw.revoke_tokens(tell=False)
        assert await read(trader) == 401
        assert (await ear.call("SubscribeAccounts"))["result"] is None
        assert ear.heard == []


@pytest.mark.parametrize("polite", [True, False])
async def test_a_restart_keeps_port_positions_orders_and_tokens(serve: Serve, listen: Listen, polite: bool) -> None:
    async with serve(PaperConfig()) as trader:
        es, port = trader.gw.contract("ES").id, trader.gw.port
        await trader.place(es, size=2)
        stop = (await trader.place(es, 4, 1, 2, stopPrice=4000))["orderId"]
        async with listen(trader, "user") as ear:
            restarting = asyncio.create_task(trader.gw.restart(0.2, polite))
            assert [message["type"] for message in await ear.ended()] == ([7] if polite else [])
            with pytest.raises(aiohttp.ClientConnectionError):
                await read(trader)
            await restarting
        assert trader.gw.port == port
        assert (await trader.call(READ, accountId=trader.account))["positions"][0]["size"] == 2
        open_orders = await trader.call("/Order/searchOpen", accountId=trader.account)
        assert [order["id"] for order in open_orders["orders"]] == [stop]


async def test_a_frozen_server_does_what_it_was_asked_when_it_thaws(trader: Trader, es: str, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        await ear.call("SubscribeTrades", trader.account)
        trader.gw.faults.freeze()
        placing = asyncio.create_task(trader.place(es))
        coming = asyncio.create_task(raw_answer_of_hub(trader, "user"))
        await until(lambda: placed(trader))
        await asyncio.wait({placing, coming}, timeout=0.2)
        assert not placing.done()
        assert not coming.done()
        assert net(trader, es) == 0
        trader.gw.faults.thaw()
        assert (await placing)["success"] is True
        assert (await coming)[0] == 200
        assert (await ear.next())["target"] == "GatewayUserTrade"


async def test_a_restart_ends_a_freeze_and_what_was_asked_meanwhile_is_never_done(trader: Trader, es: str) -> None:
    trader.gw.faults.freeze()
    placing = asyncio.create_task(trader.place(es))
    await until(lambda: placed(trader))
    await trader.gw.restart(polite=False)
    with pytest.raises(aiohttp.ClientError):
        await placing
    assert net(trader, es) == 0
    assert await read(trader) == 200


async def test_a_freeze_of_some_seconds_ends_by_itself(trader: Trader) -> None:
    trader.gw.faults.freeze(0.1)
    assert await read(trader) == 200
