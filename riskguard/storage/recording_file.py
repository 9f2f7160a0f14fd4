"""One day's recording as a plain file of JSON lines, in whole lines only whatever the disk or a crash does to it."""

import io
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson

from riskguard.storage.recording_opening import Item

_BLOCK = 1 << 16


def line_of(item: Item) -> bytes:
    """One line in the format `riskguard replay` reads."""
    at, kind, data, contract_id = item
    body = {"t": at, "type": kind, "data": data}
    if kind == "GatewayQuote":
        body["contractId"] = contract_id
    try:
        return orjson.dumps(body, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a number beyond 64 bits, half a character: rare enough for the slow way
        return json.dumps(body, default=str).encode() + b"\n"


class RecordingFile:
    """An open day. `size` counts whole lines; `last` is the time of the last one found in it. Raises OSError."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("r+b" if path.exists() else "x+b", buffering=0)
        try:
            self.size, self.last = _whole_lines(self._file)
            self._cut()
        except OSError:
            self._file.close()
            raise

    def write(self, lines: Sequence[bytes]) -> None:
        """All of them or, with OSError, none."""
        text = b"".join(lines)
        left = memoryview(text)
        try:
            while left:
                left = left[self._file.write(left) or 0 :]
        except OSError:
            self._cut()
            raise
        self.size += len(text)

    def close(self) -> None:
        self._file.close()

    def _cut(self) -> None:
        """Back to the last whole line."""
        self._file.seek(self.size)
        self._file.truncate()


def _whole_lines(file: io.FileIO) -> tuple[int, datetime | None]:
    """(where the last whole line that can be read ends, its time); a torn or garbled end is left out."""
    end = file.seek(0, os.SEEK_END)
    end = _newline_before(file, end)
    while end:
        begin = _newline_before(file, end - 1)
        file.seek(begin)
        found = _time_of(file.read(end - begin))
        if found is not None:
            return end, found
        end = begin
    return 0, None


def _newline_before(file: io.FileIO, end: int) -> int:
    """Where the line that holds byte `end - 1` begins: just after the newline before it, else 0."""
    while end:
        begin = max(end - _BLOCK, 0)
        file.seek(begin)
        found = file.read(end - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _time_of(line: bytes) -> datetime | None:
    try:
        at = datetime.fromisoformat(json.loads(line)["t"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return at.astimezone(UTC) if at.tzinfo else None
