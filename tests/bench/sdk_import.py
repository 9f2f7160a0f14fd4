"""What importing the SDK costs, with stand-ins for polars and numpy and with both: `python -m tests.bench.sdk_import`.

The least of five, each in a process of its own.
"""

import subprocess
import sys

TIMES = 5
_MEASURED = """
import sys, time
from pathlib import Path
before = time.perf_counter()
{first}
import riskguard.gateway.sdk
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(time.perf_counter() - before, pages * 4096 / 1e6)
"""
WAYS = {"real packages": "import project_x_py", "stand-ins": ""}


def measured(first: str) -> tuple[float, float]:
    """Seconds and megabytes."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", _MEASURED.format(first=first)], capture_output=True, text=True, check=True
        )
        for _ in range(TIMES)
    ]
    found = [tuple(map(float, run.stdout.split())) for run in runs]
    return min(one[0] for one in found), min(one[1] for one in found)


def main() -> None:
    for name, first in WAYS.items():
        seconds, megabytes = measured(first)
        sys.stdout.write(f"{name:14} {seconds:5.2f} s {megabytes:5.0f} MB\n")


if __name__ == "__main__":
    main()
