"""What the first start leaves behind, written in one go at its end or not at all; and what a start goes by."""

import contextlib
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from riskguard.config.file import FILE_NAME as SETTINGS_FILE
from riskguard.config.file import Problem, SettingsFileError, parse_settings, text_of, why_unread
from riskguard.gateway.settings import KEY, USER, GatewaySettings
from riskguard.service.autostart import Autostart
from riskguard.service.credentials import Credentials, CredentialsError
from riskguard.service.password import AdminPassword
from riskguard.service.settings_file import SettingsFile

log = logging.getLogger(__name__)

FILE_NAME = "start.json"
PRACTICE_FOLDER = "practice"

type Mode = Literal["live", "practice"]


@dataclass(frozen=True, slots=True)
class StartWith:
    """How to start. `ask` where nothing is set up yet; `words` why there are no credentials though there should be."""

    mode: Mode = "live"
    gateway: GatewaySettings | None = None
    ask: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """All that was chosen: `settings` is the text of riskguard.toml. The password "" for none."""

    mode: Mode
    gateway: GatewaySettings | None
    settings: str
    password: str = ""
    at_login: bool = False


class SetupFailedError(Exception):
    """The first start could not be written; nothing of it was left. The message says why."""


def start_with(data_dir: Path, environment: Mapping[str, str], credentials: Credentials) -> StartWith:
    """The environment first, then the choice of the first start with the keyring's credentials.

    Raises GatewaySettingsError for an environment that is set and wrong.
    """
    if environment.get(USER) or environment.get(KEY):
        return StartWith(gateway=GatewaySettings.from_environment(environment))
    mode = chosen_mode(data_dir)
    if mode == "practice":
        return StartWith("practice")
    try:
        found = credentials.load()
    except CredentialsError as error:
        # Set up before, so a keyring that does not answer is a trouble and no first start.
        return StartWith(words=f"No gateway can be reached without its credentials. {error}", ask=mode is None)
    return StartWith(gateway=found, ask=found is None)


def chosen_mode(data_dir: Path) -> Mode | None:
    """What the first start was ended with; None where there was none."""
    try:
        mode = json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))["mode"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return "practice" if mode == "practice" else "live"


def choose_mode(data_dir: Path, mode: Mode) -> None:
    """The next start goes by it. Blocks; OSError."""
    _write_mode(data_dir / FILE_NAME, mode)


def home(data_dir: Path, mode: Mode) -> Path:
    """Where settings and journal are: practice has its own, so that play money never mixes with the real thing."""
    return data_dir / PRACTICE_FOLDER if mode == "practice" else data_dir


class Setup:
    """Writes a choice; what is written already is taken back when the rest fails. Blocks, so not for the loop."""

    def __init__(
        self, data_dir: Path, credentials: Credentials, password: Callable[[Path], AdminPassword], autostart: Autostart
    ) -> None:
        self._data_dir, self._credentials = data_dir, credentials
        self._password, self._autostart = password, autostart

    def settings_text(self, mode: Mode) -> str:
        """The settings file there is already, which the choice builds upon; "" where there is none.

        SettingsFileError where what stands there is no text.
        """
        path = home(self._data_dir, mode) / SETTINGS_FILE
        try:
            return text_of(path)
        except UnicodeDecodeError:
            raise SettingsFileError([Problem(str(path), 0, "", "is not UTF-8 text; save it as UTF-8")]) from None
        except OSError:
            return ""

    def write(self, choice: Choice) -> None:
        """SetupFailedError, and then nothing is left of it."""
        place = home(self._data_dir, choice.mode)
        with contextlib.ExitStack() as undo:
            try:
                _make_folders(place, undo)
                self._write_settings(place / SETTINGS_FILE, choice.settings, undo)
                self._write_credentials(choice, undo)
                self._write_password(place, choice.password, undo)
                self._write_autostart(choice.at_login, undo)
                _write_mode(self._data_dir / FILE_NAME, choice.mode)
            except (OSError, ValueError, CredentialsError, SettingsFileError) as error:
                where = f"{error.filename} cannot be written: " if isinstance(error, OSError) and error.filename else ""
                raise SetupFailedError(f"Nothing was saved: {where}{why_unread(error)}") from error
            undo.pop_all()

    def _write_settings(self, path: Path, text: str, undo: contextlib.ExitStack) -> None:
        parse_settings(text, str(path), path.parent)
        before = path.read_bytes() if path.exists() else None
        _undo(undo, _put_back, path, before)
        SettingsFile(path).write(text)

    def _write_credentials(self, choice: Choice, undo: contextlib.ExitStack) -> None:
        if choice.gateway is None:
            return
        before = self._credentials.load()
        _undo(undo, lambda: self._credentials.save(before) if before else self._credentials.forget())
        self._credentials.save(choice.gateway)

    def _write_password(self, place: Path, password: str, undo: contextlib.ExitStack) -> None:
        admin = self._password(place)
        # One that is set already is changed in the settings, where the old one is asked for.
        if password and not admin.is_set:
            _undo(undo, admin.set, "")
            admin.set(password)

    def _write_autostart(self, on: bool, undo: contextlib.ExitStack) -> None:
        before = self._autostart.enabled()
        if before != on:
            _undo(undo, self._autostart.set, before)
            self._autostart.set(on)


def _make_folders(place: Path, undo: contextlib.ExitStack) -> None:
    """The folder and those above it; the ones that are new go again when the rest fails."""
    missing = [one for one in (place, *place.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        _undo(undo, _remove_empty, one)


def _undo(undo: contextlib.ExitStack, call: Callable[..., object], *given: object) -> None:
    """Something to take back when the rest fails; what cannot be taken back must not keep the others from it."""

    def quietly() -> None:
        try:
            call(*given)
        except (OSError, CredentialsError) as error:
            log.warning("the first start could not be taken back whole: %s", error)

    undo.callback(quietly)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(before)


def _write_mode(path: Path, mode: Mode) -> None:
    part = path.with_name(f"{FILE_NAME}.{os.getpid()}.part")
    part.write_text(json.dumps({"mode": mode}), encoding="utf-8")
    part.replace(path)
