"""Faults of the program in what the windows do: to the log each time, and told once. Qt itself goes on after them."""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger(__name__)

TITLE = "A window failed"
WORDS = (
    "This is a fault of the program. Limits are guarded as before, but what its windows show may be old: "
    "start RiskGuard again. The log says why."
)


def tell_faults(tell: Callable[[str, str], None]) -> None:
    """From now on; `tell` takes a title and a text.

    What a slot or a timer raises would else go to standard error only, of which Windows has none for it.
    """
    told = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal told
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("a window failed by a fault of the program", exc_info=(kind, error, trace))
        if not told:
            told = True
            tell(TITLE, WORDS)

    sys.excepthook = hook
