"""The facts of a lockout asked for by hand: who asked and when, until when, what was done, and when that was sure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.activity import Setting, joined
from riskguard.desktop.presenters.local import clock_text, end_text, number, span_text
from riskguard.desktop.presenters.words import say
from riskguard.domain.contracts import root_of
from riskguard.storage.activity import Line, Story

_BY_HAND = "MANUAL"
_LOOKED_AT = timedelta(minutes=3)
"""How long after it a story still tells what happened."""


def by_hand(line: Line) -> bool:
    return line.kind == "lockout_set" and line.rule == _BY_HAND


def lock_facts(story: Story, setting: Setting) -> Iterator[tuple[str, str]]:
    """Label and value of each."""
    line, schedule = story.line, setting.schedule
    asker = str(line.why.get("asked_by", ""))
    yield say(words.WHY["asked_by"]), say(words.ASKERS[asker]) if asker in words.ASKERS else asker
    yield say(words.ASKED_AT), clock_text(schedule, line.at)
    until = line.fields.get("until")
    if until:
        yield say(words.LASTS_UNTIL), end_text(schedule, setting.now, datetime.fromisoformat(str(until)))
    flat = next((one.at for one in story.around if one.kind == "flat" and one.number >= line.number), None)
    sent = [one for one in story.around if one.kind == "action" and one.number >= line.number]
    yield from _done(sent, confirmed=flat is not None)
    if flat is not None:
        yield say(words.FLAT_CONFIRMED_AT), clock_text(schedule, flat)
    elif setting.now - line.at < _LOOKED_AT:
        yield say(words.FLAT_CONFIRMED_AT), say(words.NOT_YET)
    elif sent:
        yield say(words.FLAT_CONFIRMED_AT), say(words.NOT_WITHIN, span=span_text(_LOOKED_AT))


def _done(sent: Sequence[Line], *, confirmed: bool) -> Iterator[tuple[str, str]]:
    """Retries name again what they are for; until it is confirmed, nothing is said to be done."""
    orders, closes = set[int](), dict[str, int]()
    for action in sent:
        single = [action.fields["order"]] if action.fields.get("action") == "cancel" else []
        orders.update(int(one) for one in (*(action.fields.get("cancels") or ()), *single))
        for contract_id, size in (action.fields.get("closes") or {}).items():
            closes.setdefault(contract_id, abs(size))
    cancelled, closed = (
        (words.ORDERS_CANCELLED, words.POSITIONS_CLOSED)
        if confirmed
        else (words.ORDERS_TO_CANCEL, words.POSITIONS_TO_CLOSE)
    )
    sizes = [say(words.SIZE_ROOT, size=size, root=root_of(contract_id)) for contract_id, size in closes.items()]
    yield say(cancelled), number(len(orders)) if orders else say(words.NONE)
    yield say(closed), joined(sizes) if sizes else say(words.NONE)
