"""Round trips: flat to flat in one contract, whatever is heard in which order, corrected or voided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.money import usd
from riskguard.domain.orders import Trade
from riskguard.state.reckoning import BEGIN
from riskguard.state.trips import Shown, Trip, TripBook
from tests.fakes.facts import ES, MES, MNQ, MORNING, trade

DAY = timedelta(days=1)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def filled(*sizes: int, contract_id: str = MNQ, pnl: float = 10, fees: float = 0, first: int = 1) -> list[Trade]:
    """Fills of one contract from flat on, a second apart; one that turns the position is one closing fill."""
    trades: list[Trade] = []
    held = 0
    for number, size in enumerate(sizes):
        won = pnl if size * held < 0 else None
        at = MORNING + seconds(number)
        trades.append(trade(first + number, size, won, contract_id, at=at, fees=fees, order_id=first + number))
        held += size
    return trades


def heard(trades: Iterable[Trade], book: TripBook | None = None) -> TripBook:
    """Trades one after the other, each told of for the first time."""
    book = book or TripBook()
    for one in trades:
        book = book.changed(None, one)
    return book


def done(book: TripBook) -> list[Trip]:
    return list(book.newest_first(MORNING - DAY, MORNING + DAY))[::-1]


@pytest.mark.parametrize(
    ("sizes", "trips", "side"),
    [
        ((), 0, 0),
        ((2,), 0, 1),
        ((2, -1), 0, 1),
        ((2, -2), 1, 0),
        ((2, -1, -1), 1, 0),
        ((1, 1, -2), 1, 0),
        ((-2, 2), 1, 0),
        ((2, -2, 2, -2), 2, 0),
        ((2, -2, -1, 1), 2, 0),
        ((2, -3), 1, -1),
        ((2, -3, 1), 2, 0),
        ((2, -3, 4, -2), 2, 1),
        ((2, -3, 4, -3), 3, 0),
        ((1, 1, 1, -1, -1), 0, 1),
    ],
)
def test_a_round_trip_goes_from_flat_to_flat_and_a_flip_ends_one(sizes: tuple[int, ...], trips: int, side: int) -> None:
    exposure = sum(sizes)
    for book in (heard(filled(*sizes)), TripBook.of(filled(*sizes))):
        assert len(done(book)) == trips
        assert book.held(MNQ) == exposure
        trip = book.trip(MNQ)
        assert (trip.side if trip else 0) == side
        assert book.ended(MORNING - DAY, MORNING + DAY) == len(done(book))


@pytest.mark.parametrize(
    ("sizes", "trips"),
    [((2, -3), 1), ((2, -3, 4), 2), ((2, -3, 4, -2), 2), ((1, -2, 2, -2, 1), 4), ((1, 1, 1, -1, -1), 0)],
)
def test_every_flip_ends_a_round_trip(sizes: tuple[int, ...], trips: int) -> None:
    """A fill of one closing contract and one opening is told as two by some: both ways give the same."""
    assert len(done(heard(filled(*sizes)))) == trips
    halves: list[int] = []
    held = 0
    for size in sizes:
        closing = size if abs(size) <= abs(held) else -held
        halves += [part for part in ((closing, size - closing) if size * held < 0 else (size,)) if part]
        held += size
    assert len(done(heard(filled(*halves)))) == trips


def test_the_result_is_that_of_its_closing_fills_less_the_fees_of_all_of_its_fills() -> None:
    (trip,) = done(heard(filled(1, 1, -1, -1, pnl=-30, fees=0.74)))
    assert (trip.gross, trip.fees) == (usd(-60), usd("2.96"))
    assert (trip.result(), trip.result(include_fees=False)) == (usd("-62.96"), usd(-60))
    assert (trip.opened_at, trip.ended_at) == (MORNING, MORNING + seconds(3))
    assert (trip.side, trip.closings, trip.trade_ids) == (1, 2, (1, 2, 3, 4))


def test_a_fill_that_turns_the_position_pays_its_fees_on_both_sides() -> None:
    book = heard(filled(2, -3, fees=3))
    (ended,) = done(book)
    begun = book.trip(MNQ)
    assert begun is not None
    assert (ended.fees, begun.fees) == (usd(5), usd(1))
    assert (begun.gross, begun.opened_at, begun.side) == (0, MORNING + seconds(1), -1)


def test_contracts_do_not_mix_and_trips_come_in_the_order_of_their_ends() -> None:
    one, other = filled(1, -1, 1), filled(2, -1, -1, contract_id=MES, first=10)
    book = heard([*one, *other])
    assert [trip.contract_id for trip in done(book)] == [MNQ, MES]
    assert book.ends(MORNING) == [MORNING + seconds(1), MORNING + seconds(2)]
    assert book.ends(MORNING + seconds(2)) == [MORNING + seconds(2)]
    assert book.ended(MORNING, MORNING + seconds(2)) == 1


def test_a_voided_trade_counts_for_nothing_also_when_voided_later() -> None:
    opening, closing, again = filled(1, -1, 1)
    book = heard([opening, closing, again, replace(again, trade_id=9, voided=True)])
    assert len(done(book)) == 1
    taken_back = book.changed(closing, replace(closing, voided=True))
    assert done(taken_back) == []
    assert taken_back.held(MNQ) == 2
    assert done(taken_back.changed(replace(closing, voided=True), closing)) == done(book)


def test_a_later_version_replaces_the_earlier_one() -> None:
    opening, closing = filled(1, -1)
    book = heard([opening, closing]).changed(closing, replace(closing, profit_and_loss=usd(-99), fees=usd(1)))
    assert [trip.result() for trip in done(book)] == [usd(-100)]
    moved = book.changed(closing, replace(closing, created_at=MORNING + seconds(90)))
    assert [trip.ended_at for trip in done(moved)] == [MORNING + seconds(90)]


def test_a_version_in_another_contract_moves_the_trade() -> None:
    opening, closing = filled(1, -1)
    book = heard([opening, closing]).changed(closing, replace(closing, contract_id=ES))
    assert (book.held(MNQ), [trip.contract_id for trip in done(book)]) == (1, [ES])


@pytest.mark.parametrize("size", [1, 3])
def test_a_closing_trade_of_an_unknown_position_is_a_round_trip_whose_opening_is_unknown(size: int) -> None:
    (trip,) = done(heard([trade(1, -size, -50)]))
    assert (trip.opened_at, trip.side, trip.result()) == (None, 1, usd(-50))


def test_what_positions_show_is_what_a_trade_closes() -> None:
    first, second = trade(1, -1, -60), trade(2, -1, -60, at=MORNING + seconds(1))
    book = TripBook().changed(None, first, Shown(2))
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.opened_at, trip.result(), done(book)) == (None, usd(-60), [])
    assert [one.result() for one in done(book.changed(None, second, Shown(1)))] == [usd(-120)]


def test_partial_exits_of_an_unknown_position_heard_in_reverse_are_one_round_trip() -> None:
    first, second = trade(1, -1, -60), trade(2, -1, -50, at=MORNING + seconds(1))
    book = TripBook().changed(None, second, Shown(2)).changed(None, first, Shown(1))
    assert [one.result() for one in done(book)] == [usd(-110)]


def test_an_opening_heard_late_explains_what_was_unknown() -> None:
    opening, closing = filled(2, -1)
    book = TripBook().changed(None, closing, Shown(2)).changed(None, opening)
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.opened_at, trip.trade_ids, book.held(MNQ)) == (MORNING, (1, 2), 1)


def test_an_opening_fill_on_the_other_side_shows_that_the_position_was_closed_unseen() -> None:
    book = heard([trade(1, 2), trade(2, -1, at=MORNING + seconds(2))])
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.side, trip.opened_at, done(book)) == (-1, MORNING + seconds(2), [])
    late = heard([trade(3, -2, -40, at=MORNING + seconds(1))], book)
    assert ([one.result() for one in done(late)], late.held(MNQ)) == ([usd(-40)], -1)


def test_a_position_that_is_gone_ends_its_round_trip_before_its_closing_trade_comes() -> None:
    opening, closing = filled(2, -2, pnl=-80)
    gone = heard([opening]).vanished(MNQ, 2)
    assert (gone.trip(MNQ), gone.held(MNQ), done(gone)) == (None, 0, [])
    (trip,) = done(heard([closing], gone))
    assert (trip.result(), trip.opened_at) == (usd(-80), MORNING)


@pytest.mark.parametrize("swapped", [False, True])
def test_what_closes_late_belongs_to_the_round_trip_that_ended(swapped: bool) -> None:
    opening = trade(1, 2)
    late = [trade(2, -1, -40, at=MORNING + seconds(1)), trade(3, -1, -40, at=MORNING + seconds(1))]
    again = trade(4, 1, at=MORNING + seconds(2))
    book = heard([opening]).vanished(MNQ, 2).changed(None, again)
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.opened_at, book.held(MNQ)) == (MORNING + seconds(2), 1)
    book = heard(late[::-1] if swapped else late, book)
    assert [(one.result(), one.trade_ids) for one in done(book)] == [(usd(-80), (1, 2, 3))]
    assert book.trip(MNQ) == trip


def test_a_closing_trade_of_what_was_opened_since_is_not_taken_for_a_late_one() -> None:
    book = heard([trade(1, 2)]).vanished(MNQ, 2)
    book = heard([trade(4, 1, at=MORNING + seconds(2)), trade(5, -1, -7, at=MORNING + seconds(3))], book)
    assert [(one.result(), one.trade_ids) for one in done(book)] == [(usd(-7), (4, 5))]


def test_a_read_tells_what_was_carried_into_the_day() -> None:
    trades = [trade(1, 1), trade(2, -2, -30, at=MORNING + seconds(1))]
    book = TripBook.of(trades).anchored({MNQ: 1})
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.opened_at, trip.result(), book.held(MNQ), done(book)) == (None, usd(-30), 1, [])
    ended = heard([trade(3, -1, -30, at=MORNING + seconds(2))], book)
    assert [one.result() for one in done(ended)] == [usd(-60)]


def test_a_read_that_agrees_changes_nothing() -> None:
    book = TripBook.of(filled(1, -1, 2)).anchored({MNQ: 2})
    assert book.anchored({MNQ: 2}) is book


def test_contracts_heard_of_meanwhile_are_left_to_their_events() -> None:
    book = TripBook.of(filled(2)).anchored({MNQ: 2})
    assert book.anchored({}, [MNQ]).held(MNQ) == 2


def test_a_read_without_the_position_ends_the_round_trip_and_waits_for_its_closing_trade() -> None:
    book = TripBook.of(filled(2)).anchored({MNQ: 2}).anchored({})
    assert (book.trip(MNQ), done(book)) == (None, [])
    assert [one.result() for one in done(heard([trade(9, -2, -5, at=MORNING + seconds(1))], book))] == [usd(-5)]


def test_a_position_a_read_grew_goes_on_as_the_same_round_trip() -> None:
    book = TripBook.of(filled(1)).anchored({MNQ: 1}).anchored({MNQ: 3})
    trip = book.trip(MNQ)
    assert trip is not None
    assert (trip.opened_at, book.held(MNQ)) == (MORNING, 3)


def test_the_round_trip_of_a_closing_trade_is_found() -> None:
    trades = filled(2, -1, -2, 1)
    book = heard(trades)
    ended, over = done(book)
    assert [book.of_closing(one) for one in trades[1:]] == [ended, ended, over]
    assert [book.ended_by(one) for one in trades[1:]] == [None, ended, over]
    assert book.of_closing(trade(99, -1, 5)) is None
    assert book.of_closing(trade(99, -1, 5, ES)) is None


def test_days_before_are_forgotten_but_not_what_is_still_open() -> None:
    old = filled(1, -1, 2, fees=1)
    new = [trade(9, -1, -30, at=MORNING + DAY), trade(10, -1, -30, at=MORNING + DAY + seconds(1))]
    book = heard([*old, *new])
    kept = book.since(MORNING + DAY - seconds(1))
    assert [one.trade_id for one in kept.tapes[MNQ].trades] == [3, 9, 10]
    assert [one.result() for one in kept.newest_first(MORNING, MORNING + 2 * DAY)] == [usd(-61)]
    assert kept.changed(old[0], replace(old[0], voided=True)).tapes == kept.tapes
    assert kept.changed(None, replace(old[0], trade_id=77)).tapes == kept.tapes


def test_entries_are_orders_with_an_opening_fill_at_the_time_of_the_first() -> None:
    fills = [
        trade(1, 1, order_id=5, at=MORNING + seconds(3)),
        trade(2, 1, order_id=5, at=MORNING + seconds(1)),
        trade(3, -2, 10, order_id=6, at=MORNING + seconds(4)),
        trade(4, 1, order_id=7, at=MORNING + seconds(2)),
    ]
    for book in (heard(fills), TripBook.of(fills)):
        assert book.entries.times == (MORNING + seconds(1), MORNING + seconds(2))
        assert book.entries.fills == tuple(MORNING + seconds(n) for n in (1, 2, 3, 4))
    book = heard(fills).changed(fills[1], replace(fills[1], voided=True))
    assert book.entries.times == (MORNING + seconds(2), MORNING + seconds(3))
    book = book.changed(fills[0], replace(fills[0], voided=True))
    assert book.entries.times == (MORNING + seconds(2),)
    assert heard(fills).since(MORNING + seconds(2.5)).entries.times == (MORNING + seconds(1),)


@dataclass
class Walked:
    """The slow reference: every fill walked through again from flat, one contract after the other."""

    results: list[tuple[str, int, int, tuple[int, ...]]]
    held: dict[str, int]


def walked(trades: Iterable[Trade]) -> Walked:
    results, held = [], dict[str, int]()
    parts: dict[str, list[tuple[int, int, int]]] = {}
    ordered = sorted((one for one in trades if not one.voided), key=lambda one: (one.created_at, one.trade_id))
    for one in ordered:
        cid, before = one.contract_id, held.get(one.contract_id, 0)
        after = before + one.side * one.size
        closing = min(one.size, abs(before)) if before * one.side < 0 else 0
        first = one.fees * closing // one.size
        held[cid] = after
        if closing:
            parts.setdefault(cid, []).append((one.trade_id, one.profit_and_loss or 0, first))
            if before * after <= 0:
                trip = parts.pop(cid)
                results.append((cid, sum(p[1] for p in trip), sum(p[2] for p in trip), tuple(p[0] for p in trip)))
        if one.size > closing:
            parts.setdefault(cid, []).append((one.trade_id, 0, one.fees - first))
    return Walked(results, held)


@st.composite
def histories(draw: st.DrawFn) -> list[Trade]:
    """Fills of an imagined trader in two contracts: what closes has a result, as the gateway reports it."""
    held = {MNQ: 0, MES: 0}
    trades: list[Trade] = []
    for number in range(draw(st.integers(0, 14))):
        cid, size = draw(st.sampled_from([MNQ, MES])), draw(st.integers(-3, 3).filter(bool))
        won = draw(st.integers(-100, 100)) if size * held[cid] < 0 else None
        at = MORNING + seconds(draw(st.sampled_from([number, number // 2])))
        at = max([at, *(one.created_at for one in trades)])
        trades.append(trade(number + 1, size, won, cid, at=at, fees=draw(st.integers(0, 4)), order_id=number // 2))
        held[cid] += size
    return trades


def same(book: TripBook, trades: Iterable[Trade]) -> bool:
    reference = walked(trades)
    found = [(trip.contract_id, trip.gross, trip.fees, trip.trade_ids) for trip in done(book)]
    return found == reference.results and all(book.held(cid) == size for cid, size in reference.held.items())


@given(st.data(), histories())
def test_any_order_of_arrival_gives_the_same_round_trips(data: st.DataObject, trades: list[Trade]) -> None:
    book = heard(data.draw(st.permutations(trades)))
    assert same(book, trades)
    assert book.entries == TripBook.of(trades).entries
    assert [done(book), book.trip(MNQ), book.trip(MES)] == [
        done(TripBook.of(trades)),
        TripBook.of(trades).trip(MNQ),
        TripBook.of(trades).trip(MES),
    ]


@given(st.data(), histories())
def test_later_versions_give_what_they_would_have_given_at_first(data: st.DataObject, trades: list[Trade]) -> None:
    book, latest = TripBook(), {one.trade_id: one for one in trades}
    for one in data.draw(st.permutations(trades)):
        early = replace(one, fees=one.fees + data.draw(st.integers(0, 5)))
        if one.profit_and_loss is not None:
            early = replace(early, profit_and_loss=one.profit_and_loss + data.draw(st.integers(-9, 9)))
        early = replace(early, voided=data.draw(st.booleans()))
        book = book.changed(None, early).changed(early, one)
    assert same(book, latest.values())


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"created_at": MORNING + seconds(12)},
        {"created_at": MORNING + seconds(5)},
        {"created_at": MORNING - seconds(1)},
        {"voided": True},
    ],
    ids=["as it was", "later", "earlier", "before the other", "voided"],
)
@pytest.mark.parametrize("after", [0, 1])
def test_what_a_read_showed_stands_although_its_last_trade_is_corrected(change: dict[str, Any], after: int) -> None:
    first, last = trade(1, 1, at=MORNING), trade(2, 1, at=MORNING + seconds(10))
    book = heard([first]).anchored({MNQ: 1}).changed(None, last).anchored({MNQ: 3})
    later = [trade(3, 1, at=MORNING + seconds(20))][:after]
    book = heard(later, book).changed(last, replace(last, **change))
    assert book.held(MNQ) == 3 + after
    tape = book.tapes[MNQ]
    assert tape.reckoned(BEGIN) == tape


def test_a_position_that_was_gone_stays_so_when_its_trade_is_voided_and_another_follows() -> None:
    """A trade tells of one contract, a read of two, a position of none; then the trade turns out to be none."""
    opened = trade(3, 1, at=MORNING)
    book = heard([opened]).anchored({MNQ: 2}).vanished(MNQ, 2)
    book = book.changed(opened, replace(opened, voided=True)).changed(None, trade(1, 1, at=MORNING))
    assert book.held(MNQ) == 1
    tape = book.tapes[MNQ]
    assert tape.reckoned(BEGIN) == tape
