"""Settings that change while guarding: tighter at once, looser at a reset far enough away, nothing under a lockout."""

from datetime import UTC, datetime, timedelta

import pytest

from riskguard.config.file import parse_settings
from riskguard.config.request import SettingsRequest, settings_command
from riskguard.domain.events import (
    ChangeWithdrawn,
    ClockAnchored,
    ClockTicked,
    LockRequested,
    PayloadRejected,
    ProtectionReduced,
    SettingsRequested,
)
from riskguard.engine.settings_changes import asked_for, foreseen
from riskguard.engine.status import status
from riskguard.engine.views import snapshot
from riskguard.state.pending import PendingChange
from tests.fakes import facts
from tests.fakes.world import World

LOSS = "rules.daily_realized_loss.limit"
SIZE = "rules.max_contracts.limit"
TEXT = "[rules.daily_realized_loss]\nlimit = 500\n[rules.max_contracts]\nlimit = 5\n"
FRIDAY_RESET = datetime(2026, 11, 20, 23, tzinfo=UTC)
THURSDAY_RESET = datetime(2026, 11, 19, 23, tzinfo=UTC)


def world(text: str = TEXT, *accounts: int, now: datetime = facts.MORNING) -> World:
    made = World(text, *accounts, now=now)
    for account_id in accounts or (facts.ACCOUNT,):
        made.arms(account_id=account_id)
    return made


def asks(at: World, **values: object) -> None:
    """Values by field: `loss=400` is the loss limit."""
    paths = {"loss": LOSS, "size": SIZE}
    at.hears(settings_command({"command": "settings", "set": {paths.get(k, k): v for k, v in values.items()}}))


def sets(at: World, values: dict[str, object]) -> None:
    at.hears(settings_command({"command": "settings", "set": values}))


def files(at: World, text: str) -> None:
    at.hears(SettingsRequested(SettingsRequest(parse_settings(text)), "the settings file"))


def loss(at: World) -> int:
    return int(at.state.settings.rules["daily_realized_loss"].limit)


def waiting(at: World) -> dict[str, object]:
    return {one.path: one.value for one in at.state.pending}


def until(at: World, when: datetime) -> None:
    at.waits((when - at.now).total_seconds())


# --- tighter at once, looser later


def test_a_tighter_limit_is_in_force_at_once_and_judged_at_once() -> None:
    at = world()
    at.hears(facts.trade(1, -1, -450))
    assert "lockout_set" not in at.kinds()
    asks(at, loss=450)
    assert (loss(at), at.state.pending) == (450, ())
    assert [line.fields["lockout"] for line in at.told("lockout_set")] == ["hard"]


@pytest.mark.parametrize(
    ("asked_at", "effective_at"),
    [
        (datetime(2026, 11, 19, 11, 0, 0, tzinfo=UTC), THURSDAY_RESET),
        (datetime(2026, 11, 19, 10, 59, 59, tzinfo=UTC), THURSDAY_RESET),
        (datetime(2026, 11, 19, 11, 0, 1, tzinfo=UTC), FRIDAY_RESET),
        (datetime(2026, 11, 19, 22, 59, 59, tzinfo=UTC), FRIDAY_RESET),
    ],
)
def test_a_looser_limit_waits_for_the_first_reset_at_least_twelve_hours_away(
    asked_at: datetime, effective_at: datetime
) -> None:
    at = world(now=asked_at)
    asks(at, loss=1000)
    assert (loss(at), [one.effective_at for one in at.state.pending]) == (500, [effective_at])
    until(at, effective_at - timedelta(seconds=1))
    assert loss(at) == 500
    until(at, effective_at)
    assert (loss(at), at.state.pending) == (1000, ())


def test_what_is_pending_never_helps_before_its_time() -> None:
    at = world()
    asks(at, loss=1000)
    at.hears(facts.trade(1, -1, -500))
    assert [line.fields["lockout"] for line in at.told("lockout_set")] == ["hard"]


def test_an_edit_is_split_by_field() -> None:
    at = world()
    asks(at, loss=1000, size=3)
    assert (at.state.settings.rules["max_contracts"].limit, waiting(at)) == (3, {LOSS: 1000})
    told = [(line.fields["change"], line.fields["path"], line.fields["direction"]) for line in at.told("settings")]
    assert told == [("in_force", SIZE, "tightening"), ("pending", LOSS, "loosening")]
    assert at.texts[-1] == (
        "Settings: Contracts, limit: 5 to 3, now. Daily realized loss, limit: $500 to $1,000, from Fri 5:00 PM CT on."
    )


def test_a_rule_that_is_taken_out_of_the_file_guards_until_the_reset() -> None:
    at = world()
    files(at, "[rules.max_contracts]\nlimit = 5\n")
    at.hears(facts.trade(1, -1, -300))
    assert waiting(at) == {"rules.daily_realized_loss": None}
    assert {key[0] for key in at.account().warned} == {"RULE-003"}
    until(at, FRIDAY_RESET)
    assert set(at.state.settings.rules) == {"max_contracts"}
    assert at.account().warned == frozenset()


def test_a_rule_that_is_new_guards_at_once() -> None:
    at = World("", facts.ACCOUNT).arms(facts.position(6))
    asks(at, size=5)
    assert [line.fields["action"] for line in at.told("action")] == ["reduce"]


def test_what_a_rule_had_found_is_forgotten_when_it_goes() -> None:
    at = World("[security]\ninstant_loosening = true\n[rules.max_contracts]\nlimit = 5\n").arms(facts.position(6))
    assert at.account().breaches == {("RULE-001", "")}
    files(at, "[security]\ninstant_loosening = true\n")
    assert at.account().breaches == frozenset()
    asks(at, size=5)
    assert len(at.told("breach")) == 2


def test_a_warning_level_decides_nothing_and_is_taken_at_once() -> None:
    at = world()
    sets(at, {"rules.daily_realized_loss.warn_at": [0.9], "alerts.sound": False})
    assert (at.state.settings.rules["daily_realized_loss"].warn_at, at.state.pending) == ((0.9,), ())
    assert at.state.settings.alerts == {"sound": False}


# --- asking again


def test_asking_the_same_again_does_not_begin_the_cooling_off_anew() -> None:
    at = world(now=datetime(2026, 11, 19, 11, tzinfo=UTC))
    files(at, TEXT.replace("500", "1000"))
    at.waits(3600)
    at.records.clear()
    files(at, TEXT.replace("500", "1000"))
    assert [one.effective_at for one in at.state.pending] == [THURSDAY_RESET]
    assert at.records == []


def test_a_later_request_for_the_same_field_replaces_the_earlier_one_and_its_time() -> None:
    at = world(now=datetime(2026, 11, 19, 11, tzinfo=UTC))
    asks(at, loss=1000)
    at.waits(3600)
    asks(at, loss=2000)
    assert (waiting(at), at.state.pending[0].effective_at) == ({LOSS: 2000}, FRIDAY_RESET)


def test_tightening_a_field_ends_what_was_pending_for_it() -> None:
    at = world()
    asks(at, loss=1000)
    asks(at, loss=300)
    assert (loss(at), at.state.pending) == (300, ())
    until(at, FRIDAY_RESET + timedelta(days=1))
    assert loss(at) == 300


def test_a_file_that_asks_for_what_is_in_force_withdraws_what_was_pending() -> None:
    at = world()
    asks(at, loss=1000)
    files(at, TEXT)
    assert at.state.pending == ()
    assert at.told("settings")[-1].words == (
        "Daily realized loss, limit: stays $500. The change to $1,000 was withdrawn."
    )


def test_a_rule_that_stays_after_all_is_told_so_in_plain_words() -> None:
    at = world()
    files(at, "[rules.daily_realized_loss]\nlimit = 500\n")
    files(at, TEXT)
    assert at.told("settings")[-1].words == "Contracts: stays on. The change to off was withdrawn."


def test_what_is_left_to_mend_in_the_file_is_told_again_and_the_same_is_not() -> None:
    at = world()
    for words in ("Line 1 is wrong.", "Line 1 is wrong.", "Line 2 is wrong."):
        at.hears(ProtectionReduced("settings", words))
    assert [line.words for line in at.told("degraded")] == ["Line 1 is wrong.", "Line 2 is wrong."]


def test_a_request_for_one_field_leaves_what_is_pending_for_others() -> None:
    at = world()
    asks(at, loss=1000)
    asks(at, size=9)
    assert waiting(at) == {LOSS: 1000, SIZE: 9}


@pytest.mark.parametrize(("path", "left"), [(LOSS, {SIZE: 9}), (None, {}), ("rules.nothing", {LOSS: 1000, SIZE: 9})])
def test_a_pending_change_can_be_withdrawn(path: str | None, left: dict[str, object]) -> None:
    at = world()
    asks(at, loss=1000, size=9)
    at.hears(ChangeWithdrawn(path, "a test"))
    assert waiting(at) == left
    until(at, FRIDAY_RESET)
    assert loss(at) == (1000 if LOSS in left else 500)


def test_a_change_that_does_not_fit_the_rest_is_refused_and_told() -> None:
    at = world()
    asks(at, loss=-5)
    assert (loss(at), at.state.pending) == (500, ())
    assert "rules.daily_realized_loss.limit was -5" in at.told("degraded")[-1].words


# --- under a lockout


def test_under_a_lockout_the_cooling_off_begins_when_it_ends() -> None:
    at = world(now=datetime(2026, 11, 19, 9, tzinfo=UTC))
    at.hears(facts.trade(1, -1, -500, at=at.now))
    at.records.clear()
    asks(at, loss=1000)
    assert [(one.begun_at, one.effective_at) for one in at.state.pending] == [(None, None)]
    assert at.told("settings")[-1].words.endswith("after a cooling-off that begins when the lockout ends.")
    until(at, THURSDAY_RESET)
    assert loss(at) == 500
    assert [one.effective_at for one in at.state.pending] == [FRIDAY_RESET]
    assert at.told("settings")[-1].words.endswith("from Fri 5:00 PM CT on.")
    until(at, FRIDAY_RESET)
    assert loss(at) == 1000


def test_lockouts_end_before_pending_changes_take_effect() -> None:
    at = world(now=datetime(2026, 11, 19, 10, tzinfo=UTC))
    asks(at, loss=1000)
    at.hears(facts.trade(1, -1, -500, at=at.now))
    at.records.clear()
    until(at, THURSDAY_RESET)
    kinds = [line.kind for line in at.records if line.kind in ("lockout_ended", "reset", "settings")]
    assert kinds == ["lockout_ended", "reset", "settings"]
    assert loss(at) == 1000


def test_nothing_is_loosened_while_a_lockout_lasts_beyond_the_reset() -> None:
    at = world(now=datetime(2026, 11, 19, 10, tzinfo=UTC))
    asks(at, loss=1000)
    at.hears(LockRequested(facts.ACCOUNT, THURSDAY_RESET + timedelta(hours=2), "a test"))
    until(at, THURSDAY_RESET)
    assert (loss(at), [one.effective_at for one in at.state.pending]) == (500, [FRIDAY_RESET])
    until(at, FRIDAY_RESET)
    assert loss(at) == 1000


def test_a_lockout_of_another_account_does_not_hold_a_change_back() -> None:
    at = world(TEXT.replace("limit = 500", f"limit = 500\naccounts = [{facts.ACCOUNT}]"), facts.ACCOUNT, facts.OTHER)
    at.hears(LockRequested(facts.OTHER, FRIDAY_RESET, "a test"))
    asks(at, loss=1000, size=9)
    assert {one.path: one.effective_at for one in at.state.pending} == {LOSS: FRIDAY_RESET, SIZE: None}


def test_a_change_never_ends_a_lockout() -> None:
    at = world("[security]\ninstant_loosening = true\n" + TEXT)
    at.hears(facts.trade(1, -1, -500))
    before = at.account().lockouts
    files(at, "[security]\ninstant_loosening = true\n")
    assert (at.account().lockouts, len(before)) == (before, 1)
    assert "daily_realized_loss" in at.state.settings.rules
    until(at, THURSDAY_RESET)
    assert at.state.settings.rules == {}


# --- security


def test_switching_the_delay_off_is_delayed_itself() -> None:
    at = world()
    sets(at, {"security.instant_loosening": True, LOSS: 1000})
    assert set(waiting(at)) == {"security.instant_loosening", LOSS}
    until(at, FRIDAY_RESET)
    sets(at, {LOSS: 2000})
    assert (loss(at), at.state.pending) == (2000, ())


def test_switching_the_delay_on_again_holds_for_the_same_request() -> None:
    at = world("[security]\ninstant_loosening = true\n" + TEXT)
    sets(at, {"security.instant_loosening": False, LOSS: 1000})
    assert (loss(at), waiting(at)) == (500, {LOSS: 1000})


@pytest.mark.parametrize(("cooling", "effective_at"), [(7 * 3600, THURSDAY_RESET), (7 * 3600 + 1, FRIDAY_RESET)])
def test_the_cooling_off_is_as_long_as_security_says(cooling: int, effective_at: datetime) -> None:
    at = world(f"[security]\ncooling_off = {cooling}\n" + TEXT)
    asks(at, loss=1000)
    assert [one.effective_at for one in at.state.pending] == [effective_at]


def test_a_longer_cooling_off_holds_at_once_and_a_shorter_one_is_a_loosening() -> None:
    at = world()
    sets(at, {"security.cooling_off": 40 * 3600, LOSS: 1000})
    assert [one.effective_at for one in at.state.pending] == [FRIDAY_RESET + timedelta(days=1)]
    sets(at, {"security.cooling_off": 3600})
    assert at.state.settings.security.cooling_off == 40 * 3600


# --- schedule and accounts


def test_another_reset_time_takes_effect_at_a_reset_and_rebooks_the_day() -> None:
    at = world(now=datetime(2026, 11, 19, 10, tzinfo=UTC))
    at.hears(facts.trade(1, -1, -100, at=at.now))
    sets(at, {"schedule.reset_time": "18:00"})
    until(at, THURSDAY_RESET)
    assert at.state.day.end == THURSDAY_RESET + timedelta(hours=1)
    assert at.account().ledger.of_day(at.state.day.label).realized() == -100 * 10_000
    until(at, THURSDAY_RESET + timedelta(hours=1))
    assert at.account().ledger.of_day(at.state.day.label).realized() == 0


def test_an_account_taken_out_is_guarded_until_the_reset() -> None:
    at = world(TEXT, facts.ACCOUNT, facts.OTHER)
    sets(at, {"accounts.guard": [facts.ACCOUNT]})
    assert set(at.state.accounts) == {facts.ACCOUNT, facts.OTHER}
    until(at, FRIDAY_RESET)
    assert set(at.state.accounts) == {facts.ACCOUNT}


def test_an_account_under_a_lockout_is_let_go_only_after_it() -> None:
    at = world(TEXT + "[security]\ninstant_loosening = true\n", facts.ACCOUNT, facts.OTHER)
    sets(at, {"rules.daily_realized_loss.accounts": [facts.OTHER], "accounts.guard": [facts.ACCOUNT]})
    assert set(at.state.accounts) == {facts.ACCOUNT}
    at = world(now=datetime(2026, 11, 19, 10, tzinfo=UTC))
    sets(at, {"accounts.guard": [facts.OTHER]})
    at.hears(LockRequested(facts.ACCOUNT, FRIDAY_RESET + timedelta(hours=1), "a test"))
    at.reads_back()
    until(at, FRIDAY_RESET)
    assert (set(at.state.accounts), at.state.settings.accounts.guard) == ({facts.ACCOUNT}, "all")
    until(at, FRIDAY_RESET + timedelta(days=1))
    assert (set(at.state.accounts), at.state.settings.accounts.guard) == (set(), (facts.OTHER,))


# --- lockouts that are there every day


def test_a_root_is_let_free_at_the_reset_though_it_was_locked_all_along() -> None:
    at = World('[rules.symbol_blocks]\nblocked = ["MNQ", "ES"]\n').arms(facts.position(1))
    assert [held.symbol for held in at.account().lockouts] == ["MNQ"]
    sets(at, {"rules.symbol_blocks.blocked": ["ES"]})
    assert [one.effective_at for one in at.state.pending] == [FRIDAY_RESET]
    until(at, FRIDAY_RESET)
    assert at.account().lockouts == ()


def test_the_nightly_lockout_of_session_hours_delays_but_does_not_keep_a_change_for_ever() -> None:
    days = '["mon", "tue", "wed", "thu", "fri"]'
    hours = (
        f'[rules.session_hours]\ncalendar = "none"\nwindows = [{{ days = {days}, start = "08:30", end = "15:00" }}]\n'
    )
    at = world(TEXT + hours, now=datetime(2026, 11, 19, 4, tzinfo=UTC))
    assert [held.rule for held in at.account().lockouts] == ["RULE-009"]
    asks(at, loss=1000)
    opening = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)
    until(at, opening)
    assert [(one.begun_at, one.effective_at) for one in at.state.pending] == [(opening, FRIDAY_RESET)]
    until(at, FRIDAY_RESET)
    assert loss(at) == 1000


# --- time that is not trusted yet


def test_before_the_time_is_trusted_only_what_is_tighter_is_taken() -> None:
    at = world(now=datetime(2026, 11, 19, 10, tzinfo=UTC))
    at.state = at.state.__class__(at.state.settings, at.state.resets, accounts=at.state.accounts, timed=False)
    asks(at, loss=1000, size=3)
    assert (at.state.settings.rules["max_contracts"].limit, [p.effective_at for p in at.state.pending]) == (3, [None])
    at.now += timedelta(days=5)
    at.hears(ClockTicked())
    assert loss(at) == 500
    at.now = datetime(2026, 11, 19, 11, tzinfo=UTC)
    at.hears(ClockAnchored())
    assert [one.effective_at for one in at.state.pending] == [THURSDAY_RESET]


def test_a_lockout_that_ended_while_off_began_the_cooling_off_then() -> None:
    ended = datetime(2026, 11, 19, 10, tzinfo=UTC)
    one = PendingChange(LOSS, 1000, ended - timedelta(hours=3), timedelta(hours=12), locked=True, held_until=ended)
    begun = one.begun(ended + timedelta(hours=5), world().state.resets.schedule)
    assert (begun.begun_at, begun.effective_at) == (ended, THURSDAY_RESET)


# --- what is shown


def test_pending_changes_are_in_what_status_prints() -> None:
    at = world()
    asks(at, loss=1000)
    assert status(snapshot(at.state, at.now))["pending"] == [
        {
            "path": LOSS,
            "effective_at": FRIDAY_RESET.isoformat(),
            "words": "Daily realized loss, limit: $500 to $1,000, from Fri 5:00 PM CT on.",
        }
    ]


def test_what_would_become_of_a_request_is_foreseen_exactly() -> None:
    at = world()
    asks(at, size=9)
    wanted = parse_settings(TEXT.replace("500", "1000").replace("5\n", "9\n").replace("\nlimit = 9", "\nlimit = 9", 1))
    told = {change.path: one.effective_at if one else None for change, one in foreseen(at.state, wanted, at.now)}
    files(at, TEXT.replace("500", "1000").replace("5\n", "9\n"))
    assert told == {one.path: one.effective_at for one in at.state.pending}


def test_what_is_wanted_is_what_is_in_force_with_all_that_waits() -> None:
    at = world()
    asks(at, loss=1000, size=3)
    assert asked_for(at.state) == parse_settings(TEXT.replace("500", "1000").replace("limit = 5\n", "limit = 3\n"))


# --- the command of a recorded stream


@pytest.mark.parametrize(
    "data",
    [{"command": "settings"}, {"set": {}}, {"set": 5}, {"set": None}, {"toml": 5}, {"toml": "[rules.nothing]"}],
)
def test_a_command_that_cannot_be_read_is_a_rejected_payload(data: dict[str, object]) -> None:
    assert isinstance(settings_command(data), PayloadRejected)


def test_a_command_may_bring_a_whole_file_or_withdraw() -> None:
    at = world()
    at.hears(settings_command({"command": "settings", "toml": TEXT.replace("500", "1000")}))
    assert waiting(at) == {LOSS: 1000}
    at.hears(settings_command({"command": "settings", "withdraw": "all"}))
    assert waiting(at) == {}


def test_news_that_is_over_may_leave_the_list_and_news_to_come_may_not() -> None:
    def news(*days: int) -> str:
        rows = ", ".join(f'{{ time = "2026-11-{day}T08:30:00-06:00", title = "CPI" }}' for day in days)
        return f"[rules.news_blackout]\nevents = [{rows}]\n"

    at = World(news(18, 20, 24)).arms()
    files(at, news(20, 24))
    assert [one.path for one in at.state.pending] == []
    files(at, news(24))
    assert [one.path for one in at.state.pending] == ["rules.news_blackout.events"]
