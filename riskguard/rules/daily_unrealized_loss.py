"""RULE-004: the loss that is open."""

from decimal import Decimal
from typing import ClassVar

from riskguard.rules.base import Dollars, Example, setting
from riskguard.rules.open_result import OpenResultRule


class DailyUnrealizedLoss(OpenResultRule):
    """An open loss that reaches the limit closes everything, or with `scope = position` the position that has it."""

    rule_id: ClassVar[str] = "RULE-004"
    table: ClassVar[str] = "daily_unrealized_loss"
    title: ClassVar[str] = "Open loss"
    breach_title: ClassVar[str] = "Open loss limit reached"
    consequence: ClassVar[str] = "what has the loss is closed"
    example: ClassVar[Example] = Example(
        'limit = 300\nscope = "position"',
        "You are long 2 MNQ from 20,000.25 and long 1 MES. The best bid of MNQ falls to 19,925.25, which is 75 "
        "points or exactly −$300.00 on 2 contracts: the 2 MNQ are closed. The MES stays, for each position is "
        'looked at alone. Nothing is locked; add lockout = "until_reset" to be locked as well.',
    )
    sign: ClassVar[int] = -1

    limit: Dollars = setting("Limit", "Open loss at which positions are closed.", unit="dollars", tighter="lower")

    @property
    def threshold(self) -> Decimal:
        return self.limit
