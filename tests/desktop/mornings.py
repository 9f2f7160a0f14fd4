"""A day's curve for the pictures: the open result wanders between a story's trades and ends where the story stands."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from riskguard.desktop.day import DayCurves
from riskguard.domain.money import Usd
from riskguard.domain.orders import Trade
from riskguard.engine.board import AccountView, BoardSnapshot

STEP = timedelta(seconds=12)
_SETTLING = 240


def curves(snapshot: BoardSnapshot, trades: Sequence[Trade]) -> DayCurves:
    """As a guard has heard them that ran since before the first trade."""
    made = DayCurves(Path(), partial(_own, trades))
    first = min((trade.created_at for trade in trades), default=snapshot.at)
    chance = random.Random(11)
    at, wander = first - timedelta(minutes=4), 0.0
    while at < snapshot.at:
        wander = 0.93 * wander + chance.uniform(-14, 14)
        shown = [_then(each, trades, at, snapshot.at, wander) for each in snapshot.accounts]
        made.hear(replace(snapshot, accounts=tuple(shown)), at)
        at += STEP
    made.hear(snapshot, snapshot.at)
    return made


def _then(account: AccountView, trades: Sequence[Trade], at: datetime, end: datetime, wander: float) -> AccountView:
    """Flat before the first and after the lockout; toward the end it comes to what is open now."""
    known = [each for each in trades if each.account_id == account.account_id and each.created_at <= at]
    booked: Usd = sum((each.profit_and_loss or 0) - each.fees for each in known)
    share = max(0.0, 1 - (end - at).total_seconds() / _SETTLING)
    still = not known or (account.lockouts and at >= min(each.set_at for each in account.lockouts))
    moved = 0 if still else round(wander * 10_000 * (1 - share) + account.open * share)
    return replace(account, net=booked + moved)


def _own(trades: Sequence[Trade], account_id: int, since: datetime) -> tuple[Trade, ...]:
    own = (each for each in trades if each.account_id == account_id and each.created_at >= since)
    return tuple(sorted(own, key=lambda each: each.created_at))
