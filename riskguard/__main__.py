"""The command line's entry: reads the arguments and imports what the command needs, nothing else."""

import argparse
import sys
from collections.abc import Callable, Sequence

from riskguard.service.own_program import restore_library_path

_WATCHDOG = ["program", "watch"]
_UNANSWERED = 1
_INTERRUPTED = 130  # as a shell reports SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; 2 for arguments that cannot be used, 1 for a guard that hangs."""
    from riskguard.cli.parser import make_parser
    from riskguard.service.asking import NoAnswerError

    args = make_parser().parse_args(argv)
    try:
        return _COMMANDS[args.command or "run"](args)
    except NoAnswerError as error:
        sys.stderr.write(f"riskguard: {error}\n")
        return _UNANSWERED


def program() -> int:
    """`main` as a program of its own: with streams where the system gave none."""
    restore_library_path()
    if sys.argv[1:3] == _WATCHDOG:  # before all that is imported for a command line
        from riskguard.service import watchdog

        return watchdog.main(sys.argv[3:])
    from riskguard.service.console import in_utf8, system_console, take_streams, tell_unseen

    console = system_console()
    take_streams(sys.argv[1:], console)
    in_utf8(sys.stdout, sys.stderr)
    try:
        code = main()
    except KeyboardInterrupt:  # before a command took the signal itself, while its modules are read
        return _INTERRUPTED
    tell_unseen(code, console)
    return code


def _run(args: argparse.Namespace) -> int:
    from riskguard import runner

    return runner.run(args)


def _demo(args: argparse.Namespace) -> int:
    from riskguard import demo

    return demo.run(args)


def _status(args: argparse.Namespace) -> int:
    from riskguard.cli import status

    return status.run_status(args)


def _flatten(args: argparse.Namespace) -> int:
    from riskguard.cli import status

    return status.run_flatten(args)


def _lock(args: argparse.Namespace) -> int:
    from riskguard.cli import lock

    return lock.run(args)


def _clock(args: argparse.Namespace) -> int:
    from riskguard.cli import clock

    return clock.run(args)


def _sessions(args: argparse.Namespace) -> int:
    from riskguard.cli import sessions

    return sessions.run(args)


def _settings(args: argparse.Namespace) -> int:
    from riskguard.cli import settings

    return settings.run(args)


def _preset(args: argparse.Namespace) -> int:
    from riskguard.cli import preset

    return preset.run(args)


def _backup(args: argparse.Namespace) -> int:
    from riskguard.cli import backup

    return backup.run(args)


def _admin(args: argparse.Namespace) -> int:
    from riskguard.cli import admin

    return admin.run(args)


def _stop(args: argparse.Namespace) -> int:
    from riskguard.cli import program

    return program.run_stop(args)


def _program(args: argparse.Namespace) -> int:
    from riskguard.cli import program

    return program.run(args)


def _alerts(args: argparse.Namespace) -> int:
    from riskguard.cli import alerts

    return alerts.run(args)


def _check_config(args: argparse.Namespace) -> int:
    from riskguard.cli import check_config

    return check_config.run(args)


def _paper(args: argparse.Namespace) -> int:
    from riskguard.cli import paper

    return paper.run(args)


def _replay(args: argparse.Namespace) -> int:
    from riskguard.cli import replay

    return replay.run(args)


def _licences(args: argparse.Namespace) -> int:
    from riskguard.cli import licences

    return licences.run(args)


def _whatif(args: argparse.Namespace) -> int:
    from riskguard.cli import whatif

    return whatif.run(args)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "demo": _demo,
    "status": _status,
    "flatten": _flatten,
    "lock": _lock,
    "clock": _clock,
    "sessions": _sessions,
    "settings": _settings,
    "preset": _preset,
    "backup": _backup,
    "admin": _admin,
    "stop": _stop,
    "program": _program,
    "alerts": _alerts,
    "check-config": _check_config,
    "paper": _paper,
    "replay": _replay,
    "whatif": _whatif,
    "licences": _licences,
}

if __name__ == "__main__":
    sys.exit(program())
