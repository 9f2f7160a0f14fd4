"""The first start against the paper gateway: credentials tried, accounts looked at and never touched, then guarded."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.paper import PaperGateway
from riskguard.service.credentials import Credentials
from riskguard.service.first_start import Starter
from riskguard.service.password import AdminPassword
from riskguard.service.setup import Choice, Setup, start_with
from riskguard.service.sign_in import SignInError, try_out
from tests.desktop.settings_port import MemoryAutostart, PlainHasher
from tests.e2e.road import Road
from tests.fakes.vault import MemoryKeyring

TEXT = "[rules.max_contracts]\nlimit = 1\n"


@pytest.fixture
def road(paper: PaperGateway, tmp_path: Path) -> Road:
    """For its hands on the exchange; its guard is never started."""
    made = Road(paper, tmp_path / "unused", None)
    made.calm()
    return made


@pytest.fixture
def credentials(tmp_path: Path) -> Credentials:
    keyring = MemoryKeyring()
    return Credentials(tmp_path, lambda: keyring)


@pytest.fixture
def starter(tmp_path: Path, credentials: Credentials) -> Starter:
    def password(place: Path) -> AdminPassword:
        return AdminPassword(place, lambda: datetime.now(UTC), PlainHasher)

    return Starter(Setup(tmp_path, credentials, password, MemoryAutostart()))


async def test_credentials_are_tried_and_refused_with_the_gateways_reason(road: Road) -> None:
    found = await asyncio.to_thread(try_out, road.gateway_settings())
    assert road.first in [one.account_id for one in found]
    with pytest.raises(SignInError, match=r"^Login refused"):
        await asyncio.to_thread(try_out, road.gateway_settings(key="wrong-key"))


async def test_what_arming_would_do_is_told_and_nothing_is_done(road: Road, starter: Starter) -> None:
    account_id = road.first
    road.buys("MNQ", 3, account_id)
    await asyncio.to_thread(starter.sign_in, road.gateway_settings())
    try:
        found = await asyncio.to_thread(starter.consequences, parse_settings(TEXT))
        assert found is not None
        assert [(one.account_id, dict(one.reduces)) for one in found] == [(account_id, {"MNQ": 2})]
        assert starter.names()[account_id]
    finally:
        await asyncio.to_thread(starter.close)
    assert road.sizes(account_id) == {"MNQ": 3}


async def test_written_it_is_what_the_next_start_goes_by(
    road: Road, starter: Starter, credentials: Credentials, tmp_path: Path
) -> None:
    gateway = road.gateway_settings()
    text = starter.text("live", "calm", {"rules.daily_net_loss.limit": 150})
    assert "limit = 150" in text and "# From 80% on only exits" in text
    await asyncio.to_thread(starter.finish, Choice("live", gateway, text))
    assert start_with(tmp_path, {}, credentials).gateway == gateway
