"""The gateway's numbers with names: sides, order types, statuses and the documented error codes."""

from enum import IntEnum

from riskguard.domain.orders import OrderStatus as OrderStatus
from riskguard.domain.orders import OrderType as OrderType


class Side(IntEnum):
    BUY = 0
    SELL = 1

    @property
    def sign(self) -> int:
        return 1 if self is Side.BUY else -1

    @property
    def other(self) -> "Side":
        return Side.SELL if self is Side.BUY else Side.BUY


class PositionType(IntEnum):
    UNDEFINED = 0
    LONG = 1
    SHORT = 2


class PlaceError(IntEnum):
    ACCOUNT = 1
    REJECTED = 2
    FUNDS = 3
    VIOLATION = 4
    HOURS = 5
    PENDING = 6
    UNKNOWN = 7
    CONTRACT = 8
    NOT_ACTIVE = 9
    ACCOUNT_REJECTED = 10


class ChangeError(IntEnum):
    """Cancel and modify."""

    ACCOUNT = 1
    ORDER = 2
    REJECTED = 3
    PENDING = 4


class CloseError(IntEnum):
    ACCOUNT = 1
    POSITION = 2
    CONTRACT = 3
    NOT_ACTIVE = 4
    REJECTED = 5


class PartialCloseError(IntEnum):
    INVALID_SIZE = 5
    REJECTED = 6
