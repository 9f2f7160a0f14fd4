"""Plays a scenario on a running gateway: timers, and watches on calls, trades and connections."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from riskguard.paper import acts
from riskguard.paper.acts import ActError
from riskguard.paper.floor import Event
from riskguard.paper.market_acts import OpenAccount
from riskguard.paper.orders import RefusedError
from riskguard.paper.paths import HubName
from riskguard.paper.scenario import Condition, Scenario, ScenarioError, Step

if TYPE_CHECKING:
    from riskguard.paper import PaperGateway

ANY = "any"


class Counter:
    """From the `nth` time on, so many times."""

    def __init__(self, condition: Condition) -> None:
        self._left, self._times = condition.nth, condition.often

    def due(self) -> bool:
        self._left -= 1
        if self._left > 0 or self._times == 0:
            return False
        if self._times is not None:
            self._times -= 1
        return True


class Player:
    """`played` names the steps done, in order; `failed` says which could not be done, and why.

    Raises ScenarioError if the scenario names what this gateway does not have.
    """

    def __init__(self, gw: "PaperGateway", scenario: Scenario, told: Callable[[str], None] | None = None) -> None:
        self._gw, self._scenario = gw, scenario
        self._told = told
        self._began = 0.0
        self._timers: set[asyncio.TimerHandle] = set()
        self._undo: list[Callable[[], object]] = []
        self.played: list[str] = []
        self.failed: list[str] = []
        opened = {step.act.name for step in scenario.steps if isinstance(step.act, OpenAccount)}
        for step in scenario.steps:
            if getattr(step.act, "account", None) not in opened:
                self._check(step)

    def _check(self, step: Step) -> None:
        try:
            step.act.check(self._gw)
            if step.condition:
                self._check_condition(step.condition, step.moment)
        except ActError as error:
            raise ScenarioError(f"{step.find(error.field)}: {error}") from None

    def _check_condition(self, condition: Condition, name: str) -> None:
        try:
            if condition.call is not None:
                acts.check_path(self._gw, "call", condition.call)
            elif condition.trade not in (None, ANY):
                acts.account_id(self._gw, condition.trade)
        except ActError as error:
            raise ActError(name, str(error)) from None

    def start(self) -> None:
        """From here times count."""
        self._began = asyncio.get_running_loop().time()
        if self._scenario.seed is not None:
            self._gw.faults.reseed(self._scenario.seed)
        for step in self._scenario.steps:
            if step.condition is None:
                self._tick(step, 0)
            else:
                self._watch(step, step.condition)

    def stop(self) -> None:
        """Nothing more is done; what was armed stays armed."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        for undo in self._undo:
            undo()
        self._undo.clear()

    def _tick(self, step: Step, done: int) -> None:
        """Sets the next turn of a timed step."""
        when = step.when
        often = 1 if when.every is None else when.repeat
        if often is None or done < often:
            self._at(self._began + when.at + done * (when.every or 0.0), partial(self._turn, step, done))

    def _turn(self, step: Step, done: int) -> None:
        self._tick(step, done + 1)
        self._fire(step)

    def _watch(self, step: Step, condition: Condition) -> None:
        if condition.call is not None:
            faults = self._gw.faults
            fault = faults.on(
                condition.call, partial(self._fire, step), step.moment, condition.often, skip=condition.nth - 1
            )
            self._undo.append(partial(faults.disarm, fault))
        elif condition.trade is not None:
            self._watch_trades(step, condition, condition.trade)
        else:
            self._watch_joins(step, condition)

    def _watch_trades(self, step: Step, condition: Condition, trade: int | str) -> None:
        account = None if trade == ANY else acts.account_id(self._gw, trade)
        counter = Counter(condition)

        def hear(event: Event) -> None:
            if event.topic == "trade" and account in (None, event.key) and counter.due():
                self._soon(step)  # a fill is being booked: not in the middle of it

        self._gw.exchange.listen(hear)
        self._undo.append(partial(self._gw.exchange.unlisten, hear))

    def _watch_joins(self, step: Step, condition: Condition) -> None:
        counter = Counter(condition)

        def hear(hub: HubName) -> None:
            if hub == condition.connect and counter.due():
                self._soon(step)

        self._gw.hubs.on_join.append(hear)
        self._undo.append(partial(self._gw.hubs.on_join.remove, hear))

    def _soon(self, step: Step) -> None:
        self._at(asyncio.get_running_loop().time(), partial(self._fire, step))

    def _fire(self, step: Step) -> None:
        if step.when.wait:
            self._at(asyncio.get_running_loop().time() + step.when.wait, partial(self._do, step))
        else:
            self._do(step)

    def _at(self, moment: float, act: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()

        def run() -> None:
            self._timers.discard(timer)
            act()

        timer = loop.call_at(moment, run)
        self._timers.add(timer)

    def _do(self, step: Step) -> None:
        try:
            step.act.do(self._gw)
        except (RefusedError, LookupError, ValueError) as error:
            self.failed.append(f"{step.place}: {step.act.kind} could not be done: {error}")
            if self._told:
                self._told(self.failed[-1])
        else:
            self.played.append(f"{step.act.kind} ({step.place})")
