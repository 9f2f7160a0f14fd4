"""`riskguard preset`: ready-made limits: which there are, where their numbers come from, and asking for one."""

import argparse
import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from riskguard.cli.settings import UnusableError, requested

if TYPE_CHECKING:
    from riskguard.config.preset_edits import Applied, Applying
    from riskguard.config.presets import Number, Preset

BAD = 2
_HOW_SURE = {
    "primary": "read on the firm's own page",
    "secondary": "from a secondary source",
    "own": "our own choice",
    "old": "no longer the firm's default",
    "unverified": "not verified",
}
_SEVERAL = "max_drawdown takes these balances for all guarded accounts; give --account ID where they differ."


def add_arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The parser of `apply` comes back, which takes the data directory."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    what.add_parser("list", help="which presets there are")
    show = what.add_parser("show", help="what a preset sets, and where its numbers come from")
    show.add_argument("name", metavar="NAME")
    apply = what.add_parser("apply", help="write a preset into the settings file and ask for it")
    apply.add_argument("name", metavar="NAME")
    apply.add_argument("--account", type=int, metavar="ID", help="its rules look at this account only")
    apply.add_argument("--start-balance", type=_amount, metavar="DOLLARS", help="what the account began with")
    apply.add_argument("--high-balance", type=_amount, metavar="DOLLARS", help="the highest end-of-day balance so far")
    apply.add_argument(
        "--on", action="append", default=[], metavar="RULE", help="switch on a rule the preset leaves off"
    )
    return apply


def run(args: argparse.Namespace) -> int:
    """0 when shown or asked for, 2 with the reason when not."""
    from riskguard.config.file import SettingsFileError
    from riskguard.config.presets import UnknownPresetError

    try:
        lines = list(_LINES[args.what](args))
    except (UnusableError, UnknownPresetError, SettingsFileError) as error:
        sys.stderr.write(f"riskguard preset: {error}\n")
        return BAD
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount; give dollars, e.g. 51200.50")
    return amount


def _listed(_: argparse.Namespace) -> Iterator[str]:
    from riskguard.config.presets import load_preset, preset_names

    names = preset_names()
    for preset in map(load_preset, names):
        name = preset.header.name.ljust(max(map(len, names)))
        off = len(preset.tables) - len(preset.on)
        rules = f"{len(preset.on)} rule{'' if len(preset.on) == 1 else 's'} on" + (f", {off} off" if off else "")
        yield f"{name}  {preset.header.title}: {rules}"


def _shown(args: argparse.Namespace) -> Iterator[str]:
    from riskguard.config.presets import load_preset

    preset = load_preset(args.name)
    yield f"{preset.header.title} ({preset.header.name})"
    yield preset.header.about
    for table in (*preset.tables, ""):
        numbers = [number for number in preset.header.numbers if number.rule == table]
        if numbers:
            yield from ("", f"{table}, {'on' if table in preset.on else 'off'}:" if table else "For information:")
            yield from (f"  {_number(preset, number)}" for number in numbers)
    asks = [f"{_option(ask.path)} DOLLARS: {ask.words}" for ask in preset.header.asks]
    yield from _section("Asked for:", asks)
    yield from _section("To know:", preset.header.notes)
    yield from ("", "What it writes:", "", "\n".join(preset.blocks.values()).rstrip())


def _section(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *(f"  {line}" for line in lines))


def _number(preset: "Preset", number: "Number") -> str:
    sources = [one for one in preset.header.sources if one.name in number.sources]
    pages = [f"{one.title}, {one.page}" if one.page else one.title for one in sources]
    dates = [f"dated {one.dated}, read {one.read}" if one.dated else f"read {one.read}" for one in sources]
    said = "; ".join(f"{page} ({when})" for page, when in zip(pages, dates, strict=True))
    sure = _HOW_SURE[number.confidence]
    return f"{number.words}. {sure[:1].upper()}{sure[1:]}{f': {said}' if said else ''}."


def _option(path: str) -> str:
    return f"--{path.rpartition('.')[2].replace('_', '-')}"


def _applied(args: argparse.Namespace) -> Iterator[str]:
    from riskguard.config.preset_edits import PresetNotUsableError, applied
    from riskguard.config.presets import load_preset

    preset, how = load_preset(args.name), _how(args)
    done: list[Applied] = []

    def edit(text: str, file: Path) -> str:
        try:
            done.append(applied(text, preset, how, file))
        except PresetNotUsableError as error:
            raise UnusableError(str(error)) from None
        return done[-1].text

    words = requested(args, edit)
    yield from _said(preset, done[-1])
    yield from words
    if "max_drawdown" in done[-1].on and args.account is None:
        yield _SEVERAL
    yield from preset.header.notes


def _how(args: argparse.Namespace) -> "Applying":
    from riskguard.config.preset_edits import Applying

    given = {"start_balance": args.start_balance, "high_balance": args.high_balance}
    figures = {f"rules.max_drawdown.{name}": amount for name, amount in given.items() if amount is not None}
    return Applying(figures, args.account, frozenset(args.on))


def _said(preset: "Preset", done: "Applied") -> Iterator[str]:
    yield f"{preset.header.title} is in the settings file: {', '.join(done.on)}."
    if done.off:
        yield f"Written but off: {', '.join(done.off)}. `riskguard preset show {preset.header.name}` says why."
    if done.left:
        yield f"Off in the preset and yours already, left as they are: {', '.join(done.left)}."
    if done.watching:
        yield f'Still only observing, as your file has it: {", ".join(done.watching)}. To act: mode = "enforce".'


_LINES = {"list": _listed, "show": _shown, "apply": _applied}
