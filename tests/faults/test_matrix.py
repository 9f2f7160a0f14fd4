"""Every fault against every kind of enforcement: the end is as decided, by the exchange's own books."""

import asyncio
import os

import pytest

from tests.faults.enforcements import ENFORCEMENTS
from tests.faults.matrix import against_all
from tests.faults.strikes import TROUBLES, Trouble

ROUNDS = int(os.environ.get("RISKGUARD_MATRIX_ROUNDS", "1"))
FIRST_SEED = int(os.environ.get("RISKGUARD_MATRIX_SEED", "1"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.name)
async def test_whatever_goes_wrong_every_enforcement_ends_as_decided(trouble: Trouble) -> None:
    seeds = range(FIRST_SEED, FIRST_SEED + ROUNDS)
    outcomes = await asyncio.gather(*(against_all(trouble, seed) for seed in seeds))
    wrong = [words for outcome in outcomes for words in outcome.wrong]
    assert not wrong, f"seeds {list(seeds)}:\n" + "\n".join(wrong)
    assert trouble.silent or all(outcome.struck for outcome in outcomes), "the fault never struck"


def test_the_matrix_has_at_least_300_runs() -> None:
    assert len(TROUBLES) * (len(ENFORCEMENTS) + 1) >= 300
    assert len({trouble.name for trouble in TROUBLES}) == len(TROUBLES)
