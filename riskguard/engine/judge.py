"""Asks the rules and turns what they find into warnings, breaches, lockouts and decisions."""

from collections.abc import Iterable
from dataclasses import replace

from riskguard.engine.turn import Decision, Turn
from riskguard.rules import Rule
from riskguard.rules.base import Finding, LockoutRequest, Situation
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager


def judge(turn: Turn, account_id: int, *, every_rule: bool) -> list[Decision]:
    """Evaluate the rules that listen (or all) for one account; records and lockouts go to the turn."""
    decisions: list[Decision] = []
    for rule in turn.rules_for(account_id, every=every_rule):
        findings = _ask(turn, account_id, rule)
        if findings is None:
            continue
        holding = {(rule.rule_id, found.gauge.key) for found in findings if found.breached}
        for found in findings:
            decisions.extend(_weigh(turn, account_id, rule, found))
        account = turn.account(account_id)
        others = frozenset(key for key in account.breaches if key[0] != rule.rule_id)
        if account.breaches != others | holding:
            turn.change(account_id, breaches=others | holding)
    return decisions


def _ask(turn: Turn, account_id: int, rule: Rule) -> tuple[Finding, ...] | None:
    situation = Situation(turn.account(account_id), turn.state.market, turn.state.day)
    code = f"rule:{rule.rule_id}"
    try:
        findings = rule.evaluate(situation, turn.event, turn.now)
    except Exception as error:  # one failing rule must not silence the others
        words = f"The rule {rule.title} failed ({error!r}). The other rules go on."
        turn.trouble(account_id, code, words, grave=True)
        return None
    turn.cleared(account_id, code)
    return findings


def _weigh(turn: Turn, account_id: int, rule: Rule, found: Finding) -> Iterable[Decision]:
    account = turn.account(account_id)
    new = found.breached and (rule.rule_id, found.gauge.key) not in account.breaches
    _warn(turn, account_id, rule, found)
    if new and not _known_from_before(turn, account_id, rule, found):
        fields = {"symbol": found.gauge.key} if found.gauge.key else {}
        if not rule.enforces:
            fields["mode"] = rule.mode
        turn.tell(
            account_id, "breach", rule.rule_id, why=found.why, words=found.words, severity=rule.severity, fields=fields
        )
    if not rule.enforces:
        return ()
    if found.reduce_only:
        cause = f"{rule.title} at {found.gauge.per_mille // 10}%"
        lock(turn, account_id, rule, found.reduce_only, cause, found)
    if found.lockout:
        lock(turn, account_id, rule, found.lockout, rule.breach_title, found)
    return [Decision(rule.rule_id, action, found.why, new) for action in found.actions]


def _known_from_before(turn: Turn, account_id: int, rule: Rule, found: Finding) -> bool:
    """Whether a restart finds the lockout of this breach in force already: nothing new to tell."""
    lockouts = turn.account(account_id).lockouts
    return account_id in turn.arming and found.lockout is not None and any(h.rule == rule.rule_id for h in lockouts)


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
        fields = {"level": max(passed) / 1000} | ({"symbol": key} if key else {})
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
