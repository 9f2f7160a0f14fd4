"""Carries out what was decided: one task per call, all at once, answers back as events. Decides nothing itself."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from riskguard.domain.actions import (
    Action,
    CallKind,
    CancelOrder,
    Changing,
    ClosePosition,
    Flatten,
    ModifyStop,
    ModifyTarget,
    PlaceStop,
    PlaceTarget,
    Placing,
    ReadAccount,
    ReducePosition,
    call_key,
    call_kind,
)
from riskguard.domain.events import ActionAnswered, Event, ReadFailed, Result
from riskguard.engine.ports import Answer, Broker, GatewayUnreachedError, GatewayUnreadableError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the gateway; `target` is what it is in flight under, `order` what is placed or changed."""

    kind: CallKind
    target: str | int
    by: int = 0
    order: Placing | Changing | None = None


def _calls(action: Action) -> list[Call]:
    match action:
        case Flatten(_, closes, cancels):
            return [*(Call("close", contract_id) for contract_id in closes), *(Call("cancel", oid) for oid in cancels)]
        case ClosePosition(_, contract_id):
            return [Call("close", contract_id)]
        case ReducePosition(_, contract_id, by):
            return [Call("reduce", contract_id, by)]
        case CancelOrder(_, order_id):
            return [Call("cancel", order_id)]
        case PlaceStop() | PlaceTarget() | ModifyStop() | ModifyTarget():
            return [Call(call_kind(action), call_key(action), order=action)]
        case _:
            assert_never(action)


class Enforcer:
    """Sends actions and reads through the broker; `emit` takes what comes back."""

    def __init__(self, broker: Broker, emit: Callable[[Event], None], monotonic: Callable[[], float]) -> None:
        self._broker = broker
        self._emit = emit
        self._monotonic = monotonic
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, action: Action, decided_at: datetime, heard: float) -> None:
        """Start the calls of one action; returns at once. `heard` is when its cause came, on the monotonic clock."""
        for call in _calls(action):
            self._start(self._calling(action.account_id, call, decided_at, heard))

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

    async def _calling(self, account_id: int, call: Call, sent_at: datetime, heard: float) -> None:
        out = self._monotonic()
        answer = await self._answer(account_id, call)
        times = round((out - heard) * 1000, 1), round((self._monotonic() - out) * 1000, 1)
        log.info("%s %s on %s: %s %s", call.kind, call.target, account_id, answer.result, answer.reason)
        what, retry_after_s = (call.target, call.kind, answer.result, answer.reason, sent_at), answer.retry_after_s
        self._emit(ActionAnswered(account_id, *what, *times, retry_after_s))

    async def _answer(self, account_id: int, call: Call) -> Answer:
        """What breaks on the way is an unknown outcome: without any answer it would count as on its way for seconds."""
        try:
            return await self._ask(account_id, call)
        except Exception as error:
            log.exception("a call to the gateway broke")
            return Answer(Result.UNKNOWN, _broken(error))

    def _ask(self, account_id: int, call: Call) -> Coroutine[Any, Any, Answer]:
        match call.order:
            case PlaceStop() | PlaceTarget():
                return self._broker.place(call.order)
            case ModifyStop() | ModifyTarget():
                return self._broker.modify(call.order)
        match call:
            case Call("cancel", int(order_id)):
                return self._broker.cancel(account_id, order_id)
            case Call("reduce", str(contract_id), by):
                return self._broker.reduce(account_id, contract_id, by)
            case _:
                return self._broker.close(account_id, str(call.target))

    async def _reading(self, account_id: int, trades_since: datetime) -> None:
        try:
            snapshot = await self._broker.read(account_id, trades_since)
        except GatewayUnreadableError as error:
            log.info("a read failed: %s", error)
            self._emit(ReadFailed(account_id, error.told, not isinstance(error, GatewayUnreachedError)))
        except Exception as error:
            log.exception("a read of the gateway broke")
            self._emit(ReadFailed(account_id, _broken(error)))
        else:
            self._emit(snapshot)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("a call to the gateway broke", exc_info=task.exception())


def _broken(error: Exception) -> str:
    return f"the gateway's answer could not be used ({type(error).__name__})"
