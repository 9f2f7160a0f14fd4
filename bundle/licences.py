"""Whose work is in a build and under which licence: packages by their files, libraries of the system by its records."""

import subprocess
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from bundle.qt_parts import Entry
from riskguard.service.licences import Licence, as_text, canonical, of_distribution, of_parts

_BUILDERS = "pyinstaller"
"""Its start code is in every program it makes."""


class UnknownOriginError(Exception):
    """A file is in the build and nothing says under which licence it stands."""


def text(entries: Sequence[Entry], own: Sequence[Path]) -> str:
    """All of it; `own` are folders whose files are RiskGuard's or Python's."""
    sources = [Path(source).resolve() for _, source, kind in entries if kind != "SYMLINK" and Path(source).is_file()]
    owners = _owners()
    names = {owners[source] for source in sources if source in owners}
    foreign = [source for source in sources if source not in owners and not _below(source, own)]
    parts = [*of_parts(names - {"riskguard"}), of_distribution(_BUILDERS), *_of_system(foreign)]
    silent = [one.name for one in parts if not one.text.strip()]
    if silent:
        raise UnknownOriginError(f"no licence text is known of {', '.join(silent)}")
    return as_text(parts)


def _owners() -> dict[Path, str]:
    """Which distribution every installed file belongs to."""
    return {
        Path(str(file.locate())).resolve(): canonical(found.name)
        for found in metadata.distributions()
        for file in found.files or ()
    }


def _below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _of_system(libraries: Iterable[Path]) -> list[Licence]:
    """Of Debian's packages, each once; Windows has all of its own in Python's licence."""
    found: dict[str, list[str]] = {}
    for path in libraries:
        package = _package_of(path)
        found.setdefault(package or path.name, []).append(path.name)
    return [_of_package(name, files) for name, files in sorted(found.items())]


def _package_of(path: Path) -> str:
    """The package that brought a file; also by the path it had before /usr took it in."""
    for one in (str(path), str(path).removeprefix("/usr")):
        said = _asked("dpkg-query", "--search", one)
        if said:
            return said.partition(":")[0]
    return ""


def _of_package(name: str, files: Sequence[str]) -> Licence:
    terms = Path("/usr/share/doc", name, "copyright")
    words = terms.read_text(encoding="utf-8", errors="replace") if terms.is_file() else ""
    version = _asked("dpkg-query", "--show", "--showformat=${Version}", name) if words else ""
    return Licence(name, version.strip(), ", ".join(sorted(files)), words)


def _asked(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""
