"""How the program starts itself once more, for work that must not be in its way."""

import sys


def own_program() -> list[str]:
    """Program and first arguments: the executable alone where it was made into one, else Python with the package."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "riskguard"]
