"""Who signs in to the gateway, kept in the system's keyring and nowhere else: one entry for each data directory."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from riskguard.gateway.settings import GatewaySettings, GatewaySettingsError
from riskguard.service.keys import LIMIT_S, SERVICE, Keyring, system_keyring, within
from riskguard.storage.anchor import VaultError

_FIELDS = ("user", "key", "api_url", "user_hub_url", "market_hub_url")


class CredentialsError(Exception):
    """The keyring cannot be used, or holds what cannot be read; the message says what to do."""


class Credentials:
    """The gateway's credentials of one data directory. Asks the keyring for up to `limit_s`, so not for the loop."""

    def __init__(
        self, data_dir: Path, keyring: Callable[[], Keyring] = system_keyring, limit_s: float = LIMIT_S
    ) -> None:
        place = hashlib.sha256(os.path.normcase(data_dir.resolve()).encode()).hexdigest()[:24]
        self._service = f"{SERVICE} gateway {place}"
        self._keyring, self._limit_s = keyring, limit_s

    def load(self) -> GatewaySettings | None:
        """What is kept; None where nothing is. CredentialsError where that cannot be told."""
        text = self._asked(lambda backend: backend.get_password(self._service, SERVICE))
        if not text:
            return None
        try:
            kept = json.loads(text)
            user, key, *addresses = (str(kept[name]) for name in _FIELDS)
            return GatewaySettings(user, key, addresses[0], addresses[1], addresses[2])
        except (ValueError, KeyError, TypeError, GatewaySettingsError):
            raise CredentialsError(
                "The keyring's entry for the gateway cannot be read; enter the credentials again."
            ) from None

    def save(self, gateway: GatewaySettings) -> None:
        """Keep them in place of what was there; CredentialsError where the keyring does not."""
        text = json.dumps({name: getattr(gateway, name) for name in _FIELDS})
        self._asked(lambda backend: backend.set_password(self._service, SERVICE, text))
        if self._asked(lambda backend: backend.get_password(self._service, SERVICE)) != text:
            raise CredentialsError("The system's keyring does not keep what it is given. Nothing was saved.")

    def forget(self) -> None:
        """Take them out of the keyring; nothing where there are none."""

        def erase(backend: Keyring) -> None:
            if backend.get_password(self._service, SERVICE) is not None:
                delete = getattr(backend, "delete_password", None)
                if delete is not None:
                    delete(self._service, SERVICE)

        self._asked(erase)

    def _asked[T](self, ask: Callable[[Keyring], T]) -> T:
        try:
            return within(self._limit_s, lambda: ask(self._keyring()))
        except VaultError as error:
            why = "there is none" if "NoKeyring" in str(error) else str(error)
            raise CredentialsError(
                f"The system's keyring cannot be used ({why}). Unlock it, or set the credentials in the environment."
            ) from None
