"""Bundled icons, fonts and styles."""

from riskguard.config.resources import resource

__all__ = ["resource"]
