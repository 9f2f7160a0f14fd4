"""Lockouts: set, lengthened, ended by their own end and by nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.trading_day import Schedule
from riskguard.state.lockouts import Lockout, LockoutKind, LockoutManager

NOON = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
type Held = tuple[Lockout, ...]


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def lockout(
    minutes: float | None = 60,
    kind: LockoutKind = LockoutKind.HARD,
    rule: str = "RULE-003",
    *,
    symbol: str | None = None,
    account: int = 4471,
    origin: int | None = None,
    set_at: datetime = NOON,
) -> Lockout:
    until = None if minutes is None else after(minutes)
    return Lockout(account, kind, rule, "because", set_at, until, symbol, {"n": 1}, origin)


def test_a_new_lockout_is_set() -> None:
    assert LockoutManager.set((), lockout()) == ((lockout(),), "set")


def test_one_that_ends_later_lengthens_and_keeps_when_it_was_set() -> None:
    held, change = LockoutManager.set((lockout(60),), lockout(90, set_at=after(30)))
    assert (held, change) == ((lockout(90),), "extended")


@pytest.mark.parametrize("minutes", [1, 59, 60])
def test_one_that_ends_earlier_or_at_the_same_time_changes_nothing(minutes: float) -> None:
    held = (lockout(60),)
    assert LockoutManager.set(held, lockout(minutes, set_at=after(1))) == (held, None)


def test_one_without_an_end_in_time_outlasts_every_other() -> None:
    assert LockoutManager.set((lockout(60),), lockout(None)) == ((lockout(None),), "extended")
    assert LockoutManager.set((lockout(None),), lockout(9_999)) == ((lockout(None),), None)


@pytest.mark.parametrize(
    "other",
    [
        lockout(30, LockoutKind.ENTRY),
        lockout(30, rule="RULE-001"),
        lockout(30, LockoutKind.SYMBOL, symbol="NQ"),
        lockout(30, account=2208),
        lockout(30, origin=2208),
    ],
)
def test_lockouts_of_another_kind_rule_symbol_account_or_origin_stand_beside_it(other: Lockout) -> None:
    held, change = LockoutManager.set((lockout(60),), other)
    assert (held, change) == ((lockout(60), other), "set")


@pytest.mark.parametrize(("minutes", "active"), [(0, True), (59.999, True), (60, False), (61, False)])
def test_a_lockout_ends_at_its_end(minutes: float, active: bool) -> None:
    held, ended = LockoutManager.expire((lockout(60),), after(minutes))
    assert (len(held), len(ended)) == ((1, 0) if active else (0, 1))


def test_each_lockout_ends_on_its_own() -> None:
    hard, entry, lasting = lockout(60), lockout(30, LockoutKind.ENTRY), lockout(None, rule="RULE-010")
    assert LockoutManager.expire((hard, entry, lasting), after(45)) == ((hard, lasting), (entry,))
    assert LockoutManager.expire((hard, lasting), after(999)) == ((lasting,), (hard,))


def test_the_hard_lockout_that_ends_last_speaks_for_them_all() -> None:
    held = (lockout(60), lockout(90, rule="RULE-007"), lockout(120, LockoutKind.ENTRY))
    assert LockoutManager.hard(held) == held[1]
    assert LockoutManager.entry(held) == held[2]
    assert LockoutManager.hard((*held, lockout(None, rule="RULE-010"))) == lockout(None, rule="RULE-010")
    assert LockoutManager.hard(()) is None


def test_a_symbol_lockout_speaks_for_its_symbol_only() -> None:
    held = (lockout(60, LockoutKind.SYMBOL, symbol="NQ"), lockout(90, LockoutKind.SYMBOL, symbol="ES"))
    assert LockoutManager.symbol(held, "NQ") == held[0]
    assert LockoutManager.symbol(held, "GC") is None


def test_the_next_end_is_the_first_by_time() -> None:
    assert LockoutManager.next_end((lockout(None), lockout(60), lockout(30, LockoutKind.ENTRY))) == after(30)
    assert LockoutManager.next_end((lockout(None),)) is None


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (
            replace(lockout(60), cause="Daily realized loss reached", reason="−$512.50 of −$500"),
            "Locked: no position and no order is allowed. Daily realized loss reached: −$512.50 of −$500. "
            "Rule: Its title (RULE-003). It lasts until 1:00 PM CT, 1 h from now. "
            "Nothing can be traded; what is opened is closed at once.",
        ),
        (
            lockout(30, LockoutKind.ENTRY, "RULE-006"),
            "No new entries. because. Rule: Its title (RULE-006). It lasts until 12:30 PM CT, 30 min from now. "
            "Exits, protective stops and what was held when it began stay allowed.",
        ),
        (
            lockout(None, LockoutKind.SYMBOL, "RULE-011", symbol="NQ"),
            "NQ is locked: no position and no order in it is allowed. because. Rule: Its title (RULE-011). "
            "It lasts as long as its cause does. Everything but NQ can be traded.",
        ),
        (
            lockout(60 * 24, rule="MANUAL"),
            "Locked: no position and no order is allowed. because. Rule: Its title. "
            "It lasts until Fri 12:00 PM CT, 24 h from now. Nothing can be traded; what is opened is closed at once.",
        ),
    ],
)
def test_a_lockout_says_what_why_by_which_rule_until_when_and_what_is_still_allowed(held: Lockout, words: str) -> None:
    assert LockoutManager.explain(held, "Its title", NOON, Schedule()).sentences == words


def test_while_the_time_is_not_trusted_it_does_not_say_how_much_is_left() -> None:
    found = LockoutManager.explain(lockout(60), "Its title", NOON, Schedule(), timed=False)
    assert found.until == "until 1:00 PM CT, by the gateway's time as soon as that is known"


_LOCKOUTS = st.builds(
    lambda minutes, kind, rule, symbol: lockout(minutes, kind, rule, symbol=symbol),
    st.none() | st.integers(1, 500),
    st.sampled_from(LockoutKind),
    st.sampled_from(["RULE-003", "RULE-006", "RULE-010"]),
    st.sampled_from([None, "NQ"]),
)


def end_of(held: Held, key: object) -> datetime:
    one = next(one for one in held if one.key == key)
    return one.until or datetime.max.replace(tzinfo=UTC)


@given(st.lists(_LOCKOUTS, max_size=20))
def test_whatever_is_asked_for_a_lockout_never_gets_shorter(asked: list[Lockout]) -> None:
    held: Held = ()
    for number, new in enumerate(asked):
        before = held
        held, change = LockoutManager.set(held, replace(new, set_at=after(number)))
        assert all(end_of(held, one.key) >= end_of(before, one.key) for one in before)
        assert end_of(held, new.key) >= (new.until or datetime.max.replace(tzinfo=UTC))
        assert (change is None) == (held == before)
        assert len({one.key for one in held}) == len(held)


@given(st.data(), st.lists(_LOCKOUTS, max_size=12))
def test_the_order_of_asking_does_not_matter_to_the_end(data: st.DataObject, asked: list[Lockout]) -> None:
    def ends(order: list[Lockout]) -> dict[object, datetime]:
        held: Held = ()
        for one in order:
            held, _ = LockoutManager.set(held, one)
        return {one.key: end_of(held, one.key) for one in held}

    assert ends(asked) == ends(data.draw(st.permutations(asked)))


@given(st.lists(_LOCKOUTS, max_size=12), st.integers(0, 600))
def test_nothing_ends_early_and_nothing_stays_late(asked: list[Lockout], minutes: int) -> None:
    held, ended = LockoutManager.expire(tuple(asked), after(minutes))
    assert sorted(map(id, (*held, *ended))) == sorted(map(id, asked))
    assert all(one.until is None or one.until > after(minutes) for one in held)
    assert all(one.until is not None and one.until <= after(minutes) for one in ended)
