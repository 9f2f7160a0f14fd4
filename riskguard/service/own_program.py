"""How the program starts itself once more, for work that must not be in its way, and what it hands to others it starts.

Made into one file it unpacks itself at every start, and a program it starts uses what is unpacked already: quick, but
gone when the first one ends.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping

_OWN_LIBRARIES, _AS_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"


def is_one_file() -> bool:
    return bool(getattr(sys, "frozen", False))


def own_program(*, one_file: bool = is_one_file()) -> list[str]:
    """Program and first arguments: the executable alone where it was made into one, else Python with the package."""
    if one_file:
        return [sys.executable]
    return [sys.executable, "-m", "riskguard"]


def outliving(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a start of itself that may last longer than this one: it unpacks anew."""
    return {**environment, "PYINSTALLER_RESET_ENVIRONMENT": "1"}


def restore_library_path(
    environment: MutableMapping[str, str] | None = None, *, one_file: bool = is_one_file()
) -> None:
    """The libraries of the one file are for itself: browsers and dialogs it opens take those of the system."""
    environment = os.environ if environment is None else environment
    if not one_file or sys.platform == "win32":
        return
    before = environment.pop(_AS_BEFORE, None)
    if before is not None:
        environment[_OWN_LIBRARIES] = before
    else:
        environment.pop(_OWN_LIBRARIES, None)
