"""The dashboard window's own words: its title, its footer, and whether anything is left to flatten."""

from datetime import datetime

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.banner import banner
from riskguard.desktop.presenters.glance import foremost
from riskguard.desktop.presenters.lockouts import flat_under_lockout, hard
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot


def window_title(snapshot: BoardSnapshot, now: datetime) -> str:
    """`Daily net loss at 82%`, in practice `Practice: Armed`; of several accounts the one that matters most."""
    text = banner(snapshot, foremost(snapshot), now).headline
    return say(words.ACCOUNT_SAYS, account=say(words.PRACTICE_TITLE), text=text) if snapshot.practice else text


def all_done(snapshot: BoardSnapshot, now: datetime) -> bool:
    """True when nothing is held or working anywhere and a confirmed lockout keeps it so: nothing is left to do."""
    accounts = snapshot.accounts
    locked = [each for each in accounts if hard(each, now)]
    idle = not any(each.positions or each.orders or each.closing for each in accounts)
    return idle and (not accounts or (bool(locked) and all(map(flat_under_lockout, locked))))


def connection(snapshot: BoardSnapshot) -> tuple[str, str]:
    """Words and tone for the footer."""
    if snapshot.hubs_lost:
        hubs = ", ".join(say(words.HUBS.get(each, each)) for each in snapshot.hubs_lost)
        return say(words.HUBS_LOST, hubs=hubs), "danger"
    if not snapshot.protected:
        return say(words.NOT_PROTECTED), "text2"
    return say(words.PROTECTED), "ok"
