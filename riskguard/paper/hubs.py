"""The user hub and the market hub: who listens to what, and how events of the floor become hub messages."""

import asyncio
from collections.abc import Callable
from functools import partial

from riskguard.paper import signalr
from riskguard.paper.client import HubClient
from riskguard.paper.event_faults import EventFaults
from riskguard.paper.floor import Event, Floor, Topic
from riskguard.paper.market import Market
from riskguard.paper.paths import HubName
from riskguard.paper.signalr import Invocation

TARGETS: dict[Topic, str] = {
    "account": "GatewayUserAccount",
    "order": "GatewayUserOrder",
    "position": "GatewayUserPosition",
    "trade": "GatewayUserTrade",
    "quote": "GatewayQuote",
    "print": "GatewayTrade",
    "depth": "GatewayDepth",
}
# Method without (un)subscribe, in lower case as ASP.NET finds them in any -> topic; by hub.
METHODS: dict[HubName, dict[str, Topic]] = {
    "user": {"accounts": "account", "orders": "order", "positions": "position", "trades": "trade"},
    "market": {"contractquotes": "quote", "contracttrades": "print", "contractmarketdepth": "depth"},
}
ALL_ACCOUNTS = 0
Key = tuple[Topic, int | str]


class Hubs:
    """All hub clients. `floor` events go out through `hear`; `on_join` hears of every client that connects."""

    def __init__(self, floor: Floor, wrapped: bool, faults: EventFaults) -> None:
        self._floor = floor
        self._wrapped = wrapped
        self._faults = faults
        self.clients: set[HubClient] = set()
        self.unserved: set[int] = set()
        """Accounts that no user hub lets itself be subscribed to."""
        self.on_join: list[Callable[[HubName], None]] = []
        self._listening: dict[Key, set[HubClient]] = {}

    def join(self, client: HubClient) -> None:
        self.clients.add(client)
        for told in tuple(self.on_join):
            told(client.hub)

    def leave(self, client: HubClient) -> None:
        self.clients.discard(client)
        for listeners in self._listening.values():
            listeners.discard(client)

    def hear(self, event: Event) -> None:
        """Sends an event of the floor to those who listen. Encoded once."""
        key: Key = (event.topic, ALL_ACCOUNTS if event.topic == "account" else event.key)
        if self._listening.get(key):
            self._faults.route(event.topic, event.key, self._message(event), partial(self._send, key))

    def _send(self, key: Key, text: str) -> None:
        for client in tuple(self._listening.get(key, ())):
            client.send(text)

    def _message(self, event: Event) -> str:
        target = TARGETS[event.topic]
        if isinstance(event.key, str):
            data = event.data.depth(self._floor.clock()) if isinstance(event.data, Market) else event.data
            return signalr.invocation(target, event.key, data)
        if self._wrapped:
            return signalr.invocation(target, {"action": event.action, "data": event.data})
        return signalr.invocation(target, event.data)

    def call(self, client: HubClient, call: Invocation) -> str | None:
        """Runs a hub method and completes it; an error text if it fails."""
        name = call.target.lower()
        verb = next((verb for verb in ("subscribe", "unsubscribe") if name.startswith(verb)), "")
        topic = METHODS[client.hub].get(name.removeprefix(verb)) if verb else None
        if topic is None:
            return (
                f"Failed to invoke '{call.target}' due to an error on the server. HubException: Method does not exist."
            )
        key = self._key(topic, call.arguments)
        if not isinstance(key, str) and topic != "account" and key[1] in self.unserved and verb == "subscribe":
            key = f"HubException: {key[1]} is not served."
        if isinstance(key, str):
            return f"Failed to invoke '{call.target}' due to an error on the server. {key}"
        if call.id is not None:
            client.send(signalr.completion(call.id))
        self._subscribe(client, key, verb == "subscribe")
        return None

    def _key(self, topic: Topic, arguments: list[object]) -> Key | str:
        if topic == "account":
            return (topic, ALL_ACCOUNTS) if not arguments else _wrong_count(len(arguments), 0)
        if len(arguments) != 1:
            return _wrong_count(len(arguments), 1)
        wanted = arguments[0]
        if topic in METHODS["user"].values():
            known = isinstance(wanted, int) and not isinstance(wanted, bool) and wanted in self._floor.accounts
        else:
            known = isinstance(wanted, str) and wanted in self._floor.markets
        if not known or not isinstance(wanted, int | str):
            return f"HubException: {wanted!r} is no {'account' if topic in METHODS['user'].values() else 'contract'}."
        return topic, wanted

    def _subscribe(self, client: HubClient, key: Key, on: bool) -> None:
        listeners = self._listening.setdefault(key, set())
        if not on:
            listeners.discard(client)
            return
        listeners.add(client)
        market = self._floor.markets.get(str(key[1]))
        if market and key[0] == "quote":
            self._faults.route("quote", key[1], self._quote(market), client.send)
        if market and key[0] == "depth":
            text = signalr.invocation("GatewayDepth", key[1], market.depth(self._floor.clock()))
            self._faults.route("depth", key[1], text, client.send)

    def _quote(self, market: Market) -> str:
        return signalr.invocation("GatewayQuote", market.contract.id, market.quote(self._floor.clock()))

    def quotes(self, contract_id: str | None) -> dict[int | str, str]:
        """Whole quotes as they are sent, of one contract or (None) of all that somebody listens to."""
        heard = {key for (topic, key), listeners in self._listening.items() if topic == "quote" and listeners}
        wanted = heard if contract_id is None else {contract_id}
        return {key: self._quote(self._floor.markets[str(key)]) for key in wanted}

    def tell_quotes(self, contract_id: str | None) -> None:
        """Sends whole quotes to those who listen, past all faults."""
        for key, text in self.quotes(contract_id).items():
            self._send(("quote", key), text)

    def push(self, topic: Topic, key: int | str, *arguments: object) -> None:
        """Sends any arguments as they are to those who listen to that topic and key (for tests of bad payloads)."""
        text = signalr.invocation(TARGETS[topic], *arguments)
        self._send((topic, ALL_ACCOUNTS if topic == "account" else key), text)

    def raw(self, which: HubName | None, text: str) -> None:
        """Sends a text as it is to every client of a hub."""
        self.each(lambda client: client.send(text), which)

    def drop(self, which: HubName | None = None, polite: bool = False) -> None:
        """Ends every connection of a hub (None: both)."""
        self.each((lambda client: client.end(signalr.close())) if polite else HubClient.abort, which)

    def log_out(self, session_ids: list[str]) -> None:
        """Tells the clients of those sessions that they are out, and closes them."""
        for client in tuple(self.clients):
            if client.session_id in session_ids:
                client.send(signalr.invocation("GatewayLogout"))
                client.end(signalr.close())

    def each(self, act: Callable[[HubClient], None], which: HubName | None = None) -> None:
        """Does something to every client of a hub (None: both)."""
        for client in tuple(self.clients):
            if which in (None, client.hub):
                act(client)

    async def keep_alive(self, every_s: float) -> None:
        """Pings every client for ever."""
        while True:
            await asyncio.sleep(every_s)
            for client in tuple(self.clients):
                if client.ready:
                    client.send(signalr.PING_RECORD)


def _wrong_count(given: int, wanted: int) -> str:
    return f"InvalidDataException: Invocation provides {given} argument(s) but target expects {wanted}."
