"""What a recording begins with, so that it can be replayed on its own: contracts, quotes, and each account as read."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime

MOST_SINCE = 20_000
"""Account events kept since the last read; reads come every few seconds, so that this is never reached."""

type Item = tuple[datetime, str, object, object]
"""(when, type, data, contract id of a quote)."""


class Opening:
    """Hears every line of a recording and can tell at any time what a new file must begin with."""

    def __init__(self) -> None:
        self._contracts: dict[str, object] = {}
        self._quotes: dict[str, Mapping[str, object]] = {}
        self._reads: dict[str, object] = {}
        self._since: deque[Item] = deque(maxlen=MOST_SINCE)
        self._down: set[str] = set()

    def hear(self, item: Item) -> None:
        _, kind, data, contract_id = item
        match kind:
            case "GatewayQuote":
                if isinstance(data, Mapping) and isinstance(contract_id, str):
                    self._quotes[contract_id] = {**self._quotes.get(contract_id, {}), **data}
            case "Contract":
                self._contracts[_id_of(data)] = data
            case "Snapshot":
                self._read(data)
            case "Disconnected" | "Connected":
                self._hub(kind, data)
            case _ if kind.startswith("GatewayUser"):
                self._since.append(item)

    def items(self, at: datetime) -> Iterator[Item]:
        """The lines a file that begins at `at` begins with."""
        yield from ((at, "Contract", contract, None) for contract in self._contracts.values())
        yield from ((at, "GatewayQuote", quote, contract_id) for contract_id, quote in self._quotes.items())
        yield from ((at, "Disconnected", {"hub": hub}, None) for hub in sorted(self._down))
        yield from ((at, "Snapshot", read, None) for read in self._reads.values())
        yield from ((at, kind, data, beside) for _, kind, data, beside in self._since)

    def _read(self, data: object) -> None:
        if not isinstance(data, Mapping):
            return
        accounts, asked_at = data.get("accounts"), data.get("askedAt")
        account = _id_of(accounts[0]) if isinstance(accounts, list) and accounts else ""
        self._reads[account] = data
        later = [
            item
            for item in self._since
            if _account_of(item) != account or (isinstance(asked_at, datetime) and item[0] > asked_at)
        ]
        self._since = deque(later, maxlen=MOST_SINCE)

    def _hub(self, kind: str, data: object) -> None:
        hub = str(data.get("hub")) if isinstance(data, Mapping) else "user"
        (self._down.add if kind == "Disconnected" else self._down.discard)(hub)


def _account_of(item: Item) -> str:
    _, kind, data, _ = item
    if isinstance(data, Mapping) and isinstance(data.get("data"), Mapping):
        data = data["data"]
    if kind == "GatewayUserAccount":
        return _id_of(data)
    return str(data.get("accountId")) if isinstance(data, Mapping) else ""


def _id_of(data: object) -> str:
    return str(data.get("id")) if isinstance(data, Mapping) else ""
