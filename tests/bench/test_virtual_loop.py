"""Virtual time passes only while nothing real is under way."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from tests.bench.virtual_loop import VirtualLoop, VirtualTime

START = datetime(2026, 12, 21, 12, tzinfo=UTC)
A_DAY_S = 86_400.0


def run(clock: VirtualTime, work: Coroutine[Any, Any, None]) -> None:
    loop = VirtualLoop(clock)
    try:
        loop.run_until_complete(work)
    finally:
        loop.close()


def test_timers_fire_in_order_each_at_its_own_instant() -> None:
    clock, fired = VirtualTime(START), []

    async def fires(after_s: float) -> None:
        await asyncio.sleep(after_s)
        fired.append(round(clock.steady(), 6))

    async def all_of_them() -> None:
        await asyncio.gather(fires(A_DAY_S), fires(0.5), fires(3600))

    begun = time.monotonic()
    run(clock, all_of_them())
    assert fired == [0.5, 3600, A_DAY_S]
    assert time.monotonic() - begun < A_DAY_S / 100


def test_time_stands_still_while_a_thread_works_for_the_loop() -> None:
    clock, release = VirtualTime(START), threading.Event()

    async def waits() -> None:
        ticking = asyncio.create_task(asyncio.sleep(A_DAY_S))
        threading.Timer(0.05, release.set).start()
        await asyncio.to_thread(release.wait)
        assert clock.steady() == 0
        await ticking

    run(clock, waits())
    assert round(clock.steady(), 6) == A_DAY_S


def test_bytes_on_a_socket_arrive_before_time_passes() -> None:
    clock = VirtualTime(START)

    async def echoes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def talks() -> None:
        server = await asyncio.start_server(echoes, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        async with asyncio.timeout(1.0):
            assert await reader.readline() == b"hello\n"
        writer.close()
        server.close()

    run(clock, talks())


def test_a_sleeping_computer_stops_timers_and_no_clock() -> None:
    clock = VirtualTime(START)
    clock.sleep_over(3600)
    assert (clock.loop_s, clock.steady(), clock.now().hour) == (0, 3600, 13)
