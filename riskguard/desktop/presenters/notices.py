"""Several notices into one native message, the gravest first; and the quiet list of the dashboard."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import Notice, Severity

TITLE_MOST = 63
TEXT_MOST = 255
"""What a Windows notification shows at most."""

_RANK = {Severity.ALARM: 0, Severity.BREACH: 1, Severity.WARNING: 2, Severity.INFO: 3}


@dataclass(frozen=True, slots=True)
class Message:
    """One native notification."""

    title: str
    text: str
    severity: Severity


def merged(notices: Sequence[Notice], names: Mapping[int, str]) -> Message:
    """One message for notices that came together (at least one): the gravest keeps title and numbers, others follow.

    `names` are the accounts'; they are said only where there are several, and of one account only in the title.
    How many accounts were locked stands where it is never cut off.
    """
    first, *others = sorted(notices, key=_gravity)
    locked = len({each.account_id for each in notices if each.locks})
    if locked > 1 and first.locks:
        title, text, in_title = say(words.ACCOUNTS_LOCKED, count=locked), line(first, names), None
    else:
        said = sentence(say(words.ACCOUNTS_LOCKED, count=locked)) if locked > 1 else ""
        title, text, in_title = _titled(first, names), f"{said} {first.text}".strip(), first.account_id
    lines = Counter(line(each, {} if each.account_id == in_title else names) for each in others)
    text = _fitted(text, [_counted(text, count) for text, count in lines.items()])
    return Message(_clipped(title, TITLE_MOST), text, first.severity)


def _gravity(notice: Notice) -> tuple[bool, bool, int, datetime]:
    """What calls for a hand comes first, then a full lockout, then by severity; among equals the earlier."""
    return notice.severity is not Severity.ALARM, not notice.locks, _RANK[notice.severity], notice.at


def _counted(text: str, count: int) -> str:
    return text if count == 1 else say(words.TIMES, text=text, count=count)


def line(notice: Notice, names: Mapping[int, str]) -> str:
    """A notice on one line: title, then numbers."""
    return say(words.TITLE_AND_TEXT, title=sentence(_titled(notice, names)), text=notice.text).strip()


def sentence(title: str) -> str:
    """A title that goes on with its text on the same line."""
    return title if title.endswith((".", "?", "…", ":")) else f"{title}."


def _titled(notice: Notice, names: Mapping[int, str]) -> str:
    name = names.get(notice.account_id) if notice.account_id is not None else None
    if name is None or len(names) < 2:
        return notice.title
    return say(words.ACCOUNT_SAYS, account=name, text=notice.title)


def _fitted(text: str, others: Sequence[str]) -> str:
    shown = _clipped(text, TEXT_MOST)
    for count, other in enumerate(others):
        more = say(words.MORE_NOTICES, count=len(others) - count)
        longer = f"{shown}\n{other}"
        room = TEXT_MOST - (len(more) + 1 if count + 1 < len(others) else 0)
        if len(longer) > room:
            return _clipped(f"{shown}\n{more}", TEXT_MOST)
        shown = longer
    return shown.strip()


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
