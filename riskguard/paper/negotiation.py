"""How a client gets onto a hub: negotiate for a one-use connection id, then a websocket; or the websocket at once."""

import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from riskguard.paper import striking
from riskguard.paper.auth import Session, Tokens
from riskguard.paper.client import HubClient
from riskguard.paper.config import PaperConfig
from riskguard.paper.faults import Fault, Faults
from riskguard.paper.hubs import Hubs
from riskguard.paper.paths import HubName

TRANSPORTS = [{"transport": "WebSockets", "transferFormats": ["Text"]}]
MAX_PENDING = 1_000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def bearer(request: web.Request) -> str | None:
    """The token of the Authorization header or of `access_token`."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else request.query.get("access_token")


class Door:
    """The HTTP side of both hubs."""

    def __init__(self, config: PaperConfig, tokens: Tokens, hubs: Hubs, faults: Faults) -> None:
        self._config, self._tokens, self._hubs, self._faults = config, tokens, hubs, faults
        self._pending: dict[str, tuple[HubName, str]] = {}

    def negotiate(self, hub: HubName) -> Handler:
        """The handler of POST /hubs/{hub}/negotiate."""

        async def handler(request: web.Request) -> web.StreamResponse:
            early, struck = await self._strike(hub, request, f"/hubs/{hub}/negotiate")
            if early is not None:
                return early
            session = self._tokens.check(bearer(request))
            if session is None:
                return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
            offer = web.json_response(self._offer(hub, session, request.query.get("negotiateVersion", "0")))
            return await striking.after(self._faults, request, struck, offer)

        return handler

    async def _strike(
        self, hub: HubName, request: web.Request, endpoint: str
    ) -> tuple[web.StreamResponse | None, list[Fault]]:
        """What faults answer in place of the hub, or None; and the faults that strike the answer."""
        await self._faults.hubs.admit(hub)
        refused = self._faults.hubs.refused_status(hub)
        if refused:
            return web.Response(status=refused), []
        struck = self._faults.due(endpoint)
        return await striking.before(self._faults, request, struck), struck

    def forget(self) -> None:
        """A restart: connection ids offered before open nothing."""
        self._pending.clear()

    def _offer(self, hub: HubName, session: Session, version: str) -> dict[str, object]:
        public, secret = (secrets.token_urlsafe(16) for _ in range(2))
        modern = version.isdigit() and int(version) >= 1
        self._pending[secret if modern else public] = (hub, session.id)
        while len(self._pending) > MAX_PENDING:
            self._pending.pop(next(iter(self._pending)))
        tokens = {"connectionToken": secret} if modern else {}
        return {"negotiateVersion": int(modern), "connectionId": public, **tokens, "availableTransports": TRANSPORTS}

    def connect(self, hub: HubName) -> Handler:
        """The handler of GET /hubs/{hub}: 404 for an unknown or used connection id, 401 without token."""

        async def handler(request: web.Request) -> web.StreamResponse:
            early, _ = await self._strike(hub, request, f"/hubs/{hub}")
            return early if early is not None else await self._connect(hub, request)

        return handler

    async def _connect(self, hub: HubName, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return web.Response(status=400, text="This hub speaks websockets only.")
        session_id = self._admit(hub, request)
        if isinstance(session_id, web.Response):
            return session_id
        client = HubClient(hub, session_id, request, self._config.queue_limit)
        self._hubs.join(client)
        try:
            return await client.serve(self._hubs.call, self._config.handshake_s)
        finally:
            self._hubs.leave(client)

    def _admit(self, hub: HubName, request: web.Request) -> str | web.Response:
        number = request.query.get("id")
        offered = self._pending.get(number) if number else None
        if number and (offered is None or offered[0] != hub):
            return web.Response(status=404, text="No Connection with that ID")
        token = bearer(request)
        session = self._tokens.check(token)
        if session is None and (token or offered is None or offered[1] not in self._tokens.live()):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        if number:
            del self._pending[number]
        return session.id if session else offered[1] if offered else ""
