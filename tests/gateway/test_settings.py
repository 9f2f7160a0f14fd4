"""What the environment may say, and what is said when it says it wrong."""

import pytest

from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError

SIGN_IN = {"PROJECT_X_USERNAME": "trader", "PROJECT_X_API_KEY": "key-0123456789"}
PAPER = {
    "PROJECTX_API_URL": "http://127.0.0.1:8765",
    "PROJECTX_USER_HUB_URL": "http://127.0.0.1:8765/hubs/user/",
    "PROJECTX_MARKET_HUB_URL": "http://127.0.0.1:8765/hubs/market",
}


def test_without_addresses_the_live_gateway_is_meant() -> None:
    settings = GatewaySettings.from_environment(SIGN_IN)
    assert settings.api_url == "https://api.topstepx.com/api"
    assert settings.user_hub_url == "https://rtc.topstepx.com/hubs/user"
    assert settings.market_hub_url == "https://rtc.topstepx.com/hubs/market"
    assert (settings.user, settings.key, settings.timeout_s) == ("trader", "key-0123456789", 5.0)


def test_the_api_address_is_completed_and_trailing_slashes_go() -> None:
    settings = GatewaySettings.from_environment(SIGN_IN | PAPER)
    assert settings.api_url == "http://127.0.0.1:8765/api"
    assert settings.user_hub_url == "http://127.0.0.1:8765/hubs/user"
    assert GatewaySettings("u", "k", "https://api.firm.com/api/").api_url == "https://api.firm.com/api"


def test_the_key_is_in_no_repr() -> None:
    settings = GatewaySettings.from_environment(SIGN_IN)
    assert "key-0123456789" not in repr(settings)
    assert "key-0123456789" not in str(settings)


@pytest.mark.parametrize("name", sorted(SIGN_IN))
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_sign_in_names_its_variable(name: str, value: str | None) -> None:
    env = {key: text for key, text in SIGN_IN.items() if key != name} | ({} if value is None else {name: value})
    with pytest.raises(GatewaySettingsError, match=f"{name} is not set; set it to"):
        GatewaySettings.from_environment(env)


@pytest.mark.parametrize("name", sorted(PAPER))
def test_addresses_come_all_three_or_none_so_that_no_token_travels_to_another_gateway(name: str) -> None:
    env = {key: text for key, text in (SIGN_IN | PAPER).items() if key != name}
    with pytest.raises(GatewaySettingsError, match=f"{name} is not set although"):
        GatewaySettings.from_environment(env)


@pytest.mark.parametrize("name", sorted(PAPER))
@pytest.mark.parametrize(
    "address",
    [
        "http://api.topstepx.com",
        "http://10.0.0.1/hubs",
        "ws://127.0.0.1:8765",
        "ftp://127.0.0.1",
        "api.topstepx.com",
        "https://",
        "https://user:word@api.topstepx.com",
        "https://api.topstepx.com/?a=b",
        "https://api.topstepx.com:port",
        "https://[::1",
    ],
)
def test_an_address_that_is_not_safe_or_no_address_is_refused_by_name(name: str, address: str) -> None:
    with pytest.raises(GatewaySettingsError, match=f"{name} was "):
        GatewaySettings.from_environment(SIGN_IN | PAPER | {name: address})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.8.9.1"])
def test_plain_http_is_for_this_machine_only(host: str) -> None:
    assert GatewaySettings("u", "k", f"http://{host}:9").api_url == f"http://{host}:9/api"


def test_a_key_with_a_line_break_inside_is_refused() -> None:
    with pytest.raises(GatewaySettingsError, match="PROJECT_X_API_KEY"):
        GatewaySettings("u", "ab\ncd")


@pytest.mark.parametrize("seconds", [0, -1, 61])
def test_a_timeout_has_bounds(seconds: float) -> None:
    with pytest.raises(GatewaySettingsError, match="timeout_s"):
        GatewaySettings("u", "k", timeout_s=seconds)
