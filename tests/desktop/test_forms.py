"""Forms from the rule models: what is typed, what it means, and from when on it would hold."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from riskguard.config.file import parse_settings
from riskguard.config.presets import load_preset, preset_names
from riskguard.config.request import SettingsRequest
from riskguard.config.settings import RULES_BY_TABLE
from riskguard.desktop.language import language
from riskguard.desktop.presenters import local
from riskguard.desktop.presenters.forms import texts
from riskguard.desktop.presenters.forms.draft import Draft, field_at, notes, with_unit
from riskguard.desktop.presenters.forms.fields import Field, Kind, rule_fields
from riskguard.desktop.presenters.forms.outcome import Outcome, gathered, outcomes
from riskguard.desktop.presenters.forms.passwords import fault
from riskguard.desktop.presenters.forms.presets import fill, presets
from riskguard.desktop.presenters.forms.rules import groups, loosens, searched, summary
from riskguard.desktop.presenters.forms.values import as_span, cells, from_cells, parsed, shown
from riskguard.domain.events import SettingsRequested
from riskguard.engine.effects import effects
from riskguard.engine.preview import consequences
from tests.desktop.settings_port import USUAL
from tests.fakes import facts
from tests.fakes.world import World


def field(path: str) -> Field:
    found = field_at(path)
    assert found is not None
    return found


LIMIT = "rules.daily_net_loss.limit"
SHARE = "rules.daily_net_loss.reduce_only_at"
COUNT = "rules.max_contracts.limit"
GRACE = "rules.no_stop_loss_grace.grace"
OTHERS = "rules.max_contracts_per_instrument.unlisted"


def test_every_rule_has_a_form_and_a_place_in_the_list() -> None:
    listed = [table for _, tables in texts.GROUPS for table in tables]
    assert sorted(listed) == sorted(RULES_BY_TABLE)
    for rule in RULES_BY_TABLE.values():
        assert {one.name for one in rule_fields(rule)} == {
            info.alias or name for name, info in rule.model_fields.items()
        } - {"enabled"}


def test_every_choice_and_every_field_has_words() -> None:
    for rule in RULES_BY_TABLE.values():
        for one in rule_fields(rule):
            assert one.label and one.help and one.accepts
            assert all(choice in texts.CHOICES for choice in one.choices if one.kind is Kind.CHOICE)


@pytest.mark.parametrize("path", ["rules.daily_net_loss.mark", "rules.max_drawdown.trail", "rules.max_contracts.count"])
def test_a_help_that_tells_choices_apart_names_them_as_they_are_shown(path: str) -> None:
    one = field(path)
    assert all(f"{texts.CHOICES[choice]}: " in one.help for choice in one.choices)


def test_no_help_speaks_of_a_choice_by_what_the_file_calls_it() -> None:
    for rule in RULES_BY_TABLE.values():
        for one in rule_fields(rule):
            for choice in one.choices if one.kind is Kind.CHOICE else ():
                if choice not in texts.CHOICES[choice].lower().split():
                    assert not re.search(rf"\b{choice}\b", one.help, re.IGNORECASE), one.path


@pytest.mark.parametrize("name", preset_names())
def test_what_is_shown_of_a_preset_is_read_back_the_same(name: str) -> None:
    for table, values in load_preset(name).tables.items():
        for one in rule_fields(RULES_BY_TABLE[table]):
            value = values.get(one.name, one.default)
            if one.kind is Kind.ROWS:
                assert from_cells(one, cells(one, value)) == value
            elif one.kind not in (Kind.SWITCH, Kind.CHOICE, Kind.ACCOUNTS) and value is not None:
                assert parsed(one, shown(one, value)) == value


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        (LIMIT, "500", 500),
        (LIMIT, "$1,250.50", 1250.5),
        (LIMIT, " 500.00 ", 500),
        (SHARE, "80", 0.8),
        (SHARE, "80%", 0.8),
        (SHARE, "100", 1.0),
        (SHARE, "", None),
        (COUNT, "1,000", 1000),
        (GRACE, "2.5", 2.5),
        (OTHERS, "Block", "block"),
        (OTHERS, "3", 3),
        ("schedule.reset_time", "17:00", "17:00"),
    ],
)
def test_what_is_typed_means_a_plain_value(path: str, text: str, value: object) -> None:
    one = Field(path, "", "", "", Kind.TIME, "") if path.startswith("schedule") else field(path)
    assert parsed(one, text) == value


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        (LIMIT, "", texts.MUST),
        (LIMIT, "-500", texts.MONEY),
        (LIMIT, "−500", texts.MONEY),
        (LIMIT, "much", texts.MONEY),
        (LIMIT, "nan", texts.MONEY),
        (LIMIT, "1e999999999", texts.MONEY),
        (SHARE, "-90", texts.SHARE),
        (SHARE, "0", texts.SHARE),
        (SHARE, "100.1", texts.SHARE),
        (COUNT, "2.5", texts.WHOLE),
        (COUNT, "9" * 19, texts.WHOLE),
        (OTHERS, "some", "Enter a whole number, or allow or block."),
    ],
)
def test_what_means_nothing_says_what_to_enter_instead(path: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]") as found:
        parsed(field(path), text)
    assert str(found.value) == words


@pytest.mark.parametrize(
    ("text", "good"), [("00:00", True), ("23:59", True), ("24:00", True), ("24:01", False), ("7", False)]
)
def test_times_of_day(text: str, good: bool) -> None:
    one = Field("x.y", "", "", "", Kind.TIME, "")
    if good:
        assert parsed(one, text) == text
    else:
        with pytest.raises(ValueError, match="time of day"):
            parsed(one, text)


@pytest.mark.parametrize(("text", "words"), [("59", ""), ("60", "= 1 min"), ("1800", "= 30 min"), ("x", "")])
def test_long_times_are_said_in_minutes_too(text: str, words: str) -> None:
    assert as_span(field("rules.consecutive_losses.cooldown"), text) == words


def test_rows_that_are_not_filled_in_name_their_number() -> None:
    tiers = field("rules.cooldown_after_loss.tiers")
    assert from_cells(tiers, [["100", "300"], ["", ""]]) == [{"loss": 100, "seconds": 300}]
    with pytest.raises(ValueError, match="row 2"):
        from_cells(tiers, [["100", "300"], ["200", ""]])


def test_a_table_by_instrument_keeps_several_windows_of_one() -> None:
    overrides = field("rules.session_hours.overrides")
    rows = [["zc", "mon, tue", "08:30", "13:00"], ["ZC", "wed", "09:00", "12:00"]]
    assert from_cells(overrides, rows) == {
        "ZC": [
            {"days": ["mon", "tue"], "start": "08:30", "end": "13:00"},
            {"days": ["wed"], "start": "09:00", "end": "12:00"},
        ]
    }


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [(LIMIT, 500, "$500.00"), (SHARE, 0.8, "80%"), (GRACE, 1800, "30 min"), (COUNT, 5, "5 contracts")],
)
def test_values_are_said_with_their_unit(path: str, value: object, words: str) -> None:
    assert with_unit(field(path), value) == words


def told(settings: str, path: str, value: object) -> tuple[str, str]:
    """Text and detail beside a field after one edit, in a world of those settings."""
    world = World(settings).arms()
    draft = Draft(world.state.settings)
    draft.edit(path, value)
    found = draft.check()
    assert found.wanted is not None
    note = notes(draft, found.problems, effects(world.state, found.wanted, world.now))[path]
    return note.text, note.detail


@pytest.mark.parametrize(
    ("value", "text", "detail"),
    [
        (499, "Takes effect now", ""),
        (
            501,
            "Takes effect Fri 5:00 PM CT",
            "Was $500.00. Looser, so it waits for the first reset at least 12 h away.",
        ),
    ],
    ids=["tighter", "looser"],
)
def test_a_change_says_before_saving_from_when_on_it_holds(value: object, text: str, detail: str) -> None:
    assert told(USUAL, LIMIT, value) == (text, detail)


def test_a_rule_switched_off_waits_and_one_switched_on_does_not() -> None:
    assert told(USUAL, "rules.max_contracts.enabled", False)[0] == "Takes effect Fri 5:00 PM CT"
    assert told(USUAL, "rules.stop_guard.enabled", True)[0] == "Takes effect now"


def test_a_wrong_field_names_itself_and_holds_the_save() -> None:
    draft = Draft(parse_settings(USUAL))
    draft.edit(LIMIT, 400)
    draft.fault(SHARE, texts.SHARE)
    found = draft.check()
    assert found.wanted is None and found.problems == {SHARE: texts.SHARE}
    assert summary(draft, (), found.problems)[2] == "1 field to correct"


def test_what_only_the_model_refuses_is_told_at_its_field() -> None:
    draft = Draft(parse_settings(USUAL))
    draft.edit("rules.daily_realized_profit.enabled", True)
    assert draft.check().problems == {"rules.daily_realized_profit.target": texts.MUST}


def test_an_edit_taken_back_by_hand_is_none() -> None:
    draft = Draft(parse_settings(USUAL))
    draft.edit(LIMIT, 400)
    draft.edit(LIMIT, 500)
    draft.edit("rules.weekly_loss.mark", "exit", "exit")
    assert not draft.changed


def test_what_is_pending_is_shown_as_asked_for_and_can_be_withdrawn() -> None:
    world = World(USUAL).arms()
    draft = Draft(world.state.settings)
    draft.edit(LIMIT, 600)
    world.hears(_request(draft))
    later = Draft(draft.check().wanted or draft.base)
    found = notes(later, {}, effects(world.state, later.base, world.now))
    assert later.value(field(LIMIT)) == 600
    assert (found[LIMIT].text, found[LIMIT].undo) == ("Takes effect Fri 5:00 PM CT", "Withdraw")


def _request(draft: Draft) -> SettingsRequested:
    return SettingsRequested(SettingsRequest(draft.check().wanted), "a test")


@pytest.mark.parametrize(
    ("path", "value", "asks"),
    [
        (LIMIT, 400, False),
        (LIMIT, 600, True),
        ("appearance", {"theme": "dark"}, False),
        ("alerts", {"desktop": "breaches"}, True),
    ],
)
def test_the_password_is_asked_for_what_does_not_only_tighten(path: str, value: object, asks: bool) -> None:
    world = World(USUAL).arms()
    draft = Draft(world.state.settings)
    draft.edit(path, value)
    wanted = draft.check().wanted
    assert wanted is not None
    assert loosens(effects(world.state, wanted, world.now)) is asks


def test_the_list_shows_what_is_on_and_its_number() -> None:
    draft = Draft(parse_settings(USUAL))
    items = {item.table: (item.value, item.mark) for group in groups(draft, {}) for item in group.items}
    assert items["daily_net_loss"] == ("−$500.00", "ok")
    assert items["weekly_loss"] == ("off", "off")
    assert items["symbol_blocks"] == ("tells only", "info")
    assert items["consecutive_losses"] == ("3", "ok")


def test_a_search_finds_rules_by_their_fields() -> None:
    assert searched("  ") is None
    assert "session_hours" in (searched("holidays") or ())
    assert searched("no such thing") == frozenset()


def test_a_preset_fills_the_draft_and_marks_what_only_the_user_knows() -> None:
    draft = Draft(parse_settings(""))
    assert fill(draft, "topstep-50k") == 3
    assert draft.edits["rules.max_drawdown.max_loss"] == 2000
    assert list(draft.check().problems) == ["rules.max_drawdown.high_balance"]
    draft.edit("rules.max_drawdown.high_balance", 50_000)
    wanted = draft.check().wanted
    assert wanted is not None and not draft.on("daily_net_loss")


@pytest.mark.parametrize(
    ("settings", "what", "grave"),
    [
        ("[rules.daily_net_loss]\nlimit = 500\n", "Would close 2 MNQ, locked until 5:00 PM CT.", True),
        ("[rules.max_contracts]\nlimit = 1\n", "Would reduce by 1 MNQ.", True),
        ("[rules.no_stop_loss_grace]\ngrace = 10\n", "In 10 s it would close 2 MNQ, unless that changes.", True),
        ('[rules.daily_net_loss]\nlimit = 500\nmode = "observe"\n', "Would only tell you.", False),
        ("[rules.trade_frequency]\nper_hour = 1\n", "", False),
    ],
)
def test_what_a_save_would_do_is_said_in_a_sentence(settings: str, what: str, grave: bool) -> None:
    world = World("").arms(facts.position(2), trades=(facts.trade(1, 1, None), facts.trade(2, -1, -600)))
    found = consequences(world.state, parse_settings(settings), world.now, first=True)
    listed = outcomes(found, {facts.ACCOUNT: "50K"}, world.state.resets.schedule, world.now)
    assert [(one.account, one.what, one.grave) for one in listed] == ([("50K", what, grave)] if what else [])


def test_what_would_happen_to_several_accounts_alike_is_one_line_with_their_names() -> None:
    locked = [Outcome(name, "Would be locked until 5:00 PM CT.", "Daily net loss.", grave=True) for name in "ABC"]
    told = Outcome("D", "Would only tell you.", "Contracts.", grave=False)
    other = Outcome("E", "Would be locked until 5:00 PM CT.", "Weekly loss.", grave=True)
    assert gathered([locked[0], told, *locked[1:], other]) == (
        Outcome("3 accounts, each", "Would be locked until 5:00 PM CT.", "Daily net loss.", True, ("A", "B", "C")),
        told,
        other,
    )


def test_a_reason_that_is_a_sentence_ends_with_one_full_stop() -> None:
    world = World("").arms()
    closed = parse_settings('[rules.session_hours]\nwindows = [{ days = ["sat"], start = "08:30", end = "15:00" }]\n')
    found = consequences(world.state, closed, world.now, first=True)
    (told,) = outcomes(found, {facts.ACCOUNT: "50K"}, world.state.resets.schedule, world.now)
    assert told.why.startswith("Session hours: Trading opens Sat 8:30 AM")
    assert told.why.endswith(" CT.")


def test_what_a_preset_asks_for_cannot_be_left_empty_again() -> None:
    draft = Draft(parse_settings(""))
    fill(draft, "topstep-50k")
    asked = draft.check().problems
    draft.edit("rules.max_drawdown.high_balance", 51_200)
    draft.edit("rules.max_drawdown.high_balance", None)
    assert draft.check().problems == asked


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


@pytest.mark.usefixtures("german")
def test_the_source_of_a_preset_is_said_in_the_language() -> None:
    preset = next(one for one in presets() if one.name == "topstep-50k")
    assert preset.pages[0] == "help.topstep.com, Artikel 8284204"
    assert not [line.source for line in preset.lines if "article" in line.source]


@pytest.mark.usefixtures("german")
def test_when_a_change_holds_is_said_in_the_language() -> None:
    world = World(USUAL).arms()
    draft = Draft(world.state.settings)
    draft.edit(LIMIT, 600)
    wanted = draft.check().wanted
    assert wanted is not None
    found = effects(world.state, wanted, world.now)
    assert notes(draft, {}, found)[LIMIT].text == f"Gilt Fr.{local.NARROW}17:00 CT"
    assert summary(draft, found, {})[1] == f"1 ab Fr.{local.NARROW}17:00 CT"


@pytest.mark.usefixtures("german")
def test_a_password_too_short_is_said_in_the_language() -> None:
    assert fault("12345").startswith("Nehmen Sie mindestens 6 Zeichen") and fault("123456") == ""
