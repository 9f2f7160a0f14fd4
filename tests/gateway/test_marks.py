"""Prices read from second bars: what is asked, how often, and what is told when they cannot be read."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

from riskguard.domain.events import MarkRead, ProtectionReduced, ProtectionRestored
from riskguard.domain.money import price
from riskguard.engine.ports import MarkWanted
from riskguard.gateway.budget import bars_budget

from .linked import Linked

BARS = "/History/retrieveBars"


async def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def wants(linked: Linked, *roots: str, every_s: float = 0.05, live: bool = False, urgent: bool = True) -> None:
    ids = [linked.gateway.contract(root).id for root in roots]
    linked.link.broker.read_marks([MarkWanted(one, live, every_s, urgent) for one in ids])


def trades_at(linked: Linked, root: str, bid: float) -> None:
    linked.gateway.exchange.set_quote(linked.gateway.contract(root).id, bid, bid + 0.25, bid)


async def test_the_newest_price_traded_comes_back_again_and_again(linked: Linked) -> None:
    trades_at(linked, "MNQ", 26_010)
    wants(linked, "MNQ")
    await until(lambda: len(linked.heard(MarkRead)) >= 2)
    trades_at(linked, "MNQ", 25_990)
    await until(lambda: linked.heard(MarkRead)[-1].last == price(25_990))
    assert linked.heard(MarkRead)[0].last == price(26_010)
    assert {one.contract_id for one in linked.heard(MarkRead)} == {linked.gateway.contract("MNQ").id}
    body = linked.called(BARS)[0]
    assert isinstance(body, dict)
    fixed = {"live": False, "unit": 1, "unitNumber": 1, "limit": 3, "includePartialBar": True}
    assert fixed.items() <= body.items()
    start, end = (datetime.fromisoformat(body[name]) for name in ("startTime", "endTime"))
    assert (end - start).total_seconds() == 3600


async def test_the_live_flag_is_as_asked(linked: Linked) -> None:
    wants(linked, "MNQ", live=True)
    await until(lambda: linked.called(BARS))
    body = linked.called(BARS)[0]
    assert isinstance(body, dict)
    assert body["live"] is True


async def test_what_is_wanted_no_longer_is_read_no_longer(linked: Linked) -> None:
    wants(linked, "MNQ", "ES")
    await until(lambda: len(linked.called(BARS)) >= 4)
    wants(linked, "ES")
    await asyncio.sleep(0.2)
    known = len(linked.called(BARS))
    await until(lambda: len(linked.called(BARS)) > known)
    later = [body["contractId"] for body in linked.called(BARS)[known:] if isinstance(body, dict)]
    assert set(later) == {linked.gateway.contract("ES").id}
    wants(linked)
    await asyncio.sleep(0.2)
    known = len(linked.called(BARS))
    await asyncio.sleep(0.3)
    assert len(linked.called(BARS)) == known


async def test_prices_that_cannot_be_read_are_told_once_and_their_return(linked: Linked) -> None:
    linked.gateway.faults.answer(BARS, status=503, times=None)
    wants(linked, "MNQ", "ES")
    await until(lambda: len(linked.called(BARS)) >= 8)
    (told,) = [one for one in linked.heard(ProtectionReduced) if one.code == "marks"]
    assert told.grave
    assert "The last ones keep counting" in told.words
    linked.gateway.faults.clear()
    await until(lambda: ProtectionRestored("marks") in linked.events)


async def test_one_lost_answer_is_not_told(linked: Linked) -> None:
    linked.gateway.faults.answer(BARS, status=503, times=1)
    wants(linked, "MNQ")
    await until(lambda: linked.heard(MarkRead))
    assert not linked.heard(ProtectionReduced)


async def test_of_a_contract_that_may_only_be_quiet_a_failure_is_not_told(linked: Linked) -> None:
    linked.gateway.faults.answer(BARS, status=503, times=None)
    wants(linked, "MNQ", urgent=False)
    await until(lambda: len(linked.called(BARS)) >= 4)
    assert not linked.heard(ProtectionReduced)


async def test_the_trouble_ends_with_the_reading(linked: Linked) -> None:
    linked.gateway.faults.answer(BARS, status=503, times=None)
    wants(linked, "MNQ")
    await until(lambda: linked.heard(ProtectionReduced))
    wants(linked)
    await until(lambda: ProtectionRestored("marks") in linked.events)


async def test_bars_that_cannot_be_read_count_as_unreadable(linked: Linked) -> None:
    for bars in ("many", [{"t": "now", "c": 1}], [{"t": "2026-11-19T16:00:00Z", "c": 0}]):
        linked.gateway.faults.clear()
        linked.events.clear()
        body = {"success": True, "errorCode": 0, "errorMessage": None, "bars": bars}
        linked.gateway.faults.answer(BARS, status=200, body=body, times=None)
        wants(linked, "MNQ")
        await until(lambda: linked.heard(ProtectionReduced))
        assert not linked.heard(MarkRead)
        wants(linked)


async def test_bars_have_a_call_budget_of_their_own() -> None:
    """The gateway allows 50 in 30 s, and answers everything else meanwhile."""
    budget = bars_budget()
    async with asyncio.timeout(1):
        for _ in range(45):
            await budget.admit()
    spent = asyncio.create_task(budget.admit())
    await asyncio.sleep(0.05)
    assert not spent.done()
    spent.cancel()
