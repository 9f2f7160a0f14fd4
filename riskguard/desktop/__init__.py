"""Tray, dashboard and overlay over the board's snapshots. Importing this package imports no Qt; its modules do."""

from riskguard.desktop.screen import screen_available

__all__ = ["screen_available"]
