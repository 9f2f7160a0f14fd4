"""The practice mode whole: the program with windows, the order ticket's buttons, and limits broken on purpose."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import asyncio, sys
from pathlib import Path
from riskguard import runner
from riskguard.running import How
from riskguard.desktop.actions import actions as room
from riskguard.desktop.actions.actions import Actions
from riskguard.desktop.presenters.lock_me import LockFor

made = []
class Watched(Actions):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        made.append(self)

room.Actions = Watched

async def until(there, what):
    for _ in range(400):
        if there():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(what)

def account(guard, account_id):
    return guard.loop.state.accounts[account_id]

def sizes(guard, account_id):
    return sorted(p.exposure for p in account(guard, account_id).book.positions.values())

async def play(guard):
    await guard.loop.protected.wait()
    actions = made[0]
    actions.open_practice()
    ticket = actions.ticket
    await until(lambda: ticket.chosen is not None and ticket.account_id is not None, "contracts")
    first = ticket.account_id
    ticket.count.step(6)
    ticket.buy.click()
    await until(lambda: sizes(guard, first) == [5], "reduced to the limit")
    await until(lambda: ticket.stop.isEnabled() and ticket.stop_at.text() != "", "a stop suggested")
    ticket.stop.click()
    await until(lambda: len(account(guard, first).book.orders) == 1, "the stop works")
    await until(ticket.cancel.isEnabled, "something to cancel")
    ticket.cancel.click()
    await until(lambda: not any(o.working for o in account(guard, first).book.orders.values()), "cancelled")
    await until(ticket.close_all.isEnabled, "something to close")
    ticket.close_all.click()
    await until(lambda: sizes(guard, first) == [], "closed")
    ticket.buy.click()
    await until(lambda: sizes(guard, first) == [5], "in again")
    actions.ask_lock(LockFor.FIFTEEN)
    actions.dialog.lock.click()
    await until(lambda: account(guard, first).lockouts and not sizes(guard, first), "locked and flat")
    assert actions.clock("in") == ""
    await until(lambda: guard.loop.state.session is not None, "clocked in")
    print("done", ticket.told.text())

async def beside(guard):
    try:
        await play(guard)
    except Exception as error:
        print("failed", type(error).__name__, error)
    guard.stop()

folder = Path(sys.argv[1])
how = How(practice=True, beside=beside)
sys.exit(runner.practice(folder, how))
"""


def test_a_new_user_can_try_to_break_his_own_limits(tmp_path: Path) -> None:
    system = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    places = {"HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    environment = {**system, **places, "QT_QPA_PLATFORM": "offscreen"}
    program = [sys.executable, "-c", SCRIPT, str(tmp_path / "guard")]
    done = subprocess.run(program, env=environment, capture_output=True, encoding="utf-8", timeout=110, check=False)
    assert done.stdout.startswith("done"), done.stdout + done.stderr[-2000:]
    assert done.returncode == 0
