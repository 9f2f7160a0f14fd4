"""A part that fails is told of, begun again after a pause, and well again once it has gone on for a while."""

import asyncio

import pytest

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored
from riskguard.gateway.kept import kept

PART = "part:the clock"


class Part:
    """Fails so many times at once, then goes on, or ends."""

    def __init__(self, failures: int, *, ends: bool = False) -> None:
        self.failures, self.ends, self.begun = failures, ends, 0
        self.going = asyncio.Event()

    async def run(self) -> None:
        self.begun += 1
        if self.begun <= self.failures:
            raise RuntimeError("a fault")
        self.going.set()
        if not self.ends:
            await asyncio.Event().wait()


async def test_a_part_that_fails_is_begun_again_until_it_goes_on_and_then_is_well() -> None:
    part, told, restored = Part(3), list[Event](), asyncio.Event()

    def emit(event: Event) -> None:
        told.append(event)
        if isinstance(event, ProtectionRestored):
            restored.set()

    task = asyncio.create_task(kept("the clock", part.run, emit, grave=True, again_s=(0.0, 0.01), well_s=0.05))
    async with asyncio.timeout(5):
        await part.going.wait()
        await restored.wait()
    words = "A part of RiskGuard failed and is started again: the clock. The log says why."
    assert told == [ProtectionReduced(PART, words, grave=True)] * 3 + [ProtectionRestored(PART)]
    assert (part.begun, task.done()) == (4, False)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_part_that_comes_to_its_end_is_not_begun_again() -> None:
    part, told = Part(1, ends=True), list[Event]()
    await kept("the clock", part.run, told.append, again_s=(0.0,))
    assert part.begun == 2
    assert told[-1] == ProtectionRestored(PART)
