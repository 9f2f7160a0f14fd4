"""Takes out of the system's keyring what was kept there for a data directory that is about to be deleted. Blocks."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from riskguard.config.alerts import channels_in
from riskguard.config.file import FILE_NAME as SETTINGS_FILE
from riskguard.config.file import SettingsFileError, parse_settings
from riskguard.service.addresses import Addresses, AddressNotKeptError
from riskguard.service.credentials import Credentials, CredentialsError
from riskguard.service.keys import LIMIT_S, Keyring, key_entries, system_keyring, within
from riskguard.storage.anchor import VaultError


def forget(data_dir: Path, keyring: Callable[[], Keyring] = system_keyring) -> list[str]:
    """Credentials, addresses of alerts, the journal's key and anchor; what could not be taken out, in words."""
    addresses = Addresses(data_dir, keyring)
    channels = [partial(addresses.forget, name) for name in _channels(data_dir)]
    return list(_faults([Credentials(data_dir, keyring).forget, partial(_forget_key, data_dir, keyring), *channels]))


def _faults(tasks: Iterable[Callable[[], None]]) -> Iterator[str]:
    for task in tasks:
        try:
            task()
        except (CredentialsError, AddressNotKeptError, VaultError) as error:
            yield str(error)


def _forget_key(data_dir: Path, keyring: Callable[[], Keyring]) -> None:
    def erase() -> None:
        backend = keyring()
        delete = getattr(backend, "delete_password", None)
        for service, user in key_entries(data_dir, backend):
            if delete is not None and backend.get_password(service, user) is not None:
                delete(service, user)

    within(LIMIT_S, erase)


def _channels(data_dir: Path) -> list[str]:
    try:
        text = (data_dir / SETTINGS_FILE).read_text(encoding="utf-8-sig")
        return list(channels_in(parse_settings(text, folder=data_dir).alerts))
    except (OSError, UnicodeDecodeError, SettingsFileError):
        return []
