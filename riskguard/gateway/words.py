"""The gateway's error codes, which come without text, in words a trader understands; and what each means."""

from collections.abc import Mapping

from riskguard.domain.events import Result
from riskguard.engine.ports import Answer

CLOSE = "/Position/closeContract"
REDUCE = "/Position/partialCloseContract"
CANCEL = "/Order/cancel"
MODIFY = "/Order/modify"
PLACE = "/Order/place"
LOGIN = "/Auth/loginKey"
VALIDATE = "/Auth/validate"

_ACCOUNT = "the gateway does not know this account"
_MAY_NOT = "the account may not trade"
_NO_POSITION = "there is no such position any more"
_NO_ORDER = "there is no such order any more"
_NO_CONTRACT = "the gateway does not know this contract"
_NOT_ACTIVE = "the contract is not being traded"
_REJECTED = "the gateway rejected the order"
_UNDER_WAY = "an order for it is already under way"
_UNSAID = "the gateway gave no reason"

_CODES: Mapping[str, Mapping[int, str]] = {
    LOGIN: {
        1: "the user name is not known",
        2: "the password is wrong",
        3: "the user name or the API key is wrong",
        4: "the gateway does not know this application",
        5: "the gateway does not accept this application",
        6: "the gateway does not accept this device",
        7: "the platform's agreements are not signed; sign in to the platform once and accept them",
        8: _UNSAID,
        9: "the account has no API subscription",
        10: "API keys are switched off for this user",
    },
    VALIDATE: {1: "the session is not valid", 2: "the session is not known", 3: "the session has expired"},
    CLOSE: {
        1: _ACCOUNT,
        2: _NO_POSITION,
        3: _NO_CONTRACT,
        4: _NOT_ACTIVE,
        5: _REJECTED,
        6: _UNDER_WAY,
        7: _UNSAID,
        8: _MAY_NOT,
    },
    REDUCE: {
        1: _ACCOUNT,
        2: _NO_POSITION,
        3: _NO_CONTRACT,
        4: _NOT_ACTIVE,
        5: "the size is not valid for this position",
        6: _REJECTED,
        7: _UNDER_WAY,
        8: _UNSAID,
        9: _MAY_NOT,
    },
    CANCEL: {1: _ACCOUNT, 2: _NO_ORDER, 3: _REJECTED, 4: _UNDER_WAY, 5: _UNSAID, 6: _MAY_NOT},
    MODIFY: {1: _ACCOUNT, 2: _NO_ORDER, 3: _REJECTED, 4: _UNDER_WAY, 5: _UNSAID, 6: _MAY_NOT, 7: _NO_CONTRACT},
    PLACE: {
        1: _ACCOUNT,
        2: _REJECTED,
        3: "the account has not enough funds",
        4: "the account has broken one of the firm's rules",
        5: "the market is outside its trading hours",
        6: _UNDER_WAY,
        7: _UNSAID,
        8: _NO_CONTRACT,
        9: _NOT_ACTIVE,
        10: _MAY_NOT,
    },
}
_SEARCHES = {"Account": _ACCOUNT, "Contract": _NO_CONTRACT}

# BLOCKED slows retries to one a minute, so it stands only where trying sooner cannot help: the account may not trade
# (or is not there to trade with), or nothing trades in the contract now. A plain "rejected" may pass in a second and
# stays REFUSED, so do lack of funds and an order under way.
_BLOCKED: Mapping[str, frozenset[int]] = {
    CLOSE: frozenset({1, 4, 8}),
    REDUCE: frozenset({1, 4, 9}),
    CANCEL: frozenset({1, 6}),
    MODIFY: frozenset({1, 6}),
    PLACE: frozenset({1, 4, 5, 9, 10}),
}
_GONE: Mapping[str, frozenset[int]] = {
    CLOSE: frozenset({2}),
    REDUCE: frozenset({2}),
    CANCEL: frozenset({2}),
    MODIFY: frozenset({2}),
}
# Closing has no code for "outside trading hours": there only the gateway's own text can say so.
_CLOSED_MARKET = ("trading hours", "market is closed", "market closed")


def answer(path: str, body: Mapping[str, object]) -> Answer:
    """What a mutating call's JSON answer means."""
    if body.get("success") is True:
        return Answer(Result.ACCEPTED)
    return Answer(_result(path, _code(body), _message(body)), refusal(path, body))


def refusal(path: str, body: Mapping[str, object]) -> str:
    """Why the gateway said no, in words; its own text is added where it gave one."""
    code, message = _code(body), _message(body)
    known = _CODES.get(path, {}).get(code) or (_search_words(path) if code == 1 else None)
    reason = known or (_UNSAID if not code else f"error code {code}")
    return f"{reason} ({message})" if message else reason


def status_words(status: int) -> str:
    """An HTTP status without a readable answer, in words."""
    if status == 401:
        return "the gateway does not accept the session (401)"
    if status == 404:
        return "the gateway has no such path (404); check the API address"
    if status == 429:
        return "too many calls in a minute (429)"
    if status >= 500:
        return f"the gateway is not working ({status})"
    return f"the gateway answered {status}"


def _result(path: str, code: int, message: str) -> Result:
    if code in _GONE.get(path, ()):
        return Result.GONE
    if code in _BLOCKED.get(path, ()) or any(words in message.lower() for words in _CLOSED_MARKET):
        return Result.BLOCKED
    return Result.REFUSED


def _code(body: Mapping[str, object]) -> int:
    code = body.get("errorCode")
    return code if isinstance(code, int) and not isinstance(code, bool) else 0


def _message(body: Mapping[str, object]) -> str:
    message = body.get("errorMessage")
    return " ".join(message.split())[:200] if isinstance(message, str) else ""


def _search_words(path: str) -> str:
    return _SEARCHES.get(path.split("/")[1], _ACCOUNT)
