"""What is said again and again goes to the channels less and less often. Pure: the time is handed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from riskguard.engine.board import Notice, Severity

REMINDER = "Protection still reduced"
FIRST_REMINDER = timedelta(minutes=15)
LONGEST = timedelta(hours=4)
OVER = timedelta(minutes=3)
"""Reminders come every minute; with none for this long the next one is of something new."""
SAME_LOUD, SAME_QUIET = timedelta(minutes=1), timedelta(minutes=10)
"""The same words go again after so long at the earliest."""
_MOST_KNOWN = 500

type _Key = tuple[int | None, str, str]


@dataclass(slots=True)
class _Told:
    """When a reminder or the same words were heard and told last, and how long until they are told again."""

    heard: datetime
    told: datetime
    pause: timedelta


class Gate:
    """For all channels together."""

    def __init__(self) -> None:
        self._known: dict[_Key, _Told] = {}

    def passes(self, notice: Notice, now: datetime) -> bool:
        """Whether a notice goes to the channels; what passes counts as told."""
        return self._reminds(notice, now) if notice.title == REMINDER else self._is_new(notice, now)

    def _reminds(self, notice: Notice, now: datetime) -> bool:
        """The trouble itself has been told when it began: the first reminder waits, each next one twice as long."""
        key = (notice.account_id, notice.title, "")
        known = self._known.get(key)
        if known is None or now - known.heard > OVER:
            self._keep(key, _Told(now, now, FIRST_REMINDER))
            return False
        known.heard = now
        if now - known.told < known.pause:
            return False
        known.told, known.pause = now, min(known.pause * 2, LONGEST)
        return True

    def _is_new(self, notice: Notice, now: datetime) -> bool:
        key = (notice.account_id, notice.title, notice.text)
        pause = SAME_LOUD if notice.severity in (Severity.BREACH, Severity.ALARM) else SAME_QUIET
        known = self._known.get(key)
        if known and abs(now - known.told) < pause:
            return False
        self._keep(key, _Told(now, now, pause))
        return True

    def _keep(self, key: _Key, told: _Told) -> None:
        self._known.pop(key, None)
        self._known[key] = told
        if len(self._known) > _MOST_KNOWN:
            self._known.pop(next(iter(self._known)))
