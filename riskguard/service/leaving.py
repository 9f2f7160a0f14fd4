"""Ends a running guard from outside: for an upgrade, which starts it again at once, or so that it can be removed.

A hard lockout in force must not end with the program: it is removed only by who knew the admin password before.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from riskguard.engine.state import GuardState
from riskguard.service.password import AdminPassword, Verdict, refusal_words
from riskguard.state.lockouts import LockoutKind

log = logging.getLogger(__name__)

UPGRADE, REMOVAL, QUIT = "upgrade", "removal", "quit"
STANDING = timedelta(days=1)
"""Offline only the PC's clock can be asked, which a trader can set: so long a lockout stands beyond its end by it."""

type Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hard:
    """A hard lockout in force: when it was set and when it ends, None for one that a condition ends."""

    set_at: datetime
    until: datetime | None


def hard_now(state: GuardState) -> tuple[Hard, ...]:
    """Those of a running guard."""
    held = (one for account in state.accounts.values() for one in account.lockouts)
    return tuple(Hard(one.set_at, one.until) for one in held if one.kind is LockoutKind.HARD)


def hard_stored(lockouts: Iterable[Mapping[str, Any]], now: datetime) -> tuple[Hard, ...]:
    """Those of a journal nobody has open, as its fields say them; `now` is the PC's."""
    found = []
    for held in lockouts:
        until = datetime.fromisoformat(held["until"]) if held["until"] else None
        if held["kind"] == "hard" and (until is None or now < until + STANDING):
            found.append(Hard(datetime.fromisoformat(held["set_at"]), until))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to be shown before nothing is guarded any more: `locked` says why no password helps, "" where one may.

    `asks` is whether the password is needed at all.
    """

    locked: str = ""
    asks: bool = False


def removal_gate(hard: Iterable[Hard], password: AdminPassword, *, guarding: bool) -> Gate:
    """Of taking the program off this machine. A password set after the lockout began opens nothing."""
    held = tuple(hard)
    if not held:
        return Gate(asks=guarding and password.is_set)
    first = min(one.set_at for one in held)
    if password.is_set and password.since is not None and password.since <= first:
        return Gate(asks=True)
    ends = [one.until for one in held]
    last = None if None in ends else max(end for end in ends if end is not None)
    until = f" until {last.astimezone():%A %H:%M}" if last else ""
    return Gate(f"An account is locked{until}, and no admin password was set before that: RiskGuard stays until then.")


def refusal(gate: Gate, given: str, check: Callable[[str], Verdict], now: datetime) -> Answer:
    """Why it must not be done, with `locked` and `asks` for who has to act on it; empty where it may. Blocks."""
    if gate.locked:
        return {"error": gate.locked, "locked": True}
    if not gate.asks:
        return {}
    if not given:
        return {"error": "The admin password is needed.", "asks": True}
    words = refusal_words(check(given), now)
    return {"error": words, "asks": True} if words else {}


class Leaving:
    """The command `stop` of a running guard."""

    def __init__(
        self,
        password: AdminPassword,
        state: Callable[[], GuardState],
        now: Callable[[], datetime],
        stop: Callable[[], None],
        *,
        practice: bool = False,
    ) -> None:
        """Play money needs no password."""
        self._password, self._state, self._now, self._stop = password, state, now, stop
        self._practice = practice

    async def command(self, arguments: Mapping[str, Any]) -> Answer:
        """`why` is `upgrade`, `removal` or `quit`; the password goes with the last two where one is set.

        The answer to the first says with which arguments the guard is started again.
        """
        why = arguments.get("why", QUIT)
        if why != UPGRADE and not self._practice:
            gate, given = self._gate(str(why)), str(arguments.get("password", ""))
            refused = await asyncio.to_thread(refusal, gate, given, self._password.check, self._now())
            if refused:
                log.warning("stopping was refused (%s): %s", why, refused["error"])
                return refused
        log.info("stopped from outside: %s", why)
        asyncio.get_running_loop().call_soon(self._stop)
        return {"stopping": True, "again": sys.argv[1:]} if why == UPGRADE else {"stopping": True}

    def _gate(self, why: str) -> Gate:
        if why == REMOVAL:
            return removal_gate(hard_now(self._state()), self._password, guarding=True)
        return Gate(asks=self._password.is_set)
