"""`riskguard paper` as a process: its line, its text, its errors and its end."""

import argparse
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from riskguard.cli import paper

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import argparse, sys; from riskguard.cli import paper; p = argparse.ArgumentParser(); "
    "paper.add_arguments(p); sys.exit(paper.run(p.parse_args()))"
)


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM, *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_json_line_serves_and_stops_cleanly(number: signal.Signals) -> None:
    with running("--json", "--accounts", "A:1000", "--accounts", "B:2000.5") as process:
        line = json.loads(first_line(process))
        assert line["api_url"] == line["url"] + "/api"
        assert line["user_hub_url"] == line["url"] + "/hubs/user"
        assert line["market_hub_url"] == line["url"] + "/hubs/market"
        assert [(a["name"], a["balance"], a["canTrade"]) for a in line["accounts"]] == [
            ("A", 1000.0, True),
            ("B", 2000.5, True),
        ]
        assert "control_url" not in line
        body = json.dumps({"userName": line["user"], "apiKey": line["key"]}).encode()
        with urlopen(Request(line["api_url"] + "/Auth/loginKey", body)) as answer:
            assert json.load(answer)["success"] is True
        process.send_signal(number)
        assert process.wait(5) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_without_json_it_prints_lines_to_copy() -> None:
    with running("--control", "--user", "me", "--key", "0123456789") as process:
        assert process.stdout
        text = "".join(process.stdout.readline() for _ in range(10))
        assert "PROJECT_X_USERNAME=me\nPROJECT_X_API_KEY=0123456789\nPROJECTX_API_URL=http://127.0.0.1:" in text
        assert "/control" in text


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "host was 0.0.0.0"),
        (["--key", "short"], "key has 5 characters"),
        (["--port", "99999"], "port was 99999"),
        (["--speed", "-1"], "speed was -1"),
        (["--speed", "nan"], "speed was nan"),
        (["--accounts", "0"], "accounts was 0"),
        (["--accounts", "A:much"], "accounts was A:much"),
        (["--token-lifetime", "0"], "token-lifetime was 0"),
        (["--prices", "/nowhere.csv"], f"prices was {Path('/nowhere.csv')}"),
        (["--scenario", "/nowhere.toml"], f"scenario was {Path('/nowhere.toml')}; the file cannot be read"),
    ],
)
def test_options_it_cannot_use_end_with_2_and_a_reason(options: list[str], says: str) -> None:
    parser = argparse.ArgumentParser()
    paper.add_arguments(parser)
    with redirect_stderr(StringIO()) as told:
        assert paper.run(parser.parse_args(options)) == 2
    assert says in told.getvalue()


def test_a_scenario_is_played_and_says_what_it_could_not_do(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text(
        '[[step]]\nkind = "throttle"\npath = "/Auth/loginKey"\n'
        '[[step]]\nafter = { call = "/Auth/loginKey" }\nkind = "quote"\ncontract = "ES"\nbid = 6000.1\n',
        encoding="utf-8",
    )
    with running("--json", "--scenario", str(path)) as process:
        line = json.loads(first_line(process))
        body = json.dumps({"userName": line["user"], "apiKey": line["key"]}).encode()
        with pytest.raises(HTTPError, match="429"):
            urlopen(Request(line["api_url"] + "/Auth/loginKey", body))
        with urlopen(Request(line["api_url"] + "/Auth/loginKey", body)) as answer:
            assert json.load(answer)["success"] is True
        assert process.stderr
        told = process.stderr.readline()
    assert f"riskguard paper: {path}, line 4, step 2: quote could not be done: bid was 6000.1" in told


def test_a_scenario_that_names_what_is_not_there_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text('[[step]]\nkind = "buy"\ncontract = "ES"\naccount = "me"\n', encoding="utf-8")
    with running("--scenario", str(path)) as process:
        assert process.wait(10) == 2
        assert process.stderr
        told = process.stderr.read()
    words = "account was me; give one of PRAC-50K-1, PRAC-50K-2, or its id"
    assert told == f"riskguard paper: {path}, line 4, step 1: {words}\n"


def test_a_port_in_use_ends_with_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running("--port", str(port)) as process:
            assert process.wait(10) == 2
            assert process.stderr
            assert f"port {port} is in use" in process.stderr.read()
