"""What the SDK and its libraries may log: warnings, through our handlers, and never a token or a key."""

import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from riskguard.gateway import sdk
from riskguard.gateway.errors import SdkChangedError
from riskguard.gateway.redaction import TokenFilter, redacted
from riskguard.paper import PaperGateway

from .linked import A_DAY, Linked, until, utc_now

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF_123"


@pytest.mark.parametrize(
    "text",
    [
        f"URL: `https://rtc.topstepx.com/hubs/user/negotiate?access_token={JWT}&id=5`",
        f"Authorization: Bearer {JWT}",
        f'{{"headers": {{"Authorization": "bearer {JWT}"}}}}',
        f"token is {JWT}",
        "{'userName': 'me', 'apiKey': 'abc-DEF_123='}",
    ],
)
def test_secrets_are_cut_out_of_a_text(text: str) -> None:
    clean = redacted(text)
    assert "abc-DEF_123" not in clean
    assert "..." in clean


def test_other_text_stays_as_it_is() -> None:
    text = "position ES 2 at 6000.25, bearer of bad news is fine?"
    assert redacted("limit was -500") == "limit was -500"
    assert redacted(text).startswith("position ES 2 at 6000.25")


def test_the_filter_cleans_arguments_and_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("riskguard.test.redaction")
    logger.addFilter(TokenFilter())
    logger.warning("opening %s", f"wss://hub?access_token={JWT}")
    try:
        raise ValueError(f"Bearer {JWT}")  # noqa: TRY301
    except ValueError:
        logger.exception("failed")
    assert JWT not in caplog.text
    assert "opening wss://hub?access_token=..." in caplog.text


@pytest.fixture
def talkative() -> Iterator[None]:
    """Every library logger at DEBUG, as a developer might set them; tamed again afterwards."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    chosen = [logger for logger in loggers if logger.name.split(".")[0] in sdk._TALKERS]
    for logger in chosen:
        logger.setLevel(logging.DEBUG)
    yield
    sdk.tame()


async def whole_life(gateway: PaperGateway) -> set[str]:
    """A link's life with losses and errors; gives the secrets that were used."""
    world = Linked(gateway)
    tokens: set[str] = {gateway.key}
    await world.go()
    session = world.link._client.session
    tokens.add(session.token)
    await world.link.broker.read(world.first, utc_now() - A_DAY)
    gateway.revoke_tokens()
    await until(lambda: len(world.restored("user")) == 2 and len(world.restored("market")) == 2)
    tokens.add(session.token)
    gateway.faults.refuse_negotiate(401, seconds=0.3)
    gateway.faults.drop_hubs()
    await until(lambda: len(world.restored("user")) == 3)
    gateway.hubs.raw("user", '{"type":7,"error":"internal"}\x1e')
    await until(lambda: len(world.restored("user")) == 4)
    tokens.add(session.token)
    await world.link.stop()
    return tokens


def said(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join([caplog.text, *(str(record.__dict__) for record in caplog.records)])


async def test_no_token_and_no_key_in_any_record_at_debug(
    gateway: PaperGateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = await whole_life(gateway)
    assert len(tokens) >= 3
    assert caplog.records
    assert not [secret for secret in tokens if secret in said(caplog)]


async def test_not_even_when_the_libraries_are_set_to_debug(
    gateway: PaperGateway, caplog: pytest.LogCaptureFixture, talkative: None
) -> None:
    caplog.set_level(logging.DEBUG)
    world = Linked(gateway)
    for name in ("pysignalr.transport", "pysignalr.client", "websockets.client", "httpx"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    await world.link.start()
    for name in ("pysignalr.transport", "pysignalr.client", "websockets.client", "httpcore.http11", "httpx"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    await world.link.watch([world.first])
    await until(lambda: world.restored("user"))
    token = world.link._client.session.token
    await world.link.stop()
    assert "access_token=..." in caplog.text
    assert token not in said(caplog)
    assert gateway.key not in said(caplog)


def test_the_sdk_has_no_handlers_of_its_own_and_whispers() -> None:
    names = [name for name in logging.root.manager.loggerDict if name.startswith("project_x_py")]
    assert names
    for name in names:
        logger = logging.getLogger(name)
        assert all(isinstance(handler, logging.NullHandler) for handler in logger.handlers), name
        assert logger.propagate, name
        assert logger.getEffectiveLevel() >= logging.WARNING, name


def test_the_installed_sdk_passes_the_self_test_and_a_changed_one_does_not() -> None:
    sdk.self_test()
    with pytest.raises(
        SdkChangedError, match=r"has no AsyncHubConnection\.teleport; install the versions RiskGuard pins"
    ):
        sdk.self_test({sdk.AsyncHubConnection: ("start", "teleport")})


def test_start_up_modules_do_not_load_the_sdk_and_the_link_prints_nothing() -> None:
    light = "import riskguard.gateway, riskguard.gateway.settings, riskguard.gateway.translate, riskguard.gateway.words"
    check = "import sys; sys.exit('project_x_py' in sys.modules or 'httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", f"{light}; {check}"], check=False).returncode == 0
    loud = subprocess.run([sys.executable, "-c", "import riskguard.gateway.link"], capture_output=True, check=True)
    assert (loud.stdout, loud.stderr) == (b"", b"")
