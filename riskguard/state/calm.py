"""Where an account was found quiet: the prices of one contract between which no rule finds anything new."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from riskguard.domain.market import Market, Prices
from riskguard.domain.money import Price
from riskguard.state.account import AccountState


@dataclass(frozen=True, slots=True)
class Calm:
    """Prices of one contract at which an account was found quiet; holds as long as the account is this very value."""

    account: AccountState
    others: Mapping[str, Prices]
    """What the account's other contracts stood at."""
    marks: tuple[Price, Price]
    lasts: tuple[Price, Price]

    def covers(self, account: AccountState, market: Market, mark: Price, last: Price) -> bool:
        return (
            self.account is account
            and self.marks[0] <= mark <= self.marks[1]
            and self.lasts[0] <= last <= self.lasts[1]
            and self.stands(market)
        )

    def stands(self, market: Market) -> bool:
        """Whether the other contracts are still where they were."""
        return all(market.quotes[one].prices is prices for one, prices in self.others.items())

    def widened(self, mark: Price, last: Price) -> "Calm":
        low, high = self.marks
        least, most = self.lasts
        return replace(self, marks=(min(low, mark), max(high, mark)), lasts=(min(least, last), max(most, last)))
