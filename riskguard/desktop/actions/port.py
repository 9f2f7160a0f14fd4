"""What the history asks of the application: clocking in and out, and the limits in force. All of it returns at once."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from riskguard.config.settings import Settings
from riskguard.engine.effects import Effect


class HistoryPort(Protocol):
    """Given to the page where there is a guard; without one the page only reads."""

    def clock(self, what: Literal["in", "out"]) -> str:
        """Clocks in or out; why not, or nothing."""
        ...

    def in_force(self) -> Settings | None:
        """The settings in force; None while they are not known."""
        ...

    def accounts(self) -> Sequence[tuple[int, str]]:
        """Guarded accounts by id and name."""
        ...

    def effects(self, wanted: Settings) -> Sequence[Effect] | None:
        """From when on each change of a request would hold; None where nothing can be asked for."""
        ...

    def adopt(self, values: Mapping[str, object]) -> None:
        """Opens the settings with these values in them, not saved yet."""
        ...
