"""The book: each contract counted once, in whatever order trades, positions, orders and snapshots come."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.book import AccountBook
from riskguard.domain.events import AccountChanged, PositionChanged
from riskguard.domain.market import Market
from riskguard.domain.money import usd
from riskguard.domain.orders import Order, OrderStatus, Trade
from tests.fakes.facts import ACCOUNT, MES, MNQ, MORNING, contract, order, position, quote, snapshot, trade
from tests.fakes.trading import Report, Traded, traded

BID = 26_100


def later(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def market(bid: float = BID) -> Market:
    found = Market()
    for contract_id in (MNQ, MES):
        found = found.learn(contract(contract_id)).hear(quote(contract_id, bid, bid + 0.25), MORNING)
    return found


class Desk:
    """A book that hears one thing a second, with the realized result beside it."""

    def __init__(self, *heard: Report | Order) -> None:
        self.book = AccountBook(ACCOUNT)
        self.market = market()
        self.realized = 0
        self.now = MORNING
        for one in heard:
            self.hears(one)

    def hears(self, one: Report | Order) -> "Desk":
        self.now += timedelta(seconds=1)
        match one:
            case PositionChanged():
                self.book = self.book.with_position(one, self.market, self.now)
            case Trade():
                self.book = self.book.with_fill(one, self.now)
                self.realized += one.profit_and_loss or 0
            case Order():
                self.book = self.book.with_order(one, self.now)
        return self

    @property
    def open(self) -> int:
        return self.book.open_pnl(self.market)[0]

    @property
    def net(self) -> int:
        return self.realized + self.open

    def exposure(self, contract_id: str = MNQ) -> int:
        return self.book.exposure(contract_id)


# --- positions


def test_a_position_is_what_the_last_event_says() -> None:
    desk = Desk(position(2, at=26_000))
    assert (desk.exposure(), desk.open) == (2, usd(400))
    desk.hears(position(3, at=26_050))
    assert (desk.exposure(), desk.open) == (3, usd(300))
    assert not desk.book.flat


def test_a_size_of_zero_is_flat() -> None:
    desk = Desk(position(2), position(0))
    assert desk.book.flat
    assert desk.exposure() == 0


def test_contracts_do_not_mix() -> None:
    desk = Desk(position(2), position(-1, MES, at=26_200))
    assert (desk.exposure(MNQ), desk.exposure(MES)) == (2, -1)
    assert desk.open == usd(2 * 100 * 2) + usd("498.75")


def test_an_event_of_an_older_position_changes_nothing() -> None:
    desk = Desk(position(2, created=later(60)))
    desk.hears(position(0, created=later(0)))
    desk.hears(position(-5, created=later(59)))
    assert desk.exposure() == 2


@pytest.mark.parametrize("created", [later(60), later(61)])
def test_an_event_of_the_same_or_a_newer_position_counts(created: datetime) -> None:
    assert Desk(position(2, created=later(60)), position(1, created=created)).exposure() == 1


def test_a_position_without_a_stamp_counts_by_arrival() -> None:
    desk = Desk(position(2))
    desk.hears(replace(position(1), created_at=None))
    assert desk.exposure() == 1


@pytest.mark.parametrize(
    ("sizes", "seconds"),
    [
        ([2], 1),
        ([2, 3], 2),
        ([2, 3, 3], 2),
        ([2, 3, 1], 2),
        ([2, 3, 1, 2], 4),
        ([2, -1], 2),
        ([-2, -1, -2], 3),
        ([2, 0, 1], 3),
    ],
)
def test_newest_exposure_is_dated_by_the_last_increase_seen(sizes: list[int], seconds: int) -> None:
    desk = Desk(*(position(size) for size in sizes))
    assert desk.book.positions[MNQ].increased_at == later(seconds)


# --- trades and positions about the same fill


OPENED = traded([(3, 26_000)])
CLOSED = traded([(3, 26_000), (-3, 26_080)])
PARTLY = traded([(3, 26_000), (-1, 26_080)])
FLIPPED = traded([(2, 26_000), (-3, 26_080)])


def test_a_closing_trade_takes_its_contracts_out_of_the_open_result_at_once() -> None:
    desk = Desk(position(3), trade(1, 3), trade(2, -1, 80))
    assert (desk.exposure(), desk.realized, desk.open) == (2, usd(80), usd(2 * 200))
    desk.hears(position(2))
    assert (desk.exposure(), desk.open) == (2, usd(400))
    assert not desk.book.settling


def test_contracts_closed_before_their_trade_comes_stay_at_their_last_open_result() -> None:
    desk = Desk(trade(1, 3), position(3))
    before = desk.net
    desk.hears(position(2))
    assert (desk.exposure(), desk.net) == (2, before)
    desk.hears(trade(2, -1, 80))
    assert (desk.open, desk.realized) == (usd(400), usd(80))
    assert not desk.book.settling


def test_what_is_held_does_not_move_with_the_market() -> None:
    desk = Desk(trade(1, 3), position(3), position(0))
    assert desk.net == usd(600)
    desk.market = market(25_900)
    assert (desk.exposure(), desk.net) == (0, usd(600))


def test_partial_fills_of_one_close_are_released_one_by_one() -> None:
    desk = Desk(trade(1, 3), position(3), position(0))
    for number, left in ((2, 400), (3, 200), (4, 0)):
        desk.hears(trade(number, -1, 80))
        assert desk.open == usd(left)
    assert not desk.book.settling


def test_a_flip_ends_one_position_and_begins_the_other() -> None:
    closing, opening, turned = *FLIPPED.trades[1:], FLIPPED.positions[1]
    for mixed in ((closing, opening, turned), (closing, turned, opening), (turned, closing, opening)):
        desk = Desk(FLIPPED.trades[0], FLIPPED.positions[0], *mixed)
        assert (desk.exposure(), desk.realized) == (-1, usd(2 * 160))
        assert desk.open == -usd("20.25") * 2
        assert not desk.book.settling


def test_a_flip_told_as_one_trade_counts_only_what_it_closed_as_closed() -> None:
    desk = Desk(trade(1, 2), position(2), trade(2, -3, 320), position(-1, at=26_080))
    assert desk.exposure() == -1


@pytest.mark.parametrize("reports", list(permutations([*CLOSED.trades, *CLOSED.positions])))
def test_no_order_of_reports_ever_counts_more_than_was_held(reports: tuple[Report, ...]) -> None:
    if reports.index(CLOSED.positions[0]) > reports.index(CLOSED.positions[1]):
        return
    desk = Desk()
    for report in reports:
        desk.hears(report)
        assert 0 <= desk.exposure() <= 3
    assert desk.exposure() == 0


def both_orders(history: Traded) -> list[list[Report]]:
    trades, positions = list(history.trades), list(history.positions)
    return [[*trades, *positions], [*positions, *trades], history.interleaved([True, False] * 9)]


@pytest.mark.parametrize("history", [OPENED, CLOSED, PARTLY, FLIPPED])
def test_the_end_is_the_same_whichever_kind_comes_first(history: Traded) -> None:
    for reports in both_orders(history):
        desk = Desk(*reports)
        assert (desk.exposure(), desk.realized) == (history.exposure, history.realized)
        assert not desk.book.settling


_FILLS = st.lists(
    st.tuples(st.integers(-4, 4).filter(bool), st.integers(100_000, 108_000).map(lambda ticks: ticks / 4)), max_size=8
)
_MIX = st.lists(st.booleans(), max_size=24)


@given(_FILLS, _MIX)
def test_any_interleaving_of_trades_and_positions_ends_in_the_same_book(
    fills: list[tuple[int, float]], mix: list[bool]
) -> None:
    history = traded(fills)
    desk = Desk(*history.interleaved(mix))
    assert desk.exposure() == history.exposure
    assert desk.book.exposure_by_fills(MNQ) == history.exposure
    assert desk.realized == history.realized
    assert dict(desk.book.settling) == {}
    assert desk.book.flat == (history.exposure == 0)


@given(_FILLS, _FILLS, _MIX, _MIX)
def test_two_contracts_settle_each_on_its_own(
    fills: list[tuple[int, float]], others: list[tuple[int, float]], mix: list[bool], weave: list[bool]
) -> None:
    one, other = traded(fills), traded(others, MES, first_id=100)
    lines = (one.interleaved(mix), other.interleaved(mix))
    desk = Desk()
    for first in weave:
        if lines[first]:
            desk.hears(lines[first].pop(0))
    for report in (*lines[0], *lines[1]):
        desk.hears(report)
    assert (desk.exposure(MNQ), desk.exposure(MES)) == (one.exposure, other.exposure)
    assert desk.realized == one.realized + other.realized
    assert dict(desk.book.settling) == {}


@given(_FILLS, _MIX)
def test_at_a_steady_price_the_net_result_is_never_off_by_a_contract(
    fills: list[tuple[int, float]], mix: list[bool]
) -> None:
    """Every fill at the mark, both sides equal: whatever has been heard, nothing was won or lost."""
    history = traded([(size, BID) for size, _ in fills])
    desk = Desk()
    desk.market = Market().learn(contract(MNQ)).hear(quote(MNQ, BID, BID), MORNING)
    for report in history.interleaved(mix):
        assert desk.hears(report).net == 0


def test_exposure_by_fills_counts_a_trade_before_its_position_event() -> None:
    desk = Desk(position(2), trade(1, 2), trade(2, 1))
    assert (desk.exposure(), desk.book.exposure_by_fills(MNQ)) == (2, 3)
    desk.hears(position(3))
    assert desk.book.exposure_by_fills(MNQ) == 3


def test_an_unknown_mark_makes_the_open_result_unknown_and_leaves_the_known_part() -> None:
    unknown = "CON.F.US.GCE.G27"
    desk = Desk(position(2), PositionChanged(ACCOUNT, unknown, 1, 1, MORNING))
    assert desk.book.open_pnl(desk.market) == (usd(400), False)


def test_contracts_that_left_with_an_unknown_mark_leave_the_result_unknown() -> None:
    desk = Desk()
    desk.market = Market().learn(contract(MNQ))
    desk.hears(trade(1, 2)).hears(position(2)).hears(position(0))
    assert desk.book.open_pnl(desk.market) == (0, False)
    desk.hears(trade(2, -2, -300))
    assert desk.book.open_pnl(desk.market) == (0, True)


# --- the account itself


def test_what_an_account_event_leaves_out_stays_as_it_was() -> None:
    book = AccountBook(ACCOUNT).with_account(AccountChanged(ACCOUNT, "Express", usd(50_000), True, True))
    book = book.with_account(AccountChanged(ACCOUNT, None, None, False))
    assert (book.name, book.balance, book.can_trade, book.simulated) == ("Express", usd(50_000), False, True)


# --- orders


def test_an_order_with_an_older_stamp_is_ignored() -> None:
    desk = Desk(order(1, 3, updated_s=10), order(1, 5, updated_s=9))
    assert desk.book.orders[1].size == 3


@pytest.mark.parametrize("updated_s", [10, 11])
def test_an_order_with_the_same_or_a_newer_stamp_counts(updated_s: float) -> None:
    assert Desk(order(1, 3, updated_s=10), order(1, 5, updated_s=updated_s)).book.orders[1].size == 5


@pytest.mark.parametrize(
    "status", [OrderStatus.FILLED, OrderStatus.CANCELLED, OrderStatus.EXPIRED, OrderStatus.REJECTED]
)
def test_an_order_that_ended_does_not_come_back_with_old_news(status: OrderStatus) -> None:
    desk = Desk(order(1, 3), order(1, 3, status=status, updated_s=5))
    assert not desk.book.orders
    assert not desk.hears(order(1, 3, updated_s=4)).book.orders
    assert not desk.hears(order(1, 3, updated_s=5)).book.orders


def test_an_end_heard_before_the_beginning_is_the_end() -> None:
    desk = Desk(order(1, 3, status=OrderStatus.FILLED, updated_s=5), order(1, 3, updated_s=0))
    assert not desk.book.orders


def test_an_order_whose_cancel_was_refused_is_back() -> None:
    desk = Desk(order(1, 3), order(1, 3, status=OrderStatus.PENDING_CANCELLATION, updated_s=1))
    assert not desk.book.orders
    assert desk.hears(order(1, 3, updated_s=2)).book.orders[1].working


def test_a_suspended_child_is_known_but_does_not_work() -> None:
    desk = Desk(order(1, 3, status=OrderStatus.SUSPENDED))
    assert desk.book.orders[1].cancellable
    assert not desk.book.orders[1].working


def test_partial_fills_leave_the_rest() -> None:
    assert Desk(order(1, 5, filled=2)).book.orders[1].unfilled == 3


def test_a_thousand_ended_orders_do_not_pile_up() -> None:
    desk = Desk(*(order(number, 1, status=OrderStatus.FILLED) for number in range(1, 1_200)))
    assert len(desk.book.ended) < 600
    assert 1_199 in desk.book.ended


_ORDER_EVENTS = st.lists(
    st.builds(
        lambda i, s, status, size: order(i, size, status=status, updated_s=s),
        st.integers(1, 3),
        st.integers(0, 6),
        st.sampled_from([OrderStatus.OPEN, OrderStatus.CANCELLED, OrderStatus.SUSPENDED, OrderStatus.FILLED]),
        st.integers(1, 3),
    ),
    max_size=10,
    unique_by=lambda o: (o.order_id, o.updated_at),
)


@given(st.data(), _ORDER_EVENTS)
def test_orders_end_the_same_in_any_order_and_however_often_told(data: st.DataObject, events: list[Order]) -> None:
    by_time = Desk(*sorted(events, key=lambda o: (o.order_id, o.updated_at or MORNING)))
    shuffled = data.draw(st.permutations(events))
    assert Desk(*shuffled, *shuffled).book.orders == by_time.book.orders


# --- snapshots


def test_a_snapshot_is_authoritative() -> None:
    desk = Desk(position(2), position(1, MES), order(1, 3), trade(1, -1, 50))
    book = desk.book.with_snapshot(snapshot(later(60), (position(5),), (order(2, 1),)))
    assert {cid: p.exposure for cid, p in book.positions.items()} == {MNQ: 5}
    assert set(book.orders) == {2}
    assert (dict(book.settling), book.balance) == ({}, usd(50_000))


def test_a_snapshot_of_nothing_is_flat() -> None:
    assert Desk(position(2), order(1, 3)).book.with_snapshot(snapshot(later(60))).flat


def test_a_position_heard_of_while_the_read_was_under_way_is_newer_than_the_read() -> None:
    desk = Desk(position(2))
    asked = desk.now
    book = desk.hears(position(4)).book
    taken = snapshot(asked, (position(2),))
    assert book.with_snapshot(taken).exposure(MNQ) == 4
    assert book.disagrees(taken)


def test_a_position_closed_while_the_read_was_under_way_stays_closed() -> None:
    desk = Desk(position(2))
    asked = desk.now
    assert desk.hears(position(0)).book.with_snapshot(snapshot(asked, (position(2),))).flat


def test_an_order_that_ended_while_the_read_was_under_way_stays_ended() -> None:
    desk = Desk(order(1, 3))
    asked = desk.now
    book = desk.hears(order(1, 3, status=OrderStatus.CANCELLED, updated_s=5)).book
    assert not book.with_snapshot(snapshot(asked, orders=(order(1, 3),))).orders


def test_an_order_that_ended_before_the_read_and_is_listed_in_its_old_version_stays_ended() -> None:
    desk = Desk(order(1, 3, status=OrderStatus.CANCELLED, updated_s=5))
    assert not desk.book.with_snapshot(snapshot(later(60), orders=(order(1, 3),))).orders


def test_an_order_placed_while_the_read_was_under_way_stays() -> None:
    desk = Desk()
    asked = desk.now
    assert set(desk.hears(order(1, 3)).book.with_snapshot(snapshot(asked)).orders) == {1}


def test_an_ended_order_in_a_snapshot_is_not_working() -> None:
    taken = snapshot(later(1), orders=(order(1, 3, status=OrderStatus.FILLED),))
    assert not AccountBook(ACCOUNT).with_snapshot(taken).orders


def test_a_fill_that_came_while_the_read_was_under_way_is_not_counted_twice() -> None:
    """The trade is in the ledger; the read was made before the fill and still shows its contracts."""
    desk = Desk(trade(1, 3), position(3))
    asked = desk.now
    desk.hears(trade(2, -2, 400))
    desk.book = desk.book.with_snapshot(snapshot(asked, (position(3),)))
    assert (desk.exposure(), desk.net) == (1, usd(400 + 200))
    desk.hears(position(1))
    assert (desk.exposure(), desk.net) == (1, usd(400 + 200))
    assert not desk.book.settling


def test_a_fill_that_the_read_already_shows_is_not_taken_off_again() -> None:
    desk = Desk(trade(1, 3), position(3))
    asked = desk.now
    desk.hears(trade(2, -2, 400))
    desk.book = desk.book.with_snapshot(snapshot(asked, (position(1),)))
    assert (desk.exposure(), desk.net) == (1, usd(400 + 200))
    desk.hears(position(1))
    assert (desk.exposure(), desk.net) == (1, usd(400 + 200))
    assert not desk.book.settling


def test_a_read_asked_for_after_a_fill_settles_it() -> None:
    desk = Desk(trade(1, 3), position(3), trade(2, -2, 400))
    desk.book = desk.book.with_snapshot(snapshot(later(60), (position(3),)))
    assert (desk.exposure(), dict(desk.book.settling)) == (3, {})


@pytest.mark.parametrize(("known", "read", "increased_s"), [(None, 2, -60), (2, 2, 1), (3, 2, 1), (-2, 2, -60)])
def test_after_a_snapshot_a_position_is_as_new_as_its_stamp_unless_its_increase_was_seen(
    known: int | None, read: int, increased_s: int
) -> None:
    desk = Desk(*([] if known is None else [position(known, created=later(-90))]))
    book = desk.book.with_snapshot(snapshot(later(60), (position(read, created=later(-60)),)))
    assert book.positions[MNQ].increased_at == later(increased_s)


def test_a_snapshot_without_stamps_dates_positions_by_the_read() -> None:
    taken = snapshot(later(60), (replace(position(2), created_at=None),))
    assert AccountBook(ACCOUNT).with_snapshot(taken).positions[MNQ].increased_at == later(60)


@given(_FILLS, _MIX, st.integers(0, 20))
def test_a_read_in_the_middle_changes_nothing_of_the_end(
    fills: list[tuple[int, float]], mix: list[bool], when: int
) -> None:
    """Asked for before all of it, and as fresh as the position events heard so far: what settles goes on to."""
    history = traded(fills)
    desk, seen = Desk(), 0
    for number, report in enumerate(history.interleaved(mix)):
        if number == when:
            shown = tuple(p for p in history.positions[seen - 1 : seen] if p.exposure) if seen else ()
            desk.book = desk.book.with_snapshot(snapshot(MORNING, shown))
        desk.hears(report)
        seen += isinstance(report, PositionChanged)
    assert desk.exposure() == history.exposure
    assert dict(desk.book.settling) == {}
