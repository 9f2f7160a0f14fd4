"""Carries out what was decided: one task per call, all at once, answers back as events. Decides nothing itself."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Literal, assert_never

from riskguard.domain.actions import Action, CancelOrder, ClosePosition, Flatten, ReadAccount, ReducePosition
from riskguard.domain.events import ActionAnswered, Event, ReadFailed
from riskguard.engine.ports import Answer, Broker, GatewayUnreadableError

log = logging.getLogger(__name__)


class Enforcer:
    """Sends actions and reads through the broker; `emit` takes what comes back."""

    def __init__(self, broker: Broker, emit: Callable[[Event], None]) -> None:
        self._broker = broker
        self._emit = emit
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, action: Action) -> None:
        """Start the calls of one action; returns at once."""
        match action:
            case Flatten(account_id, closes, cancels):
                for contract_id in closes:
                    self._call("close", account_id, contract_id, self._broker.close(account_id, contract_id))
                for order_id in cancels:
                    self._call("cancel", account_id, order_id, self._broker.cancel(account_id, order_id))
            case ClosePosition(account_id, contract_id, _):
                self._call("close", account_id, contract_id, self._broker.close(account_id, contract_id))
            case ReducePosition(account_id, contract_id, by):
                self._call("reduce", account_id, contract_id, self._broker.reduce(account_id, contract_id, by))
            case CancelOrder(account_id, order_id, _, _):
                self._call("cancel", account_id, order_id, self._broker.cancel(account_id, order_id))
            case _:
                assert_never(action)

    def read(self, asked: ReadAccount, trades_since: datetime) -> None:
        """Start a fresh read; its snapshot or its failure comes back as an event, always one of them."""
        self._start(self._reading(asked.account_id, trades_since))

    async def stop(self) -> None:
        """Wait a moment for calls under way, then drop them."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _call(
        self,
        kind: Literal["close", "reduce", "cancel"],
        account_id: int,
        target: str | int,
        calling: Coroutine[Any, Any, Answer],
    ) -> None:
        async def run() -> None:
            answer = await calling
            log.info("%s %s on %s: %s %s", kind, target, account_id, answer.result, answer.reason)
            self._emit(ActionAnswered(account_id, target, kind, answer.result, answer.reason))

        self._start(run())

    async def _reading(self, account_id: int, trades_since: datetime) -> None:
        try:
            self._emit(await self._broker.read(account_id, trades_since))
        except GatewayUnreadableError as error:
            self._emit(ReadFailed(account_id, str(error)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("a call to the gateway broke", exc_info=task.exception())
