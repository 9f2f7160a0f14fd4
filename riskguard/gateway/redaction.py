"""Keeps tokens and keys out of logs. SDK free, so that any log handler may carry it as well."""

import logging
import re

_SECRETS = re.compile(
    r"(access_token=)[^&\s'\"<>]+"
    r"|(bearer\s+)[\w.~+/=-]+"
    r"|(api_?key['\"]?\s*[:=]\s*['\"]?)[^'\"\s,}]+"
    r"|()eyJ[\w-]+\.[\w-]+\.[\w-]*",
    re.IGNORECASE,
)
_PLAIN = logging.Formatter()


def redacted(text: str) -> str:
    """The text with every token, bearer credential and API key replaced by dots."""
    return _SECRETS.sub(lambda found: next((lead for lead in found.groups() if lead), "") + "...", text)


class TokenFilter(logging.Filter):
    """A second line of defence: rewrites a record that carries a secret, in its message or in its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        clean = redacted(message)
        if clean != message:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            trace = _PLAIN.formatException(record.exc_info)
            if redacted(trace) != trace:
                record.exc_info, record.exc_text = None, redacted(trace)
        return True
