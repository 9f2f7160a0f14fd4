"""Which commands there are and what they take. Imports nothing heavy: `--help` and `--version` are instant."""

import argparse
from pathlib import Path

from riskguard import __version__
from riskguard.cli import (
    admin,
    alerts,
    backup,
    clock,
    licences,
    lock,
    paper,
    preset,
    program,
    replay,
    sessions,
    settings,
    whatif,
)
from riskguard.service.data_dir import default_data_dir


def make_parser() -> argparse.ArgumentParser:
    """The whole command line; `command` is None for the desktop."""
    parser = argparse.ArgumentParser(
        prog="riskguard",
        description="Watches futures accounts on the ProjectX gateway, stops a breach, locks the trader out.",
    )
    parser.add_argument("--version", action="version", version=f"riskguard {__version__}")
    _data_dir(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    run = commands.add_parser("run", help="guard accounts; without --headless in the system tray")
    run.add_argument("--headless", action="store_true", help="the engine alone, without windows")
    run.add_argument("--verbose", action="store_true", help="log to the console as well")
    run.add_argument(
        "--watchdog", action="store_true", help="start it again when it is killed; with windows it always is"
    )
    run.add_argument("--practice", action="store_true", help="on a paper gateway, with play money and an order ticket")
    _data_dir(run)

    demo = commands.add_parser("demo", help="practice mode: a scripted trader breaks limits on a paper gateway")
    demo.add_argument("--headless", action="store_true", help="without windows")
    demo.add_argument("--exit-after", type=float, metavar="SECONDS", help="end by then at the latest")
    _data_dir(demo, "taken, but not used: the demo keeps nothing")

    status = commands.add_parser("status", help="what is guarded and locked, running or not")
    status.add_argument("--json", action="store_true", help="one JSON object")
    _data_dir(status)

    flatten = commands.add_parser("flatten", help="close every position and cancel every order now")
    flatten.add_argument("--account", type=int, metavar="ID", help="only this account")
    _data_dir(flatten)

    locking = commands.add_parser("lock", help="lock yourself out for a while; it cannot be taken back")
    lock.add_arguments(locking)
    _data_dir(locking)

    clocking = commands.add_parser("clock", help="say that your session begins (in) or ends (out)")
    clock.add_arguments(clocking)
    _data_dir(clocking)

    past = commands.add_parser("sessions", help="when you traded, day by day: first and last trade, breaks, result")
    sessions.add_arguments(past)
    _data_dir(past)

    changing = commands.add_parser("settings", help="what is in force and pending; set or withdraw a change")
    for one in (changing, *settings.add_arguments(changing)):
        _data_dir(one)

    ready = commands.add_parser("preset", help="ready-made limits, e.g. of a prop firm: list, show, apply")
    _data_dir(ready)
    _data_dir(preset.add_arguments(ready))

    for one in backup.add_arguments(commands.add_parser("backup", help="copies of the journal: now, list, restore")):
        _data_dir(one)

    for one in admin.add_arguments(commands.add_parser("admin", help="the admin password, and overrides by it")):
        _data_dir(one)

    stopping = commands.add_parser("stop", help="end the running guard; asks for the admin password where one is set")
    program.add_password(stopping)
    for one in (stopping, *program.add_arguments(commands.add_parser("program", help="for the setup program"))):
        _data_dir(one)

    channels = commands.add_parser("alerts", help="where notifications go too: list, add, remove, test")
    for one in (channels, *alerts.add_arguments(channels)):
        _data_dir(one)

    check = commands.add_parser("check-config", help="say what is wrong with a settings file")
    check.add_argument("file", type=Path, metavar="FILE")

    backwards = commands.add_parser("whatif", help="what rules would have done on your past days")
    whatif.add_arguments(backwards)
    _data_dir(backwards)

    licences.add_arguments(commands.add_parser("licences", help="what the program is made of and under which terms"))
    replay.add_arguments(commands.add_parser("replay", help="what rules would have decided on a recorded stream"))
    paper.add_arguments(commands.add_parser("paper", help="serve a paper gateway on this machine"))
    return parser


def _data_dir(parser: argparse.ArgumentParser, words: str = "where settings and state are kept") -> None:
    default = argparse.SUPPRESS if parser.prog != "riskguard" else default_data_dir()
    parser.add_argument("--data-dir", type=Path, default=default, metavar="DIR", help=words)
