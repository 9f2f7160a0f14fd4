"""All the engine knows, as one frozen value, and what one step of it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.actions import Action, ReadAccount
from riskguard.domain.book import AccountBook
from riskguard.domain.market import Market
from riskguard.domain.trading_day import TradingDay
from riskguard.engine.records import Record
from riskguard.state.account import AccountState, Trouble
from riskguard.state.resets import ResetScheduler


@dataclass(frozen=True, slots=True)
class GuardState:
    """`accounts` are the guarded ones; `troubles` concern all of them (a lost hub, an unusable settings file)."""

    settings: Settings
    resets: ResetScheduler
    market: Market = field(default_factory=Market)
    accounts: Mapping[int, AccountState] = field(default_factory=dict)
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    hubs_up: frozenset[str] = frozenset()
    timed: bool = True
    """Whether the time is trusted; until then nothing ends or begins by the clock."""
    events_may_lag: bool = True
    """Whether position events may be older than a read; not in a replay, where reads know nothing else."""

    @property
    def day(self) -> TradingDay:
        return self.resets.day

    @staticmethod
    def starting(settings: Settings, now: datetime) -> "GuardState":
        return GuardState(settings, ResetScheduler.starting(settings.day_schedule, now))

    def guarding(self, account: AccountState) -> "GuardState":
        """This state with one more guarded account (or another version of it)."""
        return replace(self, accounts={**self.accounts, account.account_id: account})


def new_account(account_id: int, name: str = "") -> AccountState:
    return AccountState(account_id, AccountBook(account_id, name))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state; what to send, in order; what to ask; what to write down."""

    state: GuardState
    actions: tuple[Action, ...] = ()
    reads: tuple[ReadAccount, ...] = ()
    records: tuple[Record, ...] = ()
