"""Fixtures of the end-to-end tests."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from tests.e2e.road import Road

type Lay = Callable[[str | None], Awaitable[Road]]


@pytest.fixture
async def paper() -> AsyncIterator[PaperGateway]:
    async with PaperGateway(PaperConfig(rate_limits=None)) as gateway:
        yield gateway


@pytest.fixture
async def lay(paper: PaperGateway, tmp_path: Path) -> AsyncIterator[Lay]:
    """Lays a road with some settings and arms it."""
    roads: list[Road] = []

    async def make(settings: str | None) -> Road:
        road = Road(paper, tmp_path, settings)
        road.calm()
        roads.append(road)
        return await road.arm()

    yield make
    for road in roads:
        await road.stop()
