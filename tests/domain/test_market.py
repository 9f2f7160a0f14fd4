"""Marks: the price one would get out at, and which quotes are not believed at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.contracts import Contract
from riskguard.domain.events import QuoteChanged
from riskguard.domain.market import Market
from riskguard.domain.money import Number, price, price_value, usd

CID = "CON.F.US.EP.Z26"
OTHER = "CON.F.US.ENQ.Z26"
NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
ES = Contract(CID, "ESZ6", "ES", price("0.25"), usd("12.50"))


def quote(bid: Number | None = None, ask: Number | None = None, last: Number | None = None) -> QuoteChanged:
    return QuoteChanged(CID, *(None if at is None else price(at) for at in (last, bid, ask)))


class Tape:
    """A market that hears quotes at given milliseconds."""

    def __init__(self, *heard: tuple[int, QuoteChanged], filled: Number | None = None) -> None:
        self.market = Market().learn(ES)
        if filled is not None:
            self.market = self.market.filled(CID, price(filled))
        for ms, event in heard:
            self.hears(ms, event)

    def hears(self, ms: int, event: QuoteChanged) -> "Tape":
        self.market = self.market.hear(event, NOON + timedelta(milliseconds=ms))
        return self

    def mark(self, exposure: int) -> float | None:
        found = self.market.mark(CID, exposure)
        return None if found is None else float(price_value(found))

    def last_mark(self, exposure: int) -> float | None:
        found = self.market.mark(CID, exposure, "last")
        return None if found is None else float(price_value(found))

    @property
    def held(self) -> int:
        return self.market.quotes[CID].held


@pytest.mark.parametrize(("exposure", "mark"), [(1, 5000.0), (-1, 5000.5), (7, 5000.0), (-7, 5000.5)])
def test_a_long_gets_out_at_the_bid_and_a_short_at_the_ask(exposure: int, mark: float) -> None:
    assert Tape((0, quote(5000, 5000.5, 5000.25))).mark(exposure) == mark


def test_fields_that_are_missing_keep_their_last_value() -> None:
    tape = Tape((0, quote(5000, 5000.5, 5000.25)), (10, quote(bid=5000.25)), (20, quote(last=5000.5)))
    assert (tape.mark(1), tape.mark(-1)) == (5000.25, 5000.5)


def test_until_the_first_quote_the_last_fill_is_the_mark() -> None:
    tape = Tape(filled=4999)
    assert (tape.mark(1), tape.mark(-1)) == (4999, 4999)
    tape.hears(0, quote(5000, 5000.5))
    assert (tape.mark(1), tape.mark(-1)) == (5000, 5000.5)


def test_without_quote_and_fill_a_result_is_unknown_and_not_zero() -> None:
    market = Market().learn(ES)
    assert market.mark(CID, 1) is None
    assert market.open_pnl(CID, 1, price(5000)) is None


def test_without_its_tick_a_result_is_unknown() -> None:
    market = Market().hear(quote(5000, 5000.5), NOON).filled(CID, price(5000))
    assert market.open_pnl(CID, 1, price(4990)) is None
    assert market.learn(ES).open_pnl(CID, 1, price(4990)) == usd(500)


@pytest.mark.parametrize(
    ("exposure", "average", "gained"),
    [(1, 4990, "500"), (-1, 4990, "-525"), (2, "5000.125", "-12.5"), (0, 4990, "0"), (-3, 5000.5, "0")],
)
def test_the_open_result_counts_ticks_to_the_exit(exposure: int, average: Number, gained: str) -> None:
    market = Tape((0, quote(5000, 5000.5))).market
    assert market.open_pnl(CID, exposure, price(average)) == usd(gained)


def test_one_side_of_the_book_is_replaced_by_the_last_price() -> None:
    assert Tape((0, quote(bid=5000, last=5000.25))).mark(-1) == 5000.25
    assert Tape((0, quote(bid=5000, last=5000.25))).mark(1) == 5000
    assert Tape((0, quote(last=5000.25))).mark(1) == 5000.25


@pytest.mark.parametrize(
    ("ticks", "long_mark", "short_mark"), [(39, 5000.0, 5009.75), (40, 5000.0, 5010.0), (41, 5004.0, 5004.0)]
)
def test_with_a_spread_wider_than_40_ticks_the_last_price_is_the_mark(
    ticks: int, long_mark: float, short_mark: float
) -> None:
    tape = Tape((0, quote(5000, 5000 + ticks * 0.25, 5004)))
    assert (tape.mark(1), tape.mark(-1)) == (long_mark, short_mark)


def test_a_wide_spread_without_a_last_price_leaves_the_side_itself() -> None:
    assert Tape((0, quote(5000, 5040))).mark(1) == 5000


WRONG = [
    quote(bid=0),
    quote(bid=-1),
    quote(ask=0),
    quote(last=0),
    quote(last=-5),
    quote(5001, 5000),
    quote(bid=5000.75),
    quote(4949, 4949.5, 4949.25),
    quote(5051, 5051.5, 5051.25),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_quote_that_looks_wrong_is_no_mark_and_is_counted(wrong: QuoteChanged) -> None:
    tape = Tape((0, quote(5000, 5000.5, 5000.25)), (1_000, wrong))
    assert (tape.mark(1), tape.mark(-1), tape.held) == (5000, 5000.5, 1)


@pytest.mark.parametrize("wrong", WRONG)
def test_one_that_comes_back_too_soon_is_still_not_believed(wrong: QuoteChanged) -> None:
    tape = Tape((0, quote(5000, 5000.5, 5000.25)), (1_000, wrong), (1_199, wrong))
    assert (tape.mark(1), tape.mark(-1)) == (5000, 5000.5)


@pytest.mark.parametrize(
    ("move", "believed"),
    [(-50, True), (-50.25, False), (-51, False), (50, True), (50.25, False), (0.25, True)],
)
def test_a_jump_is_more_than_one_percent(move: float, believed: bool) -> None:
    tape = Tape((0, quote(5000, 5000, 5000)), (1_000, quote(5000 + move, 5000 + move, 5000 + move)))
    assert tape.mark(1) == (5000 + move if believed else 5000)
    assert tape.held == (0 if believed else 1)


@pytest.mark.parametrize(("after_ms", "believed"), [(0, False), (199, False), (200, True), (5_000, True)])
def test_a_second_quote_at_least_200_ms_later_confirms_a_jump(after_ms: int, believed: bool) -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(4900, 4900.5)), (1_000 + after_ms, quote(4901, 4901.5)))
    assert tape.mark(1) == (4901 if believed else 5000)


def test_the_same_quote_again_confirms_a_jump() -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(4900, 4900.5)), (1_200, quote(4900, 4900.5)))
    assert tape.mark(1) == 4900


def test_quotes_that_agree_in_quick_succession_confirm_the_first_after_200_ms() -> None:
    tape = Tape((0, quote(5000, 5000.5)))
    for ms in range(1_000, 1_200, 50):
        tape.hears(ms, quote(4900 + ms / 1_000, 4902))
        assert tape.mark(1) == 5000
    assert tape.hears(1_200, quote(4901, 4902)).mark(1) == 4901


def test_a_second_quote_elsewhere_confirms_nothing() -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(4900, 4900.5)), (1_300, quote(4700, 4700.5)))
    assert (tape.mark(1), tape.held) == (5000, 2)
    assert tape.hears(1_500, quote(4701, 4701.5)).mark(1) == 4701


@pytest.mark.parametrize("normal", [quote(5000, 5000.5), quote(5000.25, 5000.5), quote(4999, 4999.5)])
def test_a_spike_that_was_taken_back_does_not_confirm_the_next_one(normal: QuoteChanged) -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(4900, 4900.5)), (1_100, normal))
    before = tape.mark(1)
    assert tape.hears(60_000, quote(4900, 4900.5)).mark(1) == before


def test_a_first_quote_far_from_the_last_fill_has_to_be_confirmed() -> None:
    tape = Tape((0, quote(50, 50.5)), filled=5000)
    assert (tape.mark(1), tape.held) == (5000, 1)
    assert tape.hears(200, quote(50.25, 50.5)).mark(1) == 50.25


def test_a_first_quote_near_the_last_fill_is_the_mark_at_once() -> None:
    assert Tape((0, quote(4951, 4951.5)), filled=5000).mark(1) == 4951


def test_prices_below_zero_are_believed_once_confirmed() -> None:
    """Crude oil, 20 April 2020."""
    tape = Tape((0, quote(0.05, 0.10)), (1_000, quote(-5, -4.95)))
    assert tape.mark(1) == 0.05
    assert tape.hears(1_200, quote(-5.01, -4.95)).mark(1) == -5.01


def test_a_crossed_book_that_lasts_is_believed() -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(5001, 5000.75)), (1_250, quote(5001, 5000.75)))
    assert tape.mark(1) == 5001


def test_a_move_told_in_two_halves_arrives_whole() -> None:
    """The bid comes before the ask that makes room for it: held back alone, believed together."""
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(bid=5001)))
    assert tape.mark(1) == 5000
    tape.hears(1_001, quote(ask=5001.5))
    assert (tape.mark(1), tape.mark(-1)) == (5001, 5001.5)


def test_a_jump_told_in_two_halves_is_confirmed_whole() -> None:
    tape = Tape((0, quote(5000, 5000.5)), (1_000, quote(bid=4900)), (1_001, quote(ask=4900.5)))
    assert (tape.mark(1), tape.mark(-1)) == (5000, 5000.5)
    tape.hears(1_250, quote(4900.25, 4900.75))
    assert (tape.mark(1), tape.mark(-1)) == (4900.25, 4900.75)


def test_each_contract_has_its_own_mark() -> None:
    tape = Tape((0, quote(5000, 5000.5)))
    assert tape.market.mark(OTHER, 1) is None


@pytest.mark.parametrize(
    ("quoted_s", "feed_s", "stale"),
    [(9, 9, False), (10, 10, False), (11, 11, True), (60, 5, False), (60, 11, True)],
)
def test_quiet_is_not_stale_unless_the_whole_feed_is_silent(quoted_s: int, feed_s: int, stale: bool) -> None:
    market = Market().learn(ES).hear(quote(5000, 5000.5), NOON - timedelta(seconds=quoted_s))
    market = market.hear(QuoteChanged(OTHER, None, price(18_000), price(18_001)), NOON - timedelta(seconds=feed_s))
    assert market.stale(CID, NOON, timedelta(seconds=10)) is stale


def test_a_contract_never_quoted_is_unknown_and_not_stale() -> None:
    assert not Market().stale(CID, NOON, timedelta(seconds=10))


def test_by_the_last_price_a_jump_of_it_waits_for_a_second_one_and_leaves_bid_and_ask_alone() -> None:
    tape = Tape((0, quote(5000, 5000.5, 5000)), (10, quote(4999, 4999.5, 4900)))
    assert (tape.mark(1), tape.last_mark(1)) == (4999, 5000)
    tape.hears(100, quote(bid=4998)).hears(200, quote(last=4900))
    assert tape.last_mark(1) == 5000
    tape.hears(210, quote(last=4900))
    assert (tape.mark(1), tape.last_mark(1)) == (4998, 4900)


def test_by_the_last_price_the_exit_price_stands_in_until_there_is_one() -> None:
    assert Tape((0, quote(5000, 5000.5))).last_mark(-1) == 5000.5
    assert Tape(filled=4999).last_mark(1) == 4999


_PRICES = st.none() | st.integers(-40, 80_000).map(lambda ticks: ticks * 0.25)
_QUOTES = st.tuples(st.integers(0, 400), st.builds(quote, _PRICES, _PRICES, _PRICES))


@given(st.lists(_QUOTES, max_size=30), st.sampled_from([1, -1]))
def test_a_mark_never_moves_more_than_the_jump_without_confirmation(
    heard: list[tuple[int, QuoteChanged]], exposure: int
) -> None:
    """Whatever comes: a mark is the one before, within the jump of it, or agrees with a quote 200 ms old or older."""
    tape, now, seen = Tape(), 0, list[tuple[int, QuoteChanged]]()
    for wait, event in heard:
        now += wait
        before = tape.market.mark(CID, exposure)
        tape.hears(now, event)
        after = tape.market.mark(CID, exposure)
        if before is not None and after is not None and abs(after - before) * 100 > abs(before):
            assert any(now - ms >= 200 for ms, _ in seen)
        seen.append((now, event))


@given(st.lists(_QUOTES, max_size=30))
def test_quotes_said_again_at_once_change_no_mark(heard: list[tuple[int, QuoteChanged]]) -> None:
    tape, now = Tape(), 0
    for wait, event in heard:
        now += wait
        tape.hears(now, event)
        marks = tape.mark(1), tape.mark(-1)
        tape.hears(now, event)
        assert (tape.mark(1), tape.mark(-1)) == marks
