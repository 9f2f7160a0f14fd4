"""What proves the journal of one running guard: its key, its seal, and words about what they find."""

import hashlib
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from riskguard.domain.events import Event, ProtectionReduced, ProtectionRestored, TamperingFound
from riskguard.engine.board import Notice, Severity
from riskguard.service.keys import SELDOM_S, Kept, KeyVault
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.sealing import Seal

log = logging.getLogger(__name__)

KEY = "journal_key"
_IN_A_FILE = (
    "This system has no keyring, so the key that proves the journal lies in a file beside it, which only you can read."
)


class Proof:
    """`on_tampering` hears, from the journal's thread, of what is changed while the guard runs."""

    def __init__(self, vault: KeyVault, journal: Path, on_tampering: Callable[[Event], None]) -> None:
        self._vault = vault
        self._words: list[str] = []
        self._emit = on_tampering
        told = (lambda words: on_tampering(TamperingFound(words)), self._checked)
        self._seal = Seal(vault, *told, there=journal.exists())
        self._ending = threading.Event()
        if vault.kept == "file":
            log.info("the key of the journal is kept in a file")

    @property
    def kept(self) -> Kept:
        """Where the key is."""
        return self._vault.kept

    @property
    def mark(self) -> str:
        """What tells this guard's orders from another's: the same after every start, empty without a key."""
        secret = self._vault.secret
        return hashlib.sha256(b"orders" + secret).hexdigest()[:6] if secret else ""

    def prepare(self, journal: SqliteJournal) -> None:
        """Check and mend a journal before anything is read from it; JournalUnusableError if damaged."""
        journal.sealed_by(self._seal)
        self._words += self._seal.report.words
        for words in self._seal.report.words:
            log.warning("%s", words)

    def tell(self, emit: Callable[[Event], None]) -> None:
        """What the start found."""
        if self._words:
            emit(TamperingFound(tuple(self._words)))
        if self._seal.report.unchecked:
            emit(ProtectionReduced(KEY, self._seal.report.unchecked))
        if self._vault.secret is None and self._vault.again is not None:
            threading.Thread(target=self._ask_again, args=(self._vault.again,), name="journal key", daemon=True).start()

    def first_words(self, now: datetime) -> Notice | None:
        """Said once in the life of a data directory."""
        if not (self._vault.new and self.kept == "file"):
            return None
        return Notice(now, None, Severity.INFO, "No keyring", _IN_A_FILE)

    def _ask_again(self, again: Callable[[], KeyVault]) -> None:
        """In a thread of its own: a keyring may hang in a dialogue. Seldom, for one it has to open each time."""
        pause = self._vault.ask_again_s
        while not self._ending.wait(pause):
            vault = again()
            if vault.secret is not None:
                self._vault = vault
                self._seal.key_found(vault)
                return
            pause = min(2 * pause, SELDOM_S)

    def _checked(self, words: str) -> None:
        """From the journal's thread."""
        self._emit(ProtectionReduced(KEY, words) if words else ProtectionRestored(KEY))

    def close(self) -> None:
        """Blocks for a moment; after the journal is closed."""
        self._ending.set()
        self._seal.close()
