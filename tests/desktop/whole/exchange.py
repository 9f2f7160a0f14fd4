"""The paper gateway in a process of its own, and a trader at its control interface."""

import json
import urllib.request
from typing import Any, Self

from riskguard.service.paper_process import PaperProcess


class Exchange:
    """Prices stand still unless moved here."""

    def __init__(self) -> None:
        self._process = PaperProcess("--control", "--accounts", "1", "--speed", "0", "--no-rate-limit")
        self.found: dict[str, Any] = self._process.found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.stop()

    def moves(self, contract: str, bid: float) -> None:
        self._act(kind="quote", contract=contract, bid=bid)

    def buys(self, contract: str, size: int) -> None:
        self._act(kind="buy", contract=contract, size=size)

    def sells(self, contract: str, size: int) -> None:
        self._act(kind="sell", contract=contract, size=size)

    def _act(self, **act: object) -> None:
        """What the gateway refuses raises HTTPError."""
        asked = urllib.request.Request(
            f"{self.found['control_url']}/faults",
            json.dumps(act).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            answer.read()
