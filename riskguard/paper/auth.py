"""Log-in and tokens: real JWTs (HS256) with an end, revocable. One user, one key."""

import base64
import binascii
import hashlib
import hmac
import json
import math
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

UNKNOWN_USER, BAD_KEY = 1, 3


class LoginError(Exception):
    """The documented code of loginKey."""

    def __init__(self, code: int) -> None:
        super().__init__(f"login refused with code {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Session:
    """A valid token. `id` is its `jti`."""

    id: str
    token: str
    expires: datetime


class Tokens:
    """Issues, checks and revokes. The secret lives as long as this object, so tokens outlive a restart on the port."""

    def __init__(self, user: str, key: str, lifetime: timedelta, clock: Callable[[], datetime]) -> None:
        self._user, self._key = user, key
        self._lifetime = lifetime
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._sessions: dict[str, Session] = {}

    def login(self, user: str, key: str) -> Session:
        """A new session. Raises LoginError: 1 unknown user, 3 wrong key."""
        if user.casefold() != self._user.casefold():
            raise LoginError(UNKNOWN_USER)
        if not hmac.compare_digest(key.encode(errors="surrogatepass"), self._key.encode()):
            raise LoginError(BAD_KEY)
        return self.issue()

    def issue(self) -> Session:
        self._forget_expired()
        expires = self._clock() + self._lifetime
        number = uuid.uuid4().hex
        claims = {
            "sub": self._user,
            "jti": number,
            "iss": "riskguard-paper",
            "iat": math.floor(self._clock().timestamp()),
            "exp": math.ceil(expires.timestamp()),
        }
        session = Session(number, self._sign(claims), expires)
        self._sessions[number] = session
        return session

    def check(self, token: str | None) -> Session | None:
        """The session of a token that is genuine, not over and not revoked; else None."""
        claims = self._read(token or "")
        session = self._sessions.get(str(claims.get("jti")))
        return session if session and session.expires > self._clock() else None

    def revoke(self, session_id: str) -> None:
        self._sessions.pop(session_id, None)

    def live(self) -> list[str]:
        """The ids of all sessions not yet revoked."""
        return list(self._sessions)

    def _forget_expired(self) -> None:
        now = self._clock()
        self._sessions = {number: session for number, session in self._sessions.items() if session.expires > now}

    def _sign(self, claims: dict[str, object]) -> str:
        head = _pack({"alg": "HS256", "typ": "JWT"})
        body = f"{head}.{_pack(claims)}"
        return f"{body}.{self._seal(body)}"

    def _seal(self, body: str) -> str:
        return _base64(hmac.new(self._secret, body.encode(), hashlib.sha256).digest())

    def _read(self, token: str) -> dict[str, object]:
        body, _, seal = token.rpartition(".")
        if not token.isascii() or body.count(".") != 1 or not hmac.compare_digest(seal, self._seal(body)):
            return {}
        text = body.partition(".")[2]
        try:
            claims = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error):
            return {}
        return claims if isinstance(claims, dict) else {}


def _pack(value: dict[str, object]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
