"""Sends one message through apprise, in the thread that asks, and finds out why it did not go.

Apprise is imported when a first channel gets ready, never before; of the usual services only their own module, for all
of them take a second. What it logs holds addresses: it goes nowhere but into the reason, with the address taken out.
"""

import importlib
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from riskguard.alerts.items import Message, Outcome
from riskguard.engine.board import Severity

if TYPE_CHECKING:
    from apprise.plugins.base import NotifyBase

log = logging.getLogger(__name__)

_USUAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "discord": ("discord", "NotifyDiscord"),
        "tgram": ("telegram", "NotifyTelegram"),
        "mailto": ("email", "NotifyEmail"),
        "mailtos": ("email", "NotifyEmail"),
        "json": ("custom_json", "NotifyJSON"),
        "jsons": ("custom_json", "NotifyJSON"),
    }
)
_OPEN_HOSTS = frozenset(("mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"))
"""In these addresses the host is a host; in others it may be a token."""
_WEBHOOK = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/(\d+)/([\w-]+)")
_PAUSE = re.compile(r"(?i)retry[_ ]after\W{0,3}(\d+(?:\.\d+)?)")
_SAID = re.compile(r"[\"'](?:description|message|error|detail)[\"']\s*:\s*[\"']([^\"']{1,200})[\"']")
_PLAIN = re.compile(
    r"(Failed to resolve '[^']*'|Connection refused|Connection reset by peer|(?:Read |Connect )?timed out|"
    r"Network is unreachable|No route to host|certificate verify failed[^(\"']*|actively refused|RemoteDisconnected)"
)
"""What matters of a network error; the whole of it is a page of class names."""
_WHERE = re.compile(r" with url: \S+")
_SHORTEST = 6
_LONGEST_WAIT_S = 3600.0
_LONGEST_REASON = 300
_TYPES: Mapping[Severity, str] = MappingProxyType(
    {Severity.INFO: "info", Severity.WARNING: "warning", Severity.BREACH: "failure", Severity.ALARM: "failure"}
)


class Sender(Protocol):
    """What sends. Blocks; nothing is raised."""

    def prepare(self, address: str) -> None:
        """Load what sending to this address takes, so that the first alert finds it ready."""
        ...

    def send(self, address: str, message: Message) -> Outcome: ...


class AppriseSender:
    """One for all channels; each of them calls it from a thread of its own."""

    def prepare(self, address: str) -> None:
        self._guarded(address, lambda _: Outcome(bool(_service(address))))

    def send(self, address: str, message: Message) -> Outcome:
        def send(heard: list[str]) -> Outcome:
            service = _service(address)
            if service is None:
                return Outcome(False, _reason(heard, address) or "the address is none that apprise knows")
            sent = bool(
                service.notify(
                    body=message.text or message.title,
                    title=message.title,
                    notify_type=_TYPES[message.severity],
                    body_format="text",
                )
            )
            return Outcome(True) if sent else Outcome(False, _reason(heard, address) or "it was not sent", _wait(heard))

        return self._guarded(address, send)

    def _guarded(self, address: str, ask: Callable[[list[str]], Outcome]) -> Outcome:
        heard = _hearing.begin()
        try:
            return ask(heard)
        except Exception as error:  # more than a hundred plugins: whatever comes out of one is a reason, never an end
            return Outcome(False, _without(f"{type(error).__name__}: {error}", address))
        finally:
            _hearing.end()


class _Hearing(logging.Handler):
    """Keeps what apprise logs while a thread sends, for that thread alone."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._own = threading.local()

    def begin(self) -> list[str]:
        logger = logging.getLogger("apprise")
        if self not in logger.handlers:
            logger.addHandler(self)
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
            logging.getLogger("urllib3").setLevel(logging.WARNING)  # below that it tells every path it asks for
        heard: list[str] = []
        self._own.heard = heard
        return heard

    def end(self) -> None:
        self._own.heard = None

    def emit(self, record: logging.LogRecord) -> None:
        heard = getattr(self._own, "heard", None)
        if heard is not None:
            loud = "!" if record.levelno >= logging.WARNING else " "
            heard.append(loud + record.getMessage())


_hearing = _Hearing()


def _service(address: str) -> "NotifyBase | None":
    """The plugin with the address in it; None where apprise cannot make one of it."""
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(app_id="RiskGuard", app_desc="RiskGuard", app_url="", image_url_mask="", image_url_logo="")
    address = apprise_address(address)
    known = _USUAL.get(address.partition(":")[0].lower())
    if known is None:
        return Apprise.instantiate(address, asset=asset)
    plugin: Any = getattr(importlib.import_module(f"apprise.plugins.{known[0]}"), known[1])
    found = plugin.parse_url(address)
    made: NotifyBase | None = plugin(**found, asset=asset) if found else None
    return made


def apprise_address(address: str) -> str:
    """A Discord webhook may be given as Discord shows it; all else is as apprise writes it."""
    found = _WEBHOOK.match(address.strip())
    return f"discord://{found.group(1)}/{found.group(2)}/" if found else address.strip()


def _reason(heard: list[str], address: str) -> str:
    """What apprise says, and what the service or the system said to it."""
    told = [line[1:] for line in heard if line.startswith("!")]
    said = [words for line in heard if line.startswith(" ") for words in _service_words(line)]
    parts = [told[-1].rstrip(". ") if told else "", *dict.fromkeys(said)]
    whole = "; ".join(part for part in parts if part)
    return _without(" ".join(whole.split()), address)[:_LONGEST_REASON]


def _service_words(line: str) -> Iterator[str]:
    if "Response Details" in line:
        yield from (found.group(1) for found in _SAID.finditer(line))
    elif "Exception: " in line:
        whole = line.partition("Exception: ")[2]
        plain = _PLAIN.search(whole)
        yield plain.group(1) if plain else _WHERE.sub("", whole)


def _wait(heard: list[str]) -> float:
    """How long a service that was asked too often wants to be left alone."""
    found = [float(one.group(1)) for line in heard for one in _PAUSE.finditer(line)]
    return min(max(found, default=0.0), _LONGEST_WAIT_S)


def _without(words: str, address: str) -> str:
    """Words without any part of an address that could be a secret."""
    plain = apprise_address(address)
    parts = {part for one in (address, plain) for part in re.split(r"[/:@?&=,\s]+", one)}
    for part in sorted({*parts, *map(unquote, parts)} - _hosts(plain), key=len, reverse=True):
        if len(part) >= _SHORTEST:
            words = re.sub(re.escape(part), "…", words, flags=re.IGNORECASE)
    return words


def _hosts(address: str) -> set[str]:
    try:
        found = urlsplit(address)
        host = found.hostname or ""
    except ValueError:
        return set()
    query = re.findall(r"[?&]smtp=([^&]+)", address)
    return {host, *query, found.scheme} if found.scheme.lower() in _OPEN_HOSTS else {found.scheme}
