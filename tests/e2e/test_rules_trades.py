"""Rules that count trades, from a frame on a real socket to the REST call that went out and the words shown."""

from riskguard.paper.units import usd
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP, Road, clock_words

TWO_A_MINUTE = "[rules.trade_frequency]\nper_minute = 2\nminute_cooldown = {pause}\nwarn_at = []\n"
TIERS = "[rules.cooldown_after_loss]\ntiers = [{ loss = 100, seconds = 1 }, { loss = 5000, seconds = 1800 }]\n"
DEEP = "[rules.cooldown_after_loss]\nclose_positions = {close}\ntiers = [{{ loss = 100, seconds = 900 }}]\n"
STREAK = "[rules.consecutive_losses]\ncount = 2\n"


async def loses_a_little(road: Road) -> None:
    """One losing round trip of $21.24 with one MNQ."""
    road.moves("MNQ", 26_000)
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    trips = road.view().round_trips
    road.moves("MNQ", 25_990)
    road.sells("MNQ", 1)
    await road.until(lambda: road.view().round_trips == trips + 1 and not road.view().positions)


async def test_rule_006_after_the_last_entry_allowed_only_exits_and_then_entries_again(lay: Lay) -> None:
    road = await lay(TWO_A_MINUTE.format(pause=1))
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    stop = road.orders("MNQ", STOP, SELL, 2, 25_800)
    order = road.orders("MES", LIMIT, BUY, 1, 6_700)
    road.buys("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-006", "entry", None)])
    await road.until(lambda: road.working() == [stop])
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    (text,) = road.told("Too many entries")
    start = "2 entries within a minute, the limit is 2: no entries for 1 s. Cancelling 1 order. No new entries until "
    assert text.startswith(start)
    assert road.sizes() == {"MNQ": 2}
    await road.until(lambda: road.locked() == [])
    over = "Too many entries: this lockout has ended. Rules go on as always."
    assert road.told("Lockout over") == [over]


async def test_rule_006_what_is_added_under_the_lockout_is_reduced_and_exits_work(lay: Lay) -> None:
    road = await lay(TWO_A_MINUTE.format(pause=60))
    for _ in range(2):
        road.buys("MNQ", 1)
    await road.until(lambda: road.locked() and sum(held.exposure for held in road.view().positions) == 2)
    road.buys("MNQ", 3)
    await road.until(lambda: road.sizes() == {"MNQ": 2} and road.sent("/Position/partialCloseContract"))
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ"), "size": 3}
    assert road.sent("/Position/partialCloseContract") == [("/Position/partialCloseContract", mnq)]
    assert any("Reducing by 3 MNQ. No new entries for " in text for text in road.told("Trade frequency"))
    road.sells("MNQ", 2)
    await road.until(lambda: not road.view().positions)
    await road.quiet(0.2)
    assert len(road.sent("/Position/partialCloseContract")) == 1


async def test_rule_006_entries_made_before_a_restart_count(lay: Lay) -> None:
    road = await lay(TWO_A_MINUTE.format(pause=60))
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    await road.restart()
    assert road.locked() == []
    road.buys("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-006", "entry", None)])


async def test_rule_007_a_losing_round_trip_closes_the_rest_for_a_while(lay: Lay) -> None:
    road = await lay(TIERS)
    road.buys("MNQ", 4)
    stop = road.orders("MNQ", STOP, SELL, 4, 25_800)
    await road.until(lambda: road.view().positions and road.view().orders)
    road.moves("MNQ", 25_950.75)
    road.sells("MNQ", 1)
    await road.until(road.flat)
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mnq)]
    assert road.sent("/Order/cancel") == [("/Order/cancel", {"accountId": road.first, "orderId": stop})]
    start = "−$100.85 in this round trip, past −$100: a pause of 1 s. Closing 3 MNQ. Locked until "
    (text,) = road.told("Time to cool down")
    assert text.startswith(start)
    await road.until(lambda: road.locked() == [])
    assert road.told("Lockout over") == ["Time to cool down: this lockout has ended. Rules go on as always."]
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    await road.quiet(0.2)
    assert road.sizes() == {"MNQ": 1}


async def test_rule_007_a_tier_given_is_not_given_again_after_a_restart(lay: Lay) -> None:
    road = await lay(MORNING + DEEP.format(close="true"))
    road.buys("MNQ", 4)
    await road.until(lambda: road.view().positions)
    road.moves("MNQ", 25_950)
    road.sells("MNQ", 1)
    await road.until(road.flat)
    before = road.lockouts()
    assert [(held["rule"], held["kind"]) for held in before] == [("RULE-007", "hard")]
    await road.restart()
    await road.quiet(0.2)
    assert road.lockouts() == before
    assert (road.told("Time to cool down"), road.sent()) == ([], [])


async def test_rule_007_may_leave_positions_open_and_only_refuse_entries(lay: Lay) -> None:
    road = await lay(MORNING + DEEP.format(close="false"))
    road.buys("MNQ", 4)
    await road.until(lambda: road.view().positions)
    road.moves("MNQ", 25_950)
    road.sells("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-007", "entry", None)])
    await road.quiet(0.2)
    assert (road.sizes(), road.sent()) == ({"MNQ": 3}, [])
    (text,) = road.told("Time to cool down")
    assert text.startswith("−$102.35 in this round trip, past −$100: a pause of 15 min. No new entries until ")


async def test_rule_016_losses_in_a_row_end_entries_until_the_reset(lay: Lay) -> None:
    road = await lay(MORNING + STREAK)
    await loses_a_little(road)
    assert road.told("Losses in a row at 50%") == ["1 losing round trip in a row (−$21.24)."]
    assert road.locked() == []
    await loses_a_little(road)
    assert road.locked() == [("RULE-016", "entry", None)]
    words = f"2 losing round trips in a row (−$42.48). No new entries until {clock_words()}."
    assert road.told("Too many losses in a row") == [words]
    road.buys("MNQ", 2)
    await road.until(lambda: road.sizes() == {} and not road.view().positions)
    assert {path for path, _ in road.sent("/Position/partialCloseContract", "/Position/closeContract")}


async def test_rule_016_the_row_goes_on_over_a_restart_and_may_lock_everything(lay: Lay) -> None:
    road = await lay(MORNING + STREAK + 'lockout = "hard"\ncooldown = 1800\n')
    await loses_a_little(road)
    await road.restart()
    await road.until(lambda: road.view().realized == usd(-21.24))
    road.buys("MES", 1)
    await loses_with_another_held(road)
    await road.until(road.flat)
    assert road.locked() == [("RULE-016", "hard", None)]
    mes = {"accountId": road.first, "contractId": road.contract("MES")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mes)]


async def loses_with_another_held(road: Road) -> None:
    road.moves("MNQ", 26_000)
    road.buys("MNQ", 1)
    await road.until(lambda: len(road.view().positions) == 2)
    road.moves("MNQ", 25_990)
    road.sells("MNQ", 1)
