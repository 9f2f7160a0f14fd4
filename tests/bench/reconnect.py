"""What the link survives, in real time: `uv run python -m tests.bench.reconnect` (a minute and a half).

Also how long a close takes to the wire while the call budget is spent.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable

from riskguard.gateway.budget import ReadBudget
from riskguard.paper import PaperConfig, PaperGateway
from tests.gateway import rows
from tests.gateway.linked import A_DAY, Linked, utc_now
from tests.gateway.rows import Found, play

GOAL_S = 2.0
CLOSES = 20
GOAL_MS = 50.0


def played() -> dict[str, Awaitable[Found]]:
    return {
        "connections break off": play(rows.dropped),
        "12 drops, each as soon as it is back": play(rows.twelve_drops),
        "server down for 5 s": play(rows.port_closed(5)),
        "server down for 60 s": play(rows.port_closed(60)),
        "503 at negotiate for 5 s": play(rows.refused(503, 5)),
        "503 at negotiate for 30 s": play(rows.refused(503, 30)),
        "401 at negotiate for 5 s": play(rows.refused(401, 5)),
        "token runs out, then a drop": play(rows.token_expired, rows.EXPIRING),
        "session dropped by the server, then a drop": play(rows.token_dropped),
        "GatewayLogout": play(rows.logged_out),
        "peer frozen for 2 s": play(rows.frozen(2)),
        "peer frozen for 20 s": play(rows.frozen(20)),
        "peer frozen for 70 s": play(rows.frozen(70)),
        "hubs stand and say nothing": play(rows.mute, rows.MUTE),
        "Close with an error": play(rows.sent(rows.SERVER_ERROR)),
        "Close without one": play(rows.sent(rows.CLOSE)),
        "message of an unknown type": play(rows.sent(rows.UNKNOWN)),
        "event with an unknown field": play(rows.sent(rows.NEW_FIELD)),
    }


async def table() -> dict[str, Found]:
    """All side by side: they wait most of their time."""
    wanted = played()
    return dict(zip(wanted, await asyncio.gather(*wanted.values()), strict=True))


async def closes() -> list[float]:
    """Milliseconds from the call to the request at the gateway, while reads wait for room that does not come."""
    async with PaperGateway(PaperConfig(rate_limits=None)) as gateway:
        world = Linked(gateway, budget=ReadBudget(10, 3600, urgent_share=0))
        await world.go()
        contract = gateway.contract("ES").id
        reads = [asyncio.create_task(world.link.broker.read(n, utc_now() - A_DAY)) for n in (world.first, world.second)]
        await asyncio.sleep(0.2)
        found = []
        for _ in range(CLOSES):
            gateway.exchange.buy(world.first, contract)
            await asyncio.sleep(0.05)
            begun = time.monotonic()
            await world.link.broker.close(world.first, contract)
            found.append((next(r.at for r in reversed(gateway.requests) if "close" in r.path) - begun) * 1000)
        await world.link.stop()
        await asyncio.gather(*reads, return_exceptions=True)
    return found


def main() -> int:
    """1 where something came back later than its goal."""
    say = sys.stdout.write
    say("| What happens | Noticed after | Back after the server | Losses told |\n| --- | --- | --- | --- |\n")
    found = asyncio.run(table())
    for name, row in found.items():
        noticed = "not a loss" if row.noticed is None else f"{row.noticed:.2f} s"
        say(f"| {name} | {noticed} | {row.back:.2f} s | {row.lost} |\n")
    worst = max(row.back for row in found.values())
    say(f"\nslowest return {worst:.2f} s, {worst / GOAL_S:.2f} of {GOAL_S:g} s\n")
    taken = sorted(asyncio.run(closes()))
    say(f"close on the wire with the budget spent: median {statistics.median(taken):.1f} ms, ")
    say(f"worst {taken[-1]:.1f} ms of {CLOSES}, {taken[-1] / GOAL_MS:.2f} of {GOAL_MS:g} ms\n")
    return 0 if worst <= GOAL_S and statistics.median(taken) <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
