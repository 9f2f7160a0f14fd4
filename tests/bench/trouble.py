"""What the gateway does to a guard every few minutes, day and night, by the dice."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from riskguard.paper import PaperGateway

_SHORTEST_S, _LONGEST_S = 90.0, 330.0


class Trouble:
    """`run` until cancelled; while `quiet` nothing new happens. `done` counts what happened."""

    def __init__(self, gateway: PaperGateway, dice: random.Random) -> None:
        self._gateway, self._dice = gateway, dice
        self.quiet = False
        self.done: Counter[str] = Counter()
        faults = gateway.faults
        self._kinds: dict[str, Callable[[], object]] = {
            "connections cut": faults.drop_hubs,
            "user hub cut": lambda: faults.drop_hubs("user"),
            "market hub cut": lambda: faults.drop_hubs("market"),
            "connections closed politely": lambda: faults.drop_hubs(polite=True),
            "Close with an error": lambda: faults.hubs.close(error="overloaded"),
            "message of an unknown type": lambda: faults.hubs.send("user"),
            "hubs frozen": lambda: faults.hubs.freeze(seconds=self._some(5, 60)),
            "GatewayLogout": faults.hubs.log_out,
            "session ended, told": gateway.revoke_tokens,
            "session ended, untold": lambda: gateway.revoke_tokens(tell=False),
            "server restarted": lambda: gateway.restart_soon(self._some(0, 45), self._dice.random() < 0.5),
            "server stands still": lambda: faults.freeze(self._some(2, 30)),
            "negotiate answers 503": self._no_hubs,
            "calls answer 500": lambda: faults.answer("*", 500, times=6),
            "an answer is lost": lambda: faults.lose_answer("/Position/*"),
            "a call hangs": lambda: faults.hang("/Position/*"),
            "too many calls": lambda: faults.throttle("*", 3),
            "quotes stand still": lambda: faults.hubs.stale_quotes(seconds=self._some(20, 90)),
        }

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self._some(_SHORTEST_S, _LONGEST_S))
            if not self.quiet:
                self.now()

    def now(self) -> None:
        """One of them at once."""
        name = self._dice.choice(list(self._kinds))
        self.done[name] += 1
        self._kinds[name]()

    def ends(self) -> None:
        """Nothing new from now on, and what was armed is taken back."""
        self.quiet = True
        self._gateway.faults.clear()

    def _no_hubs(self) -> None:
        for hub in ("user", "market"):
            self._gateway.faults.answer(f"/hubs/{hub}/negotiate", 503, times=4)
        self._gateway.faults.drop_hubs()

    def _some(self, least: float, most: float) -> float:
        return self._dice.uniform(least, most)
