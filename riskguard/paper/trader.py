"""A trader on the paper gateway: signs in, looks at contracts and prices, sends orders. Refuses any other gateway."""

import ipaddress
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

MARKET, STOP = 2, 4
_TIMEOUT_S = 5.0
_BACK_S = 600


class NotPaperError(ValueError):
    """The address is not on this machine: that is no paper gateway, and no order goes there."""


class PaperUnreachableError(Exception):
    """The paper gateway does not answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Tradable:
    """A front month as the ticket shows it."""

    contract_id: str
    name: str
    tick: float


class PaperTrader:
    """`found` is what the paper gateway printed when it started. Every answer is "" or why it was refused."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._api_url = _on_this_machine(str(found["api_url"]))
        self._user, self._key = str(found["user"]), str(found["key"])
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Signs in; PaperUnreachableError."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S))
        answer = await self._post("/Auth/loginKey", userName=self._user, apiKey=self._key)
        self._session.headers["Authorization"] = f"Bearer {answer.get('token')}"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def contracts(self) -> list[Tradable]:
        """All that is traded, the front month of each."""
        found = (await self._post("/Contract/available", live=False)).get("contracts") or []
        front = [one for one in found if one.get("activeContract")]
        return [Tradable(str(one["id"]), str(one["name"]), float(one["tickSize"])) for one in front]

    async def last(self, contract_id: str) -> float | None:
        """The last price."""
        now = time.time()
        span = {name: _stamp(at) for name, at in (("startTime", now - _BACK_S), ("endTime", now + 1))}
        body = {"live": False, "unit": 1, "unitNumber": 1, "limit": 1, "includePartialBar": True}
        bars = (await self._post("/History/retrieveBars", contractId=contract_id, **span, **body)).get("bars") or []
        return float(bars[0]["c"]) if bars else None

    async def market(self, account_id: int, contract_id: str, size: int) -> str:
        """`size` + buys, - sells."""
        return await self._order(account_id, contract_id, size, type=MARKET)

    async def stop(self, account_id: int, contract_id: str, size: int, price: float) -> str:
        """A stop order that sells where `size` is negative, and buys where it is not."""
        return await self._order(account_id, contract_id, size, type=STOP, stopPrice=price)

    async def close_position(self, account_id: int, contract_id: str) -> str:
        return _refusal(await self._post("/Position/closeContract", accountId=account_id, contractId=contract_id))

    async def cancel(self, account_id: int, contract_id: str) -> str:
        """Every working order in a contract; the first refusal."""
        found = (await self._post("/Order/searchOpen", accountId=account_id)).get("orders") or []
        said = [
            _refusal(await self._post("/Order/cancel", accountId=account_id, orderId=one["id"]))
            for one in found
            if one.get("contractId") == contract_id
        ]
        return next((words for words in said if words), "")

    async def _order(self, account_id: int, contract_id: str, size: int, **more: Any) -> str:
        body = {"accountId": account_id, "contractId": contract_id, "side": 0 if size > 0 else 1, "size": abs(size)}
        return _refusal(await self._post("/Order/place", **body, **more))

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        if self._session is None:
            raise PaperUnreachableError("not signed in")
        try:
            async with self._session.post(self._api_url + path, json=body) as answer:
                found = await answer.json()
        except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
            raise PaperUnreachableError(str(error) or type(error).__name__) from error
        return found if isinstance(found, dict) else {}


def _refusal(answer: Mapping[str, Any]) -> str:
    if answer.get("success"):
        return ""
    return str(answer.get("errorMessage") or f"error {answer.get('errorCode')}").rstrip(".")


def _on_this_machine(url: str) -> str:
    host = urlsplit(url).hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        raise NotPaperError(f"{url} is not on this machine; practice orders go to the paper gateway only")
    return url


def _stamp(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
