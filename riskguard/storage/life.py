"""Signs of life, gaps without them and clocked sessions, as the open journal holds them."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from riskguard.domain.money import usd
from riskguard.state.absence import Gap, Heartbeat
from riskguard.state.sessions import Session
from riskguard.storage.codec import instant_of, instant_text
from riskguard.storage.models import RecordRow

HEARTBEAT = "heartbeat"


def heartbeat_text(heartbeat: Heartbeat) -> str:
    gateway = {"gateway": heartbeat.gateway} if heartbeat.gateway else {}
    practice = {"practice": True} if heartbeat.practice else {}
    return json.dumps({"at": instant_text(heartbeat.at), "clean": heartbeat.clean, **gateway, **practice})


def heartbeat_of(text: str | None) -> Heartbeat | None:
    """None where none was stored yet; ValueError, KeyError or TypeError for what is none."""
    if text is None:
        return None
    found = json.loads(text)
    return Heartbeat(
        instant_of(found["at"]), bool(found["clean"]), str(found.get("gateway", "")), found.get("practice") is True
    )


def gaps_since(since: str) -> tuple[Gap, ...]:
    """Gaps told from an instant on, oldest first; what accounts traded in one stands in lines of their own."""
    gaps: dict[datetime, Gap] = {}
    told = (RecordRow.kind == "guard_off") & (RecordRow.at >= since)
    for row in RecordRow.select().where(told).order_by(RecordRow.id):
        fields: dict[str, Any] = json.loads(row.fields)
        begun = instant_of(fields["since"])
        if row.account_id is None:
            gaps[begun] = Gap(begun, instant_of(fields["until"]), fields["how"])
        elif begun in gaps:
            gaps[begun] = gaps[begun].with_traded(int(fields["fills"]), usd(str(fields["realized"])))
    return tuple(gaps.values())


def last_session() -> Session | None:
    """The session clocked last, in progress or over."""
    row = RecordRow.select().where(RecordRow.kind == "session").order_by(RecordRow.id.desc()).first()
    return sessions_of([row])[-1] if row else None


def sessions_of(rows: Iterable[RecordRow]) -> list[Session]:
    """Sessions of lines in their order; one that was never clocked out of has no end of its own."""
    found: dict[datetime, Session] = {}
    for row in rows:
        begun = instant_of(json.loads(row.fields)["began_at"])
        out = json.loads(row.fields)["session"] == "out"
        found[begun] = Session(begun, instant_of(row.at) if out else None)
    return list(found.values())
