"""What flattening everything would do, as things stand."""

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import held_by_all
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import BoardSnapshot


def flatten_detail(snapshot: BoardSnapshot | None) -> str:
    """`Closes long 2 MNQ, short 1 MES and cancels 3 orders on 2 accounts.`"""
    accounts = snapshot.accounts if snapshot else ()
    orders = sum(len(account.orders) for account in accounts)
    later = "" if all(account.reached for account in accounts) else say(words.FLATTEN_LATER)
    if snapshot is None or not (orders or any(account.positions for account in accounts)):
        return later or say(words.FLATTEN_NOTHING)
    closes = say(words.FLATTEN_CLOSES, positions=sentence_case(held_by_all(snapshot)))
    cancels = say(words.FLATTEN_CANCELS_ONE if orders == 1 else words.FLATTEN_CANCELS, count=orders)
    held = any(account.positions for account in accounts)
    parts = [closes if held else "", cancels if orders else "", say(words.FLATTEN_AT_MARKET) if held else "", later]
    return " ".join(part for part in parts if part)
