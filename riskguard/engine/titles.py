"""What people call a rule, and what is said when it is breached."""

from riskguard.rules import ALL_RULES

_BREACH_TITLES = {rule.rule_id: rule.breach_title for rule in ALL_RULES}
_TITLES = {rule.rule_id: rule.title for rule in ALL_RULES} | {"MANUAL": "By hand", "JOURNAL": "Journal"}

_OTHERS = {"MANUAL": "Locked by you", "JOURNAL": "The journal cannot be trusted"}


def rule_title(rule: str) -> str:
    """What people call a rule: `Daily realized loss` for `RULE-003`."""
    return _TITLES.get(rule, rule)


def breach_title(rule: str) -> str:
    """What is said when a rule is breached: `Daily realized loss reached`."""
    return _BREACH_TITLES.get(rule) or _OTHERS.get(rule, rule)
