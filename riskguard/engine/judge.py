"""Asks the rules and turns what they find into warnings, breaches, lockouts and decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from riskguard.domain.events import ClockTicked, Event, SnapshotTaken
from riskguard.engine import overridden
from riskguard.engine.turn import Decision, Turn
from riskguard.rules import Rule
from riskguard.rules.base import Finding, LockoutRequest, Situation
from riskguard.state.account import AccountState, Stand
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager
from riskguard.state.timers import TimerManager, Timers

FRESH = timedelta(seconds=2)
"""How old the read of orders may be on which a rule acts because something is absent."""
RETRY_RULE = timedelta(seconds=1)


@dataclass(slots=True)
class _Notes:
    """What the rules of one judgement say and remember, written to the account once."""

    stands: Mapping[str, Stand]
    timers: Timers
    memories: Mapping[str, object]
    breaches: frozenset[tuple[str, str]]

    @staticmethod
    def of(account: AccountState) -> "_Notes":
        return _Notes(account.stands, account.timers, account.memories, account.breaches)

    def stand(self, rule: Rule, below: int | None, due: datetime | None, now: datetime) -> None:
        """Note what a rule says of quotes, and when the clock has it asked again."""
        if self.stands.get(rule.rule_id) != Stand(below):
            self.stands = {**self.stands, rule.rule_id: Stand(below)}
        self.timers = TimerManager.set(self.timers, rule.rule_id, due, now)

    def only(self, on: set[str]) -> None:
        """Forget what was said by other rules."""
        self.stands = {rule_id: stand for rule_id, stand in self.stands.items() if rule_id in on}
        self.timers = TimerManager.only(self.timers, on)

    def hold(self, rule: Rule, findings: Iterable[Finding]) -> None:
        """Note which conditions of a rule hold."""
        holding = {(rule.rule_id, found.gauge.key) for found in findings if found.breached}
        if holding or any(key[0] == rule.rule_id for key in self.breaches):
            self.breaches = frozenset(key for key in self.breaches if key[0] != rule.rule_id) | holding

    def write(self, turn: Turn, account_id: int) -> None:
        account = turn.account(account_id)
        known = (account.stands, account.timers, account.memories)
        if self.breaches != account.breaches or (self.stands, self.timers, self.memories) != known:
            noted = {"stands": self.stands, "timers": self.timers, "memories": self.memories}
            turn.change(account_id, breaches=self.breaches, **noted)


def judge(turn: Turn, account_id: int, *, every_rule: bool) -> list[Decision]:
    """Evaluate the rules that listen (or all) for one account; records and lockouts go to the turn."""
    decisions: list[Decision] = []
    notes = _Notes.of(turn.account(account_id))
    situation = turn.state.situation(turn.account(account_id), turn.news.pop(account_id, ()))
    rules = turn.rules_for(account_id, every=every_rule)
    for rule in rules:
        situation.account = turn.account(account_id)
        findings = _ask(turn, situation, rule, notes)
        if findings is None:
            continue
        for found in findings:
            decisions.extend(_weigh(turn, account_id, rule, found))
        notes.hold(rule, findings)
        _end_unasked(turn, account_id, rule, findings)
    if every_rule:
        on = {rule.rule_id for rule in rules}
        notes.only(on)
        _end_abandoned(turn, account_id, on)
    notes.write(turn, account_id)
    return decisions


def _ask(turn: Turn, situation: Situation, rule: Rule, notes: _Notes) -> list[Finding] | None:
    """What a rule finds, after it has remembered the event; None when it failed."""
    account_id = situation.account.account_id
    code = f"rule:{rule.rule_id}"
    try:
        before = rule.recall(situation)
        event = _event_for(turn, account_id)
        memory = rule.remember(before, situation, event, turn.now)
        if memory is not before:
            situation.memories = notes.memories = {**situation.memories, rule.rule_id: memory}
        findings = rule.evaluate(situation, event, turn.now)
        deadline = rule.deadline(situation, turn.now)
    except Exception as error:  # one failing rule must not silence the others
        words = f"The rule {rule.title} failed ({error!r}). The other rules go on."
        turn.trouble(account_id, code, words, grave=True)
        notes.stand(rule, None, turn.now + RETRY_RULE, turn.now)
        return None
    turn.cleared(account_id, code)
    _doubt(turn, account_id, rule, findings)
    amounts = [found.quiet_below for found in findings]
    below = min((one for one in amounts if one is not None), default=None) if None not in amounts else None
    due = deadline if deadline is not None and deadline > turn.now else None
    notes.stand(rule, below, due, turn.now)
    return [found for found in findings if not _held_back(turn, account_id, rule, found)]


def _event_for(turn: Turn, account_id: int) -> Event:
    """What an account is asked about: what befell another one, whose lockout it shares, is no event of its own."""
    return turn.event if getattr(turn.event, "account_id", account_id) in (account_id, None) else ClockTicked()


def _doubt(turn: Turn, account_id: int, rule: Rule, findings: Iterable[Finding]) -> None:
    """A rule that cannot judge for a reason of its own reduces protection until it can."""
    words = next((found.trouble for found in findings if found.trouble), None)
    if words:
        turn.trouble(account_id, f"judged:{rule.rule_id}", words)
    else:
        turn.cleared(account_id, f"judged:{rule.rule_id}")


def _held_back(turn: Turn, account_id: int, rule: Rule, found: Finding) -> bool:
    """What a rule concludes from an absence waits for a read that is fresh."""
    if not (found.breached and rule.on_absence and turn.state.events_may_lag):
        return False
    account = turn.account(account_id)
    if (rule.rule_id, found.gauge.key) in account.breaches or _just_read(turn, account):
        return False
    turn.read(account_id, f"{rule.title} needs the orders as they are now")
    return True


def _just_read(turn: Turn, account: AccountState) -> bool:
    read = isinstance(turn.event, SnapshotTaken) and turn.event.account_id == account.account_id
    return read or (account.read_at is not None and turn.now - account.read_at <= FRESH)


def _end_unasked(turn: Turn, account_id: int, rule: Rule, findings: Iterable[Finding]) -> None:
    """A lockout without an end of its own ends as soon as its rule no longer asks for it."""
    lasting = [held for held in turn.account(account_id).lockouts if held.until is None and held.rule == rule.rule_id]
    if not lasting:
        return
    asked = {(one.lockout.kind, one.lockout.symbol) for one in findings if one.lockout and rule.enforces}
    for held in lasting:
        if held.origin is None and (held.kind, held.symbol) not in asked:
            end_lockout(turn, held)


def _end_abandoned(turn: Turn, account_id: int, on: set[str]) -> None:
    """The same where the rule is no longer on for the account."""
    for held in turn.account(account_id).lockouts:
        if held.until is None and held.origin is None and held.rule.startswith("RULE-") and held.rule not in on:
            end_lockout(turn, held)


def end_lockout(turn: Turn, over: Lockout) -> None:
    """End a lockout whose condition is over, and its copies on other accounts."""
    for account_id in (over.account_id, *(other for other in turn.state.accounts if other != over.account_id)):
        origin = None if account_id == over.account_id else over.account_id
        same = (account_id, over.kind, over.rule, over.symbol, origin)
        for held in turn.account(account_id).lockouts:
            if held.key == same:
                left = tuple(one for one in turn.account(account_id).lockouts if one is not held)
                release(turn, account_id, left, (held,))


def release(turn: Turn, account_id: int, left: tuple[Lockout, ...], ended: Iterable[Lockout]) -> None:
    """Put what is left of an account's lockouts in force, and tell which ended."""
    account = turn.account(account_id)
    baseline = account.baseline if LockoutManager.entry(left) else None
    turn.change(account_id, lockouts=left, baseline=baseline)
    for held in ended:
        tell_lockout(turn, "lockout_ended", held)
    turn.touch(account_id, every_rule=True)


def _fields(rule: Rule, found: Finding) -> dict[str, object]:
    symbol = found.gauge.symbol or found.gauge.key
    fields: dict[str, object] = {rule.keyed_by: symbol} if symbol else {}
    if found.gauge.key != fields.get("symbol", ""):
        fields["key"] = found.gauge.key
    if found.contract:
        fields["contract"] = found.contract
    if not rule.enforces:
        fields["mode"] = rule.mode
    return fields


def _weigh(turn: Turn, account_id: int, rule: Rule, found: Finding) -> Iterable[Decision]:
    account = turn.account(account_id)
    new = found.breached and (rule.rule_id, found.gauge.key) not in account.breaches
    _warn(turn, account_id, rule, found)
    if new and not _known_from_before(turn, account_id, rule, found):
        fields = _fields(rule, found)
        turn.tell(
            account_id, "breach", rule.rule_id, why=found.why, words=found.words, severity=rule.severity, fields=fields
        )
    if not rule.enforces:
        return ()
    if found.reduce_only:
        cause = f"{rule.title} at {found.gauge.per_mille // 10}%"
        lock(turn, account_id, rule, found.reduce_only, cause, found)
    if found.lockout:
        lock(turn, account_id, rule, found.lockout, rule.breach_title if found.breached else rule.title, found)
    return [Decision(rule.rule_id, action, found.why, new) for action in found.actions]


def _known_from_before(turn: Turn, account_id: int, rule: Rule, found: Finding) -> bool:
    """Whether a restart finds the lockout of this breach in force already: nothing new to tell.

    A rule that answers occurrences does not ask for its lockout again.
    """
    if account_id not in turn.arming:
        return False
    held = [one for one in turn.account(account_id).lockouts if one.rule == rule.rule_id]
    asked = found.lockout
    if asked is None:
        return bool(held) and not found.actions
    return any((one.kind, one.symbol) == (asked.kind, asked.symbol) for one in held)


def _warn(turn: Turn, account_id: int, rule: Rule, found: Finding) -> None:
    """A warning for the highest level newly passed; a breach passes them all without one."""
    account = turn.account(account_id)
    key = found.gauge.key
    given = max((level for one, of, level in account.warned if (one, of) == (rule.rule_id, key)), default=0)
    passed = [
        level for level in rule.warn_levels if level > given and (found.breached or found.gauge.per_mille >= level)
    ]
    if not passed:
        return
    turn.change(account_id, warned=account.warned | {(rule.rule_id, key, level) for level in passed})
    if not found.breached:
        fields = {"level": max(passed) / 1000} | _fields(rule, found)
        if found.gauge.per_mille >= 1000:  # a count at its limit is no breach
            fields["full"] = True
        turn.tell(
            account_id, "warning", rule.rule_id, why=found.why, words=found.words, severity="warning", fields=fields
        )


def lock(turn: Turn, account_id: int, rule: Rule, asked: LockoutRequest, cause: str, found: Finding) -> None:
    """Set or lengthen a lockout on the account, and on all guarded ones where the rule says so."""
    new = Lockout(
        account_id,
        asked.kind,
        rule.rule_id,
        found.words,
        turn.now,
        asked.until,
        asked.symbol,
        found.why,
        cause=cause,
        shared=rule.lock_all_accounts,
    )
    set_lockout(turn, new)
    if rule.lock_all_accounts:
        for other in turn.state.accounts:
            if other != account_id:
                set_lockout(turn, replace(new, account_id=other, origin=account_id))


def set_lockout(turn: Turn, new: Lockout) -> None:
    """Put a lockout in force; one line when it is new or lengthened."""
    account = turn.account(new.account_id)
    if overridden.of_account(account).covers(new):
        return
    lockouts, change = LockoutManager.set(account.lockouts, new)
    if change is None:
        return
    baseline = account.baseline
    if new.kind is LockoutKind.ENTRY and LockoutManager.entry(account.lockouts) is None:
        held = set(account.book.positions) | set(account.book.settling)
        baseline = {cid: account.book.exposure_by_fills(cid) for cid in held}
    turn.change(new.account_id, lockouts=lockouts, baseline=baseline)
    tell_lockout(turn, "lockout_set", new, extended=change == "extended")
    if new.account_id not in turn.touched:
        turn.touch(new.account_id)


def tell_lockout(turn: Turn, kind: str, held: Lockout, *, extended: bool = False) -> None:
    fields: dict[str, object] = {
        "lockout": str(held.kind),
        "until": held.until,
        "symbol": held.symbol,
        "extended": extended,
        "set_at": held.set_at,
        "reason": held.reason,
        "cause": held.cause,
        "origin": held.origin,
        "shared": held.shared,
    }
    set_now = kind == "lockout_set"
    turn.tell(
        held.account_id,
        "lockout_set" if set_now else "lockout_ended",
        held.rule,
        why=held.why,
        words=held.reason,
        severity="breach" if set_now else "info",
        fields=fields,
    )
