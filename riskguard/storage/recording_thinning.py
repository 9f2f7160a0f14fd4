"""What a day's recording leaves out: trades told before and, when it grows too large, quotes. Nothing else.

Of quotes first all but one a second go, then all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from riskguard.storage.recording_opening import Item

_FROM_SHARE = 0.75
_EVERY = timedelta(seconds=1)


class Thinning:
    """`day_bytes` is what a day may take, `size` what it takes; `left_out` counts quotes merged away or dropped."""

    def __init__(self, day_bytes: int) -> None:
        self._most = day_bytes
        self._from = int(day_bytes * _FROM_SHARE)
        self.begin()

    def begin(self) -> None:
        """A new day."""
        self.size = 0
        self._held: dict[object, Mapping[str, object]] = {}
        self._written: dict[object, datetime] = {}
        self.left_out = 0

    def kept(self, item: Item) -> Sequence[Item]:
        """What to write for a line."""
        at, kind, data, contract_id = item
        if self.size < self._from or kind != "GatewayQuote":
            return (item,)
        if self.size >= self._most or not isinstance(data, Mapping) or not isinstance(contract_id, str):
            self.left_out += 1
            return ()
        merged = {**self._held.get(contract_id, {}), **data}
        before = self._written.get(contract_id)
        if before is not None and at - before < _EVERY:
            self.left_out += 1
            self._held[contract_id] = merged  # a partial quote: what it brought must not be lost
            return ()
        self._held.pop(contract_id, None)
        self._written[contract_id] = at
        return ((at, kind, merged, contract_id),)


class Retold:
    """Leaves out of reads the trades that an earlier one in the same file has told word for word.

    Every read brings all trades since the day or the week began: a few hundred of them in a read every ten seconds
    would fill the disk with repetitions, and replaying a trade again changes nothing.
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new file, or the rest of one that could not be written for a while."""
        self._told: dict[tuple[object, object], Mapping[str, object]] = {}

    def fresh(self, item: Item) -> Item:
        """A line as it is to be written."""
        at, kind, data, beside = item
        if kind != "Snapshot" or not isinstance(data, Mapping) or not isinstance(data.get("trades"), list):
            return item
        return at, kind, {**data, "trades": [trade for trade in data["trades"] if self._news(trade)]}, beside

    def _news(self, trade: object) -> bool:
        if not isinstance(trade, Mapping):
            return True
        key = trade.get("accountId"), trade.get("id")
        if not all(isinstance(part, int) for part in key):
            return True
        known, self._told[key] = self._told.get(key), trade
        return known != trade
