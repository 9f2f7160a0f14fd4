"""Channels for alerts as people set them up: addresses go to the keyring, all else to the settings."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from riskguard.alerts.items import AlertsView, Message, Outcome
from riskguard.alerts.sender import AppriseSender, Sender
from riskguard.config.alerts import AlertSettings, ChannelSettings, channels_in
from riskguard.config.toml_edit import REMOVE
from riskguard.engine.board import Severity
from riskguard.service.addresses import Addresses

TEST = Message("RiskGuard test", "Alerts of RiskGuard arrive here.", Severity.INFO)


class AlertsDeskError(Exception):
    """What cannot be done, in words."""


class AlertsDesk:
    """`change` asks for settings by path and blocks, as everything here but `channels` and `view` does."""

    def __init__(
        self,
        addresses: Addresses,
        alerts: Callable[[], Mapping[str, Any]],
        change: Callable[[Mapping[str, object]], None],
        view: Callable[[], AlertsView] = AlertsView,
        sender: Sender | None = None,
    ) -> None:
        """`alerts` is the table of the settings as it is in force."""
        self._addresses, self._alerts, self._change = addresses, alerts, change
        self.view = view
        self._sender = sender or AppriseSender()

    def channels(self) -> Mapping[str, ChannelSettings]:
        return channels_in(self._alerts())

    def add(self, name: str, channel: ChannelSettings, address: str) -> None:
        """AlertsDeskError, AddressNotKeptError, and what changing settings raises; then nothing is left of it."""
        checked_name(name)
        if name.lower() in {one.lower() for one in self.channels()}:
            raise AlertsDeskError(f"There is a channel {name} already; remove it first, or take another name.")
        self._addresses.keep(name, address)
        try:
            self._change({f"alerts.channels.{name}": channel.model_dump()})
        except Exception:
            self._addresses.forget(name)
            raise

    def remove(self, name: str) -> None:
        """First out of the settings: from then on nothing is sent."""
        self._known(name)
        self._change({f"alerts.channels.{name}": REMOVE})
        self._addresses.forget(name)

    def set_least(self, name: str, least: str) -> None:
        self._known(name)
        self._change({f"alerts.channels.{name}.least": least})

    def test(self, name: str) -> Outcome:
        """Sends a test to a channel at once, past its queue."""
        self._known(name)
        return self.try_out(self._addresses.of(name))

    def try_out(self, address: str) -> Outcome:
        return self._sender.send(address, TEST)

    def _known(self, name: str) -> None:
        if name not in self.channels():
            raise AlertsDeskError(f"There is no channel {name}.")


def checked_name(name: str) -> None:
    """AlertsDeskError where a channel cannot be called so."""
    try:
        AlertSettings.model_validate({"channels": {name: {}}})
    except ValidationError as error:
        raise AlertsDeskError(error.errors()[0]["msg"].removeprefix("Value error, ") + ".") from None
