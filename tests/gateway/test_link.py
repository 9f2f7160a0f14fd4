"""The link end to end over real sockets: signing in, events of two accounts in order, quotes, and a clean end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from riskguard.domain.events import (
    AccountChanged,
    ContractLearned,
    Event,
    HubRestored,
    OrderChanged,
    PayloadRejected,
    PositionChanged,
    QuoteChanged,
    Result,
    TradeReported,
)
from riskguard.domain.money import price, usd
from riskguard.engine.ports import Answer, GatewayUnreadableError
from riskguard.gateway.link import (
    GatewayLink,
    GatewayRefusedError,
    GatewayUnreachableError,
    install_asyncgen_hooks,
)
from riskguard.paper import OrderRequest, PaperConfig, PaperGateway
from riskguard.paper.signalr import invocation

from .linked import A_DAY, Linked, settings_of, until, utc_now


async def test_signing_in_gives_the_accounts_and_every_tradable_contract(linked: Linked) -> None:
    assert [(account.account_id, account.name) for account in linked.accounts] == [
        (linked.first, "PRAC-50K-1"),
        (linked.second, "PRAC-50K-2"),
    ]
    assert linked.accounts[0].balance == usd(50_000)
    roots = {event.contract.root for event in linked.heard(ContractLearned)}
    assert {"ES", "MNQ", "6J"} <= roots
    assert {event.hub for event in linked.heard(HubRestored)} == {"user", "market"}
    assert linked.server_times
    assert linked.server_times[-1].tzinfo is not None


async def test_certificates_that_are_not_where_the_environment_says_are_told_and_looked_for_again(
    gateway: PaperGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Linked(gateway)
    with monkeypatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
        with pytest.raises(GatewayRefusedError) as caught:
            await world.link.start()
    assert "the certificates cannot be read (No such file or directory); see SSL_CERT_FILE" in caught.value.told
    await world.go()
    await world.link.stop()


async def test_a_wrong_key_shows_the_gateways_reason(gateway: PaperGateway) -> None:
    link = GatewayLink(settings_of(gateway, key="not-the-right-key"), print_nothing, now=utc_now)
    with pytest.raises(GatewayRefusedError, match="login refused: the user name or the API key is wrong"):
        await link.start()
    await link.stop()


@pytest.mark.parametrize(
    ("code", "words"),
    [(7, "agreements"), (9, "API subscription"), (10, "API keys are switched off"), (55, "error code 55")],
)
async def test_every_login_refusal_is_said_in_words(gateway: PaperGateway, code: int, words: str) -> None:
    gateway.faults.refuse("/Auth/loginKey", code)
    link = GatewayLink(settings_of(gateway), print_nothing, now=utc_now)
    with pytest.raises(GatewayRefusedError, match=words):
        await link.start()
    await link.stop()


async def test_a_gateway_that_is_down_is_unreachable_and_start_may_be_tried_again(gateway: PaperGateway) -> None:
    world = Linked(gateway)
    await gateway.stop()
    with pytest.raises(GatewayUnreachableError, match="cannot be reached"):
        await world.link.start()
    await gateway.start()
    gateway.faults.answer("/Auth/loginKey", status=503)
    with pytest.raises(GatewayUnreachableError, match="not working \\(503\\)"):
        await world.link.start()
    gateway.faults.answer("/Account/search", status=500)
    with pytest.raises(GatewayUnreachableError, match="/Account/search"):
        await world.link.start()
    await world.go()
    await world.link.stop()


async def test_one_unreadable_account_keeps_no_other_unguarded(gateway: PaperGateway) -> None:
    body = {"success": True, "accounts": [{"id": "?"}, {"id": "1001", "name": "A", "canTrade": True}]}
    gateway.faults.answer("/Account/search", status=200, body=body)
    world = Linked(gateway)
    assert [account.account_id for account in await world.link.start()] == [1001]
    assert world.heard(PayloadRejected)[0].field == "id"
    await world.link.stop()


async def test_the_accounts_can_be_asked_for_again_and_a_failure_has_words(linked: Linked) -> None:
    asked = len(linked.called("/Account/search"))
    assert [account.account_id for account in await linked.link.accounts()] == [linked.first, linked.second]
    linked.gateway.exchange.set_can_trade(linked.first, False)
    assert [account.account_id for account in await linked.link.accounts()] == [linked.second]
    assert linked.called("/Account/search")[asked:] == [{"onlyActiveAccounts": True}] * 2
    linked.gateway.faults.answer("/Account/search", status=503)
    with pytest.raises(GatewayUnreachableError, match="/Account/search: the gateway is not working"):
        await linked.link.accounts()
    linked.gateway.faults.answer("/Account/search", status=200, body={"success": True})
    with pytest.raises(GatewayUnreachableError, match="holds no accounts"):
        await linked.link.accounts()


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_round_trip_in_two_accounts_arrives_in_order_on_one_connection(wrapped: bool) -> None:
    async with PaperGateway(PaperConfig(wrapped_events=wrapped)) as gateway:
        world = Linked(gateway)
        await world.go()
        assert len(gateway.hubs.clients) == 2
        contract = gateway.contract("ES").id
        for account_id in (world.first, world.second):
            gateway.exchange.set_quote(contract, 6000, 6000.25)
            gateway.exchange.buy(account_id, contract, 2)
            gateway.exchange.set_quote(contract, 5999, 5999.25)
            gateway.exchange.close(account_id, contract)
        await until(lambda: len(world.heard(TradeReported)) == 4)
        await until(lambda: len(world.heard(PositionChanged)) == 4)
        for account_id in (world.first, world.second):
            trades = [event.trade for event in world.heard(TradeReported) if event.account_id == account_id]
            assert [(trade.side, trade.size, trade.opening) for trade in trades] == [(1, 2, True), (-1, 2, False)]
            assert trades[1].profit_and_loss == usd(-125)
            held = [event for event in world.heard(PositionChanged) if event.account_id == account_id]
            assert [event.exposure for event in held] == [2, 0]
            assert held[0].average_price == price("6000.25")
        assert {event.account_id for event in world.heard(AccountChanged)} == {world.first, world.second}
        await world.link.stop()


async def test_quotes_are_subscribed_the_moment_a_contract_appears(linked: Linked) -> None:
    contract = linked.gateway.contract("MNQ").id
    assert not linked.quotes(contract)
    linked.gateway.exchange.buy(linked.second, contract)
    took = await until(lambda: linked.quotes(contract))
    assert took < 0.5
    linked.gateway.exchange.set_quote(contract, 20000, 20000.25, last=20000)
    await until(lambda: any(quote.bid == price(20000) for quote in linked.quotes(contract)))
    assert linked.quotes(contract)[-1].ask == price("20000.25")


async def test_a_working_order_alone_brings_quotes_too(linked: Linked) -> None:
    contract = linked.gateway.contract("6E").id
    linked.gateway.exchange.place(OrderRequest(linked.first, contract, type=1, side=0, size=1, limit_price=0.5))
    await until(lambda: linked.heard(OrderChanged) and linked.quotes(contract))


async def test_roots_named_in_a_rule_bring_quotes_of_their_active_contract_in_any_spelling(linked: Linked) -> None:
    linked.link.broker.want_roots(["nq", "EP", "NOSUCH"])
    nasdaq, spx = linked.gateway.contract("NQ").id, linked.gateway.contract("ES").id
    await until(lambda: linked.quotes(nasdaq) and linked.quotes(spx))


async def test_a_contract_nobody_preloaded_is_looked_up_once_and_its_id_checked(gateway: PaperGateway) -> None:
    gateway.faults.answer("/Contract/available", status=503)
    wrong = {"id": "CON.F.US.OTHER.Z26", "name": "OTHERZ6", "tickSize": 1, "tickValue": 1}
    contract = gateway.contract("ES").id
    world = Linked(gateway)
    await world.go()
    assert not world.heard(ContractLearned)
    gateway.faults.answer("/Contract/searchById", status=503)
    world.link.broker.want_quotes([contract, contract])
    world.link.broker.want_quotes([contract])
    await until(lambda: world.heard(ContractLearned))
    assert world.heard(ContractLearned)[0].contract.contract_id == contract
    assert len(world.called("/Contract/searchById")) == 2
    gateway.faults.answer("/Contract/searchById", status=200, body={"success": True, "contract": wrong})
    world.link.broker.want_quotes([gateway.contract("NQ").id])
    await until(lambda: world.heard(PayloadRejected))
    assert len(world.heard(ContractLearned)) == 1
    await world.link.stop()


async def test_quotes_the_gateway_refuses_are_reported_and_cost_no_connection(linked: Linked) -> None:
    linked.link.broker.want_quotes(["CON.F.US.NONE.Z26", linked.gateway.contract("ES").id])
    await until(lambda: linked.heard(PayloadRejected) and linked.quotes(linked.gateway.contract("ES").id))
    assert linked.heard(PayloadRejected) == [
        PayloadRejected("SubscribeContractQuotes", "contract", "CON.F.US.NONE.Z26")
    ]
    assert not linked.lost("market")


async def test_a_bad_payload_is_reported_and_the_next_one_is_read(linked: Linked) -> None:
    contract = linked.gateway.contract("ES").id
    linked.gateway.push("position", linked.first, {"id": 1, "accountId": linked.first, "size": "2"})
    linked.gateway.push("trade", linked.first)
    linked.gateway.push("order", linked.first, {"action": 1, "data": {"id": 5}}, "more")
    linked.gateway.exchange.buy(linked.first, contract)
    await until(lambda: linked.heard(TradeReported))
    rejected = linked.heard(PayloadRejected)
    assert [(bad.source, bad.field) for bad in rejected] == [
        ("GatewayUserPosition", "size"),
        ("GatewayUserTrade", "arguments"),
        ("GatewayUserOrder", "accountId"),
    ]
    assert rejected[0].account_id == linked.first
    assert not linked.lost("user")


async def test_five_thousand_events_come_whole_and_in_order(linked: Linked) -> None:
    contract = linked.gateway.contract("ES").id
    linked.link.broker.want_quotes([contract])
    await until(lambda: linked.quotes(contract))
    before = len(linked.heard(QuoteChanged))
    for number in range(5000):
        linked.gateway.push("quote", contract, contract, {"lastPrice": number + 1})
    await until(lambda: len(linked.heard(QuoteChanged)) == before + 5000, 10)
    assert [quote.last for quote in linked.heard(QuoteChanged)[before:]] == [price(n + 1) for n in range(5000)]


async def test_more_accounts_can_be_watched_later(gateway: PaperGateway) -> None:
    world = Linked(gateway)
    await world.link.start()
    await world.link.watch([world.first])
    contract = gateway.contract("ES").id
    gateway.exchange.buy(world.second, contract)
    await world.link.watch([world.first, world.second])
    await asyncio.sleep(0.1)
    gateway.exchange.buy(world.second, contract)
    await until(lambda: world.heard(TradeReported))
    assert [event.trade.size for event in world.heard(TradeReported)] == [1]
    await world.link.stop()


async def test_every_frame_is_stamped(linked: Linked) -> None:
    before = linked.link.last_frame("user")
    assert before is not None
    await asyncio.sleep(0.02)
    linked.gateway.exchange.buy(linked.first, linked.gateway.contract("ES").id)
    await until(lambda: linked.heard(TradeReported))
    after = linked.link.last_frame("user")
    assert after is not None
    assert after > before


async def test_nothing_is_left_running_after_stop() -> None:
    gateway = PaperGateway(PaperConfig())
    await gateway.start()
    before = asyncio.all_tasks()
    world = Linked(gateway)
    await world.go()
    contract = gateway.contract("ES").id
    world.link.broker.want_roots(["ES", "NQ"])
    gateway.exchange.buy(world.first, contract)
    gateway.faults.drop_hubs()
    gateway.faults.hang("/Position/closeContract")
    closing = asyncio.create_task(world.link.broker.close(world.first, contract))
    await until(lambda: len(world.restored("user")) == 2)
    await world.link.stop()
    await gateway.stop()
    assert (await closing).result is Result.UNKNOWN
    assert asyncio.all_tasks() - before == set()


async def test_stopping_a_link_that_never_started_is_fine(gateway: PaperGateway) -> None:
    link = GatewayLink(settings_of(gateway), print_nothing, now=utc_now)
    await link.stop()
    await link.stop()


async def test_async_generators_are_closed_by_the_loop_once_the_hooks_are_in() -> None:
    install_asyncgen_hooks(asyncio.get_running_loop())
    closed: list[bool] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            closed.append(True)

    async for _ in numbers():
        break
    await until(lambda: closed)


def print_nothing(_: Event) -> None:
    """For links whose events do not matter."""


async def test_events_nobody_listens_to_cost_nothing_and_are_logged_once_each(
    linked: Linked, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for number in range(3_000):
        linked.gateway.hubs.raw("user", invocation(f"GatewayNews{number % 200}", {"id": number}))
    linked.gateway.exchange.buy(linked.first, linked.gateway.contract("ES").id)
    await until(lambda: linked.heard(TradeReported))
    about = [record for record in caplog.records if "GatewayNews" in record.getMessage()]
    assert 0 < len(about) <= 50
    assert not linked.lost("user")


ABSURD = "Mon, 99999999999999999999 Jan 2026 00:00:00 GMT"


async def test_dates_no_clock_can_show_cost_no_answer(linked: Linked) -> None:
    faults, contract = linked.gateway.faults, linked.gateway.contract("ES").id
    for path in ("/Position/searchOpen", "/Position/closeContract"):
        body = {"success": True, "positions": []}
        faults.answer(path, status=200, body=body, headers={"Date": ABSURD}, times=1)
        faults.answer(path, status=429, headers={"Retry-After": ABSURD}, skip=1)
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert snapshot.positions == ()
    with pytest.raises(GatewayUnreadableError, match="429"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    close = linked.link.broker.close
    assert [await close(linked.first, contract) for _ in range(2)] == [
        Answer(Result.ACCEPTED),
        Answer(Result.REFUSED, "too many calls in a minute (429)"),
    ]
