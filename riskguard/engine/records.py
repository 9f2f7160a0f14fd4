"""What the guard decided and saw, as lines: the journal keeps them, replay prints them, notices are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

type Kind = Literal[
    "warning",
    "breach",
    "action",
    "lockout_set",
    "lockout_ended",
    "reset",
    "degraded",
    "restored",
    "armed",
    "answer",
    "flat",
    "alarm",
    "settings",
    "guard_off",
    "session",
    "tampered",
    "override",
]


@dataclass(frozen=True, slots=True)
class Record:
    """One line; `account_id` None where it concerns them all.

    `fields` are the kind's own, `why` the numbers it was decided on, `words` a sentence for people.
    """

    at: datetime
    account_id: int | None
    kind: Kind
    rule: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    why: Mapping[str, object] = field(default_factory=dict)
    words: str = ""
    severity: str = "info"
