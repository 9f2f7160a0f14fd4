"""From a breaching fill on the exchange to the close on the wire: `uv run python -m tests.bench.breach_to_close`.

Everything real and in one process, so the figures hold the exchange's own work too.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from riskguard.paper import PaperConfig, PaperGateway
from tests.e2e.road import Road

RUNS = 40
GOAL_MS = 50.0
RULES = "[rules.max_contracts_per_instrument]\nlimits = { MNQ = 1 }\naction = 'close'\n"


async def measure() -> list[float]:
    """Milliseconds from the fill to the request, run by run."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        async with PaperGateway(PaperConfig(rate_limits=None)) as paper:
            road = Road(paper, Path(folder), RULES)
            road.calm()
            await road.arm()
            for _ in range(RUNS):
                paper.requests.clear()
                begun = time.monotonic()
                road.buys("MNQ", 2)
                await road.until(lambda: road.sizes() == {})
                found.append((next(r.at for r in paper.requests if "close" in r.path) - begun) * 1000)
                await asyncio.sleep(0.1)
            await road.stop()
    return found


def main() -> None:
    found = sorted(asyncio.run(measure()))
    middle, worst = statistics.median(found), found[-1]
    sys.stdout.write(f"breach to close on the wire: median {middle:.1f} ms, worst {worst:.1f} ms of {RUNS}")
    sys.stdout.write(f", {worst / GOAL_MS:.2f} of {GOAL_MS:.0f} ms\n")


if __name__ == "__main__":
    main()
