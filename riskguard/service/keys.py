"""The journal's key and anchor: in the system's keyring, or in files only their owner can read where there is none.

The keyring is asked from threads with a time limit: one that hangs (a locked one that waits for a dialogue) holds up
nothing but the start, for a few seconds.
"""

import functools
import hashlib
import json
import logging
import os
import secrets
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from riskguard.storage.anchor import VaultError

log = logging.getLogger(__name__)

SERVICE = "riskguard"
ID_FILE, KEY_FILE, ANCHOR_FILE = "journal.id", "journal.key", "journal.anchor"
LIMIT_S = 3.0
ASK_AGAIN_S, SELDOM_S = 20.0, 600.0
"""Until a key that could not be reached is asked for again: twice as long each time, up to so long."""
_KEY_BYTES = 32

type Kept = Literal["keyring", "file", "nowhere"]


class Keyring(Protocol):
    """What is needed of a keyring backend. Any exception may come out of one."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


class KeyVault:
    """Implements storage.anchor.Vault: one data directory's key, and how its anchor is read and stored."""

    def __init__(
        self,
        kept: Kept,
        secret: bytes | None,
        place: str,
        *,
        new: bool = False,
        get: Callable[[], str | None] = lambda: None,
        put: Callable[[str], None] = lambda _: None,
        again: "Callable[[], KeyVault] | None" = None,
    ) -> None:
        """`again` asks once more for a key that could not be reached, however long that takes."""
        self.kept: Kept = kept
        self.again = again
        self.ask_again_s = ASK_AGAIN_S
        self.secret = secret
        self.place = place
        self.new = new
        self._get, self._put = get, put
        self._stored: str | None = None

    def anchor(self) -> str | None:
        return self._get() if self._stored is None else self._stored

    def put_anchor(self, text: str) -> None:
        self._put(text)
        self._stored = text


def open_vault(
    data_dir: Path, keyring: Callable[[], Keyring] | None = None, limit_s: float | None = LIMIT_S
) -> KeyVault:
    """The vault of a data directory; made where it has none. `keyring` gives the backend, None keeps to files."""
    again = functools.partial(open_vault, data_dir, keyring, None)
    if keyring is not None:
        try:
            return within(limit_s, lambda: _in_keyring(data_dir, keyring()))
        except VaultError as error:
            log.warning("the system's keyring cannot be used: %s", error)
            if (data_dir / ID_FILE).exists():
                return KeyVault("nowhere", None, _place(data_dir), again=again)
    try:
        return _in_files(data_dir)
    except OSError as error:
        log.warning("no key can be kept for the journal: %s", error)
        return KeyVault("nowhere", None, _place(data_dir), again=again)


def peek_vault(
    data_dir: Path, keyring: Callable[[], Keyring] | None = None, limit_s: float = LIMIT_S
) -> KeyVault | None:
    """The vault of a data directory to look things up in; None where there is none or it cannot be asked."""
    if not (data_dir / ID_FILE).exists() and (data_dir / KEY_FILE).exists():
        return _in_files(data_dir)
    if keyring is None:
        return None
    try:
        return within(limit_s, lambda: _there_in(data_dir, keyring()))
    except VaultError:
        return None


def quiet_keyring() -> Callable[[], Keyring] | None:
    """The system's keyring where it can be asked without a dialogue; others may want to be unlocked first."""
    return system_keyring if sys.platform == "win32" else None


def system_keyring() -> Keyring:
    """The keyring of the system. On Windows the Credential Manager, whatever the environment says."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()
    import keyring

    return keyring.get_keyring()


def within[T](limit_s: float | None, ask: Callable[[], T]) -> T:
    """Ask in a thread of its own; VaultError where it fails or takes too long. None waits as long as it takes."""
    answers: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # backends raise what the system below them raises
            errors.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(limit_s)
    if answers:
        return answers[0]
    raise VaultError(f"{errors[0]!r}" if errors else f"it did not answer within {limit_s} s")


def key_entries(data_dir: Path, backend: Keyring) -> list[tuple[str, str]]:
    """What a keyring holds of a data directory, by service and user."""
    place = _place(data_dir)
    directory_id = _entry(backend, place).get("id") or _stored_id(data_dir)
    names = [f"place {place}", *([f"key {directory_id}"] if directory_id else [])]
    return [(f"{SERVICE} {name}", SERVICE) for name in names]


def _place(data_dir: Path) -> str:
    """A short mark of where a data directory is."""
    return hashlib.sha256(os.path.normcase(data_dir.resolve()).encode()).hexdigest()[:24]


def _in_keyring(data_dir: Path, backend: Keyring) -> KeyVault:
    """By the place what was kept there, by the directory's id where it was moved; a new key where there is none."""
    place = _place(data_dir)
    known = _entry(backend, place)
    directory_id = known.get("id") or _stored_id(data_dir) or secrets.token_hex(16)
    key = _get(backend, f"key {directory_id}")
    if key is None and (data_dir / KEY_FILE).exists() and not (data_dir / ID_FILE).exists():
        return _in_files(data_dir)  # begun where there was no keyring yet
    if key is None:
        _set(backend, f"key {directory_id}", secrets.token_bytes(_KEY_BYTES).hex())
    secret = bytes.fromhex(_get(backend, f"key {directory_id}") or "")
    if len(secret) != _KEY_BYTES:
        raise VaultError("it does not keep what it is given")
    _write(data_dir / ID_FILE, directory_id)
    if not known:
        _set(backend, f"place {place}", json.dumps({"id": directory_id}))

    put = _Putting(backend, f"place {place}", directory_id)
    return KeyVault("keyring", secret, place, new=key is None, get=lambda: known.get("anchor"), put=put)


def _there_in(data_dir: Path, backend: Keyring) -> KeyVault | None:
    """By the place and the directory's id as `_in_keyring`, but nothing is made or stored."""
    place = _place(data_dir)
    known = _entry(backend, place)
    directory_id = known.get("id") or _stored_id(data_dir)
    key = _get(backend, f"key {directory_id}") if directory_id else None
    if key is None:
        return None
    return KeyVault("keyring", bytes.fromhex(key), place, get=lambda: known.get("anchor"))


class _Putting:
    """Stores anchors in a keyring; never a second one while the first hangs."""

    def __init__(self, backend: Keyring, what: str, directory_id: str) -> None:
        self._backend, self._what, self._id = backend, what, directory_id
        self._busy = threading.Lock()

    def __call__(self, text: str) -> None:
        if self._busy.locked():
            raise VaultError("it has not answered yet")
        within(LIMIT_S, lambda: self._set(json.dumps({"id": self._id, "anchor": text})))

    def _set(self, entry: str) -> None:
        with self._busy:
            _set(self._backend, self._what, entry)


def _entry(backend: Keyring, place: str) -> dict[str, str]:
    try:
        found = json.loads(_get(backend, f"place {place}") or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _get(backend: Keyring, what: str) -> str | None:
    """Every entry has a service name of its own: the Credential Manager keeps one entry for each."""
    return backend.get_password(f"{SERVICE} {what}", SERVICE)


def _set(backend: Keyring, what: str, value: str) -> None:
    backend.set_password(f"{SERVICE} {what}", SERVICE, value)


def _stored_id(data_dir: Path) -> str | None:
    text = _read(data_dir / ID_FILE)
    return text if text and text.isalnum() else None


def _in_files(data_dir: Path) -> KeyVault:
    """Whoever can read the key can sign with it: this only keeps out who does not know of it."""
    path, anchor = data_dir / KEY_FILE, data_dir / ANCHOR_FILE
    new = (text := _read(path)) is None
    if text is None:
        text = secrets.token_bytes(_KEY_BYTES).hex()
        _write(path, text)
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = hashlib.sha256(text.encode()).digest()  # changed by hand: a key that fits nothing
    return KeyVault("file", secret, "file", new=new, get=lambda: _read(anchor), put=lambda text: _put(anchor, text))


def _put(path: Path, text: str) -> None:
    try:
        _write(path, text)
    except OSError as error:
        raise VaultError(str(error)) from None


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    """In one step and onto the disk, readable by its owner only."""
    if _read(path) == text:
        return
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
