"""Stores anchors beside the journal's writer: from a thread of its own, because a vault may take long to answer."""

import logging
import threading

from riskguard.storage.anchor import Anchor, Vault, VaultError
from riskguard.storage.chain import Head

log = logging.getLogger(__name__)

ANCHOR_EVERY_S = 30.0
_ANCHOR_WITHIN_S = 2.0


class Anchoring:
    """Hands anchors to the vault from a thread of its own: it may take long, and nothing waits for it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._wanted: Head | None = None
        self._urgent = self._ending = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._failing = False

    def offer(self, head: Head, *, urgent: bool) -> None:
        """The newest head; anchored at once where `urgent`, else with others of the next half minute."""
        with self._changed:
            self._wanted = head
            self._urgent |= urgent
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="journal anchor", daemon=True)
                self._thread.start()

    def use(self, vault: Vault) -> None:
        """Another vault from now on."""
        self._vault = vault

    def close(self) -> None:
        """Store what is left, within a moment."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_ANCHOR_WITHIN_S)

    def stored(self, head: Head) -> bool:
        """Anchor a head now; whether that worked."""
        secret = self._vault.secret
        if secret is None:
            return False
        try:
            self._vault.put_anchor(Anchor.at(head).text(secret))
        except VaultError as error:
            if not self._failing:
                log.warning("the anchor of the journal cannot be stored: %s", error)
            self._failing = True
            return False
        self._failing = False
        return True

    def _keep(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._ending)
                self._changed.wait_for(lambda: self._urgent or self._ending, ANCHOR_EVERY_S)
                head, self._wanted, self._urgent = self._wanted, None, False
                last = self._ending
            if head is not None:
                self.stored(head)
            if last:
                return
