"""Makes the icon of the Windows program from an SVG: every size drawn for itself, by Qt, into one .ico file."""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_HEADER = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")


def ico(svg: Path) -> bytes:
    """The bytes of an .ico file with all SIZES; ValueError for a file that is no picture."""
    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg} is no SVG that Qt can draw")
    pictures = [(size, _png(renderer, size)) for size in SIZES]
    offset = _HEADER.size + _ENTRY.size * len(pictures)
    entries = b""
    for size, png in pictures:
        side = size % 256  # 0 means 256
        entries += _ENTRY.pack(side, side, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return _HEADER.pack(0, 1, len(pictures)) + entries + b"".join(png for _, png in pictures)


def _png(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def main() -> None:
    """`python -m bundle.icon SVG ICO`."""
    Path(sys.argv[2]).write_bytes(ico(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
