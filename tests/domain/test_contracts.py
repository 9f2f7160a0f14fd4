"""Contracts: roots in either spelling, and dollars per tick for every contract of the gateway's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskguard.domain.contracts import CODE_TO_ROOT, MICRO_OF, Contract, canonical_root, is_micro, root_of
from riskguard.domain.market import Market
from riskguard.domain.money import price, usd

SPECS = {
    "ES": ("0.25", "12.50"),
    "MES": ("0.25", "1.25"),
    "NQ": ("0.25", "5.00"),
    "MNQ": ("0.25", "0.50"),
    "RTY": ("0.1", "5.00"),
    "M2K": ("0.1", "0.50"),
    "6E": ("0.00005", "6.25"),
    "M6E": ("0.0001", "1.25"),
    "6J": ("0.0000005", "6.25"),
    "6B": ("0.0001", "6.25"),
    "M6B": ("0.0001", "0.625"),
    "NKD": ("5", "25"),
    "MBT": ("5", "0.50"),
    "LE": ("0.025", "10"),
    "HE": ("0.025", "10"),
}


def contract(root: str, tick_size: str = "", tick_value: str = "") -> Contract:
    size, value = SPECS.get(root, (tick_size, tick_value))
    return Contract(f"CON.F.US.{root}.Z26", f"{root}Z6", root, price(size), usd(value))


@pytest.mark.parametrize(
    ("root", "entry", "exit_at", "exposure", "gained"),
    [
        ("ES", "5000.00", "5001.00", 1, "50.00"),
        ("ES", "5000.00", "4999.75", 1, "-12.50"),
        ("MES", "5000.00", "5000.25", 3, "3.75"),
        ("NQ", "18000.25", "18010.00", -2, "-390.00"),
        ("MNQ", "26000.00", "25743.75", 1, "-512.50"),
        ("RTY", "2200.0", "2199.9", -1, "5.00"),
        ("M2K", "2200.1", "2200.0", 7, "-3.50"),
        ("6E", "1.08500", "1.08505", 1, "6.25"),
        ("M6E", "1.0850", "1.0860", -4, "-50.00"),
        ("6J", "0.0064815", "0.0064820", 1, "6.25"),
        ("6J", "0.0064815", "0.0064810", 3, "-18.75"),
        ("6B", "1.2700", "1.2699", 2, "-12.50"),
        ("M6B", "1.2700", "1.2701", 1, "0.625"),
        ("M6B", "1.2700", "1.2701", -1, "-0.625"),
        ("NKD", "39000", "39005", 1, "25"),
        ("MBT", "95000", "94995", 10, "-5.00"),
        ("LE", "185.000", "185.025", 1, "10"),
        ("HE", "80.025", "80.000", -2, "20"),
    ],
)
def test_a_move_is_worth_its_ticks(root: str, entry: str, exit_at: str, exposure: int, gained: str) -> None:
    assert contract(root).pnl(price(exit_at) - price(entry), exposure) == usd(gained)


@pytest.mark.parametrize("root", SPECS)
@pytest.mark.parametrize("exposure", [1, -1, 7])
def test_one_tick_is_worth_the_tick_value_a_contract(root: str, exposure: int) -> None:
    found = contract(root)
    assert found.pnl(found.tick_size, exposure) == found.tick_value * exposure


@pytest.mark.parametrize(
    ("move", "gained"),
    [("0.0000000001", 1), ("0.0000000002", 2), ("0.0000000003", 4), ("-0.0000000001", -1), ("0.0000000004", 5)],
)
def test_between_ticks_a_result_is_rounded_to_the_nearest_unit(move: str, gained: int) -> None:
    assert contract("6J").pnl(price(move), 1) == pytest.approx(usd("6.25") / 5_000 * price(move), abs=0.5)
    assert contract("X", "0.0000000004", "0.0005").pnl(price(move), 1) == gained


@pytest.mark.parametrize(("move", "gained"), [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2), (-5, -2)])
def test_half_a_unit_of_a_result_goes_to_the_even_one(move: int, gained: int) -> None:
    assert Contract("C", "C", "C", 2, 1).pnl(move, 1) == gained


@given(st.sampled_from(sorted(SPECS)), st.integers(-(10**6), 10**6), st.integers(-500, 500).filter(bool))
def test_long_and_short_are_mirror_images(root: str, ticks: int, exposure: int) -> None:
    found = contract(root)
    move = ticks * found.tick_size
    assert found.pnl(move, exposure) == ticks * exposure * found.tick_value == -found.pnl(-move, exposure)


@pytest.mark.parametrize(
    ("contract_id", "name", "root"),
    [
        ("CON.F.US.EP.Z26", "ESZ6", "ES"),
        ("CON.F.US.MES.Z26", "MESZ26", "MES"),
        ("CON.F.US.ENQ.Z26", "NQZ6", "NQ"),
        ("CON.F.US.EU6.Z26", "6EZ6", "6E"),
        ("CON.F.US.JY6.Z26", "6JZ6", "6J"),
        ("CON.F.US.M6E.Z26", "M6EZ6", "M6E"),
        ("CON.F.US.M6B.Z26", "M6BZ6", "M6B"),
        ("CON.F.US.M2K.Z26", "M2KZ6", "M2K"),
        ("CON.F.US.RTY.Z26", "RTYZ6", "RTY"),
        ("CON.F.US.CLE.F27", "CLF7", "CL"),
        ("CON.F.US.GCE.G27", "GCG7", "GC"),
        ("CON.F.US.NKD.Z26", "NKDZ6", "NKD"),
        ("CON.F.US.GLE.Z26", "LEZ6", "LE"),
        ("CON.F.US.HE.Z26", "HEZ6", "HE"),
        ("CON.F.US.MBT.X26", "MBTX6", "MBT"),
        ("CON.F.US.SR3.H27", "SR3H7", "SR3"),
        ("CON.F.US.TYA.Z26", "ZNZ6", "ZN"),
        ("CON.F.US.NQG.Z26", "QGZ6", "QG"),
        ("CON.F.US.EP.Z26", "esz6", "ES"),
        ("CON.F.US.EP.Z26", " /ESZ6 ", "ES"),
        ("CON.F.US.NEWCODE.Z26", "ABCZ6", "ABC"),
    ],
)
def test_the_root_comes_from_the_name(contract_id: str, name: str, root: str) -> None:
    assert root_of(contract_id, name) == root


@pytest.mark.parametrize(
    ("contract_id", "root"),
    [
        ("CON.F.US.EP.Z26", "ES"),
        ("con.f.us.ep.z26", "ES"),
        ("CON.F.US.ENQ.Z26", "NQ"),
        ("CON.F.US.MNQ.Z26", "MNQ"),
        ("CON.F.US.EU6.Z26", "6E"),
        ("CON.F.US.JY6.Z26", "6J"),
        ("CON.F.US.BP6.Z26", "6B"),
        ("CON.F.US.CLE.F27", "CL"),
        ("CON.F.US.GCE.G27", "GC"),
        ("CON.F.US.GLE.Z26", "LE"),
        ("CON.F.US.RTY.Z26", "RTY"),
        ("CON.F.US.NEWCODE.Z26", "NEWCODE"),
        ("ES", "ES"),
    ],
)
@pytest.mark.parametrize("name", [None, "", "E-mini S&P 500", "ESZ2026"])
def test_without_a_usable_name_the_root_comes_from_the_id(contract_id: str, root: str, name: str | None) -> None:
    assert root_of(contract_id, name) == root


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("ES", "ES"),
        ("es", "ES"),
        ("EP", "ES"),
        ("ep", "ES"),
        ("/ES", "ES"),
        (" enq ", "NQ"),
        ("Mnq", "MNQ"),
        ("gle", "LE"),
    ],
)
def test_traders_may_type_either_spelling_in_any_case(typed: str, root: str) -> None:
    assert canonical_root(typed) == root


def test_no_code_leads_to_another_code() -> None:
    assert not {root for root in CODE_TO_ROOT.values() if root in CODE_TO_ROOT}


def test_micros_are_known_and_minis_are_not_micros() -> None:
    assert all(is_micro(micro) and not is_micro(mini) for micro, mini in MICRO_OF.items())


@pytest.mark.parametrize("micro", sorted(set(MICRO_OF) & set(SPECS)))
def test_a_micro_is_worth_a_tenth_of_its_mini_or_less(micro: str) -> None:
    mini = SPECS.get(MICRO_OF[micro])
    if mini is None:
        return
    per_point = usd(SPECS[micro][1]) * price(mini[0])
    assert per_point * 10 == usd(mini[1]) * price(SPECS[micro][0])


def newcomer() -> Market:
    """A pair of root and code that no table knows, as the contract search tells it."""
    return Market().learn(Contract("CON.F.US.XYZE.Z26", "XYZZ6", "XYZ", price("0.25"), usd("5")))


def test_an_expiry_not_looked_up_yet_has_the_root_its_code_is_known_by() -> None:
    assert newcomer().root("CON.F.US.XYZE.H27") == "XYZ"


@pytest.mark.parametrize("typed", ["xyz", "XYZ", "XYZE", "xyze", "/xyze"])
def test_a_pair_that_only_the_contract_search_knows_is_taken_in_either_spelling(typed: str) -> None:
    assert newcomer().root_meant(typed) == "XYZ"


def test_before_anything_is_learned_the_table_answers() -> None:
    assert [Market().root_meant(typed) for typed in ("ep", "NQ", "xyze")] == ["ES", "NQ", "XYZE"]
