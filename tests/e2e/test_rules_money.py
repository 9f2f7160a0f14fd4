"""Rules about money, from a frame on a real socket to the REST call that went out and the words shown."""

from datetime import datetime, timedelta

from riskguard.domain.trading_day import Schedule
from riskguard.paper import PaperGateway
from riskguard.paper.units import usd
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP, Road, clock_words, zone_of_morning

UNTIL_RESET = f"Locked until {clock_words()}."
OPEN_LOSS = "[rules.daily_unrealized_loss]\nlimit = 300\n"
OF_A_POSITION = 'scope = "position"\nlockout = "until_reset"\n'
OPEN_PROFIT = '[rules.max_unrealized_profit]\ntarget = 300\nscope = "position"\n'
PROFIT = "[rules.daily_realized_profit]\ntarget = 300\n"
NET = "[rules.daily_net_loss]\nlimit = 300\n"
DRAWDOWN = '[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 500\ntrail = "intraday"\n'
GIVEBACK = "[rules.profit_giveback]\nactivate_at = 100\ngiveback_share = 0.5\n"
WEEK = "[rules.weekly_loss]\nlimit = 300\n"


async def holds(road: Road, size: int = 4, mes: int = 0) -> None:
    """Long some MNQ from 26,000.25, where a point of one is $2, perhaps MES as well; quoted a tick below."""
    if mes:
        road.buys("MES", mes)
    road.buys("MNQ", size)
    await shows(road, -0.5 * size - 1.25 * mes)


async def shows(road: Road, open_pnl: float) -> None:
    await road.until(lambda: road.view().positions and road.view().open == usd(open_pnl))


def closed(road: Road) -> list[str]:
    """Contracts closed at the gateway, by id."""
    return sorted(str(body["contractId"]) for _, body in road.sent("/Position/closeContract"))


async def test_rule_004_an_open_loss_closes_everything_and_locks_nothing(lay: Lay) -> None:
    road = await lay(OPEN_LOSS)
    order = road.orders("MNQ", LIMIT, BUY, 2, 25_700)
    await holds(road, 2, mes=1)
    road.moves("MNQ", 25_926)
    await shows(road, -298.25)
    assert road.sent() == []
    road.moves("MNQ", 25_925)
    await road.until(road.flat)
    assert closed(road) == sorted([road.contract("MNQ"), road.contract("MES")])
    assert road.sent("/Order/cancel") == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    (text,) = road.told("Open loss limit reached")
    assert text.startswith("−$302.25 of −$300. Closing ")
    assert road.locked() == []


async def test_rule_004_of_one_position_may_lock_until_the_reset(lay: Lay) -> None:
    road = await lay(MORNING + OPEN_LOSS + OF_A_POSITION)
    await holds(road, 2, mes=1)
    road.moves("MNQ", 25_925.25)
    await road.until(road.flat)
    assert road.locked() == [("RULE-004", "hard", None)]
    (text,) = road.told("Open loss limit reached")
    assert text.startswith("−$300.00 of −$300. Closing ")
    assert text.endswith(UNTIL_RESET)


async def test_rule_005_an_open_profit_is_taken_and_the_other_position_stays(lay: Lay) -> None:
    road = await lay(OPEN_PROFIT)
    await holds(road, 2, mes=1)
    road.moves("MNQ", 26_075)
    await shows(road, 297.75)  # 299 of MNQ alone
    assert road.sent() == []
    road.moves("MNQ", 26_075.25)
    await road.until(lambda: road.sizes() == {"MES": 1})
    assert closed(road) == [road.contract("MNQ")]
    assert road.told("Open profit target reached") == ["+$300.00 of +$300. Closing 2 MNQ."]
    assert road.locked() == []


async def test_rule_013_the_profit_of_the_day_ends_it_kindly(lay: Lay) -> None:
    road = await lay(MORNING + PROFIT)
    await holds(road, mes=1)
    road.moves("MNQ", 26_060)
    road.sells("MNQ", 3)
    await road.until(road.flat)
    assert closed(road) == sorted([road.contract("MNQ"), road.contract("MES")])
    assert road.locked() == [("RULE-013", "hard", None)]
    (text,) = road.told("Daily profit target reached")
    assert text.startswith("+$355.54 of +$300. Done for today, well played. Closing ")
    assert text.endswith(UNTIL_RESET)
    (notice,) = (one for one in road.board.notices if one.title == "Daily profit target reached")
    assert notice.severity == "info"


async def test_rule_014_realized_and_open_losses_add_up_to_a_lockout(lay: Lay) -> None:
    road = await lay(MORNING + NET)
    await holds(road)
    road.moves("MNQ", 25_980)
    await road.until(lambda: road.told("Daily net loss at 50%"))
    assert road.told("Daily net loss at 50%") == ["−$163.48 of −$300."]
    road.sells("MNQ", 2)
    await shows(road, -81)
    road.moves("MNQ", 25_940)
    await road.until(road.flat)
    assert closed(road) == [road.contract("MNQ")]
    assert road.locked() == [("RULE-014", "hard", None)]
    assert road.told("Daily net loss reached") == [f"−$324.22 of −$300. Closing 2 MNQ. {UNTIL_RESET}"]
    road.paper.requests.clear()
    road.buys("MES", 1)
    await road.until(road.flat)
    assert closed(road) == [road.contract("MES")]


async def test_rule_014_trailing_measures_from_the_days_best(lay: Lay) -> None:
    road = await lay(MORNING + NET + "trailing = true\n")
    await holds(road)
    road.moves("MNQ", 26_050)
    await shows(road, 398)
    road.moves("MNQ", 26_012.5)
    await road.until(road.flat)
    (text,) = road.told("Daily net loss reached")
    assert text == f"−$300.00 from the day's best of $396.52, limit −$300. Closing 4 MNQ. {UNTIL_RESET}"


async def test_rule_015_the_floor_keeps_the_high_balance_over_a_restart(lay: Lay) -> None:
    """50,000 less fees and 198 of open profit raise the high balance to 50,196.52 and the floor to 49,696.52."""
    road = await lay(MORNING + DRAWDOWN)
    await holds(road)
    road.moves("MNQ", 26_025)
    await shows(road, 198)
    await road.restart()
    await shows(road, 198)
    assert (road.locked(), road.sent()) == ([], [])
    road.moves("MNQ", 25_962.75)
    await shows(road, -300)
    assert road.sent() == []
    road.moves("MNQ", 25_962.5)
    await road.until(road.flat)
    assert closed(road) == [road.contract("MNQ")]
    assert road.locked() == [("RULE-015", "hard", None)]
    (text,) = road.told("Drawdown floor reached")
    start = "Balance and open result $49,696.52, trading ends at $49,696.52. Closing 4 MNQ."
    assert text == f"{start} {UNTIL_RESET}"
    assert any(one.severity == "alarm" for one in road.board.notices if one.title == "Drawdown floor reached")


async def test_rule_015_a_payout_that_no_trade_explains_degrades_and_closes_nothing(lay: Lay) -> None:
    road = await lay(MORNING + DRAWDOWN)
    await holds(road)
    road.paper.exchange.transfer(road.first, -1_000)
    await road.until(lambda: road.told("Protection reduced"))
    (text,) = road.told("Protection reduced")
    assert text.startswith("The balance moved by −$1,000.00 that no trade explains, so the drawdown floor cannot be ")
    await road.until(lambda: road.state() == "degraded")
    assert (road.sent(), road.locked()) == ([], [])


async def test_rule_017_the_best_of_the_day_is_remembered_over_a_restart_and_not_taken_for_given_back(
    lay: Lay,
) -> None:
    road = await lay(MORNING + GIVEBACK)
    await holds(road)
    road.moves("MNQ", 26_025)
    await shows(road, 198)
    await road.restart()
    await shows(road, 198)
    assert (road.locked(), road.sent(), road.told("Too much profit given back")) == ([], [], [])
    road.moves("MNQ", 26_012.75)
    await shows(road, 100)
    assert road.sent() == []
    road.moves("MNQ", 26_012.5)
    await road.until(road.flat)
    assert closed(road) == [road.contract("MNQ")]
    assert road.locked() == [("RULE-017", "hard", None)]
    given = "$100.00 given back of the day's best of $196.52, limit $98.26. Closing 4 MNQ."
    assert road.told("Too much profit given back") == [f"{given} {UNTIL_RESET}"]


async def test_rule_022_what_was_lost_earlier_in_the_week_counts(lay: Lay, paper: PaperGateway) -> None:
    now, week_ends = lost_yesterday(paper)
    road = await lay(MORNING + WEEK)
    await road.until(lambda: road.view().limits and road.view().limits[0].current == "−$164.96")
    await holds(road)
    road.moves("MNQ", 25_983.75)
    await shows(road, -132)
    assert road.sent() == []
    road.moves("MNQ", 25_983.5)
    await road.until(road.flat)
    assert closed(road) == [road.contract("MNQ")]
    (held,) = road.lockouts()
    assert (held["rule"], held["kind"]) == ("RULE-022", "hard")
    assert datetime.fromisoformat(held["until"]) == week_ends
    until = Schedule(zone_name=zone_of_morning()).end_text(now, week_ends)
    assert road.told("Weekly loss reached") == [f"−$300.44 of −$300. Closing 4 MNQ. Locked until {until}."]


def lost_yesterday(paper: PaperGateway) -> tuple[datetime, datetime]:
    """Lose $164.96 a day ago, or in the first minute of a week that is younger; gives now and the end of the week."""
    floor, mnq, account = paper.exchange.floor, paper.contract("MNQ").id, paper.accounts[0].id
    now = floor.clock()
    week = Schedule(zone_name=zone_of_morning()).week_of(now)
    then = max(now - timedelta(days=1), week.start + timedelta(minutes=1))
    clock, floor.clock = floor.clock, lambda: then
    for bid, trade in ((26_000, paper.exchange.buy), (25_980, paper.exchange.sell)):
        paper.exchange.set_quote(mnq, bid, bid + 0.25)
        trade(account, mnq, 4)
    floor.clock = clock
    return now, week.end


async def test_a_share_of_the_limit_allows_no_new_entries_until_the_reset(lay: Lay) -> None:
    road = await lay(MORNING + "[rules.daily_realized_loss]\nlimit = 200\nreduce_only_at = 0.4\nwarn_at = []\n")
    await holds(road, 2)
    stop = road.orders("MNQ", STOP, SELL, 1, 25_900)
    road.moves("MNQ", 25_958)
    road.sells("MNQ", 1)
    await road.until(lambda: road.locked() == [("RULE-003", "entry", None)])
    (text,) = road.told("Daily realized loss at 42%")
    assert text == f"−$85.61 of −$200. No new entries until {clock_words()}."
    road.buys("MNQ", 1)
    await road.until(lambda: road.sent("/Position/partialCloseContract"))
    await road.until(lambda: road.sizes() == {"MNQ": 1})
    await road.quiet(0.2)
    assert (road.sizes(), road.working()) == ({"MNQ": 1}, [stop])
