"""A rule fed with trades one after the other, as the engine would: what is new to it comes as news."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from riskguard.domain.events import ClockTicked, Event, TradeReported
from riskguard.domain.orders import Trade
from riskguard.rules import Rule
from riskguard.rules.base import Finding, LockoutRequest
from tests.fakes.facts import MORNING, snapshot
from tests.fakes.situations import SCHEDULE, Watching, situation


def after(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


class Fed:
    """`now` is the creation of the last trade told, until time passes."""

    def __init__(self, rule: Rule, held: Mapping[str, int] | None = None) -> None:
        self.watching = Watching(rule)
        self.held = held or {}
        self.trades: dict[int, Trade] = {}
        self.now = MORNING
        self.found: tuple[Finding, ...] = ()

    def hears(self, *trades: Trade, now: datetime | None = None) -> "Fed":
        """Trades, each in an event of its own and heard as soon as it was made, or at `now`."""
        for trade in trades:
            self.now = now or max(self.now, trade.created_at)
            self._asks(TradeReported(trade), trade)
        return self

    def reads(self, *trades: Trade, now: datetime) -> "Fed":
        """A read that brings trades."""
        self.now = now
        self._asks(snapshot(now, trades=trades), *trades)
        return self

    def waits_until(self, now: datetime) -> "Fed":
        self.now = now
        self._asks(ClockTicked())
        return self

    def _asks(self, event: Event, *trades: Trade) -> None:
        news = tuple(one for one in trades if one.trade_id not in self.trades and not one.voided)
        self.trades |= {one.trade_id: one for one in trades}
        seen = situation(self.held, trades=tuple(self.trades.values()), now=self.now)
        seen = replace(seen, day=SCHEDULE.day_of(self.now), news=news if not isinstance(event, ClockTicked) else ())
        self.found = self.watching.finds(seen, event, self.now)

    @property
    def deadline(self) -> datetime | None:
        seen = situation(self.held, trades=tuple(self.trades.values()), now=self.now)
        seen = replace(seen, day=SCHEDULE.day_of(self.now))
        return self.watching.rule.deadline(self.watching.at(seen), self.now)

    @property
    def breached(self) -> set[str]:
        return {one.gauge.key for one in self.found if one.breached}

    @property
    def lockout(self) -> LockoutRequest | None:
        """The one lockout asked for now."""
        asked = [one.lockout for one in self.found if one.lockout]
        assert len(asked) <= 1, asked
        return asked[0] if asked else None
