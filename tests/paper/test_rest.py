"""The REST side over real HTTP: paths, tokens, limits, bad bodies, answers' shapes, faults."""

import asyncio
import base64
import errno
import json
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from riskguard.paper import AccountSpec, PaperConfig, PaperGateway
from riskguard.paper.config import RateLimits
from riskguard.paper.limits import Limiter

from .conftest import Serve, Trader

PERIOD = {"startTimestamp": "2020-01-01T00:00:00Z"}


async def test_ping_answers_without_a_token(trader: Trader) -> None:
    for prefix in (trader.gw.url, trader.gw.api_url, trader.gw.api_url + "/api"):
        async with trader.http.get(f"{prefix}/Status/ping") as response:
            assert (response.status, (await response.text()).strip('"')) == (200, "pong")


async def test_a_token_is_a_jwt_that_ends_in_24_hours(trader: Trader) -> None:
    head, claims, _ = trader.token.split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, claims)]
    assert read[0]["alg"] == "HS256"
    assert read[1]["sub"] == trader.gw.user
    assert abs(read[1]["exp"] - time.time() - 86_400) < 5


@pytest.mark.parametrize(
    ("user", "key", "code"), [("practice", "wrong-key-0000", 3), ("nobody", "practice-key-0000", 1)]
)
async def test_wrong_credentials_are_401_with_the_code(trader: Trader, user: str, key: str, code: int) -> None:
    status, answer = await trader.post("/Auth/loginKey", json.dumps({"userName": user, "apiKey": key}), token="")
    assert (status, answer["success"], answer["errorCode"]) == (401, False, code)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "é.b.c"])
async def test_calls_without_a_good_token_are_401(trader: Trader, token: str) -> None:
    status, _ = await trader.post("/Account/search", '{"onlyActiveAccounts": true}', token=token or "none")
    assert status == 401


async def test_a_forged_token_is_401(trader: Trader) -> None:
    head, _, seal = trader.token.split(".")
    claims = base64.urlsafe_b64encode(b'{"jti":"x","exp":9999999999}').decode().rstrip("=")
    assert (await trader.post("/Account/search", "{}", token=f"{head}.{claims}.{seal}"))[0] == 401


async def test_validate_gives_another_token_and_logout_ends_one(trader: Trader) -> None:
    fresh = (await trader.call("/Auth/validate"))["newToken"]
    assert fresh != trader.token
    await trader.call("/Auth/logout")
    assert await trader.status("/Auth/validate") == 401
    trader.token = fresh
    await trader.call("/Auth/validate")


async def test_a_token_ends_on_the_gateways_clock(serve: Serve) -> None:
    now = [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    async with serve(PaperConfig(token_lifetime=timedelta(hours=1), clock=lambda: now[0])) as trader:
        now[0] += timedelta(minutes=59)
        assert await trader.status("/Auth/validate") == 200
        now[0] += timedelta(minutes=1)
        assert await trader.status("/Auth/validate") == 401


async def test_the_201st_call_in_a_minute_is_429_and_the_window_slides(serve: Serve) -> None:
    now = [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    async with serve(PaperConfig(token_lifetime=timedelta(days=1), clock=lambda: now[0])) as trader:
        body = {"accountId": trader.account}
        for _ in range(200):
            assert await trader.status("/Position/searchOpen", **body) == 200
            now[0] += timedelta(milliseconds=100)
        headers = {"Authorization": f"Bearer {trader.token}"}
        async with trader.http.post(f"{trader.gw.api_url}/Position/searchOpen", json=body, headers=headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "41")
        now[0] += timedelta(seconds=40)
        assert await trader.status("/Position/searchOpen", **body) == 200
        assert await trader.status("/Position/searchOpen", **body) == 429


async def test_the_date_header_tells_the_gateways_clock(serve: Serve) -> None:
    async with serve(PaperConfig(clock=lambda: datetime(2026, 11, 22, 12, 30, tzinfo=UTC))) as trader:
        headers = {"Authorization": f"Bearer {trader.token}"}
        async with trader.http.post(f"{trader.gw.api_url}/Auth/validate", headers=headers) as answer:
            assert answer.headers.getall("Date") == ["Sun, 22 Nov 2026 12:30:00 GMT"]


def test_the_limiter_forgets_sessions_that_call_no_more() -> None:
    now = [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    limiter = Limiter(RateLimits(), lambda: now[0])
    for session in range(100):
        limiter.wait_s(f"session {session}", "/auth/validate")
        now[0] += timedelta(seconds=10)
    assert len(limiter._calls) <= 6


def test_whoever_is_new_frees_nobody_of_his_limit() -> None:
    now = [datetime(2026, 11, 22, 12, tzinfo=UTC)]
    limiter = Limiter(RateLimits(calls=1), lambda: now[0])
    assert limiter.wait_s("one", "/auth/validate") == 0
    now[0] += timedelta(seconds=59)
    limiter.wait_s("another", "/auth/validate")
    assert limiter.wait_s("one", "/auth/validate") == 1


async def test_bars_have_their_own_limit(serve: Serve) -> None:
    limits = RateLimits(calls=3, history_calls=2)
    async with serve(PaperConfig(rate_limits=limits)) as trader:
        bars = {"contractId": "x", "startTime": "2026-01-01", "endTime": "2026-01-02", "unit": 2, "unitNumber": 1}
        got = [await trader.status("/History/retrieveBars", **bars, limit=1) for _ in range(3)]
        assert got == [200, 200, 429]
        assert await trader.status("/Auth/validate") == 200


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/Order/place", "{", "$"),
        ("/Order/place", "[]", "$"),
        ("/Order/place", '{"accountId": NaN}', "$"),
        ("/Order/place", "[" * 100_000, "$"),
        ("/Order/place", '{"contractId":"x","type":2,"side":0,"size":1}', "accountId"),
        ("/Order/place", '{"accountId":"1001","contractId":"x","type":2,"side":0,"size":1}', "accountId"),
        ("/Order/place", '{"accountId":1001,"contractId":"x","type":2,"side":0,"size":1.5}', "size"),
        ("/Order/place", '{"accountId":1001,"contractId":"x","type":2,"side":0,"size":null}', "size"),
        ("/Order/place", '{"accountId":1001,"contractId":"x","type":99,"side":0,"size":1}', "type"),
        ("/Order/place", '{"accountId":1001,"contractId":"x","type":2,"side":2,"size":1}', "side"),
        ("/Order/place", '{"accountId":1001,"contractId":7,"type":2,"side":0,"size":1}', "contractId"),
        (
            "/Order/place",
            '{"accountId":1001,"contractId":"x","type":1,"side":0,"size":1,"limitPrice":"9"}',
            "limitPrice",
        ),
        (
            "/Order/place",
            '{"accountId":1001,"contractId":"x","type":1,"side":0,"size":1,"limitPrice":1e999}',
            "limitPrice",
        ),
        ("/Account/search", "{}", "onlyActiveAccounts"),
        ("/Trade/search", '{"accountId":1001,"startTimestamp":"yesterday"}', "startTimestamp"),
        ("/Trade/search", '{"accountId":1001}', "startTimestamp"),
        ("/Order/v2/query", '{"filter":{}}', "filter.accountId"),
    ],
)
async def test_a_bad_body_is_400_and_names_the_field(trader: Trader, path: str, body: str, field: str) -> None:
    status, answer = await trader.post(path, body)
    assert (status, answer["status"], list(answer["errors"])) == (400, 400, [field])


async def test_unknown_paths_methods_and_huge_bodies(trader: Trader) -> None:
    assert await trader.status("/Order/unknown") == 404
    assert (await trader.post("/Order/place", b"x" * 2_000_000))[0] == 413
    async with trader.http.get(f"{trader.gw.api_url}/Order/place") as response:
        assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_names_and_paths_are_read_in_any_case_and_without_the_prefix(trader: Trader) -> None:
    headers = {"Authorization": f"Bearer {trader.token}"}
    async with trader.http.post(
        f"{trader.gw.url}/account/SEARCH", json={"OnlyActiveAccounts": True}, headers=headers
    ) as r:
        assert len((await r.json())["accounts"]) == 2


async def test_accounts_show_what_the_protocol_says(serve: Serve) -> None:
    accounts = (AccountSpec("A", 100_000), AccountSpec("B", 1.23, can_trade=False))
    async with serve(PaperConfig(accounts=accounts)) as trader:
        everything = (await trader.call("/Account/search", onlyActiveAccounts=False))["accounts"]
        active = (await trader.call("/Account/search", onlyActiveAccounts=True))["accounts"]
        assert [a["name"] for a in active] == ["A"]
        assert everything[1] == {
            "id": 1002, "name": "B", "balance": 1.23, "canTrade": False, "isVisible": True, "simulated": True,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NQ", {"NQZ6", "MNQZ6", "QGZ6", "QMF7"}),
        ("esz6", {"ESZ6", "MESZ6"}),
        ("zzz", set()),
        ("crude light", {"CLF7"}),
        ("ESH7", {"ESH7"}),
    ],
)
async def test_search_looks_inside_names_and_ids(serve: Serve, text: str, names: set[str]) -> None:
    async with serve(PaperConfig(today=lambda: datetime(2026, 11, 22, tzinfo=UTC))) as trader:
        found = (await trader.call("/Contract/search", searchText=text, live=False))["contracts"]
        assert {contract["name"] for contract in found} == names


async def test_contract_calls(trader: Trader) -> None:
    assert len((await trader.call("/Contract/search", searchText="CON", live=False))["contracts"]) == 20
    available = (await trader.call("/Contract/available", live=False))["contracts"]
    assert len(available) == 23
    assert all(contract["activeContract"] for contract in available)
    one = await trader.call("/Contract/searchById", contractId=available[0]["id"])
    assert one["contract"] == available[0]
    later = next(c for c in trader.gw.catalogue.contracts.values() if not c.active)
    assert (await trader.call("/Contract/searchById", contractId=later.id))["contract"]["activeContract"] is False
    assert (await trader.call("/Contract/searchById", contractId="x"))["errorCode"] == 1


async def test_a_trade_from_order_to_close(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    trader.gw.exchange.set_quote(es, 6000, 6000.25)
    placed = await trader.place(es, size=3, customTag="t1")
    assert placed == {"success": True, "errorCode": 0, "errorMessage": None, "orderId": placed["orderId"]}
    (position,) = (await trader.call("/Position/searchOpen", accountId=trader.account))["positions"]
    assert (position["contractDisplayName"], position["type"], position["size"], position["averagePrice"]) == (
        trader.gw.contract("ES").name, 1, 3, 6000.25,
    )  # fmt: skip
    await trader.call("/Position/partialCloseContract", accountId=trader.account, contractId=es, size=1)
    await trader.call("/Position/closeContract", accountId=trader.account, contractId=es)
    again = await trader.call("/Position/closeContract", accountId=trader.account, contractId=es)
    assert (again["success"], again["errorCode"], again["errorMessage"]) == (False, 2, None)
    trades = (await trader.call("/Trade/search", accountId=trader.account, **PERIOD))["trades"]
    assert [(t["side"], t["size"], t["profitAndLoss"], t["fees"], t["commissions"]) for t in trades] == [
        (0, 3, None, 4.2, 0.0), (1, 1, -12.5, 1.4, 0.0), (1, 2, -25.0, 2.8, 0.0),
    ]  # fmt: skip
    order = (await trader.call("/Order/searchById", accountId=trader.account, orderId=placed["orderId"]))["order"]
    assert (order["status"], order["fillVolume"], order["filledPrice"], order["customTag"]) == (2, 3, 6000.25, "t1")
    assert trader.gw.accounts[0].json()["balance"] == 50_000 - 37.5 - 8.4


async def test_orders_are_listed_modified_and_cancelled(trader: Trader) -> None:
    es, account = trader.gw.contract("ES").id, trader.account
    bracket: dict[str, Any] = {
        "stopLossBracket": {"ticks": -4, "type": 4},
        "takeProfitBracket": {"ticks": 4, "type": 1},
    }
    placed = (await trader.place(es, 1, limitPrice=5000, **bracket))["orderId"]
    assert [o["id"] for o in (await trader.call("/Order/searchOpen", accountId=account))["orders"]] == [placed]
    query = {"filter": {"accountId": account, "statuses": [8], "contractId": es}, "pageSize": 1, "pageOffset": 1}
    page = await trader.call("/Order/v2/query", **query)
    assert ([o["status"] for o in page["orders"]], page["totalCount"]) == ([8], 2)
    await trader.call("/Order/modify", accountId=account, orderId=placed, limitPrice=5001, size=2)
    (order,) = (await trader.call("/Order/searchOpen", accountId=account))["orders"]
    assert (order["limitPrice"], order["size"]) == (5001.0, 2)
    await trader.call("/Order/cancel", accountId=account, orderId=placed)
    found = (await trader.call("/Order/search", accountId=account, **PERIOD))["orders"]
    assert [o["status"] for o in found] == [3, 3, 3]
    assert (await trader.call("/Order/cancel", accountId=account, orderId=placed))["errorCode"] == 2
    assert (await trader.call("/Order/cancel", accountId=1, orderId=placed))["errorCode"] == 1


@pytest.mark.parametrize("path", ["/Position/searchOpen", "/Order/searchOpen", "/Trade/search", "/Order/search"])
async def test_searches_know_their_accounts(trader: Trader, path: str) -> None:
    assert (await trader.call(path, accountId=5, **PERIOD))["errorCode"] == 1


async def test_the_log_of_requests_says_what_was_sent(trader: Trader) -> None:
    await trader.status("/Order/cancel", accountId=7, orderId=8)
    last = trader.gw.requests[-1]
    assert (last.path, last.body, last.status) == ("/Order/cancel", {"accountId": 7, "orderId": 8}, 200)
    assert abs(last.at - time.monotonic()) < 5


async def test_faults_answer_refuse_and_delay(trader: Trader) -> None:
    faults, body = trader.gw.faults, {"accountId": trader.account}
    faults.answer("/Position/searchOpen", 503, times=2)
    assert [await trader.status("/Position/searchOpen", **body) for _ in range(3)] == [503, 503, 200]
    faults.refuse("/Position/searchOpen", 8)
    assert (await trader.call("/Position/searchOpen", **body))["errorCode"] == 8
    faults.delay("/Position/searchOpen", 0.2)
    started = time.monotonic()
    assert await trader.status("/Position/searchOpen", **body) == 200
    assert time.monotonic() - started >= 0.2


async def test_a_lost_answer_has_acted_and_a_hanging_call_has_not(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    trader.gw.faults.lose_answer("/Order/place")
    with pytest.raises(aiohttp.ClientError):
        await trader.place(es)
    assert trader.gw.accounts[0].net(es) == 1
    trader.gw.faults.hang("/Order/place")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(trader.place(es), 0.2)
    trader.gw.faults.clear()
    assert trader.gw.accounts[0].net(es) == 1
    assert trader.gw.requests[-1].status in (None, 0)


async def test_stop_and_start_keep_port_state_and_tokens(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    await trader.place(es)
    url = trader.gw.url
    await trader.gw.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await trader.call("/Auth/validate")
    await trader.gw.start()
    assert trader.gw.url == url
    assert len((await trader.call("/Position/searchOpen", accountId=trader.account))["positions"]) == 1


async def test_a_taken_port_is_an_oserror(trader: Trader) -> None:
    with pytest.raises(OSError) as caught:
        await PaperGateway(PaperConfig(port=trader.gw.port)).start()
    assert caught.value.errno == errno.EADDRINUSE


async def test_one_device_ends_earlier_sessions_when_asked(serve: Serve) -> None:
    async with serve(PaperConfig(one_device=True)) as trader:
        first = trader.token
        await trader.login()
        assert (await trader.post("/Auth/validate", "{}", token=first))[0] == 401
        assert await trader.status("/Auth/validate") == 200


async def test_browsers_may_call(trader: Trader) -> None:
    asked = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-requested-with,x-signalr-user-agent",
    }
    for path in ("/api/Order/place", "/hubs/user/negotiate"):
        async with trader.http.options(trader.gw.url + path, headers=asked) as response:
            assert response.status == 204
            assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
            assert response.headers["Access-Control-Allow-Credentials"] == "true"
            assert "x-signalr-user-agent" in response.headers["Access-Control-Allow-Headers"]
    async with trader.http.post(f"{trader.gw.api_url}/Auth/validate", headers={"Origin": "http://a"}) as response:
        assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (401, "http://a")


async def test_control_moves_prices_and_causes_faults_only_when_asked_for(serve: Serve) -> None:
    async with serve(PaperConfig(control=True)) as trader:
        es, url = trader.gw.contract("ES"), trader.gw.control_url

        async def control(act: str, headers: dict[str, str] | None = None, **body: Any) -> int:
            async with trader.http.post(f"{url}/{act}", json=body, headers=headers) as response:
                return response.status

        assert await control("quote", contractId=es.id, bid=5000, ask=5000.25) == 200
        assert trader.gw.exchange.floor.markets[es.id].bid == 20_000
        assert await control("quote", contractId=es.id, bid=5000.1, ask=5000.25) == 400
        assert await control("quote", contractId="x", bid=1, ask=2) == 404
        assert await control("quote", {"Origin": "http://evil"}, contractId=es.id, bid=1, ask=2) == 403
        assert await control("faults", kind="answer", path="/Auth/validate", status=500) == 200
        assert await trader.status("/Auth/validate") == 500
        assert await control("canTrade", accountId=trader.account, canTrade=False) == 200
        assert (await trader.place(es.id))["errorCode"] == 4
        assert await control("revokeTokens") == 200
        assert await trader.status("/Auth/validate") == 401
    async with serve() as trader, trader.http.post(f"{trader.gw.control_url}/quote", json={}) as response:
        assert response.status == 404


async def test_bars_come_newest_first_from_the_past(trader: Trader) -> None:
    es, now = trader.gw.contract("ES"), datetime.now(UTC)
    trader.gw.advance(5)

    async def bars(**changes: Any) -> Any:
        asked = {
            "contractId": es.id, "live": False, "unit": 2, "unitNumber": 5, "limit": 100, "includePartialBar": False,
            "startTime": (now - timedelta(days=2)).isoformat(), "endTime": (now + timedelta(hours=1)).isoformat(),
        }  # fmt: skip
        return await trader.call("/History/retrieveBars", **asked | changes)

    rows = (await bars())["bars"]
    times = [datetime.fromisoformat(row["t"]) for row in rows]
    assert len(rows) == 100
    assert all(later - earlier == timedelta(minutes=5) for later, earlier in pairwise(times))
    assert all(t.minute % 5 == 0 for t in times)
    assert times[0] + timedelta(minutes=5) <= datetime.now(UTC)
    assert all(row["l"] <= min(row["o"], row["c"]) <= max(row["o"], row["c"]) <= row["h"] for row in rows)
    assert all(row["o"] % 0.25 == 0 for row in rows)
    partial = (await bars(includePartialBar=True))["bars"]
    assert partial[1:] == rows[:99]
    assert rows == (await bars())["bars"]
    days = (await bars(unit=4, unitNumber=1, startTime="2026-01-01T00:00:00Z", limit=30))["bars"]
    assert len(days) == 30
    for change, code in (
        ({"unit": 7}, 2),
        ({"unitNumber": 0}, 3),
        ({"limit": 0}, 4),
        ({"limit": 20_001}, 4),
        ({"contractId": "x"}, 1),
    ):
        assert (await bars(**change))["errorCode"] == code
