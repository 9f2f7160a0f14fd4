"""Which changes of settings forbid at least as much as before, field by field and by effect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.config.changes import Split, automation, changed, direction, forbids, label_of, split, with_paths
from riskguard.config.file import parse_settings
from riskguard.config.plain import plain_settings
from riskguard.config.settings import Settings
from riskguard.rules import ALL_RULES
from riskguard.rules.tightness import (
    Direction,
    allowing,
    by_key,
    by_steps,
    covering,
    higher,
    lower,
    ordered,
    switched,
    together,
)
from tests.fakes.plain import settings_of

T, L, N = Direction.TIGHTENING, Direction.LOOSENING, Direction.NEUTRAL
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
SIZE = "[rules.max_contracts]\nlimit = 5\n"
ROOT = "[rules.max_contracts_per_instrument]\n"


BLOCKS = "[rules.symbol_blocks]\n"
PAUSE = "[rules.cooldown_after_loss]\n"
OFTEN = "[rules.trade_frequency]\n"
DRAWDOWN = "[rules.max_drawdown]\nstart_balance = 50_000\nmax_loss = 2_000\n"
NEWS = '[rules.news_blackout]\nevents = [{ time = "2026-12-04T08:30:00-06:00", title = "NFP" }]\n'


def window(start: str, end: str) -> str:
    return f'{{ days = ["mon", "tue"], start = "{start}", end = "{end}" }}'


def hours(start: str, end: str, extra: str = "") -> str:
    return f"[rules.session_hours]\nwindows = [{window(start, end)}]\n{extra}\n"


def parts(old: str, new: str) -> Split:
    return split(parse_settings(old), parse_settings(new))


def way(old: str, new: str) -> Direction:
    """What one edit does as a whole: every path of it."""
    found = parts(old, new)
    return together(change.direction for change in (*found.now, *found.later))


# --- every kind of field, in both directions

FORTH_AND_BACK = [
    # looser, tighter
    (LOSS, LOSS.replace("500", "400")),
    (LOSS, LOSS.replace("500", "499.9999")),
    (LOSS, LOSS + "reduce_only_at = 0.8\n"),
    (LOSS + "reduce_only_at = 0.8\n", LOSS + "reduce_only_at = 0.5\n"),
    (LOSS + "include_fees = false\n", LOSS),
    (LOSS, LOSS + "lock_all_accounts = true\n"),
    (LOSS + "enabled = false\n", LOSS),
    (LOSS + 'mode = "observe"\n', LOSS),
    (LOSS + "accounts = [1]\n", LOSS),
    (LOSS + "accounts = [1]\n", LOSS + "accounts = [1, 2]\n"),
    ("", LOSS),
    (SIZE, SIZE.replace("5", "0")),
    (SIZE + "micro_ratio = 10\n", SIZE),
    (SIZE + 'count = "net"\n', SIZE),
    (SIZE, SIZE + 'action = "flatten"\n'),
    (SIZE + "cancel_excess_orders = false\n", SIZE),
    (ROOT, ROOT + "limits = { NQ = 2 }\n"),
    (ROOT + "limits = { NQ = 3 }\n", ROOT + "limits = { NQ = 2 }\n"),
    (ROOT + "limits = { NQ = 3 }\n", ROOT + "limits = { NQ = 3, ES = 9 }\n"),
    (ROOT, ROOT + "unlisted = 9\n"),
    (ROOT + "unlisted = 1\n", ROOT + 'unlisted = "block"\n'),
    (ROOT + 'unlisted = "block"\nlimits = { NQ = 2 }\n', ROOT + 'unlisted = "block"\n'),
    (ROOT + "unlisted = 2\nlimits = { NQ = 3 }\n", ROOT + "unlisted = 2\n"),
    (ROOT + "limits = { NQ = 3 }\n", ROOT + 'limits = { NQ = 3 }\naction = "close"\n'),
    (BLOCKS + 'blocked = ["CL"]\n', BLOCKS + 'blocked = ["CL", "NG"]\n'),
    (BLOCKS + 'blocked = ["CL"]\n', BLOCKS + 'blocked = ["CL"]\nallowed = ["ES"]\n'),
    (BLOCKS + 'allowed = ["ES", "NQ"]\n', BLOCKS + 'allowed = ["ES"]\n'),
    (hours("08:30", "15:00"), hours("08:30", "14:59")),
    (hours("17:00", "16:00"), hours("18:00", "16:00")),
    (hours("08:30", "15:00"), hours("08:30", "15:00", 'holidays = ["2026-12-24"]')),
    (hours("08:30", "15:00"), hours("08:30", "15:00", "flatten_before = 60")),
    (hours("08:30", "15:00"), hours("08:30", "15:00", f"overrides = {{ CL = [{window('09:00', '14:00')}] }}")),
    (PAUSE + "tiers = [{ loss = 100, seconds = 300 }]\n", PAUSE + "tiers = [{ loss = 100, seconds = 301 }]\n"),
    (PAUSE + "tiers = [{ loss = 100, seconds = 300 }]\n", PAUSE + "tiers = [{ loss = 99, seconds = 300 }]\n"),
    (PAUSE + "close_positions = false\n", PAUSE),
    (OFTEN + "per_minute = 0\n", OFTEN + "per_minute = 9\n"),
    (OFTEN + "per_minute = 9\n", OFTEN + "per_minute = 8\n"),
    (OFTEN, OFTEN + "hour_cooldown = 1801\n"),
    (OFTEN, OFTEN + 'count = "fills"\n'),
    ("[rules.no_stop_loss_grace]\ngrace = 10\n", "[rules.no_stop_loss_grace]\ngrace = 9.5\n"),
    ("[rules.stop_failed]\n", "[rules.stop_failed]\nfor = 1\n"),
    ("[rules.daily_net_loss]\nlimit = 5\n", "[rules.daily_net_loss]\nlimit = 5\ntrailing = true\n"),
    (DRAWDOWN, DRAWDOWN + "high_balance = 51_000\n"),
    (DRAWDOWN, DRAWDOWN + 'trail = "intraday"\n'),
    (DRAWDOWN, DRAWDOWN + "buffer = 100\n"),
    (NEWS, NEWS + "before = 301\n"),
    (NEWS + 'action = "no_entries"\n', NEWS),
    (NEWS + 'impact = ["high"]\n', NEWS),
    (LOSS + "[accounts]\nguard = [1]\n", LOSS + "[accounts]\nguard = [1, 2]\n"),
    (LOSS + "[accounts]\nguard = [1]\n", LOSS),
    (LOSS + "[security]\ncooling_off = 3600\n", LOSS),
    (LOSS + "[security]\ninstant_loosening = true\n", LOSS),
    (LOSS + "[security]\nallow_override = true\n", LOSS),
]


@pytest.mark.parametrize(("looser", "tighter"), FORTH_AND_BACK)
def test_tighter_is_taken_at_once_and_the_way_back_waits(looser: str, tighter: str) -> None:
    assert way(looser, tighter) is T
    assert parts(looser, tighter) == Split(parse_settings(tighter), parts(looser, tighter).now, ())
    assert way(tighter, looser) is L
    assert parts(tighter, looser).now == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", '[schedule]\nreset_time = "16:00"\n'),
        (hours("08:30", "15:00"), hours("08:30", "15:00", 'calendar = "none"')),
        (hours("08:30", "15:00"), hours("08:30", "15:00", 'timezone = "America/New_York"')),
        (hours("08:30", "15:00"), hours("09:30", "16:00")),
        (PAUSE, PAUSE + 'basis = "fill"\n'),
        (
            "[rules.daily_unrealized_loss]\nlimit = 5\n",
            '[rules.daily_unrealized_loss]\nlimit = 5\nscope = "position"\n',
        ),
        ("", '[schedule]\nreset_time = "18:00"\n'),
        ("", '[schedule]\ntimezone = "America/New_York"\n'),
        (LOSS + "accounts = [1]\n", LOSS + "accounts = [2]\n"),
        ("[accounts]\nguard = [1]\n", "[accounts]\nguard = [2, 3]\n"),
        (
            "[rules.profit_giveback]\nactivate_at = 500\ngiveback = 200\n",
            "[rules.profit_giveback]\nactivate_at = 500\ngiveback = 200\ninclude_fees = false\n",
        ),
        (ROOT + "limits = { NQ = 3, ES = 1 }\n", ROOT + "limits = { NQ = 1, ES = 2 }\n"),
    ],
)
def test_what_cannot_be_compared_is_a_loosening_both_ways(old: str, new: str) -> None:
    assert (way(old, new), way(new, old)) == (L, L)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LOSS, LOSS + "warn_at = []\n"),
        ("[rules.trade_management]\nstop_ticks = 9\n", "[rules.trade_management]\nstop_ticks = 99\n"),
        ("[rules.trade_management]\nstop_ticks = 9\n", ""),
        (LOSS, LOSS + 'severity = "info"\n'),
        (LOSS, LOSS + "[alerts]\nemail = true\n"),
        (LOSS, LOSS + '[appearance]\ntheme = "dark"\n'),
        (LOSS + "enabled = false\n", LOSS.replace("500", "900") + "enabled = false\n"),
        (LOSS + 'mode = "observe"\n', LOSS.replace("500", "900") + "enabled = false\n"),
        (LOSS + "enabled = false\n", ""),
        (LOSS + 'mode = "observe"\n', ""),
        (ROOT + "limits = { es = 2 }\n", ROOT + "limits = { EP = 2 }\n"),
        ("", ""),
    ],
)
def test_what_decides_nothing_is_taken_at_once_both_ways(old: str, new: str) -> None:
    assert (way(old, new), way(new, old)) == (N, N)
    assert parts(old, new).in_force == parse_settings(new)


# --- by effect


def test_a_rule_that_forbids_nothing_may_be_switched_on_with_any_limit() -> None:
    off = LOSS.replace("500", "400") + "enabled = false\n"
    assert parts(off, LOSS.replace("500", "900")).later == ()


def test_a_rule_to_be_switched_off_takes_its_tighter_limit_meanwhile() -> None:
    found = parts(LOSS, LOSS.replace("500", "400") + "enabled = false\n")
    assert found.in_force == parse_settings(LOSS.replace("500", "400"))
    assert [change.path for change in found.later] == ["rules.daily_realized_loss.enabled"]


def test_limits_and_others_are_compared_by_what_each_root_may_hold() -> None:
    found = parts(ROOT + "limits = { NQ = 2 }\n", ROOT + 'unlisted = "block"\n')
    assert (found.later, found.in_force) == ((), parse_settings(ROOT + 'unlisted = "block"\n'))
    found = parts(ROOT + "limits = { NQ = 2 }\n", ROOT + "unlisted = 3\n")
    assert [change.path for change in found.later] == ["rules.max_contracts_per_instrument.limits"]
    assert found.in_force == parse_settings(ROOT + "unlisted = 3\nlimits = { NQ = 2 }\n")


def test_an_edit_that_only_fits_together_waits_as_a_whole() -> None:
    old = LOSS + "[rules.profit_giveback]\nactivate_at = 500\ngiveback = 200\n"
    new = LOSS + "[rules.profit_giveback]\nactivate_at = 400\ngiveback_share = 0.1\n"
    found = parts(old, new)
    assert {change.path.rsplit(".", 1)[1] for change in found.later} == {"giveback", "giveback_share"}
    assert [change.path for change in found.now] == ["rules.profit_giveback.activate_at"]


def test_settings_that_forbid_nothing_anyway_stay_so_whatever_they_say() -> None:
    managed = next((rule for rule in ALL_RULES if rule.rule_id == "RULE-012"), None)
    assert managed is None or automation(managed)
    assert not any(automation(rule) for rule in ALL_RULES if rule is not managed)


def test_only_a_rule_that_is_on_and_acts_forbids() -> None:
    on, off, watching = (
        parse_settings(text).rules["daily_realized_loss"]
        for text in (LOSS, LOSS + "enabled = false\n", LOSS + 'mode = "observe"\n')
    )
    assert [forbids(rule) for rule in (on, off, watching, None)] == [True, False, False, False]


# --- declarations


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.table)
def test_every_field_of_every_rule_says_which_way_is_tighter(rule: type) -> None:
    for name, field in rule.model_fields.items():  # type: ignore[attr-defined]
        extra = field.json_schema_extra
        assert isinstance(extra, dict), name
        assert extra["tighter"] in ("lower", "higher", "on", "off", "listed", "none"), name


@pytest.mark.parametrize("path", ["rules.max_contracts.limit", "schedule.reset_time", "alerts", "rules.max_contracts"])
def test_every_setting_has_a_name_for_people(path: str) -> None:
    assert label_of(path)[0].isupper()
    assert "." not in label_of(path)


# --- the words that declarations are made of


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (lower(5, 4), T),
        (lower(4, 5), L),
        (lower(5, 5), N),
        (lower(None, 5), T),
        (lower(5, None), L),
        (lower(0, 5, off=0), T),
        (lower(5, 0, off=0), L),
        (lower(5, 0), T),
        (higher(5, 6), T),
        (higher(6, 5), L),
        (higher(None, 6), L),
        (higher(6, None), L),
        (higher(0, 6, off=0), T),
        (higher(6, 0, off=0), L),
        (switched(False, True, tight=True), T),
        (switched(False, True, tight=False), L),
        (ordered(("a", "b"), "a", "b"), T),
        (ordered(("a", "b"), "b", "a"), L),
        (ordered(("a", "b"), "a", "c"), L),
        (ordered((), "a", "b"), L),
        (covering((), ("CL",)), T),
        (covering(("CL",), ("NG",)), L),
        (covering(("CL", "NG"), ("NG", "CL")), N),
        (allowing(None, ("ES",)), T),
        (allowing(("ES",), None), L),
        (allowing(("ES", "NQ"), ("ES",)), T),
        (allowing(("ES",), ("ES", "NQ")), L),
        (by_key({"NQ": 2}, {}, 5, 2), T),
        (by_key({"NQ": 2}, {}, 5, 3), L),
        (by_steps([(100, 300)], [(100, 300), (200, 900)]), T),
        (by_steps([(100, 300), (200, 900)], [(100, 300)]), L),
        (by_steps([(100, 300)], [(90, 300)]), T),
        (by_steps([(100, 300)], [(90, 200), (100, 300)]), T),
        (by_steps([(100, 300)], [(90, 400), (100, 200)]), L),
        (by_steps([(200, 9), (100, 3)], [(100, 3), (200, 9)]), N),
        (by_steps([(100, 300)], [(100, 300), (200, 300)]), N),
        (together([]), N),
        (together([N, T]), T),
        (together([T, L]), L),
    ],
)
def test_each_comparison_at_its_limits(found: Direction, said: Direction) -> None:
    assert found is said


# --- properties

_RULE_FIELDS: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "daily_realized_loss": {
        "limit": st.integers(1, 4),
        "enabled": st.booleans(),
        "mode": st.sampled_from(["enforce", "observe"]),
        "accounts": st.sampled_from(["all", [1], [2], [1, 2]]),
        "include_fees": st.booleans(),
        "warn_at": st.sampled_from([[0.5], [0.9]]),
    },
    "max_contracts": {
        "limit": st.integers(0, 3),
        "count": st.sampled_from(["gross", "net"]),
        "micro_ratio": st.sampled_from([1, 10]),
    },
    "max_contracts_per_instrument": {
        "limits": st.dictionaries(st.sampled_from(["ES", "NQ"]), st.integers(0, 3)),
        "unlisted": st.one_of(st.sampled_from(["allow", "block"]), st.integers(0, 3)),
    },
}


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    rules = {
        table: draw(st.fixed_dictionaries(fields)) for table, fields in _RULE_FIELDS.items() if draw(st.booleans())
    }
    guard = draw(st.sampled_from(["all", [1], [1, 2]]))
    cooling = draw(st.sampled_from([0, 3600, 43_200]))
    return settings_of({"rules": rules, "accounts": {"guard": guard}, "security": {"cooling_off": cooling}})


def permits(at: Settings, account: int) -> list[float]:
    """What may still be done, as numbers of which more is looser: one for every effect the rules above have."""
    guard = at.accounts.guard
    if guard != "all" and account not in guard:
        return [float("inf")] * 7
    loss = at.rules.get("daily_realized_loss")
    on = loss if loss is not None and loss.guards(account) and loss.enforces else None
    found: list[float] = [float(on.limit), float(not on.include_fees)] if on else [float("inf")] * 2
    size = at.rules.get("max_contracts")
    found += [size.limit, size.micro_ratio, size.count == "net"] if size else [float("inf")] * 3
    root = at.rules.get("max_contracts_per_instrument")
    for name in ("ES", "other"):
        limit = root.limits.get(name, root.limit_of_others) if root else None
        found.append(float("inf") if limit is None else limit)
    return found


@given(settings(), settings())
def test_what_is_in_force_at_once_never_permits_more_than_before(old: Settings, new: Settings) -> None:
    found = split(old, new)
    for account in (1, 2, 3):
        for before, after in zip(permits(old, account), permits(found.in_force, account), strict=True):
            assert after <= before


@given(settings(), settings())
def test_what_is_split_recombines_to_the_request(old: Settings, new: Settings) -> None:
    found = split(old, new)
    paths = [change.path for change in found.later]
    assert with_paths(found.in_force, new, paths) == new if paths else found.in_force == new
    assert changed(found.in_force, new) == [] or set(changed(found.in_force, new)) == set(paths)


@given(settings(), settings())
def test_splitting_again_moves_nothing(old: Settings, new: Settings) -> None:
    found = split(old, new)
    again = split(found.in_force, new)
    assert (again.in_force, again.now, again.later) == (found.in_force, (), found.later)


@given(settings(), settings())
def test_no_single_change_tightens_both_ways(old: Settings, new: Settings) -> None:
    for path in changed(old, new):
        there = with_paths(old, new, [path])
        if there is not None:
            assert {direction(old, there, path), direction(there, old, path)} != {T}


@given(settings())
def test_settings_survive_being_written_down(one: Settings) -> None:
    assert settings_of(plain_settings(one)) == one
