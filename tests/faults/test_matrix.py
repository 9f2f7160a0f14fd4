"""Every fault against every kind of enforcement: the end is as decided, by the exchange's own books."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from tests.faults.matrix import GROUPS, Outcome, play
from tests.faults.strikes import DONE_TWICE, TROUBLES

ROUNDS = int(os.environ.get("RISKGUARD_MATRIX_ROUNDS", "1"))
SEED = int(os.environ.get("RISKGUARD_MATRIX_SEED", "1"))
AT_ONCE = 4
"""Most of a run is waiting for what is late."""

type Played = dict[str, list[Future[Outcome]]]

runs: dict[str, int] = {}
"""Of each fault, the runs in which it struck."""


@pytest.fixture(scope="module")
def played(request: pytest.FixtureRequest) -> Iterator[Played]:
    """All that is asked for begins at once, in processes that are used again and again."""
    items = [getattr(item, "callspec", None) for item in request.session.items if item.fspath == request.path]
    asked = [spec.params["trouble"] for spec in items if spec]
    with ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn")) as pool:
        yield {
            trouble: [pool.submit(play, trouble, SEED + n, group) for n in range(ROUNDS) for group in GROUPS]
            for trouble in asked
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("trouble", [trouble.name for trouble in TROUBLES])
def test_whatever_goes_wrong_every_enforcement_ends_as_decided(trouble: str, played: Played) -> None:
    outcomes = [future.result() for future in played[trouble]]
    wrong = [words for outcome in outcomes for words in outcome.wrong]
    assert not wrong, f"seeds {SEED} to {SEED + ROUNDS - 1}:\n" + "\n".join(wrong)
    runs[trouble] = sum(len(outcome.hit) for outcome in outcomes)
    assert runs[trouble], "the fault never struck"


def test_the_matrix_notices_a_position_that_was_made_too_small() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        wrong = pool.submit(play, DONE_TWICE.name, SEED, "kinds", 8.0).result().wrong
    assert any("done twice x reduce to limit" in words and "holds {'MNQ': 2}" in words for words in wrong)
    assert any("done twice x reduce to limit" in words and "[8, 5, 2]" in words for words in wrong)
    assert not any("x flatten" in words for words in wrong)


def test_the_matrix_had_at_least_300_runs_in_which_the_fault_struck() -> None:
    if len(runs) < len(TROUBLES):
        pytest.skip("not all of the matrix was run")
    assert sum(runs.values()) >= 300, runs
