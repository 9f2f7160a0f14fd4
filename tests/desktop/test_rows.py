from dataclasses import replace

import pytest

from riskguard.desktop.presenters.banner import Run, banner
from riskguard.desktop.presenters.confirm import flatten_detail
from riskguard.desktop.presenters.glance import shortened, shortest
from riskguard.desktop.presenters.limits import foremost_of, gauges, steadied, summary
from riskguard.desktop.presenters.now import all_done, connection, window_title
from riskguard.desktop.presenters.tables import figures, lockout_rows, order_row, position_row
from riskguard.engine.board import AccountView, State
from tests.desktop.boards import (
    NOW,
    account,
    board,
    degraded,
    express,
    limit,
    locked,
    lockout,
    orders,
    paused,
    position,
    warned,
)


def test_a_position_row_reads_like_the_platform() -> None:
    row = position_row(position(), NOW)
    assert [cell.text for cell in row] == [
        "MNQZ6",
        "Long 2",
        "26,418.25",
        "26,401.50",
        "−$67.00",
        "4:12",
        "1 of 2",
    ]
    assert (row[4].tone, row[6].tone, row[6].squares) == ("loss", "warn", (1, 2))


def test_an_unknown_price_is_said_and_never_zero() -> None:
    row = position_row(position(pnl=None), NOW)
    assert (row[3].text, row[4].text) == ("unknown", "unknown")


def test_an_order_row_says_what_it_is_for() -> None:
    assert [cell.text for cell in order_row(orders()[0])] == [
        "MNQZ6",
        "Sell stop",
        "1",
        "26,392.25",
        "9.25",
        "protects 1 of 2",
    ]
    market = replace(orders()[2], price=None, away=None)
    assert [cell.text for cell in order_row(market)][3:] == ["", "unknown", "target"]


def test_a_lockout_row_has_kind_cause_end_and_time_left() -> None:
    rows = lockout_rows(locked(), board(locked()).schedule, NOW)
    assert [cell.text for cell in rows[0]] == [
        "Locked",
        "Daily net loss reached: −$500.18 of −$500.00.",
        "5:00 PM CT",
        "6:17:42",
    ]


def test_a_lockout_without_numbers_gives_its_cause_alone() -> None:
    wordless = locked(lockouts=(replace(lockout(), reason=""),))
    assert lockout_rows(wordless, board(wordless).schedule, NOW)[0][1].text == "Daily net loss reached."


def test_figures_carry_their_sign_and_say_when_they_are_last_known() -> None:
    assert [(each.label, each.value) for each in figures(warned())] == [
        ("Net today", "−$410.18"),
        ("Realized", "−$318.18"),
        ("Open", "−$92.00"),
        ("Fees, included", "$23.18"),
    ]
    assert figures(degraded())[0].label == "Net today, last known"
    blind = account(open_known=False, positions=(position(pnl=None),))
    assert figures(blind)[2].value == "unknown"


def test_gauges_are_sorted_by_share_and_keep_their_place_under_the_pointer() -> None:
    made = gauges(warned())
    assert [each.share for each in made][:4] == [82, 70, 66, 60]
    order = [each.key for each in reversed(made)]
    assert [each.key for each in gauges(warned(), order)] == order


def of_shares(**shares: int) -> AccountView:
    """Limits by name, with a first warning at 80."""
    made = (limit(name, name, share, ("", "", "", ""), levels=(80,)) for name, share in shares.items())
    return account(limits=tuple(made))


@pytest.mark.parametrize(
    ("shares", "order"),
    [
        ({"a": 40, "b": 44}, "ab"),
        ({"a": 40, "b": 45}, "ba"),
        ({"a": 79, "b": 80}, "ba"),
        ({"a": 80, "b": 81}, "ab"),
        ({"a": 80, "b": 79}, "ab"),
        ({"a": 30, "b": 33, "c": 40}, "cab"),
    ],
)
def test_a_gauge_gives_its_place_only_to_one_that_is_clearly_nearer(shares: dict[str, int], order: str) -> None:
    """Two losses of nearly the same share would change places with every quote."""
    before = [each.key for each in gauges(of_shares(**dict.fromkeys(shares, 0)))]
    assert "".join(each.title for each in steadied(of_shares(**shares), before)) == order


def test_without_an_order_before_the_nearest_stands_first() -> None:
    assert [each.title for each in steadied(of_shares(a=40, b=41, c=39), ())] == ["b", "a", "c"]


def test_of_many_limits_the_nearest_four_and_all_that_warn_are_seen() -> None:
    few = gauges(of_shares(a=50, b=40, c=30, d=20, e=10))
    assert foremost_of(few) == few, "a line that opens one more would take as much room"
    many = gauges(of_shares(a=50, b=40, c=30, d=20, e=10, f=0))
    assert [each.title for each in foremost_of(many)] == ["a", "b", "c", "d"]
    loud = gauges(of_shares(a=99, b=98, c=97, d=96, e=80, f=79, g=0))
    assert [each.title for each in foremost_of(loud)] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("name", "room", "shown"),
    [
        ("PRAC-50K-2", 3, "PRAC-50K-2"),
        ("50KTC-V2-118734-40217731", 24, "50KTC-V2-118734-40217731"),
        ("50KTC-V2-118734-40217731", 23, "50KTC-V2-118…4-40217731"),
        ("50KTC-V2-118734-40217731", 12, "5…4-40217731"),
        ("50KTC-V2-118734-40217731", 11, "…4-40217731"),
        ("50KTC-V2-118734-40217731", 3, "…4-40217731"),
    ],
)
def test_a_name_too_long_keeps_its_end(name: str, room: int, shown: str) -> None:
    assert shortened(name, room, len) == shown
    assert shown.endswith(shortest(name).lstrip("…"))


@pytest.mark.parametrize(
    ("standing", "tone", "mark"),
    [(warned(), "warn", "last"), (locked(), "danger", "lock"), (account(), "calm", "")],
)
def test_a_gauge_tells_its_stage_by_tone_and_shape(standing: AccountView, tone: str, mark: str) -> None:
    first = gauges(standing)[0]
    assert (first.tone, first.mark) == (tone, mark)


def test_a_limit_on_open_profit_is_hatched_while_a_price_is_unknown() -> None:
    known = {each.title: each.known for each in gauges(degraded())}
    assert known["Daily net loss"] is False
    assert known["Daily realized loss"] is True
    assert "last known" in gauges(degraded())[0].current


def test_a_count_at_its_limit_is_full_and_not_reached() -> None:
    full = limit("RULE-001", "Contracts", 100, ("5", "5", "none left", ""))
    gauge = gauges(account(limits=(full,)))[0]
    assert (gauge.share_text, gauge.tone, gauge.mark) == ("100%", "warn", "last")
    assert summary(account(limits=(full,))) == "1 over warning"


def test_a_limit_of_one_symbol_names_it() -> None:
    one = limit("RULE-002", "Contracts per instrument", 50, ("1", "2", "1 left", ""), symbol="NQ")
    view = account(state=State.WARNING, limits=(one,))
    assert banner(board(view), view, NOW).headline == "Contracts per instrument (NQ) at 50%"


def test_reduced_protection_heads_with_its_cause_and_goes_on_with_what_still_protects() -> None:
    text = banner(board(degraded()), degraded(), NOW)
    assert text.headline == "Protection reduced: no MNQ quotes for 12 s"
    assert text.detail == (Run("The last price keeps counting. Your stops at the exchange still work."),)


def test_the_limits_are_summed_up() -> None:
    assert (summary(warned()), summary(locked()), summary(account())) == ("4 over warning", "3 reached", "")


def test_the_banner_of_a_lockout_counts_down_with_a_ring() -> None:
    text = banner(board(locked()), locked(), NOW)
    assert (text.tone, text.countdown, text.caption) == ("danger", "6:17:42", "until 5:00 PM CT")
    assert text.share is not None
    assert text.detail[-1] == Run("Flat, confirmed.", strong=True)


def test_the_banner_of_a_warning_marks_the_dollars_left() -> None:
    text = banner(board(warned()), warned(), NOW)
    assert (text.tone, text.share) == ("warn", None)
    assert text.headline == "Daily net loss at 82%"
    assert text.detail == (Run("$89.82 left", strong=True), Run(", −$410.18 of −$500.00."))
    assert text.caption == "to reset, 5:00 PM CT"


def test_the_banner_of_an_entry_lockout_counts_down_without_a_ring() -> None:
    text = banner(board(paused()), paused(), NOW)
    assert (text.countdown, text.share) == ("0:35:34", None)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words_for_the_banner(state: State) -> None:
    assert banner(board(state=state), None, NOW).headline


def test_flatten_says_what_it_would_close() -> None:
    assert flatten_detail(board(warned())) == (
        "Closes everything held: long 2 MNQ, short 1 MES. Cancels 3 working orders. "
        "At market, on every guarded account."
    )
    assert flatten_detail(board(express())).startswith("Nothing is open")
    later = (
        "The gateway cannot be reached now: this is done as soon as it can be. "
        "Use your platform to close positions meanwhile."
    )
    assert flatten_detail(board(replace(warned(), reached=False))).endswith(f"every guarded account. {later}")
    assert flatten_detail(board(replace(express(), reached=False))) == later
    assert flatten_detail(None).startswith("Nothing is open")


def test_flatten_goes_away_only_when_locked_and_flat() -> None:
    assert all_done(board(locked()), NOW)
    assert all_done(board(locked(), express()), NOW)
    assert not all_done(board(locked(), account()), NOW)
    assert not all_done(board(express()), NOW)


def test_title_and_footer_tell_practice_and_lost_connections() -> None:
    assert window_title(board(account(), practice=True), NOW) == "Practice: Armed"
    assert connection(board(account(), hubs_lost=("market",))) == ("No connection: quotes", "danger")
    assert connection(board(account(), protected=False))[0] == "Not protected"
