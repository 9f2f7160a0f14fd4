"""The start-up self-test names whatever this room uses of the SDK's inside and the installed one lacks."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from project_x_py.realtime.core import ProjectXRealtimeClient

import riskguard.gateway
from riskguard.gateway import sdk
from riskguard.gateway.errors import GatewayRefusedError, SdkChangedError
from riskguard.gateway.hubs import GatewayHubs

ROOM = Path(riskguard.gateway.__file__).parent
CHECKED = {name for table in (sdk._INTERNALS, sdk._STATE) for names in table.values() for name in names}


def foreign_privates(path: Path) -> Iterator[str]:
    """Private names used on anything but `self`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if not own and not hasattr(type, node.attr):  # what every class has is no inside
                yield node.attr


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.stem)
def test_every_private_name_used_of_a_foreign_object_is_checked_at_the_start(path: Path) -> None:
    assert set(foreign_privates(path)) <= CHECKED


def test_the_walk_finds_the_private_names_it_is_for() -> None:
    found = {name for path in ROOM.glob("*.py") for name in foreign_privates(path)}
    assert {"_ensure_client", "_transport", "_process", "_protocol", "_client"} <= found


def test_every_method_put_in_the_place_of_one_of_the_sdks_is_checked() -> None:
    own = {name for name, value in vars(GatewayHubs).items() if inspect.isfunction(value)}
    replaced = {name for name in own if hasattr(ProjectXRealtimeClient, name)} - {"__init__"}
    assert {"_forward_quote_update", "_on_gateway_logout"} <= replaced
    assert replaced <= set(sdk._INTERNALS[sdk.ProjectXRealtimeClient])
    assert {name for name in own if name.startswith(("_forward_", "_on_"))} <= replaced


def test_a_method_that_is_gone_is_named_with_what_to_do() -> None:
    sdk.self_test()
    with pytest.raises(SdkChangedError, match=r"has no SignalRClient\.teleport; install the versions RiskGuard pins"):
        sdk.self_test({sdk.SignalRClient: ("send", "teleport")})


@pytest.mark.parametrize("kind", list(sdk._STATE), ids=lambda kind: kind.__name__)
def test_a_field_that_is_gone_is_named_too(kind: type) -> None:
    with pytest.raises(SdkChangedError, match=rf"has no {kind.__name__}\._beam"):
        sdk.self_test(state={kind: ("_beam",)})


def test_a_changed_sdk_is_caught_like_a_refused_sign_in_and_told_in_words_of_its_own() -> None:
    assert issubclass(SdkChangedError, GatewayRefusedError)
    assert GatewayRefusedError("no such user").told == "the gateway refused to sign in: no such user"
    assert "refused" not in SdkChangedError("it lacks a part").told
    assert SdkChangedError("it lacks a part").told.endswith(": it lacks a part")
