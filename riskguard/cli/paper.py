"""`riskguard paper`: serves a paper gateway until stopped. The option reading here; the gateway in riskguard.paper."""

import argparse
import asyncio
import errno
import json
import math
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riskguard.paper import AccountSpec, PaperConfig, PaperGateway, Scenario

BAD_USE = 2
MAX_ACCOUNTS = 100
YEAR_S = 31_536_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `riskguard paper`."""
    add = parser.add_argument
    add("--port", type=int, default=0, help="port to serve on; 0 takes a free one (default)")
    add("--host", default="127.0.0.1", help="loopback address to serve on (default 127.0.0.1)")
    add("--json", action="store_true", help="print one JSON line with url, user, key and accounts")
    add(
        "--accounts", action="append", metavar="N|NAME:BALANCE", help="a number of accounts, or one account; repeatable"
    )
    add("--seed", type=int, default=1, help="the market's seed (default 1)")
    add("--speed", type=float, default=1.0, help="market seconds per second; 0 freezes prices (default 1)")
    add("--prices", type=Path, metavar="FILE", help="replay a CSV of bars instead of the price model")
    add("--user", help="user name to log in with")
    add("--key", help="API key to log in with, at least 10 characters")
    add("--token-lifetime", type=float, default=86_400.0, metavar="SECONDS", help="life of a token (default 86400)")
    add("--no-rate-limit", action="store_true", help="never answer 429")
    add("--control", action="store_true", help="also serve /control to move prices and cause faults")
    add("--scenario", type=Path, metavar="FILE", help="play a TOML file of faults and trades (docs/paper-gateway.md)")
    add("--wrapped-events", action="store_true", help="send user events as {action, data}")


def run(args: argparse.Namespace) -> int:
    """Serves until SIGINT or SIGTERM, then gives 0; 2 if an option, a file or the port cannot be used."""
    from riskguard.paper import PaperGateway, Scenario

    try:
        scenario = Scenario.load(args.scenario) if args.scenario else None
        gateway = PaperGateway(_config(args))
        return asyncio.run(_serve(gateway, scenario, args.json))
    except ValueError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(_reason(error, args))
    except KeyboardInterrupt:
        return 0


def _reason(error: OSError, args: argparse.Namespace) -> str:
    if error.filename:
        return f"prices was {error.filename}; the file cannot be read: {error.strerror}"
    if error.errno == errno.EADDRINUSE:
        return f"port {args.port} is in use; give another, or 0 for a free one"
    return f"cannot serve on {args.host} port {args.port}: {error.strerror or error}"


def _fail(reason: str) -> int:
    sys.stderr.write(f"riskguard paper: {reason}\n")
    return BAD_USE


def _config(args: argparse.Namespace) -> "PaperConfig":
    """Raises ValueError naming the option."""
    from riskguard.paper import PaperConfig
    from riskguard.paper.config import DEFAULT_ACCOUNTS, DEFAULT_KEY, DEFAULT_USER, RateLimits

    if not 0 < args.token_lifetime <= YEAR_S:
        raise ValueError(f"token-lifetime was {args.token_lifetime}; give seconds, more than 0, at most {YEAR_S}")
    return PaperConfig(
        host=args.host,
        port=args.port,
        user=args.user if args.user is not None else DEFAULT_USER,
        key=args.key if args.key is not None else DEFAULT_KEY,
        accounts=_accounts(args.accounts) if args.accounts else DEFAULT_ACCOUNTS,
        seed=args.seed,
        speed=args.speed,
        prices=args.prices,
        token_lifetime=timedelta(seconds=args.token_lifetime),
        rate_limits=None if args.no_rate_limit else RateLimits(),
        control=args.control,
        wrapped_events=args.wrapped_events,
        first_id=int(time.time()),
    )


def _accounts(texts: list[str]) -> "tuple[AccountSpec, ...]":
    from riskguard.paper import AccountSpec

    if len(texts) == 1 and texts[0].isdigit():
        if not 1 <= int(texts[0]) <= MAX_ACCOUNTS:
            raise ValueError(f"accounts was {texts[0]}; give 1 to {MAX_ACCOUNTS}")
        return tuple(AccountSpec(f"PRAC-50K-{n}") for n in range(1, int(texts[0]) + 1))
    return tuple(_account(text) for text in texts)


def _account(text: str) -> "AccountSpec":
    from riskguard.paper import AccountSpec

    name, _, balance = text.rpartition(":")
    try:
        dollars = round(float(balance), 2)
    except ValueError:
        dollars = math.nan
    if not name or not math.isfinite(dollars):
        raise ValueError(f"accounts was {text}; give a number, or NAME:BALANCE like PRAC-1:50000")
    return AccountSpec(name, dollars)


async def _serve(gateway: "PaperGateway", scenario: "Scenario | None", as_json: bool) -> int:
    async with gateway:
        if scenario:
            gateway.play(scenario, _tell)
        stopped = asyncio.Event()
        _on_signals(stopped)
        sys.stdout.write(_json_line(gateway) if as_json else _text(gateway))
        sys.stdout.flush()
        await stopped.wait()
    return 0


def _tell(text: str) -> None:
    sys.stderr.write(f"riskguard paper: {text}\n")
    sys.stderr.flush()


def _on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))


def _json_line(gateway: "PaperGateway") -> str:
    shown = ("id", "name", "balance", "canTrade")
    line: dict[str, object] = {
        "url": gateway.url,
        "api_url": gateway.api_url,
        "user_hub_url": gateway.user_hub_url,
        "market_hub_url": gateway.market_hub_url,
        "user": gateway.user,
        "key": gateway.key,
        "accounts": [{name: account.json()[name] for name in shown} for account in gateway.accounts],
    }
    if gateway.config.control:
        line["control_url"] = gateway.control_url
    return json.dumps(line) + "\n"


def _text(gateway: "PaperGateway") -> str:
    accounts = "".join(f"  {a.name} (id {a.id}) ${a.json()['balance']:,.2f}\n" for a in gateway.accounts)
    control = f"Control: {gateway.control_url}\n" if gateway.config.control else ""
    return (
        f"Paper gateway on {gateway.url}. Stop it with Ctrl+C.\n{accounts}{control}"
        "To point a client at it, set:\n"
        f"PROJECT_X_USERNAME={gateway.user}\n"
        f"PROJECT_X_API_KEY={gateway.key}\n"
        f"PROJECTX_API_URL={gateway.api_url}\n"
        f"PROJECTX_USER_HUB_URL={gateway.user_hub_url}\n"
        f"PROJECTX_MARKET_HUB_URL={gateway.market_hub_url}\n"
    )
