"""Signs in at the gateway, however long it takes, and watches the accounts that are to be guarded."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from riskguard.config.calendars import cme_calendar
from riskguard.domain.events import (
    AccountChanged,
    AccountMissing,
    AccountsGuarded,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.board import Board, Notice, Severity
from riskguard.engine.loop import GuardLoop
from riskguard.engine.reduced import unread_words
from riskguard.engine.words import sentence
from riskguard.gateway.errors import GatewayRefusedError, GatewayUnreachableError
from riskguard.gateway.link import GatewayLink
from riskguard.rules import SessionHours

log = logging.getLogger(__name__)

_RETRY_S = (0.5, 1.0, 2.0, 5.0)
_REFUSED_RETRY_S = 30.0
_LOOK_AGAIN_S = 30.0
_SOONER_S = 3.0


class Connecting:
    """`look_again` asks for a look at the accounts before the next one is due."""

    def __init__(
        self,
        link: GatewayLink,
        loop: GuardLoop,
        board: Board,
        now: Callable[[], datetime],
        on_signed_in: Callable[[], None],
    ) -> None:
        self._link, self._loop, self._board, self._now = link, loop, board, now
        self._on_signed_in = on_signed_in
        self._wanted_look = asyncio.Event()
        self._is_signed_in = False
        self._watched: set[int] = set()
        self._calendar_day: date | None = None

    def look_again(self) -> None:
        """Accounts may have come, or others may be wanted."""
        self._wanted_look.set()

    def heard_of(self, account_id: int) -> None:
        """An account that is not watched is looked at soon."""
        if account_id not in self._watched:
            self._wanted_look.set()

    async def run(self) -> None:
        """Sign in, watch, and look every half minute whether there are other accounts; ends only when cancelled.

        Begun again after a fault of the program, it goes on with the link there is.
        """
        if not self._is_signed_in:
            accounts = await self._signed_in()
            self._is_signed_in = True
            self._loop.emit(ProtectionRestored("login"))
            self._on_signed_in()
            self._tell_calendar()
            await self._watch(accounts)
        while True:
            with contextlib.suppress(TimeoutError):
                unwatched = set(self._loop.state.accounts) - self._watched
                await asyncio.wait_for(self._wanted_look.wait(), _SOONER_S if unwatched else _LOOK_AGAIN_S)
            self._wanted_look.clear()
            self._tell_calendar()
            with contextlib.suppress(GatewayUnreachableError, GatewayRefusedError):
                await self._take_more()

    async def _signed_in(self) -> tuple[AccountChanged, ...]:
        tries = 0
        while True:
            try:
                return await self._link.start()
            except GatewayRefusedError as error:
                words, pause = sentence(f"{error.told[0].upper()}{error.told[1:]}"), _REFUSED_RETRY_S
            except GatewayUnreachableError as error:
                words = unread_words(error.told, reached=bool(error.told))
                pause = _RETRY_S[min(tries, len(_RETRY_S) - 1)]
                log.info("signing in: %s", error)
            tries += 1
            log.warning("%s", words)
            self._loop.emit(ProtectionReduced("login", words, grave=True))
            await asyncio.sleep(pause)

    def _tell_calendar(self) -> None:
        """Once a trading day: when the exchange calendar that RULE-009 goes by is about to run out."""
        now, state = self._now(), self._loop.state
        day = state.resets.schedule.day_of(now).label
        rules = state.settings.active_rules
        if day == self._calendar_day or not any(isinstance(r, SessionHours) and r.calendar == "CME" for r in rules):
            return
        self._calendar_day = day
        words = cme_calendar().warning(now)
        if words:
            self._board.announce(Notice(now, None, Severity.WARNING, "Exchange calendar runs out", sentence(words)))

    async def _take_more(self) -> None:
        """Accounts opened or come back since the start are guarded too."""
        accounts = await self._link.accounts()
        guarded = self._watched & set(self._loop.state.accounts)
        new = [account for account in accounts if account.account_id not in guarded and self._wanted(account)]
        if new:
            self._loop.emit(AccountsGuarded(tuple(new)))
            self._watched |= {account.account_id for account in new}
            await self._link.watch(sorted(self._watched))

    def _wanted(self, account: AccountChanged) -> bool:
        wanted = self._loop.state.settings.accounts.guard
        return wanted == "all" or account.account_id in wanted or account.account_id in self._loop.state.accounts

    async def _watch(self, accounts: Sequence[AccountChanged]) -> None:
        wanted = self._loop.state.settings.accounts.guard
        held = set(self._loop.state.accounts)
        guarded = [account for account in accounts if self._wanted(account)]
        self._loop.emit(AccountsGuarded(tuple(guarded)))
        found = {account.account_id for account in guarded}
        missing = (held if wanted == "all" else held | set(wanted)) - found
        for account_id in sorted(missing):
            self._loop.emit(AccountsGuarded((AccountChanged(account_id, None, None, None),)))
            self._loop.emit(AccountMissing(account_id))
        if not found and not missing:
            words = "The gateway lists no account for this user. Open one on your firm's page, then start again."
            self._loop.emit(ProtectionReduced("no_accounts", words, grave=True))
        self._watched = found
        await self._link.watch(sorted(found))
