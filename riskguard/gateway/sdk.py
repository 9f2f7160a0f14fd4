"""The one place that imports the SDK, and tames its logging at once: no handlers of its own, no chatter, no tokens."""

import inspect
import logging
from collections.abc import Mapping, Sequence

from riskguard.gateway import standin
from riskguard.gateway.errors import SdkChangedError
from riskguard.gateway.redaction import TokenFilter
from riskguard.gateway.sdk_works import sdk_works
from riskguard.gateway.settings import GatewaySettings

with standin.imported("project_x_py", sdk_works):
    from project_x_py import ProjectX
    from project_x_py.models import ProjectXConfig
    from project_x_py.realtime.async_hub import AsyncHubConnection
    from project_x_py.realtime.core import ProjectXRealtimeClient
    from pysignalr.client import SignalRClient
    from pysignalr.protocol.json import JSONProtocol
    from pysignalr.transport.websocket import WebsocketTransport

__all__ = [
    "AsyncHubConnection",
    "ProjectX",
    "ProjectXConfig",
    "ProjectXRealtimeClient",
    "SignalRClient",
    "config_of",
    "self_test",
    "tame",
]

_TALKERS = ("project_x_py", "pysignalr", "websockets", "httpx", "httpcore", "hpack", "h2", "aiohttp")
_FILTER = TokenFilter()
_NO_LIMIT = 10**6  # the SDK's own limiter would hold a close back for up to a minute (measured 59.86 s)

# What this room leans on beyond the SDK's public face (sdk.md section 8.7); a new SDK version must still have it all.
_INTERNALS: Mapping[type, Sequence[str]] = {
    ProjectX: ("_create_client", "__aenter__", "__aexit__"),
    AsyncHubConnection: ("_ensure_client", "on", "on_open"),
    ProjectXRealtimeClient: (
        "setup_connections",
        "_forward_account_update",
        "_forward_position_update",
        "_forward_order_update",
        "_forward_trade_execution",
        "_forward_quote_update",
        "_forward_market_trade",
        "_forward_market_depth",
        "_on_gateway_logout",
        "_on_user_hub_open",
        "_on_user_hub_close",
        "_on_market_hub_open",
        "_on_market_hub_close",
    ),
    SignalRClient: ("_on_message", "send"),
    WebsocketTransport: ("_negotiate", "_handshake", "_process", "_keepalive", "_set_state"),
    JSONProtocol: ("decode", "parse_message"),
}
_STATE: Mapping[type, Sequence[str]] = {
    ProjectX: ("_client",),
    AsyncHubConnection: ("_client", "url"),
    ProjectXRealtimeClient: (
        "user_connection",
        "market_connection",
        "user_connected",
        "market_connected",
        "stale_feed_seconds",
        "_health_monitoring_enabled",
    ),
    SignalRClient: ("_transport", "_message_handlers"),
    WebsocketTransport: ("_url", "_headers", "_callback", "_ws", "_protocol", "_max_size", "_connection_timeout"),
    JSONProtocol: ("record_separator",),
}
_NOWHERE = "http://127.0.0.1/hubs/none"


def tame() -> None:
    """Routes the SDK's log lines into ours: warnings only, without its handlers, secrets redacted.

    A NullHandler stays on each SDK logger: its factory gives a logger without handlers a console handler again.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] not in _TALKERS:
            continue
        logger = logging.getLogger(name)
        if name.startswith("project_x_py"):
            logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = True
        logger.setLevel(logging.WARNING)
        if _FILTER not in logger.filters:
            logger.addFilter(_FILTER)
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def self_test(needed: Mapping[type, Sequence[str]] = _INTERNALS, state: Mapping[type, Sequence[str]] = _STATE) -> None:
    """Raises SdkChangedError naming what the installed SDK lacks. Opens nothing."""
    missing = _missing([(kind, kind.__name__, names) for kind, names in needed.items()])
    missing += _missing([(one, type(one).__name__, state.get(type(one), ())) for one in _specimens()])
    send = getattr(SignalRClient, "send", None)
    if send is None or "on_invocation" not in inspect.signature(send).parameters:
        missing.append("SignalRClient.send(on_invocation)")
    if missing:
        raise SdkChangedError(
            f"the installed project-x-py or pysignalr has no {', '.join(missing)}; install the versions RiskGuard pins"
        )


def _specimens() -> list[object]:
    """One object of each kind whose own fields this room uses."""
    config = ProjectXConfig(api_url=_NOWHERE, user_hub_url=_NOWHERE, market_hub_url=_NOWHERE)
    client = SignalRClient(_NOWHERE)
    return [
        ProjectX("self-test", "no-key-at-all", config=config),
        AsyncHubConnection(_NOWHERE),
        ProjectXRealtimeClient("", "0", config=config),
        client,
        getattr(client, "_transport", None),
        JSONProtocol(),
    ]


def _missing(wanted: Sequence[tuple[object, str, Sequence[str]]]) -> list[str]:
    return [f"{kind}.{name}" for one, kind, names in wanted for name in names if not hasattr(one, name)]


def config_of(settings: GatewaySettings) -> ProjectXConfig:
    """Always explicit: the SDK reads no address from the environment and falls back to the live gateway."""
    return ProjectXConfig(
        api_url=settings.api_url,
        user_hub_url=settings.user_hub_url,
        market_hub_url=settings.market_hub_url,
        timeout_seconds=max(1, round(settings.timeout_s)),
        requests_per_minute=_NO_LIMIT,
    )


tame()
