"""A vault in memory, and a keyring backend in memory: hand-written, with the failures real ones have."""

import threading
from dataclasses import dataclass, field

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from riskguard.storage.anchor import VaultError


@dataclass
class MemoryVault:
    """Implements storage.anchor.Vault; outlives the journals that are opened with it."""

    secret: bytes | None = b"k" * 32
    new: bool = False
    place: str = "here"
    stored: str | None = None
    broken: bool = False

    def anchor(self) -> str | None:
        return self.stored

    def put_anchor(self, text: str) -> None:
        if self.broken:
            raise VaultError("it is broken")
        self.stored = text


@dataclass
class MemoryKeyring(KeyringBackend):
    """Keeps passwords by service and user. `hangs` until set free; `refuses` raises as a locked one does."""

    priority = 1
    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    refuses: bool = False
    forgets: bool = False
    hangs: threading.Event | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._come_to_it()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._come_to_it()
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]

    def _come_to_it(self) -> None:
        if self.hangs is not None:
            self.hangs.wait(10)
        if self.refuses:
            raise KeyringError("the keyring is locked")
