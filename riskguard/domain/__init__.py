"""Facts about accounts, contracts, money and the trading day. Standard library only; no clock, no I/O."""
