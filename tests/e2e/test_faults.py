"""The same road with things going wrong on it. A later issue widens this to every fault; these must never break."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pysignalr.client import SignalRClient

from riskguard.app import Guard
from riskguard.paper import PaperGateway
from riskguard.service.data_dir import DataDirInUseError
from tests.e2e.conftest import Lay
from tests.e2e.road import SELL, STOP, RecordingBoard, Road

FIVE = "[rules.max_contracts]\nlimit = 5\n"
LOSS = "[rules.daily_realized_loss]\nlimit = 500\n"
CLOSE = "/Position/closeContract"


async def test_a_position_that_cannot_be_closed_keeps_its_stop(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MES", 1)
    stop = road.orders("MES", STOP, SELL, 1, 6_800)
    await road.quiet()
    road.paper.faults.refuse("/Position/closeContract", 5, times=None)
    await road.loses_without_waiting()
    await road.until(road.hard_locked)
    await road.quiet(1.0)
    assert road.working() == [stop]
    assert road.state() == "degraded"
    assert len(road.sent("/Position/closeContract")) >= 3
    road.paper.faults.clear()
    await road.until(lambda: road.sizes() == {} and road.working() == [])
    await road.until(lambda: road.state() == "locked")


async def test_a_close_whose_answer_is_lost_is_found_out(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MES", 2)
    road.paper.faults.lose_answer("/Position/closeContract", times=1)
    await road.loses_without_waiting()
    await road.until(lambda: road.sizes() == {} and road.view().flat_confirmed_at)
    assert road.state() == "locked"


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_reduce_refused_by_the_gateway_is_tried_until_at_the_limit(lay: Lay, status: int) -> None:
    road = await lay(FIVE)
    road.paper.faults.answer("/Position/partialCloseContract", status=status, times=2)
    road.buys("MNQ", 7)
    await road.until(lambda: road.sizes() == {"MNQ": 5}, 12)
    await road.quiet(2.5)
    assert road.sizes() == {"MNQ": 5}


async def test_a_reduce_whose_answer_is_lost_is_not_repeated(lay: Lay) -> None:
    road = await lay(FIVE)
    road.paper.faults.lose_answer("/Position/partialCloseContract", times=1)
    road.buys("MNQ", 7)
    await road.quiet(3)
    assert road.sizes() == {"MNQ": 5}
    assert len(road.sent("/Position/partialCloseContract")) == 1


async def test_an_expired_token_does_not_stop_a_close(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MES", 1)
    await road.quiet()
    road.paper.revoke_tokens()
    await road.loses_without_waiting()
    await road.until(lambda: road.sizes() == {})
    await road.until(lambda: road.state() == "locked")


async def test_what_happened_while_the_hubs_were_down_is_judged_when_they_are_back(lay: Lay) -> None:
    road = await lay(LOSS + FIVE)
    road.buys("MNQ", 5)
    await road.until(lambda: road.view().positions)
    road.paper.faults.refuse_negotiate(503, 1.0)
    road.paper.faults.drop_hubs()
    await road.until(lambda: road.state() == "degraded")
    assert road.status()["protected"] is False
    road.buys("MNQ", 4)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.until(lambda: road.status()["protected"] is True)
    assert any("Protection restored" in text for text in road.board.texts())


async def test_a_failed_read_is_never_flat(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MES", 1)
    await road.quiet()
    road.paper.faults.answer("/Position/searchOpen", status=503, times=None)
    await road.loses_without_waiting()
    await road.until(lambda: road.sizes() == {})
    await road.quiet(0.5)
    assert road.view().flat_confirmed_at is None
    assert road.view().closing is not None
    road.paper.faults.clear()
    await road.until(lambda: road.view().flat_confirmed_at)


async def test_a_frame_that_cannot_be_read_is_told_and_the_next_is_judged(lay: Lay) -> None:
    road = await lay(FIVE)
    contract = road.contract("MNQ")
    frame = {"accountId": road.first, "contractId": contract, "type": 1, "size": "many"}
    road.paper.push("position", road.first, frame)
    await road.until(lambda: any("size was" in text for text in road.board.texts()))
    road.buys("MNQ", 6)
    await road.until(lambda: road.sizes() == {"MNQ": 5})


async def test_an_account_that_may_not_trade_is_shown_and_still_guarded(lay: Lay) -> None:
    road = await lay(FIVE)
    road.paper.set_can_trade(road.first, False)
    road.paper.set_can_trade(road.first, True)
    road.buys("MNQ", 6)
    await road.until(lambda: road.sizes() == {"MNQ": 5})


async def test_a_restart_of_the_guard_keeps_the_lockout_the_totals_and_the_silence(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.loses()
    before = road.view()
    await road.stop()
    road.launch()
    shown_first = road.board
    await road.until(lambda: shown_first.snapshots)
    assert road.view().lockouts == before.lockouts
    await road.until(lambda: road.status()["protected"] is True)
    assert road.view().realized == before.realized
    assert road.state() == "locked"
    assert not any("reached" in text for text in road.board.texts())
    road.buys("ES", 1)
    await road.until(lambda: road.sizes() == {})


async def test_a_breach_while_off_is_enforced_when_armed(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    road.buys("MNQ", 8)
    await road.arm()
    await road.until(lambda: road.sizes() == {"MNQ": 5}, 1.0)


async def test_two_guards_on_one_data_directory_are_refused(lay: Lay) -> None:
    road = await lay(FIVE)
    with pytest.raises(DataDirInUseError, match="already running"):
        Guard(road.data_dir, road.gateway_settings(), RecordingBoard(), practice=True)


async def test_a_wrong_key_is_told_in_the_gateways_words(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    road.launch(key="a-wrong-key-0000")
    await road.until(lambda: any("refused to sign in" in text for text in road.board.texts()))
    assert road.status()["protected"] is False


async def test_a_gateway_that_comes_up_later_is_found(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    await road.paper.stop()
    road.launch()
    await road.until(lambda: any("cannot be reached" in text for text in road.board.texts()))
    assert not any("login" in text for text in road.board.texts()), "no word of the program's own"
    await road.paper.start()
    await road.until(lambda: road.status()["protected"] is True)


async def test_a_gateway_that_dies_is_told_in_the_traders_words(lay: Lay) -> None:
    road = await lay(FIVE)
    road.buys("MNQ", 1)
    await road.until(lambda: road.view().positions)
    await road.paper.stop()
    await road.until(lambda: not road.view().reached)
    await road.until(lambda: any(words.startswith("The gateway cannot be reached.") for words in road.view().degraded))
    told = " ".join(road.view().degraded)
    assert "RiskGuard tries again every few seconds; until then it can neither see nor close positions." in told
    assert "Search" not in told
    assert "/" not in told
    assert "every 2 s" not in told


async def test_settings_that_became_wrong_leave_the_rules_in_force(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    (road.data_dir / "riskguard.toml").write_text("[rules.max_contracts]\nlimit = -5\n", encoding="utf-8")
    await road.arm()
    await road.until(lambda: road.state() == "degraded")
    assert "give a number of at least 0" in " ".join(road.view().degraded)
    road.buys("MNQ", 6)
    await road.until(lambda: road.sizes() == {"MNQ": 5})


async def test_the_gateway_restarting_is_survived(lay: Lay) -> None:
    road = await lay(LOSS)
    await road.paper.stop()
    await road.until(lambda: road.state() == "degraded")
    await road.paper.start()
    await road.until(lambda: road.status()["protected"] is True)
    await road.loses()


async def test_storms_of_orders_end_at_the_limit(lay: Lay) -> None:
    road = await lay(FIVE)
    for _ in range(12):
        road.buys("MNQ", 3)
        road.sells("MES", 2)
        await asyncio.sleep(0.03)
    await road.until(lambda: sum(map(abs, road.sizes().values())) == 5)
    await road.quiet(2.5)
    assert sum(map(abs, road.sizes().values())) == 5


async def test_an_account_opened_while_running_is_guarded_too(lay: Lay) -> None:
    road = await lay(FIVE)
    account = road.paper.exchange.open_account("PRAC-NEW")
    await road.until(lambda: account.id in {one.account_id for one in road.board.snapshots[-1].accounts})
    road.buys("MNQ", 7, account.id)
    await road.until(lambda: road.sizes(account.id) == {"MNQ": 5})


async def test_an_entry_lockout_survives_a_restart_with_what_may_be_held(lay: Lay) -> None:
    road = await lay(f"{LOSS}reduce_only_at = 0.8\n")
    road.moves("MNQ", 26_000)
    road.buys("MNQ", 10)
    road.moves("MNQ", 25_977)
    road.sells("MNQ", 9)
    await road.until(lambda: [held.kind for held in road.view().lockouts] == ["entry"])
    await road.stop()
    await road.arm()
    await road.quiet(0.5)
    assert road.sizes() == {"MNQ": 1}
    assert road.sent() == []
    road.buys("MNQ", 2)
    await road.until(lambda: road.sizes() == {"MNQ": 1})


async def test_accounts_are_armed_and_guarded_by_reads_while_the_user_hub_never_opens(lay: Lay) -> None:
    road = await lay(FIVE)
    await road.stop()
    road.paper.faults.refuse_negotiate(503, 30)
    road.buys("MNQ", 9)
    road.launch()
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.until(lambda: road.state() == "degraded")
    road.buys("MNQ", 3)
    await road.until(lambda: road.sizes() == {"MNQ": 5})


async def test_a_close_the_gateway_puts_off_is_repeated_when_it_says_and_holds_up_no_other_account(lay: Lay) -> None:
    road = await lay('[rules.symbol_blocks]\nblocked = ["MES"]\n')
    fault = road.paper.faults.throttle(CLOSE, 2, times=1, account=road.first)
    road.buys("MES", 1)
    await road.until(lambda: fault.struck)
    road.buys("MES", 1, road.second)
    await road.until(lambda: not road.sizes(road.second))
    assert road.sizes() == {"MES": 1}
    await road.until(lambda: not road.sizes())
    tries = [one.at for one in road.paper.requests if one.path == CLOSE and _of(one.body) == road.first]
    assert len(tries) == 2
    assert tries[1] - tries[0] >= 2.0


async def test_an_sdk_that_lacks_a_part_is_told_as_what_it_is_and_protects_nothing(
    paper: PaperGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(SignalRClient, "send")
    road = Road(paper, tmp_path, FIVE)
    road.launch()
    await road.until(
        lambda: any("cannot reach the gateway with what is installed" in one for one in road.board.texts())
    )
    (told,) = [text for text in road.board.texts() if "what is installed" in text]
    assert "has no SignalRClient.send, SignalRClient.send(on_invocation); install the versions RiskGuard pins" in told
    assert "sign in" not in told
    assert road.status()["protected"] is False
    await road.stop()


def _of(body: object) -> object:
    return body["accountId"] if isinstance(body, dict) else None


async def test_a_field_that_is_unreadable_in_every_quote_is_told_once_and_rules_go_on(lay: Lay) -> None:
    road = await lay(FIVE)
    road.buys("MNQ", 5)
    await road.until(lambda: road.view().positions)
    contract = road.contract("MNQ")
    for number in range(2_000):
        road.paper.push("quote", contract, contract, {"lastPrice": f"{number}"})
        road.paper.push("order", road.first, {"accountId": road.first, "id": number, "size": "2"})
    road.buys("MNQ", 2)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    await road.quiet()
    told = [text for text in road.told("Protection reduced") if "could not be read" in text]
    assert len([text for text in told if "GatewayQuote" in text]) == len(road.paper.accounts)
    assert len([text for text in told if "GatewayUserOrder" in text]) == 1


NO_LIST: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"status": 200, "body": {"success": True, "accounts": None}},
    {"status": 200, "body": {"success": True, "accounts": []}},
    {"status": 200, "body": {"success": True, "accounts": [{"id": 1001, "balance": "much"}]}},
)


@pytest.mark.parametrize("answer", NO_LIST, ids=["503", "null", "empty", "unreadable"])
async def test_without_the_list_of_accounts_what_is_held_is_read_judged_and_told(
    lay: Lay, answer: dict[str, Any]
) -> None:
    road = await lay(FIVE)
    road.buys("MNQ", 5)
    await road.until(lambda: road.view().positions)
    road.paper.faults.answer("/Account/search", times=None, **answer)
    road.paper.faults.refuse_negotiate(503, 60)
    road.paper.faults.drop_hubs()
    reduced = "Balance and permission to trade cannot be read"
    await road.until(lambda: any(reduced in text for text in road.told("Protection reduced")))
    road.buys("MNQ", 2)
    await road.until(lambda: road.sizes() == {"MNQ": 5})
    road.paper.faults.clear()
    await road.until(lambda: any("can be read again" in text for text in road.told("Protection restored")))


async def test_an_account_no_list_names_any_more_is_not_taken_for_flat(lay: Lay) -> None:
    road = await lay(LOSS)
    road.buys("MNQ", 2)
    await road.until(lambda: road.view().positions)
    await road.quiet()  # a read under way would hold a list from before
    road.paper.faults.answer("/Account/search", status=200, body={"success": True, "accounts": []}, times=None)
    for path, key in (("/Position/searchOpen", "positions"), ("/Order/searchOpen", "orders")):
        road.paper.faults.answer(path, status=200, body={"success": True, key: []}, times=None, account=road.first)
    road.paper.faults.drop_hubs()
    await road.until(lambda: any("not among the accounts" in text for text in road.board.texts()))
    assert road.view().positions
    road.paper.faults.clear()
    await road.until(lambda: road.status()["protected"] is True)
