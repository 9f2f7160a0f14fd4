"""The tray's words: a tooltip of at most three lines and the status lines at the head of its menu."""

from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import (
    foremost,
    held_by_all,
    nearest_limit,
    state_words,
    with_account,
)
from riskguard.desktop.presenters.limits import full_title
from riskguard.desktop.presenters.local import money_text
from riskguard.desktop.presenters.lockouts import (
    cause,
    headline,
    left_text,
    running,
    strictest,
)
from riskguard.desktop.presenters.numbers import capitalized, first_sentence, sentence_case
from riskguard.desktop.presenters.start import starting
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot, LockoutView, State

TOOLTIP_MOST = 127
"""Windows shows no more characters than this."""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A menu line; `aside` stands right-aligned in the second column."""

    text: str
    aside: str = ""


def tooltip(snapshot: BoardSnapshot, now: datetime) -> str:
    lines = [_state_line(snapshot, now), _reason_line(snapshot, now), _exposure_line(snapshot, now)]
    return _clipped("\n".join(line for line in lines if line))


def _clipped(text: str) -> str:
    return text if len(text) <= TOOLTIP_MOST else text[: TOOLTIP_MOST - 1].rstrip() + "…"


def _state_line(snapshot: BoardSnapshot, now: datetime) -> str:
    account = foremost(snapshot)
    lockout = _shown_lockout(account, now)
    if snapshot.state is not State.LOCKED or lockout is None:
        return state_words(snapshot)
    text = headline(lockout, snapshot.schedule, now)
    return say(words.PRACTICE_STATE, state=text) if snapshot.practice else text


def _reason_line(snapshot: BoardSnapshot, now: datetime) -> str:
    account = foremost(snapshot)
    if account is None or snapshot.state in {State.SETUP, State.CONNECTING, State.OFF}:
        return snapshot.detail or say(words.NEXT_STEPS.get(snapshot.state, ""))
    return with_account(_account_reason(snapshot, account, now), account, snapshot)


def _account_reason(snapshot: BoardSnapshot, account: AccountView, now: datetime) -> str:
    lockout = _shown_lockout(account, now)
    if snapshot.state is State.DEGRADED:
        return first_sentence(account.degraded[0] if account.degraded else snapshot.detail).rstrip(".")
    if snapshot.state is State.LOCKED and lockout is not None:
        return cause(lockout).rstrip(".")
    if lockout is not None and lockout.kind == "entry":
        return headline(lockout, snapshot.schedule, now)
    return _limit_line(snapshot.state, account)


def _limit_line(state: State, account: AccountView) -> str:
    limit = nearest_limit(account)
    if limit is None:
        return ""
    if state is State.WARNING:
        return say(words.LIMIT_SHARE_ROOM, title=full_title(limit), share=limit.share, room=limit.room)
    if not limit.share:
        return say(words.UNTOUCHED)
    return say(words.NEAREST, title=sentence_case(full_title(limit)), share=limit.share)


def _exposure_line(snapshot: BoardSnapshot, now: datetime) -> str:
    account = foremost(snapshot)
    if account is None or starting(account):
        return ""
    positions = held_by_all(snapshot)
    if "market" in snapshot.hubs_lost and any(each.positions for each in snapshot.accounts):
        return say(words.LAST_PRICE_COUNTS, positions=positions)
    lockout = _shown_lockout(account, now)
    if lockout is None or lockout.until is None or lockout.kind == "symbol":
        return positions
    template = words.TIME_LEFT if lockout.kind == "hard" else words.NO_ENTRIES_FOR
    return f"{positions}, {say(template, time=left_text(lockout, now))}"


def _shown_lockout(account: AccountView | None, now: datetime) -> LockoutView | None:
    return None if account is None else strictest(running(account, now), now)


def menu_lines(snapshot: BoardSnapshot, now: datetime) -> tuple[StatusLine, ...]:
    """The state first, then the nearest limit with its numbers, then what is held with its open P&L."""
    account = foremost(snapshot)
    if account is None or starting(account):
        return StatusLine(state_words(snapshot)), StatusLine(_reason_line(snapshot, now))
    lines = [StatusLine(_menu_title(snapshot, account, now)), *_limit_status(snapshot, account), _held_status(snapshot)]
    return tuple(line for line in lines if line.text)


def _menu_title(snapshot: BoardSnapshot, account: AccountView, now: datetime) -> str:
    limit = nearest_limit(account)
    lockout = _shown_lockout(account, now)
    if lockout is not None and lockout.kind == "entry":
        return headline(lockout, snapshot.schedule, now)
    if snapshot.state is not State.WARNING or limit is None:
        return _state_line(snapshot, now)
    share = say(words.LIMIT_SHARE, title=sentence_case(full_title(limit)), share=limit.share)
    return say(words.ACCOUNT_SAYS, account=state_words(snapshot), text=share)


def _limit_status(snapshot: BoardSnapshot, account: AccountView) -> list[StatusLine]:
    if snapshot.state is State.DEGRADED:
        heads = (first_sentence(reason).removesuffix(".") for reason in account.degraded[:2])
        return [StatusLine(with_account(head, account, snapshot)) for head in heads]
    limit = nearest_limit(account)
    if limit is None:
        return []
    left = capitalized(limit.room) if snapshot.state is State.WARNING else full_title(limit)
    return [
        StatusLine(
            with_account(left, account, snapshot), say(words.CURRENT_OF_LIMIT, current=limit.current, limit=limit.limit)
        )
    ]


def _held_status(snapshot: BoardSnapshot) -> StatusLine:
    if not any(each.positions for each in snapshot.accounts):
        return StatusLine(say(words.FLAT))
    amount = money_text(sum(each.open for each in snapshot.accounts), plus=True)
    known = all(each.open_known for each in snapshot.accounts)
    text = say(words.OPEN_AMOUNT, amount=amount)
    return StatusLine(held_by_all(snapshot), text if known else say(words.LAST_KNOWN, text=text))
