"""The money rules in the engine: written streams against results reckoned by hand."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from riskguard.config.file import parse_settings
from riskguard.engine.replay import Replay, record_line
from riskguard.gateway.translate import read_line

ES, NQ = "CON.F.US.EP.Z26", "CON.F.US.ENQ.Z26"
DAY = "2026-11-19"
"""A Thursday; the reset is at 23:00 UTC."""


def line(at: str, kind: str, data: object, **more: object) -> str:
    return json.dumps({"t": f"{at}Z" if "T" in at else f"{DAY}T{at}Z", "type": kind, "data": data, **more})


CONTRACTS = [
    line("14:00:00", "Contract", {"id": ES, "name": "ESZ6", "tickSize": 0.25, "tickValue": 12.5}),
    line("14:00:00", "Contract", {"id": NQ, "name": "NQZ6", "tickSize": 0.25, "tickValue": 5}),
]


def held(at: str, size: int, cid: str = ES, average: float = 5_000) -> str:
    """Signed contracts; a point of ES is $50, of NQ $20."""
    shown = {"id": 1, "accountId": 7, "contractId": cid, "creationTimestamp": f"{DAY}T14:00:00Z"}
    return line(
        at, "GatewayUserPosition", {**shown, "type": 1 if size >= 0 else 2, "size": abs(size), "averagePrice": average}
    )


def quoted(at: str, price: float, cid: str = ES) -> str:
    return line(at, "GatewayQuote", {"lastPrice": price, "bestBid": price, "bestAsk": price}, contractId=cid)


def filled(at: str, number: int, pnl: float | None, *, fees: float = 0, cid: str = ES, **more: object) -> str:
    made = at if "T" in at else f"{DAY}T{at}"
    fill = {"id": number, "accountId": 7, "contractId": cid, "creationTimestamp": f"{made}Z", "price": 5_000}
    terms = {"profitAndLoss": pnl, "fees": fees, "side": 1, "size": 1, "voided": False, "orderId": 100 + number}
    return line(at, "GatewayUserTrade", {**fill, **terms, **more})


def account(at: str, balance: float | None = None, *, can_trade: bool | None = True) -> str:
    shown: dict[str, object] = {"id": 7, "name": "A"}
    if balance is not None:
        shown["balance"] = balance
    if can_trade is not None:
        shown["canTrade"] = can_trade
    return line(at, "GatewayUserAccount", shown)


def working(at: str, number: int, cid: str, status: int = 1) -> str:
    order = {"id": number, "accountId": 7, "contractId": cid, "status": status, "type": 1, "side": 0, "size": 1}
    return line(at, "GatewayUserOrder", {**order, "limitPrice": 4_900, "fillVolume": 0})


def clock(at: str) -> str:
    return line(at, "Clock", None)


def replayed(rules: str, lines: Iterable[str]) -> list[dict[str, Any]]:
    replay = Replay(parse_settings(rules), read_line)
    return [record_line(record) for record in replay.run([*CONTRACTS, *lines])]


def told(rules: str, *lines: str, kinds: str = "breach action lockout_set lockout_ended") -> list[str]:
    """`time kind what` of every line of these kinds, in order."""
    found = [one for one in replayed(rules, lines) if one["kind"] in kinds.split()]
    return [f"{one['t'][11:19]} {one['kind']} {_what(one)}".strip() for one in found]


def _what(one: dict[str, Any]) -> str:
    match one["kind"]:
        case "action":
            return " ".join(str(one[name]) for name in ("action", "contract", "size", "order") if one.get(name))
        case "lockout_set" | "lockout_ended":
            until = one["until"][5:16] if one["until"] else "-"
            return " ".join([one["lockout"], one["symbol"] or "", until]).replace("  ", " ")
        case "warning":
            return f"{one['level']}"
    return str(one.get("symbol", ""))


def at_once(at: str, *more: str) -> list[str]:
    """A breach with its hard lockout until the reset and a flatten."""
    return [f"{at} breach", f"{at} lockout_set hard 11-19T23:00", f"{at} action flatten", *more]


OPEN_LOSS = "[rules.daily_unrealized_loss]\nlimit = 500\n"


def test_an_open_loss_flattens_when_a_quote_brings_it_and_again_after_it_was_over() -> None:
    lines = told(
        OPEN_LOSS,
        quoted("15:00:00", 5_000),
        held("15:00:01", 2),
        quoted("15:00:02", 4_995.25),
        quoted("15:00:03", 4_995),
        held("15:00:04", 0),
        filled("15:00:04", 1, -500, size=2),
        held("15:01:00", 1, average=4_995),
        quoted("15:01:01", 4_985.25),
        quoted("15:01:02", 4_985),
    )
    breach = ["{0} breach", "{0} action flatten"]
    assert lines == [text.format(at) for at in ("15:00:03", "15:01:02") for text in breach]


def test_one_position_alone_is_closed_and_the_account_locked_where_that_is_asked_for() -> None:
    rules = OPEN_LOSS + 'scope = "position"\nlockout = "until_reset"'
    stream = [quoted("15:00:00", 5_000), quoted("15:00:00", 5_000, NQ), held("15:00:01", 1), held("15:00:01", 1, NQ)]
    lines = told(rules.replace("\nlockout", "\n#"), *stream, quoted("15:00:02", 4_975, NQ), quoted("15:00:02.5", 4_991))
    assert lines == ["15:00:02 breach NQ", f"15:00:02 action close {NQ} 1"]
    locked = told(rules, *stream, quoted("15:00:02", 4_975, NQ))
    assert locked == ["15:00:02 breach NQ", "15:00:02 lockout_set hard 11-19T23:00", "15:00:02 action flatten"]


def test_a_target_waits_for_the_mark_of_every_position() -> None:
    lines = told(
        "[rules.max_unrealized_profit]\ntarget = 500",
        quoted("15:00:00", 5_000),
        held("15:00:01", 1),
        held("15:00:01", 1, NQ),
        quoted("15:00:02", 5_010),
        quoted("15:00:03", 5_000, NQ),
    )
    assert lines == ["15:00:03 breach", "15:00:03 action flatten"]


def test_the_profit_of_the_day_ends_it_kindly() -> None:
    rules = "[rules.daily_realized_profit]\ntarget = 500"
    stream = [working("15:00:00", 9, ES), filled("15:00:01", 1, -10, fees=2), filled("15:00:02", 2, 511.99)]
    assert told(rules, *stream) == []
    found = replayed(rules, [*stream, filled("15:00:03", 3, 0.01)])
    assert [one["kind"] for one in found if one["kind"] != "warning"] == ["breach", "lockout_set", "action"]
    assert all(one["why"] == {"realized": 500, "target": 500} for one in found if one["kind"] != "warning")


NET = "[rules.daily_net_loss]\nlimit = 1000\n"


def test_realized_and_open_losses_of_the_day_add_up_and_count_once() -> None:
    """-400 realized with 4 of fees, then 2 ES at -5.96 points: -404 - 596 = -1,000."""
    lines = told(
        NET,
        quoted("15:00:00", 5_000),
        filled("15:00:01", 1, -400, fees=4),
        held("15:00:02", 2),
        quoted("15:00:03", 4_994.05),
        quoted("15:00:04", 4_994.04),
        held("15:00:05", 0),
        filled("15:00:06", 2, -596, size=2),
        clock("2026-11-20T00:00:00"),
    )
    assert lines == at_once("15:00:04", "23:00:00 lockout_ended hard 11-19T23:00")


@pytest.mark.parametrize(("last", "breached"), [(4_995.25, False), (4_995, True)])
def test_trailing_follows_the_best_of_the_day_and_starts_anew_at_the_reset(last: float, breached: bool) -> None:
    """Best +1,500 at 5,015 with 2 ES; the fall to 5,005 is 1,000. The next day the carried +1,500 is the new best."""
    rules = NET + "trailing = true"
    stream = [quoted("15:00:00", 5_000), held("15:00:01", 2), quoted("15:00:02", 5_015), quoted("15:00:03", 5_005.01)]
    assert told(rules, *stream) == []
    assert told(rules, *stream, quoted("15:00:04", 5_005)) == at_once("15:00:04")
    fallen = [quoted("2026-11-20T01:00:00", 5_005.01), quoted("2026-11-20T01:00:01", 5_005.01 - 5_015 + last + 10)]
    assert bool(told(rules, *stream, clock("2026-11-20T00:00:00"), *fallen)) is breached


def test_a_best_result_that_was_never_settled_is_none() -> None:
    """The position shrinks at +1,500 before its trade is known to be of -200: no best of 1,500 was ever reached."""
    lines = told(
        "[rules.profit_giveback]\nactivate_at = 1000\ngiveback = 100",
        quoted("15:00:00", 5_000),
        held("15:00:01", 2),
        held("15:00:02", 1),
        quoted("15:00:02.5", 5_030),
        filled("15:00:03", 1, -1_500, side=1),
        quoted("15:00:04", 5_000),
    )
    assert lines == []


def test_what_the_day_has_made_may_not_be_given_back_by_more_than_its_share() -> None:
    """1,200 at 5,024 with 1 ES; 40 % of it is 480: breach at +720, which is 5,014.40."""
    lines = told(
        "[rules.profit_giveback]\nactivate_at = 1000\ngiveback_share = 0.4",
        quoted("15:00:00", 5_000),
        held("15:00:01", 1),
        quoted("15:00:02", 5_019.99),
        quoted("15:00:03", 5_000),
        quoted("15:00:04", 5_024),
        quoted("15:00:05", 5_014.41),
        quoted("15:00:06", 5_014.4),
        quoted("15:00:07", 5_030),
    )
    assert lines == at_once("15:00:06")


def test_a_breach_is_told_once_while_its_own_flatten_settles() -> None:
    lines = told(
        "[rules.profit_giveback]\nactivate_at = 1000\ngiveback = 400",
        quoted("15:00:00", 5_000),
        held("15:00:01", 1),
        quoted("15:00:02", 5_024),
        quoted("15:00:03", 5_016),
        held("15:00:03.2", 0),
        clock("15:00:03.4"),
        filled("15:00:03.6", 1, 800, side=1),
        account("15:00:05"),
        clock("15:01:00"),
    )
    assert lines == at_once("15:00:03")


DRAWDOWN = "[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 2000\n"


def test_the_floor_counts_every_contract_once_whichever_of_balance_and_trade_comes_first() -> None:
    """50,000 - 1,200 realized leaves 800 to the floor: 1 ES may fall by 15.99 points and not by 16."""
    opened = [account("15:00:00", 50_000), quoted("15:00:00", 5_000), held("15:00:01", 1), quoted("15:00:02", 4_976)]
    trade, gone, balance = filled("15:00:03", 1, -1_200, side=1), held("15:00:03", 0), account("15:00:03", 48_800)
    for order in ([trade, gone, balance], [balance, trade, gone], [gone, balance, trade]):
        again = [
            quoted("15:01:00", 5_000),
            held("15:01:01", 1),
            quoted("15:01:02", 4_984.01),
            quoted("15:01:03", 4_984),
        ]
        assert told(DRAWDOWN, *opened, *order, *again) == at_once("15:01:03")


def test_the_floor_is_raised_at_the_reset_and_holds_the_next_day() -> None:
    """51,500 at the reset makes the floor 49,500; the next day -2,000 reaches it, and again after its reset."""
    lines = told(
        DRAWDOWN,
        account("15:00:00", 50_000),
        filled("15:00:01", 1, 1_500),
        account("15:00:02", 51_500),
        clock("2026-11-20T00:00:00"),
        filled("2026-11-20T15:00:00", 2, -1_999.99),
        account("2026-11-20T15:00:01", 49_500.01),
        filled("2026-11-20T15:00:02", 3, -0.01),
        account("2026-11-20T15:00:03", 49_500),
        clock("2026-11-21T00:00:00"),
    )
    assert lines == [
        "15:00:02 breach",
        "15:00:02 lockout_set hard 11-20T23:00",
        "15:00:02 action flatten",
        "23:00:00 lockout_ended hard 11-20T23:00",
        "23:00:00 lockout_set hard 11-21T23:00",
    ]


def test_after_a_transfer_the_floor_is_not_judged() -> None:
    lines = told(
        DRAWDOWN,
        account("15:00:00", 50_000),
        quoted("15:00:00", 5_000),
        held("15:00:00", 1),
        account("15:00:01", 47_000),
        quoted("15:00:02", 4_999),
        clock("15:00:03"),
        quoted("15:00:04", 4_960),
    )
    assert lines == []


def test_the_week_adds_up_over_its_days_and_locks_to_its_end() -> None:
    """Monday -600, Thursday -300 and -100 open: the lock lasts to Sunday 17:00 in Chicago, whatever resets come."""
    lines = told(
        "[rules.weekly_loss]\nlimit = 1000",
        filled("2026-11-19T15:00:00", 1, -600, creationTimestamp="2026-11-16T15:00:00Z"),
        filled("15:00:01", 2, -300),
        quoted("15:00:02", 5_000),
        held("15:00:03", 1),
        quoted("15:00:04", 4_998.01),
        quoted("15:00:05", 4_998),
        held("15:00:06", 0),
        filled("15:00:06", 3, -100, side=1),
        clock("2026-11-22T22:59:59"),
        clock("2026-11-22T23:00:00"),
    )
    assert lines == [
        "15:00:05 breach",
        "15:00:05 lockout_set hard 11-22T23:00",
        "15:00:05 action flatten",
        "23:00:00 lockout_ended hard 11-22T23:00",
    ]


def test_the_firm_blocks_trading_and_allows_it_again() -> None:
    lines = told(
        "[rules.auth_loss_guard]",
        held("15:00:00", 1),
        account("15:00:01", can_trade=False),
        held("15:00:02", 0),
        filled("15:00:02", 1, 0, side=1),
        account("15:00:03", 50_000, can_trade=None),
        clock("2026-11-20T00:00:00"),
        account("2026-11-20T00:00:01", can_trade=True),
    )
    assert lines == [
        "15:00:01 breach",
        "15:00:01 lockout_set hard -",
        "15:00:01 action flatten",
        "00:00:01 lockout_ended hard -",
    ]


def test_a_blocked_instrument_is_closed_cancelled_and_stays_locked() -> None:
    lines = told(
        '[rules.symbol_blocks]\nblocked = ["enq"]',
        held("15:00:00", 1),
        working("15:00:01", 5, NQ),
        working("15:00:02", 5, NQ, status=3),
        held("15:00:03", 2, NQ),
        held("15:00:04", 0, NQ),
        clock("2026-11-20T00:00:00"),
        held("2026-11-20T00:00:01", 1, NQ),
    )
    assert lines == [
        "15:00:01 breach NQ",
        "15:00:01 lockout_set symbol NQ -",
        f"15:00:01 action cancel {NQ} 1 5",
        "15:00:03 breach NQ",
        f"15:00:03 action close {NQ} 2",
        "00:00:01 breach NQ",
        f"00:00:01 action close {NQ} 1",
    ]


def test_observing_tells_and_does_nothing() -> None:
    rules = NET + 'mode = "observe"'
    assert told(rules, held("15:00:00", 1), filled("15:00:01", 1, -1_000)) == ["15:00:01 breach"]


def test_warnings_are_given_once_at_their_shares() -> None:
    stream = [quoted("15:00:00", 5_000), held("15:00:01", 1)]
    moves = [4_990.01, 4_990, 4_995, 4_990, 4_984.01, 4_984, 4_980.01]
    quotes = [quoted(f"15:00:{number:02}", price) for number, price in enumerate(moves, 2)]
    assert told(NET, *stream, *quotes, kinds="warning") == ["15:00:03 warning 0.5", "15:00:07 warning 0.8"]


def priced(at: str, bid: float, ask: float, last: float) -> str:
    return line(at, "GatewayQuote", {"lastPrice": last, "bestBid": bid, "bestAsk": ask}, contractId=ES)


@pytest.mark.parametrize(
    "rules",
    [
        '[rules.daily_unrealized_loss]\nlimit = 500\nmark = "last"',
        '[rules.daily_unrealized_loss]\nlimit = 500\nscope = "position"\nmark = "last"',
        '[rules.daily_net_loss]\nlimit = 500\nmark = "last"',
        '[rules.weekly_loss]\nlimit = 500\nmark = "last"',
        '[rules.max_drawdown]\nstart_balance = 50000\nmax_loss = 500\nmark = "last"',
    ],
)
def test_a_rule_that_goes_by_the_last_price_lets_bid_and_ask_move_as_they_like(rules: str) -> None:
    found = told(
        rules,
        account("14:00:30", 50_000),
        held("14:01:00", 2),
        quoted("14:01:00", 5_000),
        priced("14:02:00", 4_990, 4_991, 4_995.25),
        priced("14:03:00", 4_992, 4_993, 4_995),
        kinds="breach",
    )
    assert [one[:8] for one in found] == ["14:03:00"]


def test_a_profit_given_back_by_the_last_price_has_its_peak_there_too() -> None:
    found = told(
        '[rules.profit_giveback]\nactivate_at = 500\ngiveback = 100\nmark = "last"',
        held("14:01:00", 2),
        quoted("14:01:00", 5_000),
        priced("14:02:00", 5_000, 5_000.25, 5_005),
        priced("14:03:00", 5_003, 5_003.25, 5_004.25),
        priced("14:04:00", 5_005, 5_005.25, 5_004),
        kinds="breach",
    )
    assert [one[:8] for one in found] == ["14:04:00"]


def gone_untold(*later: str) -> tuple[str, ...]:
    """Two contracts left at $200.00 each of loss, and no trade has told of it after the settling time."""
    return held("14:01:00", 2), quoted("14:01:00", 5_000), quoted("14:02:00", 4_996), held("14:02:01", 0), *later


@pytest.mark.parametrize("rule", ["daily_net_loss", "weekly_loss"])
def test_contracts_gone_count_at_their_last_open_result_until_their_trade_arrives(rule: str) -> None:
    lines = gone_untold(clock("14:02:30"), filled("14:02:31", 1, -99.99, cid=NQ), filled("14:02:32", 2, -0.01, cid=NQ))
    assert told(f"[rules.{rule}]\nlimit = 500", *lines, kinds="breach") == ["14:02:32 breach"]


def test_the_trade_that_was_missed_takes_the_place_of_what_was_kept() -> None:
    first, second = filled("14:02:31", 1, -210), filled("14:02:32", 2, -200)
    lines = gone_untold(first, second, filled("14:02:33", 3, -89.99, cid=NQ), filled("14:02:34", 4, -0.01, cid=NQ))
    assert told("[rules.daily_net_loss]\nlimit = 500", *lines, kinds="breach") == ["14:02:34 breach"]


def test_a_missed_trade_told_after_a_new_position_is_open_is_still_that_of_the_old_one() -> None:
    late = filled("14:02:33", 1, -400, size=2, creationTimestamp=f"{DAY}T14:02:00Z")
    new = held("14:02:31", 1, average=4_996)
    lines = gone_untold(new, quoted("14:02:32", 4_996), late, quoted("14:02:34", 4_994.25), quoted("14:02:35", 4_994))
    assert told("[rules.daily_net_loss]\nlimit = 500", *lines, kinds="breach") == ["14:02:35 breach"]


def test_a_profit_whose_trade_is_late_is_not_given_back() -> None:
    won = held("14:01:00", 2), quoted("14:01:00", 5_000), quoted("14:02:00", 5_005), held("14:02:01", 0)
    lines = *won, clock("14:02:30"), filled("14:02:31", 1, 500, size=2), filled("14:02:32", 2, -100, cid=NQ)
    assert not told("[rules.profit_giveback]\nactivate_at = 500\ngiveback = 200", *lines, kinds="breach")


def test_what_no_trade_ever_told_of_ends_with_the_day() -> None:
    lines = gone_untold(clock("23:00:01"), filled("23:00:02", 1, -499.99, cid=NQ), filled("23:00:03", 2, -0.01, cid=NQ))
    assert told("[rules.daily_net_loss]\nlimit = 500", *lines, kinds="breach") == ["23:00:03 breach"]


def test_an_open_loss_is_that_of_the_positions_still_there() -> None:
    new = held("14:02:31", 1)
    lines = gone_untold(new, quoted("14:02:32", 4_990.25), quoted("14:02:33", 4_990))
    assert told("[rules.daily_unrealized_loss]\nlimit = 500", *lines, kinds="breach") == ["14:02:33 breach"]


@pytest.mark.parametrize("basis", ["round_trip", "fill"])
def test_a_shared_lockout_after_a_loss_is_no_loss_of_the_accounts_that_share_it(basis: str) -> None:
    other = line("14:00:30", "GatewayUserAccount", {"id": 8, "name": "B", "canTrade": True})
    rules = f'[rules.cooldown_after_loss]\nlock_all_accounts = true\nbasis = "{basis}"'
    lines = other, filled("14:01:00", 1, None, side=0), filled("14:02:00", 2, -100), clock("14:08:00")
    found = [(one["account"], one["kind"]) for one in replayed(rules, lines) if one["kind"] != "warning"]
    assert sorted(found) == [
        (7, "action"),
        (7, "breach"),
        (7, "lockout_ended"),
        (7, "lockout_set"),
        (8, "lockout_ended"),
        (8, "lockout_set"),
    ]
