"""Composition root: puts the rooms together into one running guard. The only file that knows all of them."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from riskguard.config.file import FILE_NAME as SETTINGS_FILE
from riskguard.domain.events import (
    AccountChanged,
    AccountMissing,
    AccountsGuarded,
    ClockAnchored,
    Event,
    FlattenRequested,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.board import Board, Notice, Severity
from riskguard.engine.loop import GuardLoop
from riskguard.engine.status import status
from riskguard.engine.views import snapshot
from riskguard.engine.words import sentence
from riskguard.gateway.link import GatewayLink, GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.clock import TrustedClock
from riskguard.service.control import ControlServer
from riskguard.service.data_dir import DataDirLock
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.models import FILE_NAME as JOURNAL_FILE
from riskguard.storage.restoring import restored_state, settings_in_force

log = logging.getLogger(__name__)

_RETRY_S = (0.5, 1.0, 2.0, 5.0)
_REFUSED_RETRY_S = 30.0
_LOOK_AGAIN_S = 30.0
_NOWHERE = GatewaySettings("nobody", "no-key-yet", "http://127.0.0.1:9", "http://127.0.0.1:9", "http://127.0.0.1:9")


class Guard:
    """One running guard on one data directory. `run` ends after `stop`."""

    def __init__(
        self, data_dir: Path, gateway: GatewaySettings | None, board: Board, *, practice: bool = False
    ) -> None:
        """Restores what the journal holds and reads the settings; the network is not touched.

        Raises DataDirInUseError and JournalUnusableError.
        """
        self._lock = DataDirLock(data_dir)
        self._clock = TrustedClock()
        self._practice = practice
        self._journal = SqliteJournal(data_dir / JOURNAL_FILE, self._journal_trouble)
        settings, trouble = settings_in_force(data_dir / SETTINGS_FILE, self._journal)
        state = restored_state(settings, self._journal, self._clock.now())
        self._settings_trouble = trouble
        self._link = GatewayLink(
            gateway or _NOWHERE, self._emit, on_server_time=self._clock.anchor, now=self._clock.now
        )
        self._connectable = gateway is not None
        self._board = board
        self.loop = GuardLoop(state, self._link.broker, self._journal, board, self._clock, practice=practice)
        self._control = ControlServer(data_dir, self._command)
        self._stopping = asyncio.Event()
        self._unknown_account = asyncio.Event()
        self._watched: set[int] = set()
        self._running: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Guard until `stop`: start-up is crash recovery, so there is no other way to begin."""
        self._running = asyncio.get_running_loop()
        self._journal.start()
        if self._settings_trouble:
            self.loop.emit(ProtectionReduced("settings", self._settings_trouble))
        judging = asyncio.create_task(self.loop.run(), name="guard loop")
        connecting = asyncio.create_task(self._connect() if self._connectable else self._tell_setup(), name="connect")
        try:
            await self._control.start()
            await self._stopping.wait()
        finally:
            connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await connecting
            await self._control.stop()
            await self._link.stop()
            judging.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await judging
            await asyncio.to_thread(self._journal.close)
            self._lock.release()

    def stop(self) -> None:
        self._stopping.set()

    def flatten(self, account_id: int | None, asked_by: str) -> None:
        """Ask for everything to be closed and cancelled; returns at once."""
        self.loop.emit(FlattenRequested(account_id, asked_by))

    def announce(self, title: str, text: str) -> None:
        """Tell people something that is no event of an account."""
        self._board.announce(Notice(self._clock.now(), None, Severity.INFO, title, text))

    def status(self) -> dict[str, object]:
        """What `riskguard status --json` prints while the program runs."""
        return status(snapshot(self.loop.state, self._clock.now(), practice=self._practice))

    def _emit(self, event: Event) -> None:
        if isinstance(event, AccountChanged) and event.account_id not in self._watched:
            self._unknown_account.set()
        self.loop.emit(event)

    def _journal_trouble(self, words: str | None) -> None:
        """From the writer thread."""
        lasting = "Limits and lockouts go on from memory. Make room on the disk; nothing is lost meanwhile."
        event = ProtectionReduced("journal", f"{words}. {lasting}") if words else ProtectionRestored("journal")
        if self._running is not None:
            self._running.call_soon_threadsafe(self.loop.emit, event)

    async def _connect(self) -> None:
        """Sign in, however long it takes, then watch the guarded accounts."""
        tries = 0
        while True:
            try:
                accounts = await self._link.start()
                break
            except GatewayRefusedError as error:
                words, pause = sentence(f"The gateway refused to sign in: {error}"), _REFUSED_RETRY_S
            except GatewayUnreachableError as error:
                words, pause = (
                    sentence(f"The gateway cannot be reached, trying again: {error}"),
                    _RETRY_S[min(tries, 3)],
                )
            tries += 1
            self._tell_unreached(words)
            await asyncio.sleep(pause)
        self.loop.emit(ProtectionRestored("login"))
        self.loop.emit(ClockAnchored())
        await self._watch(accounts)
        while True:
            with contextlib.suppress(TimeoutError):
                unwatched = set(self.loop.state.accounts) - self._watched
                pause = _LOOK_AGAIN_S / 10 if unwatched else _LOOK_AGAIN_S
                await asyncio.wait_for(self._unknown_account.wait(), pause)
            self._unknown_account.clear()
            with contextlib.suppress(GatewayUnreachableError, GatewayRefusedError):
                await self._look_again()

    async def _tell_setup(self) -> None:
        """No credentials: nothing to connect to, and every front end says what is missing."""
        words = "No gateway is set up: set PROJECT_X_USERNAME and PROJECT_X_API_KEY, then start again."
        self.loop.emit(ProtectionReduced("setup", words, grave=True))

    def _tell_unreached(self, words: str) -> None:
        log.warning("%s", words)
        self.loop.emit(ProtectionReduced("login", words, grave=True))

    async def _look_again(self) -> None:
        """Accounts opened or come back since the start are guarded too."""
        accounts = await self._link.accounts()
        new = [account for account in accounts if account.account_id not in self._watched and self._wanted(account)]
        if new:
            self.loop.emit(AccountsGuarded(tuple(new)))
            self._watched |= {account.account_id for account in new}
            await self._link.watch(sorted(self._watched))

    def _wanted(self, account: AccountChanged) -> bool:
        wanted = self.loop.state.settings.accounts.guard
        return wanted == "all" or account.account_id in wanted or account.account_id in self.loop.state.accounts

    async def _watch(self, accounts: Sequence[AccountChanged]) -> None:
        wanted = self.loop.state.settings.accounts.guard
        held = set(self.loop.state.accounts)
        guarded = [account for account in accounts if self._wanted(account)]
        self.loop.emit(AccountsGuarded(tuple(guarded)))
        found = {account.account_id for account in guarded}
        missing = (held if wanted == "all" else held | set(wanted)) - found
        for account_id in sorted(missing):
            self.loop.emit(AccountsGuarded((AccountChanged(account_id, None, None, None),)))
            self.loop.emit(AccountMissing(account_id))
        if not found and not missing:
            words = "The gateway lists no account for this user. Open one on your firm's page, then start again."
            self.loop.emit(ProtectionReduced("no_accounts", words, grave=True))
        self._watched = found
        await self._link.watch(sorted(found))

    def _command(self, command: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        match command:
            case "status":
                return self.status()
            case "flatten":
                return self._flatten_asked(arguments.get("account"))
            case "stop":
                self.stop()
                return {"stopping": True}
            case _:
                return {"error": f"{command} is not a command"}

    def _flatten_asked(self, account_id: int | None) -> dict[str, Any]:
        """Only where something can come of it: an account that was never read cannot be flattened, and is not flat."""
        accounts = self.loop.state.accounts
        if account_id is not None and account_id not in accounts:
            return {"error": f"account {account_id} is not guarded here"}
        wanted = [account for number, account in accounts.items() if account_id in (None, number)]
        if not wanted or not all(account.armed for account in wanted):
            reason = snapshot(self.loop.state, self._clock.now()).detail
            return {"error": f"not connected, so nothing can be closed. {reason} Use your platform's flatten button."}
        self.flatten(account_id, "the command line")
        return {"asked": True, "at": self._clock.now().isoformat()}
