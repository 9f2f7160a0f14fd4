"""The short way of a quote that changes nothing.

What a rule finds changes at some price and not before it: the prices at which all rules are quiet form an interval.
So between two prices found quiet, with nothing else changed, every price is, which takes a comparison or two to see.
"""

from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import QuoteChanged
from riskguard.domain.market import Market
from riskguard.domain.money import Price
from riskguard.engine.state import GuardState
from riskguard.rules.base import Situation
from riskguard.state.account import AccountState
from riskguard.state.calm import Calm


def after_quiet(state: GuardState, event: QuoteChanged, now: datetime) -> GuardState | None:
    """The state after a quote that no rule needs to hear of; None where it has to be judged."""
    if state.wake_at is None or now >= state.wake_at:
        return None
    market = state.market.hear(event, now)
    after = state.with_market(market)
    for account in state.accounts.values():
        position = account.book.positions.get(event.contract_id)
        if position is None or not account.armed:
            continue
        if not _calm(account):
            return None
        prices = _prices(market, event.contract_id, position.exposure)
        if prices is None:
            return None
        mark, last = prices
        known = after.calm.get((account.account_id, event.contract_id))
        if known is not None and known.covers(account, market, mark, last):
            continue
        if not _unmoved(after, account):
            return None
        after = _noted(after, account, event.contract_id, mark, last)
    return after


def _prices(market: Market, contract_id: str, exposure: int) -> tuple[Price, Price] | None:
    """The mark and the last price; None where there is none, or the last one is held back."""
    mark = market.mark(contract_id, exposure)
    last = market.quotes[contract_id].prices.last or mark
    if mark is None or last is None or contract_id in market.lasts:
        return None
    return mark, last


def _noted(state: GuardState, account: AccountState, contract_id: str, mark: Price, last: Price) -> GuardState:
    key = (account.account_id, contract_id)
    known = state.calm.get(key)
    if known is not None and known.account is account and known.stands(state.market):
        calm = known.widened(mark, last)
    else:
        quotes = state.market.quotes
        others = {one: quotes[one].prices for one in account.book.positions if one != contract_id and one in quotes}
        calm = Calm(account, others, (mark, mark), (last, last))
    return replace(state, calm={**state.calm, key: calm})


def _calm(account: AccountState) -> bool:
    """Whether nothing is under way that a quote could bear upon, apart from the rules."""
    return not (account.in_flight or account.lockouts or account.troubles or account.pursuit)


def _unmoved(state: GuardState, account: AccountState) -> bool:
    """Whether every rule that listens to quotes says that it has nothing new to find."""
    situation: Situation = state.situation(account)
    for rule in state.settings.listening.get(QuoteChanged, ()):
        if not rule.guards(account.account_id):
            continue
        stand = account.stands.get(rule.rule_id)
        if stand is None or not rule.quiet(situation, stand.below):
            return False
    return True
