"""What a failure of the journal's file means: a damaged file, or surroundings that may be well again in a second."""

import errno
import shutil
import sqlite3
from pathlib import Path

from peewee import PeeweeException

from riskguard.storage.offline import JournalUnusableError

CURE = "the next start puts the newest backup in its place, `riskguard backup restore` any other"
_BASE = 0xFF
"""Extended codes of SQLite carry the plain one in their last byte."""
_INDEX_BYTES = 32_768
_ROW_CODES = frozenset(
    {
        sqlite3.SQLITE_CONSTRAINT_NOTNULL,
        sqlite3.SQLITE_CONSTRAINT_CHECK,
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    }
)
_OPEN_ELSEWHERE = "Another program has it open: close it (a database viewer, a backup or a sync program)"
_CURES = {
    sqlite3.SQLITE_FULL: "Make room on the disk",
    sqlite3.SQLITE_READONLY: "Make the file and its folder writable again",
    sqlite3.SQLITE_PERM: "Make the file and its folder writable again",
    sqlite3.SQLITE_BUSY: _OPEN_ELSEWHERE,
    sqlite3.SQLITE_LOCKED: _OPEN_ELSEWHERE,
}
_SYSTEM_CURES = {
    errno.ENOSPC: "Make room on the disk",
    errno.EDQUOT: "Make room on the disk",
    errno.EACCES: "Make the file and its folder writable again",
    errno.EPERM: "Make the file and its folder writable again",
    errno.EROFS: "Make the file and its folder writable again",
}
_ANY_CURE = "See that the disk is there, has room and can be written"


class JournalDamagedError(JournalUnusableError):
    """What stands in the file can be used no more; a backup can take its place."""


def cause_of(error: BaseException) -> BaseException:
    """The failure itself where what is told is that its transaction was over by then."""
    while str(error).startswith("cannot rollback") and error.__context__ is not None:
        error = error.__context__
    return error


def code_of(error: BaseException) -> int:
    """SQLite's code of a failure, extended; 0 where it has none."""
    found = cause_of(error)
    found = found.__context__ or found if isinstance(found, PeeweeException) else found
    return int(getattr(found, "sqlite_errorcode", 0) or 0)


def damaged(error: BaseException) -> bool:
    """Whether the file itself is broken, whatever the disk is like."""
    if isinstance(error, JournalDamagedError | KeyError | TypeError | ValueError):  # rows that cannot be read
        return True
    code = code_of(error) & _BASE
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or (
        code == sqlite3.SQLITE_ERROR and "no such" in str(error)  # a table or column is missing
    )


def misfit(error: BaseException) -> bool:
    """Whether a statement did not fit the tables, while the disk was well."""
    return code_of(error) == sqlite3.SQLITE_ERROR


def unstorable(error: BaseException) -> bool:
    """Whether a row was refused for what it holds."""
    return code_of(error) in _ROW_CODES


def cure_of(error: BaseException) -> str:
    """What a person can do about a failure, without the full stop."""
    if isinstance(error, OSError):
        return _SYSTEM_CURES.get(error.errno or 0, _ANY_CURE)
    return _CURES.get(code_of(error) & _BASE, _ANY_CURE)


def trouble_words(path: Path, error: BaseException) -> str:
    """Why the journal cannot be written and what to do, without the last full stop."""
    if _without_room(path, error):
        return f"The journal {path} cannot be written: the disk is full. {_CURES[sqlite3.SQLITE_FULL]}"
    return f"The journal {path} cannot be written: {_what(path, error)}. {cure_of(error)}"


def _without_room(path: Path, error: BaseException) -> bool:
    """A full disk on which SQLite fails at its index of the log, which it tells as a disk that fails."""
    try:
        return code_of(error) & _BASE == sqlite3.SQLITE_IOERR and shutil.disk_usage(path.parent).free < _INDEX_BYTES
    except OSError:
        return False


def _what(path: Path, error: BaseException) -> str:
    """Without the number of a failure of the system; with the file where it is another one."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(cause_of(error))
    return error.strerror if error.filename in (None, str(path)) else f"{error.strerror}: {error.filename}"


def unusable(path: Path, error: BaseException) -> JournalUnusableError:
    """Why a journal cannot be opened, in words with a cure."""
    if isinstance(error, JournalUnusableError):
        return error
    if damaged(error) or path.is_dir():
        return JournalDamagedError(f"{path} cannot be used as journal: {error}; {CURE}")
    return JournalUnusableError(f"{path} cannot be read: {error}. {cure_of(error)}")
