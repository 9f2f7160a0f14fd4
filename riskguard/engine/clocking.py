"""Clocking in and out by hand: one session at a time, told and journalled; what is asked for twice changes nothing."""

from dataclasses import replace
from datetime import datetime

from riskguard.domain.events import SessionAsked
from riskguard.domain.trading_day import span_text
from riskguard.engine.state import GuardState
from riskguard.engine.turn import Turn
from riskguard.state.sessions import Session


def asked(turn: Turn, event: SessionAsked) -> None:
    refused = refusal(turn.state, event.what, turn.now)
    if refused:
        return
    before = turn.state.session
    session = Session(turn.now) if event.what == "in" or before is None else replace(before, ended_at=turn.now)
    turn.state = replace(turn.state, session=session)
    fields = {"session": event.what, "asked_by": event.asked_by, "began_at": session.began_at}
    turn.tell(None, "session", words=said(turn.state, event.what, turn.now), fields=fields)


def refusal(state: GuardState, what: str, now: datetime) -> str:
    """Why it cannot be clocked in or out; empty where it can."""
    session = state.session
    if not state.timed:
        return "the time is not certain before the gateway has answered; ask again then"
    if what == "in" and session and session.open(now):
        return f"already clocked in since {state.resets.schedule.end_text(now, session.began_at)}"
    if what == "out" and not (session and session.open(now)):
        return "not clocked in"
    return ""


def said(state: GuardState, what: str, now: datetime) -> str:
    """What is confirmed to the trader once it is done."""
    if what == "in":
        return f"Clocked in at {state.resets.schedule.time_text(now)}."
    begun = state.session.began_at if state.session else now
    return f"Clocked out at {state.resets.schedule.time_text(now)} after {span_text(now - begun)}."
