"""Composition root: puts the rooms together into one running guard. The only file that knows all of them."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from riskguard.alerts.addresses import secrets_in
from riskguard.alerts.alerts import Alerts
from riskguard.alerts.board import AlertingBoard
from riskguard.alerts.items import alerts_status
from riskguard.config.file import FILE_NAME as SETTINGS_FILE
from riskguard.domain.events import (
    AccountChanged,
    Event,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.domain.trading_day import TradingDay
from riskguard.engine.board import Board, Notice, Severity
from riskguard.engine.loop import GuardLoop
from riskguard.engine.status import status
from riskguard.engine.unfailing import UnfailingBoard
from riskguard.engine.views import snapshot
from riskguard.engine.words import sentence
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.kept import kept
from riskguard.gateway.link import GatewayLink
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.addresses import Addresses
from riskguard.service.alerts_desk import AlertsDesk
from riskguard.service.clock import TrustedClock
from riskguard.service.clock_watch import ClockWatch
from riskguard.service.commands import CommandDesk
from riskguard.service.connecting import Connecting
from riskguard.service.control import ControlServer
from riskguard.service.data_dir import DataDirLock
from riskguard.service.front_desk import FrontDesk, Secrets
from riskguard.service.health import Health
from riskguard.service.housekeeping import Housekeeping
from riskguard.service.instances import InstanceWatch, gateway_mark
from riskguard.service.keys import KeyVault, open_vault, system_keyring
from riskguard.service.leaving import Leaving
from riskguard.service.password import AdminPassword
from riskguard.service.password_desk import AdminDesk
from riskguard.service.proof import Proof
from riskguard.service.settings_desk import SettingsDesk
from riskguard.service.storage_news import StorageNews
from riskguard.service.support import make_bundle
from riskguard.service.watched import Watched
from riskguard.storage.backups import BackupShelf
from riskguard.storage.models import FILE_NAME as JOURNAL_FILE
from riskguard.storage.recorder import FOLDER as RECORDINGS
from riskguard.storage.recorder import DayRecorder
from riskguard.storage.recovery import Start, open_journal
from riskguard.storage.troubles import cure_of

log = logging.getLogger(__name__)

_CONNECTION = "the connection to the gateway"
_CONTROL_AGAIN_S = 2.0
_NOWHERE = GatewaySettings("nobody", "no-key-yet", "http://127.0.0.1:9", "http://127.0.0.1:9", "http://127.0.0.1:9")


class Guard:
    """One running guard on one data directory. `run` ends after `stop`."""

    def __init__(
        self,
        data_dir: Path,
        gateway: GatewaySettings | None,
        board: Board,
        *,
        practice: bool = False,
        clock: TrustedClock | None = None,
        vault: KeyVault | None = None,
        budget: ReadBudget | None = None,
    ) -> None:
        """Restores what the journal holds and reads the settings; the network is not touched.

        `vault` keeps the journal's key; by default that of the system, for practice a file. `budget` is that of the
        gateway's calls.

        Raises DataDirInUseError and JournalUnusableError.
        """
        self._lock = DataDirLock(data_dir)
        self._clock = clock or TrustedClock()
        self._news = StorageNews(self._clock.now)
        self._practice = practice
        places = (data_dir / JOURNAL_FILE, data_dir / SETTINGS_FILE)
        vault = vault or open_vault(data_dir, None if practice else system_keyring)
        self._proof = Proof(vault, places[0], self._news.event_told)
        told = (self._news.journal_told, self._news.journal_replaced_told)
        self._opened = open_journal(Start(*places, self._clock.now, *told, self._proof.prepare))
        self._journal, found, state = self._opened.journal, self._opened.found, self._opened.state
        state = replace(state, mark=self._proof.mark, gateway=gateway_mark(gateway.api_url) if gateway else "")
        if state.seen:
            self._clock.not_before(state.seen.at)
        self._recorder = DayRecorder(
            data_dir / RECORDINGS,
            self._clock.now,
            self._trading_day,
            on_trouble=self._news.recording_told,
        )
        self._link = GatewayLink(
            gateway or _NOWHERE,
            self._emit,
            on_server_time=self._clock.anchor,
            now=self._clock.now,
            recorder=self._recorder,
            budget=budget,
        )
        self._connectable = gateway is not None
        self._data_dir = data_dir
        self._secrets = (gateway.user, gateway.key) if gateway else ()
        self.missing = ""
        """Why there is no gateway, in words; set before `run`."""
        self.addresses = Addresses(data_dir)
        """Where alerts go."""
        self._alerts = Alerts(data_dir, self.addresses.of, self._clock.now, practice=practice)
        board = self._board = AlertingBoard(
            UnfailingBoard(board), self._alerts, lambda: self.loop.state.settings.alerts
        )
        self.loop = GuardLoop(
            state, self._link.broker, self._journal, board, self._clock, recorder=self._recorder, practice=practice
        )
        self._keeping = Housekeeping(
            self._journal, lambda: self.loop.state, self._clock.now, board.announce, monotonic=self._clock.monotonic
        )
        self.watched = Watched(data_dir, self.loop.protected.wait, self.announce)
        """Starts the watchdog, where one is wanted."""
        self._control = ControlServer(data_dir, self._command, self.watched.hold)
        self._stopping = asyncio.Event()
        self._for_practice = False
        self._connecting = Connecting(self._link, self.loop, board, self._clock.now, self._signed_in)
        look_again = self._connecting.look_again
        self.settings = SettingsDesk(data_dir / SETTINGS_FILE, found, self.loop, self._clock, look_again)
        self._clock_watch = ClockWatch(self._clock, self.loop.emit, self.announce, look_again)
        self.commands = CommandDesk(self.loop, self._clock.now)
        url = gateway.api_url if gateway else ""
        self._admin = AdminDesk(
            AdminPassword(data_dir, self._clock.now), lambda: self.loop.state, self._clock.now, self.loop.emit
        )
        self._leaving = Leaving(
            self._admin.password, lambda: self.loop.state, self._clock.now, self.stop, practice=practice
        )
        self._instances = InstanceWatch(data_dir, url, self._names, self.loop.emit)
        self.on_show: Callable[[], None] | None = None
        """Brings what people see to the front; None where there are no windows."""

    async def run(self) -> None:
        """Guard until `stop`: start-up is crash recovery, so there is no other way to begin."""
        self._news.open(self.loop, self._board)
        self._journal.start()
        self._recorder.start()
        self._board.follow()
        self.settings.open()
        self._proof.tell(self.loop.emit)
        first = self._proof.first_words(self._clock.now())
        if first and not self._practice:
            self._board.announce(first)
        judging = asyncio.create_task(self.loop.run(), name="guard loop")
        beside = [
            asyncio.create_task(kept(name, part, self.loop.emit, grave=name == _CONNECTION), name=name)
            for name, part in self._beside()
        ]
        try:
            await self._stopping.wait()
        finally:
            if self._stopping.is_set():
                self.watched.bye()
            for task in reversed(beside):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            with contextlib.suppress(OSError):  # a disk that has gone must not keep the journal from being closed
                await self._control.stop()
            await self._link.stop()
            judging.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await judging
            if self._stopping.is_set():
                self.loop.farewell(practice=self._for_practice)
            await asyncio.to_thread(self._journal.close)
            await asyncio.to_thread(self._proof.close)
            await asyncio.to_thread(self._recorder.close)
            await asyncio.to_thread(self._alerts.close)
            await self.watched.alone()
            self._lock.release()

    def _beside(self) -> tuple[tuple[str, Callable[[], Coroutine[Any, Any, None]]], ...]:
        """What goes on beside the judging, by name; ended in the opposite order."""
        return (
            (_CONNECTION, self._connecting.run if self._connectable else self._tell_setup),
            ("the settings file", self.settings.watch),
            ("the clock", self._clock_watch.run),
            ("other guards", self._instances.run),
            ("commands", self._open_control),
            ("housekeeping", self._keeping.run),
            ("recovery", lambda: self._news.tell_recovered(self._opened, self._keeping.armed)),
            ("the watchdog", self.watched.run),
        )

    def stop(self, *, for_practice: bool = False) -> None:
        """End it; the next start says whether it had been left for the practice mode."""
        self._for_practice = for_practice
        self._stopping.set()

    def announce(self, title: str, text: str) -> None:
        """Tell people something that is no event of an account."""
        self._board.announce(Notice(self._clock.now(), None, Severity.INFO, title, text))

    def health(self) -> Health:
        """How the guard is, without asking anybody."""
        heard = self._link.last_frame("user"), self._link.last_frame("market")
        return Health(
            self.loop.state.hubs_up,
            *heard,
            max((at for at in heard if at), default=None),
            self._link.latency,
            self._clock.anchored,
            self._clock.pc_off,
            self._clock.wants_answer,
            self._proof.kept,
            self._keeping.last,
            self._keeping.trouble,
            self._alerts.view(),
        )

    def front_desk(self, secrets: Callable[[Callable[[], datetime]], Secrets]) -> FrontDesk:
        """What the settings window may ask of this guard; while it runs."""
        shelf = BackupShelf(self.settings.path.parent / JOURNAL_FILE)
        now = self._clock.now
        kept = replace(secrets(now), password=self._admin.password)
        desk = FrontDesk(self.settings, lambda: self.loop.state, now, kept, shelf, self._admin)
        desk.alerts = AlertsDesk(self.addresses, lambda: self.loop.state.settings.alerts, desk.save, self._alerts.view)
        return desk

    def support_bundle(self) -> Callable[[Path], Path]:
        """What writes a bundle as things stand now; to be called in a thread."""
        facts = {**self.status(), "health": asdict(self.health())}
        alerts = (part for address in self.addresses.seen for part in secrets_in(address))
        return partial(make_bundle, self._data_dir, status=facts, secrets=(*self._secrets, *alerts))

    def status(self) -> dict[str, object]:
        """What `riskguard status --json` prints while the program runs."""
        found = status(snapshot(self.loop.state, self._clock.now(), practice=self._practice))
        source, off = "gateway" if self._clock.anchored else "pc", self._clock.pc_off.total_seconds()
        found["journal_key"] = self._proof.kept
        last = self._keeping.last
        found["storage"] = {"last_backup": last and last.at.isoformat(), "recovered": self._opened.words}
        found["alerts"] = alerts_status(self._alerts.view())
        return {**found, "clock": {"source": source, "pc_off_s": round(off, 1), "doubtful": self._clock.wants_answer}}

    def _signed_in(self) -> None:
        self._clock_watch.signed_in()

    def _emit(self, event: Event) -> None:
        if isinstance(event, AccountChanged):
            self._connecting.heard_of(event.account_id)
        self.loop.emit(event)

    async def _open_control(self) -> None:
        """A guard nobody can send commands to still guards, and tries again."""
        while True:
            try:
                await self._control.start()
                break
            except OSError as error:
                where = f"{error.filename}: " if error.filename else ""  # a write names no file
                words = f"Commands cannot reach RiskGuard: {where}{error.strerror}. {cure_of(error)}."
                self.loop.emit(ProtectionReduced("control", words))
            await asyncio.sleep(_CONTROL_AGAIN_S)
        self.loop.emit(ProtectionRestored("control"))

    def _trading_day(self, now: datetime) -> TradingDay:
        """By the schedule now in force."""
        return self.loop.state.resets.schedule.day_of(now)

    async def _tell_setup(self) -> None:
        """No credentials: nothing to connect to, and every front end says what is missing."""
        usual = "No gateway is set up: set PROJECT_X_USERNAME and PROJECT_X_API_KEY, then start again."
        words = sentence(self.missing) if self.missing else usual
        self.loop.emit(ProtectionReduced("setup", words, grave=True))

    def _command(self, command: str, arguments: Mapping[str, Any]) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        match command:
            case "admin":
                return self._admin.command(arguments)
            case "status":
                return self.status()
            case "flatten" | "lock" | "clock":
                return self.commands.command(command, arguments)
            case "stop":
                return self._leaving.command(arguments)
            case "show" | "written":
                return self._of_the_house(command)
            case _:
                return self.settings.command(command, arguments)

    def _of_the_house(self, command: str) -> dict[str, Any]:
        if command == "show":
            return self._show()
        return {"written": self.loop.idle and self._journal.written}

    def _show(self) -> dict[str, Any]:
        """What a second start on this data directory asks for."""
        if self.on_show:
            self.on_show()
        return {"shown": self.on_show is not None}

    def _names(self) -> dict[int, str]:
        return {one.account_id: one.book.name or str(one.account_id) for one in self.loop.state.accounts.values()}
