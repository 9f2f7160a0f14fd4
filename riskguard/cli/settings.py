"""`riskguard settings`: what is in force and pending; `set` and `withdraw` ask for changes, running or not."""

import argparse
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskguard.service.asking import asked

if TYPE_CHECKING:
    from riskguard.service.settings_file import SettingsFile

BAD = 2
_NOT_RUNNING = "RiskGuard does not run here. The file asks for this now; it is taken as a request at the next start."


class UnusableError(Exception):
    """What cannot be done, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The parsers of `set`, `withdraw` and `confirm` come back, which take the data directory too."""
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--all", action="store_true", help="also what is as it is by default")
    what = parser.add_subparsers(dest="what", metavar="WHAT")
    changing = what.add_parser("set", help="ask for other values, e.g. rules.daily_realized_loss.limit=400")
    changing.add_argument("changes", nargs="+", metavar="PATH=VALUE", help="PATH= takes a setting away")
    back = what.add_parser("withdraw", help="take back a change that is pending")
    back.add_argument("path", metavar="PATH", help="as `riskguard settings` names it, or all")
    same = what.add_parser(
        "confirm", help="a change of the balance is explained: the drawdown figures hold as they are"
    )
    same.add_argument("--account", type=int, metavar="ID", required=True, help="the account")
    return changing, back, same


def run(args: argparse.Namespace) -> int:
    """0 when shown or asked for, 2 with the reason when not."""
    try:
        match args.what:
            case "set":
                lines = _set(args)
            case "withdraw":
                lines = _withdraw(args)
            case "confirm":
                lines = [_confirmed(args)]
            case _:
                lines = _shown(args)
    except UnusableError as error:
        sys.stderr.write(f"riskguard settings: {error}\n")
        return BAD
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _shown(args: argparse.Namespace) -> list[str]:
    view = asked(args.data_dir, "settings") or _stored(args)
    if args.json:
        return [json.dumps(view)]
    values = view["in_force"] if args.all else _told(view["in_force"])
    lines = ["In force:" if args.all else "In force (--all: defaults too):"]
    lines += [f"  {path} = {_toml(value)}" for path, value in _flat(values)]
    pending = [f"  {one['path']}: {one['words']}" for one in view["pending"]]
    return [*lines, *(["Pending:", *pending] if pending else ["Nothing is pending."])]


def _stored(args: argparse.Namespace) -> dict[str, Any]:
    """What the journal holds while the program does not run."""
    view = _found(args)
    if view is None:
        raise UnusableError(f"no settings are in force in {args.data_dir}: RiskGuard has not run there yet")
    return view


def _found(args: argparse.Namespace) -> dict[str, Any] | None:
    """The same; None where nothing was ever in force."""
    from riskguard.service.clock import TrustedClock
    from riskguard.storage.models import FILE_NAME
    from riskguard.storage.offline import JournalUnusableError
    from riskguard.storage.restoring import stored_settings_view

    try:
        return stored_settings_view(args.data_dir / FILE_NAME, TrustedClock().now())
    except JournalUnusableError as error:
        raise UnusableError(str(error)) from None


def _told(in_force: Mapping[str, Any]) -> dict[str, Any]:
    """What is in force, of the rules only what differs from their defaults, in the order of their numbers."""
    from riskguard.config.settings import RULES_BY_TABLE

    rules: dict[str, Any] = {}
    for table in [one for one in RULES_BY_TABLE if one in in_force["rules"]]:
        values = in_force["rules"][table]
        given = RULES_BY_TABLE[table].model_validate(values).model_dump(exclude_defaults=True, by_alias=True)
        rules[table] = {name: value for name, value in values.items() if name in given} or {"enabled": True}
    return {**in_force, "rules": rules}


def _toml(value: object) -> str:
    from riskguard.config.toml_edit import toml_value

    return toml_value(value)


def _flat(values: Mapping[str, Any], within: str = "") -> Iterable[tuple[str, object]]:
    for name, value in values.items():
        path = f"{within}{name}"
        deeper = isinstance(value, dict) and path.count(".") < (2 if path.startswith("rules") else 1)
        yield from _flat(value, f"{path}.") if deeper else [(path, value)]


def _set(args: argparse.Namespace) -> list[str]:
    from riskguard.config.toml_edit import with_values

    values = _values(args.changes)
    return requested(args, lambda text, _: with_values(text, values))


def requested(args: argparse.Namespace, edit: "Callable[[str, Path], str]") -> list[str]:
    """Write the file as edited and ask for it; what becomes of it, in words. UnusableError where that cannot be."""
    from riskguard.config.file import SettingsFileError, parse_settings

    file = _file(args)
    before = asked(args.data_dir, "settings") or {"pending": []}  # where nobody answers nothing is written
    try:
        text = edit(file.edited({}, create=not file.path.exists() and not _in_force(args)), file.path)
        parse_settings(text, str(file.path), file.path.parent)
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.write(text)
    except SettingsFileError as error:
        raise UnusableError(str(error)) from None
    except FileNotFoundError:
        raise UnusableError(
            f"there is no {file.path}; put it back, as a new one would ask for all else to be off"
        ) from None
    except (OSError, ValueError) as error:
        raise UnusableError(_unchanged(file.path, error)) from None
    answer = asked(args.data_dir, "settings_request", {"text": text})
    if answer is None:
        return [_NOT_RUNNING]
    if "error" in answer:
        raise UnusableError(str(answer["error"]))
    return _answered(answer["changes"], {one["path"]: one["wanted"] for one in before["pending"]})


def _unchanged(path: Path, error: OSError | ValueError) -> str:
    from riskguard.config.file import why_unread

    return f"{path} cannot be changed: {why_unread(error)}"


def _answered(changes: list[dict[str, Any]], pending: Mapping[str, object]) -> list[str]:
    """What is new about a request first, then what waits since before."""
    known = [one for one in changes if one["path"] in pending and pending[one["path"]] == one["new"]]
    lines = [one["words"] for one in changes if one not in known]
    lines = lines or [f"That is {'asked for' if known else 'in force'} already."]
    return [*lines, *(["Pending since before:", *(f"  {one['words']}" for one in known)] if known else [])]


def _in_force(args: argparse.Namespace) -> bool:
    """Whether rules are in force or pending, which a file begun anew would ask to take away."""
    view = asked(args.data_dir, "settings") or _found(args)
    return view is not None and bool(view["in_force"].get("rules") or view["pending"])


def _values(changes: list[str]) -> dict[str, object]:
    from riskguard.config.toml_edit import REMOVE

    values: dict[str, object] = {}
    for change in changes:
        path, given, value = change.partition("=")
        if not given or "." not in path.strip("."):
            raise UnusableError(f"{change} is no change; give PATH=VALUE, e.g. rules.daily_realized_loss.limit=400")
        values[path] = _value(value) if value else REMOVE
    return values


def _value(text: str) -> object:
    """A value as TOML has it; a bare word is text, as nobody quotes twice on a command line."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except ValueError:
        return text


def _withdraw(args: argparse.Namespace) -> list[str]:
    answer = asked(args.data_dir, "settings_withdraw", {"path": args.path})
    if answer is None:
        return _withdraw_in_file(args)
    if "error" in answer:
        raise UnusableError(f"{answer['error']}; `riskguard settings` lists what is")
    return [f"{path}: withdrawn, stays as it is." for path in answer["withdrawn"]]


def _confirmed(args: argparse.Namespace) -> str:
    answer = asked(args.data_dir, "settings_confirm", {"account": args.account})
    if answer is None:
        raise UnusableError("RiskGuard does not run here, so there is nothing to confirm")
    if "error" in answer:
        raise UnusableError(str(answer["error"]))
    return str(answer["words"])


def _withdraw_in_file(args: argparse.Namespace) -> list[str]:
    """Not running: the file is written to ask for what is in force."""
    from riskguard.config.toml_edit import REMOVE

    view = _stored(args)
    going = [one for one in view["pending"] if args.path in ("all", one["path"])]
    if not going:
        raise UnusableError(f"nothing is pending at {args.path}; `riskguard settings` lists what is")
    file = _file(args)
    values = {one["path"]: REMOVE if one["in_force"] is None else one["in_force"] for one in going}
    try:
        file.write(file.edited(values))
    except (OSError, ValueError) as error:
        raise UnusableError(_unchanged(file.path, error)) from None
    return [_NOT_RUNNING]


def _file(args: argparse.Namespace) -> "SettingsFile":
    from riskguard.config.file import FILE_NAME
    from riskguard.service.settings_file import SettingsFile

    return SettingsFile(args.data_dir / FILE_NAME)
