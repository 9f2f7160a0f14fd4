"""The hubs spoken by hand: negotiation, handshake, records, subscriptions, events, slow clients, endings."""

import asyncio
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from riskguard.paper import PaperConfig

from .conftest import END, Ear, Listen, Serve, Trader


async def negotiate(trader: Trader, hub: str = "user", version: int | None = 1, token: str | None = None) -> Any:
    query = f"?negotiateVersion={version}" if version is not None else ""
    headers = {"Authorization": f"Bearer {trader.token if token is None else token}"}
    async with trader.http.post(f"{trader.gw.url}/hubs/{hub}/negotiate{query}", headers=headers) as response:
        return await response.json() if response.status == 200 else response.status


async def refused(trader: Trader, hub: str, query: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await trader.http.ws_connect(f"{trader.gw.url}/hubs/{hub}?{query}")
    return caught.value.status


@pytest.mark.parametrize(("version", "named"), [(None, "connectionId"), (0, "connectionId"), (1, "connectionToken")])
async def test_a_connection_id_is_good_for_one_connection(trader: Trader, version: int | None, named: str) -> None:
    offer = await negotiate(trader, version=version)
    assert offer["negotiateVersion"] == (version or 0)
    assert offer["availableTransports"] == [{"transport": "WebSockets", "transferFormats": ["Text"]}]
    query = f"id={offer[named]}&access_token={trader.token}"
    async with trader.http.ws_connect(f"{trader.gw.url}/hubs/user?{query}") as ws:
        await Ear(ws).shake_hands()
    assert await refused(trader, "user", query) == 404
    assert await refused(trader, "user", f"id=unknown&access_token={trader.token}") == 404


async def test_hubs_want_a_token(trader: Trader) -> None:
    assert await negotiate(trader, token="bad") == 401
    assert await refused(trader, "user", "") == 401
    assert await refused(trader, "market", "access_token=bad") == 401
    offer = await negotiate(trader, "market")
    assert await refused(trader, "user", f"id={offer['connectionToken']}") == 404
    async with trader.http.ws_connect(f"{trader.gw.url}/hubs/market?id={offer['connectionToken']}") as ws:
        await Ear(ws).shake_hands()


async def test_an_expired_token_opens_no_hub_but_ends_none(serve: Serve, listen: Listen) -> None:
    now = [datetime.now(UTC)]
    config = PaperConfig(token_lifetime=timedelta(hours=1), clock=lambda: now[0])
    async with serve(config) as trader, listen(trader, "user") as ear:
        now[0] += timedelta(hours=2)
        assert await refused(trader, "user", f"access_token={trader.token}") == 401
        assert await negotiate(trader) == 401
        assert (await ear.call("SubscribeAccounts"))["result"] is None


@pytest.mark.parametrize(
    "request_", [{"protocol": "messagepack", "version": 1}, {"protocol": "json", "version": 9}, {}]
)
async def test_other_protocols_are_refused(trader: Trader, request_: dict[str, object]) -> None:
    async with trader.http.ws_connect(f"{trader.gw.url}/hubs/user?access_token={trader.token}") as ws:
        ear = Ear(ws)
        await ear.say(request_)
        (answer,) = await ear.ended()
        assert "support" in answer["error"]


@pytest.mark.parametrize("version", [0, 1, 2])
async def test_versions_up_to_2_are_spoken(trader: Trader, version: int) -> None:
    async with trader.http.ws_connect(f"{trader.gw.url}/hubs/user?access_token={trader.token}") as ws:
        ear = Ear(ws)
        await ear.say({"protocol": "json", "version": version})
        assert await ear.next() == {}


async def test_records_may_share_and_span_frames(trader: Trader) -> None:
    async with trader.http.ws_connect(f"{trader.gw.url}/hubs/user?access_token={trader.token}") as ws:
        ear = Ear(ws)
        call = {"type": 1, "target": "SubscribeAccounts", "arguments": [], "invocationId": "a"}
        text = (
            json.dumps({"protocol": "json", "version": 1})
            + END
            + json.dumps({"type": 6})
            + END
            + json.dumps(call)
            + END
        )
        for piece in (text[:10], text[10:70], text[70:-1], text[-1:]):
            await ws.send_str(piece)
        assert await ear.next() == {}
        assert await ear.next() == {"type": 3, "invocationId": "a", "result": None}
        await ws.send_bytes((json.dumps(call | {"invocationId": "b"}) + END).encode())
        assert (await ear.next())["invocationId"] == "b"


@pytest.mark.parametrize(
    ("hub", "target", "arguments"),
    [
        ("user", "Heartbeat", []),
        ("user", "SubscribeContractQuotes", ["x"]),
        ("user", "SubscribeOrders", []),
        ("user", "SubscribeOrders", ["1001"]),
        ("user", "SubscribeOrders", [77]),
        ("user", "SubscribeOrders", [True]),
        ("user", "SubscribeAccounts", [1001]),
        ("market", "SubscribeContractQuotes", ["nothing"]),
        ("market", "SubscribeContractQuotes", [["a"]]),
    ],
)
async def test_bad_invocations_complete_with_an_error(
    trader: Trader, listen: Listen, hub: str, target: str, arguments: list[object]
) -> None:
    async with listen(trader, hub) as ear:
        assert target in (await ear.call(target, *arguments))["error"]
        await ear.call(target, *arguments, number=None)
        await ear.say({"type": 6})
        good = ("SubscribeAccounts",) if hub == "user" else ("SubscribeContractQuotes", trader.gw.contract("ES").id)
        assert (await ear.call(*good, number="2"))["result"] is None


@pytest.mark.parametrize("text", ["not json", "[]", "{}", '{"type":1}', '{"type":1,"target":"a"}', '{"type":"1"}'])
async def test_a_protocol_error_closes_with_a_reason(trader: Trader, listen: Listen, text: str) -> None:
    async with listen(trader, "user") as ear:
        await ear.socket.send_str(text + END)
        (last,) = await ear.ended()
        assert last["type"] == 7
        assert last["error"]


async def test_unknown_message_types_are_ignored(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        for kind in (2, 3, 5, 6, 8, 9, 99):
            await ear.say({"type": kind})
        assert (await ear.call("SubscribeAccounts"))["result"] is None


async def test_quotes_start_whole_and_go_on_in_parts(trader: Trader, listen: Listen) -> None:
    es = trader.gw.contract("ES")
    trader.gw.exchange.set_quote(es.id, 6000, 6000.25, last=6000)
    async with listen(trader, "market") as ear:
        await ear.call("SubscribeContractQuotes", es.id)
        first = (await ear.next())["arguments"]
        assert first[0] == es.id
        assert set(first[1]) == {
            "symbol", "symbolName", "lastPrice", "bestBid", "bestAsk", "change", "changePercent", "open", "high", "low",
            "volume", "lastUpdated", "timestamp",
        }  # fmt: skip
        trader.gw.exchange.set_quote(es.id, 6000, 6000.5)
        (quote,) = await ear.until("GatewayQuote")
        assert set(quote["arguments"][1]) == {"symbol", "bestAsk", "lastUpdated", "timestamp"}
        await ear.call("UnsubscribeContractQuotes", es.id)
        trader.gw.exchange.set_quote(es.id, 6000, 6000.75)
        with pytest.raises(TimeoutError):
            await ear.next(timeout_s=0.2)


async def test_trades_and_depth_of_the_market(trader: Trader, listen: Listen) -> None:
    es = trader.gw.contract("ES").id
    trader.gw.exchange.set_quote(es, 6000, 6000.25, last=6000)
    async with listen(trader, "market") as ear:
        await ear.call("SubscribeContractTrades", es)
        await ear.call("SubscribeContractMarketDepth", es)
        assert len((await ear.next())["arguments"][1]) == 21
        await trader.place(es, size=2)
        (printed,) = await ear.until("GatewayTrade")
        assert printed["arguments"][0] == es
        assert {k: printed["arguments"][1][k] for k in ("symbolId", "price", "type", "volume")} == {
            "symbolId": "F.US.EP", "price": 6000.25, "type": 0, "volume": 2,
        }  # fmt: skip
        depth = (await ear.until("GatewayDepth"))[-1]["arguments"][1]
        assert [(row["type"], row["price"], row["volume"]) for row in depth[:2]] == [(6, 0.0, 0), (1, 6000.25, 498)]


@pytest.mark.parametrize("wrapped", [False, True])
async def test_user_events_in_order_bare_or_wrapped(serve: Serve, listen: Listen, wrapped: bool) -> None:
    async with serve(PaperConfig(wrapped_events=wrapped)) as trader, listen(trader, "user") as ear:
        await ear.call("SubscribeAccounts")
        for target in ("SubscribeOrders", "SubscribePositions", "SubscribeTrades"):
            await ear.call(target, trader.account, number=None)
        await ear.call("SubscribeOrders", trader.account)
        await trader.place(trader.gw.contract("ES").id)
        came = await ear.until("GatewayUserAccount")
        assert [message["target"].removeprefix("GatewayUser") for message in came] == [
            "Order", "Order", "Trade", "Position", "Account",
        ]  # fmt: skip
        arguments = [message["arguments"] for message in came]
        assert all(len(argument) == 1 for argument in arguments)
        data = [argument[0]["data"] if wrapped else argument[0] for argument in arguments]
        assert [item["status"] for item in data[:2]] == [1, 2]
        assert data[2]["profitAndLoss"] is None
        assert data[4]["balance"] < 50_000
        if wrapped:
            assert all(isinstance(argument[0]["action"], int) for argument in arguments)


async def test_odd_text_in_a_tag_harms_no_client(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        await ear.call("subscribeorders", trader.account)
        await trader.place(trader.gw.contract("ES").id, customTag="\ud800 \u2028 \x1e")
        assert [order["arguments"][0]["customTag"] for order in await ear.until("GatewayUserOrder", 2)] == [
            "\ud800 \u2028 \x1e"
        ] * 2
        status, _ = await trader.post("/Auth/loginKey", '{"userName": "practice", "apiKey": "\\ud800"}')
        assert status == 401


async def test_other_accounts_are_not_heard(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        await ear.call("SubscribeTrades", trader.gw.accounts[1].id)
        await trader.place(trader.gw.contract("ES").id)
        trader.gw.exchange.buy(trader.gw.accounts[1].id, trader.gw.contract("ES").id)
        (trade,) = await ear.until("GatewayUserTrade")
        assert trade["arguments"][0]["accountId"] == trader.gw.accounts[1].id


async def test_the_server_pings(serve: Serve, listen: Listen) -> None:
    async with serve(PaperConfig(ping_s=0.1)) as trader, listen(trader, "market") as ear:
        assert [await ear.next() for _ in range(2)] == [{"type": 6}, {"type": 6}]


async def test_without_a_handshake_the_connection_ends(serve: Serve) -> None:
    async with serve(PaperConfig(handshake_s=0.1)) as trader:
        socket = await trader.http.ws_connect(f"{trader.gw.url}/hubs/user?access_token={trader.token}")
        assert "error" in (await Ear(socket).ended())[0]


async def test_revoked_tokens_hear_logout_and_are_closed(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        trader.gw.revoke_tokens()
        told = await ear.ended()
        assert [message.get("target", message["type"]) for message in told] == ["GatewayLogout", 7]
        assert await trader.status("/Auth/validate") == 401


async def test_hubs_drop_on_demand_and_close_politely_on_stop(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as user, listen(trader, "market") as market:
        trader.gw.faults.drop_hubs("user")
        assert await user.ended() == []
        assert (await market.call("SubscribeContractQuotes", trader.gw.contract("ES").id))["result"] is None
        await market.next()
        await trader.gw.stop()
        assert [message["type"] for message in await market.ended()] == [7]


async def test_negotiation_can_be_refused_for_a_while(trader: Trader) -> None:
    trader.gw.faults.refuse_negotiate(503, 0.3)
    assert await negotiate(trader) == 503
    assert await refused(trader, "user", f"access_token={trader.token}") == 503
    await asyncio.sleep(0.35)
    assert (await negotiate(trader))["connectionId"]


async def test_raw_payloads_reach_the_subscribers_as_they_are(trader: Trader, listen: Listen) -> None:
    async with listen(trader, "user") as ear:
        await ear.call("SubscribeTrades", trader.account)
        trader.gw.push("trade", trader.account, {"id": "nonsense"})
        assert (await ear.next())["arguments"] == [{"id": "nonsense"}]


async def test_a_client_that_does_not_read_is_dropped_and_stalls_nobody(serve: Serve, listen: Listen) -> None:
    async with serve(PaperConfig(queue_limit=200)) as trader, listen(trader, "market") as ear:
        es = trader.gw.contract("ES").id
        await ear.call("SubscribeContractQuotes", es)
        await ear.next()
        stuck = await _deaf(trader, es)
        (deaf,) = (client for client in trader.gw.hubs.clients if client.port == stuck.getsockname()[1])
        slowest = 0.0
        for n in range(20_000):
            if deaf.overflowed:
                break
            bid = 6000 + n % 2
            trader.gw.exchange.set_quote(es, bid, bid + 0.25)
            started = time.perf_counter()
            assert (await ear.until("GatewayQuote"))[-1]["arguments"][0] == es
            slowest = max(slowest, time.perf_counter() - started)
        assert deaf.overflowed
        assert slowest < 0.5
        await asyncio.sleep(0.05)
        assert deaf not in trader.gw.hubs.clients
        stuck.close()


async def _deaf(trader: Trader, contract_id: str) -> socket.socket:
    """A websocket client, spoken over a bare socket with a small buffer, that subscribes to depth and never reads."""
    loop = asyncio.get_running_loop()
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    await loop.sock_connect(sock, ("127.0.0.1", trader.gw.port))
    await loop.sock_sendall(sock, (
        f"GET /hubs/market?access_token={trader.token} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode())  # fmt: skip
    assert b"101" in await loop.sock_recv(sock, 1000)
    call = {"type": 1, "target": "SubscribeContractMarketDepth", "arguments": [contract_id]}
    for message in ({"protocol": "json", "version": 1}, call):
        text = (json.dumps(message) + END).encode()
        frame = bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text  # a mask of zeros leaves the text as it is
        await loop.sock_sendall(sock, frame)
    await asyncio.sleep(0.1)
    return sock
