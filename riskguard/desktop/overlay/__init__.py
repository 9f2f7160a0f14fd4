"""The lockout on the screens: full cover or strip, on every one of them, until it ends."""
