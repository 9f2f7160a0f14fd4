"""Microsoft's own SignalR client drives the gateway, with and without negotiation."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from riskguard.paper import PaperConfig, PaperGateway

SCRIPT = Path(__file__).with_name("signalr_client.mjs")
pytestmark = [pytest.mark.npm, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("node or npm is not installed")
    folder = tmp_path_factory.mktemp("signalr")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "@microsoft/signalr"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=150, check=False)
    if done.returncode:
        pytest.skip(f"npm install failed: {done.stderr[-300:]}")
    return Path(shutil.copy(SCRIPT, folder))


async def drive(script: Path, gw: PaperGateway, mode: str) -> dict[str, Any]:
    words = (gw.api_url, gw.user_hub_url, gw.market_hub_url, gw.user, gw.key, gw.contract("ES").id, mode)
    node = await asyncio.create_subprocess_exec(
        "node", script.name, *words, cwd=script.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = await asyncio.wait_for(node.communicate(), 30)
    assert node.returncode == 0, err.decode()
    told: dict[str, Any] = json.loads(out)
    return told


@pytest.mark.parametrize("mode", ["negotiate", "skip"])
async def test_microsofts_client_trades_while_the_market_moves(script: Path, mode: str) -> None:
    async with PaperGateway(PaperConfig(speed=2, step_s=0.1)) as gw:
        told = await drive(script, gw, mode)
    heard = told["heard"]
    assert [order[0]["status"] for order in heard["Order"]] == [1, 2, 1, 2]
    assert [trade[0]["profitAndLoss"] is None for trade in heard["Trade"]] == [True, False]
    assert [position[0]["size"] for position in heard["Position"]] == [2, 0]
    assert len(heard["Account"]) == 2
    contract, quote = heard["MarketQuote"][0]
    assert contract == gw.contract("ES").id
    assert quote["bestBid"] < quote["bestAsk"]
    assert heard["MarketTrade"]
    assert heard["MarketDepth"]
    assert "Method does not exist" in told["failure"]
    assert all(told["ids"]) == (mode == "negotiate")
