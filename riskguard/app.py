"""Composition root: puts the rooms together into one running guard. The only file that knows all of them."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Literal

from riskguard.alerts.addresses import secrets_in
from riskguard.alerts.alerts import Alerts
from riskguard.alerts.board import AlertingBoard
from riskguard.alerts.items import alerts_status
from riskguard.config.calendars import cme_calendar
from riskguard.config.file import FILE_NAME as SETTINGS_FILE
from riskguard.domain.events import (
    AccountChanged,
    AccountMissing,
    AccountsGuarded,
    Event,
    FlattenRequested,
    LockRequested,
    ProtectionReduced,
    ProtectionRestored,
    SessionAsked,
)
from riskguard.domain.trading_day import TradingDay
from riskguard.engine import clocking
from riskguard.engine.board import Board, Notice, Severity
from riskguard.engine.commands import command_event, lock_words
from riskguard.engine.journaling import whole_entry
from riskguard.engine.loop import GuardLoop
from riskguard.engine.status import status
from riskguard.engine.views import snapshot
from riskguard.engine.words import sentence
from riskguard.gateway.budget import ReadBudget
from riskguard.gateway.link import GatewayLink, GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.settings import GatewaySettings
from riskguard.rules import SessionHours
from riskguard.service.addresses import Addresses
from riskguard.service.alerts_desk import AlertsDesk
from riskguard.service.clock import TrustedClock
from riskguard.service.clock_watch import ClockWatch
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
from riskguard.service.support import make_bundle
from riskguard.storage.backups import BackupShelf
from riskguard.storage.models import FILE_NAME as JOURNAL_FILE
from riskguard.storage.recorder import FOLDER as RECORDINGS
from riskguard.storage.recorder import DayRecorder
from riskguard.storage.recovery import Start, first_file_words, open_journal
from riskguard.storage.troubles import cure_of

log = logging.getLogger(__name__)

_BY_COMMAND = "the command line"
_WALL = re.compile(r"\d{1,2}:\d{2}")
_RETRY_S = (0.5, 1.0, 2.0, 5.0)
_REFUSED_RETRY_S = 30.0
_LOOK_AGAIN_S = 30.0
_CONTROL_AGAIN_S = 2.0
_RECORDED = "The day is recorded again, what came meanwhile is missing"
_READ_AGAIN = "Lockouts are in force; trades are read from the gateway again."
_ALL_WRITTEN = "Everything in force is written into it again."
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
        self._running: asyncio.AbstractEventLoop | None = None
        self._early: list[Event] = []
        self._clock = clock or TrustedClock()
        self._practice = practice
        places = (data_dir / JOURNAL_FILE, data_dir / SETTINGS_FILE)
        vault = vault or open_vault(data_dir, None if practice else system_keyring)
        self._proof = Proof(vault, places[0], self._emit_from_thread)
        told = (self._journal_trouble, self._journal_replaced)
        self._opened = open_journal(Start(*places, self._clock.now, *told, self._proof.prepare))
        self._journal, found, state = self._opened.journal, self._opened.found, self._opened.state
        state = replace(state, mark=self._proof.mark, gateway=gateway_mark(gateway.api_url) if gateway else "")
        if state.seen:
            self._clock.not_before(state.seen.at)
        self._recorder = DayRecorder(
            data_dir / RECORDINGS,
            self._clock.now,
            self._trading_day,
            on_trouble=self._recording_trouble,
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
        board = self._board = AlertingBoard(board, self._alerts, lambda: self.loop.state.settings.alerts)
        self.loop = GuardLoop(
            state, self._link.broker, self._journal, board, self._clock, recorder=self._recorder, practice=practice
        )
        self._keeping = Housekeeping(
            self._journal, lambda: self.loop.state, self._clock.now, board.announce, monotonic=self._clock.monotonic
        )
        self._control = ControlServer(data_dir, self._command)
        self._stopping = asyncio.Event()
        self._for_practice = False
        self._unknown_account = asyncio.Event()
        self.settings = SettingsDesk(data_dir / SETTINGS_FILE, found, self.loop, self._clock, self._unknown_account.set)
        self._clock_watch = ClockWatch(self._clock, self.loop.emit, self.announce, self._unknown_account.set)
        self._watched: set[int] = set()
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
        self._calendar_day: date | None = None

    async def run(self) -> None:
        """Guard until `stop`: start-up is crash recovery, so there is no other way to begin."""
        self._running = asyncio.get_running_loop()
        self._journal.start()
        self._recorder.start()
        self._board.follow()
        self.settings.open()
        self._proof.tell(self.loop.emit)
        for event in self._early:
            self.loop.emit(event)
        first = self._proof.first_words(self._clock.now())
        if first and not self._practice:
            self._board.announce(first)
        judging = asyncio.create_task(self.loop.run(), name="guard loop")
        connecting = asyncio.create_task(self._connect() if self._connectable else self._tell_setup(), name="connect")
        looking = asyncio.create_task(self.settings.watch(), name="settings file")
        timing = asyncio.create_task(self._clock_watch.run(), name="clock")
        others = asyncio.create_task(self._instances.run(), name="other guards")
        listening = asyncio.create_task(self._open_control(), name="control")
        keeping = asyncio.create_task(self._keeping.run(), name="housekeeping")
        recovered = asyncio.create_task(self._tell_recovered(), name="recovered")
        try:
            await self._stopping.wait()
        finally:
            for task in (recovered, keeping, listening, others, timing, looking, connecting):
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
            self._lock.release()

    def stop(self, *, for_practice: bool = False) -> None:
        """End it; the next start says whether it had been left for the practice mode."""
        self._for_practice = for_practice
        self._stopping.set()

    def flatten(self, account_id: int | None, asked_by: str) -> None:
        """Ask for everything to be closed and cancelled; returns at once."""
        self.loop.emit(FlattenRequested(account_id, asked_by))

    def lock(self, account_id: int | None, until: datetime, asked_by: str) -> str:
        """Ask for a lockout of one's own; returns at once with why not, or nothing."""
        asked = {"account": account_id, "until": until.isoformat()}
        return str(self._lock_asked(asked, asked_by).get("error", ""))

    def clock(self, what: Literal["in", "out"], asked_by: str) -> str:
        """Clock the trader in or out; returns at once with why not, or nothing."""
        return str(self._clock_asked(what, asked_by).get("error", ""))

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

    def _emit(self, event: Event) -> None:
        if isinstance(event, AccountChanged) and event.account_id not in self._watched:
            self._unknown_account.set()
        self.loop.emit(event)

    def _journal_trouble(self, words: str | None) -> None:
        """From the writer thread."""
        lasting = "Limits and lockouts go on from memory and are written as soon as that works: let RiskGuard run."
        event = ProtectionReduced("journal", f"{words}. {lasting}") if words else ProtectionRestored("journal")
        self._emit_from_thread(event)

    def _emit_from_thread(self, event: Event) -> None:
        """What the start itself finds waits until the loop runs."""
        if self._running is None:
            self._early.append(event)
        else:
            self._running.call_soon_threadsafe(self.loop.emit, event)

    def _journal_replaced(self, words: str) -> None:
        """From the writer thread."""
        if self._running is not None:
            self._running.call_soon_threadsafe(self._write_all_again, words)

    def _write_all_again(self, words: str) -> None:
        """Another file stands in the journal's place: it is to hold what is in force now."""
        self._journal.write(whole_entry(self.loop.state, self._clock.now()))
        self.loop.emit(ProtectionReduced("journal_restored", f"{words} {_ALL_WRITTEN}"))
        self.loop.emit(ProtectionRestored("journal_restored"))

    async def _tell_recovered(self) -> None:
        """Of a journal that could not be used at the start, until what was traded meanwhile has been read again."""
        words = self._opened.words
        if not words:
            return
        if self._opened.lost:
            text = f"{words} {first_file_words(self._opened)}".strip()
            self._board.announce(Notice(self._clock.now(), None, Severity.ALARM, "The journal was lost", text))
        self.loop.emit(ProtectionReduced("journal_restored", f"{words} {_READ_AGAIN}"))
        await self._keeping.armed.wait()
        self.loop.emit(ProtectionRestored("journal_restored"))

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

    def _recording_trouble(self, words: str | None) -> None:
        """From the writer thread. No protection is reduced by it: said once, and when it is over."""
        title = "Recording stopped" if words else "Recording goes on"
        notice = Notice(
            self._clock.now(), None, Severity.WARNING if words else Severity.INFO, title, sentence(words or _RECORDED)
        )
        if self._running is not None:
            self._running.call_soon_threadsafe(self._board.announce, notice)

    async def _connect(self) -> None:
        """Sign in, however long it takes, then watch the guarded accounts."""
        tries = 0
        while True:
            try:
                accounts = await self._link.start()
                break
            except GatewayRefusedError as error:
                words, pause = sentence(f"{error.told[0].upper()}{error.told[1:]}"), _REFUSED_RETRY_S
            except GatewayUnreachableError as error:
                words, pause = (
                    sentence(f"The gateway cannot be reached, trying again: {error}"),
                    _RETRY_S[min(tries, 3)],
                )
            tries += 1
            self._tell_unreached(words)
            await asyncio.sleep(pause)
        self.loop.emit(ProtectionRestored("login"))
        self._clock_watch.signed_in()
        self._tell_calendar()
        await self._watch(accounts)
        while True:
            with contextlib.suppress(TimeoutError):
                unwatched = set(self.loop.state.accounts) - self._watched
                pause = _LOOK_AGAIN_S / 10 if unwatched else _LOOK_AGAIN_S
                await asyncio.wait_for(self._unknown_account.wait(), pause)
            self._unknown_account.clear()
            self._tell_calendar()
            with contextlib.suppress(GatewayUnreachableError, GatewayRefusedError):
                await self._look_again()

    def _tell_calendar(self) -> None:
        """Once a trading day: when the exchange calendar that RULE-009 goes by is about to run out."""
        now = self._clock.now()
        day = self._trading_day(now).label
        rules = self.loop.state.settings.active_rules
        if day == self._calendar_day or not any(isinstance(r, SessionHours) and r.calendar == "CME" for r in rules):
            return
        self._calendar_day = day
        words = cme_calendar().warning(now)
        if words:
            self._board.announce(Notice(now, None, Severity.WARNING, "Exchange calendar runs out", sentence(words)))

    async def _tell_setup(self) -> None:
        """No credentials: nothing to connect to, and every front end says what is missing."""
        usual = "No gateway is set up: set PROJECT_X_USERNAME and PROJECT_X_API_KEY, then start again."
        words = sentence(self.missing) if self.missing else usual
        self.loop.emit(ProtectionReduced("setup", words, grave=True))

    def _tell_unreached(self, words: str) -> None:
        log.warning("%s", words)
        self.loop.emit(ProtectionReduced("login", words, grave=True))

    async def _look_again(self) -> None:
        """Accounts opened or come back since the start are guarded too."""
        accounts = await self._link.accounts()
        guarded = self._watched & set(self.loop.state.accounts)
        new = [account for account in accounts if account.account_id not in guarded and self._wanted(account)]
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

    def _command(self, command: str, arguments: Mapping[str, Any]) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        match command:
            case "admin":
                return self._admin.command(arguments)
            case "status":
                return self.status()
            case "flatten" | "lock" | "clock":
                return self._asked(command, arguments)
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

    def _asked(self, command: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if command == "flatten":
            return self._flatten_asked(arguments.get("account"))
        if command == "lock":
            return self._lock_asked(arguments)
        return self._clock_asked("out" if arguments.get("what") == "out" else "in")

    def _clock_asked(self, what: Literal["in", "out"], asked_by: str = _BY_COMMAND) -> dict[str, Any]:
        """Clock the trader in or out; what is said is so once it is written."""
        state, now = self.loop.state, self._clock.now()
        refused = clocking.refusal(state, what, now)
        if refused:
            return {"error": refused}
        self.loop.emit(SessionAsked(what, asked_by))
        return {"asked": True, "words": clocking.said(state, what, now)}

    def _lock_asked(self, arguments: Mapping[str, Any], asked_by: str = _BY_COMMAND) -> dict[str, Any]:
        """A lockout of one's own; accounts that are not read yet are locked too, and closed as soon as they are."""
        state, now = self.loop.state, self._clock.now()
        account_id = arguments.get("account")
        if not state.accounts or (account_id is not None and account_id not in state.accounts):
            which = f"account {account_id}" if account_id is not None else "no account"
            return {"error": f"{which} is {'not ' if account_id is not None else ''}guarded here, so nothing is locked"}
        until = arguments.get("until")
        if isinstance(until, str) and _WALL.fullmatch(until):
            at = state.resets.schedule.next_wall(now, time.fromisoformat(until.zfill(5)))
            arguments = {**arguments, "until": at.isoformat()}
        event = command_event({**arguments, "command": "lock", "askedBy": asked_by}, now, state.day.end)
        if not isinstance(event, LockRequested):
            return {"error": "the end of the lockout must lie ahead, at most a year"}
        self.loop.emit(event)
        return {"asked": True, "until": event.until.isoformat(), "words": lock_words(state, event, now)}

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
