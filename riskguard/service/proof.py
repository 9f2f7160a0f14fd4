"""What proves the journal of one running guard: its key, its seal, and words about what they find."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from riskguard.domain.events import Event, ProtectionReduced, TamperingFound
from riskguard.engine.board import Notice, Severity
from riskguard.service.keys import Kept, KeyVault
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.sealing import Seal

log = logging.getLogger(__name__)

_IN_A_FILE = (
    "This system has no keyring, so the key that proves the journal lies in a file beside it, which only you can read."
)


class Proof:
    """`on_tampering` hears, from the journal's thread, of what is changed while the guard runs."""

    def __init__(self, vault: KeyVault, journal: Path, on_tampering: Callable[[Event], None]) -> None:
        self._vault = vault
        self._words: list[str] = []
        self._seal = Seal(vault, lambda words: on_tampering(TamperingFound(words)), there=journal.exists())
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
            emit(ProtectionReduced("journal_key", self._seal.report.unchecked))

    def first_words(self, now: datetime) -> Notice | None:
        """Said once in the life of a data directory."""
        if not (self._vault.new and self.kept == "file"):
            return None
        return Notice(now, None, Severity.INFO, "No keyring", _IN_A_FILE)

    def close(self) -> None:
        """Blocks for a moment; after the journal is closed."""
        self._seal.close()
