"""Drives the program as one file, on a paper gateway beside it: what the smoke test and the bench have in common.

RISKGUARD_EXE names the program; RISKGUARD_RUNNER what to put before it, such as `wine`; RISKGUARD_PATHS is `windows`
where the program wants its paths as wine has them.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

_STEP_S = 0.02
SETTINGS = """\
[rules.daily_net_loss]
limit = 500
"""


def wait_for[T](found: Callable[[], T], within_s: float, what: str) -> T:
    """The first true answer; TimeoutError naming what was waited for."""
    end = time.monotonic() + within_s
    while True:
        answer = found()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come about in {within_s:.0f} s")
        time.sleep(_STEP_S)


class PaperTrader:
    """A client of the paper gateway, and of its control endpoint; `found` is the line it printed."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found = found
        self._headers = {"Content-Type": "application/json"}
        token = self.post("/Auth/loginKey", userName=found["user"], apiKey=found["key"])["token"]
        self._headers["Authorization"] = f"Bearer {token}"
        self.account = int(found["accounts"][0]["id"])

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PROJECT_X_USERNAME": self.found["user"],
            "PROJECT_X_API_KEY": self.found["key"],
            "PROJECTX_API_URL": self.found["api_url"],
            "PROJECTX_USER_HUB_URL": self.found["user_hub_url"],
            "PROJECTX_MARKET_HUB_URL": self.found["market_hub_url"],
        }

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self._send(self.found["api_url"] + path, body)

    def control(self, act: str, **body: Any) -> None:
        self._send(f"{self.found['control_url']}/{act}", body)

    def contract(self, root: str) -> str:
        contracts = self.post("/Contract/search", searchText=root, live=False)["contracts"]
        return next(str(one["id"]) for one in contracts if one["activeContract"] and one["name"][:-2] == root)

    def buy(self, contract: str, size: int) -> None:
        self.post("/Order/place", accountId=self.account, contractId=contract, type=2, side=0, size=size)

    def fall(self, contract: str, points: float) -> None:
        """The price of a contract held falls by so much."""
        held = next(one for one in self._positions() if one["contractId"] == contract)
        price = round((held["averagePrice"] - points) * 4) / 4
        self.control("quote", contractId=contract, bid=price - 0.25, ask=price, last=price)

    def holds(self) -> int:
        return len(self._positions())

    def _positions(self) -> list[dict[str, Any]]:
        return list(self.post("/Position/searchOpen", accountId=self.account)["positions"])

    def _send(self, url: str, body: dict[str, Any]) -> dict[str, Any]:
        with urlopen(Request(url, json.dumps(body).encode(), self._headers), timeout=10) as answer:
            found = json.load(answer)
        return found if isinstance(found, dict) else {}


@dataclass
class OneFile:
    """`command` is the program with what stands before it; temporary files go to a folder of their own."""

    command: list[str]
    folder: Path
    windows_paths: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Path, folder: Path) -> "OneFile":
        runner = shlex.split(os.environ.get("RISKGUARD_RUNNER", ""))
        return cls([*runner, str(program)], folder, os.environ.get("RISKGUARD_PATHS") == "windows")

    def __post_init__(self) -> None:
        self.unpacking = self.folder / "tmp"
        self.data_dir = self.folder / "data"
        for one in (self.unpacking, self.data_dir):
            one.mkdir(parents=True, exist_ok=True)
        (self.data_dir / "riskguard.toml").write_text(SETTINGS, encoding="utf-8")
        temporary = {name: self.path(self.unpacking) for name in ("TMPDIR", "TMP", "TEMP")}
        screen = {} if self.windows_paths else {"QT_QPA_PLATFORM": "offscreen"}
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "RISKGUARD_WATCHDOG": "off"}
        self.environment = {**os.environ, **temporary, **screen, **keyring, **self.environment}

    def path(self, one: Path) -> str:
        return "Z:" + str(one).replace("/", "\\") if self.windows_paths else str(one)

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen([*self.command, *arguments], env=self.environment, text=True, **options)

    def say(self, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def guard(self, *options: str) -> subprocess.Popen[str]:
        log = (self.folder / "guard.log").open("a", encoding="utf-8")
        with log:
            return self.start("run", *options, "--data-dir", self.path(self.data_dir), stdout=log, stderr=log)

    def status(self) -> dict[str, Any]:
        """As `status --json` tells it; empty where it says nothing."""
        said = self.say("status", "--json", "--data-dir", self.path(self.data_dir))
        found = json.loads(said.stdout) if said.stdout.startswith("{") else {}
        return found if isinstance(found, dict) else {}

    def left_behind(self) -> list[Path]:
        return sorted(self.unpacking.glob("_MEI*"))


@contextmanager
def paper(*command: str) -> Iterator[PaperTrader]:
    """A paper gateway with prices that stand still, of the program `command` or of this Python."""
    program = command or (sys.executable, "-m", "riskguard")
    options = ["paper", "--json", "--control", "--no-rate-limit", "--speed", "0"]
    with subprocess.Popen([*program, *options], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield PaperTrader(json.loads(process.stdout.readline() if process.stdout else ""))
        finally:
            process.terminate()


@contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="riskguard-packaged-") as name:
        yield Path(name)


def armed(data_dir: Path) -> bool:
    """Whether the guard that runs there is armed, asked on its control channel."""
    from riskguard.service.control import ask

    if not (data_dir / "control.json").exists():
        return False
    found = ask(data_dir, "status") or {}
    return bool(found.get("protected")) and bool(found.get("accounts"))


def version_said(text: str) -> str:
    found = re.search(r"riskguard (\S+)", text)
    return found.group(1) if found else ""
