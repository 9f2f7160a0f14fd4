"""What is held to text and back, exactly."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from riskguard.engine.held import Held
from riskguard.state.flight import Begun, InFlight
from riskguard.state.lockouts import Lockout
from riskguard.storage.codec import instant_of, instant_text, lockout_fields, lockout_of, to_json
from riskguard.storage.models import LockoutRow

_CALLS = TypeAdapter(dict[str, InFlight])


def held_text(held: Held) -> str:
    """One line of JSON."""
    fields: dict[str, object] = {
        "number": held.number,
        "lockouts": [lockout_fields(one) for one in held.lockouts],
        "baselines": held.baselines,
        "flattens": {number: _begun_fields(one) for number, one in held.flattens.items()},
        "calls": {number: _CALLS.dump_python(dict(calls), mode="json") for number, calls in held.calls.items()},
    }
    return json.dumps(fields, separators=(",", ":"))


def held_of(text: str) -> Held:
    """The same back; ValueError, KeyError or TypeError where the text is not what was written."""
    found: dict[str, Any] = json.loads(text)
    return Held(
        tuple(_lockout(one) for one in found["lockouts"]),
        {int(n): {str(cid): int(size) for cid, size in base.items()} for n, base in found["baselines"].items()},
        {int(n): _begun(one) for n, one in found["flattens"].items()},
        {int(n): _CALLS.validate_python(calls) for n, calls in found["calls"].items()},
        int(found["number"]),
    )


def _lockout(fields: Mapping[str, Any]) -> Lockout:
    return lockout_of(LockoutRow(**fields))


def _begun_fields(begun: Begun) -> dict[str, object]:
    return {"rule": begun.rule, "why": json.loads(to_json(begun.why)), "since": instant_text(begun.since)}


def _begun(fields: Mapping[str, Any]) -> Begun:
    return Begun(fields["rule"], fields["why"], instant_of(fields["since"]))
