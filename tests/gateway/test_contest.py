"""Two devices that end each other's session: the first login is at once, further ones keep a distance, closes never."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from riskguard.domain.events import HubLost, ProtectionReduced, ProtectionRestored, Result
from riskguard.engine.ports import GatewayUnreadableError
from riskguard.gateway.contest import Contest
from riskguard.gateway.errors import GatewayUnreachableError
from riskguard.gateway.session import Session
from riskguard.gateway.transport import Transport
from riskguard.paper import PaperConfig, PaperGateway

from .linked import A_DAY, Linked, settings_of, until, utc_now


class Watch:
    """Monotonic seconds, moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def held(watch: Watch, *lived: float) -> list[float]:
    """How long each login has to wait where sessions lived so long before they were ended."""
    contest, waits = Contest(watch), []
    for number, seconds in enumerate(lived):
        contest.taken(f"token {number}")
        watch.at += seconds
        assert contest.ended(f"token {number}")
        waits.append(max(contest.wait_s(), 0.0))
        watch.at += waits[-1]
    return waits


def test_the_first_login_is_at_once_and_each_further_one_waits_longer() -> None:
    assert held(Watch(), 1, 1, 1, 1, 1, 1) == [0, 5, 15, 30, 30, 30]


@pytest.mark.parametrize(("lived", "waits"), [(599.9, [0, 5]), (600, [0, 0]), (86_400, [0, 0])])
def test_a_session_that_lived_ten_minutes_begins_anew(lived: float, waits: list[float]) -> None:
    assert held(Watch(), 1, lived) == waits


def test_a_token_counts_once_and_one_that_was_never_ours_not_at_all() -> None:
    contest = Contest(Watch())
    contest.taken("one")
    assert contest.ended("one")
    assert not contest.ended("one")
    assert not contest.ended("another")
    assert not contest.words


def test_refused_logins_are_asked_for_ever_more_seldom_and_a_granted_one_begins_anew() -> None:
    watch = Watch()
    contest, waits = Contest(watch), []
    for _ in range(5):
        contest.refused()
        waits.append(contest.wait_s())
        watch.at += waits[-1]
    assert waits == [5, 15, 30, 60, 60]
    contest.taken("one")
    contest.refused()
    assert contest.wait_s() == 5


@pytest.mark.parametrize(("lived", "over"), [(59.9, False), (60, True)])
def test_a_contest_is_over_once_a_session_lives_for_a_minute(lived: float, over: bool) -> None:
    watch = Watch()
    contest = Contest(watch)
    for token in ("one", "two"):
        contest.taken(token)
        contest.ended(token)
    assert contest.words.startswith("The gateway ended RiskGuard's session 2 times in a row")
    contest.taken("three")
    watch.at += lived
    assert contest.settled("three") is over
    assert contest.settled("three") is False


@pytest.fixture
async def session(gateway: PaperGateway) -> AsyncIterator[Session]:
    transport = Transport(settings_of(gateway), None)
    await transport.open()
    watch = Watch()
    session = Session(transport, gateway.user, gateway.key, utc_now, monotonic=watch)
    await session.renew(rejected="")
    yield session
    await transport.close()


def logins(gateway: PaperGateway) -> int:
    return sum(request.path == "/Auth/loginKey" for request in gateway.requests)


async def test_what_is_not_urgent_waits_and_what_is_does_not(gateway: PaperGateway, session: Session) -> None:
    for _ in range(2):
        session.ended(session.token)
        last = session.token
        if session.token and logins(gateway) == 1:
            await session.fresh()
    with pytest.raises(GatewayUnreachableError, match="signing in again in 5 s"):
        await session.fresh()
    with pytest.raises(GatewayUnreachableError, match="signing in again in 5 s"):
        session.check()
    assert logins(gateway) == 2
    assert await session.renew(last) != last
    session.check()


async def test_a_login_that_is_limited_is_put_off_as_long_as_the_gateway_says(
    gateway: PaperGateway, session: Session
) -> None:
    gateway.faults.answer("/Auth/loginKey", status=429)
    old = session.token
    gateway.revoke_tokens()
    with pytest.raises(GatewayUnreachableError, match="too many calls"):
        await session.fresh(old)
    with pytest.raises(GatewayUnreachableError, match="signing in again in 5 s"):
        await session.fresh(old)
    assert logins(gateway) == 2  # the first one was at the start


async def test_a_token_about_to_end_still_serves_while_the_login_fails() -> None:
    async with PaperGateway(PaperConfig(rate_limits=None, token_lifetime=timedelta(minutes=4))) as gateway:
        transport = Transport(settings_of(gateway), None)
        await transport.open()
        session = Session(transport, gateway.user, gateway.key, utc_now)
        token = await session.renew(rejected="")
        gateway.faults.answer("/Auth/loginKey", status=503)
        assert await session.fresh() == token
        assert await session.fresh() != token
        await transport.close()


async def test_two_devices_do_not_throw_each_other_out_in_a_tight_loop() -> None:
    async with PaperGateway(PaperConfig(rate_limits=None, one_device=True)) as gateway:
        world = Linked(gateway)
        await world.go()

        async def other_device() -> None:
            """Signs in again at once whenever it was signed out."""
            mine = ""
            while True:
                if mine not in gateway.tokens.live():
                    ended, mine = gateway.tokens.live(), gateway.tokens.issue().id
                    for number in ended:
                        gateway.tokens.revoke(number)
                    gateway.hubs.log_out(ended)
                await asyncio.sleep(0.05)

        other = asyncio.create_task(other_device())
        failures: set[str] = set()
        for _ in range(30):  # as the engine reads while it is blind, but ever so often
            try:
                await world.link.broker.read(world.first, utc_now() - A_DAY)
            except GatewayUnreadableError as error:
                failures.add(str(error))
            await asyncio.sleep(0.1)
        assert any("signing in again in" in words for words in failures)
        assert len(world.called("/Auth/loginKey")) <= 3
        assert {lost.logged_out for lost in world.lost("user")} == {True}
        told = [event for event in world.heard(ProtectionReduced) if event.code == "login"]
        assert "another program or device keeps signing in" in told[-1].words
        assert told[-1].grave
        other.cancel()
        gateway.exchange.buy(world.first, gateway.contract("ES").id)
        answer = await world.link.broker.close(world.first, gateway.contract("ES").id)
        assert answer.result is Result.ACCEPTED
        await until(lambda: len(world.restored("user")) == len(world.lost("user")) + 1, 6)
        await world.link.broker.read(world.first, utc_now() - A_DAY)
        await world.link.stop()


async def test_a_session_the_gateway_rejects_on_a_call_is_a_loss_of_both_hubs_too(linked: Linked) -> None:
    for number in linked.gateway.tokens.live():
        linked.gateway.tokens.revoke(number)
    await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    await until(lambda: len(linked.restored("user")) == 2 and len(linked.restored("market")) == 2)
    assert [lost.logged_out for lost in linked.heard(HubLost)] == [True, True]
    assert len(linked.called("/Auth/loginKey")) == 2


async def test_a_path_that_is_closed_to_a_valid_session_costs_no_login_and_no_hub(linked: Linked) -> None:
    linked.gateway.faults.answer("/Trade/search", status=401, times=None)
    for _ in range(3):
        with pytest.raises(GatewayUnreadableError, match=r"/Trade/search: .*401"):
            await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    assert len(linked.called("/Auth/loginKey")) == 1
    assert not linked.heard(HubLost)


async def test_a_login_refused_later_is_told_until_one_succeeds(linked: Linked) -> None:
    session = linked.link._client.session
    linked.gateway.faults.refuse("/Auth/loginKey", 10)
    linked.gateway.revoke_tokens()
    await until(lambda: linked.heard(ProtectionReduced))
    told = linked.heard(ProtectionReduced)[0]
    assert (told.code, told.grave) == ("login", True)
    assert "login refused: API keys are switched off for this user" in told.words
    assert not linked.heard(ProtectionRestored)
    await session.renew(session.token)
    assert linked.heard(ProtectionRestored) == [ProtectionRestored("login")]


async def test_a_hub_that_rejects_every_token_makes_no_login_each_time(linked: Linked) -> None:
    linked.gateway.faults.refuse_negotiate(401, seconds=3.0)
    linked.gateway.faults.drop_hubs()
    await until(lambda: len(linked.restored("user")) == 2 and len(linked.restored("market")) == 2, 6)
    assert len(linked.called("/Auth/loginKey")) == 1
