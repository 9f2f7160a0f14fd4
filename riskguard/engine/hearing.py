"""Takes what the user hub tells of one account into its book and ledger, and sees what it shows of calls in flight."""

from collections.abc import Sequence
from dataclasses import replace

from riskguard.domain.events import AccountChanged, Event, OrderChanged, PositionChanged, TradeReported
from riskguard.domain.orders import Trade
from riskguard.engine import clearing, flights, tripping, two_guards
from riskguard.engine.turn import Turn


def take(turn: Turn, event: Event) -> None:
    match event:
        case AccountChanged():
            _take_account(turn, event)
        case PositionChanged():
            _take_position(turn, event)
        case OrderChanged(order):
            account = turn.account(order.account_id)
            flights.fill_told(turn, order)
            turn.change(order.account_id, book=account.book.with_order(order, turn.now))
            flights.order_seen(turn, order)
            two_guards.seen(turn, order.account_id, (order,))
        case TradeReported(trade):
            account = turn.account(trade.account_id)
            turn.change(trade.account_id, trades_heard={**account.trades_heard, trade.trade_id: turn.now})
            take_trades(turn, trade.account_id, [trade])
            doubted = turn.account(trade.account_id).doubted.get(trade.contract_id)
            if doubted:
                _take_position(turn, doubted)


def take_doubted(turn: Turn, account_id: int) -> None:
    """Growth that waits for its read is taken at once where what this step decided forbids any position."""
    account = turn.account(account_id)
    for contract_id, event in account.doubted.items():
        if clearing.must_close(turn, account, contract_id):
            _take_position(turn, event)


def _take_position(turn: Turn, event: PositionChanged) -> None:
    """A position event right after a read that knew better may be old news: growth it alone tells of is read first."""
    account = turn.account(event.account_id)
    behind = account.behind.get(event.contract_id)
    lagging = behind is not None and turn.now < behind and account.book.unexplained_growth(event)
    if lagging and not clearing.must_close(turn, account, event.contract_id):
        turn.change(event.account_id, doubted={**account.doubted, event.contract_id: event})
        turn.read(event.account_id, "a position event may be older than what is known")
        return
    if event.contract_id in account.doubted:
        doubted = {c: e for c, e in account.doubted.items() if c != event.contract_id}
        account = turn.change(event.account_id, doubted=doubted)
    book = account.book.with_position(event, turn.state.market, turn.now)
    turn.put(replace(account, book=book, trips=tripping.position_told(account, book, event)))
    flights.position_seen(turn, event.account_id, event.contract_id)


def _take_account(turn: Turn, event: AccountChanged) -> None:
    account = turn.account(event.account_id)
    turn.put(replace(account, book=account.book.with_account(event, turn.now)))
    if event.can_trade and not account.book.can_trade:
        flights.unblocked(turn, event.account_id)


def take_trades(turn: Turn, account_id: int, trades: Sequence[Trade]) -> None:
    """Book trades; those not known before also move the exposure and show the effect of what is in flight."""
    account = turn.account(account_id)
    book, market, known = account.book, turn.state.market, account.ledger.trades
    fresh = [trade for trade in trades if trade.trade_id not in known and not trade.voided]
    news: list[tuple[Trade, int]] = []
    trips = account.trips
    turn.bring(account_id, tuple(fresh))
    for trade in trades:
        trips = tripping.booked(trips, known, trade, book)
        if trade not in fresh:
            continue
        news.append((trade, trade.size - book.held(trade)))
        book = book.with_fill(trade, turn.now)
        market = market.filled(trade.contract_id, trade.price)
    turn.state = replace(turn.state, market=market)
    ledger = account.ledger.book(trades, turn.state.resets.schedule)
    turn.put(replace(account, book=book, ledger=ledger, trips=trips))
    for trade, size in news:
        flights.fill_seen(turn, trade, size)
