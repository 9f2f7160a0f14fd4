from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from riskguard.desktop.presenters.cover import Tile, cover_text, strip_text
from riskguard.engine.board import AccountView, State
from tests.desktop.boards import (
    BREACHED,
    NOW,
    RESET,
    account,
    board,
    closing,
    express,
    locked,
    lockout,
    orders,
    paused,
)

SOON = BREACHED + timedelta(seconds=6)


def test_the_cover_says_what_happened_what_was_done_and_how_long() -> None:
    text = cover_text(board(locked()), SOON)
    assert text is not None
    assert text.headline == "Daily net loss reached."
    assert text.done == "Closed 2 MNQ and 1 MES, cancelled 3 orders."
    assert text.confirmed == "Flat, confirmed at 10:47:52 AM CT."
    assert (text.caption, text.countdown, text.until) == ("Locked for", "6:12:02", "until 5:00 PM CT")
    assert text.tiles == (
        Tile("−$509.26", "Today"),
        Tile("−$500.00", "Your limit"),
        Tile("9", "Round trips"),
    )
    assert (text.account, text.day, text.clock) == ("50K Combine 4471", "Thu Nov 19", "10:47:58 AM CT")
    assert text.aside == ""


def test_the_ring_shows_the_share_that_is_left() -> None:
    half = BREACHED + (RESET - BREACHED) / 2
    text = cover_text(board(locked()), half)
    assert text is not None
    assert text.share == 0.5


def test_a_lockout_without_an_end_has_a_full_ring_and_no_countdown() -> None:
    forever = replace(lockout(), until=None, reason="", cause="The gateway refuses trading")
    text = cover_text(board(locked(lockouts=(forever,))), SOON)
    assert text is not None
    assert (text.share, text.caption, text.countdown) == (1.0, "", "Locked")
    assert text.headline == "The gateway refuses trading."


def test_without_a_limit_of_that_rule_the_tile_is_left_out() -> None:
    text = cover_text(board(locked(limits=())), SOON)
    assert text is not None
    assert [tile.label for tile in text.tiles] == ["Today", "Round trips"]


def test_with_several_accounts_the_cover_says_which_are_locked() -> None:
    text = cover_text(board(locked(), express()), SOON)
    assert text is not None
    assert text.account == "50K Combine 4471"
    assert text.aside == "Locked: 50K Combine 4471. Not locked: Express 2208."


def test_where_nothing_had_to_be_done_the_numbers_stand_in_its_place() -> None:
    text = cover_text(board(locked(done="")), SOON)
    assert text is not None
    assert text.done == "−$500.18 of −$500.00."


def test_the_strip_of_an_entry_lockout_gives_its_numbers() -> None:
    entry = replace(lockout("entry"), cause="Daily net loss at 70%", reason="−$350.00 of −$500")
    strip = strip_text(board(account(lockouts=(entry,))), SOON)
    assert strip is not None
    assert strip.detail == "Daily net loss at 70%: −$350.00 of −$500. Exits and stops work as always."


def test_with_nothing_held_the_strip_says_what_is_still_under_way() -> None:
    view = closing()
    assert view.closing is not None
    text = strip_text(board(replace(view, orders=orders(), closing=replace(view.closing, what=""))), SOON)
    assert text is not None
    assert text.headline == "Cancelling orders"
    idle = replace(view, orders=(), closing=replace(view.closing, what="", sent=1))
    text = strip_text(board(idle), SOON)
    assert text is not None
    assert text.headline == "Confirming that the account is flat"
    assert text.detail == "Sent once, not confirmed. Your platform’s flatten button works too."


def test_practice_is_said_on_cover_and_strip() -> None:
    practice = board(locked(), practice=True)
    cover, strip = cover_text(practice, SOON), strip_text(practice, SOON)
    assert cover is not None
    assert strip is not None
    assert cover.account == "Practice, 50K Combine 4471"
    assert strip.headline == "Practice: Locked until 5:00 PM CT"
    both = strip_text(board(locked(), express(), practice=True), SOON)
    assert both is not None
    assert both.headline == "Practice, 50K Combine 4471: Locked until 5:00 PM CT"


def test_no_hard_lockout_no_cover() -> None:
    assert cover_text(board(paused()), NOW) is None
    assert cover_text(board(locked()), RESET) is None


def test_of_several_lockouts_the_last_to_end_counts() -> None:
    short = replace(lockout(), rule="RULE-007", until=SOON + timedelta(minutes=5))
    text = cover_text(board(locked(lockouts=(short, lockout()))), SOON)
    assert text is not None
    assert text.until == "until 5:00 PM CT"


def test_the_strip_of_a_hard_lockout() -> None:
    text = strip_text(board(locked()), SOON)
    assert text is not None
    assert (text.tone, text.headline) == ("danger", "Locked until 5:00 PM CT")
    assert text.detail == "Daily net loss reached. Flat, confirmed. Today −$509.26"
    assert text.countdown == "6:12:02"


def test_the_strip_of_an_entry_lockout_says_that_exits_work() -> None:
    text = strip_text(board(paused()), BREACHED)
    assert text is not None
    assert (text.tone, text.headline) == ("warn", "No new entries until 11:17 AM CT")
    assert text.detail == "3 losses in a row. Exits and stops work as always."
    assert (text.aside, text.countdown) == ("Long 1 MNQ, covered", "0:30:00")


def test_the_strip_is_an_alarm_while_a_position_cannot_be_closed() -> None:
    text = strip_text(board(closing()), SOON)
    assert text is not None
    assert (text.tone, text.state) == ("alarm", State.DEGRADED)
    assert text.headline == "Closing 2 MNQ, not flat yet"
    assert text.detail == "Sent 3 times, not confirmed. Your platform’s flatten button works too."
    assert (text.aside, text.countdown) == ("for", "0:06")


def test_a_close_just_sent_is_said_calmly() -> None:
    text = strip_text(board(closing(1, alarmed=False)), SOON)
    assert text is not None
    assert (text.headline, text.detail) == ("Closing 2 MNQ", "Sent, waiting for the gateway to confirm.")


def test_flat_but_not_confirmed_is_said() -> None:
    text = strip_text(board(locked(flat_confirmed_at=None)), SOON)
    assert text is not None
    assert text.detail == "Not confirmed flat yet."


def test_blocked_symbols_and_armed_accounts_have_no_strip() -> None:
    blocked = account(lockouts=(lockout("symbol", None, "RULE-011"),))
    assert strip_text(board(blocked), SOON) is None
    assert strip_text(board(account()), SOON) is None


def _locked_until(number: int, until: datetime, **changes: Any) -> AccountView:
    held = replace(lockout(), until=until)
    return locked(account_id=number, name=f"PRAC-50K-{number}", lockouts=(held,), **changes)


def test_the_strip_says_how_many_more_are_locked() -> None:
    text = strip_text(board(*(_locked_until(number, RESET) for number in (1, 2, 3)), express()), SOON)
    assert text is not None
    assert text.headline == "PRAC-50K-1 and 2 more: Locked until 5:00 PM CT"
    assert text.detail == "Daily net loss reached. Flat, confirmed.", "no result of one that is not of all"


def test_of_lockouts_that_end_at_several_times_the_strip_names_the_last() -> None:
    early = _locked_until(1, SOON + timedelta(minutes=5))
    text = strip_text(board(early, _locked_until(2, RESET), practice=True), SOON)
    assert text is not None
    assert text.headline == "Practice, PRAC-50K-2 and 1 more: Locked, the last until 5:00 PM CT"
    later = strip_text(board(early, _locked_until(2, RESET)), SOON + timedelta(minutes=6))
    assert later is not None
    assert later.headline == "PRAC-50K-2: Locked until 5:00 PM CT", "the other is over"


def test_locked_for_several_reasons_the_strip_names_none() -> None:
    other = replace(lockout(), cause="Locked by you", rule="MANUAL")
    text = strip_text(board(_locked_until(1, RESET), locked(account_id=2, lockouts=(other,))), SOON)
    assert text is not None
    assert text.detail == "Flat, confirmed."


def test_the_strip_of_pauses_says_how_many_more() -> None:
    views = [replace(paused(), account_id=number, name=f"PRAC-50K-{number}") for number in (1, 2)]
    text = strip_text(board(*views), BREACHED)
    assert text is not None
    assert text.headline == "PRAC-50K-1 and 1 more: No new entries until 11:17 AM CT"
    assert text.detail == "3 losses in a row. Exits and stops work as always."
    assert text.aside == "PRAC-50K-1: long 1 MNQ, PRAC-50K-2: long 1 MNQ"
