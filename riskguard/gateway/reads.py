"""Reads of accounts in turn within the call budget, with the list of accounts shared. Positions never are."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import datetime

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored, SnapshotTaken
from riskguard.engine.ports import GatewayUnreadableError, Recorder, Unrecorded
from riskguard.gateway import snapshots
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.snapshots import Listed

_SHARED_S = 1.0  # how old the list of accounts may be when a read starts: it tells only balance and canTrade
_SHARED_BUSY_S = 5.0  # the same while calls are scarce: positions and orders need them more
_URGENT_S = 30.0  # how long after a close or cancel the reads of its account go ahead of others

_TROUBLE = "accounts"
_UNLISTED = "Balance and permission to trade cannot be read. Positions, orders and trades still are."


class AccountReads:
    """`stop` ends every read; whoever waits for one hears GatewayUnreadableError."""

    def __init__(
        self,
        client: GatewayClient,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        recorder: Recorder | None = None,
        emit: Callable[[Event], None],
    ) -> None:
        self._client = client
        self._emit = emit
        self._recorder = recorder or Unrecorded()
        self._monotonic = monotonic
        self._queued: dict[tuple[int, datetime], asyncio.Task[SnapshotTaken]] = {}
        self._listing: asyncio.Task[Listed] | None = None
        self._listed_at = 0.0
        self._listed: set[int] = set()
        self._unlisted: set[int] = set()
        self._acted: dict[int, float] = {}
        self._waiting: dict[tuple[int, datetime], asyncio.Timeout] = {}
        self._running: set[asyncio.Task[SnapshotTaken] | asyncio.Task[Listed]] = set()

    async def read(self, account_id: int, trades_since: datetime) -> SnapshotTaken:
        """Whole or GatewayUnreadableError.

        One that still waits for its turn serves whoever asks for the same meanwhile: the engine asks again after a
        while, and a queue that grew by what it makes wait would never end.
        """
        key = (account_id, trades_since)
        if key not in self._queued:
            self._queued[key] = self._start(self._in_turn(key), f"read {account_id}")
        return await _outcome(self._queued[key])

    def acted(self, account_id: int) -> None:
        """Something of this account was closed or cancelled: what confirms it must not wait for other accounts."""
        self._acted[account_id] = self._monotonic()
        for key, waiting in self._waiting.items():
            if key[0] == account_id and not waiting.expired():
                waiting.reschedule(0.0)

    def link_changed(self) -> None:
        """What ended a connection, and what fell between two, is in no list of accounts asked for before."""
        self._listing = None

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _in_turn(self, key: tuple[int, datetime]) -> SnapshotTaken:
        try:
            self._client.require_session()
            if self._urgent(key[0]) or not await self._admitted(key):
                await self._client.budget.admit(snapshots.CALLS, urgent=True)
        finally:
            del self._queued[key]
        known = key[0] in self._listed
        snapshot = await snapshots.take(self._client, *key, self._accounts, self._recorder, known=known)
        self._note_listed(snapshot)
        return snapshot

    def _note_listed(self, snapshot: SnapshotTaken) -> None:
        """Told once for all accounts while the list that tells balance and permission to trade cannot be had."""
        before = bool(self._unlisted)
        if snapshot.account:
            self._listed.add(snapshot.account_id)
            self._unlisted.discard(snapshot.account_id)
        else:
            self._unlisted.add(snapshot.account_id)
        if self._unlisted and not before:
            self._emit(ProtectionReduced(_TROUBLE, _UNLISTED, grave=False))
        elif before and not self._unlisted:
            self._emit(ProtectionRestored(_TROUBLE))

    async def _admitted(self, key: tuple[int, datetime]) -> bool:
        """Whether its turn came before it grew urgent."""
        try:
            async with asyncio.timeout(None) as self._waiting[key]:
                await self._client.budget.admit(snapshots.CALLS)
        except TimeoutError:
            return False
        finally:
            del self._waiting[key]
        return True

    def _urgent(self, account_id: int) -> bool:
        return self._monotonic() - self._acted.get(account_id, -_URGENT_S) < _URGENT_S

    async def _accounts(self) -> Listed:
        """One search for reads that start within a second (or five); one that failed serves only who waited for it."""
        listing, now = self._listing, self._monotonic()
        shared_s = _SHARED_BUSY_S if self._client.budget.busy else _SHARED_S
        if listing is None or now - self._listed_at > shared_s or _failed(listing):
            self._client.budget.count()
            listing = self._start(snapshots.accounts(self._client), "account search")
            self._listing, self._listed_at = listing, now
        return await _outcome(listing)

    def _start[T: (SnapshotTaken, Listed)](self, work: Coroutine[None, None, T], name: str) -> asyncio.Task[T]:
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[SnapshotTaken] | asyncio.Task[Listed]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # seen, so that a read nobody waits for any more leaves no warning


def _failed(task: asyncio.Task[Listed]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _outcome[T](task: asyncio.Task[T]) -> T:
    """Without ending the task when only the one who waits is cancelled."""
    await asyncio.wait({task})
    if task.cancelled():
        raise GatewayUnreadableError("the gateway link was closed")
    return task.result()
