"""The settings file: what is taken, and one line with place, value and cure for everything else."""

import sys
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from riskguard.config.file import SettingsFileError, describe, parse_settings, read_settings
from riskguard.config.settings import Settings
from riskguard.domain.trading_day import Schedule
from riskguard.rules import DailyRealizedLoss, MaxContracts, MaxContractsPerInstrument

WINDOWS = sys.platform == "win32"
GOOD = """\
# my limits
[schedule]
reset_time = "17:00"
timezone = "America/Chicago"

[accounts]
guard = [4471, "2208"]

[rules.max_contracts]
limit = 5
micro_ratio = 10
warn_at = [0.6]

[rules.max_contracts_per_instrument]
limits = { NQ = 2, mnq = 10, EP = 1 }
unlisted = "block"

[rules.daily_realized_loss]
limit = 500
reduce_only_at = 0.8
"""


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsFileError) as caught:
        parse_settings(text)
    return str(caught.value).split("\n")


def problem(text: str) -> str:
    (only,) = problems(text)
    return only


# --- what is taken


def test_a_whole_file_is_taken_as_written() -> None:
    found = parse_settings(GOOD)
    assert found.accounts.guard == (4471, 2208)
    assert found.day_schedule == Schedule(time(17, 0), "America/Chicago")
    contracts, instruments, loss = found.active_rules
    assert isinstance(contracts, MaxContracts)
    assert isinstance(instruments, MaxContractsPerInstrument)
    assert isinstance(loss, DailyRealizedLoss)
    assert (contracts.limit, contracts.micro_ratio, contracts.warn_at) == (5, 10, (0.6,))
    assert (dict(instruments.limits), instruments.unlisted) == ({"NQ": 2, "MNQ": 10, "ES": 1}, "block")
    assert (loss.limit, loss.reduce_only_at) == (Decimal(500), 0.8)


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff", "\ufeff\n[rules]\n", "[rules]", "rules = {}"])
def test_an_empty_file_guards_all_accounts_by_no_rule(text: str) -> None:
    found = parse_settings(text)
    assert (found.active_rules, found.accounts.guard, found.day_schedule) == ((), "all", Schedule())


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.rstrip("\n"),
        "\n\n" + GOOD.replace("[rules.max_contracts]", '[ rules . "max_contracts" ] # newest first'),
        GOOD.replace("[schedule]\nreset_time", "schedule.timezone = 'America/Chicago'\nschedule.reset_time").replace(
            '\ntimezone = "America/Chicago"', ""
        ),
    ],
)
def test_the_same_file_may_be_written_in_other_ways(text: str) -> None:
    assert parse_settings(text) == parse_settings(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        "[rules.max_contracts]\nlimit = 5",
        "rules.max_contracts.limit = 5",
        "rules = { max_contracts = { limit = 5 } }",
        "[rules]\nmax_contracts = { limit = 5 }",
        "[rules]\nmax_contracts.limit = 5",
        '"rules"."max_contracts"."limit" = 5',
        "[rules.max_contracts]\nlimit = 0x5",
    ],
)
def test_tables_may_be_dotted_or_inline(text: str) -> None:
    assert parse_settings(text).active_rules == (MaxContracts(limit=5),)


def test_rules_come_in_their_own_order_whatever_the_file_has() -> None:
    text = "[rules.daily_realized_loss]\nlimit = 1\n[rules.max_contracts]\nlimit = 5\n"
    assert [rule.rule_id for rule in parse_settings(text).active_rules] == ["RULE-001", "RULE-003"]


def test_a_rule_without_a_table_is_off_and_a_table_without_enabled_is_on() -> None:
    assert [rule.table for rule in parse_settings("[rules.max_contracts]\nlimit = 5").active_rules] == ["max_contracts"]
    assert parse_settings("[rules.max_contracts]\nlimit = 5\nenabled = false").active_rules == ()


@pytest.mark.parametrize(
    ("written", "wall"),
    [('"00:00"', time(0, 0)), ('"23:59"', time(23, 59)), ('"7:05"', time(7, 5)), ("17:00:00", time(17, 0))],
)
def test_a_reset_time_is_text_or_a_local_time(written: str, wall: time) -> None:
    assert parse_settings(f"[schedule]\nreset_time = {written}").schedule.reset_time == wall


@pytest.mark.parametrize("guard", ['"all"', "[4471]", '["4471"]', "[\n  4471,\n]"])
def test_accounts_are_all_or_a_list_of_numbers_or_text(guard: str) -> None:
    assert parse_settings(f"[accounts]\nguard = {guard}").accounts.guard == ("all" if "all" in guard else (4471,))


@pytest.mark.parametrize("limit", ["500", "500.0", "5e2", '"500"', "+500"])
def test_dollars_may_be_written_in_any_number(limit: str) -> None:
    (rule,) = parse_settings(f"[rules.daily_realized_loss]\nlimit = {limit}").active_rules
    assert isinstance(rule, DailyRealizedLoss)
    assert rule.limit == 500


def test_dollars_are_as_written_and_not_as_a_float_holds_them() -> None:
    (rule,) = parse_settings("[rules.daily_realized_loss]\nlimit = 0.1").active_rules
    assert isinstance(rule, DailyRealizedLoss)
    assert rule.limit == Decimal("0.1")


# --- what is refused, with its place and its cure

LOSS = "[rules.daily_realized_loss]\n"
CONTRACTS = "[rules.max_contracts]\n"
EACH = "[rules.max_contracts_per_instrument]\n"
MONEY = "give the amount as a positive number of dollars, e.g. 500"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # amounts
        (LOSS + "limit = -500", f"2: rules.daily_realized_loss.limit was -500; {MONEY}"),
        (LOSS + "limit = -500.5", f"2: rules.daily_realized_loss.limit was -500.5; {MONEY}"),
        (LOSS + 'limit = "-500"', f'2: rules.daily_realized_loss.limit was "-500"; {MONEY}'),
        (LOSS + "limit = 0", f"2: rules.daily_realized_loss.limit was 0; {MONEY}"),
        (LOSS + "limit = 0.00001", f"2: rules.daily_realized_loss.limit was 1e-05; {MONEY}"),
        (LOSS + "limit = nan", f"2: rules.daily_realized_loss.limit was nan; {MONEY}"),
        (LOSS + "limit = inf", f"2: rules.daily_realized_loss.limit was inf; {MONEY}"),
        (LOSS + "limit = -inf", f"2: rules.daily_realized_loss.limit was -inf; {MONEY}"),
        (LOSS + "limit = true", f"2: rules.daily_realized_loss.limit was true; {MONEY}"),
        (LOSS + 'limit = "much"', f'2: rules.daily_realized_loss.limit was "much"; {MONEY}'),
        (LOSS + 'limit = "NaN"', f'2: rules.daily_realized_loss.limit was "NaN"; {MONEY}'),
        (LOSS + "limit = [500]", f"2: rules.daily_realized_loss.limit was [500]; {MONEY}"),
        (LOSS + 'limit = "1e999999"', '2: rules.daily_realized_loss.limit was "1e999999"; 1.000e+999999 is too large'),
        ("\n\n" + LOSS, "3: rules.daily_realized_loss.limit is missing; give it a value"),
        # counts
        (CONTRACTS + "limit = -1", "2: rules.max_contracts.limit was -1; give a number of at least 0"),
        (CONTRACTS + "limit = 2.5", "2: rules.max_contracts.limit was 2.5; give a whole number"),
        (CONTRACTS + "limit = 2.0", "2: rules.max_contracts.limit was 2.0; give a whole number"),
        (CONTRACTS + 'limit = "5"', '2: rules.max_contracts.limit was "5"; give a whole number'),
        (CONTRACTS + "limit = true", "2: rules.max_contracts.limit was true; give a whole number"),
        (CONTRACTS + "limit = 1_000_000", "2: rules.max_contracts.limit was 1000000; give a number of at most 100000"),
        (
            CONTRACTS + "limit = 5\nmicro_ratio = 0",
            "3: rules.max_contracts.micro_ratio was 0; give a number of at least 1",
        ),
        (
            CONTRACTS + "limit = 5\nmicro_ratio = 101",
            "3: rules.max_contracts.micro_ratio was 101; give a number of at most 100",
        ),
        (
            CONTRACTS + "limit = 0x" + "f" * 5_000,
            "2: rules.max_contracts.limit was a number too long to show; give a number of at most 100000",
        ),
        # choices
        (CONTRACTS + 'limit = 5\ncount = "both"', "3: rules.max_contracts.count was \"both\"; give 'gross' or 'net'"),
        (
            CONTRACTS + 'limit = 5\nmode = "Enforce"',
            "3: rules.max_contracts.mode was \"Enforce\"; give 'enforce' or 'observe'",
        ),
        (
            CONTRACTS + 'limit = 5\nenabled = "perhaps"',
            '3: rules.max_contracts.enabled was "perhaps"; give true or false',
        ),
        (CONTRACTS + "limit = 5\nenabled = [1]", "3: rules.max_contracts.enabled was [1]; give true or false"),
        # shares
        (
            CONTRACTS + "limit = 5\nwarn_at = [80]",
            "3: rules.max_contracts.warn_at was 80; give a share between 0 and 1, e.g. 0.8",
        ),
        (CONTRACTS + "limit = 5\nwarn_at = [0.5, 0]", "3: rules.max_contracts.warn_at was 0; give a number above 0"),
        (CONTRACTS + "limit = 5\nwarn_at = 0.8", "3: rules.max_contracts.warn_at was 0.8; give a list"),
        (
            CONTRACTS + 'limit = 5\nwarn_at = ["a"]',
            '3: rules.max_contracts.warn_at was "a"; give a share between 0 and 1, e.g. 0.8',
        ),
        (
            LOSS + "limit = 5\nreduce_only_at = 80",
            "3: rules.daily_realized_loss.reduce_only_at was 80; give a share between 0 and 1, e.g. 0.8",
        ),
        (
            LOSS + "limit = 5\nreduce_only_at = true",
            "3: rules.daily_realized_loss.reduce_only_at was true; give a share between 0 and 1, e.g. 0.8",
        ),
        # accounts
        (
            CONTRACTS + "limit = 5\naccounts = []",
            '3: rules.max_contracts.accounts was []; give "all" or a list of account ids, e.g. [4471]',
        ),
        (
            CONTRACTS + 'limit = 5\naccounts = "4471"',
            '3: rules.max_contracts.accounts was "4471"; give "all" or a list of account ids, e.g. [4471]',
        ),
        ("[accounts]\nguard = []", '2: accounts.guard was []; give "all" or a list of account ids, e.g. [4471]'),
        ("[accounts]\nguard = 4471", '2: accounts.guard was 4471; give "all" or a list of account ids, e.g. [4471]'),
        ("[accounts]\nguard = [1.5]", "2: accounts.guard was [1.5]; account ids are whole numbers, e.g. [4471]"),
        ("[accounts]\nguard = [true]", "2: accounts.guard was [true]; account ids are whole numbers, e.g. [4471]"),
        (
            '[accounts]\nguard = ["Express"]',
            '2: accounts.guard was ["Express"]; account ids are whole numbers, e.g. [4471]',
        ),
        # instruments
        (
            EACH + "limits = { NQ = -1 }",
            "2: rules.max_contracts_per_instrument.limits.NQ was -1; give a number of at least 0",
        ),
        (
            EACH + 'limits = { NQ = "2" }',
            '2: rules.max_contracts_per_instrument.limits.NQ was "2"; give a whole number',
        ),
        (
            EACH + "limits = 2",
            "2: rules.max_contracts_per_instrument.limits was 2; give a table, e.g. { NQ = 2, MNQ = 10 }",
        ),
        (
            EACH + "limits = { NQ = 2, ENQ = 3 }",
            "2: rules.max_contracts_per_instrument.limits was { NQ = 2, ENQ = 3 }; "
            "ENQ is NQ, which is listed already; name each instrument once",
        ),
        (
            "[rules.max_contracts_per_instrument.limits]\nNQ = 2\nES = 1.5",
            "3: rules.max_contracts_per_instrument.limits.ES was 1.5; give a whole number",
        ),
        (
            EACH + "unlisted = -1",
            '2: rules.max_contracts_per_instrument.unlisted was -1; give "allow", "block" or a number of contracts',
        ),
        (
            EACH + "unlisted = true",
            '2: rules.max_contracts_per_instrument.unlisted was true; give "allow", "block" or a number of contracts',
        ),
        (
            EACH + "unlisted = 100_001",
            '2: rules.max_contracts_per_instrument.unlisted was 100001; give "allow", "block" or a number of contracts',
        ),
        (
            EACH + 'unlisted = "deny"',
            '2: rules.max_contracts_per_instrument.unlisted was "deny"; give "allow", "block" or a number of contracts',
        ),
        # times and zones
        (
            '[schedule]\nreset_time = "25:00"',
            '2: schedule.reset_time was "25:00"; give a time of day as "HH:MM", e.g. "17:00"',
        ),
        (
            '[schedule]\nreset_time = "5 PM"',
            '2: schedule.reset_time was "5 PM"; give a time of day as "HH:MM", e.g. "17:00"',
        ),
        (
            '[schedule]\nreset_time = "17"',
            '2: schedule.reset_time was "17"; give a time of day as "HH:MM", e.g. "17:00"',
        ),
        (
            '[schedule]\nreset_time = "17:00:30"',
            '2: schedule.reset_time was "17:00:30"; give a time of day as "HH:MM", e.g. "17:00"',
        ),
        (
            "[schedule]\nreset_time = 17:00:30",
            '2: schedule.reset_time was 17:00:30; give a time of day as "HH:MM", e.g. "17:00"',
        ),
        ("[schedule]\nreset_time = 17", '2: schedule.reset_time was 17; give a time of day as "HH:MM", e.g. "17:00"'),
        (
            '[schedule]\ntimezone = "Chicago"',
            "2: schedule.timezone was \"Chicago\"; timezone 'Chicago' is not known; use a name like America/Chicago",
        ),
        ("[schedule]\ntimezone = 6", "2: schedule.timezone was 6; give text in quotes"),
        # names
        ("[shedule]", "1: shedule is not known; did you mean schedule?"),
        ("[zzz]", "1: zzz is not known; known here: accounts, alerts, appearance, rules, schedule, security"),
        ("[rules.max_contract]\nlimit = 5", "1: rules.max_contract is not known; did you mean max_contracts?"),
        (CONTRACTS + "limit = 5\n\nlimits = 3", "4: rules.max_contracts.limits is not known; did you mean limit?"),
        ("limit = 5", "1: limit is not known; known here: accounts, alerts, appearance, rules, schedule, security"),
        # shapes
        ("rules = 5", "1: rules was 5; make it a table: [rules]"),
        ("[[rules]]", "1: rules was [{}]; make it a table: [rules]"),
        ("schedule = 17", "1: schedule was 17; make it a table: [schedule]"),
        ("[[schedule]]\nreset_time = 5", "1: schedule was [{ reset_time = 5 }]; make it a table: [schedule]"),
        ("[rules]\nmax_contracts = 5", "2: rules.max_contracts was 5; make it a table: [rules.max_contracts]"),
        ("rules.max_contracts = 5", "1: rules.max_contracts was 5; make it a table: [rules.max_contracts]"),
    ],
)
def test_what_is_wrong_is_told_with_line_field_value_and_cure(text: str, said: str) -> None:
    assert problem(text) == f"riskguard.toml:{said}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[rules.max_contracts]\r\n\r\nlimit = -1\r\n", 3),
        ("[rules.max_contracts] # here\n\n   limit=-1", 3),
        ("rules.max_contracts.limit = -1", 1),
        ("\n[rules]\n# x\nmax_contracts.limit = -1", 4),
        ("\nrules = { max_contracts = { limit = -1 } }", 2),
        ("[rules]\n\nmax_contracts = { limit = -1 }", 3),
        ('[rules."max_contracts"]\n"limit" = -1', 2),
        ("[ rules . max_contracts ]\nlimit = -1", 2),
        ("[schedule]\n\n[rules.max_contracts]\nlimit = -1\n\n[accounts]\n", 4),
        ("[rules.max_contracts]\nseverity = 'info' # \u2028 \x85\nlimit = -1", 3),
        ("[rules.daily_realized_loss]\nlimit = 5\n[rules.max_contracts]\nlimit = -1", 4),
    ],
)
def test_the_line_is_that_of_the_field_however_it_is_written(text: str, line: int) -> None:
    assert problem(text) == f"riskguard.toml:{line}: rules.max_contracts.limit was -1; give a number of at least 0"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("limit = \n", 1),
        ("[rules.max_contracts\nlimit = 5", 1),
        ("[schedule]\n[schedule]\n", 2),
        ("[rules.max_contracts]\nlimit = 5\nlimit = 6\n", 3),
        ("a = 'unfinished", 1),
        ("\n\n= 5", 3),
        ("a = 1\nb = {", 2),
        ("a = 2026-13-45", 1),
        ("a = " + "9" * 5_000, 1),
        ("a = 5\0", 1),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int) -> None:
    assert problem(text).startswith(f"riskguard.toml:{line}: is not valid TOML: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[schedule]\nreset_time = 17:00\n", "2: is not valid TOML: Expected newline or end of document after a "),
        ("[rules.weekly_loss]\nlimit = 1,000\n", "2: is not valid TOML: Expected newline or end of document after a "),
        ("[rules.weekly_loss]\nmode = observe\n", "2: is not valid TOML: Invalid value; "),
    ],
)
def test_of_the_usual_slips_in_toml_the_cure_is_told(text: str, said: str) -> None:
    assert problem(text).startswith(f"riskguard.toml:{said}")
    assert problem(text).endswith("; text, dates and times stand in quotes, and numbers without commas or signs")


def test_a_table_that_stands_twice_is_named_as_it_is_written() -> None:
    assert problem(CONTRACTS + "limit = 5\n" + CONTRACTS) == (
        "riskguard.toml:3: is not valid TOML: [rules.max_contracts] stands in it twice; make it one table"
    )


def test_a_rule_outside_of_the_rules_is_told_where_it_belongs() -> None:
    assert problem("[max_contracts]\nlimit = 5\n") == (
        "riskguard.toml:1: max_contracts is not known; did you mean rules.max_contracts?"
    )


def test_an_entry_of_a_list_that_lacks_something_is_told_so() -> None:
    assert problem("[rules.cooldown_after_loss]\ntiers = [{ loss = 100 }]\n") == (
        "riskguard.toml:2: rules.cooldown_after_loss.tiers lacks seconds in an entry; give every entry one"
    )


def test_brackets_without_end_are_told_and_not_died_of() -> None:
    assert problem("a = " + "[" * 20_000) in (
        "riskguard.toml: is nested too deeply to be read",
        "riskguard.toml:1: is not valid TOML: Invalid value (at end of document)",
    )


def test_of_very_many_problems_the_first_fifty_are_told_and_the_others_counted() -> None:
    for many, told in ((49, 49), (50, 50), (51, 50), (20_000, 50)):
        text = "".join(f"[rules.x{number}]\nlimit = 1\n" for number in range(many))
        lines = problems(text)
        left_out = many - told
        assert lines[told:] == ([f"riskguard.toml: and {left_out:,} more"] if left_out else [])
        assert lines[0].startswith("riskguard.toml:1: rules.x0 is not known")


def test_every_problem_is_told_at_once_each_on_a_line() -> None:
    text = "[schedule]\nreset_time = 5\n[rules.max_contracts]\nlimit = -1\nwarn = 3\n[rules.nothing]\n"
    assert [line.split(" ")[:2] for line in problems(text)] == [
        ["riskguard.toml:2:", "schedule.reset_time"],
        ["riskguard.toml:4:", "rules.max_contracts.limit"],
        ["riskguard.toml:5:", "rules.max_contracts.warn"],
        ["riskguard.toml:6:", "rules.nothing"],
    ]


def test_a_value_over_several_lines_is_told_on_one() -> None:
    said = problem('[rules.max_contracts]\nlimit = """a\nb\n"""\n')
    assert said == 'riskguard.toml:2: rules.max_contracts.limit was "a b "; give a whole number'


def test_a_name_over_several_lines_is_told_on_one() -> None:
    assert problem('"a\\nb" = 5').startswith("riskguard.toml")


def test_a_long_value_is_shown_shortened() -> None:
    said = problem(f'[schedule]\ntimezone = "{"x" * 500}"')
    assert f'was "{"x" * 56}...; ' in said


# --- the file itself


def test_a_file_is_read_with_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[rules.max_contracts]\nlimit = -1\n", encoding="utf-8")
    with pytest.raises(SettingsFileError, match=r"mine\.toml:2: rules\.max_contracts\.limit was -1"):
        read_settings(path)


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "riskguard.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_settings(path) == parse_settings(GOOD)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "cannot be read: it is a directory"),
        (lambda path: path.write_bytes(b"\xff\xfe[\0"), "is not UTF-8 text; save it as UTF-8"),
        pytest.param(
            lambda path: path.symlink_to(path),
            "cannot be read: ",
            marks=pytest.mark.skipif(WINDOWS, reason="links are for administrators there"),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, made: object, said: str) -> None:
    path = tmp_path / "riskguard.toml"
    assert callable(made)
    made(path)
    with pytest.raises(SettingsFileError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}: {said}")


# --- properties

_KEYS = st.sampled_from(
    [
        "limit",
        "limits",
        "enabled",
        "mode",
        "accounts",
        "warn_at",
        "guard",
        "reset_time",
        "timezone",
        "unlisted",
        "count",
        "micro_ratio",
        "action",
        "severity",
        "reduce_only_at",
        "include_fees",
        "NQ",
        "x",
        '"a\\nb"',
    ]
)
_SCALARS = st.one_of(
    st.integers(-10, 10).map(str),
    st.floats().map(lambda value: repr(value).replace("e+", "e")),
    st.sampled_from(["true", "false", "[]", "{}", "[1]", "17:00:00", "2026-01-01", "0x" + "f" * 5_000, '"1e999999"']),
    st.sampled_from(['"all"', '"allow"', '"block"', '"17:00"', '"nan"', '"net"', '"flatten"', '"\\u0000"', '"\\n"']),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]")
        | st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda found: f"{{ {', '.join(f'{k} = {v}' for k, v in found.items())} }}"
        )
    ),
    max_leaves=6,
)
_HEADERS = st.sampled_from(
    [
        "[schedule]",
        "[accounts]",
        "[rules]",
        "[rules.max_contracts]",
        "[rules.daily_realized_loss]",
        "[[rules.x]]",
        "[rules.max_contracts_per_instrument]",
        "[rules.max_contracts_per_instrument.limits]",
        "[x]",
        "",
    ]
)
_LINES = st.lists(_HEADERS | st.builds(lambda key, value: f"{key} = {value}", _KEYS, _VALUES), max_size=8)


@effort(max_examples=300, deadline=None)
@given(_LINES.map("\n".join) | st.text(max_size=80) | st.text(alphabet="[]{}=\"'.,#\n\r 1a", max_size=40))
def test_no_text_raises_anything_but_problems_each_on_a_line(text: str) -> None:
    try:
        found = parse_settings(text)
    except SettingsFileError as error:
        assert error.problems
        for one in error.problems:
            assert len(str(one).splitlines()) == 1
            assert str(one).startswith("riskguard.toml")
    else:
        assert isinstance(found, Settings)
        assert all(describe(rule) for rule in found.active_rules)


@effort(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 10), st.text(max_size=3))
def test_a_slip_of_the_hand_in_a_good_file_is_told_or_taken(at: int, gone: int, typed: str) -> None:
    try:
        parse_settings(GOOD[:at] + typed + GOOD[at + gone :])
    except SettingsFileError as error:
        assert error.problems


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_problems(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    try:
        read_settings(path)
    except SettingsFileError as error:
        assert str(error).startswith(str(path))
