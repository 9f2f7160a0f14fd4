"""Money, contracts, the trading day, the book and marks."""
