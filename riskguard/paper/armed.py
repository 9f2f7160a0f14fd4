"""Armed faults: which of them strike a call, how often, and by what chance. The same for calls, events and fills."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypedDict

from riskguard.paper.paths import endpoint_of, fits

Kind = Literal[
    "answer",
    "refuse",
    "delay",
    "lose",
    "hang",
    "drop",
    "drip",
    "duplicate",
    "reorder",
    "stale",
    "before",
    "after",
    "late",
    "partial",
    "race",
]


class Where(TypedDict, total=False):
    """Narrows a fault: lets the first `skip` calls pass, strikes by `chance` (0 to 1), only this account's calls."""

    skip: int
    chance: float
    account: int | None


class Batch:
    """Holds callbacks until `count` are there or `seconds` are over, then runs them, the last one first."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._held: list[Callable[[], object]] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, callback: Callable[[], object]) -> None:
        self._held.append(callback)
        if len(self._held) >= self._count:
            self.release()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self.release)

    def release(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        held, self._held = self._held, []
        for callback in reversed(held):
            callback()


@dataclass(slots=True)
class Fault:
    """One armed fault. `times` None: until cleared. `struck` counts what it has hit: zero at the end of a test means
    that nothing was tried.
    """

    kind: Kind
    path: str
    times: int | None
    status: int = 200
    body: object = None
    seconds: float = 0.0
    text: str | None = None
    headers: dict[str, str] | None = None
    upto: float | None = None  # a delay is drawn between `seconds` and this
    share: float = 1.0  # of a dripping answer that is sent before the connection is cut
    acts: bool = False
    act: Callable[[], object] | None = None
    batch: Batch | None = None
    key: int | str | None = None  # account id or contract id; None: any
    skip: int = 0
    chance: float = 1.0
    struck: int = 0
    dice: Random = field(default_factory=lambda: Random(0))

    @property
    def spent(self) -> bool:
        return self.times is not None and self.times <= 0

    def matches(self, endpoint: str, keys: tuple[int | str | None, ...] = (None,)) -> bool:
        return not self.spent and self.key in keys and fits(self.path, endpoint)

    def strikes(self) -> bool:
        """Whether it hits a call that matches; counted."""
        if self.skip:
            self.skip -= 1
            return False
        if self.chance < 1 and self.dice.random() >= self.chance:
            return False
        if self.times is not None:
            self.times -= 1
        self.struck += 1
        return True

    def wait_s(self) -> float:
        """How long this delay is."""
        return self.seconds if self.upto is None else self.dice.uniform(self.seconds, self.upto)


class Armed:
    """Faults in the order they were armed. Each has dice of its own by the seed and its number."""

    def __init__(self, seed: int, room: str) -> None:
        self._seed, self._room = seed, room
        self._count = 0
        self._faults: list[Fault] = []
        self._batches: list[Batch] = []

    def __len__(self) -> int:
        return len(self._faults)

    def reseed(self, seed: int) -> None:
        """Dice of faults armed from here on start again with this seed."""
        self._seed, self._count = seed, 0

    def arm(self, fault: Fault, where: Where | None = None) -> Fault:
        where = where or {}
        fault.path = endpoint_of(fault.path)
        fault.skip, fault.chance = where.get("skip", 0), where.get("chance", 1.0)
        fault.key = where.get("account", fault.key)
        self._count += 1
        fault.dice = Random(f"{self._seed}/{self._room}/{self._count}")
        self._faults.append(fault)
        if fault.batch:
            self._batches.append(fault.batch)
        return fault

    def disarm(self, fault: Fault) -> None:
        self._faults = [one for one in self._faults if one is not fault]

    def disarm_kind(self, kind: Kind) -> None:
        self._faults = [fault for fault in self._faults if fault.kind != kind]

    def clear(self) -> None:
        """Disarms all but what merely watches (`before`, `after`), and lets go of what waits for others."""
        self._faults = [fault for fault in self._faults if fault.kind in ("before", "after")]
        self.release()

    def release(self) -> None:
        batches, self._batches = self._batches, [fault.batch for fault in self._faults if fault.batch]
        for batch in batches:
            batch.release()

    def due(self, endpoint: str, *keys: int | str | None) -> list[Fault]:
        """The faults that strike this call, each used up once: those armed for one of `keys` (None: for any)."""
        struck = [fault for fault in self._faults if fault.matches(endpoint, keys) and fault.strikes()]
        if struck:
            self._forget_spent()
        return struck

    def first(self, endpoint: str, *keys: int | str | None) -> Fault | None:
        """The first fault that strikes, used up once; the others are left as they are."""
        found = next((fault for fault in self._faults if fault.matches(endpoint, keys) and fault.strikes()), None)
        if found:
            self._forget_spent()
        return found

    def _forget_spent(self) -> None:
        self._faults = [fault for fault in self._faults if not fault.spent]

    def shown(self) -> list[dict[str, object]]:
        """What is armed, for people."""
        return [
            {"kind": fault.kind, "path": fault.path, "times": fault.times, "struck": fault.struck, "key": fault.key}
            for fault in self._faults
        ]
