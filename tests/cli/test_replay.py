"""`riskguard replay`: the engine on a written stream, from the lines of a file to the lines printed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MNQ = "CON.F.US.MNQ.Z26"
RULES = "[rules.max_contracts]\nlimit = 5\n[rules.daily_realized_loss]\nlimit = 500\n"


def line(second: float, kind: str, data: object, **more: object) -> str:
    return json.dumps({"t": f"2026-11-19T16:00:{second:06.3f}Z", "type": kind, "data": data, **more})


CONTRACT = line(0, "Contract", {"id": MNQ, "name": "MNQZ6", "tickSize": 0.25, "tickValue": 0.5, "activeContract": True})


def position(second: float, size: int) -> str:
    held = {"id": 1, "accountId": 7, "contractId": MNQ, "creationTimestamp": "2026-11-19T15:00:00Z", "type": 1}
    return line(second, "GatewayUserPosition", {**held, "size": size, "averagePrice": 26000})


def trade(second: float, trade_id: int, pnl: float | None, *, fees: float = 0) -> str:
    fill = {"id": trade_id, "accountId": 7, "contractId": MNQ, "creationTimestamp": "2026-11-19T15:59:00Z"}
    terms = {"price": 26000, "profitAndLoss": pnl, "fees": fees, "side": 1, "size": 1, "voided": False, "orderId": 1}
    return line(second, "GatewayUserTrade", {**fill, **terms})


def replay(tmp_path: Path, *lines: str, rules: str = RULES) -> subprocess.CompletedProcess[str]:
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "events.jsonl").write_text("\n".join(lines), encoding="utf-8")
    files = ["--rules", str(tmp_path / "rules.toml"), "--events", str(tmp_path / "events.jsonl"), "--json"]
    return subprocess.run(
        [sys.executable, "-m", "riskguard", "replay", *files], capture_output=True, check=False, text=True
    )


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(text) for text in done.stdout.splitlines()]


def test_a_reduce_stays_in_flight_until_its_time_is_up_and_is_then_decided_again(tmp_path: Path) -> None:
    lines = told(replay(tmp_path, CONTRACT, position(1, 7), line(4, "Clock", None), position(4.5, 5)))
    acts = [(one["t"][17:19], one["action"], one["size"]) for one in lines if one["kind"] == "action"]
    assert acts == [("01", "reduce", 2), ("03", "reduce", 2)]
    assert [one["kind"] for one in lines].count("breach") == 1


def test_a_breach_is_told_again_only_after_it_was_over(tmp_path: Path) -> None:
    lines = told(replay(tmp_path, CONTRACT, position(1, 6), position(2, 5), position(3, 6), position(3.5, 6)))
    assert [one["t"][17:19] for one in lines if one["kind"] == "breach"] == ["01", "03"]


def test_a_daily_loss_flattens_locks_and_ends_at_the_reset_by_the_clock_alone(tmp_path: Path) -> None:
    end = json.dumps({"t": "2026-11-20T00:00:00Z", "type": "Clock", "data": None})
    lines = told(replay(tmp_path, CONTRACT, position(1, 2), trade(2, 1, None, fees=1.4), trade(3, 2, -498.6), end))
    loss = [one for one in lines if one.get("rule") == "RULE-003"]
    assert [one["kind"] for one in loss if one["kind"] != "warning"][:3] == ["breach", "lockout_set", "action"]
    locked = next(one for one in loss if one["kind"] == "lockout_set")
    assert (locked["lockout"], locked["until"], locked["account"]) == ("hard", "2026-11-19T23:00:00+00:00", 7)
    assert locked["why"] == {"realized": -500, "limit": 500}
    assert {one["t"] for one in lines if one["kind"] in ("lockout_ended", "reset")} == {"2026-11-19T23:00:00+00:00"}


def test_a_snapshot_line_is_authoritative(tmp_path: Path) -> None:
    held = json.loads(position(1, 3))["data"]
    account = {"id": 7, "name": "A", "balance": 50_000, "canTrade": True}
    shot = line(2, "Snapshot", {"accounts": [account], "positions": [{**held, "size": 8}], "orders": [], "trades": []})
    lines = told(replay(tmp_path, CONTRACT, position(1, 3), shot))
    assert [one["size"] for one in lines if one["kind"] == "action"] == [3]


def test_a_wrong_payload_is_told_with_its_field_and_the_next_line_is_judged(tmp_path: Path) -> None:
    wrong = json.loads(position(1, 3))
    wrong["data"]["size"] = "many"
    lines = told(replay(tmp_path, CONTRACT, position(0.5, 1), json.dumps(wrong), position(2, 6)))
    assert next(one for one in lines if one["kind"] == "degraded")["field"] == "size"
    assert [one["size"] for one in lines if one["kind"] == "action"] == [1]


def test_unknown_types_are_counted_and_skipped(tmp_path: Path) -> None:
    done = replay(tmp_path, CONTRACT, line(1, "Weather", {}), position(2, 6))
    assert len(told(done)) == 2
    assert "1 lines of types not known here were skipped" in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "line 2: is not JSON"),
        ("[]", "line 2: is not a JSON object"),
        ('{"type": "Clock"}', "line 2: t was None"),
        ('{"t": "2026-11-19T16:00:05Z"}', "line 2: type was None"),
        ('{"t": "2026-11-19T16:00:05", "type": "Clock"}', "it lacks a zone"),
        ('{"t": "2026-11-19T15:00:00Z", "type": "Clock"}', "it goes back in time"),
    ],
)
def test_a_line_that_cannot_be_used_stops_the_replay_with_its_number(tmp_path: Path, text: str, words: str) -> None:
    done = replay(tmp_path, CONTRACT, text)
    assert done.returncode == 2
    assert words in done.stderr


def test_an_account_first_seen_later_comes_under_the_lockout_that_holds_for_all(tmp_path: Path) -> None:
    rules = "[rules.daily_realized_loss]\nlimit = 500\nlock_all_accounts = true\n"
    later = json.loads(position(4, 2))
    later["data"]["accountId"] = 8
    lines = told(replay(tmp_path, CONTRACT, trade(1, 1, -600), json.dumps(later), rules=rules))
    assert [one["account"] for one in lines if one["kind"] == "lockout_set"] == [7, 8]
    assert [one["size"] for one in lines if one.get("action") == "close"] == [2]
