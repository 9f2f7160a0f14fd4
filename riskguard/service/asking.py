"""Asking the guard of a data directory: one that hangs is told from none by the lock that a running guard holds."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from riskguard.service.control import ANSWERED_WITHIN_S, Answer, ask_once
from riskguard.service.data_dir import has_ended
from riskguard.service.instances import running_pid

_STARTED_WITHIN_S = 10.0
"""How long a guard that has only just taken its directory may take until commands reach it."""
_STEP_S = 0.1


class NoAnswerError(Exception):
    """A guard runs there and does not answer; the message says what to do."""


def asked(
    data_dir: Path,
    command: str,
    arguments: Mapping[str, Any] | None = None,
    within_s: float = ANSWERED_WITHIN_S,
) -> Answer | None:
    """What the guard there answers, None where none runs; NoAnswerError where one does and says nothing. Blocks."""
    end = time.monotonic() + _STARTED_WITHIN_S
    while True:
        try:
            return ask_once(data_dir, command, arguments or {}, within_s)
        except TimeoutError:
            hangs = True
        except (OSError, ValueError, KeyError, TypeError):
            hangs = False
        if has_ended(data_dir):
            return None
        if hangs or time.monotonic() > end:
            raise NoAnswerError(silence_words(data_dir))
        time.sleep(_STEP_S)


def silence_words(data_dir: Path) -> str:
    """What is to be said of a guard that does not answer."""
    pid = running_pid(data_dir)
    process, which = (f" (process {pid})", f"process {pid}") if pid else (f" on {data_dir}", "its process")
    return (
        f"RiskGuard{process} does not answer. It may guard nothing now: use your platform's flatten button. "
        f"If it stays so for a minute, end {which} and start RiskGuard again, where its watchdog does not; "
        "lockouts stay in force"
    )
