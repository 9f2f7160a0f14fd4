"""Keeps the round trips of an account up with its trades, its positions and its reads."""

from collections.abc import Iterable, Mapping

from riskguard.domain.book import AccountBook
from riskguard.domain.events import PositionChanged, SnapshotTaken
from riskguard.domain.orders import Trade
from riskguard.state.account import AccountState
from riskguard.state.ledger import Ledger
from riskguard.state.trips import Shown, TripBook


def booked(trips: TripBook, known: Mapping[int, Trade], trade: Trade, book: AccountBook) -> TripBook:
    """After a trade, or a later version of one; `book` is from before it."""
    old = known.get(trade.trade_id)
    return trips if old == trade else trips.changed(old, trade, Shown(*book.closable(trade)))


def position_told(account: AccountState, after: AccountBook, event: PositionChanged) -> TripBook:
    """After a position event: a position that is gone ends its round trip, also before its closing trade."""
    cid = event.contract_id
    before, settling = account.book.positions.get(cid), after.settling.get(cid)
    if after is account.book or before is None or event.exposure * before.exposure > 0:
        return account.trips
    if settling is None or not settling.held:
        return account.trips
    return account.trips.vanished(cid, settling.held, max(-account.book.told_by_trades(cid), 0))


def read(account: AccountState, event: SnapshotTaken, trades: Iterable[Trade], ledger: Ledger) -> TripBook:
    """After a read; it says what is held, but for contracts that were heard of after it was asked for.

    A read without trades does not say which of them its positions hold already.
    """
    trips, known = account.trips, account.ledger.trades
    if not account.armed:
        trips = TripBook.of(ledger.trades.values())
    else:
        for trade in sorted(trades, key=lambda one: (one.created_at, one.trade_id)):
            old = known.get(trade.trade_id)
            trips = trips if old == trade else trips.changed(old, trade)
    if event.trades is None:
        return trips
    raced = {key for key, at in account.book.heard.items() if isinstance(key, str) and at > event.asked_at}
    raced |= {trade.contract_id for trade in _raced(account, event)}
    return trips.anchored({one.contract_id: one.exposure for one in event.positions}, raced)


def _raced(account: AccountState, event: SnapshotTaken) -> Iterable[Trade]:
    """Trades heard of after a read was asked for."""
    found = (account.ledger.trades.get(i) for i, at in account.trades_heard.items() if at > event.asked_at)
    return (trade for trade in found if trade is not None)
