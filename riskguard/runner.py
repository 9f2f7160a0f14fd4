"""`riskguard run`: what the program is set up for, and the guard that comes of it, with or without windows."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from riskguard.desktop.screen import screen_available
from riskguard.first_run import Desk
from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError
from riskguard.running import ConsoleBoard, How, fail, work
from riskguard.service.asking import silence_words
from riskguard.service.data_dir import AlreadyRunningError, DataDirInUseError
from riskguard.service.instances import Running, bring_to_front, running_pid
from riskguard.service.logs import start_logging
from riskguard.service.paper_process import PaperNotStartedError, PaperProcess
from riskguard.service.practice import seed
from riskguard.service.setup import StartWith, home, start_with
from riskguard.storage.offline import JournalUnusableError

log = logging.getLogger(__name__)

_WATCHDOG = "RISKGUARD_WATCHDOG"
_SCREEN_LOST = "the connection to the screen broke; its watchdog starts RiskGuard again where the screen is still there"


def run(args: argparse.Namespace) -> int:
    """`riskguard` and `riskguard run`: guard until stopped; 2 when it cannot start."""
    headless = getattr(args, "headless", False)
    if not headless and not screen_available():
        return fail("there is no display to show windows on; add --headless (riskguard run --headless)")
    desk = Desk(args.data_dir)
    watchdog = getattr(args, "watchdog", False) or not (headless or os.environ.get(_WATCHDOG) == "off")
    how = How(headless=headless, verbose=getattr(args, "verbose", False), desk=desk, watchdog=watchdog)
    return practice(args.data_dir, how) if getattr(args, "practice", False) else _as_set_up(args.data_dir, desk, how)


def _as_set_up(data_dir: Path, desk: Desk, how: How) -> int:
    """By the environment, or by what the first start was ended with."""
    headless = how.headless
    try:
        start = start_with(data_dir, os.environ, desk.credentials)
    except GatewaySettingsError as error:
        if headless:
            return fail(str(error))
        start = StartWith(words=str(error))
    if headless and start.mode == "live" and start.gateway is None:
        return fail(_unset() if start.ask else start.words)
    if start.ask and not headless:
        start = desk.first_start()
        if start.ask:
            return 0
        how = replace(how, show=True)
    how = replace(how, missing=start.words)
    if start.mode == "practice":
        return _practising(home(data_dir, "practice"), replace(how, practice=True))
    return guarded(data_dir, start.gateway, how)


def _unset() -> str:
    """What the environment lacks, for who runs without windows."""
    try:
        GatewaySettings.from_environment(os.environ)
    except GatewaySettingsError as error:
        return str(error)
    return ""


def practice(live: Path, how: How) -> int:
    """The practice mode whatever the program is set up for, with one's own limits to begin with."""
    try:
        seed(live, home(live, "practice"))
    except OSError as error:
        return fail(f"{home(live, 'practice')} cannot be used as data directory: {error.strerror}")
    return _practising(home(live, "practice"), how)


def _practising(data_dir: Path, how: How) -> int:
    """On a paper gateway of its own, with settings and journal of its own."""
    try:
        paper = PaperProcess()
    except PaperNotStartedError as error:
        return fail(str(error))
    try:
        return guarded(data_dir, paper_gateway(paper.found), replace(how, practice=True, paper=paper.found))
    finally:
        paper.stop()


def paper_gateway(found: Mapping[str, Any]) -> GatewaySettings:
    return GatewaySettings(
        found["user"], found["key"], found["api_url"], found["user_hub_url"], found["market_hub_url"]
    )


def guarded(data_dir: Path, gateway: GatewaySettings | None, how: How) -> int:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        listener = start_logging(data_dir, verbose=how.verbose)
    except OSError as error:
        return fail(f"{data_dir} cannot be used as data directory: {error.strerror}")
    try:
        if how.headless:
            asyncio.run(work(data_dir, gateway, ConsoleBoard(), how))
        else:
            return _with_windows(data_dir, gateway, how)
    except AlreadyRunningError as error:
        return _runs_already(data_dir, error, headless=how.headless)
    except (DataDirInUseError, JournalUnusableError) as error:
        return fail(str(error))
    finally:
        listener.stop()
    return 0


def _with_windows(data_dir: Path, gateway: GatewaySettings | None, how: How) -> int:
    from riskguard.windows import ScreenLostError, with_windows

    try:
        with_windows(data_dir, gateway, how)
    except ScreenLostError:
        log.critical("%s", _SCREEN_LOST)
        return fail(_SCREEN_LOST)
    return 0


def _runs_already(data_dir: Path, error: AlreadyRunningError, *, headless: bool) -> int:
    """A start with windows brings those of the first to the front, and that is all that was wanted."""
    first = Running(running_pid(data_dir)) if headless else bring_to_front(data_dir)
    process = f", as process {first.pid}" if first.pid else ""
    if first.shown:
        sys.stdout.write(f"{error}{process}. Its window is in front now.\n")
        return 0
    return fail(f"{error}{process}. {silence_words(data_dir)}" if first.silent else f"{error}{process}")
