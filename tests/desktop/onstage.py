"""A program for the screen tests: shows a desktop on a real screen from example boards, as lines on stdin ask for."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from riskguard.desktop.desktop import Desktop, make_loop
from riskguard.engine.board import AccountView, Severity
from tests.desktop import boards


class Commands:
    def flatten(self, account_id: int | None) -> None:
        sys.stdout.write("flatten\n")

    def quit(self) -> None:
        asyncio.get_running_loop().stop()


def lasting(account: AccountView) -> AccountView:
    """The example's lockouts, from now on for an hour."""
    now = datetime.now(UTC)
    moved = tuple(replace(each, set_at=now, until=now + timedelta(hours=1)) for each in account.lockouts)
    return replace(account, lockouts=moved)


async def play(desktop: Desktop) -> None:
    accounts = {"armed": boards.account, "warning": boards.warned, "locked": boards.locked, "closing": boards.closing}
    loop = asyncio.get_running_loop()
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if line in accounts:
            now = datetime.now(UTC)
            desktop.board.publish(boards.board(lasting(accounts[line]()), at=now, reset_at=now + timedelta(hours=1)))
        elif line == "notice":
            desktop.board.announce(boards.notice(severity=Severity.ALARM))
        elif line == "dashboard":
            desktop.dashboard.open()
        await asyncio.sleep(0.3)
        sys.stdout.write(f"{line} tray={desktop.tray.available} size={desktop.overlay.size.name}\n")
        sys.stdout.flush()


def main(folder: Path) -> None:
    _application, loop = make_loop(sys.argv[:1])
    asyncio.set_event_loop(loop)
    desktop = Desktop(Commands(), data_dir=folder, practice=False)
    desktop.start()
    loop.run_until_complete(play(desktop))
    desktop.close()
    loop.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
