"""A Windows under wine to try the setup program in: a fresh prefix, a screen of its own, the host's paper gateway."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from installer.winebox import REPOSITORY, WineBox
from riskguard.service.control import ask

PREFIX = "try"
INSTALLED = r"C:\users\root\AppData\Local\Programs\RiskGuard"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\RiskGuard"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
_AT_MOST_S = 240
_DRAWN_S = 2
"""Until windows and notification show what the guard tells already."""


class Windows:
    """`user` is the folder of the user in it, as this system sees it; `log` what was done, with times."""

    def __init__(self, box: WineBox, display: str) -> None:
        self._box, self._display = box, display
        self.user = box.cache / PREFIX / "drive_c" / "users" / "root"
        self.data_dir = self.user / "AppData" / "Local" / "RiskGuard"
        self.folder = self.user / "AppData" / "Local" / "Programs" / "RiskGuard"
        self.environment: dict[str, str] = {}
        self.log: list[str] = []
        self._began = time.monotonic()

    def run(self, *words: str, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """A Windows program to its end; what it starts may go on, so it writes into files and no pipes."""
        begun = time.monotonic()
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            command = self._box.command("wine", *words)
            code = subprocess.run(
                command, env=self._given(more), stdout=out, stderr=err, timeout=_AT_MOST_S, check=False
            ).returncode
            said = [(file.seek(0), file.read())[1] for file in (out, err)]
        self.say(f"{' '.join(words)}  -> {code}, {time.monotonic() - begun:.1f} s")
        return subprocess.CompletedProcess(command, code, *said)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        self.say(f"{' '.join(words)}  (goes on)")
        return subprocess.Popen(
            self._box.command("wine", *words),
            env=self._given(None),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )

    def signs_in(self) -> None:
        """What a sign-in starts by itself; wine does that when its session ends and another begins."""
        self.close()
        self.run("wineboot")

    def program(self, *words: str, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """The installed program."""
        return self.run(f"{INSTALLED}\\RiskGuard.exe", *words, more=more)

    def registry(self, key: str, name: str) -> str | None:
        done = self.run("reg", "query", key, "/v", name)
        found = re.search(rf"{name}\s+REG_\w+\s+(.*)", done.stdout)
        return found[1].strip() if found and done.returncode == 0 else None

    def asked(self, command: str, **arguments: Any) -> dict[str, Any]:
        """The guard's answer on its control channel, which is a socket of this machine; empty where none runs."""
        return ask(self.data_dir, command, **arguments) or {}

    def logged(self, words: str) -> list[str]:
        """The lines of the guard's own log with these words."""
        text = (self.data_dir / "riskguard.log").read_text(encoding="utf-8", errors="replace")
        found = [line for line in text.splitlines() if words in line]
        for line in found:
            self.say(f"riskguard.log: {line}")
        return found

    def held(self, lock: str) -> bool:
        """Whether a process there holds a lock of the data directory; wine's are of another kind than this system's."""
        import fcntl  # Windows, which collects this file too, has none

        path = self.data_dir / lock
        if not path.exists():
            return False
        with path.open("r+b") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
            except OSError:
                return True
        return False

    def shoot(self, name: str) -> None:
        """A picture of the whole screen, in docs where RISKGUARD_SHOTS asks for it."""
        folder = REPOSITORY / "docs" / "images" / "windows"
        if not os.environ.get("RISKGUARD_SHOTS"):
            return
        folder.mkdir(parents=True, exist_ok=True)
        time.sleep(_DRAWN_S)
        command = ["import", "-display", self._display, "-window", "root", "-colors", "96", str(folder / f"{name}.png")]
        subprocess.run(command, check=False)
        self.say(f"picture: {name}.png")

    def say(self, words: str) -> None:
        self.log.append(f"{time.monotonic() - self._began:6.1f} s  {words}")

    def _given(self, more: Mapping[str, str] | None) -> dict[str, str]:
        return self._box.environment({"DISPLAY": self._display, **self.environment, **(more or {})}, PREFIX)

    def close(self) -> None:
        """End everything that runs in the prefix."""
        subprocess.run(self._box.command("wineserver", "-k"), env=self._given(None), check=False)


def fresh(box: WineBox, prefix: str) -> None:
    """A Windows nobody has used: what one try leaves in the Credential Manager is none of another's."""
    shutil.rmtree(box.cache / prefix, ignore_errors=True)
    subprocess.run(["cp", "-a", str(box.prefix), str(box.cache / prefix)], check=True)


@contextmanager
def a_windows() -> Iterator[Windows]:
    """With what build_windows.py has made before."""
    box = WineBox()
    fresh(box, PREFIX)
    with _screen() as display:
        windows = Windows(box, display)
        try:
            yield windows
        finally:
            windows.close()
            (REPOSITORY / "dist" / "windows-try.log").write_text("\n".join(windows.log) + "\n", encoding="utf-8")


@contextmanager
def _screen() -> Iterator[str]:
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24"]
    with subprocess.Popen(server, pass_fds=(writing,), stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        with os.fdopen(reading) as answer:
            display = f":{answer.readline().strip()}"
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display})
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait()
            process.terminate()


def setup_program(version: str) -> str:
    """The path in the box of a setup around the program that was built, under another version where there is none."""
    name = f"RiskGuard-{version}-setup.exe"
    if not (REPOSITORY / "dist" / name).exists():
        script = str(REPOSITORY / "installer" / "build_windows.py")
        subprocess.run(["python3", script, "--setup-of", version], check=True)
    return f"/source/dist/{name}"


def gone(path: Path) -> bool:
    return not path.exists()
