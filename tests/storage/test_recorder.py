"""The recorder on real files and its own thread: what is written, kept, thinned, rotated, and survives."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskguard.config.file import parse_settings
from riskguard.domain.trading_day import Schedule
from riskguard.engine.replay import Replay
from riskguard.gateway.translate import read_line
from riskguard.storage.recorder import DayRecorder, RecordingLimits
from riskguard.storage.recording_file import RecordingFile
from riskguard.storage.recording_opening import Item
from riskguard.storage.recording_shelf import pack
from riskguard.storage.recording_thinning import Retold, Thinning

MNQ, NQ = "CON.F.US.MNQ.Z26", "CON.F.US.ENQ.Z26"
MORNING = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
RESET = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
CONTRACT = {"id": MNQ, "name": "MNQZ6", "tickSize": 0.25, "tickValue": 0.5, "activeContract": True}
ACCOUNT = {"id": 7, "name": "A", "balance": 50_000.0, "canTrade": True}


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.current = now

    def now(self) -> datetime:
        return self.current

    def passes(self, **span: float) -> None:
        self.current += timedelta(**span)


class Desk:
    """A recorder in a folder; `said` is what it told people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.said: list[str | None] = []
        self.recorder = self.hired()

    def hired(self, **limits: int) -> DayRecorder:
        """A new recorder on the same folder; not started."""
        self.recorder = DayRecorder(
            self.folder,
            self.clock.now,
            Schedule().day_of,
            limits=RecordingLimits(**limits),
            on_trouble=self.said.append,
        )
        return self.recorder

    def quotes(self, price: float, contract_id: str = MNQ, **more: object) -> None:
        self.recorder.record("GatewayQuote", {"lastPrice": price, **more}, contract_id)

    def position(self, size: int) -> None:
        held = {"id": 1, "accountId": 7, "contractId": MNQ, "creationTimestamp": "2026-11-19T15:00:00Z", "type": 1}
        self.recorder.record("GatewayUserPosition", {**held, "size": size, "averagePrice": 26_000})

    def read(self, asked_at: datetime, *positions: object) -> None:
        parts = {"accounts": [ACCOUNT], "positions": list(positions), "orders": [], "trades": []}
        self.recorder.record("Snapshot", {**parts, "askedAt": asked_at})

    def lines(self, day: str = "2026-11-19") -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / f"{day}.jsonl").read_bytes().splitlines()]

    def packed(self, day: str = "2026-11-19") -> list[dict[str, Any]]:
        with gzip.open(self.folder / f"{day}.jsonl.gz") as lines:
            return [json.loads(line) for line in lines]

    def types(self, day: str = "2026-11-19") -> list[str]:
        return [line["type"] for line in self.lines(day)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "recordings")
    yield made
    made.recorder.close()


def until(holds: Callable[[], object], within_s: float = 10.0) -> None:
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.01)


def held(size: int) -> dict[str, object]:
    terms = {"id": 1, "accountId": 7, "contractId": MNQ, "creationTimestamp": "2026-11-19T15:00:00Z"}
    return {**terms, "type": 1, "size": size, "averagePrice": 26_000}


def test_what_came_is_written_as_it_came_with_a_quotes_contract_beside_its_data(desk: Desk) -> None:
    desk.recorder.start()
    desk.recorder.record("Contract", CONTRACT)
    desk.clock.passes(milliseconds=1)
    desk.quotes(26_000.25)
    desk.recorder.record("GatewayUserTrade", {"action": 1, "data": {"size": "many"}})
    desk.recorder.record("Disconnected", {"hub": "user"})
    desk.recorder.close()
    later = "2026-11-19T16:00:00.001000Z"
    assert desk.lines() == [
        {"t": "2026-11-19T16:00:00Z", "type": "Contract", "data": CONTRACT},
        {
            "t": later,
            "type": "GatewayQuote",
            "data": {"lastPrice": 26_000.25},
            "contractId": MNQ,
        },
        {
            "t": later,
            "type": "GatewayUserTrade",
            "data": {"action": 1, "data": {"size": "many"}},
        },
        {"t": "2026-11-19T16:00:00.001000Z", "type": "Disconnected", "data": {"hub": "user"}},
    ]


def test_numbers_and_texts_no_fast_encoder_takes_are_written_all_the_same(desk: Desk) -> None:
    desk.recorder.start()
    desk.recorder.record("GatewayUserOrder", {"id": 2**70, "customTag": "\ud800"})
    desk.recorder.close()
    assert desk.lines()[0]["data"] == {"id": 2**70, "customTag": "\ud800"}


def test_times_never_go_back_though_the_clock_does(desk: Desk) -> None:
    desk.recorder.start()
    desk.quotes(1)
    desk.clock.passes(seconds=-30)
    desk.quotes(2)
    desk.clock.passes(seconds=31)
    desk.quotes(3)
    desk.recorder.close()
    assert [line["t"][11:19] for line in desk.lines()] == ["16:00:00", "16:00:00", "16:00:01"]


def test_a_new_trading_day_begins_with_all_that_is_known_and_the_old_one_is_compressed(desk: Desk) -> None:
    desk.recorder.start()
    desk.recorder.record("Contract", CONTRACT)
    desk.quotes(26_000, bestBid=25_999.75)
    desk.position(1)
    desk.read(MORNING + timedelta(seconds=1), held(2))
    desk.clock.passes(seconds=2)
    desk.position(3)
    desk.quotes(26_001)
    desk.clock.current = RESET - timedelta(microseconds=1)
    desk.recorder.record("Disconnected", {"hub": "market"})
    desk.clock.current = RESET
    desk.quotes(26_002)
    until((desk.folder / "2026-11-19.jsonl.gz").exists)
    desk.recorder.close()
    assert [line["type"] for line in desk.packed()][-1] == "Disconnected"
    lines = desk.lines("2026-11-20")
    assert {line["t"] for line in lines} == {"2026-11-19T23:00:00Z"}
    kinds = ["Contract", "GatewayQuote", "Disconnected", "Snapshot", "GatewayUserPosition", "GatewayQuote"]
    assert [line["type"] for line in lines] == kinds
    assert lines[1]["data"] == {"lastPrice": 26_001, "bestBid": 25_999.75}
    assert lines[4]["data"]["size"] == 3  # heard of after the read was asked for; the first one was in the read


def test_a_day_is_replayed_on_its_own_from_what_its_file_begins_with(desk: Desk) -> None:
    desk.recorder.start()
    desk.recorder.record("Contract", CONTRACT)
    desk.read(MORNING, held(2))
    desk.clock.passes(seconds=1)
    desk.position(8)
    desk.clock.current = RESET
    desk.quotes(26_000)
    desk.recorder.close()
    replay = Replay(parse_settings("[rules.max_contracts]\nlimit = 5\n"), read_line)
    with (desk.folder / "2026-11-20.jsonl").open("rb") as lines:
        acts = [record.fields["size"] for record in replay.run(lines) if record.kind == "action"]
    assert acts == [3]


def test_a_restart_on_the_same_day_goes_on_in_the_same_file_and_never_before_its_last_line(desk: Desk) -> None:
    desk.recorder.start()
    desk.quotes(1)
    desk.recorder.close()
    desk.clock.passes(seconds=-5)
    desk.hired().start()
    desk.quotes(2)
    desk.clock.passes(seconds=7)
    desk.quotes(3)
    desk.recorder.close()
    assert [(line["t"][11:19], line["data"]["lastPrice"]) for line in desk.lines()] == [
        ("16:00:00", 1),
        ("16:00:00", 2),
        ("16:00:02", 3),
    ]


@pytest.mark.parametrize("torn", [b'{"t":"2026-11-19T16:0', b"\x00" * 5_000, b"\x00\x00\n", b'{"t":"x"}\n{"t'])
def test_a_torn_last_line_is_cut_off_at_the_next_start(desk: Desk, torn: bytes) -> None:
    desk.recorder.start()
    desk.quotes(1)
    desk.recorder.close()
    with (desk.folder / "2026-11-19.jsonl").open("ab") as file:
        file.write(torn)
    desk.hired().start()
    desk.quotes(2)
    desk.recorder.close()
    assert [line["data"]["lastPrice"] for line in desk.lines()] == [1, 2]


def test_a_line_longer_than_a_block_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    long = b'{"t":"2026-11-19T16:00:00Z","data":"' + b"x" * 200_000 + b'"}\n'
    path.write_bytes(long + b"torn" * 50_000)
    file = RecordingFile(path)
    file.close()
    assert (file.size, file.last, path.read_bytes()) == (len(long), MORNING, long)


_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from riskguard.domain.trading_day import Schedule
from riskguard.storage.recorder import DayRecorder
recorder = DayRecorder(Path(sys.argv[1]), lambda: datetime(2026, 11, 19, 16, 0, tzinfo=UTC), Schedule().day_of)
recorder.start()
number = 0
while True:
    recorder.record("GatewayUserTrade", {"id": number, "text": "x" * 300})
    number += 1
    if number % 1000 == 0:
        print(number, flush=True)
"""


def test_a_killed_recorder_leaves_a_file_that_the_next_one_goes_on_with(desk: Desk) -> None:
    program = [sys.executable, "-c", _KILLED, str(desk.folder)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        path = desk.folder / "2026-11-19.jsonl"
        until(lambda: path.exists() and path.stat().st_size > 100_000)
        process.kill()
    desk.recorder.start()
    desk.quotes(1)
    desk.recorder.close()
    lines = desk.lines()
    assert [line["data"]["id"] for line in lines[:-1]] == list(range(len(lines) - 1))
    assert lines[-1]["type"] == "GatewayQuote"


def test_when_the_queue_is_full_quotes_are_left_out_and_counted_and_said_once(desk: Desk) -> None:
    recorder = desk.hired(waiting=5)
    for price in range(8):
        desk.quotes(price)
    desk.position(1)
    recorder.start()
    until(lambda: len(desk.said) == 2)
    recorder.close()
    assert recorder.dropped == 3
    assert desk.types() == ["GatewayQuote"] * 5 + ["GatewayUserPosition"]
    assert desk.said == ["The recording does not keep up; some quotes are left out of it", None]


def test_without_a_place_to_write_it_stops_says_so_once_and_goes_on_with_all_that_is_known(desk: Desk) -> None:
    desk.folder.write_text("in the way")
    desk.recorder.start()
    desk.recorder.record("Contract", CONTRACT)
    until(lambda: desk.said)
    desk.position(2)
    desk.clock.passes(seconds=6)
    desk.quotes(1)
    desk.clock.passes(seconds=1)
    desk.quotes(2)
    until(lambda: desk.recorder._last == desk.clock.now())  # the try that quote 1 brought is over, and in vain
    desk.folder.unlink()
    desk.clock.passes(seconds=6)
    desk.quotes(3)
    until(lambda: None in desk.said)
    desk.recorder.close()
    assert desk.said[0] is not None
    assert desk.said[0].startswith("The day cannot be recorded: ")
    assert desk.said[1:] == [None]
    assert desk.types() == ["Contract", "GatewayQuote", "GatewayUserPosition", "GatewayQuote"]
    assert [line["data"].get("lastPrice") for line in desk.lines()] == [None, 2, None, 3]


_FULL = """
import resource, sys
from pathlib import Path
from riskguard.storage.recording_file import RecordingFile
file = RecordingFile(Path(sys.argv[1]))
file.write([b'{"t":"2026-11-19T16:00:00Z"}\\n'] * 30)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    file.write([b'{"t":"2026-11-19T16:00:01Z"}\\n'] * 30)
except OSError as error:
    print(type(error).__name__, Path(sys.argv[1]).stat().st_size == file.size)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
file.write([b'{"t":"2026-11-19T16:00:02Z"}\\n'])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_write_that_only_half_fits_on_the_disk_leaves_no_half_line(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["OSError", "True"]
    assert [json.loads(line)["t"][17:19] for line in path.read_bytes().splitlines()] == ["00"] * 30 + ["02"]


def test_a_day_that_grows_too_large_keeps_one_quote_a_second_with_what_the_others_brought() -> None:
    thinning = Thinning(1_000)

    def kept(milliseconds: int, price: float, contract_id: str = MNQ, **more: float) -> list[object]:
        at = MORNING + timedelta(milliseconds=milliseconds)
        return [item[2] for item in thinning.kept((at, "GatewayQuote", {"lastPrice": price, **more}, contract_id))]

    thinning.size = 749
    assert [kept(0, 1), kept(1, 2)] == [[{"lastPrice": 1}], [{"lastPrice": 2}]]
    thinning.size = 750
    assert kept(10, 3) == [{"lastPrice": 3}]
    assert [kept(500, 4, bestBid=3.5), kept(1_009, 5)] == [[], []]
    assert kept(600, 7, NQ) == [{"lastPrice": 7}]
    assert kept(1_010, 6) == [{"lastPrice": 6, "bestBid": 3.5}]
    assert thinning.left_out == 2


def test_a_day_as_large_as_it_may_be_keeps_no_quote_but_every_account_event() -> None:
    thinning = Thinning(1_000)
    thinning.size = 1_000
    assert thinning.kept((MORNING, "GatewayQuote", {"lastPrice": 1}, MNQ)) == ()
    for kind in ("GatewayUserTrade", "GatewayUserPosition", "GatewayUserOrder", "Snapshot", "Command", "Disconnected"):
        item: Item = (MORNING, kind, {}, None)
        assert thinning.kept(item) == (item,)


def trade(number: int, *, account: int = 7, voided: bool = False) -> dict[str, object]:
    return {"id": number, "accountId": account, "contractId": MNQ, "voided": voided}


def a_read(*trades: object) -> Item:
    return MORNING, "Snapshot", {"accounts": [ACCOUNT], "trades": list(trades)}, None


def told(item: Item) -> object:
    assert isinstance(item[2], dict)
    return item[2]["trades"]


def test_a_read_tells_of_a_trade_once_and_again_where_it_has_changed() -> None:
    retold = Retold()
    assert told(retold.fresh(a_read(trade(1)))) == [trade(1)]
    assert told(retold.fresh(a_read(trade(1), trade(2)))) == [trade(2)]
    assert told(retold.fresh(a_read(trade(1, voided=True), trade(2)))) == [trade(1, voided=True)]
    assert told(retold.fresh(a_read(trade(1), trade(2)))) == [trade(1)]


def test_trades_of_two_accounts_and_what_is_no_trade_are_never_taken_for_told() -> None:
    retold = Retold()
    retold.fresh(a_read(trade(1), {"id": None}, "odd"))
    assert told(retold.fresh(a_read(trade(1, account=8), {"id": None}, "odd"))) == [
        trade(1, account=8),
        {"id": None},
        "odd",
    ]
    line: Item = (MORNING, "Snapshot", {"trades": None}, None)
    assert retold.fresh(line) is line


def test_a_day_of_reads_grows_by_new_trades_alone_and_each_file_has_all_of_them(desk: Desk) -> None:
    def reads(count: int) -> None:
        parts = {"accounts": [ACCOUNT], "positions": [], "orders": [], "askedAt": desk.clock.now()}
        desk.recorder.record("Snapshot", {**parts, "trades": [trade(n) for n in range(count)]})
        desk.clock.passes(seconds=10)

    for count in (1, 2, 3, 3):
        reads(count)
    desk.clock.current = RESET + timedelta(seconds=1)
    reads(3)
    reads(3)
    desk.recorder.start()
    until((desk.folder / "2026-11-19.jsonl.gz").exists)
    desk.recorder.close()
    days = [desk.packed(), desk.lines("2026-11-20")]
    found = [[[one["id"] for one in line["data"]["trades"]] for line in lines] for lines in days]
    assert found == [[[0], [1], [2], []], [[0, 1, 2], [0, 1, 2], []]]


def test_the_recorder_thins_by_what_its_file_takes_up(desk: Desk) -> None:
    desk.hired(day_bytes=2_000).start()
    for price in range(20):
        desk.quotes(price)
        desk.position(price)
    until(lambda: (desk.folder / "2026-11-19.jsonl").exists() and len(desk.types()) == 40)
    for price in range(20):
        desk.quotes(price)
        desk.position(price)
    desk.recorder.close()
    assert (desk.types().count("GatewayQuote"), desk.types().count("GatewayUserPosition")) == (20, 40)


def test_days_that_are_over_are_compressed_at_the_start_and_the_oldest_go_for_room(desk: Desk) -> None:
    desk.folder.mkdir()
    line = b'{"t":"2026-11-16T16:00:00Z","type":"Clock","data":"'
    (desk.folder / "2026-11-16.jsonl.gz").write_bytes(b"x" * 3_000)
    (desk.folder / "2026-11-17.jsonl.gz").write_bytes(b"x" * 3_000)
    (desk.folder / "2026-11-18.jsonl").write_bytes(line + b"y" * 50_000 + b'"}\n')
    (desk.folder / "2026-11-17.jsonl.gz.part").write_bytes(b"half")
    desk.hired(total_bytes=5_000).start()
    desk.quotes(1)
    until((desk.folder / "2026-11-18.jsonl.gz").exists)
    desk.recorder.close()
    names = sorted(path.name for path in desk.folder.iterdir())
    assert names == ["2026-11-17.jsonl.gz", "2026-11-18.jsonl.gz", "2026-11-19.jsonl"]
    assert len(desk.packed("2026-11-18")) == 1


def test_packing_after_a_crash_neither_loses_nor_doubles_a_day(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-18.jsonl"
    path.write_bytes(b'{"n":1}\n')
    pack(path)
    packed = tmp_path / "2026-11-18.jsonl.gz"
    path.write_bytes(b'{"n":1}\n')
    pack(path)
    assert gzip.decompress(packed.read_bytes()) == b'{"n":1}\n'
    path.write_bytes(b'{"n":2}\n{"n":3}\n')
    pack(path)
    assert gzip.decompress(packed.read_bytes()) == b'{"n":1}\n{"n":2}\n{"n":3}\n'
    path.write_bytes(b'{"n":4}\n' * 3)
    pack(path, stopping=lambda: True)
    assert path.exists()
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
