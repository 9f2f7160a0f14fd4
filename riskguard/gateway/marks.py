"""Prices of contracts held, read from second bars while their quotes do not come; within a call budget of their own."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored
from riskguard.engine.ports import GatewayUnreadableError, MarkWanted, Recorder
from riskguard.gateway import translate
from riskguard.gateway.client import BARS, GatewayClient
from riskguard.gateway.fields import BadPayloadError
from riskguard.gateway.kept import kept

_log = logging.getLogger(__name__)

_SECOND = 1  # the gateway's unit
_LOOK_BACK = timedelta(hours=1)  # a thin market may not have traded for minutes
_BARS = 3
_FAILURES = 2  # in a row, before it is told: one may be lost
_TROUBLE = "marks"


class MarkReader:
    """One task a contract; `emit` takes what they find, and one trouble for all of them."""

    def __init__(self, client: GatewayClient, emit: Callable[[Event], None], recorder: Recorder) -> None:
        self._client = client
        self._emit = emit
        self._recorder = recorder
        self._tasks: dict[MarkWanted, asyncio.Task[None]] = {}
        self._failing: set[MarkWanted] = set()

    def want(self, wanted: Sequence[MarkWanted]) -> None:
        """Exactly these from now on."""
        for gone in self._tasks.keys() - set(wanted):
            self._tasks.pop(gone).cancel()
            self._told(gone, None)
        for one in wanted:
            if one not in self._tasks:
                reading = kept("prices", partial(self._keep_reading, one), self._emit)
                self._tasks[one] = asyncio.create_task(reading, name=f"price of {one.contract_id}")

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _keep_reading(self, one: MarkWanted) -> None:
        failures = 0
        while True:
            try:
                await self._read(one)
            except (GatewayUnreadableError, BadPayloadError) as error:
                failures += 1
                if failures >= _FAILURES:
                    self._told(one, str(error))
            else:
                failures = 0
                self._told(one, None)
            await asyncio.sleep(one.every_s)

    async def _read(self, one: MarkWanted) -> None:
        now = self._client.now().astimezone(UTC)
        body = {
            "contractId": one.contract_id,
            "live": one.live,
            "startTime": _stamp(now - _LOOK_BACK),
            "endTime": _stamp(now),
            "unit": _SECOND,
            "unitNumber": 1,
            "limit": _BARS,
            "includePartialBar": True,
        }
        found = (await self._client.read(BARS, body)).get("bars")
        if not isinstance(found, list):
            raise BadPayloadError("bars", found)
        bars = [(translate.bar({"contractId": one.contract_id, "bar": bar}), bar) for bar in found]
        if bars:
            newest, payload = max(bars, key=lambda pair: pair[0].traded_at)
            self._recorder.record("Bar", {"contractId": one.contract_id, "bar": payload})
            self._emit(newest)

    def _told(self, one: MarkWanted, trouble: str | None) -> None:
        """Told while prices of one contract at least cannot be read; of one that may only be quiet nothing is said."""
        before = bool(self._failing)
        if trouble is None:
            self._failing.discard(one)
        elif one.urgent:
            self._failing.add(one)
        if self._failing and not before:
            _log.warning("prices cannot be read: %s", trouble)
            words = f"Prices cannot be read either: {trouble}. The last ones keep counting, open losses may be larger."
            self._emit(ProtectionReduced(_TROUBLE, words, grave=True))
        elif before and not self._failing:
            self._emit(ProtectionRestored(_TROUBLE))


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
