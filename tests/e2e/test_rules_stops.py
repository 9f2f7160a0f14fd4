"""What the stop rules say and do where the market is past a stop, beside test_stop_rules."""

from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, SELL, STOP

GUARDED = "[rules.stop_guard]\nwait = 0.3\n"
FAILED = "[rules.stop_failed]\nfor = 0.3\n"
MANAGED = "[rules.trade_management]\nstop_ticks = 40\n"
GRACE = "[rules.no_stop_loss_grace]\ngrace = 0.5\n"


async def test_rule_019_a_pulled_stop_the_market_has_passed_becomes_a_close(lay: Lay) -> None:
    road = await lay(GUARDED)
    road.buys("MNQ", 2)
    stop = road.orders("MNQ", STOP, SELL, 2, 25_990)
    await road.until(lambda: road.view().orders)
    road.paper.exchange.cancel(road.first, stop)
    road.moves("MNQ", 25_989)
    await road.until(lambda: road.sizes() == {})
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent() == [("/Position/closeContract", mnq)]
    assert road.told("Stop pulled") == ["The stop of 2 MNQ at 25,990.00 was cancelled. Closing 2 MNQ."]
    assert road.locked() == []


async def test_rule_019_a_smaller_stop_is_made_as_large_as_it_was(lay: Lay) -> None:
    road = await lay(GUARDED)
    road.sells("MNQ", 3)
    stop = road.orders("MNQ", STOP, BUY, 3, 26_010)
    await road.until(lambda: road.view().orders)
    road.shrinks(stop, 1)
    await road.until(lambda: road.sent("/Order/modify"))
    body = {"accountId": road.first, "orderId": stop, "size": 3, "stopPrice": 26_010}
    assert road.sent() == [("/Order/modify", body)]
    (text,) = road.told("Stop pulled")
    assert text == "The stop of 3 MNQ at 26,010.00 was made smaller. Changing the stop at 26,010.00 to 3 MNQ."


async def test_rule_021_a_failed_stop_is_the_loudest_alert_and_names_its_numbers(lay: Lay) -> None:
    road = await lay(FAILED)
    road.sells("MNQ", 2)
    road.stuck(road.orders("MNQ", STOP, BUY, 2, 26_010))
    await road.until(lambda: road.view().orders)
    road.moves("MNQ", 26_011)
    await road.until(lambda: road.sizes() == {})
    (notice,) = (one for one in road.board.notices if one.title == "A stop did not fill")
    assert notice.severity == "alarm"
    words = "MNQ traded through the stop at 26,010.00 for 0.3 s; 2 still open. Closing 2 MNQ."
    assert notice.text == words
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mnq)]


async def test_rule_012_a_short_gets_its_stop_above_and_the_traders_order_stays(lay: Lay) -> None:
    road = await lay(MANAGED)
    theirs = road.orders("MNQ", LIMIT, BUY, 1, 25_900)
    road.sells("MNQ", 2)
    await road.until(lambda: len(road.working()) == 2)
    (body,) = (body for _, body in road.sent("/Order/place"))
    assert {name: body[name] for name in ("type", "side", "size", "stopPrice")} == {
        "type": 4,
        "side": 0,
        "size": 2,
        "stopPrice": 26_010,
    }
    assert road.told("Trade management") == ["Placing a stop for 2 MNQ at 26,010.00."]
    road.buys("MNQ", 2)
    await road.until(lambda: road.working() == [theirs])


async def test_rule_008_a_restart_gives_a_position_without_a_stop_its_grace_and_no_more(lay: Lay) -> None:
    road = await lay(GRACE)
    await road.stop()
    road.buys("MNQ", 2)
    await road.arm()
    await road.until(lambda: road.sizes() == {})
    assert road.told("No stop in time") == ["2 MNQ without a protective stop for 0.5 s. Closing 2 MNQ."]
    assert road.locked() == []
