"""`riskguard replay`: the engine on a written stream, from the lines of a file to the lines printed."""

import gzip
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
        [sys.executable, "-m", "riskguard", "replay", *files], capture_output=True, check=False, encoding="utf-8"
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


def order(second: float, order_id: int, side: int, size: int, *, status: int = 1, kind: int = 1) -> str:
    terms = {"id": order_id, "accountId": 7, "contractId": MNQ, "status": status, "type": kind, "side": side}
    stamp = f"2026-11-19T16:00:{second:06.3f}Z"
    return line(
        second,
        "GatewayUserOrder",
        {**terms, "size": size, "limitPrice": 25_900, "creationTimestamp": stamp, "updateTimestamp": stamp},
    )


def command(second: float, **data: object) -> str:
    return line(second, "Command", data)


def acts(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    """Second and name of every action."""
    return [(one["t"][17:19], one["action"]) for one in told(done) if one["kind"] == "action"]


def test_a_cancel_stays_in_flight_until_its_time_is_up_and_is_then_decided_again(tmp_path: Path) -> None:
    lines = [CONTRACT, position(1, 5), order(5, 11, 0, 1), line(6.9, "Clock", None), line(8, "Clock", None)]
    assert acts(replay(tmp_path, *lines)) == [("05", "cancel"), ("07", "cancel")]
    gone = order(6, 11, 0, 1, status=3)
    assert acts(replay(tmp_path, *lines[:3], gone, line(9, "Clock", None))) == [("05", "cancel")]


def test_a_flatten_stays_in_flight_until_its_time_is_up_and_is_then_decided_again(tmp_path: Path) -> None:
    lines = [CONTRACT, position(1, 2), trade(2, 1, -600), line(3.9, "Clock", None), line(5, "Clock", None)]
    assert acts(replay(tmp_path, *lines)) == [("02", "flatten"), ("04", "flatten")]
    assert acts(replay(tmp_path, *lines[:3], position(3, 0), line(9, "Clock", None))) == [("02", "flatten")]


def test_a_close_under_a_lockout_stays_in_flight_until_its_effect_shows_or_its_time_is_up(tmp_path: Path) -> None:
    lines = [CONTRACT, position(1, 0), trade(2, 1, -600), position(10, 3)]
    shown = [*lines, position(11, 0), line(19, "Clock", None)]
    assert [one for one in acts(replay(tmp_path, *shown)) if one[0] >= "10"] == [("10", "close")]
    again = [one[0] for one in acts(replay(tmp_path, *lines, line(13.9, "Clock", None))) if one[0] >= "10"]
    assert again == ["10", "12"]


def test_sizes_orders_and_accounts_are_numbers_also_where_the_ids_came_as_text(tmp_path: Path) -> None:
    texts = [one.replace('"accountId": 7', '"accountId": "7"') for one in (position(1, 5), order(5, 11, 0, 1))]
    lines = told(replay(tmp_path, CONTRACT, *[one.replace('"id": 11', '"id": "11"') for one in texts]))
    (cancel,) = [one for one in lines if one["kind"] == "action"]
    assert (cancel["account"], cancel["order"], cancel["size"], cancel["price"]) == (7, 11, 1, 25_900)
    assert cancel["contract"] == MNQ


@pytest.mark.parametrize(
    ("data", "until"),
    [
        ({"command": "lock", "account": 7, "seconds": 90}, "2026-11-19T16:01:32+00:00"),
        ({"command": "lock", "account": "7", "until": "2026-11-19T11:30:00-06:00"}, "2026-11-19T17:30:00+00:00"),
        ({"command": "lock", "account": None, "until": "reset"}, "2026-11-19T23:00:00+00:00"),
    ],
)
def test_a_lockout_asked_for_by_hand_flattens_and_ends_at_its_own_end(
    tmp_path: Path, data: dict[str, Any], until: str
) -> None:
    end = json.dumps({"t": "2026-11-20T00:00:00Z", "type": "Clock"})
    lines = told(replay(tmp_path, CONTRACT, position(1, 1), command(2, **data), position(3, 0), end))
    (locked,) = [one for one in lines if one["kind"] == "lockout_set"]
    assert (locked["rule"], locked["lockout"], locked["until"]) == ("MANUAL", "hard", until)
    assert [one["action"] for one in lines if one["kind"] == "action"] == ["flatten"]
    assert [one["t"] for one in lines if one["kind"] == "lockout_ended"] == [until]


def test_a_lockout_asked_for_by_hand_is_lengthened_and_never_shortened(tmp_path: Path) -> None:
    asked = [command(second, command="lock", account=7, seconds=span) for second, span in ((2, 60), (3, 10), (4, 120))]
    lines = told(replay(tmp_path, CONTRACT, position(1, 0), *asked))
    found = [(one["t"][17:19], one["until"][14:19], one["extended"]) for one in lines if one["kind"] == "lockout_set"]
    assert found == [("02", "01:02", False), ("04", "02:04", True)]


def test_a_flatten_asked_for_by_hand_closes_and_locks_nothing(tmp_path: Path) -> None:
    lines = told(replay(tmp_path, CONTRACT, position(1, 2), command(2, command="flatten", account=7), position(3, 0)))
    assert [one["action"] for one in lines if one["kind"] == "action"] == ["flatten"]
    assert not [one for one in lines if one["kind"] == "lockout_set"]


def test_settings_asked_for_in_the_stream_are_judged_by_from_then_on(tmp_path: Path) -> None:
    tighter = command(2, command="settings", set={"rules.max_contracts.limit": 3})
    lines = told(replay(tmp_path, CONTRACT, position(1, 4), tighter, position(3, 4)))
    assert [(one["t"][17:19], one["why"]) for one in lines if one["kind"] == "breach"] == [
        ("02", {"contracts": 4, "limit": 3})
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"command": "dance"}, "command"),
        ({}, "command"),
        (None, "data"),
        ("lock", "data"),
        ({"command": "lock"}, "seconds"),
        ({"command": "lock", "seconds": 0}, "seconds"),
        ({"command": "lock", "seconds": "60"}, "seconds"),
        ({"command": "lock", "seconds": 60, "until": "reset"}, "seconds"),
        ({"command": "lock", "until": "2026-11-19T15:00:00Z"}, "until"),
        ({"command": "lock", "until": "2026-11-19T17:00:00"}, "until"),
        ({"command": "lock", "until": "noon"}, "until"),
        ({"command": "lock", "account": "mine", "seconds": 60}, "account"),
        ({"command": "flatten", "account": 7.5}, "account"),
    ],
)
def test_a_command_that_cannot_be_carried_out_is_told_with_its_field(tmp_path: Path, data: object, field: str) -> None:
    lines = told(replay(tmp_path, CONTRACT, position(1, 1), line(2, "Command", data), position(3, 6)))
    assert [one["field"] for one in lines if one["kind"] == "degraded" and "field" in one] == [field]
    assert [one["size"] for one in lines if one["kind"] == "action"] == [1]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (position(1, 6).replace('"size": 6', '"size": NaN'), "size"),
        (position(1, 6).replace('"size": 6', '"size": "six"'), "size"),
        (position(1, 6).replace('"size": 6, ', ""), "size"),
        (line(1, "GatewayUserTrade", None), "trade"),
        (line(1, "GatewayQuote", {"lastPrice": 1}), "contractId"),
        (line(1, "GatewayQuote", {"lastPrice": "much"}, contractId=MNQ), "lastPrice"),
        (line(1, "Contract", {"id": MNQ}), "tickSize"),
        (line(1, "Snapshot", {"accounts": "all"}), "accounts"),
        (line(1, "Snapshot", {}), "accounts"),
        (line(1, "Snapshot", None), "accounts"),
        (line(1, "Snapshot", {"positions": [{"accountId": 7, "contractId": MNQ, "size": -1}]}), "size"),
        (line(1, "Snapshot", {"positions": [], "askedAt": "then"}), "askedAt"),
    ],
)
def test_a_wrong_payload_is_told_with_its_field_also_before_any_account_is_known(
    tmp_path: Path, text: str, field: str
) -> None:
    lines = told(replay(tmp_path, text, position(2, 6)))
    assert [one["field"] for one in lines if one["kind"] == "degraded" and "field" in one] == [field]
    assert [one["size"] for one in lines if one["kind"] == "action"] == [1]


@pytest.mark.parametrize(
    "text", ['{"t": "0001-01-01T00:00:00Z", "type": "Clock"}', '{"t": "9999-12-31T23:59:59Z", "type": "Clock"}']
)
def test_a_time_far_from_any_calendar_stops_the_replay(tmp_path: Path, text: str) -> None:
    done = replay(tmp_path, text)
    assert (done.returncode, "line 1: t was" in done.stderr) == (2, True)


def test_what_was_decided_before_a_line_that_stops_the_replay_is_still_told(tmp_path: Path) -> None:
    done = replay(tmp_path, CONTRACT, position(1, 6), "{nonsense")
    assert (done.returncode, "line 3: is not JSON" in done.stderr) == (2, True)
    assert json.loads(done.stdout.splitlines()[0])["kind"] == "breach"


def run(tmp_path: Path, events: str, stdin: bytes = b"", *more: str) -> subprocess.CompletedProcess[bytes]:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    program = [sys.executable, "-m", "riskguard", "replay", "--rules", str(tmp_path / "rules.toml")]
    return subprocess.run([*program, "--events", events, *more], input=stdin, capture_output=True, check=False)


def test_a_compressed_recording_and_stdin_are_read_like_a_plain_file(tmp_path: Path) -> None:
    text = "\n".join([CONTRACT, position(1, 7)]).encode()
    (tmp_path / "whole.jsonl.gz").write_bytes(gzip.compress(text[:100]) + gzip.compress(text[100:]))
    packed = run(tmp_path, str(tmp_path / "whole.jsonl.gz"), b"", "--json")
    piped = run(tmp_path, "-", text, "--json")
    both = run(tmp_path, "-", gzip.compress(text), "--json")
    assert (packed.returncode, piped.returncode, both.returncode) == (0, 0, 0)
    assert packed.stdout == piped.stdout == both.stdout
    assert b'"action": "reduce"' in packed.stdout


def test_a_file_that_is_missing_or_torn_is_said_in_words(tmp_path: Path) -> None:
    done = run(tmp_path, str(tmp_path / "none.jsonl"))
    assert (done.returncode, b"cannot be read: No such file or directory" in done.stderr) == (2, True)
    assert done.stdout == b"", "no report about nothing"
    (tmp_path / "torn.gz").write_bytes(gzip.compress(b'{"t":"2026-11-19T16:00:00Z","type":"Clock"}\n')[:-9])
    done = run(tmp_path, str(tmp_path / "torn.gz"))
    assert (done.returncode, b"cannot be read" in done.stderr) == (2, True)


def fill(second: float, trade_id: int, side: int, size: int, at: float, pnl: float | None, order_id: int = 1) -> str:
    stamp = f"2026-11-19T16:00:{second:06.3f}Z"
    who = {"id": trade_id, "accountId": 7, "contractId": MNQ, "creationTimestamp": stamp, "orderId": order_id}
    won = {"price": at, "profitAndLoss": pnl, "fees": 0.5 * size}
    return line(second, "GatewayUserTrade", {**who, **won, "side": side, "size": size, "voided": False})


def test_the_summary_says_what_would_have_fired_when_and_the_result_if_it_had(tmp_path: Path) -> None:
    lines = [
        CONTRACT,
        line(1, "GatewayQuote", {"bestBid": 26_000, "bestAsk": 26_000.25}, contractId=MNQ),
        fill(2, 1, 0, 4, 26_000.25, None),
        position(2, 4),
        line(3, "GatewayQuote", {"bestBid": 25_860, "bestAsk": 25_860.25}, contractId=MNQ),
        line(4, "GatewayQuote", {"bestBid": 25_860, "bestAsk": 25_860.25}, contractId=MNQ),
        fill(5, 2, 1, 2, 25_860, -561),
        position(5, 2),
        fill(10, 3, 1, 2, 25_800, -801),
        position(10, 0),
        fill(20, 4, 0, 1, 25_800, None),
        position(20, 1),
        fill(30, 5, 1, 1, 25_900, 200),
        position(30, 0),
        json.dumps({"t": "2026-11-20T00:00:00Z", "type": "Clock"}),
    ]
    done = run(tmp_path, "-", "\n".join(lines).encode())
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "Thu Nov 19, 2026, account 7" in text
    assert (
        "10:00:05 AM CT  Daily realized loss reached (RULE-003). −$564.00 of −$500 [realized -564, limit 500]" in text
    )
    assert "Locked until 5:00 PM CT (RULE-003)" in text
    assert "would have flattened: closed 2 MNQ (RULE-003)" in text
    assert " 5:00:00 PM CT  Lockout over (RULE-003)" in text
    # Recorded: -561 - 801 + 200 - 5 of fees. With the rules: the other 2 out at 25,860, for -561 - 561 - 4 of fees.
    assert "Result as recorded    −$1,167.00 realized (5 fills)" in text
    assert "Had the rules acted   −$1,126.00 ($41.00 better)" in text
    assert "Entries that would have been refused: 1. 10:00:20 AM CT buy 1 MNQ" in text
    assert "\x1b" not in text
