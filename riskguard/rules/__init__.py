"""Every rule, one file each, in one explicit tuple."""

from riskguard.rules.auth_loss_guard import AuthLossGuard
from riskguard.rules.base import Rule
from riskguard.rules.consecutive_losses import ConsecutiveLosses
from riskguard.rules.cooldown_after_loss import CooldownAfterLoss
from riskguard.rules.daily_net_loss import DailyNetLoss
from riskguard.rules.daily_realized_loss import DailyRealizedLoss
from riskguard.rules.daily_realized_profit import DailyRealizedProfit
from riskguard.rules.daily_unrealized_loss import DailyUnrealizedLoss
from riskguard.rules.max_contracts import MaxContracts
from riskguard.rules.max_contracts_per_instrument import MaxContractsPerInstrument
from riskguard.rules.max_drawdown import MaxDrawdown
from riskguard.rules.max_position_time import MaxPositionTime
from riskguard.rules.max_unrealized_profit import MaxUnrealizedProfit
from riskguard.rules.news_blackout import NewsBlackout
from riskguard.rules.no_adding_to_losers import NoAddingToLosers
from riskguard.rules.no_stop_loss_grace import NoStopLossGrace
from riskguard.rules.profit_giveback import ProfitGiveback
from riskguard.rules.session_hours import SessionHours
from riskguard.rules.stop_failed import StopFailed
from riskguard.rules.stop_guard import StopGuard
from riskguard.rules.symbol_blocks import SymbolBlocks
from riskguard.rules.trade_frequency import TradeFrequency
from riskguard.rules.trade_management import TradeManagement
from riskguard.rules.weekly_loss import WeeklyLoss

ALL_RULES: tuple[type[Rule], ...] = (
    MaxContracts,
    MaxContractsPerInstrument,
    DailyRealizedLoss,
    DailyUnrealizedLoss,
    MaxUnrealizedProfit,
    TradeFrequency,
    CooldownAfterLoss,
    NoStopLossGrace,
    SessionHours,
    AuthLossGuard,
    SymbolBlocks,
    TradeManagement,
    DailyRealizedProfit,
    DailyNetLoss,
    MaxDrawdown,
    ConsecutiveLosses,
    ProfitGiveback,
    MaxPositionTime,
    StopGuard,
    NoAddingToLosers,
    StopFailed,
    WeeklyLoss,
    NewsBlackout,
)

__all__ = [
    "ALL_RULES",
    "AuthLossGuard",
    "ConsecutiveLosses",
    "CooldownAfterLoss",
    "DailyNetLoss",
    "DailyRealizedLoss",
    "DailyRealizedProfit",
    "DailyUnrealizedLoss",
    "MaxContracts",
    "MaxContractsPerInstrument",
    "MaxDrawdown",
    "MaxPositionTime",
    "MaxUnrealizedProfit",
    "NewsBlackout",
    "NoAddingToLosers",
    "NoStopLossGrace",
    "ProfitGiveback",
    "Rule",
    "SessionHours",
    "StopFailed",
    "StopGuard",
    "SymbolBlocks",
    "TradeFrequency",
    "TradeManagement",
    "WeeklyLoss",
]
