"""The token: one login at a time, validated hourly, renewed before its end."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.jwt import end_of
from riskguard.gateway.session import Session
from riskguard.gateway.transport import Transport
from riskguard.paper import PaperGateway

from .linked import settings_of, utc_now


class Ahead:
    """The real clock, moved ahead by hand."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.by


@pytest.fixture
def clock() -> Ahead:
    return Ahead()


@pytest.fixture
async def session(gateway: PaperGateway, clock: Ahead) -> AsyncIterator[Session]:
    transport = Transport(settings_of(gateway), None)
    await transport.open()
    yield Session(transport, gateway.user, gateway.key, clock)
    await transport.close()


def calls(gateway: PaperGateway) -> list[str]:
    return [request.path for request in gateway.requests]


async def test_five_callers_at_once_make_one_login(gateway: PaperGateway, session: Session) -> None:
    tokens = await asyncio.gather(*(session.renew(rejected="") for _ in range(5)))
    assert len(set(tokens)) == 1
    assert calls(gateway) == ["/Auth/loginKey"]


async def test_callers_share_a_login_that_fails_instead_of_queueing_for_their_own(gateway: PaperGateway) -> None:
    transport = Transport(settings_of(gateway, timeout_s=0.3), None)
    await transport.open()
    session = Session(transport, gateway.user, gateway.key, utc_now)
    gateway.faults.hang("/Auth/loginKey", times=None)
    started = time.monotonic()
    outcomes = await asyncio.gather(*(session.renew(rejected="") for _ in range(5)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {GatewayUnreachableError}
    assert time.monotonic() - started < 0.6
    assert len(calls(gateway)) == 1
    gateway.faults.clear()
    assert await session.renew(rejected="")
    await transport.close()


async def test_a_token_somebody_renewed_meanwhile_is_not_renewed_again(gateway: PaperGateway, session: Session) -> None:
    old = await session.renew(rejected="")
    new = await session.renew(rejected=old)
    assert await session.renew(rejected=old) == new
    assert await session.fresh() == new
    assert len(calls(gateway)) == 2


async def test_after_an_hour_the_session_is_validated(gateway: PaperGateway, session: Session, clock: Ahead) -> None:
    await session.renew(rejected="")
    await session.look_after()
    clock.by = timedelta(minutes=59)
    await session.look_after()
    assert calls(gateway) == ["/Auth/loginKey"]
    clock.by = timedelta(minutes=61)
    await session.look_after()
    await session.look_after()
    assert calls(gateway) == ["/Auth/loginKey", "/Auth/validate"]


async def test_a_session_that_is_no_longer_valid_is_logged_in_again(
    gateway: PaperGateway, session: Session, clock: Ahead
) -> None:
    old = await session.renew(rejected="")
    gateway.revoke_tokens()
    clock.by = timedelta(hours=2)
    await session.look_after()
    assert calls(gateway) == ["/Auth/loginKey", "/Auth/validate", "/Auth/loginKey"]
    assert session.token != old


async def test_a_token_about_to_end_is_replaced_before(gateway: PaperGateway, session: Session, clock: Ahead) -> None:
    old = await session.renew(rejected="")
    end = end_of(old)
    assert end is not None
    clock.by = end - utc_now() - timedelta(minutes=4)
    assert await session.fresh() != old


async def test_a_gateway_that_is_away_leaves_the_token_and_is_asked_again(
    gateway: PaperGateway, session: Session, clock: Ahead, caplog: pytest.LogCaptureFixture
) -> None:
    token = await session.renew(rejected="")
    await gateway.stop()
    clock.by = timedelta(hours=2)
    await session.look_after()
    assert session.token == token
    assert "could not be renewed: the gateway cannot be reached" in caplog.text
    await gateway.start()
    await session.look_after()
    assert calls(gateway)[-1] == "/Auth/validate"


async def test_a_refused_login_says_why_and_keeps_the_old_token(gateway: PaperGateway, session: Session) -> None:
    token = await session.renew(rejected="")
    gateway.faults.refuse("/Auth/loginKey", 9, message="Buy it first")
    with pytest.raises(GatewayRefusedError, match=r"no API subscription \(Buy it first\)"):
        await session.renew(rejected=token)
    assert session.token == token


def test_the_end_is_read_from_the_token() -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": 1_800_000_000}).encode()).decode().rstrip("=")
    assert end_of(f"h.{claims}.s") == datetime.fromtimestamp(1_800_000_000, UTC)


@pytest.mark.parametrize(
    "token", ["", "opaque", "a.b.c", "a.e30.c", "a.W10.c", "a.eyJleHAiOiJ4In0.c", "a.eyJleHAiOjFlOTl9.c"]
)
def test_a_token_that_does_not_say_has_no_known_end(token: str) -> None:
    assert end_of(token) is None
