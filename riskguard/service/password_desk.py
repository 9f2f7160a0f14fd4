"""What the admin password opens in a running guard: overrides, and another password. The engine decides what ends."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from riskguard.domain.events import Event, OverrideRequested
from riskguard.engine import override
from riskguard.engine.state import GuardState
from riskguard.service.password import AdminPassword, refusal_words

log = logging.getLogger(__name__)

_BY_COMMAND = "the command line"
_NONE_SET = "no admin password is set, and an override needs one that was set before the lockout began"

type Answer = dict[str, Any]


class AdminDesk:
    """Looks at the password in a thread of its own, however often it is asked; what it is asked is never logged."""

    def __init__(
        self,
        password: AdminPassword,
        state: Callable[[], GuardState],
        now: Callable[[], datetime],
        emit: Callable[[Event], None],
    ) -> None:
        self.password = password
        self._state, self._now, self._emit = state, now, emit

    async def override(self, account_id: int, reason: str, password: str, asked_by: str) -> Answer:
        """End what may be ended of an account's lockouts: `words` what came of it, or `error`."""
        if not self.password.is_set:
            return {"error": _NONE_SET}
        # Since when is not known of a password whose file was tampered with: then it counts as a new one.
        event = OverrideRequested(account_id, reason, asked_by, self.password.since or self._now())
        refused = override.refusal(self._state(), event, self._now())
        if refused:
            return {"error": refused}
        verdict = await asyncio.to_thread(self.password.check, password)
        refused = refusal_words(verdict, self._now()) or override.refusal(self._state(), event, self._now())
        if refused:
            log.warning("an override of account %s was refused: %s", account_id, refused)
            return {"error": refused}
        words = override.said(self._state(), event, self._now())
        self._emit(event)
        return {"asked": True, "words": words}

    async def change(self, old: str, new: str) -> Answer:
        """Another password, none with ""; `error` where the old one is wrong or the new one will not do."""
        try:
            verdict = await asyncio.to_thread(self.password.change, old, new)
        except (OSError, ValueError) as error:
            return {"error": str(error)}
        refused = refusal_words(verdict, self._now())
        if refused:
            return {"error": refused}
        log.info("the admin password was %s", "changed" if new else "removed")
        return {"changed": True}

    async def command(self, arguments: Mapping[str, Any]) -> Answer:
        """`admin` of the control channel: `what` is `override`, `password`, or nothing to learn whether one is set."""
        given = {name: str(arguments.get(name, "")) for name in ("reason", "password", "new")}
        match arguments.get("what"):
            case "override":
                account = arguments.get("account")
                if not isinstance(account, int) or isinstance(account, bool):
                    return {"error": "name the account"}
                return await self.override(account, given["reason"], given["password"], _BY_COMMAND)
            case "password":
                return await self.change(given["password"], given["new"])
            case _:
                return {"password_set": self.password.is_set}
