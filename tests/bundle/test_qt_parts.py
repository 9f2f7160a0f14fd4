"""What of a build is kept: modules, the plugins wanted, libraries these are linked with."""

import pytest

from bundle.qt_parts import Entry, data_used, used

PLUGINS = "PySide6/Qt/plugins"


def kept(binaries: list[Entry], linked: dict[str, list[str]]) -> list[str]:
    return sorted(one[0] for one in used(binaries, lambda path: linked.get(path, [])))


def binary(name: str, kind: str = "BINARY") -> Entry:
    return (name, f"/from/{name.rpartition('/')[2]}", kind)


def test_a_library_stays_when_something_kept_is_linked_with_it_however_far() -> None:
    binaries = [
        binary("PySide6/QtCore.abi3.so", "EXTENSION"),
        binary("PySide6/Qt/lib/libQt6Core.so.6"),
        binary("PySide6/Qt/lib/libicuuc.so.73"),
        binary("PySide6/Qt/lib/libQt6Quick.so.6"),
    ]
    linked = {"/from/QtCore.abi3.so": ["libQt6Core.so.6"], "/from/libQt6Core.so.6": ["libicuuc.so.73", "libc.so.6"]}
    assert kept(binaries, linked) == [one[0] for one in sorted(binaries[:3])]


def test_a_link_goes_with_the_library_it_leads_to() -> None:
    module, link = binary("PySide6/QtCore.abi3.so", "EXTENSION"), ("libQt6Core.so.6", "PySide6/Qt/lib/x", "SYMLINK")
    binaries = [module, link, binary("PySide6/Qt/lib/libQt6Core.so.6"), ("libQt6Quick.so.6", "x", "SYMLINK")]
    found = kept(binaries, {"/from/QtCore.abi3.so": ["libQt6Core.so.6"]})
    assert found == sorted(["PySide6/QtCore.abi3.so", "libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6"])


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        (f"{PLUGINS}/iconengines/libqsvgicon.so", True),
        (f"{PLUGINS}/platforms/libqwayland.so", False),
        (f"{PLUGINS}/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("PySide6\\plugins\\tls\\qopensslbackend.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("libgtk-3.so.0", False),
        ("libpython3.12.so.1.0", True),
        ("python3.dll", True),
        ("lz4/_version.cpython-312-x86_64-linux-gnu.so", True),
    ],
)
def test_of_what_nothing_is_linked_with_stay_the_plugins_wanted_python_and_what_packages_load(
    name: str, stays: bool
) -> None:
    assert bool(kept([binary(name)], {})) is stays


def test_names_of_libraries_are_the_same_in_capitals_and_not() -> None:
    module = binary("PySide6\\QtCore.pyd", "EXTENSION")
    found = used([module, binary("PySide6\\Qt6Core.dll")], lambda path: ["QT6CORE.DLL"] if "pyd" in path else [])
    assert len(found) == 2


@pytest.mark.parametrize(
    ("library", "stays"), [("api-ms-win-crt-heap-l1-1-0.dll", False), ("ucrtbase.dll", False), ("ucrtbase2.dll", True)]
)
def test_what_every_windows_has_is_left_to_it(library: str, stays: bool) -> None:
    binaries = [binary("python312.dll"), binary(library)]
    assert (library in kept(binaries, {"/from/python312.dll": [library]})) is stays


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/translations/qt_de.qm", False),
        ("pytz/zoneinfo/America/Chicago", True),
        ("pytz/zoneinfo/Europe/Berlin", False),
        ("tzdata/zoneinfo/Europe/Berlin", True),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("keyring-25.7.0.dist-info/METADATA", True),
        ("keyring-25.7.0.dist-info/RECORD", False),
        ("resources/presets/calm.toml", True),
    ],
)
def test_data_that_nothing_reads_is_left_out(name: str, stays: bool) -> None:
    assert bool(data_used([(name, "/from", "DATA")])) is stays


def test_the_sdk_is_imported_with_the_zones_that_are_kept() -> None:
    import re
    from importlib.util import find_spec
    from pathlib import Path

    from bundle.qt_parts import SDK_ZONES

    spec = find_spec("project_x_py")
    assert spec is not None and spec.origin is not None
    named = {
        zone
        for path in Path(spec.origin).parent.rglob("*.py")
        for zone in re.findall(
            r"^[^#>\n]*pytz\.timezone\(\"([^\"]+)\"\)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert named
    assert named <= SDK_ZONES
