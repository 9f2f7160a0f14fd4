"""Runs a guard with or without windows, and the demo around it. The only file that starts event loops."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import aiohttp

from riskguard.app import Guard
from riskguard.cli import demo as script
from riskguard.desktop.screen import screen_available
from riskguard.engine.board import Board, BoardSnapshot, Notice
from riskguard.first_run import Desk
from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError
from riskguard.service.data_dir import AlreadyRunningError, DataDirInUseError
from riskguard.service.instances import Running, bring_to_front, running_pid
from riskguard.service.logs import start_logging
from riskguard.service.own_program import outliving, own_program
from riskguard.service.paper_process import PaperNotStartedError, PaperProcess
from riskguard.service.practice import seed
from riskguard.service.setup import StartWith, home, start_with
from riskguard.state.lockouts import LockoutManager
from riskguard.storage.offline import JournalUnusableError

log = logging.getLogger(__name__)

FAILED = 1
BAD = 2
_BY_DESKTOP = "the desktop"
_WATCHDOG = "RISKGUARD_WATCHDOG"


class ConsoleBoard:
    """The board without a screen: what is worth knowing goes to the log and to standard error, line by line."""

    def __init__(self) -> None:
        self._headline = ""

    def publish(self, snapshot: BoardSnapshot) -> None:
        headline = f"{snapshot.headline}. {snapshot.detail}" if snapshot.detail else snapshot.headline
        if headline != self._headline and not snapshot.accounts:
            self._line(snapshot.at, headline)
        elif snapshot.protected and not self._headline.startswith("Guarding"):
            names = ", ".join(account.name for account in snapshot.accounts)
            headline = f"Guarding {names}."
            self._line(snapshot.at, headline)
        else:
            return
        self._headline = headline

    def announce(self, notice: Notice) -> None:
        log.info("%s: %s", notice.title, notice.text)
        account = f" ({notice.account_id})" if notice.account_id else ""
        sys.stderr.write(f"{notice.at.astimezone():%H:%M:%S} {notice.title}{account}: {notice.text}\n")

    def _line(self, at: datetime, words: str) -> None:
        sys.stderr.write(f"{at.astimezone():%H:%M:%S} {words}\n")


def run(args: argparse.Namespace) -> int:
    """`riskguard` and `riskguard run`: guard until stopped; 2 when it cannot start."""
    headless = getattr(args, "headless", False)
    if not headless and not screen_available():
        return _fail("there is no display to show windows on; add --headless (riskguard run --headless)")
    desk = Desk(args.data_dir)
    watchdog = getattr(args, "watchdog", False) or not (headless or os.environ.get(_WATCHDOG) == "off")
    how = _How(headless=headless, verbose=getattr(args, "verbose", False), desk=desk, watchdog=watchdog)
    return _practice(args.data_dir, how) if getattr(args, "practice", False) else _as_set_up(args.data_dir, desk, how)


def _as_set_up(data_dir: Path, desk: Desk, how: "_How") -> int:
    """By the environment, or by what the first start was ended with."""
    headless = how.headless
    try:
        start = start_with(data_dir, os.environ, desk.credentials)
    except GatewaySettingsError as error:
        if headless:
            return _fail(str(error))
        start = StartWith(words=str(error))
    if headless and start.mode == "live" and start.gateway is None:
        return _fail(_unset() if start.ask else start.words)
    if start.ask and not headless:
        start = desk.first_start()
        if start.ask:
            return 0
        how = replace(how, show=True)
    how = replace(how, missing=start.words)
    if start.mode == "practice":
        return _practising(home(data_dir, "practice"), replace(how, practice=True))
    return _guarded(data_dir, start.gateway, how)


def _unset() -> str:
    """What the environment lacks, for who runs without windows."""
    try:
        GatewaySettings.from_environment(os.environ)
    except GatewaySettingsError as error:
        return str(error)
    return ""


def _practice(live: Path, how: "_How") -> int:
    """The practice mode whatever the program is set up for, with one's own limits to begin with."""
    try:
        seed(live, home(live, "practice"))
    except OSError as error:
        return _fail(f"{home(live, 'practice')} cannot be used as data directory: {error.strerror}")
    return _practising(home(live, "practice"), how)


def _practising(data_dir: Path, how: "_How") -> int:
    """On a paper gateway of its own, with settings and journal of its own."""
    try:
        paper = PaperProcess()
    except PaperNotStartedError as error:
        return _fail(str(error))
    try:
        return _guarded(data_dir, _paper_gateway(paper.found), replace(how, practice=True, paper=paper.found))
    finally:
        paper.stop()


def _paper_gateway(found: Mapping[str, Any]) -> GatewaySettings:
    return GatewaySettings(
        found["user"], found["key"], found["api_url"], found["user_hub_url"], found["market_hub_url"]
    )


@dataclass(frozen=True)
class _How:
    """How a guard is run; `desk` has the secrets of its directory, None where nothing is to be kept."""

    headless: bool = False
    practice: bool = False
    verbose: bool = False
    watchdog: bool = False
    """Whether a live guard has one; play money has none."""
    beside: Callable[[Guard], Any] | None = None
    desk: Desk | None = None
    missing: str = ""
    show: bool = False
    """The dashboard is open from the beginning: after a first start, whose window would else vanish into the tray."""
    paper: Mapping[str, Any] | None = None
    """What the paper gateway of this program printed; for the order ticket, in practice only."""


def _guarded(data_dir: Path, gateway: GatewaySettings | None, how: _How) -> int:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        listener = start_logging(data_dir, verbose=how.verbose)
    except OSError as error:
        return _fail(f"{data_dir} cannot be used as data directory: {error.strerror}")
    try:
        if how.headless:
            asyncio.run(_work(data_dir, gateway, ConsoleBoard(), how))
        else:
            _with_windows(data_dir, gateway, how)
    except AlreadyRunningError as error:
        return _runs_already(data_dir, error, headless=how.headless)
    except (DataDirInUseError, JournalUnusableError) as error:
        return _fail(str(error))
    finally:
        listener.stop()
    return 0


def _runs_already(data_dir: Path, error: AlreadyRunningError, *, headless: bool) -> int:
    """A start with windows brings those of the first to the front, and that is all that was wanted."""
    first = Running(running_pid(data_dir)) if headless else bring_to_front(data_dir)
    process = f", as process {first.pid}" if first.pid else ""
    if first.shown:
        sys.stdout.write(f"{error}{process}. Its window is in front now.\n")
        return 0
    return _fail(f"{error}{process}")


async def _work(
    data_dir: Path,
    gateway: GatewaySettings | None,
    board: Board,
    how: _How,
    made: Callable[[Guard], None] | None = None,
) -> None:
    guard = Guard(data_dir, gateway, board, practice=how.practice)
    guard.missing = how.missing
    guard.watched.wanted = how.watchdog and not how.practice
    if made:
        made(guard)
    _stop_on_signals(asyncio.get_running_loop(), guard)
    companion = asyncio.create_task(how.beside(guard)) if how.beside else None
    try:
        await guard.run()
    finally:
        if companion:
            companion.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await companion


def _stop_on_signals(loop: asyncio.AbstractEventLoop, guard: Guard) -> None:
    """A plain signal handler: the loop of Qt has no other, and the loop's tick lets it run within a second."""

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(guard.stop)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


class _Commands:
    """What the desktop may ask for."""

    guard: Guard | None = None

    def flatten(self, account_id: int | None) -> None:
        if self.guard:
            self.guard.commands.flatten(account_id, _BY_DESKTOP)

    def lock(self, account_id: int | None, until: datetime) -> str:
        refused = self.guard.commands.lock(account_id, until, _BY_DESKTOP).get("error", "") if self.guard else ""
        if refused and self.guard:
            self.guard.announce("Not locked", f"{refused[:1].upper()}{refused[1:]}.")
        return refused

    def clock(self, what: Literal["in", "out"]) -> str:
        return str(self.guard.commands.clock(what, _BY_DESKTOP).get("error", "")) if self.guard else ""

    def quit(self) -> None:
        if self.guard:
            self.guard.stop()

    def leave_for_practice(self) -> None:
        if self.guard:
            self.guard.stop(for_practice=True)


def _with_windows(data_dir: Path, gateway: GatewaySettings | None, how: _How) -> None:
    from riskguard.desktop.actions.actions import Actions
    from riskguard.desktop.actions.modes import Modes
    from riskguard.desktop.desktop import Desktop, make_loop
    from riskguard.desktop.language import language

    _, loop = make_loop(sys.argv[:1])
    language.use(language.wanted(data_dir))
    commands = _Commands()
    desktop = Desktop(commands, data_dir=data_dir, practice=how.practice)
    actions = Actions(desktop, commands, paper=how.paper, start_practice=_practice_starter(data_dir, how))
    modes = Modes(desktop, how.desk, commands, _restart)

    def made(guard: Guard) -> None:
        commands.guard = guard
        guard.on_show = desktop.show
        desktop.dashboard.health = guard.health
        desktop.dashboard.support = guard.support_bundle
        if how.desk:
            desk = how.desk
            desktop.use_settings(guard.front_desk(lambda now: desk.secrets(data_dir, now)))
            modes.offer()
        desktop.start()
        if how.show:
            desktop.show()

    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(_work(data_dir, gateway, desktop.board, how, made))
    finally:
        modes.close()
        actions.close()
        desktop.close()
        loop.close()


def _restart(data_dir: Path) -> None:
    """The program anew, by what it is set up for now; this one ends meanwhile."""
    from PySide6.QtCore import QProcess

    program, *first = own_program()
    QProcess.startDetached(program, [*first, "run", "--data-dir", str(data_dir)])


def _practice_starter(data_dir: Path, how: _How) -> Callable[[], None] | None:
    """Starts the practice mode beside a live guard: a program of its own, so that what it does cannot matter here."""
    if how.practice or how.desk is None:
        return None
    from PySide6.QtCore import QProcess, QProcessEnvironment

    program, *first = own_program()
    asked = [*first, "run", "--practice", "--data-dir", str(data_dir)]

    def start() -> None:
        process, environment = QProcess(), QProcessEnvironment.systemEnvironment()
        for name, value in outliving({}).items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setProgram(program)
        process.setArguments(asked)
        process.startDetached()

    return start


def demo(args: argparse.Namespace) -> int:
    """`riskguard demo`: 0 only when every breach of the script ended as it should."""
    if args.exit_after is not None and args.exit_after <= 0:
        return _fail(f"--exit-after was {args.exit_after}; give seconds above 0")
    headless = args.headless
    if not headless and not screen_available():
        sys.stdout.write("There is no display here: the demo goes on without windows.\n")
        headless = True
    report = script.Report()
    try:
        paper = PaperProcess("--accounts", "2")
    except PaperNotStartedError as error:
        return _fail(str(error))
    try:
        code = _demo_guarded(paper.found, report, headless=headless, exit_after=args.exit_after)
    finally:
        paper.stop()
    if headless or not report.finished:
        _print_report(report)
    return code or (0 if report.good else FAILED)


def _demo_guarded(found: dict[str, Any], report: script.Report, *, headless: bool, exit_after: float | None) -> int:
    gateway = _paper_gateway(found)

    async def beside(guard: Guard) -> None:
        try:
            async with asyncio.timeout(exit_after):
                await _bad_hour(guard, found, report)
                if not headless:
                    _print_report(report)
                    guard.announce("The bad hour is over", "Look around, try to trade on; Quit ends the demo.")
                    await asyncio.Event().wait()
        except TimeoutError:
            pass
        guard.stop()

    with tempfile.TemporaryDirectory(prefix="riskguard-demo-") as folder:
        data_dir = Path(folder)
        (data_dir / "riskguard.toml").write_text(script.SETTINGS, encoding="utf-8")
        return _guarded(data_dir, gateway, _How(headless=headless, practice=True, beside=beside, paper=found))


async def _bad_hour(guard: Guard, found: dict[str, Any], report: script.Report) -> None:
    """Wait until the guard is armed, then let the trader have his hour; what goes wrong is a line of the report."""

    def locked(account_id: int) -> bool:
        account = guard.loop.state.accounts.get(account_id)
        return account is not None and LockoutManager.hard(account.lockouts) is not None

    await guard.loop.protected.wait()
    try:
        await script.play(found, locked, report)
    except (OSError, KeyError, StopIteration, aiohttp.ClientError) as error:
        report.lines.append(script.Line("the script", "plays to its end", f"broke off: {error!r}"))


def _print_report(report: script.Report) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("what the trader did", "what should come of it", "as expected", "after", title="A bad hour")
    for line in report.lines:
        table.add_row(line.what, line.expected, line.found, f"{line.seconds:.1f} s")
    Console(width=None if sys.stdout.isatty() else 110).print(table)
    if not report.finished:
        sys.stdout.write("The script did not come to its end in the time given.\n")


def _fail(words: str) -> int:
    sys.stderr.write(f"riskguard: {words}\n")
    return BAD
