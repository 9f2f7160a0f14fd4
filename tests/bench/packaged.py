"""What the one-file program weighs and how quickly it guards: `uv run python -m tests.bench.packaged NAME=FILE ...`.

Start to armed is the time from its start, with windows, until it says on its control channel that every account is
guarded, against a paper gateway that runs already; the least of five, the first of which is not counted.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.packaging.one_file import OneFile, PaperTrader, a_folder, armed, paper, wait_for

TIMES = 5
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Weighed:
    """Megabytes and seconds."""

    size: float
    unpacked: float
    version_s: float
    armed_s: float
    memory: float


def weigh(program: Path, trader: PaperTrader) -> Weighed:
    found = [_one_start(program, trader) for _ in range(TIMES)][1:]
    return Weighed(
        program.stat().st_size / _MB,
        found[0][0] / _MB,
        min(_version(program) for _ in range(TIMES)),
        min(one[1] for one in found),
        max(one[2] for one in found) / _MB,
    )


def _one_start(program: Path, trader: PaperTrader) -> tuple[int, float, int]:
    """Bytes unpacked, seconds until armed, bytes in memory."""
    with a_folder() as folder:
        one = OneFile([str(program)], folder, environment=trader.environment)
        begun = time.monotonic()
        process = one.guard()
        try:
            wait_for(lambda: armed(one.data_dir), 60, "a guard that is armed")
            seconds = time.monotonic() - begun
            return _bytes(one.unpacking), seconds, _resident(one.data_dir)
        finally:
            process.terminate()
            process.wait(20)


def _version(program: Path) -> float:
    with a_folder() as folder:
        begun = time.monotonic()
        OneFile([str(program)], folder).say("--version")
        return time.monotonic() - begun


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _resident(data_dir: Path) -> int:
    """Of the process that guards, not of the one that unpacked it."""

    pid = json.loads((data_dir / "control.json").read_text(encoding="utf-8"))["pid"]
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(programs: Sequence[str]) -> None:
    sys.stdout.write("| program | file, MB | unpacked, MB | --version, s | start to armed, s | memory (RSS), MB |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- |\n")
    with paper() as trader:
        for program in programs:
            name, _, file = program.rpartition("=")
            one = weigh(Path(file).resolve(), trader)
            numbers = (
                f"{one.size:.1f} | {one.unpacked:.0f} | {one.version_s:.2f} | {one.armed_s:.2f} | {one.memory:.0f}"
            )
            sys.stdout.write(f"| {name or file} | {numbers} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:] or ["dist/riskguard"])
