"""Another guard on the same account, wherever it runs: its orders carry our kind of tag and a mark that is not ours."""

from collections.abc import Iterable

from riskguard.domain.orders import OWN_TAG, Order
from riskguard.engine.turn import Turn

CODE = "two_guards"
_WORDS = (
    "Another RiskGuard places orders on this account too, perhaps on another computer. "
    "Both act on it: quit one of them."
)
_PARTS = 4
"""Of a tag with a mark, after what all of them begin with: what it is, the contract, when, whose."""


def seen(turn: Turn, account_id: int, orders: Iterable[Order]) -> None:
    """Tell of a working order that another guard has placed. Guarding goes on."""
    if any(_foreign(order, turn.state.mark) for order in orders):
        turn.trouble(account_id, CODE, _WORDS)


def read(turn: Turn, account_id: int, orders: Iterable[Order]) -> None:
    """The same of all orders there are: where none is another guard's, it is over."""
    orders = tuple(orders)
    seen(turn, account_id, orders)
    if not any(_foreign(order, turn.state.mark) for order in orders):
        turn.cleared(account_id, CODE)


def _foreign(order: Order, mark: str) -> bool:
    if not mark or not order.working or not (order.tag or "").startswith(OWN_TAG):
        return False
    parts = (order.tag or "").removeprefix(OWN_TAG).split("-")
    return len(parts) == _PARTS and parts[-1] != mark
