"""What reduces protection and what restores it: lost hubs, sign-in, the journal, settings, payloads, accounts."""

from dataclasses import replace
from datetime import timedelta

from riskguard.domain.events import (
    AccountCovered,
    AccountMissing,
    AccountUncovered,
    Hub,
    HubLost,
    HubRestored,
    PayloadRejected,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.turn import Turn, restored_words
from riskguard.engine.watching import PRICES_READ, UNCOVERED
from riskguard.state.account import Trouble

READS = (
    "Positions, orders and trades are read every 2 s in a position and every 10 s without, "
    "what happens in between is not seen."
)
HUB_WORDS: dict[Hub, str] = {
    "user": f"No live account data. {READS}",
    "market": f"No live prices. {PRICES_READ}",
}


LOGGED_OUT = (
    "The gateway ended the session: another program or device may have signed in as the same user. Signing in again."
)


TELL_UNREADABLE_AGAIN = timedelta(minutes=10)


type _Heard = (
    HubLost | HubRestored | AccountUncovered | AccountCovered | ProtectionReduced | ProtectionRestored | PayloadRejected
)


def heard(turn: Turn, event: _Heard) -> None:
    match event:
        case HubLost():
            _lost(turn, event)
        case HubRestored():
            _back(turn, event)
        case AccountUncovered() | AccountCovered():
            _covered(turn, event)
        case ProtectionReduced(code, words, grave):
            _reduced(turn, code, words, grave=grave)
        case ProtectionRestored(code):
            _restored(turn, code)
        case PayloadRejected():
            _rejected(turn, event)


def _lost(turn: Turn, event: HubLost) -> None:
    hub = event.hub
    turn.state = replace(turn.state, hubs_up=turn.state.hubs_up - {hub})
    if hub == "market":
        turn.state = replace(turn.state, market=replace(turn.state.market, lost_at=turn.now))
    words = f"{HUB_WORDS[hub]} {LOGGED_OUT}" if event.logged_out else HUB_WORDS[hub]
    _reduced(turn, f"hub:{hub}", words, grave=hub == "user")


def _back(turn: Turn, event: HubRestored) -> None:
    turn.state = replace(turn.state, hubs_up=turn.state.hubs_up | {event.hub})
    _restored(turn, f"hub:{event.hub}")
    for account_id in turn.state.accounts if event.hub == "user" else ():
        turn.read(account_id, "connected")


def _reduced(turn: Turn, code: str, words: str, *, grave: bool) -> None:
    known = turn.state.troubles.get(code)
    trouble = Trouble(words, known.since if known else turn.now, grave)
    turn.state = replace(turn.state, troubles={**turn.state.troubles, code: trouble})
    if known is None or (code == "settings" and known.words != words):  # somebody mends the file: what is left of it
        severity = "alarm" if grave else "warning"
        turn.tell(None, "degraded", words=words, severity=severity, fields={"reason": code})


def _restored(turn: Turn, code: str) -> None:
    known = turn.state.troubles.get(code)
    if known is None:
        return
    turn.state = replace(turn.state, troubles={c: t for c, t in turn.state.troubles.items() if c != code})
    turn.tell(None, "restored", words=restored_words(code), fields={"reason": code})


def missing(turn: Turn, event: AccountMissing) -> None:
    if event.account_id in turn.state.accounts:
        words = "The gateway no longer lists this account, so RiskGuard cannot watch it. Check it on your firm's page."
        turn.trouble(event.account_id, "missing", words, grave=True)


def _covered(turn: Turn, event: AccountUncovered | AccountCovered) -> None:
    """One account the hub does not serve is read instead; what happened until it is served again is read once more."""
    account_id = event.account_id
    if account_id not in turn.state.accounts:
        return
    if isinstance(event, AccountUncovered):
        turn.trouble(
            account_id, UNCOVERED, f"The gateway refuses to send live data of this account. {READS}", grave=True
        )
        turn.read(account_id, "no live data comes")
    elif UNCOVERED in turn.account(account_id).troubles:
        turn.cleared(account_id, UNCOVERED)
        turn.read(account_id, "connected")


def _rejected(turn: Turn, event: PayloadRejected) -> None:
    """Told, then read afresh: what the payload meant to say is in the snapshot."""
    concerned = [event.account_id] if event.account_id is not None else list(turn.state.accounts)
    for account_id in concerned:
        if account_id in turn.state.accounts:
            _tell_unreadable(turn, account_id, event)
            if turn.account(account_id).armed and event.source != "GatewayQuote":
                turn.read(account_id, "a payload could not be read")


def _tell_unreadable(turn: Turn, account_id: int, event: PayloadRejected) -> None:
    """Each kind once in a while: a gateway that spells a field anew does so in every one of thousands."""
    known, kind = turn.account(account_id).unreadable, (event.source, event.field)
    if kind in known and turn.now - known[kind] < TELL_UNREADABLE_AGAIN:
        return
    turn.change(account_id, unreadable={**known, kind: turn.now})
    words = f"{event.source} could not be read: {event.field} was {event.found}."
    fields: dict[str, object] = {"reason": "payload", "field": event.field}
    turn.tell(account_id, "degraded", words=words, severity="warning", fields=fields)
