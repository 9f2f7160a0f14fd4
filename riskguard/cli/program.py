"""`riskguard stop`, and `riskguard program`: what the setup program asks before it replaces or removes this one."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from riskguard.service.asking import asked
from riskguard.service.data_dir import has_ended
from riskguard.service.guard_process import dismiss
from riskguard.service.own_program import outliving, own_program

FAILED, BAD, ASKS, LOCKED = 1, 2, 3, 4
PASSWORD = "RISKGUARD_ADMIN_PASSWORD"  # the name of a variable, not a password
_ANSWERED_WITHIN_S = 20.0
_ENDED_WITHIN_S = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The parsers of all but the group come back, which take the data directory too."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    stopping = what.add_parser("stop", help="end every guard that runs from here, for an upgrade")
    starting = what.add_parser("start", help="start again what `stop` has ended")
    for one in (stopping, starting):
        one.add_argument("--again", type=Path, metavar="FILE", required=True, help="where it stands what was running")
    said = "end RiskGuard so that it can be removed; 0 where it may be, 3 without the admin password, 4 while locked"
    leaving = what.add_parser("leave", help=said)
    add_password(leaving)
    leaving.add_argument("--forget", action="store_true", help="take what is kept for it out of the system's keyring")
    login = what.add_parser("login", help="start at sign-in, or not")
    login.add_argument("switch", choices=("on", "off"))
    return stopping, starting, leaving, login


def add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin", action="store_true", help=f"the admin password from standard input, not from {PASSWORD}"
    )


def run(args: argparse.Namespace) -> int:
    """0 once it is done; else why not, on standard error."""
    match args.what:
        case "stop":
            return _stop_for_upgrade(args)
        case "start":
            return _start_again(args.again)
        case "login":
            return _at_login(args.data_dir, on=args.switch == "on")
        case _:
            return _leave(args) or (_forget(args.data_dir) if args.forget else 0)


def run_stop(args: argparse.Namespace) -> int:
    """`riskguard stop`: 0 once the guard on the data directory has ended, 2 where none runs, 3 without the password."""
    answer = _asked(args.data_dir, "quit", _given(args))
    if answer is None:
        return _said(f"RiskGuard does not run on {args.data_dir}", BAD)
    if "error" in answer:
        return _said(str(answer["error"]), ASKS)
    return _all_ended([args.data_dir]) or _unwatched([args.data_dir])


def _stop_for_upgrade(args: argparse.Namespace) -> int:
    """Whatever else runs elsewhere goes on: only what runs from this executable's folder is in the way."""
    stopped = {}
    for data_dir in _guarded_here(args.data_dir):
        answer = _asked(data_dir, "upgrade")
        if answer is not None and "error" not in answer:
            stopped[data_dir] = [str(word) for word in answer.get("again", ["run"])]
            args.again.write_text(json.dumps(list(stopped.values())), encoding="utf-8")
    return _all_ended(stopped) or _unwatched({args.data_dir, *stopped})


def _start_again(file: Path) -> int:
    """Each as it was started before; the file goes, so that nothing is started twice."""
    try:
        commands = json.loads(file.read_text(encoding="utf-8"))
        file.unlink()
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        return _said(f"{file}: {error}", FAILED)
    for words in commands:
        none = subprocess.DEVNULL  # the setup program reads ours until everybody who has it has ended
        program = [*own_program(), *map(str, words)]
        subprocess.Popen(program, env=outliving(os.environ), stdin=none, stdout=none, stderr=none)
    return 0


def _leave(args: argparse.Namespace) -> int:
    """Asks the guard on the data directory first, or its journal where none runs, then every other one from here."""
    given = _given(args)
    there = _guarded_here(args.data_dir)
    if args.data_dir not in there:
        refused = _refusal_offline(args.data_dir, given)
        if refused:
            return _refused(refused)
    for data_dir in there:
        answer = _asked(data_dir, "removal", given)
        if answer is not None and "error" in answer:
            return _refused(answer)
    return _all_ended(there) or _unwatched({args.data_dir, *there})


def _forget(data_dir: Path) -> int:
    """What is left over does no harm; it is said."""
    from riskguard.service.forgetting import forget

    for words in forget(data_dir):
        _said(words, 0)
    return 0


def _at_login(data_dir: Path, *, on: bool) -> int:
    from riskguard.service.autostart import system_autostart

    try:
        system_autostart(data_dir).set(on)
    except OSError as error:
        return _said(f"starting at sign-in cannot be set: {error.strerror}", FAILED)
    return 0


def _refused(answer: Mapping[str, Any]) -> int:
    return _said(str(answer["error"]), LOCKED if answer.get("locked") else ASKS)


def _guarded_here(data_dir: Path) -> list[Path]:
    """Data directories of guards run from here, the usual one first."""
    from riskguard.service.instances import guards_there, runtime_dir

    folder = Path(sys.executable).parent
    there = [Path(one.data_dir) for one in guards_there(runtime_dir()) if Path(one.program).parent == folder]
    usual = [] if has_ended(data_dir) else [data_dir]
    return [*usual, *(one for one in there if one.resolve() != data_dir.resolve())]


def _asked(data_dir: Path, why: str, password: str = "") -> dict[str, Any] | None:
    """NoAnswerError soon, where it hangs: a password is looked at for longer."""
    if asked(data_dir, "written") is None:
        return None
    return asked(data_dir, "stop", {"why": why, "password": password}, _ANSWERED_WITHIN_S)


def _refusal_offline(data_dir: Path, given: str) -> Mapping[str, Any]:
    """By the stricter reading of the journal; one that cannot be read may hold a lockout."""
    from riskguard.service.leaving import hard_stored, refusal, removal_gate
    from riskguard.service.password import AdminPassword
    from riskguard.storage.offline import JournalUnusableError

    now = datetime.now(UTC)
    try:
        hard = hard_stored(_stored_lockouts(data_dir), now)
    except JournalUnusableError as error:
        return {"error": f"{error}. Start RiskGuard once, then try again.", "locked": True}
    password = AdminPassword(data_dir, lambda: datetime.now(UTC))
    return refusal(removal_gate(hard, password, guarding=False), given, password.check, now)


def _stored_lockouts(data_dir: Path) -> list[dict[str, Any]]:
    from riskguard.service.keys import peek_vault, quiet_keyring
    from riskguard.storage.inspection import inspected
    from riskguard.storage.models import FILE_NAME

    if not data_dir.is_dir():
        return []
    looked = inspected(data_dir / FILE_NAME, peek_vault(data_dir, quiet_keyring()))
    return [json.loads(body) for body in looked.lockouts.values()] if looked else []


def _all_ended(data_dirs: Iterable[Path]) -> int:
    """Waits for their locks, which the system takes off when a process has ended."""
    end = time.monotonic() + _ENDED_WITHIN_S
    for data_dir in data_dirs:
        while not has_ended(data_dir):
            if time.monotonic() > end:
                return _said(f"the guard on {data_dir} has not ended in {_ENDED_WITHIN_S:.0f} s", FAILED)
            time.sleep(0.1)
    return 0


def _unwatched(data_dirs: Iterable[Path]) -> int:
    """Of guards that are off: a watchdog may still wait to start one again."""
    for data_dir in filter(has_ended, data_dirs):
        if not dismiss(data_dir, _ENDED_WITHIN_S):
            return _said(f"the watchdog on {data_dir} has not ended in {_ENDED_WITHIN_S:.0f} s", FAILED)
    return 0


def _given(args: argparse.Namespace) -> str:
    return sys.stdin.readline().rstrip("\r\n") if args.password_stdin else os.environ.get(PASSWORD, "")


def _said(words: str, code: int) -> int:
    sys.stderr.write(f"riskguard: {words}\n")
    return code
