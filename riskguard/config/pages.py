"""The docs page of a rule, made from its model: what it does, its settings, an example with numbers."""

import textwrap

from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from riskguard.config.changes import automation, tighter_word
from riskguard.config.kinds import default, kind, must_be_given
from riskguard.rules import ALL_RULES, Rule
from riskguard.rules.base import LimitRule
from riskguard.rules.base import Rule as Base
from riskguard.rules.dollars import DollarRule, MoneyRule

_WIDTH = 120
_HEAD = "| setting | what it is | value | default | tighter |\n| --- | --- | --- | --- | --- |"
_TIGHTER = {
    "lower": "lower",
    "higher": "higher",
    "on": "`true`",
    "off": "`false`",
    "listed": "every change is looser",
    "none": "decides nothing",
}
_CHANGING = (
    "A tighter value takes effect at once. A looser one waits: it takes effect at the first reset at least "
    "`cooling_off` away, and can be withdrawn until then. What decides nothing takes effect at once."
)
_AUTOMATION = "This is automation and no limit: it helps, and nothing of it is ever a breach."
_ABSENCE = (
    "This rule concludes from what is absent, so it first wants orders read from the gateway not more than two "
    "seconds ago. While they cannot be read it waits, and the state says that protection is reduced."
)
_INDEX = (
    "# The rules\n\nOne page a rule, made from the rule itself by `python -m riskguard.config.write_pages`.\n"
    "Every rule is one table of `riskguard.toml`; a rule without a table is off.\n\n"
    "| rule | table | what it does |\n| --- | --- | --- |"
)


def page(rule: type[Rule]) -> str:
    """Markdown of one rule's page."""
    common = [name for name in rule.model_fields if _common(rule, name)]
    own = [name for name in rule.model_fields if name not in common]
    own.sort(key=lambda name: not must_be_given(rule.model_fields[name]))
    parts = [
        f"# {rule.rule_id}: {rule.title}",
        _wrapped(_sentence(rule)),
        *_outcome(rule),
        "## Example",
        f"```toml\n[rules.{rule.table}]\n{rule.example.settings.strip()}\n```",
        _wrapped(rule.example.story),
        "## Settings",
        f"The table is `[rules.{rule.table}]`. A rule without a table is off.",
        _table(rule, own),
        "It shares these with other rules:",
        _table(rule, common),
        _wrapped(_CHANGING),
        _wrapped(_ABSENCE) if rule.on_absence else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def file_name(rule: type[Rule]) -> str:
    return f"{rule.rule_id.lower()}-{rule.table.replace('_', '-')}.md"


def index() -> str:
    """Markdown of the list of all pages."""
    rows = [f"| [{rule.rule_id}]({file_name(rule)}) | `{rule.table}` | {_sentence(rule)} |" for rule in ALL_RULES]
    return "\n".join([_INDEX, *rows]) + "\n"


def _sentence(rule: type[Rule]) -> str:
    return " ".join((rule.__doc__ or "").split())


def _outcome(rule: type[Rule]) -> list[str]:
    """What happens on a breach and what is said about it."""
    if automation(rule):
        return [_AUTOMATION]
    then = rule.consequence.format(reset="the reset")
    return [_wrapped(f"**On a breach:** {then}.") + "\n" + f"**What is said:** “{rule.breach_title}.”"]


def _common(rule: type[Rule], name: str) -> bool:
    """Whether a field is the same in many rules."""
    shared = [Base, *(one for one in (LimitRule, DollarRule, MoneyRule) if issubclass(rule, one))]
    return any(name in one.model_fields for one in shared)


def _table(rule: type[Rule], names: list[str]) -> str:
    rows = [_row(rule, name) for name in names]
    return "\n".join([_HEAD, *rows]) if rows else ""


def _row(rule: type[Rule], name: str) -> str:
    field = rule.model_fields[name]
    unit = _extra(field).get("unit")
    what = f"**{field.title}**{f' ({unit})' if unit else ''}. {field.description}"
    cells = [f"`{field.alias or name}`", what, kind(field), default(field), _tighter(rule, name)]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _tighter(rule: type[Rule], name: str) -> str:
    """Which way is tighter; choices from the tightest to the loosest."""
    if automation(rule):
        return _TIGHTER["none"]
    order = _extra(rule.model_fields[name]).get("order")
    if isinstance(order, list) and order:
        return " than ".join(f"`{one}`" for one in reversed(order))
    word = tighter_word(rule, name)
    compared = any(name in vars(base).get("compares", ()) for base in rule.__mro__)
    return "what forbids more" if compared and word == "listed" else _TIGHTER[word]


def _extra(field: FieldInfo) -> JsonDict:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
