"""The anchor: where the chain stood, kept outside the database, so that an older copy or a removed file is noticed.

It also names the lockouts then in force, in short, and the digests of the settings: what was taken away with the
database is put back, or at least known to be missing.
"""

import hashlib
import hmac
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from riskguard.state.lockouts import LockoutKind
from riskguard.storage.chain import Head
from riskguard.storage.codec import instant_text
from riskguard.storage.protected import PENDING, SETTINGS, HeldRow, held_rows

ROOM = 900
"""Characters for lockouts: the credential store of Windows takes 1,280 in all."""
_STRICTEST = {str(LockoutKind.HARD): 0, str(LockoutKind.SYMBOL): 1, str(LockoutKind.ENTRY): 2}


class Vault(Protocol):
    """Where the key and the anchor of one data directory are kept (service.keys)."""

    @property
    def secret(self) -> bytes | None:
        """The key; None where it cannot be reached now."""
        ...

    @property
    def new(self) -> bool:
        """Whether the key was made just now: whatever was written before was not written with it."""
        ...

    @property
    def place(self) -> str:
        """Which vault this is; another one after the directory was moved."""
        ...

    def anchor(self) -> str | None:
        """The anchor as last stored."""
        ...

    def put_anchor(self, text: str) -> None:
        """Store one; VaultError where that fails. Blocks."""
        ...


class VaultError(Exception):
    """The vault did not take or give what was asked of it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`more` where there were more lockouts than there is room for."""

    number: int
    code: str
    held: tuple[HeldRow, ...] = ()
    settings: str = ""
    pending: str = ""
    more: bool = False

    @staticmethod
    def at(head: Head) -> "Anchor":
        held, more = _fitting(held_rows(head.rows))
        settings, pending = digest(head.rows.get(SETTINGS)), digest(head.rows.get(PENDING))
        return Anchor(head.number, head.code, held, settings, pending, more)

    def text(self, secret: bytes) -> str:
        values = [self.number, self.code, ",".join(map(_short, self.held)), self.settings, self.pending, self.more]
        written = json.dumps(values, separators=(",", ":"))
        return f"{hmac.digest(secret, written.encode(), 'sha256').hex()}{written}"


def anchor_in(text: str, secret: bytes) -> Anchor | None:
    """The anchor of stored text; None where it was not written with this key."""
    code, written = text[:64], text[64:]
    if not hmac.compare_digest(hmac.digest(secret, written.encode(), "sha256").hex().encode(), code.encode()):
        return None
    number, head, held, settings, pending, more = json.loads(written)
    rows = tuple(_long(one) for one in held.split(",") if one)
    return Anchor(int(number), head, rows, settings, pending, bool(more))


def digest(text: str | None) -> str:
    """A short mark of a text; empty for none."""
    return hashlib.sha256(text.encode()).hexdigest()[:24] if text is not None else ""


def _fitting(held: Iterable[HeldRow]) -> tuple[tuple[HeldRow, ...], bool]:
    """The strictest first, the longest of a kind first, as many as there is room for."""
    ordered = sorted(held, key=lambda one: (_STRICTEST.get(one.kind, 3), -_end(one)))
    room, kept = ROOM, list[HeldRow]()
    for one in ordered:
        room -= len(_short(one)) + 1
        if room < 0:
            return tuple(kept), True
        kept.append(one)
    return tuple(kept), False


def _end(held: HeldRow) -> float:
    return datetime.fromisoformat(held.until).timestamp() if held.until else math.inf


def _short(held: HeldRow) -> str:
    """Instants in whole seconds; an end in the next one, never earlier than it is."""
    end = "" if held.until is None else str(math.ceil(_end(held)))
    set_at = str(math.floor(datetime.fromisoformat(held.set_at).timestamp()))
    origin = "" if held.origin is None else str(held.origin)
    whom = (str(held.account_id), held.kind, held.rule, held.symbol or "", origin)
    return ":".join((*whom, "1" if held.shared else "", end, set_at))


def _long(text: str) -> HeldRow:
    account_id, kind, rule, symbol, origin, shared, end, set_at = text.split(":")
    where = int(origin) if origin else None
    until = _instant(end) if end else None
    return HeldRow(int(account_id), kind, rule, symbol or None, where, bool(shared), until, _instant(set_at))


def _instant(seconds: str) -> str:
    return instant_text(datetime.fromtimestamp(int(seconds), UTC))
