"""What people may ask of a running guard, from its windows and over the control channel."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Literal

from riskguard.domain.events import FlattenRequested, LockRequested, SessionAsked
from riskguard.engine import clocking
from riskguard.engine.commands import command_event, lock_words
from riskguard.engine.loop import GuardLoop
from riskguard.engine.views import snapshot

_BY_COMMAND = "the command line"
_WALL = re.compile(r"\d{1,2}:\d{2}")

type Answer = dict[str, Any]


class CommandDesk:
    """Every request is answered at once: `error` says why not, else it is under way."""

    def __init__(self, loop: GuardLoop, now: Callable[[], datetime]) -> None:
        self._loop, self._now = loop, now

    def command(self, command: str, arguments: Mapping[str, Any]) -> Answer:
        """`flatten`, `lock` or `clock` of the control channel."""
        match command:
            case "flatten":
                return self._flatten_armed(arguments.get("account"))
            case "lock":
                return self.lock_as(arguments)
            case _:
                return self.clock("out" if arguments.get("what") == "out" else "in")

    def flatten(self, account_id: int | None, asked_by: str) -> None:
        """Ask for everything to be closed and cancelled; whatever comes of it is told by the engine."""
        self._loop.emit(FlattenRequested(account_id, asked_by))

    def clock(self, what: Literal["in", "out"], asked_by: str = _BY_COMMAND) -> Answer:
        """Clock the trader in or out; what is said is so once it is written."""
        state, now = self._loop.state, self._now()
        refused = clocking.refusal(state, what, now)
        if refused:
            return {"error": refused}
        self._loop.emit(SessionAsked(what, asked_by))
        return {"asked": True, "words": clocking.said(state, what, now)}

    def lock(self, account_id: int | None, until: datetime, asked_by: str) -> Answer:
        """A lockout of one's own until a moment."""
        return self.lock_as({"account": account_id, "until": until.isoformat()}, asked_by)

    def lock_as(self, arguments: Mapping[str, Any], asked_by: str = _BY_COMMAND) -> Answer:
        """A lockout of one's own; accounts that are not read yet are locked too, and closed as soon as they are."""
        state, now = self._loop.state, self._now()
        account_id = arguments.get("account")
        if not state.accounts or (account_id is not None and account_id not in state.accounts):
            which = f"account {account_id}" if account_id is not None else "no account"
            return {"error": f"{which} is {'not ' if account_id is not None else ''}guarded here, so nothing is locked"}
        until = arguments.get("until")
        if isinstance(until, str) and _WALL.fullmatch(until):
            at = state.resets.schedule.next_wall(now, time.fromisoformat(until.zfill(5)))
            arguments = {**arguments, "until": at.isoformat()}
        event = command_event({**arguments, "command": "lock", "askedBy": asked_by}, now, state.day.end)
        if not isinstance(event, LockRequested):
            return {"error": "the end of the lockout must lie ahead, at most a year"}
        self._loop.emit(event)
        return {"asked": True, "until": event.until.isoformat(), "words": lock_words(state, event, now)}

    def _flatten_armed(self, account_id: int | None) -> Answer:
        """Only where something can come of it: an account that was never read cannot be flattened, and is not flat."""
        accounts = self._loop.state.accounts
        if account_id is not None and account_id not in accounts:
            return {"error": f"account {account_id} is not guarded here"}
        wanted = [account for number, account in accounts.items() if account_id in (None, number)]
        if not wanted or not all(account.armed for account in wanted):
            reason = snapshot(self._loop.state, self._now()).detail
            return {"error": f"not connected, so nothing can be closed. {reason} Use your platform's flatten button."}
        self.flatten(account_id, _BY_COMMAND)
        return {"asked": True, "at": self._now().isoformat()}
