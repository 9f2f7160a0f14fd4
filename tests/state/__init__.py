"""Ledgers, lockouts, what is in flight, resets."""
