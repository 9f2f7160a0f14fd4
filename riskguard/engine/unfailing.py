"""What keeps the loop running where this program itself is at fault: told once, written to the log each time."""

import logging

from riskguard.engine.board import Board, BoardSnapshot, Notice
from riskguard.engine.ports import Recorder

_log = logging.getLogger(__name__)

FAULT = "fault"
FAULT_WORDS = (
    "RiskGuard could not take in something that happened; this is a fault of the program. "
    "It goes on with all that comes, but look at your positions on your platform, then start RiskGuard again. "
    "Health has a support bundle for a report."
)


class UnfailingBoard:
    """A board whose faults end neither the judging nor the clock."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def publish(self, snapshot: BoardSnapshot) -> None:
        try:
            self._board.publish(snapshot)
        except Exception:
            _log.exception("the state could not be shown")

    def announce(self, notice: Notice) -> None:
        try:
            self._board.announce(notice)
        except Exception:
            _log.exception("a notice could not be shown: %s", notice.title)


class UnfailingRecorder:
    """A recorder whose faults keep nothing from being judged."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def record(self, kind: str, data: object, contract_id: object = None) -> None:
        try:
            self._recorder.record(kind, data, contract_id)
        except Exception:
            _log.exception("%s could not be recorded", kind)
