"""The rules, at their limits."""
