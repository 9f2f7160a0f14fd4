"""Rules of the clock and of whole accounts, from a socket to the REST call that went out and the words shown.

Ends that fall into a test are reckoned from now, so that nothing depends on the time of day or the day of the week.
"""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from riskguard.paper import PaperGateway
from tests.e2e.conftest import Lay
from tests.e2e.road import BUY, LIMIT, MORNING, SELL, STOP, Road, clock_words, zone_of_morning

EVERY_DAY = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
HOURS = '[rules.session_hours]\ncalendar = "none"\nwindows = [{{ {days}, start = "{start}", end = "{end}" }}]\n'
TIME = "[rules.max_position_time]\nlimit = 1\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


def hours(start: str, end: str) -> str:
    return HOURS.format(days=EVERY_DAY, start=start, end=end)


def seconds_until(wall: time, before: float) -> float:
    """How long before a time of today's morning zone it is in `before` seconds."""
    now = datetime.now(ZoneInfo(zone_of_morning()))
    return (datetime.combine(now.date(), wall, now.tzinfo) - now).total_seconds() - before


def holds_before_the_start(paper: PaperGateway) -> None:
    """Held when the guard starts, so that no clock can be too early for it."""
    mnq = paper.contract("MNQ").id
    paper.exchange.set_quote(mnq, 26_000, 26_000.25)
    paper.exchange.buy(paper.accounts[0].id, mnq, 4)


async def test_rule_009_outside_the_hours_nothing_is_held_and_nothing_stays(lay: Lay, paper: PaperGateway) -> None:
    holds_before_the_start(paper)
    road = await lay(MORNING + hours("12:00", "13:00"))
    await road.until(road.flat)
    assert road.locked() == [("RULE-009", "hard", None)]
    noon = clock_words("12:00 PM")
    (text, _) = road.told("Outside session hours")
    assert text == f"Trading opens {noon}. Closing 4 MNQ. Locked until {noon}."
    road.paper.requests.clear()
    order = road.orders("MES", LIMIT, BUY, 1, 6_800)
    await road.until(lambda: road.working() == [])
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    await road.until(lambda: road.told("Locked"))
    assert road.told("Locked")[0].startswith("Cancelling 1 order. This account is locked for ")


async def test_rule_009_before_the_end_entries_stop_and_then_all_is_closed_by_the_clock_alone(
    lay: Lay, paper: PaperGateway
) -> None:
    """Entries have ended already; everything is closed seconds after the start, with no event to bring it."""
    holds_before_the_start(paper)
    end = time(18, 0)
    before = f"flatten_before = {seconds_until(end, 4)}\nno_entries_before = 36000\n"
    due = datetime.now(UTC) + timedelta(seconds=4)
    road = await lay(MORNING + hours("08:00", "18:00") + before)
    words = f"The session ends at {clock_words('6:00 PM')}. No new entries until {clock_words('6:00 PM')}."
    assert road.told("Session hours") == [words] * 2
    await road.until(road.flat)
    assert datetime.now(UTC) >= due
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mnq)]
    assert ("RULE-009", "hard", None) in road.locked()


async def test_rule_009_an_instrument_outside_its_own_hours_is_locked_alone(lay: Lay) -> None:
    own = f'[rules.session_hours.overrides]\nMES = [{{ {EVERY_DAY}, start = "12:00", end = "13:00" }}]\n'
    road = await lay(MORNING + hours("08:00", "18:00") + own)
    road.buys("MNQ", 1)
    road.buys("MES", 1)
    await road.until(lambda: road.sizes() == {"MNQ": 1} and road.sent("/Position/closeContract"))
    mes = {"accountId": road.first, "contractId": road.contract("MES")}
    assert road.sent("/Position/closeContract") == [("/Position/closeContract", mes)]
    assert road.locked() == [("RULE-009", "symbol", "MES")]
    noon = clock_words("12:00 PM")
    assert road.told("Outside session hours")[0] == f"MES opens {noon}. MES is locked until {noon}."
    assert any("MES is locked for " in text for text in road.told("Session hours"))
    await road.until(lambda: road.view().headline == "Locked: MES")


async def test_rule_018_a_position_held_for_the_limit_is_closed_and_the_younger_stays(lay: Lay) -> None:
    road = await lay(TIME)
    road.buys("MNQ", 2)
    await road.quiet(0.5)
    road.buys("MES", 1)
    await road.until(lambda: road.sizes() == {"MES": 1})
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert road.sent() == [("/Position/closeContract", mnq)]
    assert road.told("Held too long") == ["Open for 1 s, 1 s allowed. Closing 2 MNQ."]
    assert road.locked() == []


async def test_rule_018_the_time_before_a_restart_counts(lay: Lay) -> None:
    road = await lay(TIME)
    road.buys("MNQ", 2)
    await road.until(lambda: road.view().positions)
    await road.stop()
    await road.quiet(1)
    await road.arm()
    await road.until(lambda: road.sizes() == {})
    assert any(text.endswith("1 s allowed. Closing 2 MNQ.") for text in road.told("Held too long"))


def news(at: datetime, more: str = "") -> str:
    event = f'events = [{{ time = "{at.isoformat()}", title = "Jobs report", impact = "high" }}]\n'
    return f"{MORNING}[rules.news_blackout]\n{event}{more}"


def clock_time(at: datetime) -> str:
    local = at.astimezone(ZoneInfo(zone_of_morning()))
    return clock_words(f"{local.hour % 12 or 12}:{local:%M %p}")


async def test_rule_023_around_an_event_all_is_closed_and_the_lockout_ends_after_it(
    lay: Lay, paper: PaperGateway
) -> None:
    holds_before_the_start(paper)
    at = datetime.now(UTC)
    road = await lay(news(at, "before = 60\nafter = 2\n"))
    await road.until(road.flat)
    mnq = {"accountId": road.first, "contractId": road.contract("MNQ")}
    assert paper_calls(road, "/Position/closeContract") == [mnq]
    over = at + timedelta(seconds=2)
    (text, _) = road.told("News event")
    assert text == f"Jobs report at {clock_time(at)}. Closing 4 MNQ. Locked until {clock_time(over)}."
    await road.until(lambda: road.told("Lockout over"))
    assert datetime.now(UTC) >= over
    assert road.locked() == []
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    await road.quiet(0.2)
    assert road.sizes() == {"MNQ": 1}


def paper_calls(road: Road, path: str) -> list[dict[str, object]]:
    return [body for _, body in road.sent(path)]


async def test_rule_023_from_a_file_may_only_refuse_entries(lay: Lay, paper: PaperGateway, tmp_path: Path) -> None:
    holds_before_the_start(paper)
    at = datetime.now(UTC) + timedelta(seconds=60)
    (tmp_path / "news.csv").write_text(f"time,title,impact\n{at.isoformat()},Jobs report,high\n", encoding="utf-8")
    road = await lay(f'{MORNING}[rules.news_blackout]\nfile = "news.csv"\naction = "no_entries"\n')
    assert road.locked() == [("RULE-023", "entry", None)]
    order = road.orders("MES", LIMIT, BUY, 1, 6_800)
    stop = road.orders("MNQ", STOP, SELL, 4, 25_800)
    await road.until(lambda: road.working() == [stop])
    assert road.sent() == [("/Order/cancel", {"accountId": road.first, "orderId": order})]
    assert road.sizes() == {"MNQ": 4}
    assert road.told("News event")[0].startswith("Jobs report at ")
    assert " No new entries until " in road.told("News event")[0]


def watched(rule: str) -> str:
    return f'{rule}mode = "observe"\n'


async def test_observing_tells_what_it_would_have_done_and_does_nothing(lay: Lay) -> None:
    road = await lay(MORNING + watched(LOSS) + watched("[rules.max_contracts]\nlimit = 5\n"))
    await road.until(lambda: road.view().armed)
    assert road.status()["protected"] is False
    assert road.state() == "observe"
    road.buys("MNQ", 10)
    await road.until(lambda: road.told("Too many contracts"))
    assert road.told("Too many contracts") == ["10 contracts, 5 allowed. Only watching: nothing was done."]
    road.moves("MNQ", 25_970)
    road.sells("MNQ", 10)
    await road.until(lambda: road.told("Daily realized loss reached"))
    (text,) = road.told("Daily realized loss reached")
    assert text == "−$612.40 of −$500. Only watching: nothing was done."
    await road.quiet()
    assert (road.sent(), road.locked()) == ([], [])


async def test_a_lockout_for_all_accounts_closes_the_other_one_too_and_lasts_over_a_restart(lay: Lay) -> None:
    road = await lay(MORNING + LOSS + "lock_all_accounts = true\n")
    road.buys("MES", 3, road.second)
    await road.until(lambda: road.view(road.second).positions)
    await road.loses()
    await road.until(lambda: road.view(road.second).flat_confirmed_at)
    mes = {"accountId": road.second, "contractId": road.contract("MES")}
    assert ("/Position/closeContract", mes) in road.sent()
    assert road.sizes(road.second) == {}
    first, second = road.lockouts(), road.lockouts(road.second)
    assert first == second
    texts = [notice.text for notice in road.board.notices if notice.account_id == road.second]
    assert texts[0].startswith("−$6")
    assert texts[0].endswith(f"of −$500. Closing 3 MES. Locked until {clock_words()}.")
    await road.restart()
    assert (road.lockouts(), road.lockouts(road.second)) == (first, second)
    road.buys("ES", 1, road.second)
    await road.until(lambda: road.sent("/Position/closeContract") and road.sizes(road.second) == {})
