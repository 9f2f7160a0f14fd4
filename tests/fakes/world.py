"""A guard in virtual time: the real settings, rules and step; the test plays the gateway."""

from datetime import datetime, timedelta

from riskguard.config.file import parse_settings
from riskguard.domain.actions import Action, ReadAccount
from riskguard.domain.events import (
    AccountsGuarded,
    ActionAnswered,
    ClockTicked,
    ContractLearned,
    Event,
    HubRestored,
    OrderChanged,
    PositionChanged,
    Result,
    TradeReported,
)
from riskguard.domain.orders import Order, Trade
from riskguard.engine.deadlines import next_deadline
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.engine.views import snapshot as view_of
from riskguard.engine.words import notices
from riskguard.state.account import AccountState
from tests.fakes import facts


class World:
    """`sent` and `reads` are what left since the last `forget`; `records` is everything told."""

    def __init__(self, settings: str, *accounts: int, now: datetime = facts.MORNING) -> None:
        self.now = now
        self.state = GuardState.starting(parse_settings(settings), now)
        self.sent: list[Action] = []
        self.calls: list[tuple[Action, datetime]] = []
        self.reads: list[ReadAccount] = []
        self.records: list[Record] = []
        self.texts: list[str] = []
        for contract_id in (facts.MNQ, facts.NQ, facts.MES, facts.ES):
            self.hears(ContractLearned(facts.contract(contract_id)))
            self.hears(facts.quote(contract_id, 26_000, 26_000.25))
        self.hears(HubRestored("market"))
        self.hears(HubRestored("user"))
        guarded = accounts or (facts.ACCOUNT,)
        self.hears(AccountsGuarded(tuple(facts.account(one) for one in guarded)))

    def arms(
        self,
        *positions: PositionChanged,
        orders: tuple[Order, ...] = (),
        trades: tuple[Trade, ...] | None = (),
        account_id: int = facts.ACCOUNT,
    ) -> "World":
        """The first read comes back with these."""
        self.reads_back(*positions, orders=orders, trades=trades, account_id=account_id)
        return self

    def reads_back(
        self,
        *positions: PositionChanged,
        orders: tuple[Order, ...] = (),
        trades: tuple[Trade, ...] | None = (),
        account_id: int = facts.ACCOUNT,
    ) -> None:
        """A fresh read asked for now comes back with these."""
        self.reads.clear()
        self.hears(facts.snapshot(self.now, positions, orders, trades, account_id=account_id))

    def hears(self, event: Event | Order | Trade) -> list[Action]:
        """What is sent because of one event."""
        if isinstance(event, Order):
            event = OrderChanged(event)
        if isinstance(event, Trade):
            event = TradeReported(event)
        outcome = step(self.state, event, self.now)
        self.state = outcome.state
        self.sent += outcome.actions
        self.calls += [(action, self.now) for action in outcome.actions]
        self.reads += outcome.reads
        self.records += outcome.records
        told = notices(outcome.records, outcome.state.market, outcome.state.resets.schedule)
        self.texts += [f"{notice.title}: {notice.text}" for notice in told]
        return list(outcome.actions)

    def waits(self, seconds: float) -> list[Action]:
        """What is sent while nothing happens but time; deadlines fire at their own times."""
        end = self.now + timedelta(seconds=seconds)
        sent: list[Action] = []
        while (due := next_deadline(self.state)) <= end:
            self.now = max(due, self.now + timedelta(milliseconds=1))
            if self.now > end:
                break
            sent += self.hears(ClockTicked())
        self.now = end
        return sent + self.hears(ClockTicked())

    def answers(
        self, kind: str, target: str | int, result: Result = Result.ACCEPTED, *, account_id: int = facts.ACCOUNT
    ) -> list[Action]:
        """What is sent because the gateway answered a call."""
        match kind:
            case "close" | "reduce" | "cancel" | "place_stop" | "place_target" | "modify_stop" | "modify_target":
                return self.hears(ActionAnswered(account_id, target, kind, result, "Because."))
        raise ValueError(kind)

    def forget(self) -> None:
        self.sent.clear()
        self.calls.clear()
        self.reads.clear()

    def account(self, account_id: int = facts.ACCOUNT) -> AccountState:
        return self.state.accounts[account_id]

    def kinds(self) -> list[str]:
        """Kinds told so far, without reads and answers."""
        return [record.kind for record in self.records if record.kind not in ("armed", "answer")]

    def told(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]

    def shown(self) -> str:
        """The overall state a front end shows."""
        return str(view_of(self.state, self.now).state)
