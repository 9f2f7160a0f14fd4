"""One hub is gone and the market goes on: rules judge what is read instead, until the feed is back."""

from pathlib import Path

from riskguard.domain.money import usd
from riskguard.paper import PaperGateway
from riskguard.paper.paths import HubName
from tests.e2e.conftest import Lay
from tests.e2e.road import Road

OPEN_LOSS = "[rules.daily_unrealized_loss]\nlimit = 500\n"
THREE = '[rules.trade_frequency]\nper_minute = 3\ncount = "entries"\n'
BARS = "/History/retrieveBars"


def loses_hub(road: Road, hub: HubName, seconds: float = 60.0) -> None:
    """One hub is gone and does not come back for so long."""
    road.paper.faults.refuse_negotiate(503, seconds, hub)
    road.paper.faults.drop_hubs(hub)


async def test_an_open_loss_is_enforced_while_the_market_hub_is_down(lay: Lay) -> None:
    road = await lay(OPEN_LOSS)
    road.buys("MNQ", 10)
    await road.until(lambda: road.view().positions)
    loses_hub(road, "market")
    await road.until(lambda: road.state() == "degraded")
    assert any("Prices of open positions are read every 2 s" in words for words in road.view().degraded)
    road.moves("MNQ", 25_970)
    await road.until(lambda: road.sizes() == {})
    await road.until(road.flat)
    assert any("Open loss" in text for text in road.board.texts()), road.board.texts()


async def test_nothing_is_closed_while_read_prices_stay_within_the_limit(lay: Lay) -> None:
    road = await lay(OPEN_LOSS)
    road.buys("MNQ", 10)
    await road.until(lambda: road.view().positions)
    loses_hub(road, "market")
    road.moves("MNQ", 25_980)
    await road.until(lambda: len(road.sent(BARS)) >= 3)
    await road.until(lambda: road.view().open == usd(-405))
    assert road.sizes() == {"MNQ": 10}


async def test_prices_are_read_no_more_once_quotes_come_again(lay: Lay) -> None:
    road = await lay(OPEN_LOSS)
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    loses_hub(road, "market", 2.5)
    await road.until(lambda: road.sent(BARS))
    await road.until(lambda: road.state() == "armed")
    await road.quiet(1.2)
    known = len(road.sent(BARS))
    await road.quiet(2.5)
    assert len(road.sent(BARS)) == known
    assert road.view().degraded == ()


async def test_prices_that_cannot_be_read_either_are_told(lay: Lay) -> None:
    road = await lay(OPEN_LOSS)
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    road.paper.faults.answer(BARS, status=503, times=None)
    loses_hub(road, "market")
    await road.until(lambda: any("Prices cannot be read either" in text for text in road.board.texts()))
    road.paper.faults.clear()
    await road.until(lambda: road.view().degraded == ())


async def test_trades_are_counted_while_the_user_hub_is_down(lay: Lay) -> None:
    road = await lay(THREE)
    loses_hub(road, "user")
    await road.until(lambda: road.state() == "degraded")
    for _ in range(3):
        road.buys("MNQ", 1)
        road.sells("MNQ", 1)
    await road.until(lambda: [held.kind for held in road.view().lockouts] == ["entry"], 15)


async def test_a_position_that_grows_is_reduced_while_the_user_hub_is_down(lay: Lay) -> None:
    road = await lay("[rules.max_contracts]\nlimit = 5\n")
    road.buys("MNQ", 5)
    await road.until(lambda: road.view().positions)
    loses_hub(road, "user")
    await road.until(lambda: road.state() == "degraded")
    road.buys("MNQ", 2)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.quiet(3)
    assert road.sizes() == {"MNQ": 5}


async def test_an_account_the_user_hub_refuses_is_read_instead_while_the_other_goes_on_live(
    paper: PaperGateway, tmp_path: Path
) -> None:
    road = Road(paper, tmp_path, "[rules.max_contracts]\nlimit = 5\n")
    road.calm()
    paper.faults.hubs.refuse_account(road.second)
    road.launch()
    await road.until(lambda: (road.view().state, road.view(road.second).state) == ("armed", "degraded"))
    assert any("refuses to send live data of this account" in words for words in road.view(road.second).degraded)
    assert road.view().degraded == ()
    for account_id in (road.first, road.second):
        road.buys("MNQ", 7, account_id)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.until(lambda: road.sizes(road.second) == {"MNQ": 5}, 15)
    paper.faults.clear()
    await road.until(lambda: "Live data of this account is back." in road.told("Protection restored"), 15)
    road.buys("MNQ", 1, road.second)
    await road.until(lambda: road.sent("/Position/partialCloseContract")[2:])
    await road.stop()
