"""The first start's pages in words, and the short table of limits on its fourth page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.presenters.forms.draft import Draft
from riskguard.desktop.presenters.forms.fields import Field, rule_fields, told
from riskguard.desktop.presenters.forms.presets import PresetView
from riskguard.desktop.presenters.heard import heard
from riskguard.desktop.presenters.local import date_text
from riskguard.desktop.presenters.words import marked, say

STEPS = (
    marked("Practice or live"),
    marked("Connect"),
    marked("Accounts"),
    marked("Limits"),
    marked("Password and start"),
)
NOTHING_YET = marked("Nothing is written before the last page. Cancel leaves nothing behind.")

_ROWS = (
    ("max_drawdown", "buffer", marked("Drawdown to firm floor"), marked("Acts this much before the firm does")),
    (
        "max_drawdown",
        "high_balance",
        marked("Highest balance so far"),
        marked("At the end of a day, as your firm shows it"),
    ),
    (
        "daily_net_loss",
        "limit",
        marked("Daily net loss"),
        marked("A quarter of the firm’s maximum loss is a calm start"),
    ),
    ("max_contracts", "limit", marked("Contracts"), marked("Held at the same time")),
    ("session_hours", "flatten_before", marked("Flat before the close"), marked("Closed so long before the hours end")),
    ("consecutive_losses", "count", marked("Losses in a row"), marked("Then a break from new entries")),
    ("no_stop_loss_grace", "grace", marked("Stop within"), marked("A position without a stop is closed")),
    ("trade_frequency", "per_hour", marked("Entries an hour"), marked("Then a pause")),
)
_FOR_EVERY = marked(
    "It holds for every account you guard: give the highest of them. One whose own is lower is stopped earlier, "
    "perhaps at once; the last page shows it."
)
_NONE = marked("none set")
_FIRM_LIMITS = marked("Firm limits from {page}, read {day}. Firms change their rules: check.")
_NO_FIRM = marked("RiskGuard’s proposals, no firm’s limits. {note}")
_ALSO = marked("Also on: {titles}. All of it can be changed in the settings.")
_OWN = (
    "daily_net_loss",
    "max_contracts",
    "consecutive_losses",
    "no_stop_loss_grace",
    "trade_frequency",
)
"""What can be switched on without the figures of a firm."""


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One line of the table. `switch` where the rule can be switched there; `firm` what the firm says, if `limited`."""

    field: Field
    table: str
    title: str
    about: str
    firm: str
    switch: bool
    limited: bool = True
    for_every: str = ""
    """What is said beside it where several accounts are guarded."""


def limit_rows(draft: Draft, preset: PresetView | None) -> tuple[LimitRow, ...]:
    """Limits of the preset, and those of one's own that any account can have."""
    found: list[LimitRow] = []
    for table, name, title, about in _ROWS:
        if table not in _OWN and not draft.on(table) and draft.table(f"rules.{table}") is None:
            continue
        one = next(field for field in rule_fields(RULES_BY_TABLE[table]) if field.name == name)
        first = all(row.table != table for row in found)
        firm = _firm(table, preset)
        shown = (firm or say(_NONE)) if first else ""
        for_every = say(_FOR_EVERY) if name == "high_balance" else ""
        found.append(LimitRow(told(one), table, say(title), say(about), shown, first, bool(firm), for_every))
    return tuple(found)


def _firm(table: str, preset: PresetView | None) -> str:
    """What the firm's limit is; "" where it has none."""
    title = heard(RULES_BY_TABLE[table].title)
    lines = preset.lines if preset is not None and preset.pages else ()
    said = [line for line in lines if line.title == title and line.on and not line.own]
    return said[0].words.partition(";")[0] if said else ""


type Kinds = tuple[tuple[str, str, tuple[PresetView, ...]], ...]


def kinds(views: Sequence[PresetView]) -> Kinds:
    """Presets by what sort of account they are for: name, title, presets; the last has those of no firm."""
    express = tuple(view for view in views if view.pages and "xfa" in view.name)
    combine = tuple(view for view in views if view.pages and view not in express)
    own = tuple(view for view in views if not view.pages)
    return (
        ("combine", say("Topstep Combine"), combine),
        ("express", say("Express Funded"), express),
        ("own", say("No firm, or another"), own),
    )


def card_words(view: PresetView) -> tuple[str, str]:
    """Title and one line for a card."""
    firm = [line.words for line in view.lines if line.on and not line.own]
    short = [words.partition(";")[0] for words in firm if len(words.partition(";")[0]) < 44]
    title = view.title.removeprefix("Topstep ")
    return title, ". ".join(short[:2]) + "." if short else view.about


def own_words(draft: Draft) -> str:
    """The line on the card of one's own limits: on a first start there are none yet."""
    if draft.base.rules:
        return say("Those in your settings, to be changed here.")
    return say("Start empty, set each one yourself.")


def source_words(preset: PresetView | None) -> str:
    """Where the firm's limits were read, and when; of one without a firm what its card does not say."""
    if preset is None:
        return say("Only what you switch on is a limit.")
    if not preset.pages or preset.read is None:
        return say(_NO_FIRM, note=preset.notes[0]) if preset.notes else say("RiskGuard’s proposals, no firm’s limits.")
    return say(_FIRM_LIMITS, page=preset.pages[0], day=date_text(preset.read))


def off_words(draft: Draft) -> str:
    """What is said where no limit is on at all; "" where there is one."""
    return "" if any(draft.on(table) for table in RULES_BY_TABLE) else say("Switch on at least one limit.")


def verdict(
    draft: Draft, rows: Sequence[LimitRow], problems: Mapping[str, str], still_open: Collection[str]
) -> tuple[str, str]:
    """What stands below the table, and its tone: a fault, what is still missing, or that all is well."""
    titles = {row.field.path: row.title for row in rows}
    for path, words in problems.items():
        if path not in still_open:
            return f"{titles.get(path) or heard(RULES_BY_TABLE[path.split('.')[1]].title)}: {words}", "danger"
    off = off_words(draft)
    if off:
        return off, "text"
    if still_open:
        return say("Still to be filled in: {titles}.", titles=", ".join(titles[path] for path in still_open)), "text"
    return say("You can tighten them at any time. Loosening waits."), "ok"


def also_on(draft: Draft, rows: Sequence[LimitRow]) -> str:
    """Rules that are on and have no line in the table."""
    shown = {row.table for row in rows}
    titles = [heard(rule.title) for table, rule in RULES_BY_TABLE.items() if draft.on(table) and table not in shown]
    return say(_ALSO, titles=", ".join(titles)) if titles else ""
