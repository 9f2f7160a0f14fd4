"""Contracts: what a trader calls them, their tick and what a tick is worth.

The root symbol comes from the contract's name (`ESZ6` -> `ES`); the id's own code (`EP`) is looked up in a table of
known pairs only where the name is missing or of another form.
"""

import re
from dataclasses import dataclass

from riskguard.domain.money import Price, Usd, price_value

_NAME = re.compile(r"^([A-Z0-9]{1,5}?)[FGHJKMNQUVXZ]\d{1,2}$")

# Gateway code (4th part of a contract id) -> root symbol, where they differ. Source: contract search of the gateway.
CODE_TO_ROOT = {
    "EP": "ES",
    "ENQ": "NQ",
    "EU6": "6E",
    "JY6": "6J",
    "BP6": "6B",
    "DA6": "6A",
    "CA6": "6C",
    "SF6": "6S",
    "NE6": "6N",
    "MX6": "6M",
    "CLE": "CL",
    "GCE": "GC",
    "SIE": "SI",
    "CPE": "HG",
    "NGE": "NG",
    "PLE": "PL",
    "GLE": "LE",
    "TYA": "ZN",
    "FVA": "ZF",
    "TUA": "ZT",
    "USA": "ZB",
    "ULA": "UB",
    "ZCE": "ZC",
    "ZWA": "ZW",
    "ZSE": "ZS",
    "ZME": "ZM",
    "ZLE": "ZL",
    "MCLE": "MCL",
    "NQG": "QG",
    "NQM": "QM",
}

# Micro root -> the root it is a fraction of.
MICRO_OF = {
    "MES": "ES",
    "MNQ": "NQ",
    "M2K": "RTY",
    "MYM": "YM",
    "M6E": "6E",
    "M6B": "6B",
    "M6A": "6A",
    "MJY": "6J",
    "MCD": "6C",
    "MSF": "6S",
    "MCL": "CL",
    "MNG": "NG",
    "MGC": "GC",
    "SIL": "SI",
    "MHG": "HG",
    "MBT": "BTC",
    "MET": "ETH",
}


@dataclass(frozen=True, slots=True)
class Contract:
    """One tradable contract as the gateway's contract search describes it."""

    contract_id: str
    name: str
    root: str
    tick_size: Price
    tick_value: Usd

    @property
    def decimals(self) -> int:
        """How many decimals its prices have: two for ticks of 0.25, seven for 0.0000005."""
        exponent = price_value(self.tick_size).as_tuple().exponent
        return max(-exponent, 0) if isinstance(exponent, int) else 0

    def pnl(self, move: Price, exposure: int) -> Usd:
        """Dollars gained when the price moves by `move` with `exposure` held (+ long, - short); half to even."""
        units, rest = divmod(move * exposure * self.tick_value, self.tick_size)
        twice = 2 * rest
        return units + (twice > self.tick_size or (twice == self.tick_size and units & 1))


def root_of(contract_id: str, name: str | None = None) -> str:
    """Root symbol in upper case: from the name, else from the id's 4th part through the table of known pairs."""
    match = _NAME.match(as_typed(name or ""))
    if match:
        return match.group(1)
    code = code_of(contract_id)
    return CODE_TO_ROOT.get(code, code)


def code_of(contract_id: str) -> str:
    """The gateway's own code for an instrument: `CON.F.US.EP.Z26` -> `EP`."""
    parts = contract_id.split(".")
    return (parts[3] if len(parts) > 3 else contract_id).upper()


def as_typed(symbol: str) -> str:
    """What a trader typed, as roots and codes are written: ` /es ` -> `ES`."""
    return symbol.strip().lstrip("/").upper()


def canonical_root(symbol: str) -> str:
    """What a trader typed (`es`, `EP`, `/ES`) -> the root symbol rules compare with."""
    typed = as_typed(symbol)
    return CODE_TO_ROOT.get(typed, typed)


def is_micro(root: str) -> bool:
    """Whether a root is a micro contract of another one."""
    return root in MICRO_OF
