"""A journal looked over while nothing runs: what does not fit is told, the stricter reading shown, nothing changed."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from riskguard.storage.codec import instant_text
from riskguard.storage.inspection import Inspected, inspected
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.protected import held_rows
from tests.fakes.facts import ACCOUNT, OTHER
from tests.storage.test_chain import RESET, House, lockout


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.closes()


def looks(house: House, *, key: bool = True) -> Inspected:
    found = inspected(house.db, house.vault if key else None)
    assert found is not None
    return found


def ends(found: Inspected) -> list[tuple[int, str, str | None]]:
    return [(one.account_id, one.rule, one.until) for one in held_rows(found.lockouts)]


def state_of(house: House) -> tuple[str, str | None]:
    """All that a look must leave as it was."""
    with closing(sqlite3.connect(house.db)) as link:
        return hashlib.sha256("".join(link.iterdump()).encode()).hexdigest(), house.vault.stored


@pytest.mark.parametrize("key", [True, False])
def test_what_was_left_alone_is_not_suspected_with_and_without_the_key(house: House, key: bool) -> None:
    house.lives(lockouts=(lockout(), lockout(account=OTHER)))
    house.lives(ended=(lockout(account=OTHER),))
    before, found = state_of(house), looks(house, key=key)
    assert (found.words, [one[:2] for one in ends(found)]) == ((), [(ACCOUNT, "RULE-003")])
    assert state_of(house) == before


@pytest.mark.parametrize("key", [True, False])
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM lockout_row", "taken away"),
        ("UPDATE lockout_row SET ended_at = '2026-11-19T18:00:01+00:00'", "taken away"),
        ("UPDATE lockout_row SET until = '2026-11-19T18:00:01+00:00'", "changed"),
    ],
)
def test_a_lockout_gone_from_the_table_is_told_and_still_shown(
    house: House, key: bool, statement: str, what: str
) -> None:
    house.lives(lockouts=(lockout(),))
    kept = ends(looks(house))
    house.does(statement)
    before, found = state_of(house), looks(house, key=key)
    words = (f"The lockout on account {ACCOUNT} (RULE-003) was {what} in the file. It is in force as it was set.",)
    assert (found.words, ends(found)) == (words, kept)
    assert state_of(house) == before
    assert house.finds()[2].words == words, "the start, which mends it, says the same"
    assert looks(house, key=key).words == ()


def test_an_older_copy_is_told_by_the_anchor_and_its_lockouts_are_shown(house: House) -> None:
    house.lives(baselines=((ACCOUNT, {"A": 1}),))
    house.copies()
    house.lives(lockouts=(lockout(),))
    house.puts_back()
    found = looks(house)
    assert found.words[0].startswith("The journal is older than it was")
    assert ends(found) == [(ACCOUNT, "RULE-003", instant_text(RESET))]
    assert looks(house, key=False).words == (), "without the key an old copy fits itself"


def test_a_journal_that_was_taken_away_is_told_where_an_anchor_knows_of_it(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    for path in house.db.parent.glob("riskguard.db*"):
        path.unlink()
    found = looks(house)
    assert found.words[0] == "The journal was removed or emptied."
    assert [one[:2] for one in ends(found)] == [(ACCOUNT, "RULE-003")]
    assert inspected(house.db, None) is None
    assert not house.db.exists()


def test_where_nothing_ever_ran_there_is_nothing_to_tell(house: House) -> None:
    assert inspected(house.db, house.vault) is None


def test_a_journal_from_before_there_was_a_chain_is_not_suspected(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    with closing(sqlite3.connect(house.db)) as link, link:
        link.execute("DROP TABLE chain_row")
    assert inspected(house.db, house.vault) is None


def test_a_chain_that_was_emptied_is_told(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    house.does("DELETE FROM chain_row")
    assert looks(house).words[0] == "The journal was removed or emptied."


def test_an_anchor_stored_while_it_looks_does_not_make_the_journal_look_old(house: House) -> None:
    """The anchor is taken first: one that is newer than the journal is then an older journal and nothing else."""
    house.lives(lockouts=(lockout(),))
    asked: list[bool] = []

    class Slow:
        secret, new, place = house.vault.secret, False, house.vault.place

        def anchor(self) -> str | None:
            before = house.vault.stored
            if not asked:
                asked.append(True)
                house.lives(lockouts=(lockout(RESET + timedelta(days=1)),))
            return before

        def put_anchor(self, text: str) -> None:
            raise AssertionError(text)

    found = inspected(house.db, Slow())
    assert found is not None
    assert found.words == ()
    assert house.vault.stored is not None


def test_a_journal_in_pieces_is_named(house: House) -> None:
    house.db.write_bytes(b"no database" * 100)
    with pytest.raises(JournalUnusableError, match=r"riskguard\.db cannot be read"):
        inspected(house.db, house.vault)


def test_what_was_written_without_the_key_is_not_suspected(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    secret, house.vault.secret = house.vault.secret, None
    house.lives(lockouts=(lockout(account=OTHER),))
    house.vault.secret = secret
    for key in (True, False):
        found = looks(house, key=key)
        assert (found.words, {one[0] for one in ends(found)}) == ((), {ACCOUNT, OTHER})


def test_an_emptied_file_is_a_journal_that_is_gone(house: House) -> None:
    house.lives(lockouts=(lockout(),))
    for name in ("riskguard.db-wal", "riskguard.db-shm"):
        (house.db.parent / name).unlink(missing_ok=True)
    house.db.unlink()
    gone = looks(house)
    with closing(sqlite3.connect(house.db)) as link:
        link.execute("PRAGMA journal_mode = wal")
    assert looks(house) == gone
    assert gone.words
    assert inspected(house.db, None) is None
