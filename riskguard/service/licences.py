"""The licences of everything the program is made of: from its own file where it is one, else from what is installed."""

import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from riskguard import __version__
from riskguard.config.resources import resource
from riskguard.gateway.standin import PACKAGES

BUNDLED = "bundled.txt"
_FILES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
_TERMS = {"peewee": "MIT", "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception"}
"""Where a distribution does not say it itself, or not of the part that is used."""
_QT = frozenset({"pyside6-essentials", "shiboken6"})
_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")
_RULE = "=" * 100


@dataclass(frozen=True, slots=True)
class Licence:
    """`terms` names the licence, `text` is all of it."""

    name: str
    version: str
    terms: str
    text: str

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.name, self.version, f"({self.terms})" if self.terms else "") if part)


def text(own: str = BUNDLED) -> str:
    """A list of everything, then every text; as it was made while building where this is one file."""
    try:
        return resource("licences", own).read_text(encoding="utf-8")
    except FileNotFoundError:
        return as_text(of_parts(installed()))


def as_text(licences: Sequence[Licence]) -> str:
    titles = "\n".join(f"  {one.title}" for one in licences)
    texts = "\n".join(f"{_RULE}\n{one.title}\n{_RULE}\n\n{one.text.strip()}\n" for one in licences)
    return f"RiskGuard {__version__} is made of:\n\n{titles}\n\n{texts}"


def of_parts(distributions: Iterable[str]) -> list[Licence]:
    """RiskGuard, Python, the font and every distribution named."""
    own = Licence("RiskGuard", __version__, "MIT", _own_text())
    font = Licence("Inter", "", "OFL-1.1", resource("fonts", "OFL.txt").read_text(encoding="utf-8"))
    return [own, python(), font, *map(of_distribution, sorted(distributions, key=str.lower))]


def python() -> Licence:
    """Where the interpreter has its licence beside it."""
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    found = [folder / "LICENSE.txt" for folder in places if (folder / "LICENSE.txt").is_file()]
    words = found[0].read_text(encoding="utf-8") if found else "Python Software Foundation License, version 2."
    return Licence("Python", platform.python_version(), "PSF-2.0", words)


def of_distribution(name: str) -> Licence:
    """`text` is empty where the distribution brings none."""
    found = metadata.distribution(name)
    texts = [Path(str(file.locate())).read_text(encoding="utf-8", errors="replace") for file in _licence_files(found)]
    if canonical(name) in _QT:
        texts = [resource("licences", file).read_text(encoding="utf-8") for file in _qt_texts(name)]
    return Licence(found.name, found.version, _terms(found), "\n\n".join(texts))


def installed() -> set[str]:
    """The distributions RiskGuard needs, and those that these need, with the extras they ask for."""
    found: set[str] = set()
    waiting: list[tuple[str, str]] = [("riskguard", "")]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        for need in _needs(name, extras):
            if need not in seen and need[0] not in PACKAGES and _is_here(need[0]):
                seen.add(need)
                found.add(need[0])
                waiting.append(need)
    return found


def _needs(name: str, extras: str) -> Iterator[tuple[str, str]]:
    """Name and extras of every requirement; what is for an extra only counts where that was asked for."""
    for requirement in metadata.requires(name) or ():
        head, _, condition = requirement.partition(";")
        wanted = _EXTRA.findall(condition)
        parsed = _REQUIREMENT.match(head.strip())
        if parsed and (not wanted or any(extra in extras.split(",") for extra in wanted)):
            yield canonical(parsed.group(1)), (parsed.group(2) or "").replace(" ", "")


def canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _qt_texts(name: str) -> tuple[str, ...]:
    """The long ones once."""
    return ("Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt") if canonical(name) == "pyside6-essentials" else ("Qt.txt",)


def _own_text() -> str:
    for path in (Path(__file__).resolve().parents[2] / "LICENSE", *_in_metadata("riskguard")):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return resource("licences", "LICENSE").read_text(encoding="utf-8")


def _in_metadata(name: str) -> list[Path]:
    return [Path(str(file.locate())) for file in _licence_files(metadata.distribution(name))]


def _licence_files(found: metadata.Distribution) -> list[metadata.PackagePath]:
    """Those beside the metadata; further down they belong to what a distribution carries with it."""
    files = [file for file in found.files or () if any(word in file.name.upper() for word in _FILES)]
    return [file for file in files if any(part.endswith(".dist-info") for part in file.parts) and file.locate()]


def _terms(found: metadata.Distribution) -> str:
    expression = _TERMS.get(canonical(found.name)) or found.metadata.get("License-Expression") or ""
    kinds = [one.rpartition(" :: ")[2] for one in found.metadata.get_all("Classifier") or () if "License ::" in one]
    said = (found.metadata.get("License") or "").strip()
    short = said if said and "\n" not in said and len(said) < 60 else ""
    return expression or short or ", ".join(kinds)


def _is_here(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
