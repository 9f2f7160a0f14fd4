"""The replay of a stream: snapshots, timers, commands, and what the rules would have made of the day."""

import json
from datetime import timedelta
from typing import Any

from riskguard.config.file import parse_settings
from riskguard.domain.events import (
    ClockTicked,
    ContractLearned,
    Event,
    OrderChanged,
    PositionChanged,
    SnapshotTaken,
    TradeReported,
)
from riskguard.domain.money import usd
from riskguard.engine.records import Record
from riskguard.engine.replay import Replay
from riskguard.engine.stream import record_line
from riskguard.engine.summary import Summary
from riskguard.gateway.translate import read_line
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, MNQ, MORNING

FIVE = "[rules.max_contracts]\nlimit = 5\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"


def line(second: float, kind: str, data: object, **more: object) -> str:
    at = MORNING + timedelta(seconds=second)
    return json.dumps({"t": at.isoformat(), "type": kind, "data": data, **more})


def held(size: int, account: int = ACCOUNT) -> dict[str, Any]:
    terms = {"id": 1, "accountId": account, "contractId": MNQ, "creationTimestamp": MORNING.isoformat()}
    return {**terms, "type": 1, "size": size, "averagePrice": 26_000}


def position(second: float, size: int) -> str:
    return line(second, "GatewayUserPosition", held(size))


def played(rules: str, *lines: str) -> tuple[Replay, list[Record]]:
    replay = Replay(parse_settings(rules), read_line)
    return replay, list(replay.run(lines))


def exposure(replay: Replay, account: int = ACCOUNT) -> int:
    assert replay.state is not None
    return replay.state.accounts[account].book.exposure(MNQ)


def test_a_snapshot_is_authoritative_for_what_it_tells_and_silent_about_the_rest() -> None:
    order = {"id": 5, "accountId": ACCOUNT, "contractId": MNQ, "status": 1, "type": 4, "side": 1, "size": 2}
    lines = [position(1, 2), line(2, "GatewayUserOrder", {**order, "stopPrice": 25_000})]
    replay, _ = played(FIVE, *lines, line(3, "Snapshot", {"positions": [held(3)]}))
    assert replay.state is not None
    assert exposure(replay) == 3
    assert list(replay.state.accounts[ACCOUNT].book.orders) == [5]
    replay, _ = played(
        FIVE, *lines, line(3, "Snapshot", {"accounts": [{"id": ACCOUNT}], "positions": [], "orders": []})
    )
    assert replay.state is not None
    assert exposure(replay) == 0
    assert not replay.state.accounts[ACCOUNT].book.orders


def test_a_snapshot_of_several_accounts_is_one_read_of_each() -> None:
    replay, _ = played(FIVE, line(1, "Snapshot", {"positions": [held(2), held(3, facts.OTHER)]}))
    assert (exposure(replay), exposure(replay, facts.OTHER)) == (2, 3)


def test_what_was_heard_after_a_recorded_read_was_asked_for_is_newer_than_the_read() -> None:
    asked = (MORNING + timedelta(seconds=2)).isoformat()
    shot = line(4, "Snapshot", {"positions": [held(3)], "askedAt": asked})
    assert exposure(played(FIVE, position(1, 1), shot)[0]) == 3
    assert exposure(played(FIVE, position(3, 1), shot)[0]) == 1
    flat = [position(3, 1), position(3.1, 0), line(3.2, "Connected", {"hub": "user"})]
    assert exposure(played(FIVE, *flat, shot)[0]) == 0


def test_timers_between_two_lines_fire_at_their_own_times() -> None:
    lock = line(2, "Command", {"command": "lock", "account": ACCOUNT, "seconds": 30})
    _, records = played(FIVE, position(1, 0), lock, line(100_000, "Clock", None))
    ended = next(record.at for record in records if record.kind == "lockout_ended")
    assert ended == MORNING + timedelta(seconds=32)
    resets = [record.at.isoformat() for record in records if record.kind == "reset"]
    assert resets == ["2026-11-19T23:00:00+00:00"]


def test_an_account_known_by_its_balance_alone_is_under_the_rules_of_the_clock() -> None:
    hours = '[rules.session_hours]\nwindows = [{ days = ["thu", "fri"], start = "08:30", end = "15:00" }]\n'
    account = {"id": ACCOUNT, "name": "50K", "balance": 50_000, "canTrade": True}
    lines = [line(0, "GatewayUserAccount", account), line(100_000, "Clock", None)]
    _, records = played(hours, *lines)
    breaches = [record.at.isoformat() for record in records if record.kind == "breach"]
    assert breaches == ["2026-11-19T21:00:00+00:00"]


def test_a_root_that_stays_closed_while_all_are_is_told_of_once() -> None:
    hours = """[rules.session_hours]
windows = [{ days = ["thu", "fri"], start = "08:30", end = "15:00" }]
overrides = { ES = [{ days = ["thu"], start = "08:30", end = "11:00" }] }
"""
    _, records = played(hours, position(0, 0), line(82_000, "Clock", None))
    told = [(record.at.isoformat()[8:16], record.fields.get("symbol")) for record in records if record.kind == "breach"]
    assert told == [("19T17:00", "ES"), ("19T21:00", None)]


def test_what_goes_under_two_symbol_lockouts_names_the_numbers_of_its_own() -> None:
    entry = {"accountId": ACCOUNT, "status": 1, "type": 1, "side": 0, "size": 1, "limitPrice": 100}
    orders = [{**entry, "id": 5, "contractId": MNQ}, {**entry, "id": 6, "contractId": "CON.F.US.ENQ.Z26"}]
    blocked = '[rules.symbol_blocks]\nblocked = ["NQ", "MNQ"]\n'
    _, records = played(blocked, *(line(1, "GatewayUserOrder", order) for order in orders))
    cancelled = {record.fields["order"]: record.why["symbol"] for record in records if record.kind == "action"}
    assert cancelled == {5: "MNQ", 6: "NQ"}


def test_what_a_snapshot_shows_of_an_account_that_comes_under_an_entry_lockout_is_its_baseline() -> None:
    rules = "[rules.trade_frequency]\nper_minute = 1\nlock_all_accounts = true\n"
    other = ACCOUNT + 1
    fill = {"id": 1, "accountId": ACCOUNT, "contractId": MNQ, "creationTimestamp": MORNING.isoformat(), "orderId": 1}
    entry = line(0, "GatewayUserTrade", {**fill, "price": 26_000, "side": 0, "size": 1, "profitAndLoss": None})
    read = line(1, "Snapshot", {"positions": [held(2, other)]})
    _, records = played(rules, entry, read, line(2, "GatewayUserPosition", held(3, other)))
    reduced = [(record.account_id, record.fields["size"]) for record in records if record.kind == "action"]
    assert reduced == [(other, 1)]


def test_a_read_between_a_closing_trade_and_its_position_event_does_not_bring_the_contracts_back() -> None:
    replay = Replay(parse_settings(LOSS), read_line)
    replay.hear(facts.position(2), MORNING)
    replay.hear(ClockTicked(), MORNING + timedelta(seconds=3))
    replay.hear(TradeReported(facts.trade(1, -2, -600)), MORNING + timedelta(seconds=4))
    replay.hear(ClockTicked(), MORNING + timedelta(seconds=5))
    assert exposure(replay) == 0


def test_every_value_of_a_record_becomes_plain_json() -> None:
    _, records = played(FIVE, position(1, 6))
    breach = next(record for record in records if record.kind == "breach")
    told = json.loads(json.dumps(record_line(breach)))
    assert told["why"] == {"contracts": 6, "limit": 5}
    assert told["account"] == ACCOUNT


class Day:
    """A replay whose fills and positions come as events, summed up."""

    def __init__(self, rules: str) -> None:
        self.summary = Summary()
        self.replay = Replay(parse_settings(rules), read_line, self.summary.watch)
        self.records: list[Record] = []
        self.second = 0.0
        self.ids = 0
        self.exposure = 0
        self.hears(ContractLearned(facts.contract(MNQ)))

    def hears(self, event: Event) -> None:
        self.second += 1
        self.records += self.replay.hear(event, MORNING + timedelta(seconds=self.second))

    def fills(
        self, size: int, at: float, won: float | None = None, *, order_id: int = 999, first: str = "trade"
    ) -> None:
        """A fill with its position event; `first` says which of them comes first."""
        self.ids += 1
        self.exposure += size
        when = MORNING + timedelta(seconds=self.second)
        trade = TradeReported(
            facts.trade(self.ids, size, won, fees=abs(size) / 2, at=when, price_at=at, order_id=order_id)
        )
        position: PositionChanged = facts.position(self.exposure, at=at)
        for event in (trade, position) if first == "trade" else (position, trade):
            self.hears(event)

    def quote(self, bid: float) -> None:
        self.hears(facts.quote(MNQ, bid, bid + 0.25))

    def result(self) -> tuple[int, int]:
        """Dollars as recorded, and had the rules acted."""
        self.summary.finish(self.replay.state)
        (day,) = self.summary.days.values()
        assert day.recorded % usd(1) == day.with_rules % usd(1) == 0
        return day.recorded // usd(1), day.with_rules // usd(1)


def test_a_day_on_which_nothing_fires_is_as_recorded() -> None:
    day = Day(FIVE)
    day.fills(4, 26_000)
    day.fills(-4, 25_990, -80)
    assert day.result() == (-84, -84)


def test_contracts_that_would_have_been_reduced_neither_win_nor_lose_any_more() -> None:
    day = Day(FIVE)
    day.quote(26_000)
    day.fills(8, 26_000)
    day.quote(25_990)
    day.fills(-8, 25_990, -160)
    # 3 of 8 out at the bid of 26,000 instead of 25,990: 3 x 10 points x $2, less a fee of the size of the others'.
    assert day.result() == (-168, -108)


def test_a_position_event_before_its_trade_gives_the_same_estimate_once_the_trade_came() -> None:
    day = Day(FIVE)
    day.quote(26_000)
    day.fills(8, 26_000, first="position")
    day.hears(ClockTicked())
    day.hears(ClockTicked())
    day.quote(25_990)
    day.fills(-8, 25_990, -160, first="position")
    assert day.result() == (-168, -108)


def test_what_an_order_fills_that_would_have_been_cancelled_never_happened() -> None:
    day = Day(FIVE)
    day.quote(26_000)
    day.fills(4, 26_000)
    day.hears(OrderChanged(facts.order(77, 2, at=25_900)))
    assert [record.fields.get("order") for record in day.records if record.kind == "action"] == [77]
    day.fills(2, 25_900, order_id=77)
    day.fills(-6, 25_800, -1_400)
    recorded, with_rules = day.result()
    # Without the 2 bought at 25,900 and their 2 x 100 points x $2; their fees are saved as well.
    assert (recorded, with_rules) == (-1_406, -1_406 + 400 + 2)


def test_entries_under_a_lockout_are_refused_with_all_that_came_of_them() -> None:
    day = Day(LOSS)
    day.fills(4, 26_000)
    day.fills(-4, 25_900, -800)
    day.hears(ClockTicked())
    day.fills(2, 25_900)
    day.fills(-2, 26_000, 400)
    assert day.result() == (-406, -804)
    assert [(one.size, one.contract_id) for one in day.summary.whatif.refused] == [(2, MNQ)]


def test_a_day_after_the_reset_is_reckoned_by_itself() -> None:
    day = Day(LOSS)
    day.fills(4, 26_000)
    day.fills(-4, 25_900, -800)
    day.fills(2, 25_900)
    day.fills(-2, 26_000, 400)
    day.second = 25 * 3600
    day.fills(1, 26_000)
    day.fills(-1, 26_010, 20)
    day.summary.finish(day.replay.state)
    found = [(one.day.isoformat(), one.recorded, one.with_rules) for one in day.summary.days.values()]
    assert found == [("2026-11-19", usd(-406), usd(-804)), ("2026-11-20", usd(19), usd(19))]


def test_a_correction_of_a_trade_is_no_second_fill() -> None:
    day = Day(LOSS)
    day.fills(4, 26_000)
    day.fills(-4, 25_900, -800)
    when = MORNING + timedelta(seconds=3)
    day.hears(TradeReported(facts.trade(2, -4, -800, fees=3, at=when, price_at=25_900)))
    assert day.result() == (-805, -805)


def test_an_unknown_price_is_left_out_and_named() -> None:
    day = Day(FIVE)
    read = SnapshotTaken(ACCOUNT, None, (facts.position(8),), (), (), MORNING + timedelta(seconds=2))
    day.hears(read)
    assert day.summary.whatif.unpriced == {MNQ}
