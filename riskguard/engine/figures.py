"""Says that the figures of a balance rule hold although the balance changed as no trade explains: judged again."""

from riskguard.domain.events import FiguresConfirmed
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.rules import MaxDrawdown

WORDS = "The drawdown figures hold as they are; the floor stays where it was."


def confirmed(turn: Turn, event: FiguresConfirmed) -> None:
    """The rule hears of it like of any event of the account; told only where it was waited for."""
    if awaited(turn.state, event.account_id):
        turn.tell(event.account_id, "settings", MaxDrawdown.rule_id, words=WORDS, fields={"asked_by": event.asked_by})
        turn.touch(event.account_id)


def awaited(state: GuardState, account_id: int) -> bool:
    """Whether an account's drawdown cannot be judged before somebody says which figures hold."""
    account = state.accounts.get(account_id)
    return account is not None and f"judged:{MaxDrawdown.rule_id}" in account.troubles
