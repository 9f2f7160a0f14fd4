"""`riskguard demo`: a guard of its own on a paper gateway of its own, and a trader who has a bad hour."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from riskguard.app import Guard
from riskguard.cli import demo as script
from riskguard.desktop.screen import screen_available
from riskguard.runner import guarded, paper_gateway
from riskguard.running import FAILED, How, fail
from riskguard.service.paper_process import PaperNotStartedError, PaperProcess
from riskguard.state.lockouts import LockoutManager


def run(args: argparse.Namespace) -> int:
    """`riskguard demo`: 0 only when every breach of the script ended as it should."""
    if args.exit_after is not None and args.exit_after <= 0:
        return fail(f"--exit-after was {args.exit_after}; give seconds above 0")
    sys.stdout.write(script.keeps_nothing(args.data_dir))
    headless = args.headless
    if not headless and not screen_available():
        sys.stdout.write("There is no display here: the demo goes on without windows.\n")
        headless = True
    report = script.Report()
    try:
        paper = PaperProcess("--accounts", "2")
    except PaperNotStartedError as error:
        return fail(str(error))
    try:
        code = _demo_guarded(paper.found, report, headless=headless, exit_after=args.exit_after)
    finally:
        paper.stop()
    if headless or not report.finished:
        _print_report(report)
    return code or (0 if report.good else FAILED)


def _demo_guarded(found: dict[str, Any], report: script.Report, *, headless: bool, exit_after: float | None) -> int:
    gateway = paper_gateway(found)

    async def beside(guard: Guard) -> None:
        try:
            async with asyncio.timeout(exit_after):
                await _bad_hour(guard, found, report)
                if not headless:
                    _print_report(report)
                    guard.announce("The bad hour is over", "Look around, try to trade on; Quit ends the demo.")
                    await asyncio.Event().wait()
        except TimeoutError:
            pass
        guard.stop()

    with tempfile.TemporaryDirectory(prefix="riskguard-demo-") as folder:
        data_dir = Path(folder)
        (data_dir / "riskguard.toml").write_text(script.SETTINGS, encoding="utf-8")
        return guarded(data_dir, gateway, How(headless=headless, practice=True, beside=beside, paper=found))


async def _bad_hour(guard: Guard, found: dict[str, Any], report: script.Report) -> None:
    """Wait until the guard is armed, then let the trader have his hour; what goes wrong is a line of the report."""

    def locked(account_id: int) -> bool:
        account = guard.loop.state.accounts.get(account_id)
        return account is not None and LockoutManager.hard(account.lockouts) is not None

    await guard.loop.protected.wait()
    try:
        await script.play(found, locked, report)
    except (OSError, KeyError, StopIteration, aiohttp.ClientError) as error:
        report.lines.append(script.Line("the script", "plays to its end", f"broke off: {error!r}"))


def _print_report(report: script.Report) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("what the trader did", "what should come of it", "as expected", "after", title="A bad hour")
    for line in report.lines:
        table.add_row(line.what, line.expected, line.found, f"{line.seconds:.1f} s")
    Console(width=None if sys.stdout.isatty() else 110).print(table)
    if not report.finished:
        sys.stdout.write("The script did not come to its end in the time given.\n")
