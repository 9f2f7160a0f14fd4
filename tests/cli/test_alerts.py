"""`riskguard alerts`: channels are added, listed, tested and removed, while the program runs and while it does not."""

import io
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskguard.__main__ import main
from riskguard.cli import alerts
from riskguard.config.alerts import KINDS, LEAST
from riskguard.service.addresses import VARIABLE
from tests.alerts.services import Webhook

SETTINGS = "[rules.max_contracts]\nlimit = 5\n"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """Its address stands in the environment: the tests' machine has no keyring."""
    made = Webhook()
    monkeypatch.setenv(f"{VARIABLE}HOOK", made.address())
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "riskguard.toml").write_text(f'{SETTINGS}[alerts.channels.hook]\nleast = "breach"\n', encoding="utf-8")
    return tmp_path


def runs(folder: Path, *args: str) -> int:
    return main(["alerts", *args, "--data-dir", str(folder)])


def test_the_choices_are_those_of_the_settings() -> None:
    assert (alerts.KINDS, alerts.LEAST) == (KINDS, LEAST)


def test_channels_are_listed_without_their_addresses(
    folder: Path, webhook: Webhook, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runs(folder, "list") == 0
    assert capsys.readouterr().out == "hook: other, from breach on\n"
    assert runs(folder, "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"name": "hook", "kind": "other", "least": "breach"}
    assert runs(folder / "nothing") == 0
    assert "on the screen only" in capsys.readouterr().out


def test_a_test_arrives_or_says_why_not(folder: Path, webhook: Webhook, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(folder, "test", "hook") == 0
    assert webhook.titles == ["RiskGuard test"]
    webhook.answer = (404, '{"message": "Unknown Webhook"}')
    capsys.readouterr()
    assert runs(folder, "test", "hook") == 1
    told = capsys.readouterr().err
    assert "Unknown Webhook" in told and "hook-Secret" not in told


def test_a_channel_can_be_quieted_and_removed_in_the_file(folder: Path) -> None:
    assert runs(folder, "least", "hook", "off") == 0
    values = tomllib.loads((folder / "riskguard.toml").read_text(encoding="utf-8"))
    assert values["alerts"]["channels"]["hook"]["least"] == "off"


@pytest.mark.parametrize(
    ("args", "address", "words"),
    [
        (("add", "my phone"), "ntfy://topic", "letters, digits"),
        (("add", "phone"), "my phone", "as apprise writes it"),
        pytest.param(
            *(("add", "phone"), "ntfy://topic", "keyring cannot be used"),
            marks=pytest.mark.skipif(sys.platform == "win32", reason="there is always a Credential Manager"),
        ),
        (("add", "hook"), "ntfy://topic", "already"),
        (("remove", "phone"), "", "no channel phone"),
        (("test", "phone"), "", "no channel phone"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    folder: Path,
    args: tuple[str, ...],
    address: str,
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = (folder / "riskguard.toml").read_text(encoding="utf-8")
    monkeypatch.setitem(sys.__dict__, "stdin", io.StringIO(f"{address}\n"))
    assert runs(folder, *args) == 2
    assert words in capsys.readouterr().err
    assert (folder / "riskguard.toml").read_text(encoding="utf-8") == before


KEEPER = """
import sys, keyring
from riskguard.__main__ import main
from tests.fakes.vault import MemoryKeyring
keyring.set_keyring(MemoryKeyring())
sys.exit(max(main([*args, "--data-dir", sys.argv[1]]) for args in (
    ["alerts", "add", "bot", "--least", "info"], ["alerts", "list"], ["alerts", "remove", "bot"], ["alerts", "list"])))
"""


def test_an_address_is_read_from_standard_input_and_stands_in_no_file(folder: Path) -> None:
    token = "tgram://123456789:AAE-abcdefghijklmnopqrstuvwxyz01234/4711"
    done = subprocess.run(
        [sys.executable, "-c", KEEPER, str(folder)],
        input=token,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "bot: telegram, from info on" in done.stdout and done.stdout.count("bot:") == 1
    assert "AAE" not in done.stdout + "".join(
        one.read_text(encoding="utf-8", errors="replace") for one in folder.iterdir() if one.is_file()
    )
    assert (
        tomllib.loads((folder / "riskguard.toml").read_text(encoding="utf-8"))["rules"]["max_contracts"]["limit"] == 5
    )
