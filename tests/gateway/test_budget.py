"""Reads keep within the call budget and in order; closes never wait for them. Windows are shortened to a second."""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest

from riskguard.domain.events import AccountChanged, Result
from riskguard.engine.ports import Answer, GatewayUnreadableError
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.client import BARS
from riskguard.gateway.transport import _retry_after_s
from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.config import AccountSpec, RateLimits

from .linked import A_DAY, Linked, until, utc_now


@dataclass
class Clock:
    """Time that passes only in sleeps."""

    time: float = 100.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


def budget_of(clock: Clock) -> ReadBudget:
    return ReadBudget(monotonic=clock.monotonic, sleep=clock.sleep)


async def test_150_calls_a_minute_pass_and_the_next_one_waits_until_the_first_is_a_minute_old() -> None:
    clock = Clock()
    budget = budget_of(clock)
    for _ in range(150):
        await budget.admit()
    assert clock.slept == []
    await budget.admit()
    assert clock.slept == [60.0]


async def test_closes_take_room_from_reads_and_never_wait() -> None:
    clock = Clock()
    budget = budget_of(clock)
    budget.count(100)
    clock.time += 10
    budget.count(100)
    await budget.admit()
    assert clock.slept == [50.0]


async def test_a_read_of_more_calls_than_the_window_has_still_passes_alone() -> None:
    clock = Clock()
    budget = budget_of(clock)
    await budget.admit(500)
    await budget.admit()
    assert clock.slept == [60.0]


async def test_urgent_reads_have_a_share_of_their_own_and_go_ahead_of_those_that_wait() -> None:
    budget = ReadBudget(monotonic=lambda: 100.0)
    await budget.admit(150)
    waiting = asyncio.create_task(budget.admit())
    await asyncio.sleep(0)
    await budget.admit(25, urgent=True)
    last = asyncio.create_task(budget.admit(urgent=True))
    await asyncio.sleep(0)
    assert not waiting.done()
    assert not last.done()
    waiting.cancel()
    last.cancel()


@pytest.mark.parametrize(("told", "pause_s"), [(None, 5.0), (0, None), (7, 7.0), (86_400, 60.0)])
async def test_a_429_pauses_reads_as_long_as_the_gateway_says(told: int | None, pause_s: float | None) -> None:
    clock = Clock()
    budget = budget_of(clock)
    budget.pause(told)
    await budget.admit()
    assert clock.slept == ([] if pause_s is None else [pause_s])


async def test_waiting_reads_go_in_order_and_one_that_gives_up_costs_nothing() -> None:
    budget = ReadBudget(2, 0.2)
    passed: list[int] = []

    async def read(number: int, calls: int) -> None:
        await budget.admit(calls)
        passed.append(number)

    tasks = [asyncio.create_task(read(number, 1 + number % 2)) for number in range(6)]
    await asyncio.sleep(0.05)
    tasks[1].cancel()  # the one whose turn it is
    tasks[3].cancel()  # one further back
    started = time.monotonic()
    await asyncio.wait(tasks, timeout=5)
    assert passed == [0, 2, 4, 5]
    assert 0.3 < time.monotonic() - started < 0.6


@dataclass
class Standing:
    """Time that passes only when it is told to, for the budget and the gateway alike."""

    start: datetime = field(default_factory=utc_now)
    passed_s: float = 0.0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def passes(self, seconds: float) -> None:
        self.passed_s += seconds
        self.moved.set()
        self.moved = asyncio.Event()

    def monotonic(self) -> float:
        return self.passed_s

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed_s)

    async def sleep(self, seconds: float) -> None:
        end = self.passed_s + seconds
        while self.passed_s < end:
            await self.moved.wait()


FIFTY = tuple(AccountSpec(f"PRAC-{number}") for number in range(50))


async def test_fifty_accounts_are_read_without_a_429_and_closes_go_while_reads_wait() -> None:
    clock = Standing()
    async with PaperGateway(PaperConfig(accounts=FIFTY, rate_limits=RateLimits(), clock=clock.now)) as gateway:
        world = Linked(gateway, budget=ReadBudget(monotonic=clock.monotonic, sleep=clock.sleep))
        await world.go()
        contract = gateway.contract("ES").id
        numbers = [account.id for account in gateway.accounts]
        for number in numbers[:20]:
            gateway.exchange.buy(number, contract)
        done: list[int] = []

        async def read(number: int) -> None:
            """Until it comes, as the engine does: so many connections at once can be too many for a busy machine."""
            while number not in done:
                with contextlib.suppress(GatewayUnreadableError):
                    done.append((await world.link.broker.read(number, utc_now() - A_DAY)).account_id)

        reading = [asyncio.create_task(read(number)) for number in numbers]
        await until(lambda: len(done) > 20, 10)
        answers = await asyncio.gather(*(world.link.broker.close(number, contract) for number in numbers[:20]))
        assert {answer.result for answer in answers} == {Result.ACCEPTED}
        assert len(done) < 50  # for these the window has no room before time passes
        async with asyncio.timeout(30):
            while not all(one.done() for one in reading):
                clock.passes(1)
                await asyncio.sleep(0.01)
        assert sorted(done) == sorted(numbers)
        first = [body for body in world.called("/Position/searchOpen") if isinstance(body, dict)][:30]
        assert {body["accountId"] for body in first} <= set(numbers[:40])
        assert 429 not in {request.status for request in gateway.requests}
        assert len(world.called("/Account/search")) < 10
        await world.link.stop()


async def test_reads_that_start_together_share_the_account_search_and_nothing_else(linked: Linked) -> None:
    linked.gateway.requests.clear()
    since = utc_now() - A_DAY
    first, second = await asyncio.gather(*(linked.link.broker.read(n, since) for n in (linked.first, linked.second)))
    assert (account_of(first.account), account_of(second.account)) == (linked.first, linked.second)
    assert len(linked.called("/Account/search")) == 1
    for path in ("/Position/searchOpen", "/Order/searchOpen", "/Trade/search", "/Order/v2/query"):
        assert len(linked.called(path)) == 2


def account_of(account: AccountChanged | None) -> int | None:
    return account.account_id if account else None


async def test_an_account_search_is_not_used_for_a_read_that_starts_more_than_a_second_later(linked: Linked) -> None:
    await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    linked.gateway.exchange.set_can_trade(linked.first, False)
    await asyncio.sleep(1.05)
    account = (await linked.link.broker.read(linked.first, utc_now() - A_DAY)).account
    assert account
    assert account.can_trade is False


async def test_a_failed_account_search_is_not_used_again(linked: Linked) -> None:
    linked.gateway.faults.answer("/Account/search", status=503)
    with pytest.raises(GatewayUnreadableError, match="/Account/search"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    await linked.link.broker.read(linked.first, utc_now() - A_DAY)


@pytest.mark.parametrize("path", ["/Account/search", "/Position/searchOpen", "/Trade/search"])
async def test_a_read_answered_429_fails_at_once_and_pauses_reads_but_no_close(linked: Linked, path: str) -> None:
    contract = linked.gateway.contract("ES").id
    linked.gateway.exchange.buy(linked.first, contract)
    linked.gateway.faults.answer(path, status=429)
    started = time.monotonic()
    with pytest.raises(GatewayUnreadableError, match="too many calls"):
        await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    reading = asyncio.create_task(linked.link.broker.read(linked.first, utc_now() - A_DAY))
    assert (await linked.link.broker.close(linked.first, contract)).result is Result.ACCEPTED
    assert time.monotonic() - started < 0.5
    snapshot = await reading
    assert 4.9 < time.monotonic() - started < 6
    assert snapshot.positions == ()


async def test_a_read_obeys_the_retry_after_of_a_gateway_whose_limit_others_used_up() -> None:
    async with PaperGateway(PaperConfig(rate_limits=RateLimits(calls=10, window_s=0.5))) as gateway:
        world = Linked(gateway)
        await world.go()
        with pytest.raises(GatewayUnreadableError, match="too many calls"):
            for _ in range(3):
                await world.link.broker.read(world.first, utc_now() - A_DAY)
        started = time.monotonic()
        await world.link.broker.read(world.first, utc_now() - A_DAY)
        assert 0.9 < time.monotonic() - started < 1.5
        await world.link.stop()


@pytest.mark.parametrize("told", [None, 7])
async def test_a_close_answered_429_makes_reads_stand_back_and_holds_up_no_other_account(
    linked: Linked, told: int | None
) -> None:
    contract, broker = linked.gateway.contract("ES").id, linked.link.broker
    for number in (linked.first, linked.second):
        linked.gateway.exchange.buy(number, contract)
    linked.gateway.faults.throttle("/Position/closeContract", told)
    limited = await broker.close(linked.first, contract)
    assert limited == Answer(Result.REFUSED, "too many calls in a minute (429)", told)
    reading = asyncio.create_task(broker.read(linked.second, utc_now() - A_DAY))
    assert (await broker.close(linked.second, contract)).result is Result.ACCEPTED
    assert (await broker.close(linked.first, contract)).result is Result.ACCEPTED
    assert not reading.done()
    reading.cancel()


async def test_a_close_leaves_although_no_read_gets_out_any_more(gateway: PaperGateway) -> None:
    world = Linked(gateway, budget=ReadBudget(10, 3600, urgent_share=0))
    await world.go()
    contract = gateway.contract("ES").id
    gateway.exchange.buy(world.first, contract)
    await world.link.broker.read(world.first, utc_now() - A_DAY)
    reads = [asyncio.create_task(world.link.broker.read(n, utc_now() - A_DAY)) for n in (world.first, world.second)]
    await asyncio.sleep(0.05)
    assert (await world.link.broker.close(world.first, contract)).result is Result.ACCEPTED
    assert not any(read.done() for read in reads)
    assert not gateway.exchange.account(world.first).positions
    await world.link.stop()
    await asyncio.gather(*reads, return_exceptions=True)


async def test_the_read_that_confirms_a_close_goes_ahead_of_reads_of_other_accounts(gateway: PaperGateway) -> None:
    world = Linked(gateway, budget=ReadBudget(10, 3600, urgent_share=10))
    await world.go()
    contract, since = gateway.contract("ES").id, utc_now() - A_DAY
    gateway.exchange.buy(world.first, contract)
    await world.link.broker.read(world.first, since)
    other, own = (asyncio.create_task(world.link.broker.read(n, since)) for n in (world.second, world.first))
    await asyncio.sleep(0.05)
    assert not own.done()
    await world.link.broker.close(world.first, contract)
    assert (await own).positions == ()  # it waited for its turn when the close left
    assert (await world.link.broker.read(world.first, since)).positions == ()
    assert not other.done()
    await world.link.stop()
    await asyncio.gather(other, return_exceptions=True)


async def test_bars_have_a_window_of_their_own(linked: Linked) -> None:
    client = linked.link._client
    bars = client._budget_of(BARS)
    await bars.admit(45)
    assert bars is not client.budget
    waiting = asyncio.create_task(bars.admit())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await linked.link.broker.read(linked.first, utc_now() - A_DAY)
    waiting.cancel()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("Sun, 22 Nov 2026 14:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 13:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("99999999999", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(header: str, seconds: int | None) -> None:
    headers = {"Retry-After": header, "Date": "Sun, 22 Nov 2026 14:00:00 GMT"}
    assert _retry_after_s(httpx.Response(429, headers=headers)) == seconds


async def test_asking_again_for_a_read_that_waits_for_its_turn_adds_no_read(gateway: PaperGateway) -> None:
    world = Linked(gateway, budget=ReadBudget(10, 0.5))
    await world.go()
    since = utc_now() - A_DAY
    await world.link.broker.read(world.first, since)
    gateway.requests.clear()
    await world.link.broker.read(world.first, since)
    asked = utc_now()
    snapshots = await asyncio.gather(*(world.link.broker.read(world.first, since) for _ in range(5)))
    assert len(world.called("/Position/searchOpen")) == 2
    assert all(snapshot.asked_at >= asked for snapshot in snapshots)
    await world.link.stop()


async def test_stopping_ends_reads_that_wait_for_their_turn(gateway: PaperGateway) -> None:
    world = Linked(gateway, budget=ReadBudget(10, 60))
    await world.go()
    await world.link.broker.read(world.first, utc_now() - A_DAY)
    reading = asyncio.create_task(world.link.broker.read(world.first, utc_now() - A_DAY))
    await asyncio.sleep(0.1)
    assert not reading.done()
    await world.link.stop()
    with pytest.raises(GatewayUnreadableError, match="the gateway link was closed"):
        await asyncio.wait_for(reading, 1)
