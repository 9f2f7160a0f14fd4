"""RiskGuard: a risk guard for futures accounts on the ProjectX gateway."""

__version__ = "0.1.0"
