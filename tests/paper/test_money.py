"""Fills, positions and balances, exactly, for every contract."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskguard.paper import PaperConfig, PaperGateway
from riskguard.paper.catalogue import PRODUCTS, Catalogue
from riskguard.paper.units import price_json, ticks_of

# root, id on 2026-11-22, name, tick size, tick value, as the protocol document gives them
CONTRACTS = [
    ("ES", "CON.F.US.EP.Z26", "ESZ6", 0.25, 12.5),
    ("MES", "CON.F.US.MES.Z26", "MESZ6", 0.25, 1.25),
    ("NQ", "CON.F.US.ENQ.Z26", "NQZ6", 0.25, 5.0),
    ("MNQ", "CON.F.US.MNQ.Z26", "MNQZ6", 0.25, 0.5),
    ("RTY", "CON.F.US.RTY.Z26", "RTYZ6", 0.1, 5.0),
    ("M2K", "CON.F.US.M2K.Z26", "M2KZ6", 0.1, 0.5),
    ("6E", "CON.F.US.EU6.Z26", "6EZ6", 0.00005, 6.25),
    ("M6E", "CON.F.US.M6E.Z26", "M6EZ6", 0.0001, 1.25),
    ("6J", "CON.F.US.JY6.Z26", "6JZ6", 0.0000005, 6.25),
    ("6B", "CON.F.US.BP6.Z26", "6BZ6", 0.0001, 6.25),
    ("M6B", "CON.F.US.M6B.Z26", "M6BZ6", 0.0001, 0.625),
    ("NKD", "CON.F.US.NKD.Z26", "NKDZ6", 5, 25),
    ("MBT", "CON.F.US.MBT.X26", "MBTX6", 5, 0.5),
    ("LE", "CON.F.US.GLE.G27", "LEG7", 0.025, 10),
    ("HE", "CON.F.US.HE.Z26", "HEZ6", 0.025, 10),
    ("CL", "CON.F.US.CLE.F27", "CLF7", 0.01, 10),
    ("GC", "CON.F.US.GCE.G27", "GCG7", 0.1, 10),
]


@pytest.mark.parametrize(("root", "contract_id", "name", "tick", "value"), CONTRACTS)
def test_contracts_are_those_of_the_protocol(root: str, contract_id: str, name: str, tick: float, value: float) -> None:
    contract = Catalogue.of(date(2026, 11, 22)).find(root)
    assert contract
    shown = contract.json()
    assert (shown["id"], shown["name"]) == (contract_id, name)
    assert (shown["tickSize"], shown["tickValue"], shown["activeContract"]) == (tick, value, True)


@pytest.mark.parametrize(
    ("day", "es", "cl", "gc"),
    [
        (date(2026, 12, 13), "Z26", "F27", "G27"),
        (date(2026, 12, 14), "H27", "F27", "G27"),
        (date(2026, 12, 17), "H27", "G27", "G27"),
        (date(2027, 1, 20), "H27", "H27", "J27"),
        (date(2029, 12, 31), "H30", "G30", "G30"),
    ],
)
def test_front_months_roll(day: date, es: str, cl: str, gc: str) -> None:
    catalogue = Catalogue.of(day)
    fronts = [catalogue.find(root) for root in ("ES", "CL", "GC")]
    assert [contract.id.rpartition(".")[2] for contract in fronts if contract] == [es, cl, gc]


@pytest.mark.parametrize("root", [product.root for product in PRODUCTS])
def test_a_round_trip_earns_ticks_times_tick_value_less_fees(root: str) -> None:
    gw = PaperGateway()
    contract = gw.contract(root)
    market = gw.exchange.floor.markets[contract.id]
    account = gw.accounts[0]
    before = account.balance
    gw.exchange.buy(account.id, contract.id, 3)
    bought = market.ask
    far = [price_json(bought + n, contract.tick) for n in (7, 8)]
    gw.exchange.set_quote(contract.id, far[0], far[1])
    gw.exchange.close(account.id, contract.id)
    opening, closing = gw.exchange.trades(account.id)
    assert opening.pnl is None
    assert closing.pnl == 3 * 7 * contract.tick_value
    assert opening.fees == closing.fees == 3 * contract.product.fee
    assert account.balance == before + closing.pnl - opening.fees - closing.fees
    assert not account.positions


def test_the_documented_round_trip_of_one_es_nets_47_20() -> None:
    gw = PaperGateway()
    es, account = gw.contract("ES").id, gw.accounts[0]
    gw.exchange.set_quote(es, 6064, 6064.25)
    gw.exchange.buy(account.id, es)
    gw.exchange.set_quote(es, 6065.25, 6065.5)
    gw.exchange.sell(account.id, es)
    shown = [trade.json() for trade in gw.exchange.trades(account.id)]
    assert [(t["price"], t["profitAndLoss"], t["fees"]) for t in shown] == [(6064.25, None, 1.4), (6065.25, 50.0, 1.4)]
    assert account.json()["balance"] == 50_047.2


def test_a_flip_books_a_closing_and_an_opening_trade() -> None:
    gw = PaperGateway()
    es, account = gw.contract("ES").id, gw.accounts[0].id
    gw.exchange.set_quote(es, 6000, 6000.25)
    gw.exchange.buy(account, es, 2)
    gw.exchange.sell(account, es, 3)
    _, closing, opening = [trade.json() for trade in gw.exchange.trades(account)]
    assert (closing["size"], closing["profitAndLoss"], closing["side"]) == (2, -25.0, 1)
    assert (opening["size"], opening["profitAndLoss"], opening["side"]) == (1, None, 1)
    position = gw.accounts[0].positions[es].json()
    assert (position["type"], position["size"], position["averagePrice"]) == (2, 1, 6000.0)


def test_an_average_that_is_no_tick_loses_no_money() -> None:
    gw = PaperGateway()
    m6b, account = gw.contract("M6B").id, gw.accounts[0]
    gw.exchange.set_quote(m6b, 1.3000, 1.3001)
    gw.exchange.buy(account.id, m6b, 2)
    gw.exchange.set_quote(m6b, 1.3001, 1.3002)
    gw.exchange.buy(account.id, m6b, 1)
    average = account.positions[m6b].average
    assert average == Fraction(13001 * 2 + 13002, 3)
    gw.exchange.set_quote(m6b, 1.3005, 1.3006)
    for _ in range(3):
        gw.exchange.partial_close(account.id, m6b, 1)
    pnl = [trade.pnl for trade in gw.exchange.trades(account.id) if trade.pnl is not None]
    assert sum(pnl) == (3 * 13005 - 2 * 13001 - 13002) * 6250
    assert max(pnl) - min(pnl) <= 1


def test_voiding_a_trade_takes_its_money_back() -> None:
    gw = PaperGateway()
    es, account = gw.contract("ES").id, gw.accounts[0]
    gw.exchange.buy(account.id, es)
    gw.exchange.close(account.id, es)
    for trade in list(gw.exchange.trades(account.id)):
        gw.void_trade(trade.id)
        gw.void_trade(trade.id)
        assert trade.json()["voided"] is True
    assert account.json()["balance"] == 50_000.0


def test_prices_on_the_smallest_tick_are_exact() -> None:
    tick = PaperGateway().contract("6J").tick
    assert price_json(12901, tick) == 0.0064505
    assert ticks_of(0.0064 + 0.00005 + 0.0000005, tick) == 12901
    assert ticks_of(0.00645052, tick) is None


step = st.tuples(st.sampled_from(["buy", "sell", "close", "half", "move"]), st.integers(1, 40), st.integers(-30, 30))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["ES", "M6B", "6J", "CL", "NKD"]), st.lists(step, max_size=25))
def test_whatever_is_traded_money_and_contracts_are_conserved(root: str, steps: list[tuple[str, int, int]]) -> None:
    gw = PaperGateway(PaperConfig())
    contract, account = gw.contract(root), gw.accounts[0]
    market = gw.exchange.floor.markets[contract.id]
    for what, size, ticks in steps:
        match what:
            case "buy":
                gw.exchange.buy(account.id, contract.id, size)
            case "sell":
                gw.exchange.sell(account.id, contract.id, size)
            case "close" if account.net(contract.id):
                gw.exchange.close(account.id, contract.id)
            case "half" if abs(account.net(contract.id)) > 1:
                gw.exchange.partial_close(account.id, contract.id, abs(account.net(contract.id)) // 2)
            case _:
                bid = max(100, market.bid + ticks)
                gw.exchange.set_quote(
                    contract.id,
                    price_json(bid, contract.tick),
                    price_json(bid + 1 + size % 3, contract.tick),
                    size=size,
                )
    trades = list(gw.exchange.trades(account.id))
    pnl, fees = sum(trade.pnl or 0 for trade in trades), sum(trade.fees for trade in trades)
    assert account.balance == 500_000_000 + pnl - fees
    assert account.net(contract.id) == sum(trade.side.sign * trade.size for trade in trades)
    cash = -sum(trade.side.sign * trade.size * trade.price for trade in trades) * contract.tick_value
    position = account.positions.get(contract.id)
    held = position.average * position.net * contract.tick_value if position else Fraction(0)
    assert abs(pnl - (cash + held)) <= 1
    if not position:
        assert pnl == cash
