"""Which of two settings forbids more: the comparisons fields are declared with. What cannot be told is a loosening."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    """What a change does to what is forbidden."""

    TIGHTENING = "tightening"
    LOOSENING = "loosening"
    NEUTRAL = "neutral"


type Compare = Callable[[Any, Any], Direction]
"""(the settings as they are, the same with one field changed) -> what that does."""


def incomparable(old: object, new: object) -> Direction:
    """Neither value of the field forbids all that the other does."""
    del old, new
    return Direction.LOOSENING


def together(directions: Iterable[Direction]) -> Direction:
    """Several at once: one that loosens makes the whole a loosening."""
    found = set(directions)
    if Direction.LOOSENING in found:
        return Direction.LOOSENING
    return Direction.TIGHTENING if Direction.TIGHTENING in found else Direction.NEUTRAL


def _numbers(old: float, new: float) -> Direction:
    """The lower number forbids more."""
    if new == old:
        return Direction.NEUTRAL
    return Direction.TIGHTENING if new < old else Direction.LOOSENING


def lower(old: Any, new: Any, off: object = None) -> Direction:
    """Numbers of which the lower forbids more; `off` (and nothing at all) forbids nothing."""
    return _numbers(*(math.inf if value is None or value == off else value for value in (old, new)))


def higher(old: Any, new: Any, off: object = None) -> Direction:
    """Numbers of which the higher forbids more; what is empty cannot be compared with a number."""
    if old == new:
        return Direction.NEUTRAL
    if off is None and (old is None or new is None):
        return Direction.LOOSENING
    return _numbers(*(-math.inf if value is None or value == off else value for value in (new, old)))


def switched(old: object, new: object, tight: bool) -> Direction:
    """A switch that forbids more in position `tight`."""
    if old == new:
        return Direction.NEUTRAL
    return Direction.TIGHTENING if new is tight else Direction.LOOSENING


def ordered(order: Sequence[object], old: object, new: object) -> Direction:
    """Choices named from loosest to tightest; one that is not named cannot be compared."""
    if old == new:
        return Direction.NEUTRAL
    if old not in order or new not in order:
        return Direction.LOOSENING
    return Direction.TIGHTENING if order.index(new) > order.index(old) else Direction.LOOSENING


def covering(old: Collection[object] | str, new: Collection[object] | str) -> Direction:
    """Sets of what a rule covers, `"all"` being everything: the larger forbids more."""
    if old == "all" or new == "all":
        return switched(old == "all", new == "all", tight=True)
    before, after = set(old), set(new)
    if before == after:
        return Direction.NEUTRAL
    return Direction.TIGHTENING if before < after else Direction.LOOSENING


def allowing(old: Collection[object] | None, new: Collection[object] | None) -> Direction:
    """Sets of what is still allowed, None being everything: the smaller forbids more."""
    if old is None or new is None:
        return switched(old is None, new is None, tight=False)
    return covering(new, old)


def by_key(old: Mapping[Any, float], new: Mapping[Any, float], old_rest: float, new_rest: float) -> Direction:
    """Limits by key, compared for every key either names and for all others; the lower forbids more."""
    keys = {*old, *new}
    pairs = [(old.get(key, old_rest), new.get(key, new_rest)) for key in keys]
    return together(_numbers(*pair) for pair in [*pairs, (old_rest, new_rest)])


def by_steps(old: Iterable[tuple[Any, float]], new: Iterable[tuple[Any, float]]) -> Direction:
    """Steps (from this amount on, so many seconds), compared at every amount; more seconds forbid more.

    Both readings count: the deepest step reached, and the longest of those passed on the way there.
    """
    before, after = sorted(old), sorted(new)
    amounts = {amount for amount, _ in (*before, *after)}
    found = []
    for amount in amounts:
        reached = [[seconds for at, seconds in steps if at <= amount] or [0] for steps in (before, after)]
        found += [_numbers(reached[1][-1], reached[0][-1]), _numbers(max(reached[1]), max(reached[0]))]
    return together(found)
