"""Leaves out of a build what the program never loads: plugins and texts of Qt, libraries that nobody else needs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

type Entry = tuple[str, str, str]
"""Where in the program, where on this machine, of which kind: as PyInstaller lists them."""
type Needs = Callable[[str], Iterable[str]]
"""The file names of the libraries a file is linked with."""

# xcb alone on Linux: Wayland lets no window cover the screen by itself, which the lock overlay has to.
PLUGINS = frozenset(
    {
        "iconengines/qsvgicon",
        "imageformats/qsvg",
        "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
        "platforms/qoffscreen",
        "platforms/qwindows",
        "platforms/qxcb",
    }
)
TRANSLATIONS = frozenset({"qtbase_de.qm"})
SDK_ZONES = frozenset({"UTC", "America/Chicago", "America/New_York"})
_QT = ("PySide6", "shiboken6")
_OF_WINDOWS = ("api-ms-win-", "ucrtbase.dll")
"""In every Windows since 10; found in the path of a machine that builds, it is whoever else's copy comes first."""
_LIBRARY_KINDS = frozenset({"BINARY", "SYMLINK"})


def used(binaries: Sequence[Entry], needs: Needs) -> list[Entry]:
    """Extension modules, the plugins wanted, and of libraries only those that one of these is linked with."""
    kept = [one for one in binaries if not _is_library(one) and _plugin(one) in (None, *PLUGINS)]
    libraries: dict[str, list[Entry]] = {}
    for one in filter(_is_library, binaries):
        if _name(one[0]).startswith(_OF_WINDOWS):
            continue
        libraries.setdefault(_name(one[0]), []).append(one)
    waiting = [one[1] for one in kept]
    while waiting:
        for name in map(_name, needs(waiting.pop())):
            found = libraries.pop(name, [])
            kept += found
            waiting += [one[1] for one in found if one[2] != "SYMLINK"]
    return kept


def data_used(datas: Sequence[Entry]) -> list[Entry]:
    """Of Qt's texts those of the languages spoken, of pytz the zones the SDK names, of packages' records the facts."""
    return [one for one in datas if _data_is_used(_parts(one[0]))]


def _data_is_used(parts: tuple[str, ...]) -> bool:
    if parts[-1].endswith(".qm"):
        return parts[-1] in TRANSLATIONS
    if parts[0] == "pytz":
        return "/".join(parts[2:]) in SDK_ZONES
    return not parts[0].endswith(".dist-info") or parts[1:] in (("METADATA",), ("entry_points.txt",))


def _is_library(entry: Entry) -> bool:
    """Something that is only there because others are linked with it; not what a package loads from its own folder."""
    folder, name = _parts(entry[0])[:-1], _name(entry[0])
    if entry[2] not in _LIBRARY_KINDS or _plugin(entry) or name.startswith(("libpython", "python3")):
        return False
    return not folder or folder[0] in _QT or folder[0].endswith(".libs")


def _plugin(entry: Entry) -> str | None:
    """`platforms/qxcb`, without what systems put before and after; None for what is none of Qt's plugins."""
    parts = _parts(entry[0])
    if "plugins" not in parts or "PySide6" not in parts:
        return None
    return f"{parts[-2]}/{PurePosixPath(parts[-1]).name.split('.')[0].removeprefix('lib')}"


def _parts(path: str) -> tuple[str, ...]:
    return PurePosixPath(path.replace("\\", "/")).parts


def _name(path: str) -> str:
    return _parts(path)[-1].lower()
