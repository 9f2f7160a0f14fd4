"""What a recorded account would hold and have won had the rules acted: an estimate beside the recording.

It keeps, per contract, how far the imagined position is from the recorded one and what money that difference has cost
or saved. What a rule closes is closed at its mark of that moment; what a lockout or a cancel forbids never happened.
"""

from dataclasses import dataclass, field
from datetime import datetime

from riskguard.domain.events import Event, TradeReported
from riskguard.domain.market import Market
from riskguard.domain.money import Price, Usd
from riskguard.domain.orders import Trade
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.state.account import AccountState
from riskguard.state.lockouts import LockoutKind

type Key = tuple[int, str]


@dataclass(slots=True)
class Offset:
    """`size` is the imagined exposure less the recorded one, `cash` what it cost, in price units times contracts."""

    size: int = 0
    cash: int = 0

    def trade(self, exposure: int, at: Price) -> None:
        """`exposure` contracts more (+) or fewer (-) than recorded, at a price."""
        self.size += exposure
        self.cash -= exposure * at


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry of the recording that the rules would not have allowed; `size` + buys, - sells."""

    at: datetime
    account_id: int
    contract_id: str
    size: int


@dataclass(slots=True)
class WhatIf:
    """Told of every step of a replay in order; `difference` is what the rules have won or cost so far."""

    refused: list[Refused] = field(default_factory=list)
    unpriced: set[str] = field(default_factory=set)
    """Contracts that would have been closed without a price being known: left out of the estimate."""
    _offsets: dict[Key, Offset] = field(default_factory=dict)
    _fees: dict[int, Usd] = field(default_factory=dict)
    _fee_each: dict[Key, Usd] = field(default_factory=dict)
    _cancelled: set[tuple[int, int]] = field(default_factory=set)

    def hear(self, before: GuardState, event: Event, now: datetime, after: GuardState, records: list[Record]) -> None:
        if isinstance(event, TradeReported):
            self._fill(before, event.trade, now)
        for record in records:
            if record.kind == "action" and record.account_id is not None:
                self._act(after, after.accounts[record.account_id], record)

    def difference(self, state: GuardState, account_id: int) -> Usd:
        """Dollars better (+) or worse than recorded so far, open differences at their marks."""
        total = self._fees.get(account_id, 0)
        for (owner, contract_id), offset in self._offsets.items():
            if owner == account_id and (offset.size or offset.cash):
                total += self._worth(state.market, contract_id, offset)
        return total

    def fees_saved(self, account_id: int) -> Usd:
        """Fees not paid (+) or paid beyond those recorded."""
        return self._fees.get(account_id, 0)

    def offset(self, account_id: int, contract_id: str) -> int:
        """Contracts held beyond (+) or below (-) those recorded."""
        offset = self._offsets.get((account_id, contract_id))
        return offset.size if offset else 0

    def contracts(self, account_id: int) -> set[str]:
        """Contracts in which the two have differed."""
        return {contract_id for owner, contract_id in self._offsets if owner == account_id}

    def _worth(self, market: Market, contract_id: str, offset: Offset) -> Usd:
        contract, mark = market.contracts.get(contract_id), market.mark(contract_id, offset.size or 1)
        if contract is None or (offset.size and mark is None):
            self.unpriced.add(contract_id)
            return 0
        return contract.pnl(offset.cash + offset.size * (mark or 0), 1)

    def _fill(self, before: GuardState, trade: Trade, now: datetime) -> None:
        """A fill of the recording: what of it the imagined account does not do becomes part of the difference."""
        account = before.accounts.get(trade.account_id)
        if account is None or trade.voided or not trade.size or trade.trade_id in account.ledger.trades:
            return
        key = (trade.account_id, trade.contract_id)
        self._fee_each[key] = trade.fees // trade.size
        left = trade.size - self._followed(before, account, trade, now)
        if not left:
            return
        self._offsets.setdefault(key, Offset()).trade(-trade.side * left, trade.price)
        self._fees[trade.account_id] = self._fees.get(trade.account_id, 0) + trade.fees * left // trade.size
        if trade.opening:
            self.refused.append(Refused(now, trade.account_id, trade.contract_id, trade.side * left))

    def _followed(self, before: GuardState, account: AccountState, trade: Trade, now: datetime) -> int:
        offset = self._offsets.get((trade.account_id, trade.contract_id), Offset()).size
        told_already = account.book.held(trade)  # a position event has closed these contracts before their trade came
        held = account.book.exposure_by_fills(trade.contract_id) - trade.side * told_already + offset
        exits = min(trade.size, abs(held)) if trade.side * held < 0 else 0
        if trade.opening:
            forbidden = (trade.account_id, trade.order_id) in self._cancelled or _locked(before, account, trade, now)
            return exits if forbidden else trade.size
        return exits if offset else trade.size

    def _act(self, after: GuardState, account: AccountState, record: Record) -> None:
        fields = record.fields
        match fields.get("action"):
            case "flatten":
                owned = {cid for owner, cid in self._offsets if owner == account.account_id}
                for contract_id in sorted(owned | set(account.book.positions)):
                    self._cut(after.market, account, contract_id, 0)
                self._forbid(account.account_id, fields.get("cancels"))
            case "close":
                self._cut(after.market, account, str(fields["contract"]), 0)
            case "reduce":
                contract_id, by = str(fields["contract"]), fields["size"]
                left = abs(account.book.exposure(contract_id)) - (by if isinstance(by, int) else 0)
                self._cut(after.market, account, contract_id, max(left, 0))
            case "cancel":
                self._forbid(account.account_id, [fields["order"]])

    def _forbid(self, account_id: int, orders: object) -> None:
        """Orders that would have been cancelled fill nothing from now on."""
        if isinstance(orders, list | tuple):
            self._cancelled |= {(account_id, order) for order in orders if isinstance(order, int)}

    def _cut(self, market: Market, account: AccountState, contract_id: str, left: int) -> None:
        """Bring the imagined position down to `left` contracts, at the mark."""
        key = (account.account_id, contract_id)
        offset = self._offsets.setdefault(key, Offset())
        held = account.book.exposure_by_fills(contract_id) + offset.size
        by = abs(held) - left
        if by <= 0:
            return
        mark = market.mark(contract_id, held)
        if mark is None:
            self.unpriced.add(contract_id)
            return
        offset.trade(-by if held > 0 else by, mark)
        self._fees[account.account_id] = self._fees.get(account.account_id, 0) - self._fee_each.get(key, 0) * by


def _locked(before: GuardState, account: AccountState, trade: Trade, now: datetime) -> bool:
    """Whether a lockout forbids an entry."""
    root = before.market.root(trade.contract_id)
    return any(
        held.active(now) and (held.kind is not LockoutKind.SYMBOL or held.symbol == root) for held in account.lockouts
    )
