"""One step's work in progress: what the parts of a step hand to each other. Lives only inside `step`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from riskguard.domain.actions import Action, ReadAccount
from riskguard.domain.events import ClockTicked, Event
from riskguard.domain.orders import Trade
from riskguard.engine.records import Kind, Record
from riskguard.engine.state import GuardState, Outcome
from riskguard.rules import Rule
from riskguard.state.account import AccountState, Trouble
from riskguard.state.timers import TimerManager


@dataclass(frozen=True, slots=True)
class Decision:
    """One action a rule or a lockout wants, with the numbers it was taken on."""

    rule: str
    action: Action
    why: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    """Whether the condition behind it has just become true."""


_RESTORED = {
    "hub:user": "Live account data is back.",
    "hub:market": "Live prices are back.",
    "uncovered": "Live data of this account is back.",
    "gateway": "The gateway can be read again.",
    "login": "Signed in to the gateway.",
    "journal": "The journal can be written again.",
    "journal_key": "The journal's key can be reached again, and the journal fits it.",
    "journal_restored": "What is in force and what was traded stands in the journal again.",
    "clock": "The time is certain again.",
    "control": "Commands reach RiskGuard again.",
    "part": "The part that failed works again.",
    "settings": "The settings file can be used again.",
    "missing": "The account is listed again.",
    "accounts": "Balance and permission to trade can be read again.",
    "two_guards": "No other RiskGuard guards the same accounts any more.",
    "mark": "Every position has a price.",
    "stale": "Quotes are coming in again.",
    "marks": "Prices can be read again, or need not be.",
    "not_flat": "Nothing is left open.",
    "blocked": "The gateway carries out what it refused.",
    "refused": "The gateway carries out what it refused.",
    "late": "What was decided is done, or need not be.",
    "rule": "The rule works again.",
    "judged": "The rule can be judged again.",
}


def restored_words(code: str) -> str:
    """What is said when a trouble is over."""
    return _RESTORED.get(code) or _RESTORED.get(code.split(":", 1)[0], "All is well again.")


class Turn:
    """Collects one step: reads the state given, keeps the next one, and everything that is to leave."""

    def __init__(self, state: GuardState, event: Event, now: datetime) -> None:
        self.state = state
        self.event = event
        self.now = now
        self.actions: list[Action] = []
        self.reads: list[ReadAccount] = []
        self.records: list[Record] = []
        self.touched: dict[int, bool] = {}
        """Accounts to judge after the event was applied -> whether by every rule, not only those that listen."""
        self.arming: set[int] = set()
        self.news: dict[int, tuple[Trade, ...]] = {}
        """Trades of this event not known before, by account."""

    def outcome(self) -> Outcome:
        return Outcome(self.state, tuple(self.actions), tuple(self.reads), tuple(self.records))

    def touch(self, account_id: int, *, every_rule: bool = False) -> None:
        self.touched[account_id] = self.touched.get(account_id, False) or every_rule

    def account(self, account_id: int) -> AccountState:
        return self.state.accounts[account_id]

    def put(self, account: AccountState) -> AccountState:
        self.state = self.state.guarding(account)
        return account

    def change(self, account_id: int, **fields: Any) -> AccountState:
        return self.put(replace(self.account(account_id), **fields))

    def rules_for(self, account_id: int, *, every: bool) -> list[Rule]:
        """Rules to ask now: those that listen to the event (or all), that are due by the clock or were never asked."""
        settings = self.state.settings
        if every:
            return [rule for rule in settings.active_rules if rule.guards(account_id)]
        heard = settings.listening.get(type(self.event), ())
        account = self.account(account_id)
        due = TimerManager.fired(account.timers, self.now)
        due |= {rule.rule_id for rule in settings.active_rules} - account.stands.keys()
        if due:
            heard = tuple(rule for rule in settings.active_rules if rule in heard or rule.rule_id in due)
        return [rule for rule in heard if rule.guards(account_id)]

    def bring(self, account_id: int, trades: tuple[Trade, ...]) -> None:
        """Trades not known before this event."""
        self.news[account_id] = self.news.get(account_id, ()) + trades

    def tell(
        self,
        account_id: int | None,
        kind: Kind,
        rule: str | None = None,
        *,
        why: Mapping[str, object] | None = None,
        words: str = "",
        severity: str = "info",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        self.records.append(Record(self.now, account_id, kind, rule, fields or {}, why or {}, words, severity))

    def read(self, account_id: int, why: str) -> None:
        """Ask for a fresh snapshot; one at a time, with another after it when one is under way."""
        account = self.account(account_id)
        reading = account.reading
        if reading.asked_at is not None:
            self.change(account_id, reading=replace(reading, again=True, reason=why))
            return
        self.change(account_id, reading=replace(reading, asked_at=self.now, again=False, retry_at=None, reason=why))
        self.reads.append(ReadAccount(account_id, why))

    def read_for_call(self, account_id: int, why: str) -> None:
        """A read to see what became of a call; one under way may show it, another follows only if it does not."""
        reading = self.account(account_id).reading
        if reading.asked_at is None or reading.again:
            self.read(account_id, why)
        else:
            self.change(account_id, reading=replace(reading, again_for_call=True))

    def trouble(self, account_id: int, code: str, words: str, *, grave: bool = False, told: bool = False) -> None:
        """Protection of an account is reduced from now on; told once until it is cleared, or not when `told`."""
        account = self.account(account_id)
        known = account.troubles.get(code)
        if known and known.words == words and known.grave == grave:
            return
        since = known.since if known else self.now
        self.change(account_id, troubles={**account.troubles, code: Trouble(words, since, grave)})
        if known is None and not told:
            severity = "alarm" if grave else "warning"
            self.tell(account_id, "degraded", words=words, severity=severity, fields={"reason": code})

    def cleared(self, account_id: int, *codes: str) -> None:
        """A trouble (or all whose code begins with `code:`) is over."""
        account = self.account(account_id)
        over = [c for c in account.troubles if any(c == code or c.startswith(f"{code}:") for code in codes)]
        if not over:
            return
        self.change(account_id, troubles={c: t for c, t in account.troubles.items() if c not in over})
        for code in over:
            self.tell(account_id, "restored", words=restored_words(code), fields={"reason": code})

    @property
    def ticking(self) -> bool:
        return isinstance(self.event, ClockTicked)
