"""A board that tells the channels what it tells the people in front of the screen."""

from collections.abc import Callable, Mapping
from typing import Any

from riskguard.alerts.alerts import Alerts
from riskguard.config.alerts import channels_in
from riskguard.engine.board import AccountView, Board, BoardSnapshot, Notice


class AlertingBoard:
    """Implements engine.board.Board around another one. `table` is `[alerts]` as it is in force."""

    def __init__(self, board: Board, alerts: Alerts, table: Callable[[], Mapping[str, Any]]) -> None:
        self._board, self._alerts, self._table = board, alerts, table
        self._used: Mapping[str, Any] | None = None
        self._accounts: tuple[AccountView, ...] = ()

    def follow(self) -> None:
        """Use the channels that are in force now; costs nothing while they are the same."""
        table = self._table()
        if table is not self._used:
            self._used = table
            self._alerts.use(channels_in(table))

    def publish(self, snapshot: BoardSnapshot) -> None:
        self._board.publish(snapshot)
        self.follow()
        if snapshot.accounts is not self._accounts:
            self._accounts = snapshot.accounts
            self._alerts.learn({one.account_id: one.name for one in snapshot.accounts})

    def announce(self, notice: Notice) -> None:
        self._board.announce(notice)
        self.follow()
        self._alerts.hear(notice)
