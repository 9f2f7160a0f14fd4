"""A data directory that is deleted leaves nothing in the keyring, and touches nothing of others."""

from pathlib import Path

from riskguard.gateway.settings import GatewaySettings
from riskguard.service.addresses import Addresses
from riskguard.service.credentials import Credentials
from riskguard.service.forgetting import forget
from riskguard.service.keys import open_vault
from tests.fakes.vault import MemoryKeyring

CHANNEL = "[alerts.channels.phone]\n"


def fills(data_dir: Path, keyring: MemoryKeyring) -> None:
    """All that RiskGuard keeps there."""
    data_dir.mkdir()
    (data_dir / "riskguard.toml").write_text(CHANNEL, encoding="utf-8")
    open_vault(data_dir, lambda: keyring).put_anchor("the anchor")
    Credentials(data_dir, lambda: keyring).save(GatewaySettings("me", "a-long-enough-key"))
    Addresses(data_dir, lambda: keyring).keep("phone", "json://example.org")


def test_everything_of_the_directory_goes_and_nothing_of_another(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    fills(tmp_path / "other", keyring)
    others = dict(keyring.kept)
    fills(tmp_path / "one", keyring)
    assert len(keyring.kept) == 2 * len(others) == 8
    assert forget(tmp_path / "one", lambda: keyring) == []
    assert keyring.kept == others


def test_where_nothing_is_kept_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert forget(tmp_path, MemoryKeyring) == []


def test_a_keyring_that_does_not_answer_is_told_and_holds_up_nothing(tmp_path: Path) -> None:
    assert forget(tmp_path, lambda: MemoryKeyring(refuses=True))
