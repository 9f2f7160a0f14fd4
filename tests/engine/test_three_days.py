"""A mixed stream of three trading days over the end of daylight saving time, compared with results reckoned by hand.

One MNQ tick is 0.25 and worth $0.50, so a point is $2. Fees are $0.37 a contract and fill. Daylight saving ends in
Chicago on Sunday, November 1: resets are at 22:00 UTC before, at 23:00 UTC after.
"""

import json
from collections.abc import Iterator

from riskguard.config.file import parse_settings
from riskguard.engine.replay import Replay, record_line
from riskguard.gateway.translate import read_line

MNQ = "CON.F.US.MNQ.Z26"
RULES = """
[rules.max_contracts]
limit = 3
warn_at = []
[rules.daily_realized_loss]
limit = 300
[rules.trade_frequency]
per_minute = 0
per_hour = 4
per_session = 0
hour_cooldown = 1800
warn_at = []
[rules.profit_giveback]
activate_at = 400
giveback = 150
warn_at = [0.8]
[rules.weekly_loss]
limit = 500
warn_at = [0.5]
"""


class Tape:
    """Writes the stream: every fill with its trade, then the position it leaves."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._number = 0

    def _line(self, at: str, kind: str, data: object, **more: object) -> None:
        self.lines.append(json.dumps({"t": at, "type": kind, "data": data, **more}))

    def opens(self, at: str) -> None:
        contract = {"id": MNQ, "name": "MNQZ6", "tickSize": 0.25, "tickValue": 0.5, "activeContract": True}
        account = {"id": 7, "name": "A", "balance": 50_000, "canTrade": True}
        self._line(at, "Contract", contract)
        self._line(at, "Snapshot", {"accounts": [account], "positions": [], "orders": [], "trades": []})

    def quotes(self, at: str, bid: float) -> None:
        prices = {"lastPrice": bid, "bestBid": bid, "bestAsk": bid + 0.25}
        self._line(at, "GatewayQuote", prices, contractId=MNQ)

    def clock(self, at: str) -> None:
        self._line(at, "Clock", None)

    def holds(self, at: str, size: int, average: float) -> None:
        position = {"id": 1, "accountId": 7, "contractId": MNQ, "creationTimestamp": at, "type": 1, "size": size}
        self._line(at, "GatewayUserPosition", {**position, "averagePrice": average})

    def fills(self, at: str, size: int, price: float, left: int, average: float, pnl: float | None = None) -> None:
        """`size` + bought, - sold; `left` contracts are held afterwards."""
        self._number += 1
        terms = {"price": price, "profitAndLoss": pnl, "fees": 0.37 * abs(size), "commissions": 0, "voided": False}
        fill = {"id": self._number, "orderId": 1_000 + self._number, "accountId": 7, "contractId": MNQ}
        side = {"creationTimestamp": at, "side": 0 if size > 0 else 1, "size": abs(size)}
        self._line(at, "GatewayUserTrade", {**fill, **side, **terms})
        self.holds(at, left, average)


def friday(tape: Tape) -> None:
    """Loses 283.96 of 300: warned twice, not locked."""
    tape.opens("2026-10-30T14:00:00Z")
    tape.quotes("2026-10-30T14:00:01Z", 20_000)
    tape.fills("2026-10-30T14:00:10Z", 2, 20_000.25, 2, 20_000.25)
    tape.quotes("2026-10-30T14:05:00Z", 19_960)
    tape.fills("2026-10-30T14:05:10Z", -2, 19_960, 0, 0, pnl=-161)
    tape.fills("2026-10-30T14:10:00Z", 2, 19_960, 2, 19_960)
    tape.quotes("2026-10-30T14:12:00Z", 19_930)
    tape.fills("2026-10-30T14:12:05Z", -2, 19_930, 0, 0, pnl=-120)


def monday(tape: Tape) -> None:
    """Makes 419.63, gives 150 of it back, is locked, tries again and is closed again."""
    tape.clock("2026-11-01T23:30:00Z")
    tape.quotes("2026-11-02T15:00:00Z", 20_100)
    tape.quotes("2026-11-02T15:00:01Z", 20_100)
    tape.fills("2026-11-02T15:00:02Z", 1, 20_100, 1, 20_100)
    tape.quotes("2026-11-02T15:05:00Z", 20_200)
    tape.quotes("2026-11-02T15:10:00Z", 20_310)
    tape.quotes("2026-11-02T15:11:00Z", 20_240)
    tape.quotes("2026-11-02T15:12:00Z", 20_235)
    tape.fills("2026-11-02T15:12:01Z", -1, 20_235, 0, 0, pnl=270)
    tape.fills("2026-11-02T15:20:00Z", 1, 20_235, 1, 20_235)
    tape.fills("2026-11-02T15:20:01Z", -1, 20_235, 0, 0, pnl=0)


def tuesday(tape: Tape) -> None:
    """Four entries in an hour end in half an hour without new ones; what is added meanwhile is reduced back."""
    for minute, bid in enumerate((20_240, 20_241, 20_242)):
        tape.quotes(f"2026-11-03T15:0{minute}:00Z", bid)
        tape.fills(f"2026-11-03T15:0{minute}:01Z", 1, bid, 1, bid)
        tape.fills(f"2026-11-03T15:0{minute}:30Z", -1, bid, 0, 0, pnl=0)
    tape.fills("2026-11-03T15:03:00Z", 1, 20_242, 1, 20_242)
    tape.fills("2026-11-03T15:04:00Z", 1, 20_242, 2, 20_242)
    tape.fills("2026-11-03T15:04:01Z", -1, 20_242, 1, 20_242, pnl=0)
    tape.clock("2026-11-03T16:00:00Z")


def told() -> Iterator[tuple[object, ...]]:
    """(time, rule, kind, what) of every line the stream causes."""
    tape = Tape()
    for day in (friday, monday, tuesday):
        day(tape)
    for record in Replay(parse_settings(RULES), read_line).run(tape.lines):
        line = record_line(record)
        if line["kind"] == "degraded":
            continue
        what = line.get("action") or line.get("until") or line.get("level") or line.get("day") or line.get("lockout")
        yield str(line["t"])[5:19], line.get("rule"), line["kind"], what


def test_three_days_over_the_end_of_daylight_saving_time_come_out_as_reckoned_by_hand() -> None:
    assert list(told()) == [
        # Friday: -161 - 1.48 = -162.48, then -120 - 1.48 = -283.96; open and all the week reaches -283.22 at 14:12:00.
        ("10-30T14:05:10", "RULE-003", "warning", 0.5),
        ("10-30T14:12:00", "RULE-022", "warning", 0.5),
        ("10-30T14:12:05", "RULE-003", "warning", 0.8),
        # Two resets in daylight saving time, then one an hour later by UTC: the trading day of Sunday has 25 hours.
        ("10-30T22:00:00", None, "reset", "2026-10-31"),
        ("10-31T22:00:00", None, "reset", "2026-11-01"),
        ("11-01T23:00:00", None, "reset", "2026-11-02"),
        # Monday: best 420 - 0.37 = 419.63; 140 given back is 93 % of 150; then 150 exactly.
        ("11-02T15:11:00", "RULE-017", "warning", 0.8),
        ("11-02T15:12:00", "RULE-017", "breach", None),
        ("11-02T15:12:00", "RULE-017", "lockout_set", "2026-11-02T23:00:00+00:00"),
        ("11-02T15:12:00", "RULE-017", "action", "flatten"),
        ("11-02T15:20:00", "RULE-017", "action", "close"),
        ("11-02T23:00:00", "RULE-017", "lockout_ended", "2026-11-02T23:00:00+00:00"),
        ("11-02T23:00:00", None, "reset", "2026-11-03"),
        # Tuesday: the fourth entry within the hour; the fifth is reduced, counts all the same and lengthens the
        # lockout; it ends by the clock.
        ("11-03T15:03:00", "RULE-006", "breach", None),
        ("11-03T15:03:00", "RULE-006", "lockout_set", "2026-11-03T15:33:00+00:00"),
        ("11-03T15:04:00", "RULE-006", "lockout_set", "2026-11-03T15:34:00+00:00"),
        ("11-03T15:04:00", "RULE-006", "action", "reduce"),
        ("11-03T15:34:00", "RULE-006", "lockout_ended", "2026-11-03T15:34:00+00:00"),
    ]
