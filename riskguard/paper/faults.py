"""Faults on demand, so that a client can be tried against a gateway that refuses, hangs, or loses its answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

HubName = Literal["user", "market"]
Kind = Literal["answer", "refuse", "delay", "lose", "hang"]


@dataclass(slots=True)
class Fault:
    """One armed fault. `times` None: until cleared."""

    kind: Kind
    path: str
    times: int | None
    status: int = 200
    body: object = None
    seconds: float = 0.0

    def matches(self, endpoint: str) -> bool:
        return self.path in ("*", endpoint) and (self.times is None or self.times > 0)


def endpoint_of(path: str) -> str:
    """`/api/Order/place` and `/Order/place` as `/order/place`; `*` stays.

    Some clients add `/api` to a base that already has it, so it is taken off as often as it is there.
    """
    lowered = "/" + path.strip("/").lower() if path != "*" else path
    while lowered.startswith("/api/"):
        lowered = lowered.removeprefix("/api")
    return lowered


class Faults:
    """Armed by tests and the control endpoint; asked by the REST side before each call. Paths as in the protocol."""

    def __init__(self, drop: Callable[[HubName | None, bool], None]) -> None:
        self._armed: list[Fault] = []
        self._drop = drop
        self._negotiate_status = 0
        self._negotiate_until = 0.0
        self._released = asyncio.Event()

    def answer(self, path: str, status: int = 503, body: object = None, times: int | None = 1) -> None:
        """Answers with an HTTP status (and JSON body) without acting."""
        self._arm(Fault("answer", path, times, status=status, body=body))

    def refuse(self, path: str, error_code: int, times: int | None = 1, message: str | None = None) -> None:
        """Answers 200 with success false and that code, without acting."""
        body = {"success": False, "errorCode": error_code, "errorMessage": message}
        self._arm(Fault("refuse", path, times, body=body))

    def delay(self, path: str, seconds: float, times: int | None = 1) -> None:
        """Waits before acting."""
        self._arm(Fault("delay", path, times, seconds=seconds))

    def lose_answer(self, path: str, times: int | None = 1) -> None:
        """Acts, then drops the connection instead of answering."""
        self._arm(Fault("lose", path, times))

    def hang(self, path: str, times: int | None = 1) -> None:
        """Neither acts nor answers, until the client gives up, `clear()` or `stop()`."""
        self._arm(Fault("hang", path, times))

    def drop_hubs(self, which: HubName | None = None, polite: bool = False) -> None:
        """Drops every client of that hub (None: both) at once; `polite` sends a close message first."""
        self._drop(which, polite)

    def refuse_negotiate(self, status: int = 503, seconds: float = 5.0) -> None:
        """For some real seconds both hubs answer negotiate and connect with that status."""
        self._negotiate_status, self._negotiate_until = status, time.monotonic() + seconds

    def clear(self) -> None:
        """Disarms all and drops what hangs."""
        self._armed.clear()
        self._negotiate_until = 0.0
        self.release()

    def release(self) -> None:
        """Lets go of every call that hangs; they get no answer."""
        self._released.set()
        self._released = asyncio.Event()

    def negotiate_status(self) -> int | None:
        """The status hubs must answer with now, or None."""
        return self._negotiate_status if time.monotonic() < self._negotiate_until else None

    def due(self, endpoint: str) -> list[Fault]:
        """The faults that strike this call, each used up once."""
        struck = [fault for fault in self._armed if fault.matches(endpoint)]
        for fault in struck:
            if fault.times is not None:
                fault.times -= 1
        self._armed = [fault for fault in self._armed if fault.times is None or fault.times > 0]
        return struck

    async def hold(self) -> None:
        await self._released.wait()

    def _arm(self, fault: Fault) -> None:
        fault.path = endpoint_of(fault.path)
        self._armed.append(fault)
