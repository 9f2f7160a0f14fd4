"""A restart finds the settings in force and what was pending; the file is only a request."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest
from riskguard.domain.events import ClockAnchored, ClockTicked, Event, SettingsRequested
from riskguard.engine.journaling import entry_of
from riskguard.engine.state import GuardState
from riskguard.engine.step import step
from riskguard.state.pending import PendingChange
from riskguard.storage.journal import SqliteJournal
from riskguard.storage.offline import JournalUnusableError
from riskguard.storage.restoring import Found, restored_state, settings_in_force, stored_settings_view
from riskguard.storage.settings_codec import pending_fields, settings_in, settings_text
from riskguard.storage.settings_codec import pending_of as read_pending

LOSS = "rules.daily_realized_loss.limit"
TEXT = "[rules.daily_realized_loss]\nlimit = 500\n[rules.max_contracts]\nlimit = 5\n"
LOOSER = TEXT.replace("500", "1000")
EARLY = datetime(2026, 11, 19, 11, tzinfo=UTC)
RESET = datetime(2026, 11, 19, 23, tzinfo=UTC)


class House:
    """One data directory: a settings file and a journal, started as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "riskguard.toml"
        self.db = folder / "riskguard.db"
        self.journal: SqliteJournal | None = None

    def writes(self, text: str) -> "House":
        self.file.write_text(text, encoding="utf-8")
        return self

    def finds(self) -> Found:
        with closing(SqliteJournal(self.db)) as journal:
            return settings_in_force(self.file, journal)

    def starts(self, now: datetime) -> "Run":
        journal = SqliteJournal(self.db)
        found = settings_in_force(self.file, journal)
        state = restored_state(found, journal, now)
        journal.start()
        self.journal = journal
        run = Run(journal, state, now)
        if found.request:
            run.hears(SettingsRequested(found.request, "the settings file"))
        return run

    def stops(self) -> None:
        if self.journal:
            self.journal.close()
            self.journal = None


class Run:
    """One life of the program: the real step, everything that lasts goes to the real journal."""

    def __init__(self, journal: SqliteJournal, state: GuardState, now: datetime) -> None:
        self.journal, self.state, self.now = journal, state, now

    def hears(self, event: Event, at: datetime | None = None) -> "Run":
        self.now = at or self.now
        outcome = step(self.state, event, self.now)
        entry = entry_of(self.state, outcome, self.now)
        if entry:
            self.journal.write(entry)
        self.state = outcome.state
        return self

    @property
    def loss(self) -> int:
        return int(self.state.settings.rules["daily_realized_loss"].limit)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.stops()


def test_a_directory_without_a_journal_takes_its_first_file_at_once(house: House) -> None:
    found = house.writes(TEXT).finds()
    assert (found.settings, found.request, found.trouble) == (parse_settings(TEXT), None, "")


def test_a_hand_edit_made_while_off_is_a_request(house: House) -> None:
    house.writes(TEXT).finds()
    found = house.writes(LOOSER).finds()
    assert (found.settings, found.request) == (parse_settings(TEXT), SettingsRequest(parse_settings(LOOSER)))


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("[rules.nothing]"), Path.unlink])
def test_a_missing_or_wrong_file_leaves_what_is_in_force(house: House, spoil: Callable[[Path], object]) -> None:
    house.writes(TEXT).finds()
    spoil(house.file)
    found = house.finds()
    assert (found.settings, found.request) == (parse_settings(TEXT), None)
    assert found.trouble.endswith("The limits in force stay as they are.")


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_directory, "cannot be read: it is a directory."),
        (lambda path: path.write_bytes(b"x" * 4_000_001), "cannot be read: it is larger than 4 MB."),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read: it is not UTF-8 text; save it as UTF-8."),
        (
            lambda path: path.write_text("".join(f"[rules.x{one}]\n" for one in range(20_000))),
            "; and 19,999 more, which `riskguard check-config` lists.",
        ),
    ],
)
def test_why_a_file_cannot_be_used_is_a_sentence_without_codes(
    house: House, spoil: Callable[[Path], object], why: str
) -> None:
    house.writes(TEXT).finds()
    spoil(house.file)
    told = house.finds().trouble
    assert told.startswith(f"{house.file} cannot be ")
    assert told.endswith(f"{why} The limits in force stay as they are."), told


def test_a_first_start_without_a_file_has_no_rule_and_takes_the_first_good_one(house: House) -> None:
    found = house.finds()
    assert (found.settings.rules, found.fresh) == ({}, True)
    assert found.trouble == f"There is no {house.file}. No rule is in force."
    assert house.writes(TEXT).finds().settings == parse_settings(TEXT)


def test_the_text_an_older_version_stored_is_read(house: House) -> None:
    with closing(SqliteJournal(house.db)) as journal:
        journal.take_settings(TEXT)
    assert house.writes(LOOSER).finds().settings == parse_settings(TEXT)


def test_stored_settings_nobody_can_read_stop_the_start(house: House) -> None:
    with closing(SqliteJournal(house.db)) as journal:
        journal.take_settings("{broken")
    with pytest.raises(JournalUnusableError, match="settings that cannot be read"):
        house.writes(TEXT).finds()


def test_what_a_later_version_stored_beside_what_is_known_is_left_out() -> None:
    text = settings_text(parse_settings(TEXT))
    later = text.replace('"limit":500', '"limit":500,"unheard_of":1').replace('"rules":{', '"rules":{"unheard_of":{},')
    assert later.count("unheard_of") == 2
    assert settings_in(later) == parse_settings(TEXT)


def test_loosened_while_off_it_waits_from_the_start_on_and_takes_effect_at_a_reset(house: House) -> None:
    house.writes(TEXT).finds()
    run = house.writes(LOOSER).starts(EARLY - timedelta(days=3))
    assert (run.loss, [one.effective_at for one in run.state.pending]) == (500, [None])
    run.hears(ClockAnchored(), EARLY)
    assert [one.effective_at for one in run.state.pending] == [RESET]
    assert run.hears(ClockTicked(), RESET - timedelta(seconds=1)).loss == 500
    assert run.hears(ClockTicked(), RESET).loss == 1000


def test_a_pending_change_keeps_its_time_over_a_restart(house: House) -> None:
    house.writes(TEXT).finds()
    house.writes(LOOSER).starts(EARLY).hears(ClockAnchored())
    house.stops()
    run = house.starts(EARLY + timedelta(hours=5)).hears(ClockAnchored())
    assert [(one.path, one.effective_at) for one in run.state.pending] == [(LOSS, RESET)]
    assert run.hears(ClockTicked(), RESET).loss == 1000


def test_what_took_effect_is_in_force_after_a_restart_and_nothing_is_pending(house: House) -> None:
    house.writes(TEXT).finds()
    house.writes(LOOSER).starts(EARLY).hears(ClockAnchored()).hears(ClockTicked(), RESET)
    house.stops()
    found = house.finds()
    assert (found.settings, found.pending) == (parse_settings(LOOSER), ())


def test_a_change_whose_reset_passed_while_off_takes_effect_at_the_start(house: House) -> None:
    house.writes(TEXT).finds()
    house.writes(LOOSER).starts(EARLY).hears(ClockAnchored())
    house.stops()
    run = house.starts(RESET + timedelta(hours=1))
    assert run.loss == 500
    run.hears(ClockAnchored()).hears(ClockTicked())
    assert (run.loss, run.state.pending) == (1000, ())


def test_a_clock_set_ahead_before_the_start_loosens_nothing(house: House) -> None:
    house.writes(TEXT).finds()
    house.writes(LOOSER).starts(EARLY).hears(ClockAnchored())
    house.stops()
    run = house.starts(RESET + timedelta(days=2)).hears(ClockTicked())
    assert run.loss == 500
    run.hears(ClockAnchored(), EARLY + timedelta(minutes=1)).hears(ClockTicked())
    assert (run.loss, [one.effective_at for one in run.state.pending]) == (500, [RESET])


def test_a_tighter_hand_edit_made_while_off_is_in_force_before_the_gateway_is_reached(house: House) -> None:
    house.writes(TEXT).finds()
    assert house.writes(TEXT.replace("500", "300")).starts(EARLY).loss == 300
    house.stops()
    assert house.finds().settings == parse_settings(TEXT.replace("500", "300"))


def test_settings_can_be_looked_up_while_nothing_runs(house: House) -> None:
    assert stored_settings_view(house.db, EARLY) is None
    house.writes(TEXT).finds()
    house.writes(LOOSER).starts(EARLY).hears(ClockAnchored())
    house.stops()
    view = stored_settings_view(house.db, EARLY)
    assert view is not None
    assert view["pending"] == [
        {
            "path": LOSS,
            "in_force": 500,
            "wanted": 1000,
            "asked_at": EARLY.isoformat(),
            "effective_at": RESET.isoformat(),
            "words": "Daily realized loss, limit: $500 to $1,000, from 5:00 PM CT on.",
        }
    ]


@pytest.mark.parametrize(
    "one",
    [
        PendingChange(LOSS, 1000, EARLY, timedelta(hours=12), None, EARLY, effective_at=RESET),
        PendingChange("rules.max_contracts", None, EARLY, None, (1, 2), None, locked=True, held_until=RESET),
        PendingChange("rules.x.limits", {"NQ": 2}, EARLY, timedelta(0)),
    ],
)
def test_pending_changes_come_back_as_they_were(one: PendingChange) -> None:
    assert read_pending(json.dumps([pending_fields(one)])) == (one,)
