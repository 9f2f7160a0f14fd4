"""What an admin override has ended, for rules that would ask for the same lockout again at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from riskguard.state.lockouts import Lockout, LockoutKind

OVERRIDES = "OVERRIDE"
"""Its name among what is remembered of an account."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A lockout that was ended before its own end, `until`; a longer one of the same kind is another one."""

    kind: LockoutKind
    rule: str
    symbol: str | None
    origin: int | None
    until: datetime

    def covers(self, held: Lockout) -> bool:
        same = (self.kind, self.rule, self.symbol, self.origin) == (held.kind, held.rule, held.symbol, held.origin)
        return same and held.until is not None and held.until <= self.until


@dataclass(frozen=True, slots=True)
class Overrides:
    """Those of one account."""

    waived: tuple[Waived, ...] = ()

    def covers(self, held: Lockout) -> bool:
        return any(one.covers(held) for one in self.waived)

    def ending(self, ended: Iterable[Lockout], now: datetime) -> "Overrides":
        """With more of them, and without those whose time is over."""
        new = tuple(
            Waived(held.kind, held.rule, held.symbol, held.origin, held.until)
            for held in ended
            if held.until is not None
        )
        return Overrides((*(one for one in self.waived if one.until > now and one not in new), *new))
