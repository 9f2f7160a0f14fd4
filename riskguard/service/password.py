"""The admin password: argon2id, and a wait after wrong tries that grows and outlives a restart.

It guards edits that loosen, quitting and overrides. Nothing here knows of lockouts, so it cannot release one.
"""

import json
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

FILE_NAME = "admin.json"
LEAST_LETTERS = 6
FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)


class Hasher(Protocol):
    """`verify` raises where the password is wrong. Slow on purpose: never on the loop."""

    def hash(self, password: str) -> str: ...

    def verify(self, hashed: str, password: str) -> bool: ...


def argon2() -> Hasher:
    """Argon2id as RFC 9106 recommends it where memory is short: 64 MiB, three passes."""
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password was right; else when the next try counts, None for at once."""

    right: bool
    wait_until: datetime | None = None


@dataclass(slots=True)
class _Kept:
    hash: str = ""
    wrong: int = 0
    wait_until: str = ""
    set_at: str = ""


class AdminPassword:
    """The password of one data directory. Everything but `is_set` and `since` blocks, so not for the loop.

    One instance serves all of a running program: tries made side by side are looked at one after the other.
    """

    def __init__(self, data_dir: Path, now: Callable[[], datetime], hasher: Callable[[], Hasher] = argon2) -> None:
        self._path, self._now, self._hasher = data_dir / FILE_NAME, now, hasher
        self._trying = threading.Lock()
        self._kept = self._read()

    @property
    def is_set(self) -> bool:
        return bool(self._kept.hash)

    @property
    def since(self) -> datetime | None:
        """Since when there is a password, changed meanwhile or not; None where that is not known."""
        return datetime.fromisoformat(self._kept.set_at) if self._kept.set_at else None

    @property
    def wait_until(self) -> datetime | None:
        """Until when no try counts; None while one would."""
        if not self._kept.wait_until:
            return None
        until = datetime.fromisoformat(self._kept.wait_until)
        # A clock that was set forward and back again must not lock the owner out for years.
        until = min(until, self._now() + LONGEST_WAIT)
        return until if until > self._now() else None

    def set(self, password: str) -> None:
        """Put it in force, "" takes it away; the caller has checked the old one. ValueError, OSError."""
        fault = fault_of(password) if password else None
        if fault:
            raise ValueError(fault)
        if not password:
            self._kept = _Kept()
            self._path.unlink(missing_ok=True)
            return
        since = self._kept.set_at if self.is_set else self._now().astimezone(UTC).isoformat()
        self._write(_Kept(self._hasher().hash(password), set_at=since))

    def change(self, old: str, new: str) -> Verdict:
        """Put `new` in force ("" takes it away) if `old` is right, or if there was none. ValueError, OSError."""
        fault = fault_of(new) if new else None
        if fault:
            raise ValueError(fault)
        verdict = self.check(old)
        if verdict.right:
            self.set(new)
        return verdict

    def check(self, password: str) -> Verdict:
        """Whether it is right. A wrong one is written down before it is looked at: killing the program saves none."""
        with self._trying:
            return self._checked(password)

    def _checked(self, password: str) -> Verdict:
        if not self.is_set:
            return Verdict(True)
        if self.wait_until:
            return Verdict(False, self.wait_until)
        wrong = self._kept.wrong + 1
        until = self._now() + wait_after(wrong)
        kept = self._kept
        self._write(_Kept(kept.hash, wrong, until.isoformat() if wrong >= FREE_TRIES else "", kept.set_at))
        if not self._right(password):
            return Verdict(False, self.wait_until)
        self._write(_Kept(kept.hash, set_at=kept.set_at))
        return Verdict(True)

    def _right(self, password: str) -> bool:
        from argon2.exceptions import Argon2Error, InvalidHashError

        try:
            return self._hasher().verify(self._kept.hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _read(self) -> _Kept:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            kept = _Kept(
                str(found["hash"]), int(found["wrong"]), str(found["wait_until"]), str(found.get("set_at", ""))
            )
            for instant in filter(None, (kept.wait_until, kept.set_at)):
                datetime.fromisoformat(instant).astimezone(UTC)
        except FileNotFoundError:
            return _Kept()
        except (OSError, ValueError, KeyError, TypeError):
            # What cannot be read is no reason to let anybody in.
            return _Kept(hash="unreadable")
        return kept

    def _write(self, kept: _Kept) -> None:
        part = self._path.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump(asdict(kept), file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        self._kept = kept


def fault_of(password: str) -> str | None:
    """What is wrong with a new password; None for one that will do."""
    if len(password) < LEAST_LETTERS:
        return f"Take at least {LEAST_LETTERS} letters; several words are better."
    return None


def refusal_words(verdict: Verdict, now: datetime) -> str:
    """Why a try was refused and when the next one counts; "" for the right password."""
    if verdict.right:
        return ""
    if verdict.wait_until is None:
        return "that is not the admin password"
    seconds = max(1, round((verdict.wait_until - now).total_seconds()))
    return f"that is not the admin password, or it is too soon after a wrong one; the next try counts in {seconds} s"


def wait_after(wrong: int) -> timedelta:
    """How long to wait after so many wrong tries in a row: none for the first two, then doubling to the longest."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    doubled: int = 2 ** min(wrong - FREE_TRIES, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
