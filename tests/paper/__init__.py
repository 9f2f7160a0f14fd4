"""Tests of the paper gateway."""
