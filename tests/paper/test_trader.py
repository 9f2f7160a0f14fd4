"""The practice mode's trader against the real paper gateway, and its refusal of any other."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.trader import NotPaperError, PaperTrader, PaperUnreachableError, Tradable


@pytest.fixture
async def paper() -> AsyncIterator[PaperGateway]:
    async with PaperGateway(PaperConfig(rate_limits=None, speed=0)) as gateway:
        yield gateway


@pytest.fixture
async def trader(paper: PaperGateway) -> AsyncIterator[PaperTrader]:
    made = PaperTrader({"api_url": paper.api_url, "user": paper.user, "key": paper.key})
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def mnq(trader: PaperTrader) -> Tradable:
    return next(one for one in await trader.contracts() if one.name.startswith("MNQ"))


async def test_it_buys_protects_and_closes(paper: PaperGateway, trader: PaperTrader, mnq: Tradable) -> None:
    account = paper.accounts[0].id
    assert await trader.market(account, mnq.contract_id, 2) == ""
    last = await trader.last(mnq.contract_id)
    assert last is not None
    assert await trader.stop(account, mnq.contract_id, -2, last - 50) == ""
    assert len(list(paper.exchange.orders(account))) == 2
    assert await trader.cancel(account, mnq.contract_id) == ""
    assert await trader.close_position(account, mnq.contract_id) == ""
    assert paper.accounts[0].positions == {}


async def test_selling_goes_short(paper: PaperGateway, trader: PaperTrader, mnq: Tradable) -> None:
    assert await trader.market(paper.accounts[0].id, mnq.contract_id, -1) == ""
    position = next(iter(paper.accounts[0].positions.values()))
    assert position.json()["type"] == 2


async def test_each_contract_is_listed_once_with_its_tick(trader: PaperTrader, mnq: Tradable) -> None:
    names = [one.name[:-2] for one in await trader.contracts()]
    assert len(names) == len(set(names))
    assert mnq.tick == 0.25


async def test_a_refusal_comes_back_in_words(trader: PaperTrader, paper: PaperGateway, mnq: Tradable) -> None:
    account = paper.accounts[0].id
    assert await trader.close_position(account, mnq.contract_id) != ""
    paper.exchange.set_can_trade(account, can_trade=False)
    assert await trader.market(account, mnq.contract_id, 1) != ""


async def test_a_gateway_that_is_gone_is_said_to_be_so(paper: PaperGateway, trader: PaperTrader) -> None:
    await paper.stop()
    with pytest.raises(PaperUnreachableError):
        await asyncio.wait_for(trader.contracts(), 10)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.topstepx.com/api",
        "http://192.168.1.5:8080/api",
        "http://localhost.example.com/api",
        "http://127.0.0.1.example.com/api",
        "//api.topstepx.com",
        "",
    ],
)
def test_no_order_ever_goes_to_another_machine(url: str) -> None:
    with pytest.raises(NotPaperError, match="practice orders go to the paper gateway only"):
        PaperTrader({"api_url": url, "user": "me", "key": "key"})


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api", "http://localhost:8080/api", "http://[::1]:8080/api"])
def test_this_machine_is_fine_however_it_is_called(url: str) -> None:
    PaperTrader({"api_url": url, "user": "me", "key": "key"})
