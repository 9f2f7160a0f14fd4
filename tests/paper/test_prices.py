"""The market: seeded, varied, on ticks; and replay of a file."""

from itertools import pairwise
from pathlib import Path
from statistics import pstdev

import pytest

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.prices import REGIMES, Model


def tape(seed: int, root: str = "ES", steps: int = 400) -> list[tuple[int, int, int, int]]:
    gw = PaperGateway(PaperConfig(seed=seed))
    market = gw.exchange.floor.markets[gw.contract(root).id]
    seen = []
    for _ in range(steps):
        gw.advance(1.0)
        seen.append((market.bid, market.ask, market.last, market.volume))
    return seen


def test_the_same_seed_gives_the_same_market_and_another_another() -> None:
    assert tape(7, steps=60) == tape(7, steps=60)
    assert tape(7, steps=60) != tape(8, steps=60)


def test_bids_stand_below_asks_and_last_between_the_extremes() -> None:
    for root in ("ES", "6J", "MBT"):
        seen = tape(3, root, steps=150)
        assert all(0 < bid < ask for bid, ask, _, _ in seen)
        assert all(later[3] >= earlier[3] for earlier, later in pairwise(seen))
        assert len({last for *_, last, _ in seen}) > 2


def test_all_regimes_come_and_the_volatile_one_moves_more() -> None:
    gw = PaperGateway(PaperConfig(seed=5))
    model = gw.prices
    assert isinstance(model, Model)
    walk = model.walks["SPX"]
    moves: dict[str, list[int]] = {regime.name: [] for regime in REGIMES}
    for _ in range(60_000):
        before = walk.price
        walk.step(1.0, walk.random.gauss())
        moves[walk.regime.name].append(walk.price - before)
    assert min(len(found) for found in moves.values()) > 500
    assert pstdev(moves["volatile"]) > 2 * pstdev(moves["calm"])


def test_a_frozen_market_stands_still_and_micros_follow_their_minis() -> None:
    gw = PaperGateway(PaperConfig(seed=2))
    es, mes = (gw.exchange.floor.markets[gw.contract(root).id] for root in ("ES", "MES"))
    for _ in range(200):
        gw.advance(1.0)
        assert abs(es.bid - mes.bid) <= 1


HEAD = "time,contract,open,high,low,close,volume\n"


def prices(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "bars.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_of_bars_is_played_over_its_extremes(tmp_path: Path) -> None:
    rows = "2026-01-05T15:00:00Z,ES,6000,6010,5990,6005,600\n2026-01-05T15:01:00Z,ES,6005,6006,6000,6001.25,60\n"
    gw = PaperGateway(PaperConfig(prices=prices(tmp_path, HEAD + rows)))
    market = gw.exchange.floor.markets[gw.contract("ES").id]
    assert market.last == 24_000
    seen = []
    for _ in range(130):
        gw.advance(1.0)
        seen.append(market.last)
    assert (max(seen), min(seen[:60]), seen[-1]) == (24_040, 23_960, 24_005)
    assert 600 <= market.volume <= 720
    es, account = gw.contract("ES").id, gw.accounts[0].id
    gw.exchange.buy(account, es)
    assert next(gw.exchange.trades(account)).price == market.last


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("time,contract,open,high,low,volume\n", "line 1: column close is missing"),
        ("time,open,high,low,close,volume\n", "line 1: column contract is missing"),
        (HEAD, "no bars"),
        (HEAD + "2026-01-05,ES,1,2,0.5,abc,1\n", "line 2, column close: found 'abc'"),
        (HEAD + "2026-01-05,ES,6000.1,6001,6000,6000,1\n", "line 2, column open: found '6000.1'"),
        (HEAD + "soon,ES,6000,6001,6000,6000,1\n", "line 2, column time"),
        (HEAD + "2026-01-05,XX,6000,6001,6000,6000,1\n", "line 2, column contract: found 'XX'"),
        (HEAD + "2026-01-05,ES,6000,5999,5998,6000,1\n", "line 2, column high"),
        (HEAD + "2026-01-05,ES,6000,6001,6000.5,6000,1\n", "line 2, column low"),
        (HEAD + "2026-01-05,ES,6000,6001,6000,6000,-1\n", "line 2, column volume"),
        (HEAD + "2026-01-05,ES,6000,6001,6000,6000,1\n" * 2, "not in the order of their column time"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_column(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"bars\.csv") as caught:
        PaperGateway(PaperConfig(prices=prices(tmp_path, text)))
    assert says in str(caught.value)
