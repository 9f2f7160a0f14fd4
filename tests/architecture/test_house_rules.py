"""The house rules that a machine can check: which room knows which, and what the pure rooms never do."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import riskguard
from riskguard import rules
from riskguard.rules import ALL_RULES, Rule

ROOT = Path(riskguard.__file__).parent
TESTS = Path(__file__).parent.parent
PURE = ("domain", "state", "rules", "config")
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime", "sleep"}
CHANCE = {"random", "secrets", "uuid", "os", "asyncio", "threading", "socket", "subprocess"}


def modules(*rooms: str) -> list[Path]:
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    assert found
    return found


def named(path: Path) -> str:
    return str(path.relative_to(ROOT.parent))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), named(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Every part of every name that is imported: `unittest` and `mock` of `from unittest import mock`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (part for alias in node.names for part in alias.name.split("."))


def called(tree: ast.Module) -> Iterator[str]:
    """Names of what is called: `open`, and `now` of `datetime.now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr


def leaves_the_encoding_open(call: ast.Call) -> bool:
    """Whether text goes in or out as the system has it: on Windows in a code page, and not as others read it."""
    words = {word.arg: word.value for word in call.keywords}
    modes = [each.value for each in (*call.args, words.get("mode")) if isinstance(each, ast.Constant)]
    text = words.get("text")
    match call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""):
        case "read_text":
            asked = not call.args
        case "write_text":
            asked = len(call.args) < 2
        case "open":
            asked = any(isinstance(mode, str) and re.fullmatch(r"[rwax]t?\+?", mode) for mode in modes)
        case _:
            asked = isinstance(text, ast.Constant) and text.value is True
    return asked and "encoding" not in words


def test_rooms_import_one_way() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", modules(*PURE), ids=named)
def test_pure_rooms_read_no_clock(path: Path) -> None:
    tree = tree_of(path)
    assert not set(called(tree)) & CLOCKS
    assert "time" not in {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize("path", modules(*PURE), ids=named)
def test_pure_rooms_know_neither_chance_nor_the_system(path: Path) -> None:
    assert not set(imported(tree_of(path))) & CHANCE


@pytest.mark.parametrize("path", modules(*PURE), ids=named)
def test_pure_rooms_wait_for_nothing(path: Path) -> None:
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    assert not [node.lineno for node in ast.walk(tree_of(path)) if isinstance(node, waiting)]


@pytest.mark.parametrize("path", modules("domain", "state", "rules"), ids=named)
def test_the_rooms_that_judge_open_no_files(path: Path) -> None:
    assert not set(called(tree_of(path))) & {"open", "read_text", "write_text", "read_bytes", "write_bytes"}


@pytest.mark.parametrize("path", modules("."), ids=named)
def test_nothing_prints(path: Path) -> None:
    names = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    assert "print" not in {name.id for name in names if isinstance(name, ast.Name)}


@pytest.mark.parametrize("path", modules("."), ids=named)
def test_text_in_files_and_pipes_names_its_encoding(path: Path) -> None:
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    assert [ast.unparse(call) for call in calls if leaves_the_encoding_open(call)] == []


@pytest.mark.parametrize(
    ("code", "left_open"),
    [
        ("path.read_text()", True),
        ("path.read_text('utf-8')", False),
        ("path.write_text(words)", True),
        ("path.write_text(words, encoding='utf-8')", False),
        ("path.open('w')", True),
        ("open(path, mode='r+')", True),
        ("path.open('rb')", False),
        ("window.open()", False),
        ("run(command, text=True)", True),
        ("run(command, text=True, encoding='utf-8')", False),
    ],
)
def test_a_call_that_leaves_the_encoding_to_the_system_is_noticed(code: str, left_open: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call) and leaves_the_encoding_open(call) is left_open


@pytest.mark.parametrize("path", modules("desktop"), ids=named)
def test_no_screen_is_asked_of_a_window(path: Path) -> None:
    assert "screen" not in set(called(tree_of(path))), "use desktop.fitting.screen_of"


@pytest.mark.parametrize("path", modules("."), ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree) or not tree.body


def test_every_rule_that_is_written_is_in_all_rules() -> None:
    written = set[type[Rule]]()
    for module in pkgutil.iter_modules(rules.__path__):
        found = importlib.import_module(f"{rules.__name__}.{module.name}")
        written |= {
            one
            for one in vars(found).values()
            if isinstance(one, type) and issubclass(one, Rule) and "rule_id" in vars(one)
        }
    assert set(ALL_RULES) == written
    assert len(ALL_RULES) == len(written)


def test_every_rule_stands_in_a_file_of_its_own_named_as_its_table() -> None:
    assert [rule.__module__ for rule in ALL_RULES] == [f"{rules.__name__}.{rule.table}" for rule in ALL_RULES]


def test_rules_are_judged_in_the_order_of_their_numbers() -> None:
    assert [rule.rule_id for rule in ALL_RULES] == sorted(rule.rule_id for rule in ALL_RULES)


def test_every_rule_has_a_test_of_its_own() -> None:
    assert {f"test_{rule.table}.py" for rule in ALL_RULES} <= {
        path.name for path in (TESTS / "rules").glob("test_*.py")
    }


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.name)
def test_tests_use_fakes_and_no_mocks(path: Path) -> None:
    tree = tree_of(path)
    assert "mock" not in set(imported(tree))
    assert not [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "setattr" and isinstance(node.value, ast.Name)
        if node.value.id == "monkeypatch"
    ]
