"""Benchmarks: run by hand, print figures and ratios, assert nothing."""
