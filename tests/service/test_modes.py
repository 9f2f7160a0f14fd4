"""What the program is set up for: chosen by the first start, changed on the desktop, overruled by the environment."""

import os
from pathlib import Path

import pytest

from riskguard.first_run import Desk
from riskguard.gateway.settings import KEY, USER
from riskguard.service.credentials import Credentials
from riskguard.service.setup import choose_mode, chosen_mode, start_with
from tests.desktop.settings_port import MemoryAutostart
from tests.fakes.vault import MemoryKeyring

LIMITS = "[rules.max_contracts]\nlimit = 3\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in (USER, KEY):
        monkeypatch.delenv(name, raising=False)
    keyring = MemoryKeyring()
    return Desk(tmp_path, Credentials(tmp_path, lambda: keyring), MemoryAutostart())


def test_before_the_first_start_there_is_nothing_to_change(desk: Desk) -> None:
    assert desk.mode is None


@pytest.mark.parametrize("mode", ["live", "practice"])
def test_the_mode_is_what_was_chosen_last(desk: Desk, mode: str) -> None:
    choose_mode(desk.data_dir, "practice" if mode == "practice" else "live")
    assert desk.mode == mode


def test_going_to_practice_is_what_the_next_start_goes_by_on_ones_own_limits(desk: Desk) -> None:
    (desk.data_dir / "riskguard.toml").write_text(LIMITS, encoding="utf-8")
    choose_mode(desk.data_dir, "live")
    desk.choose_practice()
    assert start_with(desk.data_dir, {}, desk.credentials).mode == "practice"
    assert "limit = 3" in (desk.data_dir / "practice" / "riskguard.toml").read_text(encoding="utf-8")
    assert (desk.data_dir / "riskguard.toml").read_text(encoding="utf-8") == LIMITS


def test_with_credentials_in_the_environment_there_is_nothing_to_choose(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_mode(desk.data_dir, "live")
    monkeypatch.setitem(os.environ, USER, "you")
    assert desk.mode is None
    assert chosen_mode(desk.data_dir) == "live"
