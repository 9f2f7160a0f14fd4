"""All the engine knows, as one frozen value, and what one step of it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from riskguard.config.settings import Settings
from riskguard.domain.actions import Action, ReadAccount
from riskguard.domain.book import AccountBook
from riskguard.domain.market import Market
from riskguard.domain.orders import Trade
from riskguard.domain.trading_day import TradingDay
from riskguard.engine.records import Record
from riskguard.rules.base import Situation
from riskguard.state.absence import LOOKED_BACK, Gap, Heartbeat
from riskguard.state.account import AccountState, Trouble
from riskguard.state.calm import Calm
from riskguard.state.pending import PendingChange
from riskguard.state.resets import ResetScheduler
from riskguard.state.sessions import Session


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
    pending: tuple[PendingChange, ...] = ()
    """Settings asked for that are not in force yet."""
    seen: Heartbeat | None = None
    """The last sign of life before this start, until the first account is read."""
    gaps: tuple[Gap, ...] = ()
    """When nothing was guarded this week, oldest first."""
    session: Session | None = None
    """The trader's last session as clocked by hand."""
    tampered: tuple[str, ...] = ()
    """What was found changed from outside since the start, a sentence each."""
    distrusted: bool = False
    """Whether lockouts or settings may have been lost with the journal, so that nobody may enter for a while."""
    distrusted_until: datetime | None = None
    """Until when; None while the time is not trusted."""
    mark: str = ""
    """What tells this guard's orders from those of another one: the last part of their tags."""
    doubted: bool = False
    """Whether the clock may run ahead: what has ended by it ends once the gateway's time is certain again."""
    gateway: str = ""
    """The mark of the gateway that tells the time."""
    home: str = ""
    """That of the one under which what is in force was set: another one ends none of it by its clock."""
    wake_at: datetime | None = field(default=None, compare=False)
    """When the clock alone next changes something, as far as reckoned already (engine.deadlines)."""
    calm: Mapping[tuple[int, str], Calm] = field(default_factory=dict, compare=False)
    """Where accounts were found quiet, by account and contract (engine.quotes)."""

    @property
    def day(self) -> TradingDay:
        return self.resets.day

    @staticmethod
    def starting(settings: Settings, now: datetime) -> "GuardState":
        return GuardState(settings, ResetScheduler.starting(settings.day_schedule, now))

    def with_market(self, market: Market) -> "GuardState":
        """This state with other marks; written out, for nothing happens more often."""
        return GuardState(
            self.settings,
            self.resets,
            market,
            self.accounts,
            self.troubles,
            self.hubs_up,
            self.timed,
            self.events_may_lag,
            self.pending,
            self.seen,
            self.gaps,
            self.session,
            self.tampered,
            self.distrusted,
            self.distrusted_until,
            self.mark,
            self.doubted,
            self.gateway,
            self.home,
            self.wake_at,
            self.calm,
        )

    def guarding(self, account: AccountState) -> "GuardState":
        """This state with one more guarded account (or another version of it)."""
        return replace(self, accounts={**self.accounts, account.account_id: account}, wake_at=None)

    @property
    def history_since(self) -> datetime:
        """From when on trades are needed: those that are judged, and those of a gap that nobody has looked into."""
        away = [account.away_since for account in self.accounts.values() if account.away_since]
        return max(min([self.judged_since, *away]), self.judged_since - LOOKED_BACK)

    @property
    def judged_since(self) -> datetime:
        """From when on trades are judged: the trading day's start, the week's where a rule looks at the week."""
        if any(rule.by_week for rule in self.settings.active_rules):
            return min(self.day.start, self.resets.schedule.week_of(self.day.start).start)
        return self.day.start

    def situation(self, account: AccountState, news: tuple[Trade, ...] = ()) -> Situation:
        """What rules may look at."""
        return Situation(
            account, self.market, self.day, self.resets.schedule, news, account.memories, live=self.events_may_lag
        )


def new_account(account_id: int, name: str = "") -> AccountState:
    return AccountState(account_id, AccountBook(account_id, name))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state; what to send, in order; what to ask; what to write down."""

    state: GuardState
    actions: tuple[Action, ...] = ()
    reads: tuple[ReadAccount, ...] = ()
    records: tuple[Record, ...] = ()
