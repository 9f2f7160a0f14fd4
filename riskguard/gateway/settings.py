"""Where the gateway is and who asks, by the SDK's environment names. Never imports the SDK: start-up must be quick."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LIVE_API_URL = "https://api.topstepx.com/api"
LIVE_USER_HUB_URL = "https://rtc.topstepx.com/hubs/user"
LIVE_MARKET_HUB_URL = "https://rtc.topstepx.com/hubs/market"

USER = "PROJECT_X_USERNAME"
KEY = "PROJECT_X_API_KEY"
API_URL = "PROJECTX_API_URL"
USER_HUB_URL = "PROJECTX_USER_HUB_URL"
MARKET_HUB_URL = "PROJECTX_MARKET_HUB_URL"


class GatewaySettingsError(ValueError):
    """A setting is missing or wrong; the message names its environment variable and what to set."""


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """Checked and completed on creation. `timeout_s` is the longest one call may take."""

    user: str
    key: str = field(repr=False)
    api_url: str = LIVE_API_URL
    user_hub_url: str = LIVE_USER_HUB_URL
    market_hub_url: str = LIVE_MARKET_HUB_URL
    timeout_s: float = 5.0

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "user", _given(self.user, USER, "the user name you sign in to the trading platform with"))
        put(self, "key", _given(self.key, KEY, "the API key from the platform's settings"))
        api_url = _address(self.api_url, API_URL)
        put(self, "api_url", api_url if api_url.endswith("/api") else f"{api_url}/api")
        put(self, "user_hub_url", _address(self.user_hub_url, USER_HUB_URL))
        put(self, "market_hub_url", _address(self.market_hub_url, MARKET_HUB_URL))
        if not 0 < self.timeout_s <= 60:
            raise GatewaySettingsError(f"timeout_s was {self.timeout_s}; give seconds between 0 and 60")

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "GatewaySettings":
        """Live TopstepX unless the three addresses are set; GatewaySettingsError names the variable at fault."""
        api_url, user_hub_url, market_hub_url = addresses_of(env)
        return cls(env.get(USER, ""), env.get(KEY, ""), api_url, user_hub_url, market_hub_url)


def addresses_of(env: Mapping[str, str]) -> tuple[str, str, str]:
    """Of the API and both hubs, TopstepX's where none is set; GatewaySettingsError where only some are.

    All three or none: a token of one gateway must never travel to the hubs of another.
    """
    given = {name: env.get(name, "").strip() for name in (API_URL, USER_HUB_URL, MARKET_HUB_URL)}
    if not any(given.values()):
        return LIVE_API_URL, LIVE_USER_HUB_URL, LIVE_MARKET_HUB_URL
    missing = [name for name, address in given.items() if not address]
    if missing:
        present = next(name for name, address in given.items() if address)
        raise GatewaySettingsError(
            f"{missing[0]} is not set although {present} is; set all of {', '.join(given)}, or none for TopstepX"
        )
    return given[API_URL], given[USER_HUB_URL], given[MARKET_HUB_URL]


def _given(value: str, name: str, what: str) -> str:
    stripped = value.strip()
    if not stripped:
        raise GatewaySettingsError(f"{name} is not set; set it to {what}")
    if not stripped.isprintable():
        raise GatewaySettingsError(f"{name} holds a character that cannot be printed; copy it again on one line")
    return stripped


def _address(value: str, name: str) -> str:
    address = value.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise GatewaySettingsError(f"{name} was {value!r}; give an address like {LIVE_API_URL}") from None
    if not host or parts.query or parts.fragment or parts.username or parts.password:
        raise GatewaySettingsError(f"{name} was {value!r}; give a plain address like {LIVE_API_URL}")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise GatewaySettingsError(f"{name} was {value!r}; give https://, or http:// on this machine only")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
