"""A crash after every step of many days: whatever the journal had got by then, a start finds and finishes it all."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.domain.actions import Action, ClosePosition, Flatten, PlaceStop, ReducePosition
from riskguard.domain.events import FlattenRequested, LockRequested, SettingsRequested
from riskguard.domain.orders import OrderType
from riskguard.engine.ports import JournalEntry
from riskguard.engine.state import GuardState
from riskguard.state.lockouts import Lockout
from riskguard.storage.held_codec import held_text
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.last_page import FILE_NAME as PAGE
from riskguard.storage.last_page import LastPage
from riskguard.storage.models import FILE_NAME
from riskguard.storage.restoring import Found, restored_state
from tests.fakes import facts
from tests.fakes.facts import ACCOUNT, ES, MES, MNQ, OTHER
from tests.faults.virtual import Floor, Moment, Ran, opening

OFF = timedelta(seconds=3)
"""How long the program is not running: longer than any call is waited for without an answer, but for one."""


def buys(run: Ran, contract_id: str, size: int, account: int = ACCOUNT) -> None:
    run.does(lambda floor: floor.traded(account, contract_id, size))
    run.waits(1)


def moves(run: Ran, contract_id: str, bid: float) -> None:
    run.does(lambda floor: floor.quoted(contract_id, bid))
    run.waits(0.3)


def loses_open(run: Ran) -> None:
    """Long 2 MNQ, down 50 points: 200 dollars open. Then the market comes back."""
    buys(run, MNQ, 2)
    buys(run, MES, 1)
    moves(run, MNQ, 25_980)
    moves(run, MNQ, 25_950)
    moves(run, MNQ, 26_000)
    run.waits(5)


def wins_open(run: Ran) -> None:
    buys(run, MNQ, 2)
    moves(run, MNQ, 26_030)
    moves(run, MNQ, 26_055)
    moves(run, MNQ, 26_000)
    run.waits(5)


def gives_back(run: Ran) -> None:
    buys(run, MNQ, 2)
    moves(run, MNQ, 26_100)
    moves(run, MNQ, 26_060)
    moves(run, MNQ, 26_045)
    run.waits(5)


def falls_from_its_best(run: Ran) -> None:
    """Up 240 dollars, then down 180."""
    buys(run, MNQ, 2)
    moves(run, MNQ, 26_060)
    moves(run, MNQ, 26_000)
    moves(run, MNQ, 25_955)
    moves(run, MNQ, 26_010)
    run.waits(5)


def loses_realized(run: Ran) -> None:
    for _ in range(3):
        buys(run, MNQ, 2)
        moves(run, MNQ, 25_970)
        buys(run, MNQ, -2)
        moves(run, MNQ, 26_000)
    buys(run, ES, 1)
    run.waits(5)


def trades_often(run: Ran) -> None:
    """Three entries in a minute, with a position that may be held; then more is tried."""
    buys(run, MNQ, 2)
    buys(run, MES, 1)
    buys(run, MNQ, 1)
    buys(run, MNQ, -1)
    buys(run, MNQ, 3)
    run.waits(5)


def grows(run: Ran) -> None:
    buys(run, MNQ, 3)
    buys(run, MNQ, 4)
    run.waits(3)
    buys(run, MES, 2)
    run.waits(5)


def adds_to_a_loser(run: Ran) -> None:
    buys(run, MNQ, 1)
    moves(run, MNQ, 25_990)
    buys(run, MNQ, 2)
    moves(run, MNQ, 26_010)
    run.waits(5)


def is_barred(run: Ran) -> None:
    buys(run, MNQ, 1)
    run.does(lambda floor: floor.permits(ACCOUNT, trading=False))
    run.waits(3)


def locks_himself(run: Ran) -> None:
    buys(run, MNQ, 1)
    buys(run, ES, 1, OTHER)
    until = run.floor.now + timedelta(minutes=30)
    run.hears(LockRequested(None, until, "a test"))
    run.waits(3)
    run.hears(LockRequested(ACCOUNT, until + timedelta(minutes=30), "a test"))
    run.waits(3)


def flattens(run: Ran) -> None:
    """No rule and no lockout: only a person asked for it."""
    buys(run, MNQ, 1)
    buys(run, MES, 2)
    run.does(lambda floor: floor.rests(facts.order(1, 3, ES, at=25_000)))
    run.hears(FlattenRequested(ACCOUNT, "a test"))
    run.waits(5)
    buys(run, MES, 1)
    run.waits(5)


def is_protected(run: Ran) -> None:
    buys(run, MNQ, 2)
    run.waits(3)
    buys(run, MNQ, 1)
    moves(run, MNQ, 26_020)
    run.waits(3)
    buys(run, MNQ, -3)
    run.waits(3)


def holds_without_a_stop(run: Ran) -> None:
    buys(run, MNQ, 1)
    run.waits(14)
    buys(run, MNQ, 1)
    run.does(lambda floor: floor.rests(facts.order(1, -1, MNQ, kind=OrderType.STOP, at=25_900)))
    run.waits(14)


def changes_settings(run: Ran) -> None:
    for limit in ("300", "900", "200"):
        text = f"[rules.daily_realized_loss]\nlimit = {limit}\n[rules.max_contracts]\nlimit = {limit}\n"
        run.hears(SettingsRequested(SettingsRequest(parse_settings(text)), "a test"))
        run.waits(60)


@dataclass(frozen=True)
class Day:
    name: str
    settings: str
    script: Callable[[Ran], None]
    locks: bool = True
    floor_of_reduces: int = 0

    def __str__(self) -> str:
        return self.name


DAYS = [
    Day("realized loss", "[rules.daily_realized_loss]\nlimit = 200\nreduce_only_at = 0.5\n", loses_realized),
    Day("open loss", '[rules.daily_unrealized_loss]\nlimit = 150\nlockout = "until_reset"\n', loses_open),
    Day("open loss without lockout", "[rules.daily_unrealized_loss]\nlimit = 150\n", loses_open, locks=False),
    Day(
        "open loss of a position",
        '[rules.daily_unrealized_loss]\nlimit = 150\nscope = "position"\n',
        loses_open,
        locks=False,
    ),
    Day("open profit", '[rules.max_unrealized_profit]\ntarget = 200\nlockout = "until_reset"\n', wins_open),
    Day("net loss", "[rules.daily_net_loss]\nlimit = 150\nlock_all_accounts = true\n", loses_open),
    Day("trailing net loss", "[rules.daily_net_loss]\nlimit = 150\ntrailing = true\n", gives_back),
    Day("weekly loss", "[rules.weekly_loss]\nlimit = 150\n", loses_open),
    Day("giveback", "[rules.profit_giveback]\nactivate_at = 300\ngiveback = 200\n", gives_back),
    Day(
        "drawdown",
        '[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 400\ntrail = "intraday"\n',
        falls_from_its_best,
    ),
    Day("frequency", "[rules.trade_frequency]\nper_minute = 3\nminute_cooldown = 600\n", trades_often),
    Day("cooldown", "[rules.cooldown_after_loss]\ntiers = [{ loss = 100, seconds = 300 }]\n", loses_realized),
    Day("losses in a row", '[rules.consecutive_losses]\ncount = 2\nlockout = "hard"\ncooldown = 600\n', loses_realized),
    Day("permission", "[rules.auth_loss_guard]\n", is_barred),
    Day("by hand", "[rules.max_contracts]\nlimit = 9\n", locks_himself),
    Day("flatten by hand", "[rules.max_contracts]\nlimit = 9\n", flattens, locks=False),
    Day("contracts", "[rules.max_contracts]\nlimit = 5\n", grows, locks=False, floor_of_reduces=5),
    Day("adding to losers", "[rules.no_adding_to_losers]\n", adds_to_a_loser, locks=False, floor_of_reduces=1),
    Day("own stops", "[rules.trade_management]\nstop_ticks = 200\ntarget_ticks = 400\n", is_protected, locks=False),
    Day("no stop", "[rules.no_stop_loss_grace]\ngrace = 10\n", holds_without_a_stop, locks=False),
    Day(
        "settings",
        "[rules.daily_realized_loss]\nlimit = 500\n[rules.max_contracts]\nlimit = 500\n",
        changes_settings,
        locks=False,
    ),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where the system has such a place: thousands of commits are waited for."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as found:
        yield Path(found)


def played(day: Day) -> Ran:
    run = Ran.fresh(day.settings, opening(ACCOUNT, OTHER))
    run.connects(ACCOUNT, OTHER)
    day.script(run)
    return run


class Shelf:
    """The journal as it stood after so many entries, and copies of it to start from."""

    def __init__(self, folder: Path, entries: list[JournalEntry]) -> None:
        self._entries = entries
        self._main, self._copy = folder / "main", folder / "copy"
        self._main.mkdir()
        self._done = 0

    def up_to(self, count: int) -> None:
        """Commit entries until so many are; never fewer than before."""
        if count <= self._done:
            return
        journal = SqliteJournal(self._main / FILE_NAME)
        journal.restore(facts.MORNING)
        for entry in self._entries[self._done : count]:
            journal.settle(entry)
        journal.close()
        self._done = count

    @contextmanager
    def started(self, seen: int, *, page: bool) -> Iterator[SqliteJournal]:
        """The journal of a start after a crash; `seen` entries had been handed over, the page has what they held."""
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self._main, self._copy)
        held = [entry.held for entry in self._entries[:seen] if entry.held is not None]
        if not page:
            (self._copy / PAGE).unlink(missing_ok=True)
        elif held:
            last = LastPage(self._copy / PAGE)
            last.keep(10_000, held_text(replace(held[-1], number=10_000)), wait=True)
            last.close()
        journal = SqliteJournal(self._copy / FILE_NAME)
        try:
            yield journal
        finally:
            journal.close()


def worth_trying(run: Ran) -> list[Moment]:
    """Moments at which something was decided or written; between them nothing changes."""
    first = [run.moments[0]]
    return first + [after for before, after in pairwise(run.moments) if after.actions or after.entries > before.entries]


def restarted(day: Day, shelf: Shelf, moment: Moment, floor: Floor, *, page: bool = True) -> Ran:
    """The program after a start on what it left, once all has come to rest."""
    floor = replace(floor, now=floor.now + OFF)
    with shelf.started(moment.entries, page=page) as journal:
        settings = moment.state.settings if day.name == "settings" else parse_settings(day.settings)
        state = restored_state(Found(settings, journal.pending()), journal, floor.now)
    run = Ran(state, floor)
    run.connects(ACCOUNT, OTHER)
    run.waits(10)
    return run


def floors(moment: Moment) -> Iterator[Floor]:
    """The calls of this moment never left; all of them did; of a flatten only the first did.

    Each also with the market where it was in the morning, so that what the numbers showed is no longer there to see.
    """
    for floor in (moment.floor, replace(moment.floor, bids=opening().bids)):
        yield floor
        if moment.actions:
            yield carried_out(floor, moment.actions)
        for action in moment.actions:
            if isinstance(action, Flatten) and len(action.closes) > 1:
                yield carried_out(floor, [replace(action, closes=action.closes[:1], cancels=())])


def carried_out(floor: Floor, actions: Iterable[Action]) -> Floor:
    for action in actions:
        floor, _ = floor.carries_out(action)
    return floor


def lost_or_shortened(before: GuardState, after: GuardState) -> list[Lockout]:
    found = []
    for account_id, account in before.accounts.items():
        held = {one.key: one.until for one in after.accounts[account_id].lockouts}
        for one in account.lockouts:
            until = held.get(one.key, one.set_at)
            if not (until is None or (one.until is not None and until >= one.until)):
                found.append(one)
    return found


def check(day: Day, moment: Moment, run: Ran) -> None:
    where = f"{day}: after {moment.event} with {moment.actions}"
    assert not lost_or_shortened(moment.state, run.state), where
    for account_id, account in moment.state.accounts.items():
        after, sizes = run.state.accounts[account_id], run.floor.sizes(account_id)
        if any(held.kind == "hard" for held in account.lockouts) or account.pursuit:
            assert (sizes, run.floor.working(account_id)) == ({}, []), where
        assert after.ledger.of_day(run.state.day.label).realized() == run.floor.realized(account_id), where
        own = [order for order in run.floor.working(account_id) if after.owns(order)]
        for kind in {order.type for order in own}:
            assert [abs(size) for size in sizes.values()] == [o.size for o in own if o.type is kind], where
        for action in moment.actions:
            if isinstance(action, ClosePosition | ReducePosition) and action.account_id == account_id:
                by = action.by if isinstance(action, ReducePosition) else action.size
                held = abs(moment.floor.sizes(account_id)[action.contract_id])
                assert abs(sizes.get(action.contract_id, 0)) <= held - by, where
            if isinstance(action, PlaceStop) and action.contract_id in sizes:
                assert own, where
    assert all(size >= day.floor_of_reduces for size in run.floor.smallest.values()), where
    assert run.state.settings == moment.state.settings, where
    assert [(one.path, one.effective_at) for one in run.state.pending] == [
        (one.path, one.effective_at) for one in moment.state.pending
    ], where


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("behind", [0, 2], ids=["committed", "two entries behind"])
def test_a_crash_after_any_step_loses_no_lockout_and_finishes_what_was_decided(
    day: Day, behind: int, folder: Path
) -> None:
    run = played(day)
    assert any(one.lockouts for one in run.state.accounts.values()) is day.locks
    assert run.calls or day.name == "settings", "a day on which nothing is decided shows nothing"
    if day.name == "settings" and behind:
        pytest.skip("settings are confirmed only once they are committed")
    shelf = Shelf(folder, run.entries)
    for moment in worth_trying(run):
        shelf.up_to(moment.entries - behind)
        for floor in floors(moment):
            check(day, moment, restarted(day, shelf, moment, floor))


CAUSE_IN_TRADES = {"realized loss", "frequency", "cooldown", "losses in a row"}


@pytest.mark.parametrize("day", [day for day in DAYS if day.name in CAUSE_IN_TRADES], ids=str)
def test_what_follows_from_trades_is_found_from_the_gateway_even_where_nothing_was_kept(day: Day, folder: Path) -> None:
    """No page and no commit: trades that nobody knew of yet are judged when they are read."""
    run = played(day)
    shelf = Shelf(folder, run.entries)
    seen = 0
    for before, moment in pairwise(run.moments):
        if any(
            moment.state.accounts[one].lockouts != account.lockouts for one, account in before.state.accounts.items()
        ):
            shelf.up_to(before.entries)
            seen += 1
            for floor in floors(moment):
                check(day, moment, restarted(day, shelf, moment, floor, page=False))
    assert seen


def under_way(script: Callable[[Ran], None], settings: str, action: type) -> tuple[Ran, Moment]:
    """A day, and its first moment at which such an action was decided."""
    run = Ran.fresh(settings, opening(ACCOUNT, OTHER))
    run.connects(ACCOUNT, OTHER)
    script(run)
    return run, next(one for one in run.moments if any(isinstance(call, action) for call in one.actions))


def test_a_reduce_that_is_carried_out_after_the_start_is_not_sent_twice(folder: Path) -> None:
    day = Day("contracts", "[rules.max_contracts]\nlimit = 5\n", grows)
    run, moment = under_way(grows, day.settings, ReducePosition)
    shelf = Shelf(folder, run.entries)
    shelf.up_to(moment.entries)
    floor = replace(moment.floor, now=moment.floor.now + timedelta(seconds=1))
    with shelf.started(moment.entries, page=True) as journal:
        state = restored_state(Found(parse_settings(day.settings)), journal, floor.now)
    again = Ran(state, floor)
    again.connects(ACCOUNT, OTHER)
    assert again.calls == []
    again.waits(2)
    assert again.calls == [], "it may still be on its way"
    (late,) = moment.actions
    again.does(lambda floor: floor.carries_out(late))
    again.waits(20)
    assert (again.calls, again.floor.sizes(ACCOUNT)) == ([], {MNQ: 5})


def test_a_flatten_of_before_the_start_leaves_alone_what_was_opened_since(folder: Path) -> None:
    run, moment = under_way(flattens, "[rules.max_contracts]\nlimit = 9\n", Flatten)
    shelf = Shelf(folder, run.entries)
    shelf.up_to(moment.entries)
    floor = carried_out(moment.floor, moment.actions)
    floor = replace(floor, now=floor.now + timedelta(hours=1))
    floor, _ = floor.traded(ACCOUNT, ES, 1)
    day = Day("flatten by hand", "[rules.max_contracts]\nlimit = 9\n", flattens)
    again = restarted(day, shelf, moment, floor)
    assert (again.calls, again.floor.sizes(ACCOUNT)) == ([], {ES: 1})


def test_a_stop_that_was_being_placed_is_placed_again_under_its_tag(folder: Path) -> None:
    day = Day("own stops", "[rules.trade_management]\nstop_ticks = 200\n", is_protected)
    run, moment = under_way(is_protected, day.settings, PlaceStop)
    shelf = Shelf(folder, run.entries)
    shelf.up_to(moment.entries)
    again = restarted(day, shelf, moment, moment.floor)
    (placed,) = (one for one in moment.actions if isinstance(one, PlaceStop))
    assert [order.tag for order in again.floor.working(ACCOUNT)] == [placed.tag]
    arrived = carried_out(moment.floor, moment.actions)
    assert restarted(day, shelf, moment, arrived).calls == []


def test_what_is_owed_is_over_once_it_is_done(folder: Path) -> None:
    """A second crash, after the first was made good, finds nothing left to do."""
    run, moment = under_way(loses_open, DAYS[3].settings, ClosePosition)
    shelf = Shelf(folder, run.entries)
    shelf.up_to(moment.entries)
    again = restarted(DAYS[3], shelf, moment, replace(moment.floor, bids=opening().bids))
    assert [type(call) for call in again.calls] == [ClosePosition]
    held = [entry.held for entry in again.entries if entry.held is not None]
    assert (held[-1].calls, held[-1].flattens) == ({}, {})
