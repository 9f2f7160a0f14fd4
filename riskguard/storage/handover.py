"""What the writer thread is given: what signs the rows it writes, and what a start could keep in memory only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from riskguard.engine.ports import JournalEntry


class Seal(Protocol):
    """What proves later that rows are those the program wrote (storage.sealing). Called by the writer thread."""

    def within(self, entries: Sequence[JournalEntry]) -> Callable[[], None]:
        """In the transaction that stores some entries; what comes back is called once that is committed."""
        ...

    def changing(self, changes: Mapping[str, str | None]) -> Callable[[], None]:
        """The same for single rows by name."""
        ...

    def begin_anew(self) -> None:
        """Another file has taken the journal's place: what was proved before stands in the old one."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """What a start hands over: which file was open, whether it is damaged, and what only memory holds yet."""

    known: tuple[int, int] | None = None
    broken: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[JournalEntry, ...] = ()
