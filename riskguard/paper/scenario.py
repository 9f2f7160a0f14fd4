"""A scenario: what goes wrong when, read from a TOML file or JSON. Says file, line and step of what it cannot use."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from riskguard.paper import acts
from riskguard.paper.acts import Act, ActError, Always, Seconds, Strict
from riskguard.paper.hub_acts import HUB_ACTS
from riskguard.paper.market_acts import MARKET_ACTS
from riskguard.paper.paths import HubName
from riskguard.paper.rest_acts import REST_ACTS

ACTS: dict[str, type[Act]] = {act.kind.lower(): act for act in (*REST_ACTS, *HUB_ACTS, *MARKET_ACTS)}
STEP = re.compile(r"\s*\[\[\s*step\s*\]\]")


class ScenarioError(ValueError):
    """The scenario cannot be played; the text names file, line and step, and what would do."""


class Condition(Strict):
    """The `nth` call of a path, trade (of an account, or "any") or connection to a hub; then `count` times in all."""

    call: str | None = None
    trade: int | str | None = None
    connect: HubName | None = None
    nth: Annotated[int, Field(ge=1)] = 1
    count: Annotated[int, Field(ge=1)] | Always = 1

    @property
    def often(self) -> int | None:
        return self.count if isinstance(self.count, int) else None


class When(Strict):
    """`at` seconds after the start, then `every` so many, `repeat` times in all; `wait` seconds after a condition."""

    at: Seconds = 0.0
    every: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    repeat: Annotated[int, Field(ge=1)] | None = None
    wait: Seconds = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One act and when. `find` says where it is written, or a field of it."""

    act: Act
    when: When
    condition: Condition | None
    moment: Literal["before", "after"]
    find: Callable[[str | None], str]

    @property
    def place(self) -> str:
        return self.find(None)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`seed` None: the gateway's. `source` names the file."""

    steps: tuple[Step, ...]
    seed: int | None = None
    source: str = "scenario"

    @classmethod
    def load(cls, path: Path) -> "Scenario":
        """Raises ScenarioError."""
        try:
            text = path.read_text(encoding="utf-8")
            value = tomllib.loads(text)
        except OSError as error:
            raise ScenarioError(f"scenario was {path}; the file cannot be read: {error.strerror}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ScenarioError(f"{path} is not TOML: {error}; mend that place") from None
        return cls.of(value, str(path), text)

    @classmethod
    def of(cls, value: object, source: str = "scenario", text: str = "") -> "Scenario":
        """From `{"seed": n, "step": [...]}`. `text` is what it was read from, for line numbers."""
        if not isinstance(value, dict):
            raise ScenarioError(f"{source} is no table; give seed and step")
        for name in value.keys() - {"name", "seed", "step"}:
            raise ScenarioError(f"{source}: {name} is not known; give name, seed and [[step]]")
        seed, steps = value.get("seed"), value.get("step", [])
        if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool)):
            raise ScenarioError(f"{source}: seed was {seed!r}; give a whole number")
        if not isinstance(steps, list) or not steps:
            raise ScenarioError(f"{source} has no step; write at least one [[step]]")
        lines = _Lines(source, text, len(steps))
        return cls(tuple(_step(step, number, lines) for number, step in enumerate(steps, 1)), seed, source)


class _Lines:
    """Where steps and their fields are written, as far as the text tells."""

    def __init__(self, source: str, text: str, steps: int) -> None:
        self._source, self._text = source, text.splitlines()
        starts = [number for number, line in enumerate(self._text) if STEP.match(line)]
        self._starts = [*starts, len(self._text)] if len(starts) == steps else []

    def place(self, step: int, field: str | None = None) -> str:
        if not self._starts:
            return f"{self._source}, step {step}"
        first, end = self._starts[step - 1], self._starts[step]
        name = re.compile(rf"\s*[\"']?{re.escape(field or '')}[\"']?\s*=", re.IGNORECASE)
        found = (number for number in range(first, end) if field and name.match(self._text[number]))
        return f"{self._source}, line {next(found, first) + 1}, step {step}"


def _step(value: object, number: int, lines: _Lines) -> Step:
    if not isinstance(value, dict):
        raise ScenarioError(f"{lines.place(number)}: a step is a table; give kind, and at, before or after")
    try:
        return _read_step(value, partial(lines.place, number))
    except ActError as error:
        raise ScenarioError(f"{lines.place(number, error.field)}: {error}") from None


def _read_step(value: dict[str, Any], find: Callable[[str | None], str]) -> Step:
    conditions = [name for name in ("before", "after") if name in value]
    timed = [name for name in ("at", "every", "repeat") if name in value]
    if len(conditions) > 1 or (conditions and timed):
        both = " and ".join([*timed, *conditions])
        raise ActError(conditions[-1], f"{both} cannot go together; give at (and every), or before, or after")
    when: dict[str, Any] = {name: value[name] for name in ("at", "every", "repeat", "wait") if name in value}
    rest = {name: item for name, item in value.items() if name not in (*when, *conditions)}
    condition = _condition(conditions[0], value[conditions[0]]) if conditions else None
    moment: Literal["before", "after"] = "before" if conditions == ["before"] else "after"
    return Step(read_act(rest), acts.read(When, when, "step"), condition, moment, find)


def _condition(name: str, value: object) -> Condition:
    if not isinstance(value, dict):
        raise ActError(name, f'{name} was {value!r}; give a table like {{ call = "/Order/place", nth = 2 }}')
    try:
        condition = acts.read(Condition, value, name)
    except ActError as error:
        raise ActError(name, str(error)) from None
    given = [one for one in ("call", "trade", "connect") if getattr(condition, one) is not None]
    if len(given) != 1 or (name == "before" and given != ["call"]):
        allowed = "call" if name == "before" else "call, trade or connect"
        raise ActError(name, f"{name} has {' and '.join(given) or 'nothing to wait for'}; give {allowed}, one of them")
    return condition


def read_act(value: Mapping[str, Any]) -> Act:
    """An act from JSON with its `kind`. Raises ActError."""
    kind = next((item for name, item in value.items() if name.lower() == "kind"), None)
    model = ACTS.get(str(kind).lower())
    if model is None:
        raise ActError("kind", f"kind was {kind!r}; give one of {', '.join(act.kind for act in ACTS.values())}")
    rest = {name: item for name, item in value.items() if name.lower() != "kind"}
    return acts.read(model, rest, model.kind)
