"""Leaves quotes out of a day's recording that grows too large: first all but one a second, then all. Nothing else."""

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
