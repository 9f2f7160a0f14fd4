"""Keeps the pictures of the documentation small."""

import shutil
import subprocess
from pathlib import Path


def shrink(source: Path, target: Path) -> None:
    """Writes `source` with a palette of 256 colours; as it is where ImageMagick is missing."""
    if shutil.which("convert") is None:
        if source != target:
            shutil.copy(source, target)
        return
    few = ["-dither", "None", "-colors", "256", "-strip", "-define", "png:compression-level=9"]
    subprocess.run(["convert", str(source), *few, f"PNG8:{target}"], check=True)
