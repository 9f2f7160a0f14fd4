"""The end of the first start: all of it is written or none; and what a start goes by."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riskguard.config.file import SettingsFileError
from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError
from riskguard.service.credentials import Credentials
from riskguard.service.password import AdminPassword
from riskguard.service.setup import Choice, Setup, SetupFailedError, StartWith, start_with
from tests.desktop.settings_port import MemoryAutostart, PlainHasher
from tests.fakes.vault import MemoryKeyring

GATEWAY = GatewaySettings("you", "secret-key")
TEXT = "[rules.max_contracts]\nlimit = 5\n"
LIVE = Choice("live", GATEWAY, TEXT, "correct horse", at_login=True)


class House:
    """One data directory with its keyring and its autostart."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keyring, self.autostart = folder, MemoryKeyring(), MemoryAutostart()
        self.credentials = Credentials(folder, lambda: self.keyring, limit_s=0.5)
        self.setup = Setup(folder, self.credentials, self.password, self.autostart)

    def password(self, place: Path) -> AdminPassword:
        return AdminPassword(place, lambda: datetime(2026, 11, 19, tzinfo=UTC), PlainHasher)

    def starts(self, **environment: str) -> StartWith:
        return start_with(self.folder, environment, self.credentials)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "a" / "RiskGuard")


def test_before_anything_the_first_start_is_asked_for(house: House) -> None:
    assert house.starts() == StartWith(ask=True)
    assert not house.folder.exists()


def test_after_it_a_restart_never_asks(house: House) -> None:
    house.setup.write(LIVE)
    assert house.starts() == StartWith(gateway=GATEWAY)
    assert (house.folder / "riskguard.toml").read_text(encoding="utf-8") == TEXT
    assert house.password(house.folder).check("correct horse").right
    assert house.autostart.on
    assert "secret-key" not in "".join(path.read_text(encoding="utf-8") for path in house.folder.iterdir())


def test_a_keyring_that_does_not_answer_later_is_a_trouble_and_no_first_start(house: House) -> None:
    house.setup.write(LIVE)
    house.keyring.refuses = True
    found = house.starts()
    assert not found.ask and found.gateway is None and "locked" in found.words


def test_practice_needs_no_credentials_and_has_a_place_of_its_own(house: House) -> None:
    house.setup.write(Choice("practice", None, TEXT))
    assert house.starts() == StartWith("practice")
    assert (house.folder / "practice" / "riskguard.toml").exists()
    assert house.keyring.kept == {} and not house.autostart.on


def test_the_environment_comes_first_and_is_refused_where_it_is_wrong(house: House) -> None:
    house.setup.write(LIVE)
    assert house.starts(PROJECT_X_USERNAME="me", PROJECT_X_API_KEY="mine").gateway == GatewaySettings("me", "mine")
    with pytest.raises(GatewaySettingsError, match="PROJECT_X_API_KEY is not set"):
        house.starts(PROJECT_X_USERNAME="me")


def _keyring_refuses(house: House) -> None:
    house.keyring.refuses = True


def _autostart_breaks(house: House) -> None:
    house.autostart.broken = True


def _folder_is_a_file(house: House) -> None:
    house.folder.parent.parent.mkdir(exist_ok=True)
    house.folder.parent.write_text("in the way", encoding="utf-8")


@pytest.mark.parametrize("breaks", [_keyring_refuses, _autostart_breaks, _folder_is_a_file])
def test_what_cannot_be_written_whole_leaves_nothing_behind(house: House, breaks: Callable[[House], None]) -> None:
    breaks(house)
    with pytest.raises(SetupFailedError, match=r"^Nothing was saved: "):
        house.setup.write(LIVE)
    house.keyring.refuses = False
    assert not house.folder.exists()
    assert house.keyring.kept == {} and not house.autostart.on


def test_settings_that_cannot_be_used_are_refused_before_anything_is_written(house: House) -> None:
    with pytest.raises(SetupFailedError):
        house.setup.write(Choice("live", GATEWAY, "[rules.max_contracts]\nlimit = -1\n"))
    assert not house.folder.exists()


def test_a_file_that_was_there_is_put_back_as_it_was(house: House) -> None:
    house.folder.mkdir(parents=True)
    (house.folder / "riskguard.toml").write_text("# mine\n", encoding="utf-8")
    house.autostart.broken = True
    with pytest.raises(SetupFailedError):
        house.setup.write(LIVE)
    assert [path.name for path in house.folder.iterdir()] == ["riskguard.toml"]
    assert (house.folder / "riskguard.toml").read_text(encoding="utf-8") == "# mine\n"


def test_a_password_that_is_set_is_not_replaced_by_a_first_start(house: House) -> None:
    house.folder.mkdir(parents=True)
    house.password(house.folder).set("the old one")
    house.setup.write(LIVE)
    assert not house.password(house.folder).check("correct horse").right
    assert house.password(house.folder).check("the old one").right


def test_a_file_that_is_no_text_is_neither_built_upon_nor_replaced(house: House) -> None:
    house.folder.mkdir(parents=True)
    (house.folder / "riskguard.toml").write_bytes(b"\xff\xfe garbage")
    with pytest.raises(SettingsFileError, match="is not UTF-8 text; save it as UTF-8"):
        house.setup.settings_text("live")
