"""What each contract is called and what its tick is worth, learned once and kept. Never in the way of a close."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from riskguard.domain.contracts import Contract, canonical_root
from riskguard.domain.events import ContractLearned, Event, PayloadRejected
from riskguard.engine.ports import GatewayUnreadableError, Recorder
from riskguard.gateway import translate
from riskguard.gateway.background import Background
from riskguard.gateway.client import GatewayClient
from riskguard.gateway.fields import BadPayloadError

_log = logging.getLogger(__name__)

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0


class ContractBook:
    """id -> Contract, for good. Tells of each contract once, through `emit`."""

    def __init__(
        self, client: GatewayClient, emit: Callable[[Event], None], background: Background, recorder: Recorder
    ) -> None:
        self._client = client
        self._emit = emit
        self._recorder = recorder
        self._background = background
        self._known: dict[str, Contract] = {}
        self._active: dict[str, str] = {}  # root -> id of its active contract
        self._asked: set[str] = set()

    def known(self, contract_id: str) -> Contract | None:
        return self._known.get(contract_id)

    async def preload(self) -> None:
        """All tradable contracts in one call; without it each is looked up when it appears."""
        try:
            self._learn_all("/Contract/available", await self._client.read("/Contract/available", {"live": False}))
        except GatewayUnreadableError as error:
            _log.warning("contracts could not be loaded: %s", error)

    def want(self, contract_ids: Sequence[str]) -> None:
        """Looks unknown contracts up in the background, until the gateway answers."""
        for contract_id in contract_ids:
            if contract_id not in self._known and contract_id not in self._asked:
                self._asked.add(contract_id)
                self._background.keep(partial(self._look_up, contract_id), "contracts")

    async def active(self, root: str) -> str | None:
        """The id of the root's active contract, or None; GatewayUnreadableError if the gateway cannot be asked."""
        symbol = canonical_root(root)
        if symbol not in self._active:
            query = {"searchText": symbol, "live": False}
            self._learn_all("/Contract/search", await self._client.read("/Contract/search", query))
        return self._active.get(symbol)

    async def _look_up(self, contract_id: str) -> None:
        """The SDK's own look-up falls back to a text search and may give another contract: the id must match."""
        pause = _FIRST_PAUSE_S
        while True:
            try:
                body = await self._client.read("/Contract/searchById", {"contractId": contract_id})
            except GatewayUnreadableError as error:
                _log.warning("contract %s could not be looked up: %s", contract_id, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
                continue
            self._learn("/Contract/searchById", body.get("contract"), wanted=contract_id)
            return

    def _learn_all(self, path: str, body: Mapping[str, object]) -> None:
        found = body.get("contracts")
        for element in found if isinstance(found, list) else [None]:
            self._learn(path, element)

    def _learn(self, path: str, element: object, wanted: str = "") -> None:
        try:
            contract = translate.contract(element)
        except BadPayloadError as bad:
            self._reject(path, bad.field, bad.found)
            return
        if wanted and contract.contract_id != wanted:
            self._reject(path, "id", f"{contract.contract_id} for {wanted}")
            return
        if isinstance(element, Mapping) and element.get("activeContract") is True:
            self._active.setdefault(contract.root, contract.contract_id)
        if contract.contract_id not in self._known:
            self._known[contract.contract_id] = contract
            self._recorder.record("Contract", element)
            self._emit(ContractLearned(contract))

    def _reject(self, path: str, field: str, found: str) -> None:
        _log.warning("%s: a contract could not be read: %s was %s", path, field, found)
        self._emit(PayloadRejected(path, field, found))
