"""Fetches one source distribution with pip's own settings, without running anything of it (`pip download` would).

Call: fetch_source.py NAME VERSION FILE SHA256. Needs pip, which knows where packages come from on this machine.
"""

import hashlib
import sys
from pathlib import Path

from pip._internal.commands import create_command
from pip._vendor.packaging.specifiers import SpecifierSet


def fetch(name: str, version: str, to: Path, sha256: str) -> None:
    """SystemExit where there is no such thing or it is not what it should be."""
    download = create_command("download")
    options, _ = download.parse_args(["--no-binary", ":all:", name])
    with download.main_context():
        session = download.get_default_session(options)
        finder = download._build_package_finder(options, session)
        found = finder.find_best_candidate(name, SpecifierSet(f"=={version}")).best_candidate
        if found is None:
            sys.exit(f"pip finds no source distribution {name} {version}")
        answer = session.get(found.link.url_without_fragment)
        answer.raise_for_status()
    if hashlib.sha256(answer.content).hexdigest() != sha256:
        sys.exit(f"{name} {version} is not what it was when its hash was written down; nothing of it is used")
    to.write_bytes(answer.content)


if __name__ == "__main__":
    fetch(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4])
