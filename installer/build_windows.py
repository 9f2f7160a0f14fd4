"""From a bare Debian to dist/RiskGuard.exe and dist/RiskGuard-<version>-setup.exe, through wine.

    python3 installer/build_windows.py            what has changed since the last run
    python3 installer/build_windows.py --again    program and setup in any case

For building and trying; the release is built on Windows (.github/workflows). Needs root, uv and the network at the
first run: about 4 GB and ten minutes, later runs a few minutes. On Windows itself, with makensis in the path:

    uv run --no-dev --group build python installer/build_windows.py --here
    python installer/build_windows.py --here --only-setup    around the program that is built, signed meanwhile
"""

import argparse
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

from winebox import BUILD_PACKAGES, REPOSITORY, BoxError, WineBox

DIST = REPOSITORY / "dist"
TARGET = "x86-unicode" if sys.platform == "win32" else "amd64-unicode"
"""Of the setup: NSIS for Windows comes with nothing else, and wine without 32 bits runs nothing else."""
MADE_OF = ("riskguard", "resources", "bundle", "build.spec", "pyproject.toml", "LICENSE")


def version() -> str:
    text = (REPOSITORY / "riskguard" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"', text, re.MULTILINE)
    if found is None:
        raise BoxError("setup: riskguard/__init__.py names no version like 1.2.3, which Windows needs")
    return found[1]


def build_program(box: WineBox, *, again: bool) -> None:
    """dist/RiskGuard.exe, with the same build.spec as everywhere."""
    program, stamp, mark = DIST / "RiskGuard.exe", box.cache / "program.done", made_of()
    if program.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == mark and not again:
        say("program: done before")
        return
    stamp.unlink(missing_ok=True)
    began = time.monotonic()
    say("program ... (some minutes)")
    work = box.cache / "work"
    arguments = ["--noconfirm", "--distpath", r"Z:\cache\dist", "--workpath", r"Z:\cache\work", "build.spec"]
    box.wine("/cache/python/python.exe", "-m", "PyInstaller", *arguments, log="program")
    DIST.mkdir(exist_ok=True)
    for old in DIST.glob("RiskGuard-*-setup.exe"):
        old.unlink()
    shutil.copy(box.cache / "dist" / "RiskGuard.exe", program)
    shutil.copy(next(work.rglob("riskguard.ico")), box.cache / "riskguard.ico")
    stamp.write_text(mark, encoding="utf-8")
    say(f"program: {time.monotonic() - began:.0f} s, {program.stat().st_size / 1e6:.1f} MB")


def build_setup(icon: Path, folder: Path, of: str) -> Path:
    """dist/RiskGuard-<version>-setup.exe around dist/RiskGuard.exe; makensis is the same program everywhere."""
    setup = DIST / f"RiskGuard-{of}-setup.exe"
    makensis = shutil.which("makensis")
    if makensis is None:
        raise BoxError("setup: makensis is not in the path; it comes with NSIS")
    licence = folder / "licence.txt"
    licence.write_text(licence_text(), encoding="utf-8-sig")
    side = folder / "side.bmp"
    side.write_bytes(plain_picture(164, 314))
    given = {"VERSION": of, "TARGET": TARGET, "EXE": DIST / "RiskGuard.exe", "ICON": icon, "SIDE": side,
             "LICENCE": licence, "OUT": setup}
    script = REPOSITORY / "installer" / "riskguard.nsi"
    done = subprocess.run(
        [makensis, "-V2", "-WX", *(f"-D{key}={value}" for key, value in given.items()), str(script)],
        capture_output=True, text=True,
    )
    if done.returncode:
        raise BoxError(f"setup: makensis ended with {done.returncode}\n{done.stdout}{done.stderr}")
    say(f"setup: {setup.name}, {setup.stat().st_size / 1e6:.1f} MB")
    return setup


def plain_picture(width: int, height: int, colour: int = 0x10182B) -> bytes:
    """A bitmap of one colour, for the side of the first and last page."""
    row = (colour.to_bytes(3, "little") * width).ljust((width * 3 + 3) // 4 * 4, b"\0")
    head = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54 + len(row) * height, 0, 0, 54, 40, width, height, 1, 24, 0,
                       len(row) * height, 2835, 2835, 0, 0)
    return head + row * height


def licence_text() -> str:
    """RiskGuard's own and what is said of Qt; the licences in full are in the program (its page about itself)."""
    parts = [REPOSITORY / "LICENSE", REPOSITORY / "resources" / "licences" / "Qt.txt"]
    texts = [part.read_text(encoding="utf-8").strip() for part in parts if part.exists()]
    return "\n\n---\n\n".join(texts) + "\n"


def made_of() -> str:
    """A mark of everything the program is made of."""
    found = hashlib.sha256("".join(BUILD_PACKAGES).encode())
    for name in MADE_OF:
        top = REPOSITORY / name
        files = [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file())
        for path in files:
            if path.suffix != ".pyc":
                found.update(str(path.relative_to(REPOSITORY)).encode() + path.read_bytes())
    return found.hexdigest()


def build_here(*, only_setup: bool) -> None:
    """On Windows: PyInstaller of this Python, makensis of this machine."""
    if not only_setup:
        subprocess.run([sys.executable, "-m", "PyInstaller", "--noconfirm", "build.spec"], cwd=REPOSITORY, check=True)
    icon = next((REPOSITORY / "build").rglob("riskguard.ico"), None)
    if icon is None or not (DIST / "RiskGuard.exe").exists():
        raise BoxError("setup: there is no program to put into it; build.spec makes it")
    build_setup(icon, icon.parent, version())


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", action="store_true", help="build program and setup although nothing has changed")
    parser.add_argument("--setup-of", metavar="VERSION", help="only a setup under another version, to try an upgrade")
    parser.add_argument("--here", action="store_true", help="on Windows, without wine")
    parser.add_argument("--only-setup", action="store_true", help="with --here: around the program there is")
    given = parser.parse_args()
    try:
        if given.here:
            build_here(only_setup=given.only_setup)
            return 0
        box = WineBox()
        if given.setup_of:
            build_setup(box.cache / "riskguard.ico", box.cache, given.setup_of)
            return 0
        box.make(say)
        build_program(box, again=given.again)
        build_setup(box.cache / "riskguard.ico", box.cache, version())
    except (BoxError, subprocess.CalledProcessError) as error:
        say(f"{error}")
        return 1
    return 0


if __name__ == "__main__":
    os.chdir(REPOSITORY)
    sys.exit(main())
