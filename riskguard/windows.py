"""A guard with its windows: Qt's loop, what the windows may ask of the guard, and the programs they start beside it."""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QProcess, QProcessEnvironment

from riskguard.app import Guard
from riskguard.desktop.actions.actions import Actions
from riskguard.desktop.actions.modes import Modes
from riskguard.desktop.desktop import Desktop, make_loop
from riskguard.desktop.faults import tell_faults
from riskguard.desktop.language import language
from riskguard.gateway.settings import GatewaySettings
from riskguard.running import How, work
from riskguard.service.own_program import outliving, own_program

_BY_DESKTOP = "the desktop"


class ScreenLostError(Exception):
    """The connection to the screen broke: the session has ended, or somebody has ended it by force."""


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


def with_windows(data_dir: Path, gateway: GatewaySettings | None, how: How) -> None:
    """Until the guard has ended. ScreenLostError where Qt ends before it: without a screen it cannot go on."""
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
        tell_faults(guard.announce)
        desktop.start()
        if how.show:
            desktop.show()

    asyncio.set_event_loop(loop)
    working = loop.create_task(work(data_dir, gateway, desktop.board, how, made))
    try:
        loop.run_until_complete(working)
    except RuntimeError:
        if working.done():
            raise
        raise ScreenLostError from None
    finally:
        modes.close()
        actions.close()
        desktop.close()
        loop.close()


def _restart(data_dir: Path) -> None:
    """The program anew, by what it is set up for now; this one ends meanwhile."""
    program, *first = own_program()
    QProcess.startDetached(program, [*first, "run", "--data-dir", str(data_dir)])


def _practice_starter(data_dir: Path, how: How) -> Callable[[], None] | None:
    """Starts the practice mode beside a live guard: a program of its own, so that what it does cannot matter here."""
    if how.practice or how.desk is None:
        return None
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
