"""Notices: what an outcome says to people. Words first, numbers second; one notice per account and event."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from riskguard.domain.market import Market
from riskguard.domain.trading_day import Schedule
from riskguard.engine import reduced
from riskguard.engine.board import Notice, Severity
from riskguard.engine.order_words import about_order, order_words
from riskguard.engine.records import Record
from riskguard.engine.state import GuardState
from riskguard.engine.titles import breach_title, rule_title
from riskguard.rules import TradeManagement

_CHANGES_TOLD = 4
ACCOUNT_LOCKED = "This account is locked"
"""How the words of an action begin that a hard lockout demands."""
_SILENT = frozenset({"answer", "armed", "session"})


def notices(records: Iterable[Record], market: Market, schedule: Schedule) -> list[Notice]:
    """What to announce after one step, at most one breach notice per account."""
    by_account: dict[int | None, list[Record]] = {}
    for record in records:
        if record.kind not in _SILENT:
            by_account.setdefault(record.account_id, []).append(record)
    return [notice for lines in by_account.values() for notice in _notices_of(lines, market, schedule)]


def reminder(state: GuardState, now: datetime) -> Notice | None:
    """What still reduces protection, gravest first; None while nothing does."""
    held = [(each.account_id, *pair) for each in state.accounts.values() for pair in each.troubles.items()]
    found = reduced.told([*state.troubles.items(), *((code, trouble) for _, code, trouble in held)])
    if not found:
        return None
    worst, words = found[0]
    account_id = next((account_id for account_id, _, trouble in held if trouble is worst), None)
    severity = Severity.ALARM if worst.grave else Severity.WARNING
    return Notice(now, account_id, severity, "Protection still reduced", words)


def _notices_of(lines: list[Record], market: Market, schedule: Schedule) -> Iterable[Notice]:
    breaches = [line for line in lines if line.kind == "breach"]
    acting = [line for line in lines if line.kind in ("action", "lockout_set") and not line.fields.get("quiet")]
    if breaches:
        yield _breach(breaches, acting, market, schedule)
    elif acting:
        yield _enforcement(acting, market, schedule)
    settings = [line.words for line in lines if line.kind == "settings"]
    if settings:
        more = [f"And {len(settings) - _CHANGES_TOLD} more."] if len(settings) > _CHANGES_TOLD else []
        yield Notice(lines[0].at, None, Severity.INFO, "Settings", " ".join([*settings[:_CHANGES_TOLD], *more]))
    overridden = any(line.kind == "override" for line in lines)
    for line in lines:
        simple = None if overridden and line.kind == "lockout_ended" else _simple(line)
        if simple:
            yield Notice(line.at, line.account_id, *simple)


def _breach(breaches: list[Record], acting: list[Record], market: Market, schedule: Schedule) -> Notice:
    first = breaches[0]
    observed = first.fields.get("mode") == "observe"
    parts = [sentence(line.words) for line in breaches]
    parts += ["Only watching: nothing was done."] if observed else _done(acting, market, schedule)
    title = breach_title(first.rule or "")
    return Notice(first.at, first.account_id, Severity(first.severity), title, " ".join(parts), _locks(acting))


def _enforcement(acting: list[Record], market: Market, schedule: Schedule) -> Notice:
    """Actions without a new breach: what a lockout or a limit did about something new."""
    first = acting[0]
    lockout = next((line for line in acting if line.kind == "lockout_set"), None)
    if lockout:
        parts = [sentence(lockout.words), *_done(acting, market, schedule)]
        severity = Severity.WARNING if lockout.fields.get("lockout") == "entry" else Severity.BREACH
        title = str(lockout.fields.get("cause") or "Locked")
        return Notice(first.at, first.account_id, severity, title, " ".join(parts), _locks(acting))
    parts = [*_done(acting, market, schedule), *([first.words] if first.words else _excess(acting))]
    title = "Locked" if first.words.startswith(ACCOUNT_LOCKED) else rule_title(first.rule or "")
    helping = all(line.rule == TradeManagement.rule_id for line in acting)
    severity = Severity.INFO if helping else Severity.WARNING
    return Notice(first.at, first.account_id, severity, title, " ".join(parts))


def _locks(acting: Iterable[Record]) -> bool:
    return any(line.kind == "lockout_set" and line.fields.get("lockout") == "hard" for line in acting)


def _excess(acting: list[Record]) -> list[str]:
    """Why orders are cancelled although nothing is breached."""
    if any(line.fields.get("action") != "cancel" for line in acting):
        return []
    needless = all("position" in line.why for line in acting)
    return ["It has no position to close any more."] if needless else ["Filled, it would exceed the limit."]


def _simple(line: Record) -> tuple[Severity, str, str] | None:
    if line.kind == "warning":
        level = line.fields.get("level")
        share = f" at {round(level * 100)}%" if isinstance(level, float) else ""
        share = " at the limit" if line.fields.get("full") else share
        return Severity.WARNING, f"{rule_title(line.rule or '')}{share}", sentence(line.words)
    if line.kind not in _SIMPLE:
        return None
    title, text = _SIMPLE[line.kind]
    cause = f"{line.fields['cause']}: t" if line.fields.get("cause") else "T"
    return Severity(line.severity), title, text.format(this=f"{cause}his") or line.words


_SIMPLE: dict[str, tuple[str, str]] = {
    "lockout_ended": ("Lockout over", "{this} lockout has ended. Rules go on as always."),
    "degraded": ("Protection reduced", ""),
    "restored": ("Protection restored", ""),
    "alarm": ("Not flat yet", ""),
    "flat": ("Flat, confirmed", "Nothing is open and no order is working."),
    "reset": ("New trading day", ""),
    "tampered": ("The journal was changed from outside", ""),
    "guard_off": ("Not guarded for a while", ""),
    "override": ("Lockout overridden", ""),
}


def _done(acting: Iterable[Record], market: Market, schedule: Schedule) -> list[str]:
    closed: list[str] = []
    reduced: list[str] = []
    cancelled = 0
    locked: list[str] = []
    placed: list[str] = []
    for line in acting:
        fields = line.fields
        if line.kind == "lockout_set":
            locked.append(_locked(fields, schedule, line.at))
        elif fields["action"] == "flatten":
            closes, cancels = fields["closes"], fields["cancels"]
            closed += [_size(market, cid, size) for cid, size in _items(closes)]
            cancelled += len(cancels) if isinstance(cancels, list) else 0
        elif fields["action"] == "cancel":
            cancelled += 1
        elif about_order(fields["action"]):
            placed.append(order_words(fields, market))
        else:
            text = _size(market, str(fields["contract"]), fields["size"])
            (closed if fields["action"] == "close" else reduced).append(text)
    orders = f"{cancelled} order{'' if cancelled == 1 else 's'}"
    return [
        *([f"Reducing by {_and(reduced)}."] if reduced else []),
        *([f"Closing {_and(closed)}."] if closed else []),
        *([f"Cancelling {orders}."] if cancelled else []),
        *placed,
        *dict.fromkeys(locked),
    ]


def _locked(fields: Mapping[str, object], schedule: Schedule, now: datetime) -> str:
    until = fields.get("until")
    end = f" until {schedule.end_text(now, until)}" if isinstance(until, datetime) else ""
    if fields.get("symbol"):
        return f"{fields['symbol']} is locked{end}."
    return f"No new entries{end}." if fields.get("lockout") == "entry" else f"Locked{end}."


def _items(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _size(market: Market, contract_id: str, size: object) -> str:
    return f"{abs(size) if isinstance(size, int) else size} {market.root(contract_id)}"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(words: str) -> str:
    """Words with a full stop."""
    return words if words.endswith(".") else f"{words}."
