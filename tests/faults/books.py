"""What the exchange's own books said of every account all the while: the truth a guard is measured by."""

from collections import defaultdict
from collections.abc import Mapping

from riskguard.domain.orders import OWN_TAG
from riskguard.paper import PaperGateway
from riskguard.paper.floor import Event
from riskguard.paper.orders import STOPS, Order

type Side = tuple[int, int]
"""+1 for a long and -1 for a short, and the fewest contracts of it that there may ever be."""


class Books:
    """Listens to one exchange from `begin` on."""

    def __init__(self, paper: PaperGateway) -> None:
        self._paper = paper
        self._nets: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._most_own_stops: dict[int, int] = defaultdict(int)
        paper.exchange.listen(self._hear)

    def begin(self, account_id: int) -> None:
        """What was before counts no more."""
        for contract_id, net in self.held(account_id).items():
            self._nets[account_id, contract_id] = [net]
        self._most_own_stops[account_id] = 0

    def held(self, account_id: int) -> dict[str, int]:
        """Signed contracts by contract id."""
        positions = self._paper.exchange.account(account_id).positions
        return {contract_id: position.net for contract_id, position in positions.items() if position.net}

    def roots(self, account_id: int) -> dict[str, int]:
        """Signed contracts by root symbol."""
        return {self._paper.contract(cid).name[:-2]: net for cid, net in self.held(account_id).items()}

    def alive(self, account_id: int) -> dict[int, Order]:
        """Orders that could still do something, suspended ones too."""
        return {order.id: order for order in self._paper.exchange.orders(account_id) if order.alive}

    def own(self, account_id: int) -> list[Order]:
        return [order for order in self.alive(account_id).values() if (order.tag or "").startswith(OWN_TAG)]

    def crossed(self, account_id: int, keeps: Mapping[str, Side]) -> list[str]:
        """Where a position was ever turned round or smaller than it may get."""
        found = []
        for root, (sign, least) in keeps.items():
            nets = self._nets[account_id, self._paper.contract(root).id]
            if any(net * sign < least for net in nets):
                found.append(f"{root} went {nets}, at least {least} on side {sign:+d} had to stay")
        return found

    def most_own_stops(self, account_id: int) -> int:
        """The most contracts in stops of the guard that worked at one time."""
        return self._most_own_stops[account_id]

    def _hear(self, event: Event) -> None:
        data = event.data
        if not isinstance(data, dict) or not isinstance(event.key, int):
            return
        if event.topic == "position":
            net = data["size"] if data["type"] == 1 else -data["size"]
            self._nets[event.key, data["contractId"]].append(net)
        elif event.topic == "order":
            stops = sum(order.remaining for order in self.own(event.key) if order.type in STOPS)
            self._most_own_stops[event.key] = max(self._most_own_stops[event.key], stops)
