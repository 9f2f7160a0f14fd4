"""Stops and targets from a frame on a real socket to the REST call that went out, and what the exchange holds then."""

from riskguard.paper import OrderRequest
from riskguard.paper.orders import BracketLeg, ModifyRequest, Order
from riskguard.paper.words import OrderStatus, OrderType
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MARKET, SELL, STOP, Road

MANAGED = "[rules.trade_management]\nstop_ticks = 40\ntarget_ticks = 60\n"
TRAILING = (
    "[rules.trade_management]\nbreakeven_at_ticks = 20\ntrail_from_ticks = 40\ntrail_ticks = 20\nmin_interval = 0\n"
)
GRACE = "[rules.no_stop_loss_grace]\ngrace = 0.5\n"
GUARDED = "[rules.stop_guard]\nwait = 0.3\n"
FAILED = "[rules.stop_failed]\nfor = 0.3\n"


def standing(road: Road, kind: OrderType = OrderType.STOP) -> list[Order]:
    """Working orders of a type at the exchange."""
    return [order for order in road.paper.exchange.orders(road.first, OrderStatus.OPEN) if order.type is kind]


def prices(road: Road, kind: OrderType = OrderType.STOP) -> list[tuple[int, float]]:
    """(size, price) of the working orders of a type."""
    found = []
    for order in standing(road, kind):
        ticks = order.stop if kind is OrderType.STOP else order.limit
        found.append((order.size, float((ticks or 0) * order.contract.tick)))
    return found


async def test_rule_012_a_new_position_gets_a_stop_and_a_target_with_tags_of_their_own(lay: Lay) -> None:
    road = await lay(MANAGED)
    road.buys("MNQ", 2)
    await road.until(lambda: standing(road) and standing(road, OrderType.LIMIT))
    await road.quiet()
    assert prices(road) == [(2, 25_990.25)]
    assert prices(road, OrderType.LIMIT) == [(2, 26_015.25)]
    bodies = [body for _, body in road.sent("/Order/place")]
    assert len({body["customTag"] for body in bodies}) == 2
    stop = {"accountId": road.first, "contractId": road.contract("MNQ"), "type": 4, "side": 1, "size": 2}
    sent = next(body for body in bodies if body["type"] == STOP)
    assert {k: v for k, v in sent.items() if k != "customTag"} == {**stop, "stopPrice": 25_990.25}
    tag = standing(road)[0].tag or ""
    assert tag.startswith("riskguard-stop-MNQ-")
    assert any("Placing a stop for 2 MNQ at 25,990.25." in text for text in road.board.texts())


async def test_rule_012_no_second_stop_after_a_restart_and_the_own_ones_go_with_the_position(lay: Lay) -> None:
    road = await lay(MANAGED)
    road.buys("MNQ", 2)
    await road.until(lambda: standing(road) and standing(road, OrderType.LIMIT))
    await road.stop()
    await road.arm()
    await road.quiet(0.8)
    assert road.sent() == []
    theirs = road.orders("MNQ", STOP, SELL, 2, 25_900)
    road.sells("MNQ", 2)
    await road.until(lambda: road.working() == [theirs])
    assert {path for path, _ in road.sent()} == {"/Order/cancel"}


async def test_rule_012_a_lost_answer_leads_to_no_second_stop(lay: Lay) -> None:
    road = await lay("[rules.trade_management]\nstop_ticks = 40\n")
    road.paper.faults.lose_answer("/Order/place")
    road.buys("MNQ", 2)
    await road.until(lambda: standing(road))
    await road.quiet(3)
    assert len(standing(road)) == 1
    assert len(road.sent("/Order/place")) == 1


async def test_rule_012_a_refused_stop_is_placed_again(lay: Lay) -> None:
    road = await lay("[rules.trade_management]\nstop_ticks = 40\n")
    road.paper.faults.refuse("/Order/place", 2)
    road.buys("MNQ", 2)
    await road.until(lambda: standing(road))
    assert any("The gateway refused to place a stop for 2 MNQ" in text for text in road.board.texts())


async def test_rule_012_a_bracket_of_the_trader_is_enough(lay: Lay) -> None:
    road = await lay(MANAGED)
    nq = road.contract("MNQ")
    stop, target = BracketLeg(-80, OrderType.STOP), BracketLeg(120, OrderType.LIMIT)
    road.paper.exchange.place(OrderRequest(road.first, nq, MARKET, BUY, 2, stop_loss=stop, take_profit=target))
    await road.quiet(1.5)
    assert road.sent() == []
    assert len(road.working()) == 2


async def test_rule_012_sizes_follow_the_position(lay: Lay) -> None:
    road = await lay(MANAGED)
    road.buys("MNQ", 3)
    await road.until(lambda: standing(road) and standing(road, OrderType.LIMIT))
    road.sells("MNQ", 2)
    await road.until(lambda: prices(road) == [(1, 25_990.25)] and prices(road, OrderType.LIMIT) == [(1, 26_015.25)])
    road.buys("MNQ", 1)
    await road.until(lambda: prices(road) == [(2, 25_990.25)] and prices(road, OrderType.LIMIT) == [(2, 26_015.25)])


async def test_rule_012_a_stop_goes_to_break_even_and_trails_and_never_back(lay: Lay) -> None:
    road = await lay(TRAILING)
    road.buys("MNQ", 2)
    road.orders("MNQ", STOP, SELL, 2, 25_980)
    await road.until(lambda: road.view().positions)
    road.moves("MNQ", 26_005.25)
    await road.until(lambda: prices(road) == [(2, 26_000.25)])
    road.moves("MNQ", 26_010.25)
    await road.until(lambda: prices(road) == [(2, 26_005.25)])
    road.moves("MNQ", 26_007)
    road.moves("MNQ", 26_012.25)
    await road.until(lambda: prices(road) == [(2, 26_007.25)])
    road.moves("MNQ", 26_008)
    await road.quiet()
    assert prices(road) == [(2, 26_007.25)]
    assert {path for path, _ in road.sent()} == {"/Order/modify"}


async def test_rule_008_a_position_without_a_stop_is_closed_after_the_grace(lay: Lay) -> None:
    road = await lay(GRACE)
    road.buys("MNQ", 2)
    road.buys("MES", 1)
    road.orders("MES", STOP, SELL, 1, 6_800)
    await road.until(lambda: road.sizes() == {"MES": 1})
    await road.quiet(0.8)
    assert [path for path, _ in road.sent()] == ["/Position/closeContract"]
    assert road.sizes() == {"MES": 1}
    text = "No stop in time: 2 MNQ without a protective stop for 0.5 s. Closing 2 MNQ."
    assert text in road.board.texts()


async def test_rule_008_can_place_the_stop_instead(lay: Lay) -> None:
    road = await lay(f'{GRACE}action = "place_stop"\nticks = 40\n')
    road.sells("MNQ", 2)
    await road.until(lambda: prices(road) == [(2, 26_010)])
    await road.quiet(0.8)
    assert len(road.sent()) == 1
    road.buys("MNQ", 2)
    await road.until(lambda: road.working() == [])


async def test_rule_019_a_pulled_stop_is_put_back(lay: Lay) -> None:
    road = await lay(GUARDED)
    road.buys("MNQ", 2)
    stop = road.orders("MNQ", STOP, SELL, 2, 25_990)
    await road.until(lambda: road.view().orders)
    road.paper.exchange.cancel(road.first, stop)
    await road.until(lambda: prices(road) == [(2, 25_990)])
    (put_back,) = standing(road)
    assert put_back.id != stop
    road.paper.exchange.modify(ModifyRequest(road.first, put_back.id, stop_price=25_900))
    await road.until(lambda: prices(road) == [(2, 25_990)])
    assert [path for path, _ in road.sent()] == ["/Order/place", "/Order/modify"]
    assert any("The stop of 2 MNQ at 25,990.00 was moved away." in text for text in road.board.texts())


async def test_rule_019_a_bracket_that_ends_with_its_target_is_fine(lay: Lay) -> None:
    road = await lay(GUARDED)
    mnq = road.contract("MNQ")
    stop, target = BracketLeg(-80, OrderType.STOP), BracketLeg(20, OrderType.LIMIT)
    road.paper.exchange.place(OrderRequest(road.first, mnq, MARKET, BUY, 2, stop_loss=stop, take_profit=target))
    await road.until(lambda: len(road.view().orders) == 2)
    road.moves("MNQ", 26_010)
    await road.until(lambda: road.sizes() == {} and road.working() == [])
    await road.quiet(0.8)
    assert road.sent() == []


async def test_rule_021_a_stop_that_does_not_fill_leads_to_a_close(lay: Lay) -> None:
    road = await lay(FAILED)
    road.buys("MNQ", 2)
    stop = road.orders("MNQ", STOP, SELL, 2, 25_990)
    target = road.orders("MNQ", LIMIT, SELL, 2, 26_100)
    await road.until(lambda: len(road.view().orders) == 2)
    road.paper.exchange.floor.orders[stop].triggered = True  # stuck: set off, and never executed
    road.moves("MNQ", 25_989)
    await road.until(lambda: road.sizes() == {})
    assert [path for path, _ in road.sent()] == ["/Position/closeContract"]
    assert any(text.startswith("A stop did not fill: MNQ traded through the stop") for text in road.board.texts())
    assert road.working() == [stop, target]
