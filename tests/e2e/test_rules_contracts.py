"""Rules about what may be held, from a frame on a real socket to the REST call that went out and the words shown."""

from riskguard.paper.units import usd
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP

WEIGHED = "[rules.max_contracts]\nlimit = 1\nmicro_ratio = 10\n"
FLAT = '[rules.max_contracts]\nlimit = 2\naction = "flatten"\n'
CLOSED = '[rules.max_contracts_per_instrument]\nlimits = { MNQ = 2 }\nunlisted = "block"\naction = "close"\n'
BLOCKED = '[rules.symbol_blocks]\nblocked = ["NQ"]\n'
LOSERS = "[rules.no_adding_to_losers]\nno_flip = true\n"


async def test_rule_001_ten_micros_count_as_one_mini_and_the_newest_go(lay: Lay) -> None:
    road = await lay(WEIGHED)
    road.buys("MNQ", 10)
    await road.until(lambda: road.view().positions)
    road.buys("MES", 3)
    await road.until(lambda: road.sizes() == {"MNQ": 10})
    mes = {"accountId": road.first, "contractId": road.contract("MES"), "size": 3}
    assert road.sent() == [("/Position/partialCloseContract", mes)]
    assert road.told("Too many contracts") == ["1.3 contracts, 1 allowed. Reducing by 3 MES."]
    assert road.locked() == []


async def test_rule_001_may_flatten_instead(lay: Lay) -> None:
    road = await lay(FLAT)
    road.sells("MES", 2)
    stop = road.orders("MES", STOP, BUY, 2, 6_900)
    await road.until(lambda: road.view().positions and road.view().orders)
    road.buys("MNQ", 1)
    await road.until(road.flat)
    closes = {body["contractId"] for _, body in road.sent("/Position/closeContract")}
    assert closes == {road.contract("MNQ"), road.contract("MES")}
    assert road.sent("/Order/cancel") == [("/Order/cancel", {"accountId": road.first, "orderId": stop})]
    (text,) = road.told("Too many contracts")
    assert text.startswith("3 contracts, 2 allowed. Closing ")
    assert road.locked() == []


async def test_rule_002_what_is_not_listed_is_closed_and_its_orders_cancelled_before_they_fill(lay: Lay) -> None:
    road = await lay(CLOSED)
    road.buys("MNQ", 2)
    order = road.orders("MES", LIMIT, BUY, 1, 6_800)
    await road.until(lambda: road.working() == [])
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    road.sells("ES", 1)
    await road.until(lambda: road.sizes() == {"MNQ": 2})
    es = {"accountId": road.first, "contractId": road.contract("ES")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", es)]
    assert road.told("Too many contracts of one instrument") == ["1 ES, 0 allowed. Closing 1 ES."]


async def test_rule_010_no_permission_closes_all_and_the_lockout_ends_with_the_permission(lay: Lay) -> None:
    road = await lay(MORNING + "[rules.auth_loss_guard]\n")
    road.buys("MNQ", 4)
    stop = road.orders("MNQ", STOP, SELL, 4, 25_800)
    await road.until(lambda: road.view().positions and road.view().orders)
    road.paper.set_can_trade(road.first, False)
    await road.until(road.flat)
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mnq)]
    assert road.sent("/Order/cancel") == [("/Order/cancel", {"accountId": road.first, "orderId": stop})]
    await road.quiet()  # reads follow the close: an account list asked for before must not end the lockout
    (held,) = road.lockouts()
    assert (held["rule"], held["kind"], held["until"]) == ("RULE-010", "hard", None)
    words = "This account may not trade until your firm allows it again. Closing 4 MNQ. Locked."
    assert road.told("Your firm has blocked trading") == [words]
    assert road.told("Lockout over") == []
    assert road.locked(road.second) == []
    road.paper.set_can_trade(road.first, True)
    await road.until(lambda: road.locked() == [])
    over = "Your firm has blocked trading: this lockout has ended. Rules go on as always."
    assert road.told("Lockout over") == [over]


async def test_rule_011_a_blocked_instrument_is_closed_and_the_others_are_left_alone(lay: Lay) -> None:
    road = await lay(BLOCKED)
    road.buys("MNQ", 4)
    order = road.orders("NQ", LIMIT, BUY, 1, 25_000)
    await road.until(lambda: road.working() == [])
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    road.buys("NQ", 1)
    await road.until(lambda: road.sizes() == {"MNQ": 4})
    nq = {"accountId": road.first, "contractId": road.contract("NQ")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", nq)]
    assert road.locked() == [("RULE-011", "symbol", "NQ")]
    texts = road.told("This instrument is blocked")
    assert texts[0] == "NQ is blocked: 1 order. Cancelling 1 order. NQ is locked."
    assert any("NQ is blocked: 1 held" in text and "Closing 1 NQ" in text for text in texts)
    await road.until(lambda: road.view().headline == "Locked: NQ")


async def test_rule_011_the_block_holds_after_a_restart(lay: Lay) -> None:
    road = await lay(BLOCKED)
    road.orders("NQ", LIMIT, BUY, 1, 25_000)
    await road.until(lambda: road.working() == [])
    await road.stop()
    road.sells("NQ", 2)
    await road.arm()
    await road.until(lambda: road.sizes() == {})
    assert road.locked() == [("RULE-011", "symbol", "NQ")]


async def test_rule_020_what_is_added_to_a_loser_is_taken_back(lay: Lay) -> None:
    road = await lay(LOSERS)
    road.buys("MNQ", 2)
    await road.until(lambda: road.view().positions)
    road.moves("MNQ", 25_990)
    await road.until(lambda: road.view().open == usd(-41))
    road.buys("MNQ", 1)
    await road.until(lambda: road.sizes() == {"MNQ": 2} and road.sent())
    await road.quiet()
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ"), "size": 1}
    assert road.sent() == [("/Position/partialCloseContract", mnq)]
    (text,) = road.told("Change of position not allowed")
    assert text.startswith("3 MNQ held, 2 before they were added to at −$41.00.")
    assert any("Reducing by 1 MNQ." in text for text in road.board.texts())


async def test_rule_020_a_position_turned_round_in_one_go_is_closed(lay: Lay) -> None:
    road = await lay(LOSERS)
    road.buys("MNQ", 2)
    await road.until(lambda: road.view().positions)
    road.sells("MNQ", 3)
    await road.until(lambda: road.sizes() == {})
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent() == [("/Position/closeContract", mnq)]
    (text,) = road.told("Change of position not allowed")
    assert text.startswith("MNQ turned round from long to short.")
    assert road.locked() == []
