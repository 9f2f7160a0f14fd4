"""Alerts: the words of native notifications to Discord, Telegram, e-mail or whatever else apprise knows."""
