"""Closing, reducing, cancelling and reading over real sockets, and what is known when the gateway misbehaves."""

import asyncio
import time
from datetime import timedelta

import pytest

from riskguard.domain.actions import Changing, ModifyStop, ModifyTarget, PlaceStop, PlaceTarget
from riskguard.domain.events import Result
from riskguard.domain.money import price, usd
from riskguard.domain.orders import OrderStatus
from riskguard.engine.ports import Broker, GatewayUnreachedError, GatewayUnreadableError
from riskguard.paper import OrderRequest, PaperGateway
from riskguard.paper.orders import BracketLeg
from riskguard.paper.words import OrderType

from .linked import A_DAY, Linked, until, utc_now


def test_the_gateway_broker_is_a_broker(linked: Linked) -> None:
    broker: Broker = linked.link.broker
    assert broker


async def test_close_reduce_and_cancel_carry_the_account_they_are_for(linked: Linked) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("ES").id
    exchange.buy(linked.second, contract, 3)
    order = exchange.place(OrderRequest(linked.second, contract, type=1, side=0, size=1, limit_price=1000))
    broker = linked.link.broker
    assert (await broker.reduce(linked.second, contract, 2)).result is Result.ACCEPTED
    assert exchange.account(linked.second).positions[contract].net == 1
    assert (await broker.cancel(linked.second, order)).result is Result.ACCEPTED
    assert (await broker.close(linked.second, contract)).result is Result.ACCEPTED
    assert not exchange.account(linked.second).positions
    assert linked.called("/Position/partialCloseContract") == [
        {"accountId": linked.second, "contractId": contract, "size": 2}
    ]
    assert linked.called("/Order/cancel") == [{"accountId": linked.second, "orderId": order}]


async def test_what_is_no_longer_there_is_gone(linked: Linked) -> None:
    contract, broker = linked.gateway.contract("ES").id, linked.link.broker
    assert (await broker.close(linked.first, contract)).result is Result.GONE
    assert (await broker.reduce(linked.first, contract, 1)).result is Result.GONE
    gone = await broker.cancel(linked.first, 999_999)
    assert (gone.result, gone.reason) == (Result.GONE, "there is no such order any more")


async def test_a_reduce_by_nothing_is_not_sent(linked: Linked) -> None:
    answer = await linked.link.broker.reduce(linked.first, linked.gateway.contract("ES").id, 0)
    assert answer.result is Result.REFUSED
    assert not linked.called("/Position/partialCloseContract")


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, {"success": False, "errorCode": 8}, Result.BLOCKED),
        (200, {"success": False, "errorCode": 5}, Result.REFUSED),
        (200, None, Result.UNKNOWN),
        (200, [1], Result.UNKNOWN),
        (400, None, Result.REFUSED),
        (404, None, Result.REFUSED),
        (429, None, Result.REFUSED),
        (500, None, Result.UNKNOWN),
        (503, {"success": True}, Result.UNKNOWN),
    ],
)
async def test_a_close_answered_oddly_is_sent_once_and_never_raises(
    linked: Linked, status: int, body: object, result: Result
) -> None:
    linked.gateway.faults.answer("/Position/closeContract", status=status, body=body)
    answer = await linked.link.broker.close(linked.first, linked.gateway.contract("ES").id)
    assert answer.result is result
    assert answer.reason
    assert len(linked.called("/Position/closeContract")) == 1


async def test_a_lost_answer_is_unknown_although_the_close_was_done(linked: Linked) -> None:
    contract = linked.gateway.contract("ES").id
    linked.gateway.exchange.buy(linked.first, contract)
    linked.gateway.faults.lose_answer("/Position/closeContract")
    answer = await linked.link.broker.close(linked.first, contract)
    assert answer.result is Result.UNKNOWN
    assert not linked.gateway.exchange.account(linked.first).positions


async def test_a_gateway_that_hangs_leaves_a_close_unknown_and_a_read_failed_within_the_timeout(
    gateway: PaperGateway,
) -> None:
    world = Linked(gateway, timeout_s=0.4)
    await world.go()
    gateway.faults.hang("/Position/closeContract")
    gateway.faults.hang("/Position/searchOpen")
    started = time.monotonic()
    answer = await world.link.broker.close(world.first, gateway.contract("ES").id)
    assert (answer.result, answer.reason) == (Result.UNKNOWN, "no answer within 0.4 s")
    with pytest.raises(GatewayUnreadableError, match="/Position/searchOpen: no answer within"):
        await world.link.broker.read(world.first, utc_now() - A_DAY)
    assert time.monotonic() - started < 1.2
    gateway.faults.release()
    await world.link.stop()


async def test_a_hanging_call_holds_no_other_back(linked: Linked) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("ES").id
    exchange.buy(linked.first, contract)
    linked.gateway.faults.hang("/Position/searchOpen")
    read = asyncio.create_task(linked.link.broker.read(linked.first, utc_now() - A_DAY))
    await until(lambda: linked.called("/Position/searchOpen"))
    started = time.monotonic()
    assert (await linked.link.broker.close(linked.first, contract)).result is Result.ACCEPTED
    assert time.monotonic() - started < 0.5
    read.cancel()
    with pytest.raises(asyncio.CancelledError):
        await read
    linked.gateway.faults.release()


async def test_a_cancelled_close_cancels_its_caller_and_still_reaches_the_gateway(linked: Linked) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("ES").id
    exchange.buy(linked.first, contract)
    linked.gateway.faults.delay("/Position/closeContract", 0.2)
    closing = asyncio.create_task(linked.link.broker.close(linked.first, contract))
    await until(lambda: linked.called("/Position/closeContract"))
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    await until(lambda: not exchange.account(linked.first).positions)


async def test_a_revoked_session_in_the_close_path_means_one_login_and_the_close_at_once(linked: Linked) -> None:
    exchange = linked.gateway.exchange
    contracts = [linked.gateway.contract(root).id for root in ("ES", "NQ", "MNQ", "6E")]
    for contract in contracts:
        exchange.buy(linked.first, contract)
    await until(lambda: len(linked.times) > 0)
    linked.gateway.requests.clear()
    linked.gateway.revoke_tokens()
    started = time.monotonic()
    answers = await asyncio.gather(*(linked.link.broker.close(linked.first, contract) for contract in contracts))
    took = time.monotonic() - started
    assert {answer.result for answer in answers} == {Result.ACCEPTED}
    assert not exchange.account(linked.first).positions
    assert took < 0.5
    assert len(linked.called("/Auth/loginKey")) == 1
    assert len(linked.called("/Position/closeContract")) <= 2 * len(contracts)


async def test_a_session_that_cannot_be_renewed_is_a_refusal_with_its_reason(linked: Linked) -> None:
    linked.gateway.faults.answer("/Position/closeContract", status=401, times=None)
    contract = linked.gateway.contract("ES").id
    answer = await linked.link.broker.close(linked.first, contract)
    assert (answer.result, answer.reason) == (Result.REFUSED, "the gateway does not accept the session (401)")
    linked.gateway.faults.refuse("/Auth/loginKey", 10, times=None)
    answer = await linked.link.broker.close(linked.first, contract)
    assert (answer.result, answer.reason) == (Result.REFUSED, "login refused: API keys are switched off for this user")


async def test_a_read_gives_the_whole_account(linked: Linked) -> None:
    gateway, contract = linked.gateway, linked.gateway.contract("ES").id
    gateway.exchange.set_quote(contract, 6000, 6000.25)
    gateway.exchange.sell(linked.first, contract, 2)
    stop = gateway.exchange.place(OrderRequest(linked.first, contract, type=4, side=0, size=2, stop_price=6010))
    gateway.exchange.place(
        OrderRequest(
            linked.first, contract, type=1, side=0, size=1, limit_price=5900,
            stop_loss=BracketLeg(-20, OrderType.STOP), take_profit=BracketLeg(40, OrderType.LIMIT),
        )
    )  # fmt: skip
    asked = utc_now()
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert snapshot.account is not None
    assert (snapshot.account_id, snapshot.account.can_trade) == (linked.first, True)
    assert asked <= snapshot.asked_at <= utc_now()
    assert [(held.contract_id, held.exposure, held.average_price) for held in snapshot.positions] == [
        (contract, -2, price(6000))
    ]
    statuses = sorted(order.status for order in snapshot.orders)
    assert statuses == [OrderStatus.OPEN, OrderStatus.OPEN, OrderStatus.SUSPENDED, OrderStatus.SUSPENDED]
    assert stop in {order.order_id for order in snapshot.orders}
    assert snapshot.trades is not None
    assert [(trade.side, trade.size) for trade in snapshot.trades] == [(-1, 2)]
    await until(lambda: linked.quotes(contract))


async def test_trades_are_asked_for_from_the_instant_given(linked: Linked) -> None:
    linked.gateway.exchange.buy(linked.first, linked.gateway.contract("ES").id)
    snapshot = await linked.link.broker.read(linked.first, utc_now() + timedelta(hours=1))
    assert snapshot.trades == ()


@pytest.mark.parametrize("status", [400, 404, 405])
async def test_a_gateway_without_the_wider_order_search_is_read_without_it_and_told_once(
    linked: Linked, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("ES").id
    order = exchange.place(OrderRequest(linked.first, contract, type=1, side=0, size=1, limit_price=1000))
    linked.gateway.faults.answer("/Order/v2/query", status=status, times=None)
    for _ in range(3):
        snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
        assert [found.order_id for found in snapshot.orders] == [order]
    assert caplog.text.count(f"the gateway does not take /Order/v2/query ({status})") == 1


async def test_an_order_status_nobody_knows_is_taken_for_open_and_told_once(
    linked: Linked, caplog: pytest.LogCaptureFixture
) -> None:
    contract = linked.gateway.contract("ES").id
    odd = {"accountId": linked.first, "contractId": contract, "type": 1, "side": 0, "size": 1}
    orders = [odd | {"id": 1, "status": 91}, odd | {"id": 2, "status": 91}, odd | {"id": 3, "status": 0}]
    linked.gateway.faults.answer("/Order/searchOpen", status=200, body={"success": True, "orders": orders})
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert [order.status for order in snapshot.orders] == [OrderStatus.OPEN, OrderStatus.OPEN, OrderStatus.NONE]
    assert [order.cancellable for order in snapshot.orders] == [True, True, False]
    assert caplog.text.count("unknown status 91") == 1


async def test_a_trade_without_an_order_is_read_and_counts(linked: Linked) -> None:
    contract = linked.gateway.contract("ES").id
    fill = {"accountId": linked.first, "contractId": contract, "creationTimestamp": "2026-11-20T15:30:00Z",
            "price": 6000, "profitAndLoss": -50, "side": 1, "size": 1}  # fmt: skip
    trades = [fill | {"id": 1}, fill | {"id": 2, "orderId": None}, fill | {"id": 3, "orderId": 7}]
    linked.gateway.faults.answer("/Trade/search", status=200, body={"success": True, "trades": trades})
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert snapshot.trades is not None
    assert [(trade.order_id, trade.profit_and_loss) for trade in snapshot.trades] == [
        (0, usd(-50)),
        (0, usd(-50)),
        (7, usd(-50)),
    ]


SEARCHES = ["/Account/search", "/Position/searchOpen", "/Order/searchOpen", "/Order/v2/query", "/Trade/search"]


@pytest.mark.parametrize(("status", "body"), [(503, None), (200, None), (200, {"success": False, "errorCode": 1})])
async def test_a_read_fails_whole_and_fast_and_never_looks_like_flat(linked: Linked, status: int, body: object) -> None:
    for path in SEARCHES:
        linked.gateway.faults.answer(path, status=status, body=body)
        started = time.monotonic()
        with pytest.raises(GatewayUnreadableError, match=path) as caught:
            await linked.link.broker.read(linked.first, utc_now() - A_DAY)
        assert "/" not in caught.value.told, "people are told why, not which path"
        assert not isinstance(caught.value, GatewayUnreachedError), "it has answered"
        assert time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("path", "key", "element", "words"),
    [
        ("/Position/searchOpen", "positions", {"id": 1, "accountId": 1, "contractId": "C", "size": "2"}, "size"),
        ("/Order/searchOpen", "orders", {"id": 1, "accountId": 1, "contractId": "C", "status": "7"}, "status"),
        ("/Trade/search", "trades", {"id": 1, "accountId": 1, "contractId": "C"}, "creationTimestamp"),
        ("/Position/searchOpen", "positions", None, "positions"),
        ("/Account/search", "accounts", {"id": 5}, "not among the accounts"),
    ],
)
async def test_one_element_that_cannot_be_read_fails_the_read_by_its_field(
    linked: Linked, path: str, key: str, element: object, words: str
) -> None:
    linked.gateway.faults.answer(path, status=200, body={"success": True, key: [element]})
    with pytest.raises(GatewayUnreadableError, match=words):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)


async def test_a_search_without_its_list_is_no_empty_list(linked: Linked) -> None:
    linked.gateway.faults.answer("/Position/searchOpen", status=200, body={"success": True, "positions": None})
    with pytest.raises(GatewayUnreadableError, match="positions was NoneType"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)


async def test_a_stop_and_a_target_are_placed_with_their_tag_and_the_exact_price(linked: Linked) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("6J").id
    exchange.set_quote(contract, "0.0065000", "0.0065005", "0.0065000")
    exchange.buy(linked.first, contract, 2)
    broker = linked.link.broker
    stop = PlaceStop(linked.first, contract, -1, 2, price("0.0064935"), "riskguard-stop-1")
    target = PlaceTarget(linked.first, contract, -1, 2, price("0.0065125"), "riskguard-target-1")
    assert (await broker.place(stop)).result is Result.ACCEPTED
    assert (await broker.place(target)).result is Result.ACCEPTED
    who = {"accountId": linked.first, "contractId": contract, "side": 1, "size": 2}
    assert linked.called("/Order/place") == [
        {**who, "type": 4, "stopPrice": 0.0064935, "customTag": "riskguard-stop-1"},
        {**who, "type": 1, "limitPrice": 0.0065125, "customTag": "riskguard-target-1"},
    ]
    read = await broker.read(linked.first, utc_now() - A_DAY)
    assert {(order.tag, order.stop_price, order.limit_price) for order in read.orders} == {
        ("riskguard-stop-1", price("0.0064935"), None),
        ("riskguard-target-1", None, price("0.0065125")),
    }


async def test_a_second_order_with_the_same_tag_is_refused(linked: Linked) -> None:
    contract, broker = linked.gateway.contract("ES").id, linked.link.broker
    order = PlaceTarget(linked.first, contract, 1, 1, price(1_000), "riskguard-target-1")
    assert (await broker.place(order)).result is Result.ACCEPTED
    refused = await broker.place(order)
    assert refused.result is Result.REFUSED
    assert refused.reason.startswith("the gateway rejected the order")


async def test_stops_and_targets_are_changed(linked: Linked) -> None:
    exchange, contract = linked.gateway.exchange, linked.gateway.contract("ES").id
    exchange.set_quote(contract, 6_850, 6_850.25, 6_850)
    exchange.buy(linked.first, contract, 2)
    plain = exchange.place(OrderRequest(linked.first, contract, type=4, side=1, size=2, stop_price=6_800))
    limited = exchange.place(
        OrderRequest(linked.first, contract, type=3, side=1, size=2, stop_price=6_800, limit_price=6_799)
    )
    target = exchange.place(OrderRequest(linked.first, contract, type=1, side=1, size=2, limit_price=6_900))
    broker = linked.link.broker
    changes: list[Changing] = [
        ModifyStop(linked.first, plain, contract, -1, 1, price("6810.25")),
        ModifyStop(linked.first, limited, contract, -1, 2, price(6_810), limit_price=price("6808.5")),
        ModifyTarget(linked.first, target, contract, -1, 1, price(6_900)),
    ]
    for change in changes:
        assert (await broker.modify(change)).result is Result.ACCEPTED
    assert linked.called("/Order/modify") == [
        {"accountId": linked.first, "orderId": plain, "size": 1, "stopPrice": 6810.25},
        {"accountId": linked.first, "orderId": limited, "size": 2, "stopPrice": 6810, "limitPrice": 6808.5},
        {"accountId": linked.first, "orderId": target, "size": 1, "limitPrice": 6900},
    ]
    found = {o.order_id: o for o in (await broker.read(linked.first, utc_now() - A_DAY)).orders}
    assert (found[plain].size, found[plain].stop_price) == (1, price("6810.25"))
    assert (found[limited].stop_price, found[limited].limit_price) == (price(6_810), price("6808.5"))
    assert (found[target].size, found[target].limit_price) == (1, price(6_900))
    gone = await broker.modify(ModifyTarget(linked.first, 999_999, contract, -1, 1, price(6_900)))
    assert (gone.result, gone.reason) == (Result.GONE, "there is no such order any more")


@pytest.mark.parametrize(
    ("code", "result"), [(2, Result.REFUSED), (3, Result.REFUSED), (4, Result.BLOCKED), (5, Result.BLOCKED)]
)
async def test_what_a_refused_place_means(linked: Linked, code: int, result: Result) -> None:
    linked.gateway.faults.refuse("/Order/place", code)
    order = PlaceStop(linked.first, linked.gateway.contract("ES").id, -1, 1, price(6_000), "riskguard-stop-1")
    assert (await linked.link.broker.place(order)).result is result


async def test_a_lost_answer_to_a_place_is_unknown_and_sent_once(linked: Linked) -> None:
    contract = linked.gateway.contract("ES").id
    linked.gateway.faults.lose_answer("/Order/place")
    order = PlaceTarget(linked.first, contract, 1, 1, price(1_000), "riskguard-target-1")
    assert (await linked.link.broker.place(order)).result is Result.UNKNOWN
    assert len(linked.called("/Order/place")) == 1
    assert [o.tag for o in linked.gateway.exchange.orders(linked.first)] == ["riskguard-target-1"]


def pages_of(linked: Linked, *firsts: int) -> None:
    """One page of 500 suspended orders after the other, each with ids from a first one on; then empty ones."""
    for skipped, first in enumerate(firsts):
        orders = [suspended(linked, first + number) for number in range(500)]
        body = {"success": True, "orders": orders}
        linked.gateway.faults.answer("/Order/v2/query", status=200, body=body, skip=skipped)


def suspended(linked: Linked, order_id: int) -> dict[str, object]:
    contract = linked.gateway.contract("ES").id
    order = {"id": order_id, "accountId": linked.first, "contractId": contract, "status": 8, "type": 4, "side": 1}
    return order | {"size": 1, "stopPrice": 6000}


async def test_all_pages_of_suspended_orders_are_read(linked: Linked) -> None:
    pages_of(linked, 1, 501)
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert len(snapshot.orders) == 1000
    assert [call["pageOffset"] for call in linked.called("/Order/v2/query") if isinstance(call, dict)] == [0, 500, 1000]


async def test_a_gateway_that_gives_the_same_page_again_has_told_all(linked: Linked) -> None:
    pages_of(linked, *[1] * 15)
    snapshot = await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert len(snapshot.orders) == 500
    assert len(linked.called("/Order/v2/query")) == 2


async def test_pages_without_end_do_not_use_up_the_call_budget(linked: Linked) -> None:
    pages_of(linked, *range(1, 10_000, 500))
    with pytest.raises(GatewayUnreadableError, match="more than 5000 orders"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert len(linked.called("/Order/v2/query")) == 10
