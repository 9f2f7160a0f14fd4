"""When a token ends, read from the token itself."""

import base64
import json
from datetime import UTC, datetime


def end_of(token: str) -> datetime | None:
    """When a JWT ends, read from its `exp`; None if it does not say: then a 401 will."""
    try:
        claims = token.split(".")[1]
        decoded = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return datetime.fromtimestamp(decoded["exp"], UTC)
    except (IndexError, ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
