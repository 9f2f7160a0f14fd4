"""Backups at the start, at resets and after lockouts; pruning; never by a clock nobody vouches for."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from riskguard.config.settings import Settings
from riskguard.engine.board import Notice
from riskguard.engine.state import GuardState
from riskguard.service.housekeeping import APART_S, Housekeeping
from riskguard.storage.backups import BackupShelf
from tests.storage.test_journal import NOON, Drawer, entry, lockout, record


@dataclass
class House:
    """Housekeeping over a real journal, a state and a clock that a test moves."""

    drawer: Drawer
    state: GuardState
    now: datetime
    seconds: float = 1_000.0

    def __post_init__(self) -> None:
        self.told: list[Notice] = []
        self.journal = self.drawer.writing()
        self.keeping = Housekeeping(
            self.journal,
            lambda: self.state,
            lambda: self.now,
            self.told.append,
            look_s=0.02,
            monotonic=lambda: self.seconds,
        )
        self.running = asyncio.create_task(self.keeping.run())

    def reasons(self) -> list[str]:
        return [one.reason for one in reversed(BackupShelf(self.drawer.path).all())]

    def moves_to(self, now: datetime, *, timed: bool = True) -> None:
        self.now = now
        self.state = replace(self.state, timed=timed, resets=self.state.resets.after(now))

    async def until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end, "it did not happen in time"
            await asyncio.sleep(0.01)

    async def written(self) -> None:
        await self.until(lambda: self.journal.written)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    state = replace(GuardState.starting(Settings(), NOON), timed=False)
    made = House(Drawer(tmp_path), state, NOON)
    yield made
    made.running.cancel()
    made.drawer.close()


async def test_a_backup_at_the_start_and_one_at_each_reset(house: House) -> None:
    await house.until(lambda: house.reasons() == ["start"])
    house.moves_to(NOON)
    await asyncio.sleep(0.2)
    assert house.reasons() == ["start"]
    house.moves_to(NOON + timedelta(days=1))
    await house.until(lambda: house.reasons() == ["start", "reset"])
    house.moves_to(NOON + timedelta(days=2))
    await house.until(lambda: house.reasons() == ["start", "reset", "reset"])
    await house.until(lambda: house.keeping.last and house.keeping.last.number == 3)
    assert house.keeping.last is not None
    assert house.keeping.last.at == NOON + timedelta(days=2)


async def test_old_lines_go_once_the_time_is_trusted_and_not_before(house: House) -> None:
    house.journal.write(entry(records=(record("action", NOON - timedelta(days=100)), record("action"))))
    await house.written()
    house.moves_to(NOON + timedelta(days=900), timed=False)
    await asyncio.sleep(0.2)
    assert house.drawer.rows("SELECT count(*) FROM record_row") == [(2,)]
    house.moves_to(NOON)
    await house.until(lambda: house.drawer.rows("SELECT count(*) FROM record_row") == [(1,)])


async def test_a_lockout_gets_a_backup_at_once_but_not_one_each(house: House) -> None:
    await house.until(lambda: house.keeping.last)
    house.seconds += APART_S
    house.journal.write(entry(lockouts=(lockout(),)))
    await house.until(lambda: house.reasons() == ["start", "change"])
    for rule in ("RULE-006", "RULE-007"):
        house.journal.write(entry(lockouts=(replace(lockout(), rule=rule),)))
    house.journal.write(entry(records=(record("action"),)))
    await house.written()
    await asyncio.sleep(0.2)
    assert house.reasons() == ["start", "change"]
    house.seconds += APART_S
    await house.until(lambda: house.reasons() == ["start", "change", "change"])


async def test_a_backup_that_cannot_be_made_is_told_once_and_when_it_can_again(house: House) -> None:
    shelf = BackupShelf(house.drawer.path)
    await house.until(lambda: house.keeping.last)
    shelf.folder.rename(shelf.folder.with_name("away"))
    shelf.folder.write_text("in the way")
    await house.keeping.back_up("reset")
    await house.keeping.back_up("reset")
    assert [notice.title for notice in house.told] == ["No backup"]
    assert "Limits and lockouts are as they were." in house.told[0].text
    shelf.folder.unlink()
    await house.keeping.back_up("reset")
    assert [notice.title for notice in house.told] == ["No backup", "Backups are made again"]
