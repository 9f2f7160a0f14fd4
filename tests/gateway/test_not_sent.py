"""Calls that never left cost nothing of the minute's budget: after an outage the first read has room."""

import pytest

from riskguard.domain.events import Result
from riskguard.engine.ports import GatewayUnreachedError
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.client import GatewayClient
from riskguard.paper import PaperGateway

from .linked import settings_of, utc_now


async def test_calls_that_find_no_gateway_use_up_no_budget(gateway: PaperGateway) -> None:
    budget = ReadBudget(2, urgent_share=0)
    client = GatewayClient(settings_of(gateway), now=utc_now, budget=budget)
    await client.open()
    try:
        await client.session.renew(rejected="")
        await gateway.stop()
        budget.give_back()  # the login's
        for _ in range(5):
            with pytest.raises(GatewayUnreachedError, match="cannot be reached") as caught:
                await client.read("/Position/searchOpen", {"accountId": 1})
            assert caught.value.told == "the gateway cannot be reached"
        answer = await client.act("/Position/closeContract", {"accountId": 1, "contractId": "X"})
        assert answer.result is Result.UNKNOWN
        await gateway.start()
        for _ in range(2):
            assert await client.read("/Position/searchOpen", {"accountId": gateway.accounts[0].id})
    finally:
        await client.close()


async def test_calls_that_got_no_answer_count(gateway: PaperGateway) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        budget.give_back()

    budget = ReadBudget(2, urgent_share=0, sleep=sleep)
    client = GatewayClient(settings_of(gateway, timeout_s=1.0), now=utc_now, budget=budget)
    await client.open()
    try:
        await client.session.renew(rejected="")
        gateway.faults.hang("/Position/searchOpen")
        with pytest.raises(GatewayUnreachedError, match="no answer"):
            await client.read("/Position/searchOpen", {"accountId": 1})
        assert not waited
        await client.read("/Position/searchOpen", {"accountId": gateway.accounts[0].id})
        assert len(waited) == 1
    finally:
        await client.close()
