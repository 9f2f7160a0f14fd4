"""RULE-005: the profit that is open."""

from decimal import Decimal
from typing import ClassVar

from riskguard.rules.base import Dollars, Example, setting
from riskguard.rules.open_result import OpenResultRule


class MaxUnrealizedProfit(OpenResultRule):
    """An open profit that reaches the target is taken: everything is closed, or the position that has it."""

    rule_id: ClassVar[str] = "RULE-005"
    table: ClassVar[str] = "max_unrealized_profit"
    title: ClassVar[str] = "Open profit"
    breach_title: ClassVar[str] = "Open profit target reached"
    consequence: ClassVar[str] = "what has the profit is closed"
    example: ClassVar[Example] = Example(
        "target = 400",
        "You are long 1 ES from 6,050.00 and 2 MES from 6,046.00. The best bid of both reaches 6,056.00: +$300.00 "
        "and +$100.00 are +$400.00 together, so both positions are closed and the profit is taken. You may trade "
        "on.",
    )
    sign: ClassVar[int] = 1

    target: Dollars = setting("Target", "Open profit at which positions are closed.", unit="dollars", tighter="lower")

    @property
    def threshold(self) -> Decimal:
        return self.target
