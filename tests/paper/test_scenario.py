"""Scenarios: read from a file with errors that name the place, played by time, call, trade and connection."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from riskguard.paper import PaperConfig, PaperGateway, Scenario, ScenarioError
from riskguard.paper.playing import Player
from riskguard.paper.scenario import ACTS

from .conftest import Listen, Serve, Trader, until

HERE = Path(__file__).parent
SAMPLE = HERE / "scenarios" / "bad-day.toml"
DOCS = HERE.parents[1] / "docs" / "paper-gateway.md"
READ, PLACE, CLOSE = "/Position/searchOpen", "/Order/place", "/Position/closeContract"


def of(*steps: dict[str, Any], seed: int | None = None) -> Scenario:
    return Scenario.of({"step": list(steps)} | ({} if seed is None else {"seed": seed}))


def net(trader: Trader, root: str = "ES") -> int:
    return trader.gw.accounts[0].net(trader.gw.contract(root).id)


def test_the_sample_and_the_one_in_the_docs_can_be_played() -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert shown == SAMPLE.read_text(encoding="utf-8")
    scenario = Scenario.load(SAMPLE)
    assert scenario.seed == 7
    Player(PaperGateway(), scenario)


async def test_the_sample_loses_the_second_close_and_leaves_the_account_short(trader: Trader, listen: Listen) -> None:
    player = trader.gw.play(Scenario.load(SAMPLE))
    await until(lambda: len(player.played) == 5)
    mnq = trader.gw.contract("MNQ").id
    async with listen(trader, "market") as ear:
        await trader.call(CLOSE, accountId=trader.account, contractId=mnq)
        assert net(trader, "MNQ") == 0
        with pytest.raises(aiohttp.ClientConnectionError):
            await trader.call(CLOSE, accountId=trader.account, contractId=mnq)
        assert net(trader, "MNQ") == -2
        assert await ear.next() == {"type": 9}
    assert player.failed == []


def test_the_docs_name_every_kind() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [act.kind for act in ACTS.values() if f"`{act.kind}`" not in text] == []


def wrong(tmp_path: Path, text: str) -> str:
    path = tmp_path / "day.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        Player(PaperGateway(), Scenario.load(path))
    told = str(caught.value)
    assert str(path) in told
    return told


GOOD = '[[step]]\nat = 1.0\nkind = "clear"\n\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + "[[step\n", "line 5"),
        ("", "write at least one [[step]]"),
        ('sed = 3\n[[step]]\nkind = "clear"\n', "sed is not known; give name, seed and [[step]]"),
        ('seed = "x"\n[[step]]\nkind = "clear"\n', "seed was 'x'; give a whole number"),
        (GOOD + "[[step]]\nat = 2.0\n", "line 5, step 2: kind was None; give one of answer, throttle, "),
        (GOOD + '[[step]]\nkind = "dropHub"\n', "line 6, step 2: kind was 'dropHub'; give one of answer, "),
        (
            GOOD + '[[step]]\nkind = "lose"\npth = "*"\n',
            "line 7, step 2: pth is not known in lose; give times, ",
        ),
        (GOOD + '[[step]]\nkind = "transfer"\n', "line 5, step 2: dollars is missing in transfer; give it"),
        ('[[step]]\nkind = "answer"\nstatus = 999\n', "line 3, step 1: status was 999 in answer; input should be less"),
        (
            '[[step]]\nkind = "lose"\npath = "/Order/plaice"\n',
            "line 3, step 1: path was /Order/plaice; give a call like",
        ),
        ('[[step]]\nkind = "buy"\ncontract = "ZZZ"\n', "step 1: contract was ZZZ; give an id, a name or a root"),
        (
            '[[step]]\nkind = "buy"\ncontract = "ES"\naccount = "me"\n',
            "account was me; give one of PRAC-50K-1, PRAC-50K",
        ),
        ('[[step]]\nat = -1.0\nkind = "clear"\n', "line 2, step 1: at was -1.0 in step; input should be greater"),
        ('[[step]]\nevery = 0.0\nkind = "clear"\n', "every was 0.0"),
        ('[[step]]\nat = 1.0\nafter = { call = "*" }\nkind = "clear"\n', "at and after cannot go together; give at"),
        ('[[step]]\nafter = 3\nkind = "clear"\n', 'after was 3; give a table like { call = "/Order/place", nth = 2 }'),
        ('[[step]]\nafter = { nth = 2 }\nkind = "clear"\n', "after has nothing to wait for; give call, trade or conn"),
        ('[[step]]\nbefore = { trade = "any" }\nkind = "clear"\n', "before has trade; give call, one of them"),
        (
            '[[step]]\nafter = { call = "/nowhere" }\nkind = "clear"\n',
            "line 2, step 1: call was /nowhere; give a call like",
        ),
        ('[[step]]\nafter = { trade = "me" }\nkind = "clear"\n', "account was me; give one of"),
        ('[[step]]\nafter = { call = "*", nth = 0 }\nkind = "clear"\n', "line 2, step 1: nth was 0 in after"),
        ('[[step]]\nkind = "openAccount"\nname = "PRAC-50K-1"\n', "name was PRAC-50K-1; give one that no account has"),
        ('step = [{ kind = "no" }]\n', "step 1: kind was 'no'"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_step(tmp_path: Path, text: str, says: str) -> None:
    assert says in wrong(tmp_path, text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"gone.toml; the file cannot be read: No such file"):
        Scenario.load(tmp_path / "gone.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ScenarioError, match=r"odd.toml is not TOML"):
        Scenario.load(tmp_path / "odd.toml")


async def test_steps_are_done_in_the_order_of_their_times(trader: Trader) -> None:
    buys = [{"at": at, "kind": "buy", "contract": "ES", "size": size} for at, size in ((0.2, 3), (0.0, 1), (0.1, 2))]
    player = trader.gw.play(of(*buys))
    await until(lambda: len(player.played) == 3)
    assert [order.size for order in trader.gw.exchange.orders(trader.account)] == [1, 2, 3]
    assert player.played[0] == "buy (scenario, step 2)"
    assert player.failed == []


async def test_a_step_can_be_repeated_so_many_times(trader: Trader) -> None:
    player = trader.gw.play(of({"every": 0.02, "repeat": 3, "kind": "buy", "contract": "ES"}))
    await until(lambda: len(player.played) == 3)
    await asyncio.sleep(0.1)
    assert net(trader) == 3


async def test_a_step_can_wait_for_a_call_and_be_done_before_or_after_it_acts(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    trader.gw.play(
        of(
            {"before": {"call": CLOSE, "nth": 2}, "kind": "buy", "contract": "ES", "size": 4},
            {"after": {"call": CLOSE, "nth": 2}, "kind": "sell", "contract": "ES", "size": 7},
        )
    )
    after_each: list[int] = []
    for _ in range(3):
        trader.gw.exchange.buy(trader.account, es)
        await trader.call(CLOSE, accountId=trader.account, contractId=es)
        after_each.append(net(trader))
    assert after_each == [0, -7, 0]


async def test_a_step_can_wait_some_time_after_a_condition_and_be_done_again(trader: Trader) -> None:
    es = trader.gw.contract("ES").id
    player = trader.gw.play(
        of({"after": {"call": PLACE, "nth": 2, "count": 2}, "wait": 0.5, "kind": "transfer", "dollars": 100.0})
    )
    await trader.place(es)
    await trader.place(es)
    assert player.played == []
    for _ in range(3):
        await trader.place(es)
    await until(lambda: len(player.played) == 2)
    await asyncio.sleep(0.1)
    assert len(player.played) == 2


@pytest.mark.parametrize(("trade", "expected"), [("any", 2), ("PRAC-50K-2", 4)])
async def test_a_step_can_wait_for_a_trade(trader: Trader, trade: str, expected: int) -> None:
    player = trader.gw.play(of({"after": {"trade": trade, "nth": 2}, "kind": "canTrade", "canTrade": False}))
    second, es = trader.gw.accounts[1].id, trader.gw.contract("ES").id
    made = 0
    while not player.played:
        made += 1
        trader.gw.exchange.buy(trader.account if made % 2 else second, es)
        await asyncio.sleep(0.02)
    assert made == expected
    assert (await trader.place(es))["errorCode"] == 4


async def test_a_step_can_wait_for_a_connection(trader: Trader, listen: Listen) -> None:
    trader.gw.play(of({"after": {"connect": "user", "nth": 2}, "wait": 0.05, "kind": "logout", "hub": "user"}))
    async with listen(trader, "market") as market, listen(trader, "user") as first:
        assert (await first.call("SubscribeAccounts"))["result"] is None
        async with listen(trader, "user") as second:
            assert [m.get("target", m["type"]) for m in await second.ended()] == ["GatewayLogout", 7]
        assert [m.get("target", m["type"]) for m in await first.ended()] == ["GatewayLogout", 7]
        assert not market.socket.closed


async def test_a_step_that_cannot_be_done_is_told_and_the_rest_goes_on(trader: Trader) -> None:
    told: list[str] = []
    scenario = of(
        {"kind": "canTrade", "canTrade": False},
        {"at": 0.02, "kind": "buy", "contract": "ES"},
        {"at": 0.04, "kind": "quote", "contract": "ES", "bid": 6000.1},
        {"at": 0.06, "kind": "canTrade", "canTrade": True},
    )
    player = trader.gw.play(scenario, told.append)
    await until(lambda: len(player.played) == 2)
    assert told == player.failed
    assert [line.split(":")[0] for line in told] == ["scenario, step 2", "scenario, step 3"]
    assert "give a positive multiple of 0.25" in told[1]


async def test_a_stopped_gateway_plays_on_no_more_but_a_restarted_one_does(trader: Trader) -> None:
    gw = trader.gw
    player = gw.play(
        of(
            {"kind": "restart", "seconds": 0.1},
            {"at": 0.3, "kind": "transfer", "dollars": 1.0},
            {"at": 0.5, "kind": "transfer", "dollars": 1.0},
        )
    )
    await until(lambda: len(player.played) == 2)
    assert await trader.status(READ, accountId=trader.account) == 200
    await gw.stop()
    await asyncio.sleep(0.3)
    assert len(player.played) == 2
    assert not gw.exchange.floor.listeners[1:]


async def test_an_account_opened_in_a_scenario_can_be_used_in_it(trader: Trader) -> None:
    player = trader.gw.play(
        of(
            {"kind": "openAccount", "name": "NEW", "dollars": 1000.0},
            {"at": 0.05, "kind": "buy", "contract": "ES", "account": "NEW"},
        )
    )
    await until(lambda: len(player.played) == 2)
    assert trader.gw.accounts[-1].net(trader.gw.contract("ES").id) == 1


async def test_clearing_faults_leaves_the_conditions_of_a_scenario(trader: Trader) -> None:
    trader.gw.play(of({"after": {"call": READ}, "kind": "buy", "contract": "ES"}))
    trader.gw.faults.clear()
    await trader.call(READ, accountId=trader.account)
    assert net(trader) == 1


async def test_the_same_seed_gives_the_same_faults(serve: Serve) -> None:
    async def pattern(seed: int) -> list[int]:
        async with serve(PaperConfig(rate_limits=None)) as trader:
            chance = {"kind": "answer", "path": READ, "status": 503, "times": "always", "chance": 0.5}
            player = trader.gw.play(of(chance, seed=seed))
            await until(lambda: player.played)
            return [await trader.status(READ, accountId=trader.account) for _ in range(24)]

    first = await pattern(3)
    assert first == await pattern(3)
    assert first != await pattern(4)
    assert set(first) == {200, 503}


# Every kind, over the control endpoint: what it does to a client.


async def control(trader: Trader, act: str, **body: Any) -> tuple[int, Any]:
    async with trader.http.post(f"{trader.gw.control_url}/{act}", json=body) as response:
        return response.status, await response.json()


async def armed(trader: Trader, **body: Any) -> None:
    assert await control(trader, "faults", **body) == (200, {"done": True}), body


CONTROLLED = PaperConfig(control=True)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"kind": "answer", "status": 418}, 418),
        ({"kind": "answer", "text": "<html>", "status": 502}, 502),
        ({"kind": "throttle", "retryAfter": 3}, 429),
        ({"kind": "refuse", "errorCode": 5, "message": "no"}, 5),
        ({"kind": "delay", "seconds": 0.01, "upto": 0.02}, 0),
        ({"kind": "lose"}, "lost"),
        ({"kind": "drop"}, "lost"),
        ({"kind": "drip", "seconds": 0.02, "share": 0.5}, "lost"),
        ({"kind": "drip", "seconds": 0.02}, 0),
        ({"kind": "duplicate"}, 0),
        ({"kind": "reorder", "seconds": 0.01}, 0),
        ({"kind": "stale"}, 0),
        ({"kind": "answer", "skip": 1}, 0),
        ({"kind": "answer", "chance": 0.0}, 0),
        ({"kind": "answer", "account": "PRAC-50K-2"}, 0),
        ({"kind": "answer", "account": 1001, "times": "always", "headers": {"X-A": "b"}}, 503),
        ({"kind": "revokeTokens", "tell": False}, 401),
    ],
)
async def test_faults_of_calls_by_control(serve: Serve, body: dict[str, Any], outcome: object) -> None:
    async with serve(CONTROLLED) as trader:
        path = {} if body["kind"] == "revokeTokens" else {"path": READ}
        await armed(trader, **path, **body)
        try:
            status, answer = await trader.post(READ, json.dumps({"accountId": trader.account}))
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            assert outcome == "lost"
            return
        assert outcome == (answer["errorCode"] if status == 200 else status)


async def test_a_hanging_call_by_control_is_let_go_by_clear(serve: Serve) -> None:
    async with serve(CONTROLLED) as trader:
        await armed(trader, kind="hang", path=READ, acts=True)
        hanging = asyncio.create_task(trader.status(READ, accountId=trader.account))
        await until(lambda: trader.gw.requests[-1].path == READ)
        await armed(trader, kind="clear")
        with pytest.raises(aiohttp.ClientConnectionError):
            await hanging


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        ({"kind": "dropHubs"}, []),
        ({"kind": "dropHubs", "polite": True}, [7]),
        ({"kind": "closeHubs", "error": "mad"}, [7]),
        ({"kind": "frame"}, [9, 7]),
        ({"kind": "frame", "message": {"type": 99}}, [99, 7]),
        ({"kind": "frame", "text": '{"type":42}\x1e'}, [42, 7]),
        ({"kind": "logout"}, ["GatewayLogout", 7]),
        ({"kind": "logout", "close": False}, ["GatewayLogout", 7]),
        ({"kind": "revokeTokens"}, ["GatewayLogout", 7]),
        ({"kind": "restart"}, [7]),
    ],
)
async def test_faults_of_connections_by_control(
    serve: Serve, listen: Listen, body: dict[str, Any], heard: list[object]
) -> None:
    async with serve(CONTROLLED) as trader, listen(trader, "user") as ear:
        await armed(trader, **body, **({} if body["kind"] in ("revokeTokens", "restart") else {"hub": "user"}))
        await asyncio.sleep(0.02)
        if body["kind"] != "restart":
            trader.gw.faults.hubs.drop("user", polite=True)
        assert [message.get("target", message["type"]) for message in await ear.ended()] == heard


@pytest.mark.parametrize(
    ("body", "sizes"),
    [
        ({"kind": "loseEvents", "topic": "trade"}, [2, 3]),
        ({"kind": "loseEvents", "hub": "user", "times": "always", "account": "PRAC-50K-1"}, []),
        ({"kind": "loseEvents", "contract": "ES", "times": "always"}, [1, 2, 3]),
        ({"kind": "duplicateEvents", "topic": "trade", "skip": 1}, [1, 2, 2, 3]),
        ({"kind": "delayEvents", "topic": "trade", "seconds": 0.05}, [2, 3, 1]),
        ({"kind": "reorderEvents", "topic": "trade", "count": 3, "seconds": 9.0}, [3, 2, 1]),
        ({"kind": "freezeHubs", "hub": "user", "seconds": 0.05}, [1, 2, 3]),
        ({"kind": "freezeHubs", "hub": "user", "seconds": 0.05, "lose": True, "newcomers": True}, []),
        ({"kind": "freeze", "seconds": 0.05}, [1, 2, 3]),
    ],
)
async def test_faults_of_events_by_control(
    serve: Serve, listen: Listen, body: dict[str, Any], sizes: list[int]
) -> None:
    async with serve(CONTROLLED) as trader, listen(trader, "user") as ear:
        await ear.call("SubscribeTrades", trader.account)
        await armed(trader, **body)
        for size in (1, 2, 3):
            trader.gw.exchange.buy(trader.account, trader.gw.contract("ES").id, size)
        await asyncio.sleep(0.15)
        trader.gw.faults.hubs.drop("user", polite=True)
        heard = [message["arguments"][0]["size"] for message in await ear.ended() if message["type"] == 1]
        assert heard == sizes


async def test_freezing_thawing_refusing_and_stale_quotes_by_control(serve: Serve, listen: Listen) -> None:
    async with serve(CONTROLLED) as trader, listen(trader, "market") as ear:
        es = trader.gw.contract("ES").id
        await ear.call("SubscribeContractQuotes", es)
        await armed(trader, kind="staleQuotes", contract="ES", repeat=True)
        await armed(trader, kind="quote", contract="ES", bid=6000.0)
        await armed(trader, kind="freshQuotes")
        await armed(trader, kind="freeze")
        await armed(trader, kind="thaw")
        await armed(trader, kind="freezeHubs", hub="market")
        await armed(trader, kind="thawHubs", hub="market")
        bids = [message["arguments"][1]["bestBid"] for message in await ear.until("GatewayQuote", 3)]
        assert bids[0] == bids[1] != 6000.0
        assert bids[2] == 6000.0
        await armed(trader, kind="refuseNegotiate", status=502, seconds=30.0, hub="user")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with listen(trader, "user"):
                pass


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([], 0),
        ([{"kind": "lateFills", "orders": "close"}], 2),
        ([{"kind": "lateFills", "pending": True, "blind": True, "seconds": 30.0}], 2),
        ([{"kind": "lateFills", "orders": "stop"}, {"kind": "releaseFills"}], 0),
        ([{"kind": "partialFills", "contracts": 1}], 1),
        ([{"kind": "partialFills", "contracts": 0, "seconds": 30.0}], 2),
        ([{"kind": "raceClose"}], -2),
        ([{"kind": "raceClose", "fills": "all", "moment": "during", "everywhere": True}], -2),
        ([{"kind": "fillOrders", "fills": "limits"}], 0),
        ([{"kind": "fillOrders", "contract": "ES", "account": "PRAC-50K-2"}], 0),
        ([{"kind": "buy", "contract": "ES", "size": 5}], 0),
    ],
)
async def test_faults_of_fills_by_control(serve: Serve, steps: list[dict[str, Any]], left: int) -> None:
    async with serve(CONTROLLED) as trader:
        await armed(trader, kind="quote", contract="ES", bid=6000.0)
        await armed(trader, kind="buy", contract="ES", size=2)
        await armed(trader, kind="order", contract="ES", type="stop", side="sell", size=2, price=5900.0)
        for step in steps:
            await armed(trader, **step)
        es = trader.gw.contract("ES").id
        await trader.call(CLOSE, accountId=trader.account, contractId=es)
        assert net(trader) == left


async def test_a_fault_that_cannot_be_is_refused_by_its_field(serve: Serve) -> None:
    async with serve(CONTROLLED) as trader:
        for body, words in (
            ({"kind": "nonsense"}, "kind was 'nonsense'; give one of"),
            ({}, "kind was None"),
            ({"kind": "lose", "path": "/nowhere"}, "path was /nowhere"),
            (
                {"kind": "lose", "often": 3},
                "often is not known in lose; give times, skip, chance, account, path",
            ),
            ({"kind": "dropHubs", "hub": "third"}, "hub was 'third'"),
            ({"kind": "buy", "contract": "ZZZ"}, "contract was ZZZ"),
        ):
            status, answer = await control(trader, "faults", **body)
            assert status == 400
            assert words in answer["error"]
        assert trader.gw.faults.shown() == []


async def test_control_plays_scenarios_and_shows_what_struck(serve: Serve) -> None:
    async with serve(CONTROLLED) as trader:
        steps = [
            {"kind": "answer", "path": READ, "times": 3},
            {"after": {"call": READ, "nth": 9}, "kind": "clear"},
            {"kind": "sell", "contract": "ES", "account": "PRAC-50K-2"},
        ]
        assert await control(trader, "scenario", step=steps) == (200, {"done": True})
        await until(lambda: trader.gw.accounts[1].positions)
        assert await trader.status(READ, accountId=trader.account) == 503
        async with trader.http.get(f"{trader.gw.control_url}/faults") as response:
            shown = await response.json()
        assert [(row["kind"], row["path"], row["times"], row["struck"]) for row in shown["armed"]] == [
            ("after", "/position/searchopen", 1, 0),
            ("answer", "/position/searchopen", 2, 1),
        ]
        assert shown["played"] == ["answer (scenario, step 1)", "sell (scenario, step 3)"]
        assert (await control(trader, "scenario", step=[{"kind": "no"}]))[0] == 400
        async with trader.http.get(f"{trader.gw.control_url}/faults", headers={"Origin": "http://evil"}) as response:
            assert response.status == 403


async def test_an_account_refused_by_control_is_served_after_clear_and_others_all_the_while(
    serve: Serve, listen: Listen
) -> None:
    async with serve(CONTROLLED) as trader, listen(trader, "user") as ear:
        other = trader.gw.accounts[1].id
        await armed(trader, kind="refuseAccount")
        assert f"{trader.account} is not served" in (await ear.call("SubscribeOrders", trader.account))["error"]
        assert "error" not in await ear.call("SubscribeOrders", other)
        await armed(trader, kind="clear")
        assert "error" not in await ear.call("SubscribeOrders", trader.account)
        await armed(trader, kind="refuseAccount", seconds=0.05)
        assert "error" in await ear.call("SubscribeTrades", trader.account)
        await asyncio.sleep(0.1)
        assert "error" not in await ear.call("SubscribeTrades", trader.account)
