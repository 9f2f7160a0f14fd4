"""Faults of REST calls, one method a kind. `path` as in the protocol, `*` for all calls, `/Order/*` for some."""

import asyncio
from collections.abc import Callable
from typing import Literal, Unpack

from riskguard.paper.armed import Armed, Batch, Fault, Where


class RestFaults:
    """Armed by tests, the control endpoint and scenarios; asked before each call. Every method takes `skip`, `chance`
    and `account` besides, and gives the fault, whose `struck` counts its hits.
    """

    def __init__(self, seed: int = 0) -> None:
        self.calls = Armed(seed, "calls")
        self._released = asyncio.Event()

    def answer(
        self,
        path: str,
        status: int = 503,
        body: object = None,
        times: int | None = 1,
        headers: dict[str, str] | None = None,
        **where: Unpack[Where],
    ) -> Fault:
        """Answers with an HTTP status (and JSON body) without acting."""
        return self._arm(Fault("answer", path, times, status=status, body=body, headers=headers), where)

    def text(self, path: str, text: str, status: int = 502, times: int | None = 1, **where: Unpack[Where]) -> Fault:
        """Answers with a page of text, as a proxy does, without acting."""
        return self._arm(Fault("answer", path, times, status=status, text=text), where)

    def throttle(
        self, path: str, retry_after: int | str | None = 1, times: int | None = 1, **where: Unpack[Where]
    ) -> Fault:
        """Answers 429 with Retry-After (None: without) and does not act."""
        headers = None if retry_after is None else {"Retry-After": str(retry_after)}
        return self._arm(Fault("answer", path, times, status=429, headers=headers), where)

    def refuse(
        self, path: str, error_code: int, times: int | None = 1, message: str | None = None, **where: Unpack[Where]
    ) -> Fault:
        """Answers 200 with success false and that code, without acting."""
        body = {"success": False, "errorCode": error_code, "errorMessage": message}
        return self._arm(Fault("refuse", path, times, body=body), where)

    def delay(
        self, path: str, seconds: float, times: int | None = 1, upto: float | None = None, **where: Unpack[Where]
    ) -> Fault:
        """Waits before acting: so long, or by the seed's dice between `seconds` and `upto`."""
        return self._arm(Fault("delay", path, times, seconds=seconds, upto=upto), where)

    def lose_answer(self, path: str, times: int | None = 1, **where: Unpack[Where]) -> Fault:
        """Acts, then drops the connection instead of answering."""
        return self._arm(Fault("lose", path, times), where)

    def drop(self, path: str, times: int | None = 1, **where: Unpack[Where]) -> Fault:
        """Drops the connection without acting."""
        return self._arm(Fault("drop", path, times), where)

    def hang(self, path: str, times: int | None = 1, acts: bool = False, **where: Unpack[Where]) -> Fault:
        """Never answers, until the client gives up, `release()`, `clear()` or `stop()`; with `acts` it has acted."""
        return self._arm(Fault("hang", path, times, acts=acts), where)

    def drip(
        self, path: str, seconds: float = 5.0, times: int | None = 1, share: float = 1.0, **where: Unpack[Where]
    ) -> Fault:
        """Acts; the answer's bytes trickle over so many seconds. After a `share` below 1 the connection is cut."""
        return self._arm(Fault("drip", path, times, seconds=seconds, share=share), where)

    def duplicate(self, path: str, times: int | None = 1, seconds: float = 0.0, **where: Unpack[Where]) -> Fault:
        """Acts twice, the second time so many seconds later; the first answer is given."""
        return self._arm(Fault("duplicate", path, times, seconds=seconds), where)

    def reorder(
        self, path: str, count: int = 2, seconds: float = 1.0, rounds: int | None = 1, **where: Unpack[Where]
    ) -> Fault:
        """Holds calls until there are `count` (or `seconds` are over), then acts on the last one first."""
        times = None if rounds is None else count * rounds
        return self._arm(Fault("reorder", path, times, batch=Batch(count, seconds)), where)

    def stale(self, path: str, times: int | None = 1, **where: Unpack[Where]) -> Fault:
        """Answers once more what the last such call of this account was answered; acts only if there was none."""
        return self._arm(Fault("stale", path, times), where)

    def on(
        self,
        path: str,
        act: Callable[[], object],
        when: Literal["before", "after"] = "before",
        times: int | None = 1,
        **where: Unpack[Where],
    ) -> Fault:
        """Runs `act` just before a call acts, or just after, before it is answered; also where a fault answers in its
        place. `skip=2` is the third call. `clear()` leaves it; `disarm()` does not.
        """
        return self._arm(Fault(when, path, times, act=act), where)

    def disarm(self, fault: Fault) -> None:
        """Takes one fault of a call back."""
        self.calls.disarm(fault)

    def release(self) -> None:
        """Lets go of every call that hangs or waits for others; what hangs gets no answer."""
        self._released.set()
        self._released = asyncio.Event()
        self.calls.release()

    async def hold(self) -> None:
        await self._released.wait()

    def due(self, endpoint: str) -> list[Fault]:
        """The faults that strike this call whatever its account, each used up once."""
        return self.calls.due(endpoint, None)

    def due_in(self, account_id: object, endpoint: str) -> list[Fault]:
        """The faults armed for that account alone."""
        return self.calls.due(endpoint, account_id) if isinstance(account_id, int) else []

    def _arm(self, fault: Fault, where: Where) -> Fault:
        return self.calls.arm(fault, where)
