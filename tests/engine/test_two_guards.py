"""Another guard on the same account is known by the mark on its orders; both go on, and it is said."""

from dataclasses import replace

import pytest

from riskguard.domain.actions import PlaceStop
from riskguard.domain.events import QuoteChanged
from riskguard.domain.orders import OrderStatus, OrderType
from tests.fakes.facts import order, position, quote
from tests.fakes.world import World

MANAGED = "[rules.trade_management]\nstop_ticks = 40\n"


def marked(mark: str = "aaaaaa") -> World:
    world = World(MANAGED)
    world.state = replace(world.state, mark=mark)
    return world


def troubled(world: World) -> bool:
    return "two_guards" in world.account().troubles


def test_the_mark_is_the_last_part_of_the_tags_of_its_own_orders() -> None:
    world = marked().arms()
    (placed,) = [one for one in [*world.hears(position(2)), *world.sent] if isinstance(one, PlaceStop)][:1]
    assert placed.tag.startswith("riskguard-stop-MNQ-")
    assert placed.tag.endswith("-aaaaaa")
    assert not troubled(world)
    world.hears(order(70, -2, kind=OrderType.STOP, at=25_990, tag=placed.tag))
    assert not troubled(world)


@pytest.mark.parametrize(
    ("tag", "mark", "status", "foreign"),
    [
        ("riskguard-stop-MNQ-x1-bbbbbb", "aaaaaa", OrderStatus.OPEN, True),
        ("riskguard-stop-MNQ-x1-aaaaaa", "aaaaaa", OrderStatus.OPEN, False),
        ("riskguard-stop-MNQ-x1", "aaaaaa", OrderStatus.OPEN, False),
        ("riskguard-stop-MNQ-x1-bbbbbb", "", OrderStatus.OPEN, False),
        ("riskguard-stop-MNQ-x1-bbbbbb", "aaaaaa", OrderStatus.CANCELLED, False),
        ("somebody-stop-MNQ-x1-bbbbbb", "aaaaaa", OrderStatus.OPEN, False),
        (None, "aaaaaa", OrderStatus.OPEN, False),
    ],
)
def test_only_a_working_order_with_anothers_mark_is_anothers(
    tag: str | None, mark: str, status: OrderStatus, foreign: bool
) -> None:
    world = marked(mark).arms(position(2))
    world.hears(order(70, -2, kind=OrderType.STOP, at=25_990, tag=tag, status=status))
    assert troubled(world) is foreign


def test_it_is_told_once_is_not_grave_and_ends_with_a_read_without_such_an_order() -> None:
    world = marked().arms(position(2), orders=(order(70, -2, kind=OrderType.STOP, at=25_990, tag="riskguard-a-b-c-d"),))
    world.hears(quote_now())
    (told,) = [one for one in world.told("degraded") if one.fields.get("reason") == "two_guards"]
    assert (told.severity, world.account().troubles["two_guards"].grave) == ("warning", False)
    assert "Another RiskGuard places orders on this account too" in told.words
    world.reads_back(position(2))
    assert not troubled(world)


def quote_now() -> QuoteChanged:
    return quote("CON.F.US.MNQ.Z26", 26_000, 26_000.25)
