"""Fixtures of the gateway tests."""

from collections.abc import AsyncIterator

import pytest

from riskguard.paper import PaperConfig, PaperGateway

from .linked import Linked


@pytest.fixture
async def gateway() -> AsyncIterator[PaperGateway]:
    async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
        yield paper


@pytest.fixture
async def linked(gateway: PaperGateway) -> AsyncIterator[Linked]:
    """A link that watches both accounts."""
    world = Linked(gateway)
    await world.go()
    yield world
    await world.link.stop()
