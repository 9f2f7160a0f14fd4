"""How much of the screens a lockout takes."""

from dataclasses import replace
from datetime import timedelta

from riskguard.desktop.presenters.plan import Plan, Size
from riskguard.engine.board import AccountView
from tests.desktop.boards import BREACHED, NOW, RESET, account, board, closing, express, locked, lockout, paused

SOON = BREACHED + timedelta(seconds=6)


def size_of(*accounts: AccountView) -> Size:
    return Plan().look(board(*accounts), SOON).size


def test_flat_and_confirmed_takes_the_whole_screen() -> None:
    assert size_of(locked()) is Size.FULL
    assert size_of(locked(), express()) is Size.FULL


def test_while_not_flat_only_the_strip_shows() -> None:
    assert size_of(closing()) is Size.STRIP
    assert size_of(locked(flat_confirmed_at=None)) is Size.STRIP


def test_a_position_on_another_account_keeps_the_screen_free() -> None:
    assert size_of(locked(), account(account_id=2208)) is Size.STRIP


def test_an_entry_lockout_takes_the_strip_and_a_symbol_lockout_nothing() -> None:
    assert size_of(paused()) is Size.STRIP
    assert size_of(account(lockouts=(lockout("symbol", None, "RULE-011"),))) is Size.NOTHING
    assert size_of(account()) is Size.NOTHING


def test_it_ends_by_itself_also_without_a_new_snapshot() -> None:
    plan = Plan().look(board(locked()), SOON)
    assert plan.look(board(locked()), RESET - timedelta(seconds=1)).size is Size.FULL
    assert plan.look(board(locked()), RESET).size is Size.NOTHING


def test_what_was_shrunk_stays_a_strip() -> None:
    plan = Plan().look(board(locked()), SOON).shrink(board(locked()), SOON)
    assert plan.size is Size.STRIP
    assert plan.look(board(locked()), SOON + timedelta(hours=1)).size is Size.STRIP


def test_a_new_hard_lockout_brings_the_full_cover_back() -> None:
    plan = Plan().look(board(locked()), SOON).shrink(board(locked()), SOON)
    again = locked(lockouts=(lockout(), replace(lockout(), rule="RULE-003", set_at=SOON)))
    assert plan.look(board(again), SOON).size is Size.FULL


def test_a_position_opened_under_the_lockout_brings_it_back_once_flat() -> None:
    plan = Plan().look(board(locked()), SOON).shrink(board(locked()), SOON)
    plan = plan.look(board(closing()), SOON)
    assert plan.size is Size.STRIP
    assert plan.look(board(locked()), SOON).size is Size.FULL


def test_it_also_comes_back_for_one_that_was_closed_between_two_looks() -> None:
    plan = Plan().look(board(locked()), SOON).shrink(board(locked()), SOON)
    assert plan.look(board(locked(flat_confirmed_at=SOON)), SOON).size is Size.FULL


def test_nothing_is_remembered_of_lockouts_that_ended() -> None:
    plan = Plan().look(board(locked()), SOON).shrink(board(locked()), SOON)
    assert plan.look(board(account()), NOW).shrunk == frozenset()
