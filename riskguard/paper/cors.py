"""Browser clients: CORS with credentials for any origin, preflights included."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HEADERS = "authorization, content-type, x-requested-with, x-signalr-user-agent"


@web.middleware
async def allow_browsers(request: web.Request, handler: Handler) -> web.StreamResponse:
    origin = request.headers.get("Origin")
    if origin and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        return web.Response(status=204, headers=_preflight(request, origin))
    response = await handler(request)
    if origin and not response.prepared:
        response.headers.update(_allow(origin))
    return response


def _allow(origin: str) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}


def _preflight(request: web.Request, origin: str) -> dict[str, str]:
    return _allow(origin) | {
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Allow-Headers": request.headers.get("Access-Control-Request-Headers", HEADERS),
        "Access-Control-Max-Age": "600",
    }
