"""Keeps the journal's chain: mends at the start what does not fit, signs every commit, anchors the newest link."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from riskguard.engine.ports import JournalEntry
from riskguard.storage.anchor import Vault
from riskguard.storage.anchoring import Anchoring
from riskguard.storage.chain import Chain, Changes, Head, Link, said, stored_links
from riskguard.storage.mending import CHAIN_CHANGED, Found, Mended, differences, mended, stricter_lockouts
from riskguard.storage.models import Meta, database
from riskguard.storage.protected import (
    ANCHORED,
    DISTRUSTED,
    PENDING,
    SETTINGS,
    changes_of,
    is_lockout,
    is_unreadable,
    present_rows,
    put_back,
)

log = logging.getLogger(__name__)

RESTORED = "restored"
"""The single value that says that the program itself put a backup in the journal's place."""
_UNCHECKED = (
    "The journal's key cannot be reached, so nobody knows whether the journal was changed from outside. "
    "Unlock the system's keyring; RiskGuard asks for it again every few minutes."
)
_AT_THE_NEXT_START = (
    "The journal's key can be reached again, but the journal does not fit it. "
    "Start RiskGuard again, so that the stricter reading is in force."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a start found: words about tampering, and why the journal cannot be checked, if it cannot."""

    words: tuple[str, ...] = ()
    unchecked: str = ""
    wanted_settings: str = ""
    """The digest of the settings that were in force, where they are lost."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A key that came later: the chain to go on with, None where the journal does not fit it."""

    vault: Vault
    chain: Chain | None
    words: tuple[str, ...] = ()


class Seal:
    """The chain of one journal with its vault; implements storage.writer.Seal. On the thread with the database."""

    def __init__(
        self,
        vault: Vault,
        on_tampering: Callable[[tuple[str, ...]], None] = lambda _: None,
        on_checked: Callable[[str], None] = lambda _: None,
        *,
        there: bool = True,
    ) -> None:
        """`on_tampering` hears of what is found while running, from the journal's thread.

        `on_checked` hears, likewise, once a key that came later was tried: empty where everything fits.
        `there` is whether the journal's file stood in its place before anything put another one there.
        """
        self._vault = vault
        self._late: Vault | None = None
        self._unchecked: Found | None = None
        self._on_checked = on_checked
        self._there = there
        self._on_tampering = on_tampering
        self._anchoring = Anchoring(vault)
        self._chain = Chain(vault.secret, Head())
        self._looked_at: object = None
        self._memory: object = None
        self._anew = False
        self.report = Report()

    def open(self, *, lasting: bool = True, restored: bool = False) -> None:
        """Check and mend the journal just opened; raises what the database raises, ValueError where it is damaged.

        Not `lasting`: it is only a copy in memory. No anchor may tell of it, and the file is begun anew later.
        `restored`: the program itself has taken a backup for it.
        """
        links, present, secret = stored_links(), present_rows(), self._vault.secret
        self._anew = not lasting
        self._memory = None if lasting else database.connection()
        if secret is None:
            self._open_unchecked(Found(self._vault, links, present, restored, removed=not self._there))
            return
        restored = restored or Meta.get_or_none(Meta.key == RESTORED) is not None
        result = mended(Found(self._vault, links, present, restored, removed=not self._there), secret)
        self._chain = _written(secret, result, present)
        self.report = Report(tuple(result.words), wanted_settings=result.wanted_settings)
        for words in result.notes:
            log.warning("%s", words)
        if lasting and self._anchoring.stored(self._chain.head):
            self._take({ANCHORED: self._vault.place})

    def _open_unchecked(self, found: Found) -> None:
        """Nothing can be proved without the key, but a lockout that either rows or chain tell of is in force."""
        last = found.links[-1] if found.links else Link(0, "", None, "")
        values = {name: body for name, body in found.present.items() if not is_unreadable(name)}
        rows = {**values, **stricter_lockouts(found.present, said(found.links))}
        self._chain = Chain(None, Head(last.number, last.code, rows))
        if rows != found.present:
            with database.atomic():
                put_back(rows, found.present)
        words = tuple(differences(said(found.links), found.present)) if found.links else ()
        self.report = Report(words, unchecked=_UNCHECKED)
        self._unchecked = found

    def within(self, entries: Sequence[JournalEntry]) -> Callable[[], None]:
        """Sign what some entries change, in their transaction; to be called once that is committed."""
        return self.changing(changes_of(entries))

    def changing(self, changes: Changes) -> Callable[[], None]:
        """The same for single rows."""
        before, looked_at = self._chain.head, _version()
        words: list[str] = []
        head = before
        if self._anew or looked_at != self._looked_at:
            head, words = self._looked_after(self._wanted(changes))
        checked = self._checked()
        chain = (checked and checked.chain) or self._chain
        after = chain.append(changes, head) if chain is self._chain else chain.anew(self._begun(changes))

        def committed() -> None:
            if checked is not None:
                self._take_over(checked)
            chain.committed(after)
            self._looked_at = looked_at
            if self._memory is None or database.connection() is not self._memory:
                self._memory, self._anew = None, False
                self._anchor(before, after)
            if words:
                self._on_tampering(tuple(words))

        return committed

    def key_found(self, vault: Vault) -> None:
        """The key can be reached after all: the next commit checks what the start could not, and signs. Any thread."""
        self._late = vault

    def begin_anew(self) -> None:
        """Another file has taken the journal's place while running: what is in force goes into it with what comes."""
        self._anew = True

    def distrust(self) -> None:
        """Settings that were in force are lost: nobody enters until they could have been loosened honestly."""
        with database.atomic():
            Meta.insert(key=DISTRUSTED, value="").on_conflict_replace().execute()
            committed = self.changing({DISTRUSTED: ""})
        committed()

    def distrusted(self) -> str | None:
        """Until when nobody may enter; empty while that is not reckoned, None where all is well."""
        return self._chain.head.rows.get(DISTRUSTED)

    def close(self) -> None:
        """Store the last anchor."""
        self._anchoring.close()

    def _checked(self) -> "_Checked | None":
        """What the start found against a key that came later; None while there is none."""
        vault, found = self._late, self._unchecked
        if vault is None or found is None or vault.secret is None:
            return None
        result = mended(replace(found, vault=vault), vault.secret)
        rows = {name: body for name, body in result.rows.items() if name != ANCHORED}
        if result.words or result.lost or rows != found.present:
            return _Checked(vault, None, tuple(result.words))
        number = max(result.head.number, self._chain.head.number)
        return _Checked(vault, Chain(vault.secret, replace(result.head, number=number)))

    def _begun(self, changes: Changes) -> dict[str, str]:
        """What a chain begun now holds. It tells of an anchor only where there is one already."""
        rows = self._wanted(changes)
        return {**rows, ANCHORED: self._late.place} if self._late and self._late.anchor() is not None else rows

    def _take_over(self, checked: "_Checked") -> None:
        """Sign from now on, or leave it to the next start to mend what does not fit."""
        self._late = self._unchecked = None
        if checked.chain is None:
            if checked.words:
                self._on_tampering(checked.words)
            self._on_checked(_AT_THE_NEXT_START)
            return
        self._vault, self._chain = checked.vault, checked.chain
        self._anchoring.use(checked.vault)
        log.info("the key of the journal can be reached again, the journal fits it")
        self._on_checked("")

    def _take(self, changes: Changes) -> None:
        with database.atomic():
            committed = self.changing(changes)
        committed()

    def _wanted(self, changes: Changes) -> dict[str, str]:
        """What the tables are to hold once some changes are stored."""
        after = {**self._chain.head.rows, **changes}
        return {name: body for name, body in after.items() if body is not None and name != ANCHORED}

    def _looked_after(self, wanted: Mapping[str, str]) -> tuple[Head, list[str]]:
        """Somebody may have written into the file, or it is another one: put back what differs. Words about it."""
        present, head = present_rows(), self._chain.head
        words = [] if self._anew else differences(wanted, present)
        if self._chain.secret is not None and not self._chain.undisturbed:
            words += [] if self._anew else [CHAIN_CHANGED]
            head = self._chain.anew(head.rows)
        if present != wanted:
            put_back(wanted, present)
        return head, words

    def _anchor(self, before: Head, after: Head) -> None:
        """At once where a lockout or settings changed."""
        if self._vault.secret is not None and after.code != before.code:
            names = {*before.rows, *after.rows}
            urgent = any(before.rows.get(one) != after.rows.get(one) for one in names if _urgent(one))
            self._anchoring.offer(after, urgent=urgent)


def _version() -> tuple[object, int]:
    """Another one when anybody but this connection has written into the database, or the connection is another one."""
    return database.connection(), int(database.execute_sql("PRAGMA data_version").fetchone()[0])


def _written(secret: bytes, result: Mended, present: Mapping[str, str]) -> Chain:
    """The chain to go on with, and the tables as they are to be."""
    chain = Chain(secret, result.head)
    with database.atomic():
        put_back(result.rows, present)
        Meta.delete().where(Meta.key == RESTORED).execute()
        head = chain.anew(result.rows) if result.anew else chain.head
    chain.committed(head)
    return chain


def _urgent(name: str) -> bool:
    return is_lockout(name) or name in (SETTINGS, PENDING, DISTRUSTED, ANCHORED)
