"""Where alerts go is a secret: kept in the system's keyring, one entry a channel, or given in the environment.

A machine without a keyring (a server without windows) gives `RISKGUARD_ALERT_<NAME>`. Nothing of it is ever in a file.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from riskguard.service.keys import LIMIT_S, SERVICE, Keyring, system_keyring, within
from riskguard.storage.anchor import VaultError

VARIABLE = "RISKGUARD_ALERT_"


class AddressNotKeptError(LookupError):
    """There is no address, or none can be kept; the message says what to do."""


class Addresses:
    """Of one data directory. Asks the keyring for up to `limit_s`, so not for the loop."""

    def __init__(
        self,
        data_dir: Path,
        keyring: Callable[[], Keyring] = system_keyring,
        limit_s: float = LIMIT_S,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._place = hashlib.sha256(os.path.normcase(data_dir.resolve()).encode()).hexdigest()[:24]
        self._keyring, self._limit_s, self._environment = keyring, limit_s, environment
        self.seen: set[str] = set()
        """Every address read or given since the start: what must be taken out of anything that leaves this machine."""

    def of(self, name: str) -> str:
        """The address of a channel. AddressNotKeptError where there is none or the keyring does not answer."""
        found = self._environment.get(variable(name)) or self._asked(
            lambda backend: backend.get_password(self._service(name), SERVICE)
        )
        if not found:
            raise AddressNotKeptError(f"no address is kept for {name}; add it again, or set {variable(name)}")
        self.seen.add(found)
        return found

    def keep(self, name: str, address: str) -> None:
        """In place of what was there; AddressNotKeptError where the keyring does not."""
        self.seen.add(address)
        self._asked(lambda backend: backend.set_password(self._service(name), SERVICE, address))
        if self._asked(lambda backend: backend.get_password(self._service(name), SERVICE)) != address:
            raise AddressNotKeptError("the system's keyring does not keep what it is given; nothing was saved")

    def forget(self, name: str) -> None:
        """Nothing where there is none."""

        def erase(backend: Keyring) -> None:
            if backend.get_password(self._service(name), SERVICE) is not None:
                delete = getattr(backend, "delete_password", None)
                if delete is not None:
                    delete(self._service(name), SERVICE)

        self._asked(erase)

    def _service(self, name: str) -> str:
        """Every entry has a service name of its own: the Credential Manager keeps one entry for each."""
        return f"{SERVICE} alert {self._place} {name.lower()}"

    def _asked[T](self, ask: Callable[[Keyring], T]) -> T:
        try:
            return within(self._limit_s, lambda: ask(self._keyring()))
        except VaultError as error:
            why = "there is none" if "NoKeyring" in str(error) else str(error)
            raise AddressNotKeptError(
                f"the system's keyring cannot be used ({why}); unlock it, or set {VARIABLE}<NAME> in the environment"
            ) from None


def variable(name: str) -> str:
    """What the environment calls a channel's address."""
    return f"{VARIABLE}{name.upper().replace('-', '_')}"
