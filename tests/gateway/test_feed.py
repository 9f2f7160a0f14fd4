"""Feeds that stop: quotes of a contract held, and hubs that stand and send nothing, without taking calm for silence."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from riskguard.domain.events import QuoteChanged
from riskguard.gateway.feed_watch import FeedWatch, Patience, Verdict
from riskguard.gateway.market_hours import market_open
from riskguard.gateway.pulse import Pulse
from riskguard.paper import PaperGateway

from .linked import Linked, until, utc_now

ES, MNQ = "CON.F.US.EP.Z26", "CON.F.US.MNQ.Z26"
AT = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
NOTHING = Verdict()
ASK = Verdict(ask_again=(ES,))


def always(_contract: str, _at: datetime) -> bool:
    return True


def never(_contract: str, _at: datetime) -> bool:
    return False


def watch_of(*quoted_at: float, is_open: Callable[[str, datetime], bool] = always) -> FeedWatch:
    """A long in ES whose quotes came at some seconds."""
    watch = FeedWatch(is_open)
    watch.position(1, ES, 1)
    for at in quoted_at:
        watch.quoted(ES, at)
    return watch


@pytest.mark.parametrize(
    ("quoted_at", "limit_s"),
    [
        ((0.0,), 30.0),  # nothing is known of it but one quote
        ((0.0, 0.1, 0.2), 15.0),  # several a second
        ((0.0, 3.75), 15.0),
        ((0.0, 5.0), 20.0),
        ((0.0, 20.0), 80.0),  # a thin one
        ((0.0, 60.0), 120.0),
    ],
)
def test_silence_is_measured_against_how_often_a_contract_is_quoted(
    quoted_at: tuple[float, ...], limit_s: float
) -> None:
    watch, last = watch_of(*quoted_at), quoted_at[-1]
    assert watch.look(last + limit_s - 0.001, AT) == NOTHING
    assert watch.look(last + limit_s + 0.001, AT) == ASK


def test_the_hub_goes_only_when_asking_again_brought_nothing_in_five_seconds() -> None:
    watch = watch_of(0.0)
    assert watch.look(30, AT) == ASK
    assert watch.look(34.9, AT) == NOTHING
    assert watch.look(35, AT) == Verdict(restart=f"no quotes of {ES} for 35 s, its market is open")


def test_a_quote_that_asking_again_brings_is_enough_and_makes_patience_longer() -> None:
    watch = watch_of(0.0)
    assert watch.look(30, AT) == ASK
    watch.quoted(ES, 30.1)
    assert watch.look(36, AT) == NOTHING
    assert watch.look(150, AT) == NOTHING
    assert watch.look(150.2, AT) == ASK


def test_restarts_that_bring_nothing_come_ever_more_seldom_and_a_quote_begins_anew() -> None:
    watch, now, restarts = watch_of(0.0), 0.0, []
    for _ in range(20_000):
        now += 0.5
        if watch.look(now, AT).restart:
            restarts.append(now)
            watch.opened(now)
    gaps = [round(b - a) for a, b in zip([0.0, *restarts], restarts, strict=False)]
    assert gaps[:5] == [35, 65, 125, 245, 485]
    assert set(gaps[5:]) == {905}
    watch.quoted(ES, now)
    assert watch.look(now + 120, AT) == ASK


def test_only_contracts_that_are_held_are_missed() -> None:
    watch = watch_of(0.0)
    watch.quoted(MNQ, 0.0)
    watch.position(1, ES, 0)
    assert watch.look(1000, AT) == NOTHING
    watch.position(2, ES, -1)
    watch.holds(2, [MNQ])
    assert watch.look(1000, AT) == Verdict(ask_again=(MNQ,))


def test_a_contract_that_was_never_quoted_is_missed_too() -> None:
    watch = FeedWatch(always)
    watch.holds(1, [ES])
    assert watch.look(0, AT) == NOTHING
    assert watch.look(30, AT) == ASK


def test_silence_counts_from_the_opening_of_the_market_and_of_the_hub() -> None:
    closed = watch_of(0.0, is_open=never)
    assert closed.look(100_000, AT) == NOTHING
    opening: list[str] = []
    watch = watch_of(0.0, is_open=lambda contract, at: contract in opening)
    assert watch.look(3600, AT) == NOTHING
    opening.append(ES)
    assert watch.look(3601, AT) == NOTHING
    assert watch.look(3630, AT) == ASK
    watch.opened(3632)
    assert watch.look(3661, AT) == NOTHING
    assert watch.look(3662, AT) == ASK


@pytest.mark.parametrize(
    ("contract", "at", "is_open"),
    [
        (ES, "2026-11-18T21:59:59Z", True),  # a Wednesday, Chicago is six hours behind
        (ES, "2026-11-18T22:00:00Z", False),
        (ES, "2026-11-18T22:59:59Z", False),
        (ES, "2026-11-18T23:00:00Z", True),
        (ES, "2026-11-20T22:30:00Z", False),
        (ES, "2026-11-20T23:30:00Z", False),
        (ES, "2026-11-22T22:59:59Z", False),
        (ES, "2026-11-22T23:00:00Z", True),
        (ES, "2026-12-25T15:00:00Z", False),
        ("CON.F.US.HE.Z26", "2026-11-18T14:29:59Z", False),
        ("CON.F.US.HE.Z26", "2026-11-18T14:30:00Z", True),
        ("CON.F.US.HE.Z26", "2026-11-18T19:05:00Z", False),
    ],
)
def test_the_market_is_open_by_the_hours_of_its_product(contract: str, at: str, is_open: bool) -> None:
    assert market_open(contract, datetime.fromisoformat(at)) is is_open


QUICK = Patience(shortest_s=0.5, usual_s=0.5, longest_s=0.5, answer_s=0.5)


async def in_position(gateway: PaperGateway) -> Linked:
    world = Linked(gateway, feed=FeedWatch(always, QUICK))
    await world.go()
    gateway.exchange.buy(world.first, gateway.contract("ES").id)
    await until(lambda: world.heard(QuoteChanged))
    return world


async def test_a_subscription_that_got_lost_is_made_again_without_losing_the_hub(gateway: PaperGateway) -> None:
    world = await in_position(gateway)
    contract, before = gateway.contract("ES").id, len(world.heard(QuoteChanged))
    gateway.hubs._listening.clear()
    await until(lambda: len(world.heard(QuoteChanged)) > before)
    gateway.exchange.set_quote(contract, 5000, 5000.25)
    await until(lambda: world.quotes(contract)[-1].bid == 5000 * 10**10)
    assert not world.lost("market")
    await world.link.stop()


async def test_a_feed_that_stays_silent_in_a_position_restarts_the_market_hub_alone(gateway: PaperGateway) -> None:
    world = await in_position(gateway)
    gateway.faults.hubs.stale_quotes()
    await until(lambda: world.lost("market"))
    gateway.faults.hubs.fresh_quotes()
    assert world.lost("market")[0].reason.startswith(f"no quotes of {gateway.contract('ES').id} for ")
    before = len(world.heard(QuoteChanged))
    await until(lambda: len(world.restored("market")) >= 2 and len(world.heard(QuoteChanged)) > before)
    assert not world.lost("user")
    await world.link.stop()


async def test_a_flat_account_misses_no_quotes(gateway: PaperGateway) -> None:
    world = await in_position(gateway)
    gateway.exchange.close(world.first, gateway.contract("ES").id)
    await world.link.broker.read(world.first, utc_now())
    before = len(world.heard(QuoteChanged))
    gateway.hubs._listening.clear()
    await asyncio.sleep(3)
    assert len(world.heard(QuoteChanged)) == before
    assert not world.lost("market")
    await world.link.stop()


def test_a_hub_is_dead_when_nothing_came_for_twenty_seconds() -> None:
    pulse = Pulse()
    assert not pulse.stopped(1e9)
    pulse.opened(100)
    assert not pulse.stopped(120)
    assert pulse.stopped(120.001)
    pulse.frame(115, ping=True)
    assert not pulse.stopped(135)
    assert pulse.stopped(135.001)


def test_a_gateway_that_pings_more_seldom_flaps_no_longer_than_it_takes_to_learn_that() -> None:
    pulse, now, deaths = Pulse(), 0.0, 0
    pulse.opened(now)
    for _ in range(200):
        if pulse.stopped(now + 29.9):
            deaths += 1
            pulse.died()
            pulse.opened(now)
        now += 30
        pulse.frame(now, ping=True)
    assert (deaths, pulse.limit_s) == (1, 40)


def test_two_pings_close_together_bring_the_usual_patience_back() -> None:
    pulse = Pulse()
    pulse.opened(0)
    pulse.died()
    pulse.opened(0)
    pulse.frame(15, ping=True)
    assert pulse.limit_s == 40
    pulse.frame(20, ping=False)
    pulse.frame(35, ping=True)
    assert pulse.limit_s == 20


async def test_a_hub_that_stands_and_says_nothing_is_opened_anew(linked: Linked) -> None:
    keeper = linked.link._hubs._keepers["user"]
    keeper.pulse.limit_s = 0.2
    await until(lambda: len(linked.restored("user")) >= 2, 4)
    assert linked.lost("user")[0].reason.startswith("nothing came from the hub for ")
    assert not linked.lost("market")
