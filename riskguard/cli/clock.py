"""`riskguard clock in` and `riskguard clock out`: the trader says when a session of his begins and ends."""

import argparse
import sys
import time

from riskguard.service.asking import asked
from riskguard.service.control import ask

FAILED = 1
BAD = 2
_WRITTEN_WITHIN_S = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("in", "out"), help="begin or end a session")


def run(args: argparse.Namespace) -> int:
    """0 once it is written down, 2 when it cannot be asked for."""
    answer = asked(args.data_dir, "clock", {"what": args.what})
    if answer is None:
        return _fail(f"RiskGuard does not run on {args.data_dir}; start it first", BAD)
    if "error" in answer:
        return _fail(str(answer["error"]), BAD)
    end = time.monotonic() + _WRITTEN_WITHIN_S
    while time.monotonic() < end:
        found = ask(args.data_dir, "written")
        if found is not None and found.get("written"):
            sys.stdout.write(f"{answer['words']}\n")
            return 0
        time.sleep(0.05)
    asked(args.data_dir, "written")  # one that hangs is told as such
    words = f"{answer['words']} It could not be written to the journal yet; `riskguard status` says why and what to do"
    return _fail(words, FAILED)


def _fail(words: str, code: int) -> int:
    sys.stderr.write(f"riskguard clock: {words}\n")
    return code
