"""The program's log: one rotating file in the data directory, written off the loop."""

import logging
import logging.handlers
import queue
import sys
from pathlib import Path
from typing import override

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _LogFile(logging.handlers.RotatingFileHandler):
    """Leaves out what the disk does not take: the journal tells of it, and a traceback a line would hide that."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)


def start_logging(data_dir: Path, *, verbose: bool = False) -> logging.handlers.QueueListener:
    """Log to `riskguard.log` through a queue; stop the listener returned at the end."""
    file = _LogFile(data_dir / "riskguard.log", maxBytes=5_000_000, backupCount=3, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter(_FORMAT))
    handlers: list[logging.Handler] = [file]
    if verbose:
        console = logging.StreamHandler()
        console.setFormatter(logging.Formatter(_FORMAT))
        handlers.append(console)
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = logging.handlers.QueueListener(lines, *handlers)
    root = logging.getLogger()
    root.handlers[:] = [logging.handlers.QueueHandler(lines)]
    root.setLevel(logging.INFO)
    listener.start()
    return listener
