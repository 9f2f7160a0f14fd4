"""Hubs that drop, refuse, die with their server or log the session out: told once, and back by themselves."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from aiohttp import web

from riskguard.domain.events import HubLost, HubRestored, TradeReported
from riskguard.engine.ports import GatewayUnreadableError
from riskguard.paper import PaperConfig, PaperGateway

from .linked import A_DAY, Linked, until, utc_now


def came_back(world: Linked, times: int) -> bool:
    return len(world.restored("user")) == times


async def flows_again(world: Linked) -> None:
    """Both hubs deliver: a fill on the user hub, its quote on the market hub."""
    contract = world.gateway.contract("ES").id
    fills, quotes = len(world.heard(TradeReported)), len(world.quotes(contract))
    world.gateway.exchange.buy(world.second, contract)
    await until(lambda: len(world.heard(TradeReported)) > fills)
    world.gateway.exchange.set_quote(contract, 6000 + quotes, 6001 + quotes)
    await until(lambda: len(world.quotes(contract)) > quotes)


@pytest.mark.parametrize("polite", [False, True])
async def test_a_dropped_hub_is_told_once_and_back_with_all_its_subscriptions(linked: Linked, polite: bool) -> None:
    await flows_again(linked)
    linked.gateway.faults.drop_hubs("user", polite=polite)
    await until(lambda: len(linked.restored("user")) == 2, 2)
    assert len(linked.lost("user")) == 1
    assert not linked.lost("market")
    await flows_again(linked)


async def test_losing_the_market_hub_leaves_the_user_hub_alone(linked: Linked) -> None:
    await flows_again(linked)
    linked.gateway.faults.drop_hubs("market")
    await until(lambda: len(linked.restored("market")) == 2, 2)
    assert (len(linked.lost("market")), len(linked.lost("user")), len(linked.restored("user"))) == (1, 0, 1)
    await flows_again(linked)


async def test_a_hub_that_keeps_dying_young_is_restarted_ever_more_slowly(linked: Linked) -> None:
    for count in range(4):
        linked.gateway.faults.drop_hubs("user")
        await until(partial(came_back, linked, count + 2), 4)
    gaps = [back - lost for lost, back in zip(linked.when(HubLost), linked.when(HubRestored)[2:], strict=True)]
    coarse = 2 * time.get_clock_info("monotonic").resolution  # 31 ms on Windows, where a sleep may end a tick early
    assert all(gap >= pause - coarse for gap, pause in zip(gaps, (0.25, 0.5, 1.0, 1.25), strict=True))


@pytest.mark.parametrize(("status", "seconds"), [(503, 1.2), (502, 0.3), (401, 0.3)])
async def test_hubs_that_refuse_for_seconds_come_back_within_two_of_the_end(
    linked: Linked, status: int, seconds: float
) -> None:
    await flows_again(linked)
    linked.gateway.faults.refuse_negotiate(status, seconds=seconds)
    linked.gateway.faults.drop_hubs()
    over = time.monotonic() + seconds
    await until(lambda: len(linked.restored("user")) == 2 and len(linked.restored("market")) == 2, 6)
    assert time.monotonic() - over < 2
    assert (len(linked.lost("user")), len(linked.lost("market"))) == (1, 1)
    await flows_again(linked)


async def test_a_restarted_server_on_the_same_port_is_found_within_two_seconds(linked: Linked) -> None:
    await flows_again(linked)
    await linked.gateway.stop()
    await until(lambda: linked.lost("user") and linked.lost("market"), 2)
    with pytest.raises(GatewayUnreadableError, match="cannot be reached"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    await asyncio.sleep(1.0)
    await linked.gateway.start()
    back = time.monotonic()
    await until(lambda: len(linked.restored("user")) == 2 and len(linked.restored("market")) == 2)
    assert time.monotonic() - back < 2
    assert (len(linked.lost("user")), len(linked.lost("market"))) == (1, 1)
    await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    await flows_again(linked)


async def test_a_first_connect_that_fails_is_told_once_and_tried_again(gateway: PaperGateway) -> None:
    world = Linked(gateway)
    await world.link.start()
    gateway.faults.refuse_negotiate(503, seconds=2.05)
    assert not await world.link.watch([world.first, world.second])
    assert [event.reason for event in world.heard(HubLost)] == ["the hub is not working (503)"] * 2
    await until(lambda: len(world.heard(HubRestored)) == 2)
    await flows_again(world)
    await world.link.stop()


async def test_a_revoked_session_logs_in_again_once_and_both_hubs_return(linked: Linked) -> None:
    await flows_again(linked)
    logins = len(linked.called("/Auth/loginKey"))
    linked.gateway.revoke_tokens()
    await until(lambda: len(linked.restored("user")) == 2 and len(linked.restored("market")) == 2, 3)
    lost = linked.lost("user")[0]
    assert (lost.reason, lost.logged_out) == ("the gateway ended this session", True)
    assert len(linked.called("/Auth/loginKey")) == logins + 1
    await flows_again(linked)


async def test_a_login_that_is_refused_afterwards_is_asked_for_slowly(linked: Linked) -> None:
    linked.gateway.faults.refuse("/Auth/loginKey", 10, times=None)
    logins = len(linked.called("/Auth/loginKey"))
    linked.gateway.revoke_tokens()
    await asyncio.sleep(1.0)
    assert logins < len(linked.called("/Auth/loginKey")) <= logins + 2
    assert (len(linked.lost("user")), len(linked.restored("user"))) == (1, 1)


@pytest.mark.parametrize(
    "frame",
    [
        '{"type":7,"error":"internal"}\x1e',
        '{"type":9}\x1e',
        '{"type":1,"arguments":[{}]}\x1e',
        '["no message"]\x1e',
        "this is no JSON\x1e",
        '{"type":1,"target":"GatewayLogout","arguments":[]}\x1e',
    ],
)
async def test_a_frame_that_kills_the_sdks_hub_costs_one_reconnect(linked: Linked, frame: str) -> None:
    linked.gateway.hubs.raw("user", frame)
    await until(lambda: len(linked.restored("user")) == 2, 3)
    assert len(linked.lost("user")) == 1
    await flows_again(linked)


async def test_pings_and_targets_nobody_knows_cost_nothing(linked: Linked) -> None:
    linked.gateway.hubs.raw(None, '{"type":6}\x1e{"type":1,"target":"GatewayNews","arguments":[1]}\x1e')
    await flows_again(linked)
    assert not linked.heard(HubLost)


async def test_a_session_that_ran_out_is_renewed_before_its_hub_restarts() -> None:
    async with PaperGateway(PaperConfig()) as gateway:
        world = Linked(gateway)
        await world.go()
        gateway.tokens.revoke(gateway.tokens.live()[0])
        gateway.faults.drop_hubs("user")
        await until(lambda: came_back(world, 2), 3)
        assert len(world.called("/Auth/loginKey")) == 2
        await flows_again(world)
        await world.link.stop()


class NoNegotiation(PaperGateway):
    """A gateway whose hubs speak websockets and know no negotiation."""

    status = 404

    def _app(self) -> web.Application:
        app = super()._app()
        app.middlewares.append(self._refuse_negotiation)
        return app

    @web.middleware
    async def _refuse_negotiation(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        return web.Response(status=self.status) if request.path.endswith("/negotiate") else await handler(request)


@pytest.mark.parametrize("status", [404, 405])
async def test_hubs_without_negotiation_are_reached_directly_and_after_a_drop_again(status: int) -> None:
    async with NoNegotiation(PaperConfig()) as gateway:
        gateway.status = status
        world = Linked(gateway)
        await world.go()
        await flows_again(world)
        gateway.faults.drop_hubs()
        await until(lambda: len(world.restored("user")) == 2 and len(world.restored("market")) == 2, 3)
        await flows_again(world)
        await world.link.stop()
