"""Whether the exchange trades a contract at an instant: outside its hours a silent feed means nothing."""

from datetime import datetime, time
from functools import lru_cache

from riskguard.config.calendars import cme_calendar
from riskguard.domain.contracts import root_of
from riskguard.domain.holidays import ProductGroup, group_of
from riskguard.domain.sessions import Sessions, Window

_CHICAGO = "America/Chicago"
_EVENINGS = frozenset({6, 0, 1, 2, 3})  # Sunday to Thursday: a trade date begins the evening before
_WEEKDAYS = frozenset(range(5))
_USUAL = (Window(_EVENINGS, time(17, 0), time(16, 0)),)
_OWN = {
    ProductGroup.GRAINS: (
        Window(_EVENINGS, time(19, 0), time(7, 45)),
        Window(_WEEKDAYS, time(8, 30), time(13, 20)),
    ),
    ProductGroup.LIVESTOCK: (Window(_WEEKDAYS, time(8, 30), time(13, 5)),),
}


def market_open(contract_id: str, at: datetime) -> bool:
    """By the CME's hours and holidays of the contract's product group."""
    return _sessions(group_of(root_of(contract_id))).is_open(at)


@lru_cache
def _sessions(group: ProductGroup) -> Sessions:
    return Sessions(_OWN.get(group, _USUAL), _CHICAGO, cme_calendar().closures(group))
