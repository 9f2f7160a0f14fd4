"""Credentials lie in the keyring and nowhere else."""

import threading
from pathlib import Path

import pytest

from riskguard.gateway.settings import GatewaySettings
from riskguard.service.credentials import Credentials, CredentialsError
from tests.fakes.vault import MemoryKeyring

GATEWAY = GatewaySettings("you", "secret-key")


def credentials(folder: Path, keyring: MemoryKeyring) -> Credentials:
    return Credentials(folder, lambda: keyring, limit_s=0.2)


def test_what_is_saved_is_loaded_again_by_another_start(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    credentials(tmp_path, keyring).save(GATEWAY)
    assert credentials(tmp_path, keyring).load() == GATEWAY
    assert list(tmp_path.iterdir()) == []


def test_each_data_directory_has_its_own(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    credentials(tmp_path / "a", keyring).save(GATEWAY)
    assert credentials(tmp_path / "b", keyring).load() is None


def test_what_is_forgotten_is_gone_and_forgetting_nothing_is_fine(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    kept = credentials(tmp_path, keyring)
    kept.forget()
    kept.save(GATEWAY)
    kept.forget()
    assert kept.load() is None and keyring.kept == {}


def test_a_locked_keyring_says_so(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="locked"):
        credentials(tmp_path, MemoryKeyring(refuses=True)).load()


def test_a_keyring_that_keeps_nothing_is_told_from_one_that_does(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="does not keep"):
        credentials(tmp_path, MemoryKeyring(forgets=True)).save(GATEWAY)


def test_a_keyring_that_hangs_holds_nothing_up(tmp_path: Path) -> None:
    free = threading.Event()
    try:
        with pytest.raises(CredentialsError, match="did not answer"):
            credentials(tmp_path, MemoryKeyring(hangs=free)).load()
    finally:
        free.set()


@pytest.mark.parametrize("text", ["no json", "{}", "[]", '{"user": "", "key": ""}'])
def test_an_entry_that_cannot_be_read_is_no_entry_to_sign_in_with(tmp_path: Path, text: str) -> None:
    keyring = MemoryKeyring()
    kept = credentials(tmp_path, keyring)
    kept.save(GATEWAY)
    keyring.kept = dict.fromkeys(keyring.kept, text)
    with pytest.raises(CredentialsError, match="enter the credentials again"):
        kept.load()
