"""`riskguard replay`: what a set of rules would have decided on a recorded or written stream."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riskguard.domain.events import Event
    from riskguard.engine.replay import Replay

BAD = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, required=True, metavar="FILE", help="settings file with the rules")
    parser.add_argument("--events", type=Path, required=True, metavar="FILE", help="JSON lines, as the program records")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print every decision; 2 for a rules file or a stream that cannot be used."""
    from riskguard.config.file import SettingsFileError, read_settings
    from riskguard.engine.replay import BadLineError, Replay

    try:
        replay = Replay(read_settings(args.rules), read_event)
        with args.events.open(encoding="utf-8") as lines:
            _print(replay, lines, as_json=args.json)
    except SettingsFileError as error:
        return _fail(str(error))
    except BadLineError as error:
        return _fail(f"{args.events}: {error}")
    except (OSError, UnicodeDecodeError) as error:
        return _fail(f"{args.events} cannot be read: {getattr(error, 'strerror', None) or error}")
    if replay.skipped:
        sys.stderr.write(f"{replay.skipped} lines of types not known here were skipped\n")
    return 0


def read_event(kind: str, body: Mapping[str, Any]) -> "Event":
    """One line's payload as an event; one that cannot be read is handled as live."""
    from riskguard.domain.events import PayloadRejected
    from riskguard.gateway.translate import BadPayload, account_id_of, translate

    data = body.get("data")
    try:
        return translate(kind, body.get("contractId"), data) if kind == "GatewayQuote" else translate(kind, data)
    except BadPayload as bad:
        return PayloadRejected(kind, bad.field, bad.found, account_id_of(kind, data))


def _print(replay: "Replay", lines: Iterable[str], *, as_json: bool) -> None:
    from riskguard.engine.replay import record_line

    for record in replay.run(lines):
        line = record_line(record)
        if as_json:
            sys.stdout.write(json.dumps(line) + "\n")
        else:
            parts = [line.get(name) for name in ("action", "contract", "size", "order", "lockout", "until")]
            words = [record.kind, record.rule or "", record.words, *(str(part) for part in parts if part is not None)]
            sys.stdout.write(f"{record.at:%Y-%m-%d %H:%M:%S} {' '.join(word for word in words if word)}\n")


def _fail(words: str) -> int:
    sys.stderr.write(f"riskguard replay: {words}\n")
    return BAD
