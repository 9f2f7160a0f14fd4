"""`riskguard lock`: lock yourself out for a while. It cannot be taken back, so it asks first."""

import argparse
import re
import sys
import time
from typing import Any

from riskguard.service.asking import asked
from riskguard.service.control import ask

FAILED = 1
BAD = 2
_LOCKED_WITHIN_S = 10.0
_SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--for", dest="span", metavar="SPAN", help="for a while, e.g. 15m, 1h or 1h30m")
    parser.add_argument("--until", metavar="END", help='until "reset", or HH:MM in the time zone of your schedule')
    parser.add_argument("--account", type=int, metavar="ID", help="only this account")
    parser.add_argument("--yes", action="store_true", help="do not ask; a lockout cannot be taken back")


def run(args: argparse.Namespace) -> int:
    """0 once the lockout is in force and written down; 2 when it cannot be asked for."""
    try:
        end = _end(args.span, args.until)
    except ValueError as error:
        return _fail(str(error), BAD)
    if not args.yes and not _agreed(args):
        return _fail("nothing was locked", BAD)
    answer = asked(args.data_dir, "lock", {"account": args.account, **end})
    if answer is None:
        return _fail(f"RiskGuard does not run on {args.data_dir}; start it first", BAD)
    if "error" in answer:
        return _fail(str(answer["error"]), BAD)
    return _wait(args, answer)


def _end(span: str | None, until: str | None) -> dict[str, object]:
    if (span is None) == (until is None):
        raise ValueError("give one of --for 15m and --until reset (or --until 14:30)")
    if until is not None:
        if until != "reset" and not _CLOCK.fullmatch(until):
            raise ValueError(f'--until was {until!r}; give "reset" or a time of day such as 14:30')
        return {"until": until}
    found = _SPAN.fullmatch(span or "")
    if not span or not found:
        raise ValueError(f"--for was {span!r}; give a span such as 15m, 1h or 1h30m")
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return {"seconds": hours * 3600 + minutes * 60 + rest}


def _agreed(args: argparse.Namespace) -> bool:
    if not sys.stdin.isatty():
        sys.stderr.write("riskguard lock: a lockout cannot be taken back; add --yes to agree to that\n")
        return False
    what = f"for {args.span}" if args.span else f"until {args.until}"
    sys.stdout.write(f"This closes everything and locks you out {what}. It cannot be taken back. Type yes: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _wait(args: argparse.Namespace, answer: dict[str, Any]) -> int:
    """Told only once it is committed: what is confirmed survives whatever happens next."""
    end = time.monotonic() + _LOCKED_WITHIN_S
    while time.monotonic() < end:
        found = ask(args.data_dir, "written")
        if found is not None and found.get("written"):
            sys.stdout.write(f"{answer['words']}\n")
            return 0
        time.sleep(0.05)
    asked(args.data_dir, "written")  # one that hangs is told as such
    unwritten = "could not be written to the journal yet; `riskguard status` says why and what to do"
    return _fail(f"the lockout is in force but {unwritten}", FAILED)


def _fail(words: str, code: int) -> int:
    sys.stderr.write(f"riskguard lock: {words}\n")
    return code
