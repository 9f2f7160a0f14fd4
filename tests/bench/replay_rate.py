"""How fast a recorded day is replayed, stage by stage: `uv run python -m tests.bench.replay_rate [QUOTES]`."""

import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riskguard.config.file import parse_settings
from riskguard.engine.replay import Replay
from riskguard.engine.stream import parse_line
from riskguard.gateway.translate import read_line

GOAL_US = 30
"""Two million quotes in a minute."""
QUOTES = 200_000
EVERY = 500
"""Quotes between two round trips."""
MNQ, NQ = "CON.F.US.MNQ.Z26", "CON.F.US.ENQ.Z26"
RULES = """
[rules.max_contracts]
limit = 50
[rules.max_contracts_per_instrument]
limits = { NQ = 20 }
[rules.daily_realized_loss]
limit = 500000
"""


def day(quotes: int) -> Iterator[dict[str, object]]:
    """A day of quotes in two contracts, with a position in one of them and a round trip now and then."""
    at, price = datetime(2026, 11, 18, 23, 0, tzinfo=UTC), 26_000.0
    chance = random.Random(1)

    def line(kind: str, data: object, **beside: object) -> dict[str, object]:
        return {"t": at.isoformat().replace("+00:00", "Z"), "type": kind, **beside, "data": data}

    for contract_id, name, value in ((MNQ, "MNQZ6", 0.5), (NQ, "NQZ6", 5.0)):
        yield line("Contract", {"id": contract_id, "name": name, "tickSize": 0.25, "tickValue": value})
    for number in range(quotes):
        at += timedelta(milliseconds=chance.randint(1, 80))
        price += chance.choice((-0.25, 0.0, 0.25))
        contract_id = chance.choice((MNQ, MNQ, NQ))
        stamp = at.isoformat()
        tops = {"lastPrice": price, "bestBid": price - 0.25, "bestAsk": price, "volume": number}
        rest = {"symbol": "F.US.MNQ", "change": 1.25, "changePercent": 0.01, "high": 26_100.0, "low": 25_900.0}
        yield line("GatewayQuote", {**rest, **tops, "lastUpdated": stamp, "timestamp": stamp}, contractId=contract_id)
        if number % EVERY == 0:
            side, size = (number // EVERY) % 2, 2 - 2 * ((number // EVERY) % 2)
            who = {"accountId": 7, "contractId": MNQ, "creationTimestamp": stamp}
            won = {"profitAndLoss": 1.0 if side else None, "fees": 0.74}
            fill = {"id": number, "price": price, "side": side, "size": 2, "orderId": number, "voided": False}
            yield line("GatewayUserTrade", {**who, **fill, **won})
            yield line("GatewayUserPosition", {**who, "id": 1, "type": 1, "size": size, "averagePrice": price})


def timed(name: str, lines: int, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    each = (time.perf_counter() - begun) / lines * 1e6
    sys.stdout.write(f"{name:28}{each:8.2f} us a line{each * 2:8.1f} s for 2 million\n")


def parsed(lines: Iterable[bytes]) -> None:
    now = None
    for number, line in enumerate(lines, 1):
        now = parse_line(number, line, now).at


def main(quotes: int) -> None:
    text = [json.dumps(line).encode() + b"\n" for line in day(quotes)]
    bodies = [json.loads(line) for line in text]
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder) / "day.jsonl", Path(folder) / "day.jsonl.gz"
        plain.write_bytes(b"".join(text))
        packed.write_bytes(gzip.compress(b"".join(text), 1))
        sys.stdout.write(f"{len(text):,} lines, {plain.stat().st_size:,} bytes, {packed.stat().st_size:,} compressed\n")
        with plain.open("rb") as file:
            timed("read", len(text), lambda: [None for _ in file])
        timed("parse", len(text), lambda: parsed(text))
        timed("translate", len(text), lambda: [read_line(body["type"], body) for body in bodies])
        replay = Replay(parse_settings(RULES), read_line)
        with plain.open("rb") as file:
            timed(f"all of it (goal {GOAL_US} us)", len(text), lambda: list(replay.run(file)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else QUOTES)
