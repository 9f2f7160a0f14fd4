from dataclasses import replace

import pytest

from riskguard.desktop.presenters.ticket import (
    account_of,
    decimals,
    price_given,
    price_shown,
    stop_fault,
    stop_suggested,
    ticket_text,
)
from tests.desktop.boards import MNQ, account, board, express, position, warned


def test_what_is_held_in_the_contract_stands_on_the_buttons() -> None:
    text = ticket_text(warned(), MNQ, "MNQZ6", 3)
    assert (text.holding, text.result, text.result_tone) == ("Long 2 MNQ", "−$67.00", "loss")
    assert (text.buy, text.sell) == ("Buy 3", "Sell 3")
    assert (text.close, text.cancel) == ("Close long 2 MNQ", "Cancel 2 orders")
    assert text.exposure == 2


def test_without_a_position_there_is_nothing_to_close_or_cancel() -> None:
    text = ticket_text(express(), MNQ, "MNQZ6", 1)
    assert (text.holding, text.result, text.exposure, text.cancels) == ("Flat", "", 0, 0)
    assert (text.close, text.cancel) == ("Close at market", "Cancel orders")


def test_an_unknown_result_is_not_shown_as_zero() -> None:
    held = account(positions=(replace(position(), open_pnl=None),))
    assert ticket_text(held, MNQ, "MNQZ6", 1).result == ""


def test_the_account_chosen_is_kept_and_else_the_first_is_taken() -> None:
    snapshot = board(warned(), express())
    assert account_of(snapshot, 2208) == express()
    assert account_of(snapshot, 1) == warned()
    assert account_of(None, 1) is None


@pytest.mark.parametrize(
    ("typed", "tick", "found"),
    [
        ("26,400.25", 0.25, 26_400.25),
        ("26400.3", 0.25, 26_400.25),
        ("0.0064505", 0.0000005, 0.0064505),
        ("0", 0.25, None),
        ("-5", 0.25, None),
        ("−5", 0.25, None),
        ("high", 0.25, None),
        ("", 0.25, None),
    ],
)
def test_a_price_is_read_on_its_tick(typed: str, tick: float, found: float | None) -> None:
    assert price_given(typed, tick) == found


@pytest.mark.parametrize(("tick", "digits"), [(0.25, 2), (0.1, 1), (1.0, 0), (0.0000005, 7)])
def test_prices_have_as_many_decimals_as_their_tick(tick: float, digits: int) -> None:
    assert decimals(tick) == digits
    assert price_shown(1234.5, 0.25) == "1,234.50"
    assert price_shown(None, tick) == "no price yet"


@pytest.mark.parametrize("exposure", [2, -2])
def test_the_stop_suggested_lies_on_the_side_of_the_loss(exposure: int) -> None:
    stop = stop_suggested(26_400.0, exposure, 0.25)
    assert (stop < 26_400) is (exposure > 0)
    assert stop_fault(stop, 26_400.0, exposure, 0.25) == ""


@pytest.mark.parametrize(
    ("price", "exposure", "words"),
    [
        (26_399.75, 1, ""),
        (26_400.0, 1, "A stop that sells lies below the price."),
        (26_400.25, -1, ""),
        (26_400.0, -1, "A stop that buys lies above the price."),
        (None, 1, "Enter a price, 26,379.00 for instance."),
        (26_000.0, 0, "There is no position to protect."),
    ],
)
def test_a_stop_on_the_wrong_side_is_told_before_it_is_sent(price: float | None, exposure: int, words: str) -> None:
    assert stop_fault(price, 26_400.0, exposure, 0.25) == words
