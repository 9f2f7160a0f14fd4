"""Starts RiskGuard at login: a value of the Run key on Windows, a desktop entry elsewhere. Blocks."""

import os
import shlex
import sys
from pathlib import Path
from typing import Protocol

from riskguard.service.data_dir import default_data_dir
from riskguard.service.own_program import own_program

NAME = "RiskGuard"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_ENTRY = """[Desktop Entry]
Type=Application
Name=RiskGuard
Comment=Watches your trading limits
Exec={command}
X-GNOME-Autostart-enabled=true
Terminal=false
"""


class Autostart(Protocol):
    """`set` raises OSError where that cannot be written."""

    def enabled(self) -> bool: ...

    def set(self, on: bool) -> None: ...


class RunKey(Protocol):
    """The registry's Run key of the user."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


class RunKeyAutostart:
    """On Windows."""

    def __init__(self, key: RunKey, command: list[str]) -> None:
        self._key, self._command = key, " ".join(f'"{part}"' if " " in part else part for part in command)

    def enabled(self) -> bool:
        return self._key.get(NAME) == self._command

    def set(self, on: bool) -> None:
        if on:
            self._key.put(NAME, self._command)
        elif self._key.get(NAME) is not None:
            self._key.delete(NAME)


class DesktopEntryAutostart:
    """Where desktops follow the XDG autostart specification."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self._path = folder / "riskguard.desktop"
        self._text = _ENTRY.format(command=shlex.join(command))

    def enabled(self) -> bool:
        try:
            return self._path.read_text(encoding="utf-8") == self._text
        except (OSError, UnicodeDecodeError):
            return False

    def set(self, on: bool) -> None:
        if not on:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._text, encoding="utf-8")


def start_command(data_dir: Path) -> list[str]:
    """How this program is started on a data directory: as it was started now."""
    usual = data_dir.resolve() == default_data_dir().resolve()
    return [*own_program(), "run", *([] if usual else ["--data-dir", str(data_dir.resolve())])]


def system_autostart(data_dir: Path) -> Autostart:
    """That of the system this runs on."""
    command = start_command(data_dir)
    if sys.platform == "win32":
        return RunKeyAutostart(_WindowsRunKey(), command)
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return DesktopEntryAutostart(Path(config) / "autostart", command)


if sys.platform == "win32":
    import winreg

    class _WindowsRunKey:
        def get(self, name: str) -> str | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                    return str(winreg.QueryValueEx(key, name)[0])
            except FileNotFoundError:
                return None

        def put(self, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

        def delete(self, name: str) -> None:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)
