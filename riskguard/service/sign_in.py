"""Tries credentials: signs in, lists the accounts, signs out; and watches accounts without acting, for a preview.

Both block and run a loop of their own in the thread that calls, so that neither ever holds up the guard's.
"""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

from riskguard.config.settings import Settings
from riskguard.domain.actions import Changing, Placing
from riskguard.domain.events import AccountChanged, AccountsGuarded, Event, Result, SnapshotTaken
from riskguard.engine.board import Board, BoardSnapshot, Notice
from riskguard.engine.loop import GuardLoop
from riskguard.engine.ports import Answer, Broker, JournalEntry, MarkWanted
from riskguard.engine.state import GuardState
from riskguard.engine.words import sentence
from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.link import GatewayLink
from riskguard.gateway.settings import GatewaySettings
from riskguard.rules import WeeklyLoss
from riskguard.service.clock import TrustedClock

READ_S = 15.0
_LOOK_S = 0.1


class SignInError(Exception):
    """The gateway did not let us in; the message is its own reason, in words."""


def try_out(gateway: GatewaySettings) -> tuple[AccountChanged, ...]:
    """The accounts these credentials lead to; SignInError with the gateway's reason."""
    return asyncio.run(_accounts(gateway))


async def _accounts(gateway: GatewaySettings) -> tuple[AccountChanged, ...]:
    link = GatewayLink(gateway, lambda _: None, now=lambda: datetime.now(UTC))
    try:
        return await link.start()
    except (GatewayRefusedError, GatewayUnreachableError) as error:
        raise SignInError(_words(error)) from None
    finally:
        await link.stop()


class Watcher:
    """Accounts as they are now, read live from the gateway and never touched: its broker cannot act."""

    def __init__(self, gateway: GatewaySettings) -> None:
        self._gateway = gateway
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._guard: GuardLoop | None = None
        self._thread: threading.Thread | None = None
        self.clock = TrustedClock()

    def start(self) -> tuple[AccountChanged, ...]:
        """Sign in and begin to read; the accounts found. SignInError with the gateway's reason."""
        signed_in: Future[tuple[AccountChanged, ...]] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(signed_in)), name="preview", daemon=True)
        self._thread.start()
        return signed_in.result()

    @property
    def state(self) -> GuardState | None:
        """What is known by now; None before the sign-in."""
        return self._guard.state if self._guard else None

    def wait_read(self, limit_s: float = READ_S) -> bool:
        """Whether every account has been read within a while."""
        if self._loop is None or self._guard is None:
            return False
        waiting = asyncio.run_coroutine_threadsafe(self._read(limit_s), self._loop)
        return waiting.result(limit_s + 5)

    def stop(self) -> None:
        """End everything; returns when it has ended."""
        if self._loop and self._ending and self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join(10)

    async def _run(self, signed_in: "Future[tuple[AccountChanged, ...]]") -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        link = GatewayLink(self._gateway, self._emit, on_server_time=self.clock.anchor, now=self.clock.now)
        # A rule that looks at the week, so that the week's trades are read; its limit is never reached.
        week = WeeklyLoss.model_validate({"limit": 1_000_000_000, "mode": "observe"})
        state = GuardState.starting(Settings(rules={WeeklyLoss.table: week}), self.clock.now())
        self._guard = GuardLoop(state, _Looking(link.broker), _Unwritten(), _Unseen(), self.clock)
        judging = asyncio.create_task(self._guard.run())
        try:
            accounts = await link.start()
            self._guard.emit(AccountsGuarded(accounts))
            await link.watch([one.account_id for one in accounts])
            signed_in.set_result(accounts)
            await self._ending.wait()
        except (GatewayRefusedError, GatewayUnreachableError) as error:
            signed_in.set_exception(SignInError(_words(error)))
        except Exception as error:  # whoever waits for the answer must hear of it
            signed_in.set_exception(error)
        finally:
            await link.stop()
            judging.cancel()
            await asyncio.gather(judging, return_exceptions=True)

    def _emit(self, event: Event) -> None:
        if self._guard:
            self._guard.emit(event)

    async def _read(self, limit_s: float) -> bool:
        for _ in range(round(limit_s / _LOOK_S)):
            if self._all_read():
                return True
            await asyncio.sleep(_LOOK_S)
        return self._all_read()

    def _all_read(self) -> bool:
        accounts = self._guard.state.accounts.values() if self._guard else ()
        return all(one.armed and self._priced(one.book.positions) for one in accounts)

    def _priced(self, contracts: Iterable[str]) -> bool:
        market = self._guard.state.market if self._guard else None
        return market is None or all(market.mark(one, 1) is not None for one in contracts)


class _Looking:
    """A broker that reads and never acts. Nothing asks it to: the settings it is used with forbid nothing."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def _not(self) -> Answer:
        return Answer(Result.REFUSED, "this only looks")

    async def close(self, account_id: int, contract_id: str) -> Answer:
        return await self._not()

    async def reduce(self, account_id: int, contract_id: str, by: int) -> Answer:
        return await self._not()

    async def cancel(self, account_id: int, order_id: int) -> Answer:
        return await self._not()

    async def place(self, order: Placing) -> Answer:
        return await self._not()

    async def modify(self, change: Changing) -> Answer:
        return await self._not()

    async def read(self, account_id: int, trades_since: datetime) -> SnapshotTaken:
        return await self._broker.read(account_id, trades_since)

    def want_quotes(self, contract_ids: Sequence[str]) -> None:
        self._broker.want_quotes(contract_ids)

    def want_roots(self, roots: Sequence[str]) -> None:
        self._broker.want_roots(roots)

    def read_marks(self, wanted: Sequence[MarkWanted]) -> None:
        self._broker.read_marks(wanted)


class _Unwritten:
    def write(self, entry: JournalEntry) -> None: ...


class _Unseen(Board):
    def publish(self, snapshot: BoardSnapshot) -> None: ...

    def announce(self, notice: Notice) -> None: ...


def _words(error: GatewayRefusedError | GatewayUnreachableError) -> str:
    """The gateway's own reason; of one that gave no answer, that."""
    if isinstance(error, GatewayRefusedError):
        return sentence(_first_upper(str(error)))
    return sentence(_first_upper(error.told or "the gateway cannot be reached"))


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
