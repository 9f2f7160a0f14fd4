"""Payloads to events: tables of what is read and of what is rejected, by field."""

import copy
import dataclasses
from dataclasses import is_dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.events import (
    AccountChanged,
    ContractLearned,
    OrderChanged,
    PositionChanged,
    QuoteChanged,
    TradeReported,
)
from riskguard.domain.money import price, usd
from riskguard.domain.orders import OrderStatus, OrderType
from riskguard.gateway import translate as reading
from riskguard.gateway.translate import BadPayload, translate

ES = "CON.F.US.EP.Z26"
STAMP = "2026-11-20T15:30:00.1234567+00:00"
WHEN = datetime(2026, 11, 20, 15, 30, 0, 123456, UTC)

ACCOUNT: dict[str, object] = {
    "id": 7, "name": "50K", "balance": 50000.25, "canTrade": True, "isVisible": True, "simulated": False,
}  # fmt: skip
POSITION: dict[str, object] = {
    "id": 1, "accountId": 7, "contractId": ES, "contractDisplayName": "ESZ6", "creationTimestamp": STAMP,
    "type": 2, "size": 3, "averagePrice": 6000.25,
}  # fmt: skip
ORDER: dict[str, object] = {
    "id": 11, "accountId": 7, "contractId": ES, "symbolId": "F.US.EP", "creationTimestamp": STAMP,
    "updateTimestamp": "2026-11-20T09:30:01-06:00", "status": 1, "type": 4, "side": 1, "size": 2, "limitPrice": None,
    "stopPrice": 5990.5, "fillVolume": 1, "filledPrice": None, "customTag": "mine",
}  # fmt: skip
TRADE: dict[str, object] = {
    "id": 21, "accountId": 7, "contractId": ES, "creationTimestamp": STAMP, "price": 6001, "profitAndLoss": -50.005,
    "fees": 1.4, "commissions": 0.5, "side": 0, "size": 1, "voided": False, "orderId": 11,
}  # fmt: skip
CONTRACT: dict[str, object] = {
    "id": ES, "name": "ESZ6", "description": "", "tickSize": 0.25, "tickValue": 12.5, "activeContract": True,
}  # fmt: skip
SAMPLES = {
    "GatewayUserAccount": ACCOUNT,
    "GatewayUserPosition": POSITION,
    "GatewayUserOrder": ORDER,
    "GatewayUserTrade": TRADE,
    "Contract": CONTRACT,
}


def test_an_account() -> None:
    assert translate("GatewayUserAccount", ACCOUNT) == AccountChanged(7, "50K", usd("50000.25"), True, False)
    assert translate("GatewayUserAccount", {"id": 7}) == AccountChanged(7, None, None, None, None)


@pytest.mark.parametrize(
    ("kind", "size", "exposure"), [(1, 3, 3), (2, 3, -3), (1, 0, 0), (2, 0, 0), (0, 0, 0), (9, 0, 0)]
)
def test_a_position_takes_its_direction_from_type_and_size_zero_is_closed(kind: int, size: int, exposure: int) -> None:
    event = translate("GatewayUserPosition", POSITION | {"type": kind, "size": size})
    assert event == PositionChanged(7, ES, exposure, price("6000.25"), WHEN, "ESZ6")


def test_a_closed_position_needs_no_price_type_or_time() -> None:
    event = translate("GatewayUserPosition", {"id": 1, "accountId": "7", "contractId": ES, "size": 0})
    assert event == PositionChanged(7, ES, 0, 0, None, None)


def test_an_order() -> None:
    event = translate("GatewayUserOrder", ORDER)
    assert isinstance(event, OrderChanged)
    order = event.order
    assert (order.order_id, order.account_id, order.contract_id, order.tag) == (11, 7, ES, "mine")
    assert (order.status, order.type, order.side) == (OrderStatus.OPEN, OrderType.STOP, -1)
    assert (order.size, order.filled, order.unfilled) == (2, 1, 1)
    assert (order.limit_price, order.stop_price) == (None, price("5990.5"))
    assert (order.created_at, order.updated_at) == (WHEN, datetime(2026, 11, 20, 15, 30, 1, tzinfo=UTC))


def test_an_order_with_only_what_it_must_have() -> None:
    bare = {key: ORDER[key] for key in ("id", "accountId", "contractId", "status", "type", "side", "size")}
    order = reading.order(bare)
    assert (order.filled, order.limit_price, order.stop_price, order.created_at, order.tag) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_an_unknown_order_type_is_kept_as_unknown() -> None:
    assert reading.order(ORDER | {"type": 42}).type is OrderType.UNKNOWN


def test_a_trade_with_its_fees_and_commissions_added() -> None:
    event = translate("GatewayUserTrade", TRADE)
    assert isinstance(event, TradeReported)
    trade = event.trade
    assert (trade.trade_id, trade.order_id, trade.side, trade.size, trade.voided) == (21, 11, 1, 1, False)
    assert (trade.price, trade.profit_and_loss, trade.fees) == (price(6001), usd("-50.005"), usd("1.9"))
    assert trade.created_at == WHEN


@pytest.mark.parametrize("absent", ["profitAndLoss", "fees", "commissions", "voided"])
def test_a_trade_may_leave_out_what_has_no_value(absent: str) -> None:
    left_out = {key: value for key, value in TRADE.items() if key != absent}
    assert reading.trade(left_out) == reading.trade(TRADE | {absent: None})


def test_an_opening_fill_has_no_profit_and_a_scratch_has_zero() -> None:
    assert reading.trade(TRADE | {"profitAndLoss": None}).opening
    assert not reading.trade(TRADE | {"profitAndLoss": 0}).opening


@pytest.mark.parametrize(
    ("payload", "event"),
    [
        ({"lastPrice": 1.5, "bestBid": 1.25, "bestAsk": 1.75}, (price("1.5"), price("1.25"), price("1.75"))),
        ({"lastPrice": 1.5, "bestBid": None}, (price("1.5"), None, None)),
        ({}, (None, None, None)),
        ({"bestAsk": 0, "volume": "many"}, (None, None, 0)),
    ],
)
def test_a_quote_is_partial(payload: dict[str, object], event: tuple[int | None, ...]) -> None:
    assert translate("GatewayQuote", ES, payload) == QuoteChanged(ES, *event)


def test_a_contract_with_the_finest_tick() -> None:
    event = translate("Contract", {"id": "CON.F.US.JY6.Z26", "name": "6JZ6", "tickSize": 0.0000005, "tickValue": 6.25})
    assert isinstance(event, ContractLearned)
    assert (event.contract.root, event.contract.tick_size, event.contract.tick_value) == ("6J", 5000, 62500)


@pytest.mark.parametrize("target", sorted(SAMPLES))
def test_bare_and_wrapped_payloads_read_the_same(target: str) -> None:
    sample = SAMPLES[target]
    assert translate(target, {"action": 1, "data": sample}) == translate(target, sample)
    assert translate(target, sample | {"somethingNew": [1, {"a": None}]}) == translate(target, sample)


@pytest.mark.parametrize("text", ["7", "0007"])
def test_ids_may_come_as_numeric_text(text: str) -> None:
    assert reading.position(POSITION | {"accountId": text}) == reading.position(POSITION)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-20T15:30:00Z", datetime(2026, 11, 20, 15, 30, tzinfo=UTC)),
        ("2026-11-20T15:30:00.5Z", datetime(2026, 11, 20, 15, 30, 0, 500000, UTC)),
        ("2026-11-20T15:30:00.123+00:00", datetime(2026, 11, 20, 15, 30, 0, 123000, UTC)),
        ("2026-11-20T15:30:00.123456789Z", datetime(2026, 11, 20, 15, 30, 0, 123456, UTC)),
        ("2026-11-20T09:30:00-06:00", datetime(2026, 11, 20, 15, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+00:00", None),
        (None, None),
    ],
)
def test_times(text: str | None, when: datetime | None) -> None:
    assert reading.position(POSITION | {"creationTimestamp": text}).created_at == when


BAD_NUMBERS: list[object] = [
    float("nan"),
    float("inf"),
    float("-inf"),
    1e300,
    True,
    "1",
    [],
    {},
    Decimal("NaN"),
    Decimal("sNaN"),
]
BAD_IDS: list[object] = [None, True, 1.5, "seven", "", "-7", -7, 10**30, "٧", []]
BAD_TIMES = ["yesterday", "2026-11-20T15:30:00", "2026-11-20", "2026-13-01T00:00:00Z", 5, "9999-12-31T23:59:59-14:00",
             "0001-01-02T00:00:00Z", "1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z"]  # fmt: skip


def cases() -> list[tuple[str, str, object]]:
    """(target, field, what stands there) that must be rejected by that field."""
    sizes = [*BAD_NUMBERS, None, -1, 1.5]
    wrong: dict[str, dict[str, list[object]]] = {
        "GatewayUserAccount": {"id": [*BAD_IDS], "balance": [*BAD_NUMBERS], "canTrade": [1, "yes"], "name": [5]},
        "GatewayUserPosition": {
            "accountId": [*BAD_IDS], "contractId": [None, "", " ", 5], "size": [*sizes],
            "type": [None, 0, 3, "1", True], "averagePrice": [*BAD_NUMBERS, None], "creationTimestamp": [*BAD_TIMES],
        },
        "GatewayUserOrder": {
            "id": [*BAD_IDS], "accountId": [*BAD_IDS], "contractId": [None], "size": [*sizes],
            "status": [None, "1", True, 1.0], "type": [None, "4", True], "side": [None, 2, -1, "0", True, 0.0],
            "fillVolume": [-1, 1.5, "1", True], "limitPrice": [*BAD_NUMBERS], "stopPrice": [*BAD_NUMBERS],
            "updateTimestamp": [*BAD_TIMES], "customTag": [5],
        },
        "GatewayUserTrade": {
            "id": [*BAD_IDS], "orderId": BAD_IDS[1:], "price": [*BAD_NUMBERS, None], "profitAndLoss": [*BAD_NUMBERS],
            "fees": [*BAD_NUMBERS], "commissions": [*BAD_NUMBERS], "side": [None, 2], "size": [*sizes],
            "voided": [0, "no"], "creationTimestamp": [*BAD_TIMES, None, "0001-01-01T00:00:00"],
        },
        "Contract": {
            "id": [None, 5], "tickSize": [*BAD_NUMBERS, None, 0, -0.25], "tickValue": [*BAD_NUMBERS, None, 0, -1],
        },
    }  # fmt: skip
    return [
        (target, name, value) for target, fields in wrong.items() for name, values in fields.items() for value in values
    ]


@pytest.mark.parametrize(("target", "field", "value"), cases())
def test_a_wrong_value_is_rejected_by_its_field(target: str, field: str, value: object) -> None:
    with pytest.raises(BadPayload) as caught:
        translate(target, SAMPLES[target] | {field: value})
    assert caught.value.field == field
    assert caught.value.found
    assert str(caught.value).startswith(f"{field} was ")


@pytest.mark.parametrize(
    ("target", "arguments", "field"),
    [
        ("GatewayUserOrder", (), "arguments"),
        ("GatewayUserOrder", (None,), "order"),
        ("GatewayUserOrder", ("text",), "order"),
        ("GatewayUserOrder", ({"action": 1, "data": None},), "data"),
        ("GatewayQuote", (ES,), "arguments"),
        ("GatewayQuote", (None, {}), "contractId"),
        ("GatewayQuote", (ES, [1]), "quote"),
        ("GatewayQuote", (ES, {"bestBid": "6000"}), "bestBid"),
        ("GatewayDepth", (ES, {}), "target"),
    ],
)
def test_arguments_that_are_no_payload_are_rejected(target: str, arguments: tuple[object, ...], field: str) -> None:
    with pytest.raises(BadPayload) as caught:
        translate(target, *arguments)
    assert caught.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
TARGETS = st.sampled_from([*SAMPLES, "GatewayQuote", "GatewayTrade", ""])


@given(TARGETS, st.lists(JSON, max_size=3))
def test_whatever_comes_translate_raises_nothing_but_bad_payload(target: str, arguments: list[object]) -> None:
    try:
        translate(target, *arguments)
    except BadPayload as bad:
        assert len(bad.found) < 200


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_payload_with_some_fields_replaced_reads_or_names_a_field(target: str, data: st.DataObject) -> None:
    payload = copy.deepcopy(SAMPLES[target])
    for name in data.draw(st.sets(st.sampled_from(sorted(payload)), max_size=3)):
        payload[name] = data.draw(JSON)
    try:
        event = translate(target, payload)
    except BadPayload as bad:
        assert bad.field in payload or bad.field == "data"
    else:
        assert not any(isinstance(value, float) for value in values_of(event))


def values_of(event: object) -> list[object]:
    """All field values of an event and what it holds."""
    values = [getattr(event, part.name) for part in dataclasses.fields(event)] if is_dataclass(event) else []
    return values + [inner for value in values for inner in values_of(value)]
