"""SignalR records into messages, tolerant where nothing is lost by it: a field nobody knows costs no connection.

pysignalr builds its messages from whatever fields a record has, so one more of them kills its hub.
"""

import json
from collections.abc import Mapping

from pysignalr.messages import Message, MessageType
from pysignalr.protocol.json import JSONProtocol

from riskguard.gateway.errors import BadFrameError

_COMMON = ("type", "headers", "invocationId")
_FIELDS: Mapping[int, tuple[str, ...]] = {
    MessageType.invocation: (*_COMMON, "target", "arguments", "streamIds"),
    MessageType.stream_item: (*_COMMON, "item"),
    MessageType.completion: (*_COMMON, "result", "error"),
    MessageType.cancel_invocation: _COMMON,
    MessageType.ping: ("type",),
    MessageType.close: ("type", "headers", "error", "allowReconnect"),
}


class TolerantProtocol(JSONProtocol):
    """`strangers` are types met before: the first of a kind raises BadFrameError, later ones are passed over."""

    def __init__(self, strangers: set[object]) -> None:
        super().__init__()
        self._strangers = strangers

    def decode(self, raw_message: str | bytes) -> list[Message]:
        text = raw_message.decode() if isinstance(raw_message, bytes) else raw_message
        found = (self._message(record) for record in text.split(self.record_separator) if record.strip())
        return [message for message in found if message is not None]

    def _message(self, record: str) -> Message | None:
        try:
            fields = json.loads(record)
        except (ValueError, RecursionError):
            raise BadFrameError("the hub sent something that cannot be read") from None
        if not isinstance(fields, dict):
            raise BadFrameError("the hub sent something that is no message")
        kind = fields.get("type")
        known = _FIELDS.get(kind) if isinstance(kind, int) else None
        if known is None:
            self._pass_over(kind)
            return None
        if kind == MessageType.invocation:
            if not isinstance(fields.get("target"), str):
                raise BadFrameError("the hub sent an event without a name")
            fields.setdefault("arguments", [])
        return self.parse_message({name: value for name, value in fields.items() if name in known})

    def _pass_over(self, kind: object) -> None:
        name = repr(kind)[:40]
        if name not in self._strangers:
            self._strangers.add(name)
            raise BadFrameError(f"the hub sent a message of an unknown type ({name})")
