"""What an armed fault does to one HTTP call: before it acts, and to its answer."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from riskguard.paper.armed import Fault, Kind
from riskguard.paper.rest_faults import RestFaults

CUT = 499
PIECES = 20
INSTEAD: frozenset[Kind] = frozenset({"answer", "refuse", "drop", "hang"})


def cut(request: web.Request) -> web.Response:
    """Drops the connection; the response that goes with it reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=CUT)


async def before(faults: RestFaults, request: web.Request, struck: Sequence[Fault]) -> web.StreamResponse | None:
    """What comes before executing: waits, then acts, then perhaps an answer in its place; None if it is executed."""
    for fault in struck:
        if fault.kind == "delay":
            await asyncio.sleep(fault.wait_s())
        elif fault.kind == "reorder":
            await _turn(fault)
    _run(struck, "before")
    instead = next((fault for fault in struck if fault.kind in INSTEAD and not fault.acts), None)
    if instead is None:
        return None
    _run(struck, "after")
    if instead.kind == "hang":
        return await _hang(faults, request)
    return cut(request) if instead.kind == "drop" else _answer(instead)


async def after(
    faults: RestFaults, request: web.Request, struck: Sequence[Fault], response: web.Response
) -> web.StreamResponse:
    """What happens to the answer of an executed call on its way."""
    _run(struck, "after")
    for fault in struck:
        match fault.kind:
            case "lose":
                return cut(request)
            case "hang":
                return await _hang(faults, request)
            case "drip":
                return await _drip(request, response, fault)
            case _:
                pass
    return response


def _run(struck: Sequence[Fault], moment: Kind) -> None:
    for fault in struck:
        if fault.kind == moment and fault.act:
            fault.act()


def _answer(fault: Fault) -> web.Response:
    if fault.text is not None:
        return web.Response(status=fault.status, text=fault.text, content_type="text/html", headers=fault.headers)
    if fault.body is None:
        return web.Response(status=fault.status, headers=fault.headers)
    return web.json_response(fault.body, status=fault.status, headers=fault.headers)


async def _hang(faults: RestFaults, request: web.Request) -> web.Response:
    await faults.hold()
    return cut(request)


async def _turn(fault: Fault) -> None:
    turn = asyncio.Event()
    if fault.batch:
        fault.batch.add(turn.set)
        await turn.wait()


async def _drip(request: web.Request, response: web.Response, fault: Fault) -> web.StreamResponse:
    body = response.body if isinstance(response.body, bytes) else b""
    told = web.StreamResponse(status=response.status, headers={"Content-Type": "application/json; charset=utf-8"})
    told.content_length = len(body)
    await told.prepare(request)
    sent = body[: round(len(body) * fault.share)]
    step = max(1, -(-len(sent) // PIECES))
    for start in range(0, len(sent), step):
        await told.write(sent[start : start + step])
        await asyncio.sleep(fault.seconds * step / len(sent))
    if fault.share < 1:
        return cut(request)
    await told.write_eof()
    return told
