"""The settings file written back: one value changes one line, everything its owner wrote stays."""

import difflib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.config.toml_edit import REMOVE, NotEditableError, with_values

FILE = """# my limits, do not touch
[schedule]   # when
reset_time = "17:00"  # five

[rules.daily_realized_loss]
limit = 500  # dollars
  warn_at = [0.5, 0.8]

[rules.max_contracts_per_instrument]
limits = { NQ = 2, MNQ = 10 } # roots
"""


def moved(values: dict[str, object], text: str = FILE) -> list[str]:
    """Lines that went and came."""
    new = with_values(text, values)
    lines = difflib.unified_diff(text.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"rules.daily_realized_loss.limit": 400}, ["-limit = 500  # dollars", "+limit = 400  # dollars"]),
        ({"rules.daily_realized_loss.limit": 499.5}, ["-limit = 500  # dollars", "+limit = 499.5  # dollars"]),
        ({"schedule.reset_time": "16:00"}, ['-reset_time = "17:00"  # five', '+reset_time = "16:00"  # five']),
        ({"rules.daily_realized_loss.warn_at": [0.9]}, ["-  warn_at = [0.5, 0.8]", "+  warn_at = [0.9]"]),
        (
            {"rules.max_contracts_per_instrument.limits": {"NQ": 3}},
            ["-limits = { NQ = 2, MNQ = 10 } # roots", "+limits = { NQ = 3 } # roots"],
        ),
        ({"rules.daily_realized_loss.enabled": True}, ["+enabled = true"]),
        ({"rules.daily_realized_loss.limit": 500}, []),
        ({"rules.daily_realized_loss.limit": REMOVE}, ["-limit = 500  # dollars"]),
        ({"rules.daily_realized_loss.unset": REMOVE}, []),
        ({"rules.max_contracts.limit": 5}, ["+", "+[rules.max_contracts]", "+limit = 5"]),
        (
            {"rules.max_contracts": {"limit": 5, "count": "net"}},
            ["+", "+[rules.max_contracts]", "+limit = 5", '+count = "net"'],
        ),
        (
            {"rules.max_contracts.limit": 5, "rules.max_contracts.count": "net"},
            ["+", "+[rules.max_contracts]", "+limit = 5", '+count = "net"'],
        ),
        (
            {"rules.daily_realized_loss": REMOVE},
            ["-[rules.daily_realized_loss]", "-limit = 500  # dollars", "-  warn_at = [0.5, 0.8]", "-"],
        ),
    ],
)
def test_one_value_changes_its_own_lines(values: dict[str, object], lines: list[str]) -> None:
    assert moved(values) == lines


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("", "[rules.max_contracts]\nlimit = 4\n"),
        ("a = 1", "a = 1\n\n[rules.max_contracts]\nlimit = 4\n"),
        ("[rules.max_contracts]\r\nlimit = 5\r\n", "[rules.max_contracts]\r\nlimit = 4\r\n"),
        ("[x]\r\n", "[x]\r\n\r\n[rules.max_contracts]\r\nlimit = 4\r\n"),
        ("\ufeff[rules.max_contracts]\nlimit = 5\n", "\ufeff[rules.max_contracts]\nlimit = 4\n"),
        ("rules.max_contracts.limit = 5 # x\n", "rules.max_contracts.limit = 4 # x\n"),
        ("[rules]\nmax_contracts = { limit = 5 }\n", "[rules]\nmax_contracts = { limit = 4 }\n"),
        ("[rules.max_contracts]\nlimit = 5", "[rules.max_contracts]\nlimit = 4"),
        (
            "[rules.a]\nx = 1\n[schedule]\n[rules.max_contracts]\nlimit = 5\n",
            "[rules.a]\nx = 1\n[schedule]\n[rules.max_contracts]\nlimit = 4\n",
        ),
    ],
)
def test_however_a_file_is_written_it_keeps_its_form(text: str, new: str) -> None:
    assert with_values(text, {"rules.max_contracts.limit": 4}) == new


def test_a_rule_beside_rules_on_one_line_goes_in_there() -> None:
    found = tomllib.loads(with_values("rules = { a = { x = 1 } }\n", {"rules.b.limit": 4}))
    assert found == {"rules": {"a": {"x": 1}, "b": {"limit": 4}}}


@pytest.mark.parametrize("text", ["[rules", "a = \n"])
def test_what_is_no_toml_is_not_edited(text: str) -> None:
    with pytest.raises(NotEditableError, match="not valid TOML"):
        with_values(text, {"rules.max_contracts.limit": 4})


def test_a_path_through_a_value_is_refused() -> None:
    with pytest.raises(NotEditableError, match="change it by hand"):
        with_values("rules = 5\n", {"rules.max_contracts.limit": 4})


_VALUES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])),
    st.lists(st.integers()),
    st.dictionaries(st.text("abcXYZ -.\"'", min_size=1), st.integers()),
)


@given(_VALUES)
def test_every_value_comes_back_as_it_was_written(value: object) -> None:
    new = with_values(FILE, {"rules.daily_realized_loss.note": value})
    assert tomllib.loads(new)["rules"]["daily_realized_loss"]["note"] == value
    assert all(line in new.splitlines() for line in FILE.splitlines())
