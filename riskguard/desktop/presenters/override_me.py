"""The question before an admin override: what it would end, and whether enough was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words_actions as words
from riskguard.desktop.presenters.local import end_text
from riskguard.desktop.presenters.words import say
from riskguard.domain.trading_day import Schedule
from riskguard.engine.board import AccountView, LockoutView
from riskguard.engine.override import reason_fault


@dataclass(frozen=True, slots=True)
class OverrideText:
    """`lines` name what would end; `ready` says whether it can be asked for with what was typed."""

    title: str
    lines: tuple[str, ...]
    ready: bool


def override_text(
    account: AccountView | None, schedule: Schedule, now: datetime, reason: str, password: str
) -> OverrideText:
    """`account` None where there is nothing (any more) that may be ended."""
    if account is None or not account.overridable:
        return OverrideText(say(words.OVERRIDE_TITLE), (say(words.OVERRIDE_NOTHING),), ready=False)
    ending = [held for held in account.lockouts if held.kind != "hard" and held.until is not None]
    lines = tuple(_line(held, schedule, now) for held in ending)
    return OverrideText(say(words.OVERRIDE_TITLE), lines, ready=bool(password) and not reason_fault(reason))


def open_for(accounts: Sequence[AccountView], account_id: int | None) -> AccountView | None:
    """The account that is asked about; with None the first one where anything could be ended."""
    found = (one for one in accounts if (one.overridable if account_id is None else one.account_id == account_id))
    return next(found, None)


def _line(held: LockoutView, schedule: Schedule, now: datetime) -> str:
    until = end_text(schedule, now, held.until) if held.until else ""
    if held.symbol:
        return say(words.OVERRIDE_SYMBOL, symbol=held.symbol, time=until, title=held.title)
    return say(words.OVERRIDE_ENTRIES, time=until, title=held.title)
