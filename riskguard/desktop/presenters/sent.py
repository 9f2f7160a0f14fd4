"""The calls that left because of one line of the record, with their answers, in milliseconds from the event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from riskguard.desktop.presenters import words_desk
from riskguard.desktop.presenters.words import say
from riskguard.domain.contracts import root_of
from riskguard.storage.activity import Line, Story

_LONGEST = timedelta(seconds=20)
"""What is sent later belongs to something else, but for the confirmation that all is flat."""


@dataclass(frozen=True, slots=True)
class SentLine:
    """One bar, in milliseconds from the event; `end` None while the answer is not there."""

    label: str
    start: float
    end: float | None
    answer: str
    tone: str = "calm"


def sent_of(story: Story) -> tuple[tuple[SentLine, ...], float | None]:
    """Every call with its answer, cancels together, then the confirming read; and when flat was confirmed."""
    origin = story.line
    lines = [line for line in story.around if line.at - origin.at <= _LONGEST or line.kind == "flat"]
    answers = [line for line in lines if line.kind == "answer"]
    rows: list[SentLine] = []
    for action in (line for line in lines if line.kind == "action" and _belongs(line, origin)):
        rows += _calls(action, answers, origin.at)
    flat = next((line for line in lines if line.kind == "flat" and line.number >= origin.number), None)
    flat_ms = _ms(origin.at, flat.at) if flat else None
    if flat_ms is not None and origin.kind != "flat":
        begun = min(max((row.end or row.start for row in rows), default=0.0), flat_ms)
        told = say(words_desk.NOTHING_LEFT)
        rows.append(SentLine(say(words_desk.CHECK_FLAT), begun, flat_ms, told, "ok"))
    return tuple(rows), flat_ms


def _belongs(action: Line, origin: Line) -> bool:
    """An action shows itself; a breach and its lockout everything decided because of them."""
    return action.number == origin.number if origin.kind == "action" else origin.kind != "flat"


def _calls(action: Line, answers: Sequence[Line], since: datetime) -> list[SentLine]:
    kind = str(action.fields.get("action"))
    if kind != "flatten":
        target = _target(action)
        return [_row(_label(kind, action.fields), action, _answers(answers, action, {target}), since)]
    rows = []
    cancels = [int(one) for one in action.fields.get("cancels") or ()]
    if cancels:
        label = say(words_desk.CANCEL_CALLS, count=len(cancels)) if len(cancels) > 1 else say(words_desk.CANCEL_CALL)
        rows.append(_row(label, action, _answers(answers, action, set(cancels)), since))
    for contract_id, size in (action.fields.get("closes") or {}).items():
        what = say(words_desk.SIZE_ROOT, size=abs(size), root=root_of(contract_id))
        label = say(words_desk.CLOSE_CALL, what=what)
        rows.append(_row(label, action, _answers(answers, action, {contract_id}), since))
    return rows


def _target(action: Line) -> object:
    fields = action.fields
    kind = str(fields.get("action"))
    if kind in {"place_stop", "place_target"}:
        return f"{kind.removeprefix('place_')}:{fields.get('contract')}"
    return fields.get("order") if "order" in fields else fields.get("contract")


def _label(kind: str, fields: Mapping[str, Any]) -> str:
    what = say(words_desk.SIZE_ROOT, size=fields.get("size"), root=root_of(str(fields.get("contract") or "")))
    template = {"close": words_desk.CLOSE_CALL, "reduce": words_desk.REDUCE_CALL, "cancel": words_desk.CANCEL_CALL}
    return say(template.get(kind, words_desk.ORDER_CALL), what=what)


def _answers(answers: Sequence[Line], action: Line, targets: set[Any]) -> list[Line]:
    """The first answer after the action to each of its targets."""
    found: dict[object, Line] = {}
    for line in answers:
        target = line.fields.get("target")
        if line.number > action.number and target in targets:
            found.setdefault(target, line)
    return list(found.values()) if len(found) == len(targets) else []


def _row(label: str, action: Line, answers: Sequence[Line], since: datetime) -> SentLine:
    decided = _ms(since, action.at)
    if not answers:
        return SentLine(label, decided, None, say(words_desk.WAITING), "warn")
    starts = [decided + float(each.fields.get("out_ms") or 0.0) for each in answers]
    ends = [_end(each, decided, since) for each in answers]
    results = {str(each.fields.get("result")) for each in answers}
    result = next(iter(results - {"accepted"}), "accepted")
    reason = next((each.words.removesuffix(".") for each in answers if each.fields.get("result") == result), "")
    told = say(words_desk.RESULTS.get(result, result))
    told = f"{told}: {reason}" if result != "accepted" and reason else told
    return SentLine(label, min(starts), max(ends), told, "calm" if result == "accepted" else "warn")


def _end(answer: Line, decided: float, since: datetime) -> float:
    out, took_ms = answer.fields.get("out_ms"), answer.fields.get("took_ms")
    if isinstance(out, int | float) and isinstance(took_ms, int | float):
        return decided + out + took_ms
    return _ms(since, answer.at)


def _ms(since: datetime, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds() * 1000)
