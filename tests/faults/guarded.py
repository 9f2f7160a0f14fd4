"""A guard on a paper gateway of its own, with many accounts and a timeout and call budget of its own."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from riskguard.app import Guard
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.settings import GatewaySettings
from riskguard.paper import PaperGateway
from tests.e2e.road import RecordingBoard, Road

LAST = 5
"""How many snapshots are kept."""


class LastBoard(RecordingBoard):
    """Keeps only the newest snapshots: there are many accounts in them."""

    def publish(self, snapshot: object) -> None:
        super().publish(snapshot)  # type: ignore[arg-type]
        del self.snapshots[:-LAST]


class GuardedRoad(Road):
    """`budget` None is the guard's own."""

    def __init__(
        self, paper: PaperGateway, data_dir: Path, settings: str, *, timeout_s: float, budget: ReadBudget | None
    ) -> None:
        super().__init__(paper, data_dir, settings)
        self._timeout_s, self._budget = timeout_s, budget

    async def until(self, holds: Callable[[], object], within_s: float = 60.0) -> None:
        """Longer than on a road of its own: several run at once."""
        await super().until(holds, within_s)

    def gateway_settings(self, *, key: str | None = None) -> GatewaySettings:
        paper = self.paper
        hubs = paper.user_hub_url, paper.market_hub_url
        return GatewaySettings(paper.user, key or paper.key, paper.api_url, *hubs, self._timeout_s)

    def launch(self, *, key: str | None = None) -> None:
        self.board = LastBoard()
        self.guard = Guard(
            self.data_dir, self.gateway_settings(key=key), self.board, practice=True, budget=self._budget
        )
        self._running = asyncio.create_task(self.guard.run())
