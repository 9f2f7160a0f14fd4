"""Every rule, one file each, in one explicit tuple."""

from riskguard.rules.base import Rule
from riskguard.rules.daily_realized_loss import DailyRealizedLoss
from riskguard.rules.max_contracts import MaxContracts
from riskguard.rules.max_contracts_per_instrument import MaxContractsPerInstrument

ALL_RULES: tuple[type[Rule], ...] = (MaxContracts, MaxContractsPerInstrument, DailyRealizedLoss)

__all__ = ["ALL_RULES", "DailyRealizedLoss", "MaxContracts", "MaxContractsPerInstrument", "Rule"]
