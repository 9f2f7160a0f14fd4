"""`riskguard alerts`: the channels that notifications go to: list, add, remove, test, running or not.

An address is never an argument, which other programs could read: it is asked for, or comes on standard input.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from riskguard.cli.settings import UnusableError, requested
from riskguard.service.asking import asked

if TYPE_CHECKING:
    from riskguard.service.alerts_desk import AlertsDesk

KINDS = ("discord", "telegram", "mail", "other")
LEAST = ("info", "warning", "breach", "alarm", "off")
"""As in config/alerts.py, which takes longer to load than the help of a command may."""
BAD = 2
_NOT_SENT = 1
_COMMAND = "riskguard alerts"


class _RefusedError(Exception):
    """A test that the service did not take; its reason in words."""


def add_arguments(parser: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The parsers of its commands come back, which take the data directory too."""
    what = parser.add_subparsers(dest="what", metavar="WHAT")
    listing = what.add_parser("list", help="the channels, what they hear of, and what became of it")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    adding = what.add_parser("add", help="a channel more, or another severity for one; its address is asked for")
    adding.add_argument("name", metavar="NAME", help="up to 32 letters, digits, - and _, e.g. phone")
    adding.add_argument("--least", choices=LEAST, default="warning", help="the least severity it hears of [warning]")
    adding.add_argument("--kind", choices=KINDS, help="told by the address where it is not given")
    removing = what.add_parser("remove", help="a channel less, its address too")
    testing = what.add_parser("test", help="send a test; says what the service said")
    for one in (removing, testing):
        one.add_argument("name", metavar="NAME")
    quieting = what.add_parser("least", help="another least severity for a channel; off sends nothing")
    quieting.add_argument("name", metavar="NAME")
    quieting.add_argument("least", choices=LEAST)
    return listing, adding, removing, testing, quieting


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 when a test was not taken, 2 with the reason when something cannot be done."""
    from riskguard.alerts.addresses import AddressError
    from riskguard.service.addresses import AddressNotKeptError
    from riskguard.service.alerts_desk import AlertsDeskError

    try:
        lines = _done(args)
    except _RefusedError as error:
        return _fail(str(error), _NOT_SENT)
    except (UnusableError, AddressError, AddressNotKeptError, AlertsDeskError) as error:
        return _fail(str(error), BAD)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _fail(words: str, code: int) -> int:
    sys.stderr.write(f"{_COMMAND}: {words}\n")
    return code


def _done(args: argparse.Namespace) -> list[str]:
    match args.what:
        case "add":
            return _add(args)
        case "remove":
            return _changed(args, lambda desk: desk.remove(args.name))
        case "least":
            return _changed(args, lambda desk: desk.set_least(args.name, args.least))
        case "test":
            return _test(args)
    return _listed(args)


def _desk(args: argparse.Namespace, said: list[str]) -> "AlertsDesk":
    """Over the settings file; what the running program makes of a change is added to `said`."""
    from riskguard.config.toml_edit import with_values
    from riskguard.service.addresses import Addresses
    from riskguard.service.alerts_desk import AlertsDesk

    def change(values: Mapping[str, object]) -> None:
        said.extend(requested(args, lambda text, _: with_values(text, values)))

    return AlertsDesk(Addresses(args.data_dir), lambda: _table(args), change)


def _table(args: argparse.Namespace) -> Mapping[str, Any]:
    """`[alerts]` as it is in force, else as the file asks for it."""
    from riskguard.config.file import FILE_NAME, SettingsFileError, read_settings

    view = asked(args.data_dir, "settings")
    if view is not None:
        found = view["in_force"].get("alerts", {})
        return found if isinstance(found, Mapping) else {}
    path = args.data_dir / FILE_NAME
    if not path.exists():
        return {}
    try:
        return read_settings(path).alerts
    except SettingsFileError as error:
        raise UnusableError(str(error)) from None


def _add(args: argparse.Namespace) -> list[str]:
    from riskguard.alerts.addresses import kind_of, other
    from riskguard.config.alerts import ChannelSettings
    from riskguard.service.alerts_desk import checked_name

    checked_name(args.name)
    address = other(_address())
    channel = ChannelSettings.model_validate({"kind": args.kind or kind_of(address), "least": args.least})
    return _changed(args, lambda desk: desk.add(args.name, channel, address))


def _address() -> str:
    """Not shown while it is typed."""
    if sys.stdin.isatty():
        return getpass.getpass("Address (as apprise writes it, or a webhook of Discord): ")
    return sys.stdin.readline()


def _changed(args: argparse.Namespace, change: Any) -> list[str]:
    said: list[str] = []
    change(_desk(args, said))
    return said


def _test(args: argparse.Namespace) -> list[str]:
    found = _desk(args, []).test(args.name)
    if not found.sent:
        raise _RefusedError(f"{args.name}: not sent. {found.reason}")
    return [f"{args.name}: sent. Look whether it has arrived."]


def _listed(args: argparse.Namespace) -> list[str]:
    channels = _desk(args, []).channels()
    seen = _seen(args)
    rows = [{"name": name, **one.model_dump(), **seen.get(name, {})} for name, one in channels.items()]
    if getattr(args, "json", False):
        return [json.dumps(row) for row in rows]
    return [_line(row) for row in rows] or [
        "Alerts are shown on the screen only. `riskguard alerts add` adds a channel."
    ]


def _seen(args: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """What the running program knows of each channel."""
    status = asked(args.data_dir, "status") or {}
    found = status.get("alerts", {})
    return {one["name"]: one for one in found.get("channels", [])} if isinstance(found, Mapping) else {}


def _line(row: Mapping[str, Any]) -> str:
    parts = [f"{row['name']}: {row['kind']}, {'off' if row['least'] == 'off' else 'from ' + str(row['least']) + ' on'}"]
    parts += [f"{row['waiting']} waiting"] if row.get("waiting") else []
    parts += [f"last sent {row['sent_at']}"] if row.get("sent_at") else []
    parts += [f"FAILS: {row['failure']}"] if row.get("failure") else []
    return ", ".join(parts)
