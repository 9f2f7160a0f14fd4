"""What other settings would do to the accounts, as sentences: `It would close 2 NQ, locked until 5:00 PM CT.`"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.heard import heard, rule_title
from riskguard.desktop.presenters.local import end_text, span_text
from riskguard.desktop.presenters.numbers import capitalized
from riskguard.desktop.presenters.words import say
from riskguard.domain.trading_day import Schedule
from riskguard.engine.preview import Consequence
from riskguard.state.lockouts import Lockout, LockoutKind

_AT_ONCE = timedelta(seconds=1)
_PLACED = {
    "place_stop": texts.PLACE_STOP,
    "place_target": texts.PLACE_TARGET,
    "modify_stop": texts.MOVE_STOP,
    "modify_target": texts.MOVE_TARGET,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the list: what would happen to an account, and why. `grave` where something would be closed."""

    account: str
    what: str
    why: str
    grave: bool
    names: tuple[str, ...] = ()
    """Accounts of whom all of it is true, where they are several: `account` says how many then."""


def outcomes(
    found: Iterable[Consequence], names: Mapping[int, str], schedule: Schedule, now: datetime
) -> tuple[Outcome, ...]:
    """As the last page of the first start and the settings window list it, in the order of time."""
    return tuple(_outcome(one, names.get(one.account_id, str(one.account_id)), schedule, now) for one in found)


def gathered(found: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What would happen to several accounts alike becomes one line, in the place of the first of them."""
    alike: dict[tuple[str, str, bool], list[str]] = {}
    for one in found:
        alike.setdefault((one.what, one.why, one.grave), []).append(one.account)
    return tuple(_of_all(list(dict.fromkeys(names)), *what) for what, names in alike.items())


def _of_all(names: Sequence[str], what: str, why: str, grave: bool) -> Outcome:
    if len(names) < 2:
        return Outcome("".join(names), what, why, grave)
    return Outcome(say(texts.ACCOUNTS_EACH, count=len(names)), what, why, grave, tuple(names))


def _outcome(one: Consequence, name: str, schedule: Schedule, now: datetime) -> Outcome:
    parts = [*_deeds(one), *([say(texts.TELL)] if one.only_told else [])]
    locks = list(dict.fromkeys(_lock(held, schedule, now) for held in one.lockouts))
    what = ", ".join([*([listed(parts)] if parts else []), *locks]) if parts else listed(locks)
    alone = texts.WOULD_BE if _locked(one) else texts.WOULD_HAVE
    would = say(texts.WOULD if parts else alone, what=what)
    late = one.at - now > _AT_ONCE
    text = say(texts.LATER_IN if late else texts.AT_ONCE, what=would, span=span_text(one.at - now))
    text = capitalized(text)
    titles = listed(list(dict.fromkeys(rule_title(rule) for rule in one.rules)))
    why = (
        f"{titles}: {'; '.join(heard(reason).rstrip('.') for reason in one.reasons)}." if one.reasons else f"{titles}."
    )
    grave = bool(one.closes or one.reduces or any(held.kind is LockoutKind.HARD for held in one.lockouts))
    return Outcome(name, text, why, grave)


def _locked(one: Consequence) -> bool:
    return bool(one.lockouts) and one.lockouts[0].kind is not LockoutKind.ENTRY


def _deeds(one: Consequence) -> list[str]:
    found = []
    if one.closes:
        found.append(say(texts.CLOSE, what=_sizes(one.closes)))
    if one.reduces:
        found.append(say(texts.REDUCE, what=_sizes(one.reduces)))
    if one.cancels:
        found.append(say(texts.CANCEL_ONE if one.cancels == 1 else texts.CANCEL, count=one.cancels))
    return [*found, *dict.fromkeys(say(_PLACED[what]) for what in one.placed if what in _PLACED)]


def _sizes(contracts: Mapping[str, int]) -> str:
    return listed([f"{abs(size)} {root}" for root, size in contracts.items()])


def _lock(held: Lockout, schedule: Schedule, now: datetime) -> str:
    time = end_text(schedule, now, held.until) if held.until else ""
    templates = {
        LockoutKind.HARD: (texts.LOCK_UNTIL, texts.LOCK_WHILE),
        LockoutKind.ENTRY: (texts.NO_ENTRIES_UNTIL, texts.NO_ENTRIES_WHILE),
        LockoutKind.SYMBOL: (texts.SYMBOL_UNTIL, texts.SYMBOL_WHILE),
    }[held.kind]
    return say(templates[0] if time else templates[1], time=time, symbol=held.symbol or "")


def listed(parts: Sequence[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    if len(parts) < 2:
        return "".join(parts)
    return say(texts.AND, first=", ".join(parts[:-1]), last=parts[-1])
