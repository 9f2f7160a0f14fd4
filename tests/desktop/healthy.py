"""A guard that has nothing to complain of, and when a page has read what it shows; for pictures and tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from riskguard.desktop.activity import ActivityPage
from riskguard.desktop.dashboard import Dashboard
from riskguard.desktop.health import HealthPage
from riskguard.gateway.latency import LatencyView
from riskguard.service.health import Health
from riskguard.storage.backups import Backup


def settled(window: Dashboard, name: str) -> bool:
    """Whether the page has read what it shows; of Activity the first breach is chosen on the way."""
    page = window.pages[name]
    if isinstance(page, ActivityPage) and page.built:
        breaches = [each for each in page.timeline.lines.items() if each.line.kind == "breach"]
        breach = breaches[-1] if breaches else None
        if breach is not None:
            page.timeline.choose(breach.line.number)
        shown = page.pane.shown
        return breach is not None and shown is not None and shown.item.line.number == breach.line.number
    return isinstance(page, HealthPage) and page.built and bool(page.cards[-1][1].facts)


def healthy(now: datetime) -> Health:
    """A guard an hour after its start, with nothing to complain of."""
    heard = now - timedelta(seconds=0.2)
    return Health(
        frozenset({"user", "market"}),
        now - timedelta(seconds=3),
        heard,
        heard,
        LatencyView(412, 38.0, 36.0, 121.0),
        anchored=True,
        pc_off=timedelta(milliseconds=4),
        journal_key="keyring",
        last_backup=Backup(Path("start.db"), 7, now - timedelta(minutes=12), "start"),
    )


def elsewhere(window: Dashboard) -> None:
    """Health as it reads on the machine of a user, not on that which takes the picture."""
    page = window.pages.get("health")
    if isinstance(page, HealthPage) and page.built and page._disk is not None:
        page._look.stop()
        told = {"System": "Windows 11", "Python": "3.12.9"}
        versions = tuple((name, told.get(name, version)) for name, version in page._disk.versions)
        user = Path(r"C:\Users\you\AppData\Local\RiskGuard")
        page._take_disk(replace(page._disk, folder=user, versions=versions, free_bytes=212 * 10**9))
