"""Where alerts go lies in the keyring or the environment, and in no file; channels are set up around it."""

import threading
from pathlib import Path
from typing import Any

import pytest

from riskguard.alerts.items import Outcome
from riskguard.config.alerts import ChannelSettings
from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.config.toml_edit import REMOVE, with_values
from riskguard.service.addresses import Addresses, AddressNotKeptError, variable
from riskguard.service.alerts_desk import TEST, AlertsDeskError
from tests.fakes.alerting import MemoryAlerts
from tests.fakes.vault import MemoryKeyring

ADDRESS = "ntfy://my-Secret-topic"


class Office:
    """A desk over a settings file that takes every change at once."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "riskguard.toml"
        self.file.write_text("[rules.max_contracts]\nlimit = 5\n", encoding="utf-8")
        self.refusal: Exception | None = None
        self.desk = MemoryAlerts(folder, self.table, self.change)
        self.keyring, self.sender, self.addresses = self.desk.keyring, self.desk.sender, self.desk.addresses

    def table(self) -> dict[str, Any]:
        return parse_settings(self.file.read_text(encoding="utf-8")).alerts

    def change(self, values: Any) -> None:
        if self.refusal:
            raise self.refusal
        self.file.write_text(with_values(self.file.read_text(encoding="utf-8"), values), encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def kept(folder: Path, keyring: MemoryKeyring, **environment: str) -> Addresses:
    return Addresses(folder, lambda: keyring, 0.2, environment)


def test_what_is_kept_is_found_by_another_start_and_in_no_file(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    kept(tmp_path, keyring).keep("phone", ADDRESS)
    assert kept(tmp_path, keyring).of("Phone") == ADDRESS
    assert list(tmp_path.iterdir()) == []


def test_each_data_directory_and_channel_has_its_own(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    kept(tmp_path / "a", keyring).keep("phone", ADDRESS)
    for other in (kept(tmp_path / "b", keyring), kept(tmp_path / "a", keyring)):
        with pytest.raises(AddressNotKeptError, match="RISKGUARD_ALERT_MY_MAIL"):
            other.of("my-mail")


def test_the_environment_stands_in_where_there_is_no_keyring(tmp_path: Path) -> None:
    assert variable("my-phone") == "RISKGUARD_ALERT_MY_PHONE"
    assert kept(tmp_path, MemoryKeyring(refuses=True), RISKGUARD_ALERT_MY_PHONE=ADDRESS).of("my-phone") == ADDRESS


def test_a_keyring_that_hangs_or_forgets_says_so_and_holds_nothing_up(tmp_path: Path) -> None:
    free = threading.Event()
    try:
        with pytest.raises(AddressNotKeptError, match="did not answer"):
            kept(tmp_path, MemoryKeyring(hangs=free)).of("phone")
    finally:
        free.set()
    with pytest.raises(AddressNotKeptError, match="does not keep"):
        kept(tmp_path, MemoryKeyring(forgets=True)).keep("phone", ADDRESS)


def test_what_was_forgotten_is_gone_and_forgetting_nothing_is_fine(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    addresses = kept(tmp_path, keyring)
    addresses.forget("phone")
    addresses.keep("phone", ADDRESS)
    addresses.forget("phone")
    assert keyring.kept == {}


def test_the_settings_hold_name_kind_and_severity_and_no_address(office: Office) -> None:
    office.desk.add("phone", ChannelSettings(kind="other", least="breach"), ADDRESS)
    assert office.desk.channels() == {"phone": ChannelSettings(kind="other", least="breach")}
    assert "Secret" not in office.file.read_text(encoding="utf-8") and office.addresses.of("phone") == ADDRESS
    office.desk.set_least("phone", "off")
    assert office.desk.channels()["phone"].least == "off"
    office.desk.remove("phone")
    assert office.desk.channels() == {} and office.keyring.kept == {}
    assert parse_settings(office.file.read_text(encoding="utf-8")).rules["max_contracts"].limit == 5


def test_a_channel_that_cannot_be_written_leaves_no_address_behind(office: Office) -> None:
    office.refusal = OSError("the disk is full")
    with pytest.raises(OSError, match="full"):
        office.desk.add("phone", ChannelSettings(), ADDRESS)
    assert office.keyring.kept == {}


@pytest.mark.parametrize("name", ["", "my phone", "a.b", "x" * 33, "Phone"])
def test_a_name_that_cannot_be_or_is_taken_is_refused(office: Office, name: str) -> None:
    office.desk.add("phone", ChannelSettings(), ADDRESS)
    with pytest.raises(AlertsDeskError, match=r"letters, digits|already"):
        office.desk.add(name, ChannelSettings(), "ntfy://another")
    assert list(office.keyring.kept.values()) == [ADDRESS]


def test_what_is_not_there_cannot_be_removed_or_changed(office: Office) -> None:
    with pytest.raises(AlertsDeskError, match="no channel phone"):
        office.desk.remove("phone")
    with pytest.raises(AlertsDeskError, match="no channel phone"):
        office.desk.set_least("phone", "info")


def test_a_test_goes_to_the_address_and_hands_on_what_the_service_said(office: Office) -> None:
    office.desk.add("phone", ChannelSettings(), ADDRESS)
    assert office.desk.test("phone") == Outcome(True) and office.sender.sent == [(ADDRESS, TEST)]
    office.sender.outcome = Outcome(False, "Unknown Webhook")
    assert office.desk.try_out(ADDRESS).reason == "Unknown Webhook"


@pytest.mark.parametrize("name", ["url", "address", "Token"])
def test_an_address_in_the_settings_file_is_refused_without_repeating_it(name: str) -> None:
    with pytest.raises(SettingsFileError) as found:
        parse_settings(f'[alerts.channels.phone]\n{name} = "{ADDRESS}"\n')
    assert "stands in no file" in str(found.value) and "Secret" not in str(found.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('least = "loud"', "give 'info', 'warning', 'breach', 'alarm' or 'off'"),
        ('kind = "pigeon"', "give 'discord', 'telegram', 'mail' or 'other'"),
    ],
)
def test_a_channel_that_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(SettingsFileError) as found:
        parse_settings(f"[alerts.channels.phone]\n{text}\n")
    assert str(found.value).startswith("riskguard.toml:1: alerts.channels.phone was") and words in str(found.value)


def test_removing_what_was_the_only_channel_leaves_a_file_that_can_be_read(office: Office) -> None:
    office.change({"alerts.channels.a": {"kind": "other", "least": "info"}})
    office.change({"alerts.channels.a": REMOVE})
    assert office.desk.channels() == {}
