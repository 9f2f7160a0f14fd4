"""The short way of a quote that changes nothing: a comparison or two for every rule that listens to quotes."""

from datetime import datetime

from riskguard.domain.events import QuoteChanged
from riskguard.engine.state import GuardState
from riskguard.state.account import AccountState


def after_quiet(state: GuardState, event: QuoteChanged, now: datetime) -> GuardState | None:
    """The state after a quote that no rule needs to hear of; None where it has to be judged."""
    if state.wake_at is None or now >= state.wake_at:
        return None
    market = state.market.hear(event, now)
    after = state.with_market(market)
    known = state.market.quotes.get(event.contract_id)
    moved = known is None or known.prices != market.quotes[event.contract_id].prices
    for account in state.accounts.values():
        if event.contract_id not in account.book.positions or not account.armed:
            continue
        if not _calm(account) or (moved and not _unmoved(after, account)):
            return None
    return after


def _calm(account: AccountState) -> bool:
    """Whether nothing is under way that a quote could bear upon, apart from the rules."""
    return not (account.in_flight or account.lockouts or account.troubles or account.pursuit)


def _unmoved(state: GuardState, account: AccountState) -> bool:
    """Whether every rule that listens to quotes says that it has nothing new to find."""
    situation = state.situation(account)
    for rule in state.settings.listening.get(QuoteChanged, ()):
        if not rule.guards(account.account_id):
            continue
        stand = account.stands.get(rule.rule_id)
        if stand is None or not rule.quiet(situation, stand.below):
            return False
    return True
