"""Lines of the record as a timeline: what happened in a few words, with a shape, a time and a tag."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from riskguard.desktop.presenters import words_desk as words
from riskguard.desktop.presenters.heard import breach_title, heard, rule_title
from riskguard.desktop.presenters.local import clock_text, day_text, end_text, number, zoneless
from riskguard.desktop.presenters.numbers import capitalized, first_sentence, sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.domain.contracts import root_of
from riskguard.domain.trading_day import Schedule
from riskguard.rules import ALL_RULES
from riskguard.storage.activity import Line

KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "warnings": frozenset({"warning"}),
        "breaches": frozenset({"breach"}),
        "actions": frozenset({"action", "flat", "alarm"}),
        "lockouts": frozenset({"lockout_set", "lockout_ended", "override"}),
        "resets": frozenset({"reset"}),
        "settings": frozenset({"settings", "session"}),
        "health": frozenset({"degraded", "restored", "armed", "guard_off", "tampered"}),
    }
)
_CATEGORY = {kind: category for category, kinds in KINDS.items() for kind in kinds}
_SHAPES = {
    "warning": ("warn", "warn"),
    "breach": ("breach", "danger"),
    "action": ("flatten", "plain"),
    "flat": ("check", "ok"),
    "alarm": ("alarm", "danger"),
    "lockout_set": ("lock", "danger"),
    "lockout_ended": ("lock", "plain"),
    "override": ("warn", "warn"),
    "reset": ("renew", "info"),
    "settings": ("settings", "info"),
    "session": ("later", "info"),
    "degraded": ("pulse", "warn"),
    "restored": ("check", "ok"),
    "armed": ("check", "ok"),
    "guard_off": ("later", "warn"),
    "tampered": ("alarm", "danger"),
}
_DOING = {
    "close": (words.CLOSING, ""),
    "reduce": (words.REDUCING, ""),
    "place_stop": (words.PLACING, words.STOP),
    "place_target": (words.PLACING, words.TARGET),
    "modify_stop": (words.MOVING, words.STOP),
    "modify_target": (words.MOVING, words.TARGET),
}
_LOCKED = {
    "hard": (words.LOCKED_LINE, words.LOCKED_OPEN),
    "entry": (words.ENTRIES_LINE, words.ENTRIES_OPEN),
    "symbol": (words.SYMBOL_LINE, words.SYMBOL_OPEN),
}


@dataclass(frozen=True, slots=True)
class Item:
    """`tone` is plain, ok, warn, danger or info; `day` is what the head above it says."""

    line: Line
    time: str
    shape: str
    tone: str
    title: str
    detail: str
    tag: str
    day: str

    @property
    def spoken(self) -> str:
        return ". ".join(part for part in (self.time, self.tag, self.title, self.detail) if part)


@dataclass(frozen=True, slots=True)
class Setting:
    """What words depend on: the zone, the time now, and the accounts' names where there are several."""

    schedule: Schedule
    now: datetime
    names: Mapping[int, str]


def item(line: Line, setting: Setting) -> Item:
    shape, tone = _shape(line)
    title, detail = _words(replace(line, words=heard(line.words)), setting.schedule)
    name = setting.names.get(line.account_id) if line.account_id is not None else None
    return Item(
        line,
        short_time(setting.schedule, line.at),
        shape,
        tone,
        title,
        " · ".join(part for part in (detail, name if len(setting.names) > 1 else "") if part),
        say(words.TAGS[_CATEGORY.get(line.kind, "health")]),
        _day(setting, line.at),
    )


def category_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by kind as counts by filter, `all` among them."""
    found = {name: sum(counts.get(kind, 0) for kind in kinds) for name, kinds in KINDS.items()}
    return {"all": sum(found.values()), **found}


def rules_titled(text: str) -> tuple[str, ...]:
    """Rules whose title holds what is looked for."""
    wanted = text.casefold()
    return tuple(
        rule.rule_id
        for rule in ALL_RULES
        if any(wanted in heard(each).casefold() for each in (rule.title, rule.breach_title))
    )


def short_time(schedule: Schedule, at: datetime) -> str:
    """Without the zone, which the day's head names: `10:42:18 AM`."""
    return zoneless(schedule, clock_text(schedule, at))


def _day(setting: Setting, at: datetime) -> str:
    day, zone = day_text(setting.schedule, at), setting.schedule.zone_label
    local = setting.now.astimezone(setting.schedule.zone).date() - at.astimezone(setting.schedule.zone).date()
    template = {0: words.TODAY_HEAD, 1: words.YESTERDAY_HEAD}.get(local.days, words.DAY_HEAD)
    return say(template, day=day, zone=zone)


def _shape(line: Line) -> tuple[str, str]:
    shape, tone = _SHAPES.get(line.kind, ("info", "plain"))
    if line.kind == "action" and line.fields.get("action") == "cancel":
        return "cross", tone
    if line.kind == "lockout_set" and line.fields.get("lockout") != "hard":
        return shape, "warn"
    return shape, tone


def _words(line: Line, schedule: Schedule) -> tuple[str, str]:
    """Title and detail."""
    by_kind: dict[str, Callable[[Line], tuple[str, str]]] = {
        "warning": _warning,
        "breach": _breach,
        "action": lambda one: (action_words(one.fields), _action_detail(one)),
        "flat": lambda one: (say(words.FLAT_LINE), _flat_detail(one)),
        "alarm": lambda one: (say(words.NOT_FLAT), one.words),
        "lockout_set": lambda one: (_lockout(one.fields, one, schedule), _lockout_detail(one)),
        "lockout_ended": lambda one: (say(words.LOCKOUT_OVER), say(words.LOCKOUT_ENDED_BY, cause=_cause(one))),
        "reset": lambda one: (say(words.NEW_DAY), one.words),
    }
    return by_kind.get(line.kind, _told)(line)


def _warning(line: Line) -> tuple[str, str]:
    level, title = line.fields.get("level"), rule_title(line.rule or "")
    if line.fields.get("full"):
        return say(words.LEVEL_FULL, title=title), line.words
    if not isinstance(level, float | int):
        return title, line.words
    return say(words.LEVEL_AT, title=title, share=round(level * 100)), line.words


def _breach(line: Line) -> tuple[str, str]:
    watched = say(words.WATCHED_ONLY) if line.fields.get("mode") == "observe" else ""
    return breach_title(line.rule or ""), f"{line.words} {watched}".strip()


def _flat_detail(line: Line) -> str:
    return say(words.FLAT_AFTER, span=took(_since(line.fields.get("since"), line.at)))


def _cause(line: Line) -> str:
    cause = line.fields.get("cause")
    return heard(str(cause)) if cause else rule_title(line.rule or "")


def _told(line: Line) -> tuple[str, str]:
    """Lines whose words are all there is: the first sentence is the title, the rest the detail."""
    head = first_sentence(line.words)
    rest = line.words.removeprefix(head.removesuffix(".")).lstrip(".: ")
    head = head.removesuffix(".")
    match line.kind:
        case "degraded":
            return f"{say(words.REDUCED)}: {sentence_case(head)}", capitalized(rest)
        case "restored":
            return head, rest or say(words.RESTORED)
        case "guard_off":
            return say(words.NOT_GUARDED), line.words
        case "tampered":
            return say(words.TAMPERED), line.words
        case "override":
            return say(words.OVERRIDDEN), line.words
        case _:
            return head or line.kind, capitalized(rest)


def action_words(fields: Mapping[str, Any]) -> str:
    """`Closing 2 MNQ and 1 MES, cancelling 3 orders`."""
    action, size = str(fields.get("action")), fields.get("size")
    if action == "flatten":
        return _flatten_words(fields)
    root = root_of(str(fields.get("contract") or ""))
    what = say(words.SIZE_ROOT, size=abs(size) if isinstance(size, int) else size, root=root)
    if action == "cancel":
        one = say(words.ORDERS_ONE)
        return say(words.CANCELLING, what=f"{one} ({what})" if root else one)
    if action not in _DOING:
        return capitalized(action.replace("_", " "))
    template, kind = _DOING[action]
    return say(template, what=say(kind) if kind else what, size=what)


def _flatten_words(fields: Mapping[str, Any]) -> str:
    closes = fields.get("closes") or {}
    parts = [say(words.SIZE_ROOT, size=abs(size), root=root_of(cid)) for cid, size in closes.items()]
    count = len(fields.get("cancels") or ())
    orders = orders_text(count)
    if not parts:
        return say(words.CANCELLING, what=orders) if count else say(words.CHECK_FLAT)
    closing = say(words.CLOSING, what=joined(parts))
    return say(words.CANCEL_MORE, first=closing, count=orders) if count else closing


def orders_text(count: int) -> str:
    return say(words.ORDERS_ONE) if count == 1 else say(words.ORDERS, count=count)


def joined(parts: Iterable[str]) -> str:
    """`2 MNQ`, `2 MNQ and 1 MES`, `1 NQ, 2 MNQ and 1 MES`."""
    *firsts, last = list(parts) or [""]
    return say(words.AND, first=", ".join(firsts), last=last) if firsts else last


def _action_detail(line: Line) -> str:
    by = rule_title(line.rule or "")
    first = line.words.removesuffix(".") or (say(words.BY_RULE, rule=by) if by else "")
    again = say(words.TRIED_AGAIN) if line.fields.get("quiet") else ""
    return ", ".join(part for part in (first, sentence_case(again) if first else capitalized(again)) if part)


def _lockout(fields: Mapping[str, Any], line: Line, schedule: Schedule) -> str:
    timed, open_ended = _LOCKED.get(str(fields.get("lockout")), _LOCKED["hard"])
    until = fields.get("until")
    if not until:
        return say(open_ended, symbol=fields.get("symbol"))
    end = end_text(schedule, line.at, datetime.fromisoformat(str(until)))
    return say(timed, time=end, symbol=fields.get("symbol"))


def _lockout_detail(line: Line) -> str:
    cause = _cause(line)
    return f"{cause}: {line.words}" if line.words and line.words != cause else cause


def _since(text: object, at: datetime) -> float:
    try:
        return (at - datetime.fromisoformat(str(text))).total_seconds() * 1000
    except (ValueError, TypeError):
        return 0.0


def took(milliseconds: float) -> str:
    """`412 ms`, `12.4 s`."""
    if milliseconds < 10_000:
        return say(words.MILLISECONDS, count=number(round(milliseconds)))
    return f"{number(milliseconds / 1000, 1)} s"
