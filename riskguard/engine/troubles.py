"""What reduces protection and what restores it: lost hubs, sign-in, the journal, settings, payloads, accounts."""

from dataclasses import replace

from riskguard.domain.events import (
    AccountMissing,
    Hub,
    HubLost,
    HubRestored,
    PayloadRejected,
    ProtectionReduced,
    ProtectionRestored,
)
from riskguard.engine.turn import Turn, restored_words
from riskguard.engine.watching import PRICES_READ
from riskguard.state.account import Trouble

HUB_WORDS: dict[Hub, str] = {
    "user": (
        "No live account data. Positions, orders and trades are read every 2 s in a position and every 10 s without, "
        "what happens in between is not seen."
    ),
    "market": f"No live prices. {PRICES_READ}",
}


LOGGED_OUT = (
    "The gateway ended the session: another program or device may have signed in as the same user. Signing in again."
)


def heard(turn: Turn, event: HubLost | HubRestored | ProtectionReduced | ProtectionRestored | PayloadRejected) -> None:
    match event:
        case HubLost(hub, _, logged_out):
            turn.state = replace(turn.state, hubs_up=turn.state.hubs_up - {hub})
            if hub == "market":
                turn.state = replace(turn.state, market=replace(turn.state.market, lost_at=turn.now))
            words = f"{HUB_WORDS[hub]} {LOGGED_OUT}" if logged_out else HUB_WORDS[hub]
            _reduced(turn, f"hub:{hub}", words, grave=hub == "user")
        case HubRestored(hub):
            turn.state = replace(turn.state, hubs_up=turn.state.hubs_up | {hub})
            _restored(turn, f"hub:{hub}")
            for account_id in turn.state.accounts if hub == "user" else ():
                turn.read(account_id, "connected")
        case ProtectionReduced(code, words, grave):
            _reduced(turn, code, words, grave=grave)
        case ProtectionRestored(code):
            _restored(turn, code)
        case PayloadRejected():
            _rejected(turn, event)


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


def _rejected(turn: Turn, event: PayloadRejected) -> None:
    """Told and counted, then read afresh: what the payload meant to say is in the snapshot."""
    concerned = [event.account_id] if event.account_id is not None else list(turn.state.accounts)
    for account_id in concerned:
        if account_id in turn.state.accounts:
            words = f"{event.source} could not be read: {event.field} was {event.found}."
            turn.tell(
                account_id,
                "degraded",
                words=words,
                severity="warning",
                fields={"reason": "payload", "field": event.field},
            )
            if turn.account(account_id).armed and event.source != "GatewayQuote":
                turn.read(account_id, "a payload could not be read")
