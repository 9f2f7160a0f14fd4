"""The history: a calendar of past days, the days themselves, sessions, and the what-if beside them."""

from riskguard.desktop.history.page import HistoryPage

__all__ = ["HistoryPage"]
