"""What Windows is told: version resource, manifest, icon."""

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bundle.icon import SIZES, ico
from bundle.windows import manifest, numbers, version_resource
from riskguard import __version__
from riskguard.config.resources import resource


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("1.2.3.4.5", (1, 2, 3, 4)),
        ("1.2.3rc1", (1, 2, 3, 0)),
        ("2.0.dev7", (2, 0, 0, 0)),
    ],
)
def test_a_version_is_four_numbers(version: str, told: tuple[int, int, int, int]) -> None:
    assert numbers(version) == told


def test_the_manifest_asks_for_no_rights_long_paths_and_sharp_windows_on_every_screen() -> None:
    text = manifest("1.2.3")
    found = {one.tag.rpartition("}")[2]: (one.text or "", one.attrib) for one in ElementTree.fromstring(text).iter()}
    assert found["requestedExecutionLevel"][1] == {"level": "asInvoker", "uiAccess": "false"}
    assert found["longPathAware"][0] == "true"
    assert found["dpiAwareness"][0] == "PerMonitorV2"
    assert 'name="RiskGuard" version="1.2.3.0"' in text


def test_the_version_resource_is_python_that_names_the_one_version() -> None:
    text = version_resource(__version__)
    compile(text, "version.txt", "eval")
    assert f'StringStruct("ProductVersion", "{__version__}")' in text
    assert f"filevers={numbers(__version__)}" in text


def test_the_icon_holds_every_size_and_each_is_a_picture_with_something_on_it() -> None:
    from PySide6.QtGui import QImage

    made = ico(resource("icons", "program.svg"))
    kind, count = struct.unpack_from("<2xHH", made)
    assert (kind, count) == (1, len(SIZES))
    for at, size in enumerate(SIZES):
        side, length, offset = struct.unpack_from("<B7xII", made, 6 + 16 * at)
        picture = QImage.fromData(made[offset : offset + length])
        assert side == size % 256
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(size // 2, size // 4).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() == 0


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.svg"
    bad.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.svg is no SVG"):
        ico(bad)
