"""A program for Windows Python: a link to a gateway over the loop that windows and asyncio share, told on one line.

Called with the line the paper gateway printed, by test_windows_code.py.
"""

import asyncio
import contextlib
import json
import sys
from datetime import UTC, datetime

from riskguard.desktop.loop import make_loop
from riskguard.domain.events import Event, HubRestored
from riskguard.gateway.link import GatewayLink
from riskguard.runner import paper_gateway


async def told(line: str) -> dict[str, object]:
    """Signed in, both hubs open, one read and a clean end: what the link said on the way."""
    heard: list[Event] = []
    link = GatewayLink(paper_gateway(json.loads(line)), heard.append, now=lambda: datetime.now(UTC))
    accounts = await link.start()
    watching = await link.watch([account.account_id for account in accounts])
    await link.stop()
    loop = [base.__name__ for base in type(asyncio.get_running_loop()).__mro__]
    hubs = sorted(event.hub for event in heard if isinstance(event, HubRestored))
    return {"accounts": len(accounts), "watching": watching, "hubs": hubs, "loop": loop}


def main() -> None:
    _, loop = make_loop([])
    with contextlib.closing(loop):
        sys.stdout.write(json.dumps(loop.run_until_complete(told(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    main()
