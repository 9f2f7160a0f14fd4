"""Small tasks that run beside the hot path and all end when the link does."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from riskguard.domain.events import Event
from riskguard.gateway.kept import kept

_log = logging.getLogger(__name__)


class Background:
    """Keeps hold of tasks, logs those that fail, ends them all on `stop` and starts none after it.

    `emit` hears of what is to go on for ever and has failed.
    """

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    def start(self, work: Coroutine[None, None, None], name: str) -> None:
        if self._stopped:
            work.close()
            return
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def keep(self, part: Callable[[], Coroutine[None, None, None]], name: str) -> None:
        """One that is begun again whenever it fails; `name` says to people what it is."""
        self.start(kept(name, part, self._emit), name)

    async def stop(self) -> None:
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
