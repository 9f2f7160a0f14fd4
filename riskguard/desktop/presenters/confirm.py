"""What flattening would do, as things stand: everything, or one account where several are guarded."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskguard.desktop.presenters import words
from riskguard.desktop.presenters.glance import held
from riskguard.desktop.presenters.numbers import sentence_case
from riskguard.desktop.presenters.words import say
from riskguard.engine.board import AccountView, BoardSnapshot


@dataclass(frozen=True, slots=True)
class OneAccount:
    """The smaller of two deeds: whose it is, what it would do; and the heading of the larger one beside it."""

    account_id: int
    name: str
    heading: str
    detail: str
    everything: str


def flatten_detail(snapshot: BoardSnapshot | None) -> str:
    """`Closes everything held: long 2 MNQ, short 1 MES. Cancels 3 working orders. At market, on every guarded ...`"""
    return _detail(snapshot.accounts if snapshot else (), words.FLATTEN_AT_MARKET, words.FLATTEN_NOTHING)


def one_account(snapshot: BoardSnapshot | None, account_id: int | None) -> OneAccount | None:
    """What there is to choose beside everything; None where one account is all, or none is looked at."""
    accounts = snapshot.accounts if snapshot else ()
    chosen = [one for one in accounts if one.account_id == account_id]
    if len(accounts) < 2 or not chosen:
        return None
    return OneAccount(
        chosen[0].account_id,
        chosen[0].name,
        say(words.FLATTEN_ONLY, account=chosen[0].name),
        _detail(chosen, words.FLATTEN_AT_MARKET_ONE, words.FLATTEN_NOTHING_ONE),
        say(words.FLATTEN_EVERYTHING_ON, count=len(accounts)),
    )


def _detail(accounts: Sequence[AccountView], at_market: str, nothing: str) -> str:
    orders = sum(len(account.orders) for account in accounts)
    positions = [position for account in accounts for position in account.positions]
    later = "" if all(account.reached for account in accounts) else say(words.FLATTEN_LATER)
    if not (orders or positions):
        return later or say(nothing)
    closes = say(words.FLATTEN_CLOSES, positions=sentence_case(held(positions)))
    cancels = say(words.FLATTEN_CANCELS_ONE if orders == 1 else words.FLATTEN_CANCELS, count=orders)
    parts = [closes if positions else "", cancels if orders else "", say(at_market) if positions else "", later]
    return " ".join(part for part in parts if part)
