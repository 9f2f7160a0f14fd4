"""Where requests for other settings come in: from the file, the command line and the desktop. The engine decides."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.config.settings import Settings
from riskguard.config.toml_edit import REMOVE, NotEditableError
from riskguard.domain.events import (
    ChangeWithdrawn,
    FiguresConfirmed,
    ProtectionReduced,
    ProtectionRestored,
    SettingsRequested,
)
from riskguard.engine import figures
from riskguard.engine.loop import GuardLoop
from riskguard.engine.ports import Clock
from riskguard.engine.settings_view import as_written, request_view, settings_view
from riskguard.service.settings_file import SettingsFile
from riskguard.storage.restoring import Found, trouble_with

log = logging.getLogger(__name__)

LOOK_S = 0.5
_BY_FILE = "the settings file"

type Answer = dict[str, Any]


class SettingsDesk:
    """Takes requests to one running guard."""

    def __init__(
        self, path: Path, found: Found, loop: GuardLoop, clock: Clock, on_request: Callable[[], None] = lambda: None
    ) -> None:
        """`on_request` is called when other settings were asked for: other accounts may be wanted."""
        self._file = SettingsFile(path)
        self._found = found
        self._fresh = found.fresh
        self._loop = loop
        self._clock = clock
        self._on_request = on_request
        self._writing: set[asyncio.Task[None]] = set()
        self._reading = asyncio.Lock()

    def open(self) -> None:
        """Hand on what the start found: the file's trouble, or the file as a request."""
        if self._found.trouble:
            self._loop.emit(ProtectionReduced("settings", self._found.trouble))
        if self._found.request:
            self._loop.emit(SettingsRequested(self._found.request, _BY_FILE))

    def _ask(self, settings: Settings, asked_by: str) -> None:
        self._loop.emit(SettingsRequested(SettingsRequest(settings), asked_by, self._fresh))
        self._fresh = False
        self._on_request()

    async def watch(self) -> None:
        """Take the file as a request whenever somebody has changed it; until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            if await asyncio.to_thread(self._file.settled):
                await self._look()

    async def _look(self) -> None:
        try:
            settings = await asyncio.to_thread(lambda: self._parsed(self._file.read()))
        except (OSError, UnicodeDecodeError, SettingsFileError) as error:
            words = f"{trouble_with(self._file.path, error)} The limits in force stay as they are."
            self._loop.emit(ProtectionReduced("settings", words))
            return
        self._loop.emit(ProtectionRestored("settings"))
        self._ask(settings, _BY_FILE)

    def _parsed(self, text: str) -> Settings:
        """With the files it names."""
        return parse_settings(text, self._file.path.name, self._file.path.parent)

    async def change(self, values: Mapping[str, object], asked_by: str) -> None:
        """Ask for single values by path (REMOVE takes away) and write the file to show it.

        Raises NotEditableError, SettingsFileError or OSError, and then nothing was asked for.
        """
        text = await asyncio.to_thread(self._file.edited, values, create=self._fresh)
        settings = await asyncio.to_thread(self._parsed, text)
        await asyncio.to_thread(self._file.write, text)
        self._ask(settings, asked_by)

    async def replace(self, text: str, asked_by: str) -> None:
        """Ask for all of a text in place of the present file. SettingsFileError, OSError: nothing was asked for."""
        settings = await asyncio.to_thread(self._parsed, text)
        await asyncio.to_thread(self._file.write, text)
        self._ask(settings, asked_by)

    @property
    def path(self) -> Path:
        """The settings file."""
        return self._file.path

    def withdraw(self, path: str | None, asked_by: str) -> list[str]:
        """Take back what is pending at a path, or all of it; the file is written to show it. What was pending there."""
        state = self._loop.state
        going = [one.path for one in state.pending if path in (None, one.path)]
        if going:
            self._loop.emit(ChangeWithdrawn(path, asked_by))
            task = asyncio.get_running_loop().create_task(self._show(going))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
        return going

    async def _show(self, paths: list[str]) -> None:
        """Write values in force into the file, so that it no longer asks for what was withdrawn."""
        settings = self._loop.state.settings
        values = {path: as_written(settings, path) for path in paths}
        try:
            edits = {path: REMOVE if value is None else value for path, value in values.items()}
            text = await asyncio.to_thread(self._file.edited, edits)
            await asyncio.to_thread(self._file.write, text)
        except (OSError, UnicodeDecodeError, NotEditableError) as error:
            log.warning("%s still asks for what was withdrawn: %s", self._file.path, error)

    def _confirm(self, account: object) -> dict[str, Any]:
        if not isinstance(account, int) or not figures.awaited(self._loop.state, account):
            return {"error": f"nothing is to be confirmed on account {account}"}
        self._loop.emit(FiguresConfirmed(account, "the command line"))
        return {"words": figures.WORDS}

    def command(self, command: str, arguments: Mapping[str, Any]) -> Answer | Awaitable[Answer]:
        """`settings`, `settings_request` with the file's `text`, `settings_withdraw` with a `path` or `all`.

        `settings_confirm` with an `account`: its figures hold as they are.
        """
        match command:
            case "settings_confirm":
                return self._confirm(arguments.get("account"))
            case "settings_request":
                return self._requested(str(arguments.get("text", "")))
            case "settings_withdraw":
                path = str(arguments.get("path", ""))
                going = self.withdraw(None if path == "all" else path, "the command line")
                return {"withdrawn": going} if going else {"error": f"nothing is pending at {path}"}
            case "settings":
                return dict(settings_view(self._loop.state, self._clock.now()))
            case _:
                return {"error": f"{command} is not a command"}

    async def _requested(self, text: str) -> Answer:
        try:
            async with self._reading:  # one at a time: each takes its share of the processor from the loop
                settings = await asyncio.to_thread(self._parsed, text)
        except SettingsFileError as error:
            return {"error": str(error)}
        view = request_view(self._loop.state, settings, self._clock.now())
        self._ask(settings, "the command line")
        return dict(view)
