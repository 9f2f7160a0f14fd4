"""The rules made of trades through the engine, in a stream with its own clock: 006, 007, 016, 018 and 020."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.events import ClockTicked, ContractLearned, Event, TradeReported
from riskguard.domain.orders import Trade
from riskguard.engine.records import Record
from riskguard.engine.replay import Replay
from riskguard.gateway.translate import read_line
from tests.fakes.facts import MES, MNQ, MORNING, contract, order, position, quote, snapshot, trade
from tests.fakes.feeds import after
from tests.fakes.world import World

RESET = datetime(2026, 11, 19, 23, 0, tzinfo=MORNING.tzinfo)


class Stream:
    """Events at seconds of the morning; everything told is kept."""

    def __init__(self, rules: str) -> None:
        self.replay = Replay(parse_settings(rules), read_line)
        self.records: list[Record] = []
        self.hears(-1, ContractLearned(contract(MNQ)), ContractLearned(contract(MES)), quote(MNQ, 26_000, 26_000.25))

    def hears(self, second: float, *events: Event | Trade) -> "Stream":
        for event in events:
            found = TradeReported(event) if isinstance(event, Trade) else event
            self.records += self.replay.hear(found, after(second))
        return self

    def until(self, second: float) -> "Stream":
        return self.hears(second, ClockTicked())

    def told(self, *kinds: str) -> list[tuple[float, str]]:
        return [(self.second(one.at), one.kind) for one in self.records if one.kind in kinds]

    def second(self, at: datetime) -> float:
        return (at - MORNING).total_seconds()

    def lockouts(self) -> list[tuple[float, str, float | None, bool]]:
        """(when, kind, until, lengthened) of every lockout set."""
        found = []
        for one in self.records:
            if one.kind == "lockout_set":
                until = one.fields["until"]
                end = self.second(until) if isinstance(until, datetime) else None
                found.append((self.second(one.at), str(one.fields["lockout"]), end, bool(one.fields["extended"])))
        return found

    def actions(self) -> list[tuple[float, object, object]]:
        found = [one for one in self.records if one.kind == "action"]
        return [(self.second(one.at), one.fields["action"], one.fields.get("size")) for one in found]


def entry(number: int, second: float, size: int = 1) -> Trade:
    return trade(number, size, order_id=number, at=after(second))


FREQUENCY = "[rules.trade_frequency]\nper_minute = 2\nper_hour = 4\nper_session = 0\nhour_cooldown = 300\n"


def test_an_entry_too_many_pauses_entries_and_closes_nothing() -> None:
    stream = Stream(FREQUENCY).hears(0, entry(1, 0), position(1)).hears(10, entry(2, 10), position(2))
    assert stream.lockouts() == [(10, "entry", 70, False)]
    stream.until(71)
    assert stream.told("lockout_ended", "breach") == [(10, "breach"), (70, "lockout_ended")]
    assert stream.actions() == []


def test_what_is_added_during_the_pause_is_taken_back_and_counts() -> None:
    stream = Stream(FREQUENCY).hears(0, entry(1, 0), position(1)).hears(10, entry(2, 10), position(2))
    stream.hears(20, entry(3, 20), position(3))
    assert stream.actions() == [(20, "reduce", 1)]
    assert stream.lockouts()[1:] == [(20, "entry", 80, True)]
    stream.hears(30, entry(4, 30))
    assert stream.lockouts()[2:] == [(30, "entry", 330, True)]


def test_a_pause_does_not_come_back_after_its_end_without_another_entry() -> None:
    rules = FREQUENCY.replace("hour_cooldown = 300", "hour_cooldown = 1").replace("per_hour = 4", "per_hour = 2")
    stream = Stream(rules + "minute_cooldown = 5\n").hears(0, entry(1, 0)).hears(10, entry(2, 10))
    stream.hears(20, trade(3, -2, 5, at=after(20))).hears(30, position(0)).until(50)
    assert stream.told("lockout_set", "lockout_ended") == [(10, "lockout_set"), (15, "lockout_ended")]
    assert stream.told("breach") == [(10, "breach"), (10, "breach")]


def test_a_breach_is_told_again_only_after_the_window_has_slid() -> None:
    stream = Stream(FREQUENCY).hears(0, entry(1, 0)).hears(10, entry(2, 10)).hears(20, entry(3, 20))
    stream.until(200).hears(210, entry(4, 210)).hears(211, entry(5, 211))
    minutes = [one for one in stream.records if one.kind == "breach" and one.why["window"] == "minute"]
    assert [stream.second(one.at) for one in minutes] == [10, 211]


def test_an_observed_frequency_only_tells() -> None:
    stream = Stream(FREQUENCY + 'mode = "observe"\n').hears(0, entry(1, 0)).hears(10, entry(2, 10))
    assert (stream.told("breach"), stream.lockouts()) == ([(10, "breach")], [])


COOLDOWN = "[rules.cooldown_after_loss]\n"


def test_a_losing_round_trip_flattens_and_locks_for_its_tier() -> None:
    stream = Stream(COOLDOWN).hears(0, trade(1, 2), position(2), trade(9, 1, contract_id=MES), position(1, MES))
    stream.hears(10, trade(2, -1, -120, at=after(10)), position(1))
    assert stream.lockouts() == [(10, "hard", 310, False)]
    (flatten,) = [one for one in stream.records if one.kind == "action"]
    assert flatten.fields["action"] == "flatten"
    assert flatten.fields["closes"] == {MNQ: 1, MES: 1}


def test_what_the_flatten_realizes_belongs_to_the_same_round_trip_and_lengthens() -> None:
    stream = Stream(COOLDOWN).hears(0, trade(1, 2), position(2))
    stream.hears(10, trade(2, -1, -120, at=after(10)), position(1))
    stream.hears(11, trade(3, -1, -120, at=after(11)), position(0)).until(1000)
    assert stream.lockouts() == [(10, "hard", 310, False), (11, "hard", 911, True)]
    assert stream.told("breach", "lockout_ended") == [(10, "breach"), (911, "lockout_ended")]


def test_partial_exits_of_a_position_known_by_its_position_event_alone_add_up() -> None:
    stream = Stream(COOLDOWN).hears(0, position(2))
    stream.hears(5, trade(1, -1, -60, at=after(5)), position(1))
    assert stream.lockouts() == []
    stream.hears(9, position(0), trade(2, -1, -60, at=after(9)))
    assert stream.lockouts() == [(9, "hard", 309, False)]


def test_two_losing_round_trips_are_two_occurrences() -> None:
    stream = Stream(COOLDOWN + "close_positions = false\n")
    for begun in (0, 400):
        stream.hears(begun, trade(begun + 1, 1, at=after(begun)), position(1))
        stream.hears(begun + 10, trade(begun + 2, -1, -150, at=after(begun + 10)), position(0))
    stream.until(1000)
    assert stream.lockouts() == [(10, "entry", 310, False), (410, "entry", 710, False)]
    assert stream.told("breach") == [(10, "breach"), (410, "breach")]
    assert stream.actions() == []


def test_a_lockout_stays_when_the_loss_is_voided() -> None:
    closing = trade(2, -1, -150, at=after(10))
    stream = Stream(COOLDOWN).hears(0, trade(1, 1), position(1)).hears(10, closing, position(0))
    stream.hears(20, replace(closing, voided=True)).until(309)
    assert stream.told("lockout_ended") == []


def test_warnings_come_on_the_way_to_the_first_tier() -> None:
    stream = Stream(COOLDOWN).hears(0, trade(1, 3), position(3))
    stream.hears(1, trade(2, -1, -50, at=after(1))).hears(2, trade(3, -1, -30, at=after(2)))
    warned = [(stream.second(one.at), one.fields["level"]) for one in stream.records if one.kind == "warning"]
    assert warned == [(1, 0.5), (2, 0.8)]


LOSSES = "[rules.consecutive_losses]\n"


def loses(stream: Stream, *begun: int) -> Stream:
    for second in begun:
        stream.hears(second, trade(second * 2 + 10, 1, at=after(second)), position(1))
        stream.hears(second + 1, trade(second * 2 + 11, -1, -5, at=after(second + 1)), position(0))
    return stream


def test_the_third_loss_in_a_row_stops_entries_until_the_reset() -> None:
    stream = loses(Stream(LOSSES), 0, 10, 20)
    assert stream.lockouts() == [(21, "entry", (RESET - MORNING).total_seconds(), False)]
    stream.until((RESET - MORNING).total_seconds() + 60)
    assert stream.told("lockout_ended", "reset")[0][1] == "lockout_ended"
    assert stream.told("breach") == [(21, "breach")]


def test_after_the_pause_only_the_next_loss_sets_it_again() -> None:
    stream = loses(Stream(LOSSES + 'cooldown = 60\nlockout = "hard"\n'), 0, 10, 20)
    stream.until(200)
    assert stream.told("lockout_set", "lockout_ended") == [(21, "lockout_set"), (81, "lockout_ended")]
    assert loses(stream, 300).lockouts()[1:] == [(301, "hard", 361, False)]


TIME = "[rules.max_position_time]\nlimit = 60\n"


def test_a_position_held_too_long_is_closed_by_the_clock_and_tried_again() -> None:
    stream = Stream(TIME).hears(0, trade(1, 2), position(2)).until(63)
    assert stream.actions()[:2] == [(60, "close", 2), (62, "close", 2)]
    assert stream.told("breach") == [(60, "breach")]


def test_the_time_runs_from_the_fill_not_from_its_news() -> None:
    stream = Stream(TIME).hears(5, trade(1, 2), position(2)).until(61)
    assert stream.actions() == [(60, "close", 2)]


def test_what_a_snapshot_shows_runs_from_its_own_opening_or_from_then() -> None:
    opened = trade(1, 1, at=after(-30))
    stream = Stream(TIME).hears(0, snapshot(MORNING, (position(1), position(1, MES)), (), (opened,))).until(61)
    contracts = [(stream.second(one.at), one.fields["contract"]) for one in stream.records if one.kind == "action"]
    assert (contracts[0], contracts[-1]) == ((30, MNQ), (60, MES))


def test_flat_before_the_time_and_opened_again_starts_over() -> None:
    stream = Stream(TIME).hears(0, trade(1, 2), position(2)).hears(50, position(0), trade(2, -2, 5, at=after(50)))
    stream.hears(55, trade(3, 1, at=after(55)), position(1)).until(114)
    assert stream.actions() == []
    assert stream.until(115).actions() == [(115, "close", 1)]


def test_a_position_opened_before_the_last_one_was_told_to_be_closed_has_its_own_time() -> None:
    stream = Stream(TIME).hears(0, trade(1, 2), position(2)).hears(50, position(0))
    stream.hears(50.5, position(1), trade(3, 1, at=after(50.5))).hears(51, trade(2, -2, 5, at=after(50)))
    assert stream.until(110).actions() == []
    assert stream.until(111).actions() == [(110.5, "close", 1)]


DOWN = "[rules.no_adding_to_losers]\n"


@pytest.mark.parametrize("trade_first", [True, False])
def test_what_is_added_to_a_loser_is_taken_back(trade_first: bool) -> None:
    stream = Stream(DOWN).hears(0, trade(1, 1), position(1)).hears(5, quote(MNQ, 25_990, 25_990.25))
    added: list[Event | Trade] = [trade(2, 1, at=after(6)), position(2)]
    stream.hears(6, *(added if trade_first else added[::-1]))
    assert stream.actions() == [(6, "reduce", 1)]
    stream.hears(7, trade(3, -1, -5, at=after(7)), position(1)).until(20)
    assert (stream.actions(), stream.told("breach")) == ([(6, "reduce", 1)], [(6, "breach")])


def test_it_shares_the_reduce_with_an_entry_lockout() -> None:
    rules = DOWN + "[rules.trade_frequency]\nper_minute = 1\n"
    stream = Stream(rules).hears(0, trade(1, 1), position(1)).hears(5, quote(MNQ, 25_990, 25_990.25))
    stream.hears(6, entry(2, 6), position(2))
    assert stream.actions() == [(6, "reduce", 1)]


def test_live_a_restart_does_not_answer_old_trades_again() -> None:
    """The first read of the day brings what happened hours before: nothing is locked for it."""
    hours_ago = [
        trade(n, size, pnl, at=MORNING - timedelta(hours=2) + timedelta(seconds=n), order_id=n)
        for n, (size, pnl) in enumerate([(1, None), (-1, -150), (1, None), (-1, -150), (1, None), (-1, 20)], 1)
    ]
    rules = COOLDOWN + FREQUENCY + LOSSES
    world = World(rules).arms(orders=(order(1, 1),), trades=tuple(hours_ago))
    assert world.told("lockout_set") == []
    assert world.told("breach") == []
