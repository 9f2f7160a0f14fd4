"""Parts that go on as long as the guard does: one that ends by a fault of the program is told of and begun again."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored

log = logging.getLogger(__name__)

AGAIN_S = (1.0, 5.0, 30.0)
WELL_S = 60.0
"""A part that has gone on for so long is well again."""


async def kept(
    name: str,
    part: Callable[[], Coroutine[Any, Any, None]],
    emit: Callable[[Event], None],
    *,
    grave: bool = False,
    again_s: Sequence[float] = AGAIN_S,
    well_s: float = WELL_S,
) -> None:
    """Runs `part` until it ends by itself or is cancelled; `grave` where nothing is guarded without it.

    What was told of it is taken back when it is well again, and when nobody needs it any more.
    """
    code, failed, told = f"part:{name}", 0, False
    loop = asyncio.get_running_loop()
    try:
        while True:
            begun = loop.time()
            well = loop.call_later(well_s, emit, ProtectionRestored(code)) if told else None
            try:
                await part()
            except Exception:
                log.exception("%s: ended by a fault of the program", name)
            else:
                return
            finally:
                if well:
                    well.cancel()
            failed, told = 0 if loop.time() - begun >= well_s else failed, True
            words = f"A part of RiskGuard failed and is started again: {name}. The log says why."
            emit(ProtectionReduced(code, words, grave=grave))
            await asyncio.sleep(again_s[min(failed, len(again_s) - 1)])
            failed += 1
    finally:
        if told:
            emit(ProtectionRestored(code))
