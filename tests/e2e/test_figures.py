"""A payout: the drawdown cannot be judged until somebody says that its figures hold as they are."""

import asyncio
import subprocess
import sys

from tests.e2e.conftest import Lay
from tests.e2e.road import MORNING, Road

RULES = MORNING + "[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 5000\n"


async def confirms(road: Road) -> tuple[int, str]:
    command = [sys.executable, "-m", "riskguard", "--data-dir", str(road.data_dir), "settings", "confirm"]
    told = [*command, "--account", str(road.first)]
    done = await asyncio.to_thread(subprocess.run, told, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


async def test_after_a_payout_the_same_figures_are_confirmed_and_the_drawdown_is_judged_again(lay: Lay) -> None:
    road = await lay(RULES)
    code, words = await confirms(road)
    assert (code, "nothing is to be confirmed" in words) == (2, True), words
    road.paper.exchange.transfer(road.first, -1_000)
    await road.until(lambda: road.state() == "degraded")
    code, words = await confirms(road)
    assert (code, words) == (0, "The drawdown figures hold as they are; the floor stays where it was.\n")
    await road.until(lambda: road.state() == "armed" or road.state() == "warning")
    assert road.sent() == []
