"""`riskguard whatif`: past days from the gateway's own trades, over real sockets; and what it says when it cannot."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskguard.domain.trading_day import Schedule
from riskguard.paper import PaperConfig, PaperGateway

RULES = """
[rules.daily_realized_loss]
limit = 300
[rules.max_contracts]
limit = 5
"""


class Yesterdays:
    """A clock for the exchange that stands at some hour of a day of the past."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def stands_at(self, day: date, hour: int, minute: int = 0) -> None:
        """In UTC, where 15:00 is in every trading day that is labelled by its date."""
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def label_ago(days: int) -> date:
    """A trading day that lies so many days back, not a Saturday and not today's."""
    return Schedule().day_of(datetime.now(UTC)).label - timedelta(days=days)


@pytest.fixture
def clock() -> Yesterdays:
    return Yesterdays()


@pytest.fixture
async def paper(clock: Yesterdays) -> AsyncIterator[PaperGateway]:
    async with PaperGateway(PaperConfig(rate_limits=None, clock=clock)) as gateway:
        yield gateway


def loses(paper: PaperGateway, size: int, points: int) -> None:
    """Buy at 26,000.25, sell `points` below 26,000."""
    mnq, account = paper.contract("MNQ").id, paper.accounts[0].id
    paper.exchange.set_quote(mnq, 26_000, 26_000.25, 26_000)
    paper.exchange.buy(account, mnq, size)
    paper.exchange.set_quote(mnq, 26_000 - points, 26_000.25 - points, 26_000 - points)
    paper.exchange.sell(account, mnq, size)


async def whatif(
    tmp_path: Path, *arguments: str, paper: PaperGateway | None = None, rules: str = RULES, key: str = ""
) -> tuple[int, str, str]:
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PROJECT")}
    if paper:
        env |= {"PROJECT_X_USERNAME": paper.user, "PROJECT_X_API_KEY": key or paper.key}
        env |= {"PROJECTX_API_URL": paper.api_url, "PROJECTX_USER_HUB_URL": paper.user_hub_url}
        env |= {"PROJECTX_MARKET_HUB_URL": paper.market_hub_url}
    program = [sys.executable, "-m", "riskguard", "whatif", "--rules", str(tmp_path / "rules.toml"), *arguments]
    process = await asyncio.create_subprocess_exec(*program, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = await process.communicate()
    said, told_wrong = (each.decode().replace(os.linesep, "\n") for each in (out, err))
    return process.returncode or 0, said, told_wrong


def told(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


async def test_past_days_are_judged_from_their_trades_with_a_result_for_each(
    tmp_path: Path, paper: PaperGateway, clock: Yesterdays
) -> None:
    first, second = label_ago(3), label_ago(2)
    clock.stands_at(first, 15)
    loses(paper, 4, 100)
    clock.stands_at(first, 15, 30)
    loses(paper, 1, 50)
    clock.stands_at(second, 15)
    loses(paper, 2, 10)
    span = ["--from", str(first), "--to", str(second)]
    code, out, err = await whatif(tmp_path, *span, "--json", paper=paper)
    assert (code, err) == (0, "")
    lines = told(out)
    breach = next(line for line in lines if line["kind"] == "breach")
    assert (breach["rule"], breach["t"][:16]) == ("RULE-003", f"{first}T15:00")
    results = [line for line in lines if line["kind"] == "result"]
    # 4 MNQ over 100.25 points at $2 and 8 fills of $0.37; then 1 over 50.25; the next day 2 over 10.25.
    assert [(one["day"], one["recorded"]) for one in results] == [(str(first), -906.2), (str(second), -42.48)]
    assert [(one["with_rules"], one["refused"]) for one in results] == [(-804.96, 1), (-42.48, 0)]
    code, out, _ = await whatif(tmp_path, *span, paper=paper)
    assert code == 0
    assert "Judged from trades exactly: RULE-003." in out
    assert "Judged roughly, from the positions the fills make and with fills as the only prices: RULE-001." in out
    assert "Result as recorded    −$906.20 realized (4 fills)" in out
    assert "Had the rules acted   −$804.96 ($101.24 better)" in out
    assert "Entries that would have been refused: 1." in out
    assert "All 2 days\n  Result as recorded    −$948.68 realized" in out
    assert "\x1b" not in out


async def test_a_position_carried_into_the_first_day_is_known_from_what_closed_it(
    tmp_path: Path, paper: PaperGateway, clock: Yesterdays
) -> None:
    before, day = label_ago(4), label_ago(3)
    mnq, account = paper.contract("MNQ").id, paper.accounts[0].id
    clock.stands_at(before, 15)
    paper.exchange.buy(account, mnq, 8)
    clock.stands_at(day, 15)
    paper.exchange.sell(account, mnq, 8)
    code, out, _ = await whatif(tmp_path, "--from", str(day), "--to", str(day), "--json", paper=paper)
    reduces = [line for line in told(out) if line.get("action") == "reduce"]
    assert code == 0
    assert {line["size"] for line in reduces} == {3}


async def test_rules_that_trades_cannot_tell_of_are_named(
    tmp_path: Path, paper: PaperGateway, clock: Yesterdays
) -> None:
    day = label_ago(2)
    clock.stands_at(day, 15)
    loses(paper, 1, 1)
    rules = RULES + "[rules.no_stop_loss_grace]\n"
    code, out, err = await whatif(tmp_path, "--from", str(day), "--to", str(day), paper=paper, rules=rules)
    assert code == 0, err
    assert "Not judged, for trades do not show orders, quotes or balances: RULE-008." in out


async def test_days_without_trades_are_said_to_have_none(tmp_path: Path, paper: PaperGateway) -> None:
    day = str(label_ago(2))
    code, out, _ = await whatif(tmp_path, "--from", day, "--to", day, paper=paper)
    assert code == 0
    assert "There are no trades on these days." in out


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("yesterday", "2026-01-02", "--from was 'yesterday'; give a date like 2026-11-19"),
        ("2026-01-02", "2026-13-01", "--to was '2026-13-01'"),
        ("2026-01-03", "2026-01-02", "--from 2026-01-03 is after --to 2026-01-02"),
        ("2026-01-02", "2199-01-01", "--to 2199-01-01 is in the future"),
        ("2020-01-02", "2026-01-01", "are more than 400 days"),
    ],
)
async def test_dates_that_make_no_sense_are_refused(tmp_path: Path, first: str, last: str, words: str) -> None:
    code, out, err = await whatif(tmp_path, "--from", first, "--to", last)
    assert (code, out) == (2, "")
    assert words in err


async def test_without_credentials_it_says_which_are_missing(tmp_path: Path) -> None:
    code, _, err = await whatif(tmp_path, "--from", "2026-01-02", "--to", "2026-01-02")
    assert code == 2
    assert "PROJECT_X_USERNAME is not set" in err


async def test_a_gateway_that_refuses_or_is_gone_or_lacks_the_account_is_said_in_words(
    tmp_path: Path, paper: PaperGateway
) -> None:
    day = str(label_ago(2))
    span = ["--from", day, "--to", day]
    code, _, err = await whatif(tmp_path, *span, paper=paper, key="not-the-key-at-all")
    assert (code, "the gateway refused to sign in" in err) == (1, True)
    code, _, err = await whatif(tmp_path, *span, "--account", "5", paper=paper)
    assert (code, "account 5 is not there; there is 1001 (PRAC-50K-1)" in err) == (1, True)
    await paper.stop()
    code, _, err = await whatif(tmp_path, *span, paper=paper)
    assert (code, "the gateway cannot be asked" in err) == (1, True)
