"""The faults of the matrix: armed for one account before its breach, or striking the whole gateway right after it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from riskguard.paper.armed import Fault
from riskguard.paper.faults import Faults
from tests.faults.enforcements import Enforcement, buys, sells
from tests.faults.guarded import GuardedRoad

CLOSE, REDUCE = "/Position/closeContract", "/Position/partialCloseContract"
CANCEL, PLACE, MODIFY = "/Order/cancel", "/Order/place", "/Order/modify"
CHANGING = (CLOSE, REDUCE, CANCEL, PLACE, MODIFY)
READS = ("/Position/searchOpen", "/Order/searchOpen", "/Order/v2/query", "/Trade/search")
REJECTED = {CLOSE: 5, REDUCE: 6, CANCEL: 3, PLACE: 2, MODIFY: 3}
PENDING = {CLOSE: 6, REDUCE: 7, CANCEL: 4, PLACE: 6, MODIFY: 4}

type Arm = Callable[[GuardedRoad, Enforcement, Random], list[Fault]]
type Strike = Callable[[GuardedRoad, Random], Awaitable[None]]


def _none(_road: GuardedRoad, _kind: Enforcement, _chance: Random) -> list[Fault]:
    return []


@dataclass(frozen=True)
class Trouble:
    """`turns` where the exchange itself may turn a position or make it smaller than decided: then only flat counts."""

    name: str
    arm: Arm = _none
    strike: Strike | None = None
    turns: bool = False

    def fits(self, kind: Enforcement) -> bool:
        """A stop of the trader's that fires takes from a position what the guard would have left."""
        return not self.turns or kind.flattens


def calls(name: str, make: Callable[[Faults, str, int, Random], Fault], paths: tuple[str, ...] = CHANGING) -> Trouble:
    """A fault of every call of an account at some paths."""

    def arm(road: GuardedRoad, kind: Enforcement, chance: Random) -> list[Fault]:
        return [make(road.paper.faults, path, kind.account, chance) for path in paths]

    return Trouble(name, arm)


def fills(name: str, make: Callable[[Faults, int, Random], Fault], *, turns: bool = False) -> Trouble:
    return Trouble(name, lambda road, kind, chance: [make(road.paper.faults, kind.account, chance)], turns=turns)


def _refused(faults: Faults, path: str, account: int, chance: Random) -> Fault:
    return faults.refuse(path, REJECTED[path], chance.randint(1, 3), account=account)


def _grows(road: GuardedRoad, kind: Enforcement, chance: Random) -> list[Fault]:
    """One more contract of what is being closed, on the same side, just before a call acts or just after it."""

    def more() -> None:
        for contract_id, position in tuple(road.paper.exchange.account(kind.account).positions.items()):
            root, grow = road.paper.contract(contract_id).name[:-2], sells if position.net < 0 else buys
            if position.net != kind.ends.get(root):
                grow(road, kind.account, root, 1)

    faults, before = road.paper.faults, chance.random() < 0.5
    return [faults.on(p, more, "before" if before else "after", times=2, account=kind.account) for p in (REDUCE, CLOSE)]


async def _soon(chance: Random) -> None:
    await asyncio.sleep(chance.uniform(0.0, 0.15))


async def _user_hub_drops(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    road.paper.faults.drop_hubs("user")


async def _hubs_drop_again_and_again(road: GuardedRoad, chance: Random) -> None:
    for _ in range(5):
        await _soon(chance)
        road.paper.faults.drop_hubs()
        await asyncio.sleep(chance.uniform(0.1, 0.6))


async def _hubs_stay_away(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    road.paper.faults.refuse_negotiate(503, chance.uniform(2, 4))
    road.paper.faults.drop_hubs()


async def _user_hub_half_open(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    road.paper.faults.hubs.freeze("user", chance.uniform(3, 5))


async def _token_revoked(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    road.paper.revoke_tokens()


async def _gateway_restarts(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    await road.paper.stop()
    await asyncio.sleep(chance.uniform(0.2, 2.0))
    await road.paper.start()


async def _gateway_stands_still(road: GuardedRoad, chance: Random) -> None:
    await _soon(chance)
    road.paper.faults.freeze(chance.uniform(1, 4))


def _storm(road: GuardedRoad, kind: Enforcement, chance: Random) -> list[Fault]:
    faults, account = road.paper.faults, kind.account
    armed = []
    for path in (*CHANGING, *READS):
        armed.append(faults.answer(path, chance.choice((500, 503)), times=None, account=account, chance=0.2))
        armed.append(faults.delay(path, 0.0, None, upto=1.5, account=account, chance=0.3))
        armed.append(faults.lose_answer(path, None, account=account, chance=0.2))
    armed.append(faults.events.delay(0.0, None, upto=0.5, key=account, chance=0.3))
    armed.append(faults.events.duplicate(None, key=account, chance=0.2))
    return armed


async def _storm_ends(road: GuardedRoad, chance: Random) -> None:
    await asyncio.sleep(chance.uniform(4, 8))
    road.paper.faults.clear()


def _events(name: str, make: Callable[[Faults, int, Random], Fault]) -> Trouble:
    return Trouble(name, lambda road, kind, chance: [make(road.paper.faults, kind.account, chance)])


TROUBLES: tuple[Trouble, ...] = (
    calls("answer lost", lambda f, path, who, c: f.lose_answer(path, c.randint(1, 2), account=who)),
    calls("timeout, not done", lambda f, path, who, _: f.hang(path, account=who)),
    calls("timeout, done", lambda f, path, who, _: f.hang(path, acts=True, account=who)),
    calls("connection cut", lambda f, path, who, c: f.drop(path, c.randint(1, 2), account=who)),
    calls("5xx once", lambda f, path, who, c: f.answer(path, c.choice((500, 502, 503, 504)), account=who)),
    calls("5xx many", lambda f, path, who, c: f.answer(path, 503, times=c.randint(3, 5), account=who)),
    calls("page of a proxy", lambda f, path, who, _: f.text(path, "<h1>Bad gateway</h1>", times=2, account=who)),
    calls("refused, then taken", _refused),
    calls("still pending", lambda f, path, who, c: f.refuse(path, PENDING[path], c.randint(1, 2), account=who)),
    calls("429 with Retry-After", lambda f, path, who, c: f.throttle(path, c.randint(1, 2), times=2, account=who)),
    calls("delayed", lambda f, path, who, _: f.delay(path, 0.2, 2, upto=2.8, account=who)),
    calls("slow drip", lambda f, path, who, c: f.drip(path, c.uniform(1, 3), account=who)),
    calls("drip cut off", lambda f, path, who, c: f.drip(path, 0.5, c.randint(1, 2), share=0.5, account=who)),
    fills("close fills in part", lambda f, who, _: f.fills.partial(1, "close", 2, account=who)),
    fills("close fills bit by bit", lambda f, who, c: f.fills.partial(1, "close", 1, c.uniform(0.3, 3), account=who)),
    fills("late fills", lambda f, who, c: f.fills.late(c.uniform(0.3, 4), "close", 1, account=who)),
    fills("late and pending", lambda f, who, c: f.fills.late(c.uniform(0.3, 4), "close", 1, pending=True, account=who)),
    fills(
        "stop fires after the close", lambda f, who, _: f.fills.race_close("stops", "after", account=who), turns=True
    ),
    fills(
        "stop fires late after the close",
        lambda f, who, c: f.fills.race_close("stops", "after", seconds=c.uniform(0.01, 0.3), account=who),
        turns=True,
    ),
    fills(
        "orders fill during the close",
        lambda f, who, _: f.fills.race_close("limits", "during", everywhere=True, account=who),
        turns=True,
    ),
    Trouble("grows while reduced", _grows),
    calls("reads fail", lambda f, path, who, c: f.answer(path, 503, times=c.randint(1, 3), account=who), READS),
    calls("reads hang", lambda f, path, who, _: f.hang(path, account=who), READS[:1]),
    calls("reads slow", lambda f, path, who, _: f.delay(path, 0.5, 3, upto=2.5, account=who), READS),
    calls("reads 429", lambda f, path, who, _: f.throttle(path, 1, times=2, account=who), READS),
    _events("events doubled", lambda f, who, _: f.events.duplicate(None, key=who)),
    _events("events out of order", lambda f, who, c: f.events.reorder(c.randint(2, 4), 0.3, None, key=who)),
    _events("events late", lambda f, who, c: f.events.delay(0.0, None, upto=c.uniform(0.3, 1.5), key=who)),
    _events("events lost", lambda f, who, _: f.events.lose(None, key=who, chance=0.5)),
    Trouble("user hub drops", strike=_user_hub_drops),
    Trouble("hubs drop again and again", strike=_hubs_drop_again_and_again),
    Trouble("hubs stay away", strike=_hubs_stay_away),
    Trouble("user hub half open", strike=_user_hub_half_open),
    Trouble("token revoked", strike=_token_revoked),
    Trouble("gateway restarts", strike=_gateway_restarts),
    Trouble("gateway stands still", strike=_gateway_stands_still),
    Trouble("storm", _storm, _storm_ends),
)

DONE_TWICE = calls("done twice", lambda f, path, who, _: f.duplicate(path, account=who), (REDUCE,))
"""No guard can make up for a gateway that carries out a reduce twice."""
