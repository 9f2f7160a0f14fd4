"""Addresses of channels as apprise writes them, made of what people know: a webhook, a bot's token, a mail server."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode

from riskguard.alerts.sender import apprise_address

type Security = Literal["starttls", "ssl", "none"]

PORTS: dict[Security, int] = {"starttls": 587, "ssl": 465, "none": 25}
_SHORTEST = 6
_TOKEN = re.compile(r"\d+:[\w-]{30,}")
_CHAT = re.compile(r"-?\d+|@\w+")
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


class AddressError(ValueError):
    """What is wrong with what was given, and what would do. Holds no secret."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and who writes to whom through it; no user for one that asks for none."""

    host: str
    sender: str
    to: str
    user: str = ""
    password: str = ""
    security: Security = "starttls"
    port: int = 0


def discord(webhook: str) -> str:
    found = apprise_address(webhook)
    if not found.startswith("discord://"):
        raise AddressError("Paste the webhook as Discord shows it: https://discord.com/api/webhooks/...")
    return found


def telegram(token: str, chat: str) -> str:
    if not _TOKEN.fullmatch(token.strip()):
        raise AddressError("Paste the token as BotFather gave it: digits, a colon and 35 letters.")
    if not _CHAT.fullmatch(chat.strip()):
        raise AddressError("Give the chat as a number, or a channel as @name.")
    return f"tgram://{token.strip()}/{chat.strip()}/"


def mail(given: Mail) -> str:
    host = given.host.strip()
    if not host or re.search(r"[\s/@:]", host):
        raise AddressError("Give the mail server by its name, e.g. smtp.example.com.")
    for one in (given.sender, *given.to.replace(";", ",").split(",")):
        if not _MAIL.fullmatch(one.strip()):
            raise AddressError("Give sender and recipient as e-mail addresses, e.g. you@example.com.")
    if not 0 <= given.port < 65_536:
        raise AddressError("Give a port from 1 to 65535, or none for the usual one.")
    who = f"{quote(given.user, safe='')}:{quote(given.password, safe='')}@" if given.user else ""
    query = {"from": given.sender.strip(), "to": ",".join(one.strip() for one in given.to.replace(";", ",").split(","))}
    if given.security != "none":
        query["mode"] = given.security
    query["smtp"] = host
    scheme = "mailto" if given.security == "none" else "mailtos"
    return f"{scheme}://{who}{host}:{given.port or PORTS[given.security]}/?{urlencode(query)}"


def other(address: str) -> str:
    found = apprise_address(address)
    if not _ADDRESS.fullmatch(found):
        raise AddressError("Give an address as apprise writes it, e.g. ntfy://topic; its page lists the services.")
    return found


def kind_of(address: str) -> str:
    """The kind that an address is of."""
    scheme = apprise_address(address).partition(":")[0].lower()
    return {"discord": "discord", "tgram": "telegram", "mailto": "mail", "mailtos": "mail"}.get(scheme, "other")


def secrets_in(address: str) -> tuple[str, ...]:
    """An address and every part of it that must not be shown: all but the names of services and of options."""
    plain = apprise_address(address)
    rest = plain.partition("://")[2]
    place, _, query = rest.partition("?")
    values = [value for _, value in parse_qsl(query) if value not in ("starttls", "ssl")]
    parts = {one for part in re.split(r"[/:@,]+", place) for one in (part, unquote(part))}
    found = [address, plain, *parts, *values]
    return tuple(dict.fromkeys(part for part in found if len(part) >= _SHORTEST))
