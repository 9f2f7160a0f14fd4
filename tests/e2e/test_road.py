"""From a frame on a real socket to the REST call that went out and the words shown."""

from riskguard.domain.money import price
from riskguard.paper import OrderRequest, PaperGateway
from riskguard.paper.orders import BracketLeg
from riskguard.paper.words import OrderType
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP, clock_words

FIVE = "[rules.max_contracts]\nlimit = 5\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
NQ_TWO = "[rules.max_contracts_per_instrument]\nlimits = { NQ = 2 }\n"


async def test_rule_001_one_reduce_of_the_right_size_and_then_at_the_limit(lay: Lay) -> None:
    road = await lay(FIVE)
    road.buys("MNQ", 5)
    await road.quiet()
    assert road.sent() == []
    road.buys("MNQ", 3)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.quiet()
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ"), "size": 3}
    assert road.sent() == [("/Position/partialCloseContract", mnq)]
    assert "Too many contracts: 8 contracts, 5 allowed. Reducing by 3 MNQ." in road.board.texts()
    assert road.sizes() == {"MNQ": 5}


async def test_rule_001_an_order_that_would_exceed_is_cancelled_before_it_can(lay: Lay) -> None:
    road = await lay(FIVE)
    road.buys("MNQ", 4)
    fits = road.orders("MNQ", LIMIT, BUY, 1, 25_900)
    exceeds = road.orders("MNQ", LIMIT, BUY, 1, 25_800)
    await road.until(lambda: road.working() == [fits])
    await road.quiet()
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": exceeds})]


async def test_rule_002_an_instrument_over_its_limit_leaves_the_others_alone(lay: Lay) -> None:
    road = await lay(NQ_TWO)
    road.buys("MNQ", 9)
    road.sells("NQ", 3)
    await road.until(lambda: road.sizes() == {"MNQ": 9, "NQ": -2})
    await road.quiet()
    assert len(road.sent()) == 1
    assert "Too many contracts of one instrument: 3 NQ, 2 allowed. Reducing by 1 NQ." in road.board.texts()


async def test_rule_003_loss_reached_everything_out_flat_and_locked_until_the_reset(lay: Lay) -> None:
    road = await lay(MORNING + LOSS)
    road.buys("MNQ", 10)
    road.sells("MES", 2)
    road.buys("ES", 1)
    stop = road.orders("MES", STOP, BUY, 2, 6_900)
    target = road.orders("MES", LIMIT, BUY, 2, 6_800)
    far = road.orders("NQ", LIMIT, BUY, 1, 25_000)
    await road.quiet()
    assert road.sent() == []
    road.moves("MNQ", 25_970)
    road.sells("MNQ", 9)
    await road.until(lambda: road.view().flat_confirmed_at)
    assert road.sizes() == {}
    assert road.working() == []
    closes = {body["contractId"] for path, body in road.sent("/Position/closeContract")}
    assert closes == {road.contract("MNQ"), road.contract("MES"), road.contract("ES")}
    assert {body["orderId"] for path, body in road.sent("/Order/cancel")} == {stop, target, far}
    view = road.view()
    assert (view.state, view.realized < -500_0000) == ("locked", True)
    assert view.lockouts[0].until == road.board.snapshots[-1].reset_at
    text = next(text for text in road.board.texts() if text.startswith("Daily realized loss reached"))
    assert "Closing" in text
    assert f"Locked until {clock_words()}." in text
    assert road.status()["protected"] is True


async def test_all_closes_and_cancels_leave_side_by_side(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MNQ", 10)
    road.buys("MES", 1)
    road.buys("ES", 1)
    road.orders("NQ", LIMIT, BUY, 1, 25_000)
    road.orders("NQ", LIMIT, BUY, 1, 25_100)
    await road.quiet()
    road.paper.faults.delay("/Position/closeContract", 0.5, times=None)
    road.moves("MNQ", 25_970)
    road.sells("MNQ", 9)
    await road.until(lambda: len(road.sent("/Position/closeContract")) == 3 and len(road.sent("/Order/cancel")) == 2)
    calls = ("/Position/closeContract", "/Order/cancel")
    first = [request.at for request in road.paper.requests if request.path in calls][:5]
    assert max(first) - min(first) < 0.4
    await road.until(lambda: road.view().flat_confirmed_at)


async def test_a_position_opened_while_locked_is_closed_and_an_order_cancelled(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.loses()
    for _ in range(3):
        road.paper.requests.clear()
        road.buys("ES", 4)
        road.orders("NQ", LIMIT, SELL, 1, 27_000)
        await road.until(lambda: road.sizes() == {} and road.working() == [])
        await road.until(lambda: not road.view().positions and not road.view().orders)
    assert road.hard_locked()
    await road.until(lambda: road.view().closing is None)
    assert road.state() == "locked"


async def test_suspended_bracket_children_are_cancelled_too(lay: Lay) -> None:
    road = await lay(LOSS)
    nq = road.contract("NQ")
    stop, target = BracketLeg(-40, OrderType.STOP), BracketLeg(40, OrderType.LIMIT)
    entry = OrderRequest(road.first, nq, LIMIT, BUY, 1, 25_000, stop_loss=stop, take_profit=target)
    road.paper.exchange.place(entry)
    assert len(road.working()) == 3
    await road.loses()
    assert road.working() == []


async def test_two_accounts_one_locked_the_other_untouched(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MES", 2, road.second)
    await road.loses()
    road.buys("MES", 1, road.second)
    await road.until(lambda: any(p.exposure == 3 for p in road.view(road.second).positions))
    await road.quiet()
    assert road.sizes(road.second) == {"MES": 3}
    assert road.state(road.second) != "locked"
    assert road.sent() == []


async def test_only_listed_accounts_are_guarded(lay: Lay, paper: PaperGateway) -> None:
    road = await lay(f"[accounts]\nguard = [{paper.accounts[1].id}]\n{FIVE}")
    road.buys("MNQ", 9, road.first)
    road.buys("MNQ", 9, road.second)
    await road.until(lambda: road.sizes(road.second) == {"MNQ": 5})
    await road.quiet()
    assert road.sizes(road.first) == {"MNQ": 9}


async def test_status_tells_what_a_trader_holds(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MNQ", 2)
    await road.until(lambda: road.view().positions and road.view().positions[0].mark == price(26_000))  # quoted
    found = road.guard and road.guard.status()
    assert found
    accounts = found["accounts"]
    assert isinstance(accounts, list)
    account = accounts[0]
    assert account["positions"] == [
        {"contract": road.contract("MNQ"), "symbol": "MNQ", "size": 2, "average": 26_000.25, "open": -1.0}
    ]
    assert (account["open"], account["realized"], account["net"]) == (-1.0, -0.74, -1.74)
