"""What faults go by: the hubs' names, and REST paths however a client spells them."""

from typing import Literal

HubName = Literal["user", "market"]
HUB_NAMES: tuple[HubName, ...] = ("user", "market")
TOPICS: dict[str, HubName] = {
    "account": "user",
    "order": "user",
    "position": "user",
    "trade": "user",
    "quote": "market",
    "print": "market",
    "depth": "market",
}


def endpoint_of(path: str) -> str:
    """`/api/Order/place` and `/Order/place` as `/order/place`; `*` stays.

    Some clients add `/api` to a base that already has it, so it is taken off as often as it is there.
    """
    lowered = "/" + path.strip("/").lower() if path != "*" else path
    while lowered.startswith("/api/"):
        lowered = lowered.removeprefix("/api")
    return lowered


def fits(pattern: str, endpoint: str) -> bool:
    """`*` is every REST call but no hub; `/order/*` is all that begins so; `/hubs/user` is the websocket itself."""
    if pattern == "*":
        return not endpoint.startswith("/hubs/")
    return endpoint.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == endpoint


def events_of(hub: HubName | None = None, topic: str | None = None) -> str:
    """The path of a topic's events, or the pattern for all of a hub, or of both. Raises KeyError for a topic."""
    if topic is not None:
        return f"/hubs/{TOPICS[topic]}/{topic}"
    return f"/hubs/{hub}/*" if hub else "/hubs/*"
