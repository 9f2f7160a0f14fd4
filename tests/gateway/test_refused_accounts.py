"""An account the user hub will not serve: told of that account alone, and asked for again until it is served."""

import logging
from collections.abc import Callable

import pytest

from riskguard.domain.events import AccountCovered, AccountUncovered, HubLost, TradeReported
from riskguard.gateway import subscriptions
from riskguard.paper import PaperGateway

from .linked import Linked, until


@pytest.fixture
async def linked(gateway: PaperGateway) -> Linked:
    return Linked(gateway)


async def refused(world: Linked) -> None:
    """Watches both accounts while the gateway refuses the second."""
    accounts = await world.link.start()
    world.gateway.faults.hubs.refuse_account(world.second)
    assert await world.link.watch([account.account_id for account in accounts])


def trades_of(world: Linked, account_id: int) -> Callable[[], int]:
    return lambda: sum(one.account_id == account_id for one in world.heard(TradeReported))


async def test_a_refused_account_is_told_once_and_the_others_are_served_live(linked: Linked) -> None:
    await refused(linked)
    contract = linked.gateway.contract("ES").id
    for account_id in (linked.second, linked.first):
        linked.gateway.exchange.buy(account_id, contract)
    await until(trades_of(linked, linked.first))
    assert trades_of(linked, linked.second)() == 0
    assert linked.heard(HubLost) == []
    assert linked.heard(AccountUncovered) == [AccountUncovered(linked.second)]
    await linked.link.stop()


async def test_it_is_served_once_the_gateway_takes_it_and_told_once(linked: Linked) -> None:
    await refused(linked)
    linked.gateway.faults.clear()
    await until(lambda: linked.heard(AccountCovered) == [AccountCovered(linked.second)])
    linked.gateway.exchange.buy(linked.second, linked.gateway.contract("ES").id)
    await until(trades_of(linked, linked.second))
    assert len(linked.restored("user")) == 1  # the others are not read again for it
    await linked.link.stop()


async def test_it_is_asked_for_again_ever_more_slowly(linked: Linked, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, subscriptions.__name__)
    await refused(linked)

    def asked() -> list[float]:
        return [record.created for record in caplog.records if "refused SubscribeTrades" in record.getMessage()]

    await until(lambda: len(asked()) == 3, 8)
    first, second, third = asked()
    assert second - first >= 1.0
    assert third - second >= 2.0
    assert [record.levelname for record in caplog.records if "refused Sub" in record.getMessage()].count("WARNING") == 3
    assert len(linked.heard(AccountUncovered)) == 1
    await linked.link.stop()


async def test_a_new_connection_asks_for_it_at_once_and_comes_back_without_it(linked: Linked) -> None:
    await refused(linked)
    linked.gateway.faults.hubs.drop("user")
    await until(lambda: len(linked.restored("user")) == 2)
    assert len(linked.heard(AccountUncovered)) == 1
    linked.gateway.faults.clear()
    linked.gateway.faults.hubs.drop("user")
    await until(lambda: linked.heard(AccountCovered))
    await until(lambda: len(linked.restored("user")) == 3)
    await linked.link.stop()


async def test_an_account_the_gateway_does_not_know_costs_the_others_nothing(linked: Linked) -> None:
    await linked.link.start()
    assert await linked.link.watch([linked.first, 424242])
    assert linked.heard(AccountUncovered) == [AccountUncovered(424242)]
    linked.gateway.exchange.buy(linked.first, linked.gateway.contract("ES").id)
    await until(trades_of(linked, linked.first))
    await linked.link.stop()
