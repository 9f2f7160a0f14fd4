"""Where the journal's key lives: in the keyring, in a file where there is none, and nothing waits for either."""

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from riskguard.service.keys import (
    ANCHOR_FILE,
    ID_FILE,
    KEY_FILE,
    KeyVault,
    open_vault,
    peek_vault,
    system_keyring,
    within,
)
from riskguard.storage.anchor import VaultError
from tests.fakes.vault import MemoryKeyring

SOON_S = 0.2


def opened(folder: Path, keyring: MemoryKeyring, limit_s: float = 5) -> KeyVault:
    return open_vault(folder, lambda: keyring, limit_s)


def test_a_new_directory_gets_a_key_of_its_own_in_the_keyring(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one, other = opened(tmp_path / "one", keyring), opened(tmp_path / "other", keyring)
    assert (one.kept, one.new, len(one.secret or b"")) == ("keyring", True, 32)
    assert one.secret != other.secret
    assert not (tmp_path / "one" / KEY_FILE).exists()
    assert all(service.startswith("riskguard") for service, _ in keyring.kept)


def test_the_key_and_the_anchor_are_there_at_the_next_start(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = opened(tmp_path, keyring)
    first.put_anchor("the anchor")
    second = opened(tmp_path, keyring)
    assert (second.secret, second.new, second.anchor()) == (first.secret, False, "the anchor")


def test_a_directory_that_was_emptied_is_known_by_its_place(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = opened(tmp_path, keyring)
    first.put_anchor("the anchor")
    (tmp_path / ID_FILE).unlink()
    second = opened(tmp_path, keyring)
    assert (second.secret, second.new, second.anchor()) == (first.secret, False, "the anchor")


def test_a_directory_that_was_moved_is_known_by_its_id_and_has_no_anchor_there(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    (tmp_path / "one").mkdir()
    first = opened(tmp_path / "one", keyring)
    first.put_anchor("the anchor")
    (tmp_path / "one").rename(tmp_path / "other")
    second = opened(tmp_path / "other", keyring)
    assert (second.secret, second.new, second.anchor()) == (first.secret, False, None)
    assert second.place != first.place


def test_another_directory_put_in_the_place_of_one_does_not_bring_its_key(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    first, other = opened(tmp_path / "one", keyring), opened(tmp_path / "other", keyring)
    (tmp_path / "one").rename(tmp_path / "away")
    (tmp_path / "other").rename(tmp_path / "one")
    found = opened(tmp_path / "one", keyring)
    assert found.secret == first.secret != other.secret


def test_a_key_taken_out_of_the_keyring_is_a_new_one(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = opened(tmp_path, keyring)
    keyring.kept.clear()
    second = opened(tmp_path, keyring)
    assert (second.new, second.secret != first.secret) == (True, True)


@pytest.mark.parametrize("keyring", [MemoryKeyring(refuses=True), MemoryKeyring(forgets=True)])
def test_without_a_keyring_that_works_a_file_only_the_owner_can_read_keeps_the_key(
    tmp_path: Path, keyring: MemoryKeyring
) -> None:
    first = opened(tmp_path, keyring)
    first.put_anchor("the anchor")
    second = opened(tmp_path, keyring)
    assert (first.kept, first.new, len(first.secret or b"")) == ("file", True, 32)
    assert (second.secret, second.new, second.anchor()) == (first.secret, False, "the anchor")
    if os.name == "posix":
        for name in (KEY_FILE, ANCHOR_FILE):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has one")
def test_a_system_without_any_keyring_keeps_the_key_in_a_file(tmp_path: Path) -> None:
    assert open_vault(tmp_path, system_keyring).kept == "file"


def test_a_directory_begun_with_a_file_stays_with_it_when_a_keyring_comes(tmp_path: Path) -> None:
    first = open_vault(tmp_path)
    second = opened(tmp_path, MemoryKeyring())
    assert (second.kept, second.secret, second.new) == ("file", first.secret, False)


def test_a_keyring_that_hangs_holds_up_the_start_no_longer_than_its_limit(tmp_path: Path) -> None:
    free = threading.Event()
    started = time.monotonic()
    found = opened(tmp_path, MemoryKeyring(hangs=free), SOON_S)
    assert time.monotonic() - started < 5
    free.set()
    assert found.kept == "file"


def test_a_keyring_that_fails_where_it_had_the_key_leaves_the_journal_unchecked(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    opened(tmp_path, keyring)
    keyring.refuses = True
    found = opened(tmp_path, keyring)
    assert (found.kept, found.secret, found.new) == ("nowhere", None, False)
    assert not (tmp_path / KEY_FILE).exists()


def test_a_keyring_that_is_unlocked_later_gives_the_key_when_it_is_asked_again(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = opened(tmp_path, keyring)
    keyring.refuses = True
    found = opened(tmp_path, keyring)
    assert found.again is not None
    assert (found.again().secret, first.again) == (None, None)
    keyring.refuses = False
    later = found.again()
    assert (later.kept, later.secret, later.place) == ("keyring", first.secret, found.place)


def test_asked_again_a_keyring_has_as_long_as_it_takes(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = opened(tmp_path, keyring)
    keyring.hangs = threading.Event()
    found = opened(tmp_path, keyring, SOON_S)
    assert (found.secret, found.again is not None) == (None, True)
    threading.Timer(3 * SOON_S, keyring.hangs.set).start()
    assert found.again is not None
    assert found.again().secret == first.secret


# --- to look things up in


def test_looking_finds_key_and_anchor_and_makes_none(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    assert peek_vault(tmp_path, lambda: keyring) is None
    assert (list(tmp_path.iterdir()), keyring.kept) == ([], {})
    first = opened(tmp_path, keyring)
    first.put_anchor("the anchor")
    before = dict(keyring.kept)
    found = peek_vault(tmp_path, lambda: keyring)
    assert found is not None
    assert (found.secret, found.new, found.place, found.anchor()) == (first.secret, False, first.place, "the anchor")
    assert keyring.kept == before


def test_looking_finds_the_file_where_the_key_is_in_one(tmp_path: Path) -> None:
    first = open_vault(tmp_path)
    first.put_anchor("the anchor")
    for keyring in (None, MemoryKeyring):
        found = peek_vault(tmp_path, keyring)
        assert found is not None
        assert (found.secret, found.place, found.anchor()) == (first.secret, first.place, "the anchor")


@pytest.mark.parametrize("how", ["not asked", "refuses", "hangs", "forgot"])
def test_a_keyring_that_does_not_tell_is_done_without(tmp_path: Path, how: str) -> None:
    keyring = MemoryKeyring()
    opened(tmp_path, keyring)
    keyring.refuses = how == "refuses"
    keyring.hangs = threading.Event() if how == "hangs" else None
    if how == "forgot":
        keyring.kept.clear()
    assert peek_vault(tmp_path, None if how == "not asked" else lambda: keyring, SOON_S) is None
    assert not (tmp_path / KEY_FILE).exists()
    if keyring.hangs:
        keyring.hangs.set()


def test_a_second_anchor_does_not_wait_behind_one_that_hangs(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    vault = opened(tmp_path, keyring)
    keyring.hangs = threading.Event()
    hanging = threading.Thread(target=lambda: _refused(vault), daemon=True)
    hanging.start()
    time.sleep(SOON_S)
    with pytest.raises(VaultError, match="not answered yet"):
        vault.put_anchor("second")
    keyring.hangs.set()
    hanging.join()


def _refused(vault: KeyVault) -> None:
    vault.put_anchor("first")


def test_a_key_file_changed_by_hand_is_a_key_that_fits_nothing(tmp_path: Path) -> None:
    first = open_vault(tmp_path)
    (tmp_path / KEY_FILE).write_text("not a key", encoding="utf-8")
    second = open_vault(tmp_path)
    assert (second.new, second.secret != first.secret, len(second.secret or b"")) == (False, True, 32)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser writes everywhere")
def test_where_nothing_can_be_written_there_is_no_key(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert open_vault(tmp_path).secret is None
    tmp_path.chmod(0o700)


def test_where_the_folder_is_not_there_is_no_key(tmp_path: Path) -> None:
    found = open_vault(tmp_path / "nothing")
    assert (found.kept, found.secret) == ("nowhere", None)


def test_what_a_backend_raises_comes_as_one_kind_of_error() -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(VaultError, match="ZeroDivisionError"):
        within(1, fails)
