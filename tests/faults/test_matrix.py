"""Every fault against every kind of enforcement: the end is as decided, by the exchange's own books."""

import asyncio
import os

import pytest

from tests.faults.matrix import against_all
from tests.faults.strikes import TROUBLES, Trouble

ROUNDS = int(os.environ.get("RISKGUARD_MATRIX_ROUNDS", "1"))
FIRST_SEED = int(os.environ.get("RISKGUARD_MATRIX_SEED", "1"))

runs: dict[str, int] = {}
"""Of each fault, the runs in which it struck."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_whatever_goes_wrong_every_enforcement_ends_as_decided(trouble: Trouble) -> None:
    seeds = range(FIRST_SEED, FIRST_SEED + ROUNDS)
    outcomes = await asyncio.gather(*(against_all(trouble, seed) for seed in seeds))
    wrong = [words for outcome in outcomes for words in outcome.wrong]
    assert not wrong, f"seeds {list(seeds)}:\n" + "\n".join(wrong)
    assert all(outcome.hit for outcome in outcomes), "the fault never struck"
    runs[trouble.name] = sum(len(outcome.hit) for outcome in outcomes)


def test_the_matrix_had_at_least_300_runs_in_which_the_fault_struck() -> None:
    if len(runs) < len(TROUBLES):
        pytest.skip("not all of the matrix was run")
    assert sum(runs.values()) >= 300, runs
