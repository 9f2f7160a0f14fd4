"""`riskguard admin`: end a lockout early where that was allowed before, and the password that this needs."""

import argparse
import getpass
import sys
import time
from collections.abc import Iterator
from typing import Any

from riskguard.service.asking import asked
from riskguard.service.control import ask

FAILED = 1
BAD = 2
_WRITTEN_WITHIN_S = 10.0
_HASHED_WITHIN_S = 20.0
"""A password is slow to look at on purpose, slower still on a busy machine."""


class RefusedError(Exception):
    """What cannot be done, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The parsers of `override` and `password` come back, which take the data directory too."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    ending = what.add_parser("override", help="end the entry and symbol lockouts of an account early, never a hard one")
    ending.add_argument("--account", type=int, metavar="ID", required=True, help="the account")
    ending.add_argument("--reason", metavar="WORDS", required=True, help="why; it is kept in the record and told")
    setting = what.add_parser("password", help="set, change or remove the admin password")
    setting.add_argument("--remove", action="store_true", help="take it away; the present one is asked for")
    for one in (ending, setting):
        one.add_argument("--password-stdin", action="store_true", help="read passwords from standard input, one a line")
    return ending, setting


def run(args: argparse.Namespace) -> int:
    """0 once it is done and written down; 2 with the reason where it is refused."""
    try:
        words = _override(args) if args.what == "override" else _password(args)
    except RefusedError as error:
        sys.stderr.write(f"riskguard admin: {error}\n")
        return BAD
    except TimeoutError as error:
        sys.stderr.write(f"riskguard admin: {error}\n")
        return FAILED
    sys.stdout.write(f"{words}\n")
    return 0


def _override(args: argparse.Namespace) -> str:
    if asked(args.data_dir, "admin") is None:
        raise RefusedError(f"RiskGuard does not run on {args.data_dir}; start it first")
    given = next(_given(args, "Admin password: "))
    answer = _answered(args, what="override", account=args.account, reason=args.reason, password=given)
    _wait(args)
    return str(answer["words"])


def _wait(args: argparse.Namespace) -> None:
    """Told only once it is committed: what is confirmed survives whatever happens next."""
    end = time.monotonic() + _WRITTEN_WITHIN_S
    while time.monotonic() < end:
        found = ask(args.data_dir, "written")
        if found is not None and found.get("written"):
            return
        time.sleep(0.05)
    asked(args.data_dir, "written")  # one that hangs is told as such
    raise TimeoutError("the lockout has ended, which could not be written to the journal yet; `riskguard status`")


def _password(args: argparse.Namespace) -> str:
    running = asked(args.data_dir, "admin")
    known = bool(running["password_set"]) if running else _offline(args).is_set
    if args.remove and not known:
        raise RefusedError("there is no admin password")
    prompts = ["Present admin password: "] if known else []
    prompts += [] if args.remove else ["New admin password: ", "The new one again: "]
    given = list(_given(args, *prompts))
    old = given.pop(0) if known else ""
    if len(set(given)) > 1:
        raise RefusedError("the two new passwords are not the same")
    new = given[0] if given else ""
    if not args.remove and not new:
        raise RefusedError("the new password is empty; --remove takes the password away")
    if running:
        _answered(args, what="password", password=old, new=new)
    else:
        _change_offline(args, old, new)
    return "The admin password is set." if new else "There is no admin password any more."


def _given(args: argparse.Namespace, *prompts: str) -> Iterator[str]:
    """One password a prompt; the repetition of a new one is not asked for on standard input."""
    for prompt in prompts:
        if not args.password_stdin:
            yield _typed(prompt)
        elif not prompt.startswith("The new one again"):
            line = sys.stdin.readline()
            if not line:
                raise RefusedError(f"standard input ended before a line for: {prompt.rstrip(': ').lower()}")
            yield line.rstrip("\r\n")


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise RefusedError("there is no terminal to ask for the password; use --password-stdin")
    return getpass.getpass(prompt)


def _answered(args: argparse.Namespace, **arguments: object) -> dict[str, Any]:
    answer = asked(args.data_dir, "admin", arguments, _HASHED_WITHIN_S)
    if answer is None:
        raise RefusedError(f"RiskGuard does not run on {args.data_dir} any more")
    if "error" in answer:
        raise RefusedError(str(answer["error"]))
    return answer


def _offline(args: argparse.Namespace) -> Any:
    from datetime import UTC, datetime

    from riskguard.service.password import AdminPassword

    return AdminPassword(args.data_dir, lambda: datetime.now(UTC))


def _change_offline(args: argparse.Namespace, old: str, new: str) -> None:
    from datetime import UTC, datetime

    from riskguard.service.password import refusal_words

    try:
        refused = refusal_words(_offline(args).change(old, new), datetime.now(UTC))
    except (OSError, ValueError) as error:
        raise RefusedError(str(error)) from None
    if refused:
        raise RefusedError(refused)
