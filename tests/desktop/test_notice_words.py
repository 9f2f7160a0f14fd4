from dataclasses import replace
from datetime import timedelta

from riskguard.desktop.presenters.notices import TEXT_MOST, TITLE_MOST, line, merged
from riskguard.engine.board import Notice, Severity
from tests.desktop.boards import BREACHED, notice

NAMES = {4471: "50K Combine"}
WARNED = notice("Daily net loss at 80%.", "−$401.06 of −$500.00. $98.94 left.", Severity.WARNING, BREACHED)


def test_one_notice_keeps_its_words_and_numbers() -> None:
    message = merged([notice()], NAMES)
    assert message.title == "Daily net loss reached."
    assert message.text.startswith("−$500.18 of −$500.00. Closed 2 MNQ and 1 MES, cancelled 3 orders.")


def test_a_breach_comes_before_a_warning_that_came_earlier() -> None:
    message = merged([WARNED, notice(at=BREACHED + timedelta(seconds=1))], NAMES)
    assert message.severity is Severity.BREACH
    assert message.title == "Daily net loss reached."
    assert message.text.endswith("\nDaily net loss at 80%. −$401.06 of −$500.00. $98.94 left.")


def test_titles_without_a_stop_get_one_on_a_shared_line() -> None:
    assert line(notice("Flat, confirmed", "Nothing is open."), NAMES) == "Flat, confirmed. Nothing is open."


def test_what_does_not_fit_is_counted() -> None:
    message = merged([notice(), *[replace(WARNED, text=f"{WARNED.text} {at}.") for at in range(5)]], NAMES)
    assert len(message.text) <= TEXT_MOST
    assert message.text.endswith("And 3 more.")


def test_the_same_words_are_said_once_with_how_often() -> None:
    message = merged([notice(), WARNED, WARNED, WARNED], NAMES)
    assert message.text.endswith("\nDaily net loss at 80%. −$401.06 of −$500.00. $98.94 left. (3 times)")


def test_of_several_accounts_one_is_named_once_and_others_on_their_lines() -> None:
    other = replace(WARNED, account_id=2208)
    message = merged([notice(), WARNED, other], {**NAMES, 2208: "Express"})
    assert message.title.startswith("50K Combine: ")
    assert [text.partition(".")[0] for text in message.text.split("\n")[1:]] == [
        "Daily net loss at 80%",
        "Express: Daily net loss at 80%",
    ]


def test_the_account_is_named_where_there_are_several() -> None:
    assert merged([notice()], {**NAMES, 2208: "Express"}).title == "50K Combine: Daily net loss reached."


def test_endless_words_are_cut_with_an_ellipsis() -> None:
    message = merged([notice("Title " * 40, "Text " * 100)], NAMES)
    assert len(message.title) <= TITLE_MOST
    assert message.title.endswith("…")
    assert len(message.text) <= TEXT_MOST
    assert message.text.endswith("…")


def _of_ten(kind: str, severity: Severity, *, locks: bool) -> list[Notice]:
    """One notice for each of ten accounts, a moment apart."""
    return [
        Notice(BREACHED + timedelta(milliseconds=at), at, severity, kind, "−$500.18 of −$500.00.", locks=locks)
        for at in range(1, 11)
    ]


TEN = {at: f"PRAC-50K-{at}" for at in range(1, 11)}


def test_full_lockouts_come_before_an_earlier_pause_and_how_many_is_said() -> None:
    paused = [replace(each, at=BREACHED) for each in _of_ten("3 losses in a row", Severity.BREACH, locks=False)]
    message = merged([*paused, *_of_ten("Daily net loss reached", Severity.BREACH, locks=True)], TEN)
    assert message.title == "10 accounts locked"
    assert message.text.startswith("PRAC-50K-1: Daily net loss reached. −$500.18 of −$500.00.\nPRAC-50K-2: Daily")
    assert "losses in a row" not in message.text.split("\n")[0]


def test_a_lockout_comes_before_what_is_louder_but_an_alarm() -> None:
    (pause, *_), (lock, *_) = (
        _of_ten("3 losses in a row", Severity.BREACH, locks=False),
        _of_ten("Locked by you", Severity.WARNING, locks=True),
    )
    assert merged([pause, lock], TEN).title == "PRAC-50K-1: Locked by you"
    alarm = replace(pause, severity=Severity.ALARM, title="Closing 2 MNQ, not flat yet")
    assert merged([pause, lock, alarm], TEN).title == "PRAC-50K-1: Closing 2 MNQ, not flat yet"


def test_an_alarm_in_front_hides_no_lockouts() -> None:
    alarm = Notice(BREACHED, 1, Severity.ALARM, "Closing 2 MNQ, not flat yet", "Sent 3 times, not confirmed. " * 12)
    message = merged([*_of_ten("Daily net loss reached", Severity.BREACH, locks=True), alarm], TEN)
    assert message.title == "PRAC-50K-1: Closing 2 MNQ, not flat yet"
    assert message.text.startswith("10 accounts locked. Sent 3 times")
    assert message.severity is Severity.ALARM


def test_two_lockouts_of_one_account_are_one_account_locked() -> None:
    first, second = (replace(each, account_id=1) for each in _of_ten("Locked", Severity.BREACH, locks=True)[:2])
    assert merged([first, second], TEN).title == "PRAC-50K-1: Locked"
