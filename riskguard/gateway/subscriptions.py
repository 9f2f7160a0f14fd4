"""What one hub is to send: subscriptions wanted, sent and answered, and those the gateway refuses for one account."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pysignalr.messages import CompletionMessage, Message

from riskguard.domain.events import AccountCovered, AccountUncovered, Event, Hub, PayloadRejected
from riskguard.gateway.errors import SubscriptionRefusedError
from riskguard.gateway.sdk import AsyncHubConnection

_log = logging.getLogger(__name__)

type Call = tuple[str, tuple[int | str, ...]]
"""A hub method and its arguments."""

_AGAIN_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # after each refusal; the last one repeats


@dataclass(slots=True)
class _Refused:
    """How often in a row, and when it is to be asked for again."""

    times: int
    again_at: float


class Subscriptions:
    """One hub's. What is refused for one account is told of that account alone and asked for again with back-off."""

    def __init__(self, hub: Hub, connection: AsyncHubConnection, emit: Callable[[Event], None]) -> None:
        self._hub = hub
        self._connection = connection
        self._emit = emit
        self._wanted: dict[Call, None] = {}
        self._sent: set[Call] = set()
        self._refused: dict[Call, _Refused] = {}

    def __len__(self) -> int:
        return len(self._sent)

    def want(self, call: Call) -> bool:
        """Notes one for every connection to come; False if it was known."""
        if call in self._wanted:
            return False
        self._wanted[call] = None
        return True

    def want_again(self, call: Call) -> None:
        """One that may have got lost on the open connection."""
        self._wanted[call] = None
        self._sent.discard(call)

    def opened(self) -> None:
        """A new connection, which was sent nothing yet."""
        self._sent.clear()

    def unsent(self) -> Iterator[Call]:
        """What the open connection has not been sent, each once, also what is wanted while this goes on."""
        while missing := next((call for call in self._wanted if call not in self._sent), None):
            self._sent.add(missing)
            yield missing

    def due(self) -> list[Call]:
        """What was refused and is to be asked for again now."""
        now = _loop_time()
        return [call for call, refused in self._refused.items() if call in self._sent and now >= refused.again_at]

    async def send(self, call: Call, answered: Callable[[], None]) -> None:
        """With an invocation id, so that the gateway says whether it accepted: the SDK's own calls cannot know."""
        method, arguments = call
        if call in self._refused:
            self._refused[call].again_at = _loop_time() + _AGAIN_S[-1]  # until it is answered

        async def completed(message: Message) -> None:
            self._heard(call, message.error if isinstance(message, CompletionMessage) else None)
            answered()

        await self._connection._ensure_client().send(method, list(arguments), on_invocation=completed)

    def _heard(self, call: Call, error: str | None) -> None:
        if error:
            self._refuse(call, error)
        elif self._refused.pop(call, None) and not self._refused_of(call[1]):
            _log.info("%s hub: %s is served again", self._hub, call[1][0])
            self._emit(AccountCovered(int(call[1][0])))

    def _refuse(self, call: Call, error: str) -> None:
        method, arguments = call
        known = self._refused.get(call)
        _log.log(logging.DEBUG if known else logging.WARNING, "%s hub refused %s%s: %s", self._hub, *call, error)
        if self._hub == "market":
            self._emit(PayloadRejected(method, "contract", str(arguments[0] if arguments else "")))
            return
        if not arguments:
            raise SubscriptionRefusedError(f"the gateway refused {method}: {error}")
        first = not self._refused_of(arguments)
        times = known.times + 1 if known else 1
        self._refused[call] = _Refused(times, _loop_time() + _AGAIN_S[min(times, len(_AGAIN_S)) - 1])
        if first:
            self._emit(AccountUncovered(int(arguments[0])))

    def _refused_of(self, arguments: tuple[int | str, ...]) -> bool:
        """Whether anything is refused for that account."""
        return any(refused[1] == arguments for refused in self._refused)


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
