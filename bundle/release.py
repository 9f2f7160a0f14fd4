"""For the release workflow: the version a tag must name, and what the changelog says of it."""

import re
import sys
from pathlib import Path

from riskguard import __version__

_TAG = "refs/tags/v"


class NotReadyError(Exception):
    """A release cannot be made of this; the message says what is missing."""


def version(ref: str) -> str:
    """The one in the package; a tag must name the same."""
    if ref.startswith(_TAG) and ref.removeprefix(_TAG) != __version__:
        raise NotReadyError(f"the tag names {ref.removeprefix(_TAG)} and riskguard/__init__.py {__version__}")
    return __version__


def notes(changelog: str, wanted: str = __version__) -> str:
    """The section of a version; that of what is unreleased where it has none yet."""
    sections = re.split(r"^## +", changelog, flags=re.MULTILINE)[1:]
    found = {body.partition("\n")[0].split()[0].strip("[]"): body.partition("\n")[2].strip() for body in sections}
    words = found.get(wanted) or found.get("Unreleased")
    if not words:
        raise NotReadyError(f"the changelog has neither a section {wanted} nor one Unreleased with words in it")
    return f"{words}\n"


def main(what: str, given: str) -> int:
    """`python -m bundle.release version REF`, or `notes FILE`."""
    try:
        said = version(given) if what == "version" else notes(Path(given).read_text(encoding="utf-8"))
    except (NotReadyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(said.rstrip("\n") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
