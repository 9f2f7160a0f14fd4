"""Deadlines as values: the nearest one is what the loop sleeps until."""

from collections.abc import Iterable
from datetime import datetime


class TimerManager:
    """Deadlines live in the state they belong to; this finds the nearest and those that are due."""

    @staticmethod
    def nearest(deadlines: Iterable[datetime | None]) -> datetime | None:
        return min((at for at in deadlines if at is not None), default=None)

    @staticmethod
    def due(deadline: datetime | None, now: datetime) -> bool:
        return deadline is not None and now >= deadline
