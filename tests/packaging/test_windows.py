"""The setup program and the program it installs, under wine: one story from an empty Windows to an empty one again.

`python3 installer/build_windows.py`, then `RISKGUARD_WINDOWS=1 uv run pytest tests/packaging/test_windows.py`. The
tests follow upon each other. RISKGUARD_SHOTS=1 takes the pictures of docs/windows-try.md anew.
"""

import os
import re
from collections.abc import Iterator

import pytest

from riskguard import __version__
from riskguard.service.data_dir import LOCK as GUARD
from riskguard.service.guard_process import LOCK as WATCHDOG
from riskguard.service.instances import running_pid
from tests.packaging.one_file import PaperTrader, paper, wait_for
from tests.packaging.windows import INSTALLED, RUN, UNINSTALL, Windows, a_windows, gone, setup_program

pytestmark = [
    pytest.mark.windows,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("RISKGUARD_WINDOWS"), reason="RISKGUARD_WINDOWS is not set"),
]
NEXT = "99.0.0"
PASSWORD = "correct horse"
KNOWN = {"RISKGUARD_ADMIN_PASSWORD": PASSWORD}
SETTINGS = "[rules.daily_net_loss]\nlimit = 500\n\n[rules.max_contracts]\nlimit = 4\n"
EXE_NAME = "RiskGuard.exe"
EXE = rf"{INSTALLED}\{EXE_NAME}"
UNINSTALLER = rf"{INSTALLED}\uninstall.exe"
IN_PLACE = rf"_?={INSTALLED}"
"""So that the uninstaller does not go on in a copy of itself and its exit code is known."""
CREDENTIALS = r"HKCU\Software\Wine\Credential Manager"
NOT_NOW_S, SOON_S = 120.0, 60.0


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    with a_windows() as made:
        yield made


@pytest.fixture(scope="module")
def trader() -> Iterator[PaperTrader]:
    with paper() as found:
        yield found


def armed(windows: Windows) -> bool:
    return bool(windows.asked("status").get("protected"))


def state(windows: Windows) -> str:
    accounts = windows.asked("status").get("accounts") or [{"state": ""}]
    return str(accounts[0]["state"])


def test_a_silent_setup_installs_for_one_user_and_says_so_to_the_system(windows: Windows) -> None:
    assert windows.run(setup_program(__version__), "/S", "/LOGIN=1").returncode == 0
    assert sorted(path.name for path in windows.folder.iterdir()) == ["LICENCE.txt", "RiskGuard.exe", "uninstall.exe"]
    assert windows.registry(UNINSTALL, "DisplayVersion") == __version__
    assert windows.registry(UNINSTALL, "InstallLocation") == INSTALLED
    assert windows.registry(UNINSTALL, "QuietUninstallString") == f'"{UNINSTALLER}" /S'
    assert windows.registry(RUN, "RiskGuard") == f"{EXE} run"
    assert list(windows.user.rglob("Start Menu/**/RiskGuard.lnk"))


def test_a_sign_in_starts_it_and_it_arms(windows: Windows, trader: PaperTrader) -> None:
    windows.environment |= trader.environment
    windows.data_dir.mkdir(parents=True, exist_ok=True)
    (windows.data_dir / "riskguard.toml").write_text(SETTINGS, encoding="utf-8")
    windows.signs_in()
    wait_for(lambda: armed(windows), NOT_NOW_S, "a guard that is armed")
    windows.say("armed")


def test_the_journals_key_is_in_the_credential_manager(windows: Windows) -> None:
    assert windows.asked("status")["journal_key"] == "keyring"
    assert re.search(r"Generic: riskguard key \w+", windows.run("reg", "query", CREDENTIALS, "/s").stdout)


def test_a_second_start_brings_the_first_to_the_front(windows: Windows) -> None:
    second = windows.program("run")
    assert (second.returncode, "in front now" in second.stdout) == (0, True)
    windows.shoot("dashboard-armed")
    third = windows.program("run", "--headless")
    assert (third.returncode, "is already running" in third.stderr) == (2, True)
    assert windows.asked("admin", what="password", password="", new=PASSWORD).get("changed") is True


def test_four_fifths_of_a_limit_are_a_warning(windows: Windows, trader: PaperTrader) -> None:
    contract = trader.contract("ES")
    trader.buy(contract, 1)
    trader.fall(contract, points=8.5)  # of 50 dollars each
    wait_for(lambda: state(windows) == "warning", SOON_S, "a warning")
    windows.shoot("warned")


def test_a_breach_ends_flat_and_locked_and_the_console_tells(windows: Windows, trader: PaperTrader) -> None:
    trader.fall(trader.contract("ES"), points=20)
    wait_for(lambda: trader.holds() == 0, SOON_S, "an account that is flat")
    wait_for(lambda: state(windows) == "locked", SOON_S, "a lockout")
    told = windows.program("status", "--json")
    assert '"rule": "RULE-014"' in told.stdout
    assert "Daily net loss" in windows.program("status").stdout
    windows.shoot("locked")


def test_a_guard_that_is_killed_is_back_and_still_locked(windows: Windows) -> None:
    wait_for(lambda: windows.held(WATCHDOG), NOT_NOW_S, "a watchdog")
    before, killed = windows.asked("status")["accounts"][0]["lockouts"], running_pid(windows.data_dir)
    assert windows.run("taskkill", "/F", "/PID", str(killed)).returncode == 0
    wait_for(lambda: state(windows) == "locked", NOT_NOW_S, "a guard that is back and locked")
    windows.say("locked again")
    assert len(windows.logged("a watchdog is there")) == 1
    assert len(windows.logged("the guard ended unasked; it is started again now")) == 1
    assert running_pid(windows.data_dir) != killed
    assert windows.asked("status")["accounts"][0]["lockouts"] == before


def test_a_clean_stop_takes_the_watchdog_along_and_nobody_comes_back(windows: Windows) -> None:
    assert windows.program("stop").returncode == 3
    assert (state(windows), windows.held(WATCHDOG)) == ("locked", True)
    assert windows.program("stop", more=KNOWN).returncode == 0
    assert not windows.held(GUARD) and not windows.held(WATCHDOG)
    assert EXE_NAME not in windows.run("tasklist").stdout
    windows.start(EXE, "run")
    wait_for(lambda: state(windows) == "locked", NOT_NOW_S, "a guard that is back and locked")
    wait_for(lambda: windows.held(WATCHDOG), NOT_NOW_S, "a watchdog")


def test_an_upgrade_replaces_a_running_guard_which_is_locked_again_at_once(windows: Windows) -> None:
    before = windows.asked("status")["accounts"][0]["lockouts"]
    assert windows.run(setup_program(NEXT), "/S").returncode == 0
    wait_for(lambda: state(windows) == "locked", NOT_NOW_S, "a guard that is back and locked")
    assert windows.asked("status")["accounts"][0]["lockouts"] == before
    assert windows.registry(UNINSTALL, "DisplayVersion") == NEXT
    assert windows.registry(RUN, "RiskGuard") == f"{EXE} run"
    assert sorted(path.name for path in windows.folder.iterdir()) == ["LICENCE.txt", "RiskGuard.exe", "uninstall.exe"]
    windows.shoot("after-upgrade")


def test_the_setup_of_the_installed_version_repairs_it(windows: Windows) -> None:
    (windows.folder / "LICENCE.txt").unlink()
    assert windows.run(setup_program(NEXT), "/S", "/LOGIN=0").returncode == 0
    assert (windows.folder / "LICENCE.txt").exists()
    assert windows.registry(RUN, "RiskGuard") is None
    wait_for(lambda: state(windows) == "locked", NOT_NOW_S, "a guard that is back and locked")


def test_an_older_setup_changes_nothing(windows: Windows) -> None:
    assert windows.run(setup_program(__version__), "/S").returncode == 6
    assert windows.registry(UNINSTALL, "DisplayVersion") == NEXT
    assert state(windows) == "locked"


def test_a_removal_without_the_admin_password_is_refused_while_locked(windows: Windows) -> None:
    assert windows.run(UNINSTALLER, "/S", IN_PLACE).returncode == 3
    wrong = {"RISKGUARD_ADMIN_PASSWORD": "wrong horse"}
    assert windows.run(UNINSTALLER, "/S", IN_PLACE, more=wrong).returncode == 3
    assert state(windows) == "locked"
    assert (windows.folder / "RiskGuard.exe").exists()


def test_a_removal_with_it_takes_the_program_and_keeps_what_is_the_users(windows: Windows) -> None:
    assert windows.run(UNINSTALLER, "/S", more=KNOWN).returncode == 0
    wait_for(lambda: gone(windows.folder), NOT_NOW_S, "a folder that is gone")
    assert not windows.held(GUARD) and not windows.held(WATCHDOG)
    assert (windows.data_dir / "riskguard.db").exists()
    assert windows.registry(UNINSTALL, "DisplayVersion") is None
    assert not list(windows.user.rglob("Start Menu/**/RiskGuard.lnk"))


def test_a_removal_of_everything_leaves_nothing_in_folders_and_the_credential_manager(windows: Windows) -> None:
    assert windows.run(setup_program(__version__), "/S").returncode == 0
    assert windows.run(UNINSTALLER, "/S", "/DELETEDATA=1", more=KNOWN).returncode == 0
    wait_for(lambda: gone(windows.folder) and gone(windows.data_dir), NOT_NOW_S, "folders that are gone")
    assert "riskguard" not in windows.run("reg", "query", CREDENTIALS, "/s").stdout
