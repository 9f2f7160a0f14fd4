"""`riskguard run` as its own process, asked by further `riskguard` processes on the same data directory."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.desktop.xvfb import Screen

_ROOT = Path(__file__).resolve().parents[3]


class Program:
    """Started at once. Its credentials go into a keyring of one file beside the data directory."""

    def __init__(self, screen: Screen, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._log = data_dir.parent / "program.log"
        self._environment = {
            **{name: value for name, value in screen.environment.items() if not name.startswith("PROJECT")},
            "PYTHON_KEYRING_BACKEND": "tests.desktop.whole.file_keyring.FileKeyring",
            "RISKGUARD_TEST_KEYRING": str(data_dir.parent / "keyring.json"),
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._line("run"), env=self._environment, cwd=_ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def ask(self, *command: str) -> str:
        """What one more `riskguard` prints; it must succeed."""
        line = self._line(*command)
        done = subprocess.run(
            line, env=self._environment, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=90
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("status", "--json"))
        return found

    def account(self) -> dict[str, Any]:
        """The first account, {} before one is known."""
        accounts: list[dict[str, Any]] = self.status()["accounts"]
        return accounts[0] if accounts else {}

    @property
    def printed(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> int:
        """As the end of a session asks it to; its exit code."""
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        return self._process.wait(90)

    def kill(self) -> None:
        if self.running:
            self._process.kill()
            self._process.wait()

    def _line(self, *command: str) -> list[str]:
        return [sys.executable, "-m", "riskguard", "--data-dir", str(self.data_dir), *command]
