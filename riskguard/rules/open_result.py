"""Limits on open P&L: of the whole account, each contract counted once, or of one position."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from riskguard.domain.actions import Action, ClosePosition, Flatten
from riskguard.domain.events import Event, PositionChanged, QuoteChanged, SnapshotTaken, TradeReported
from riskguard.domain.market import MarkBy
from riskguard.domain.money import Usd
from riskguard.rules.base import Finding, Holding, LockoutRequest, Situation, setting, units
from riskguard.rules.dollars import DollarRule, Standing, loss_standing, mark_setting, target_standing
from riskguard.state.lockouts import LockoutKind


class OpenResultRule(DollarRule):
    """A limit on open P&L; a subclass says on which side (`sign` -1 for a loss) and gives the number."""

    sign: ClassVar[int]
    listens_to: ClassVar[frozenset[type]] = frozenset({QuoteChanged, PositionChanged, TradeReported, SnapshotTaken})

    scope: Literal["account", "position"] = setting(
        "Looks at", "All positions together, or each position alone.", tighter="listed", default="account"
    )
    lockout: Literal["none", "until_reset"] = setting(
        "Then lock",
        "Whether the account is locked until the reset as well.",
        tighter="listed",
        order=("none", "until_reset"),
        default="none",
    )
    mark: MarkBy = mark_setting()

    @property
    def threshold(self) -> Decimal:
        """The limit or target in dollars."""
        raise NotImplementedError

    def amount(self, situation: Situation) -> Usd:
        if self.scope == "account":
            return self.sign * situation.open_by(self.mark)
        known = (self.sign * held.pnl for held in situation.holdings_by(self.mark) if held.pnl is not None)
        return max(known, default=0)

    def evaluate(self, situation: Situation, event: Event, now: datetime) -> tuple[Finding, ...]:
        del event, now
        if self.scope == "position":
            return tuple(self._of_positions(situation))
        judged = self.sign < 0 or situation.all_known
        standing = self._standing(situation.open_by(self.mark))
        standing = replace(standing, judged=judged, held=self.breached_before(situation))
        return (self._found(situation, standing, Flatten(situation.account.account_id, (), ())),)

    def _of_positions(self, situation: Situation) -> Iterator[Finding]:
        for held in situation.holdings_by(self.mark):
            close = ClosePosition(situation.account.account_id, held.contract_id, abs(held.exposure))
            yield self._found(situation, self._standing_of(held), close)

    def _found(self, situation: Situation, standing: Standing, action: Action) -> Finding:
        until = situation.day.end
        lockout = LockoutRequest(LockoutKind.HARD, until) if self.lockout == "until_reset" else None
        return self.found(standing, until, (action,), lockout)

    def _standing(self, open_pnl: Usd) -> Standing:
        make = loss_standing if self.sign < 0 else target_standing
        return make(open_pnl, units(self.threshold), "open")

    def _standing_of(self, held: Holding) -> Standing:
        standing = self._standing(held.pnl or 0)
        return replace(
            standing,
            shown=standing.shown if held.pnl is not None else "not known",
            why={"symbol": held.root, **standing.why},
            key=held.contract_id,
            symbol=held.root,
            contract=held.contract_id,
            judged=held.pnl is not None,
        )
