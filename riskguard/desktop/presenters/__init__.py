"""Snapshots into words and shares, pure: no Qt, no clock, no decisions about trading."""
