"""A keyring of one file, named by RISKGUARD_TEST_KEYRING: stands in for the system's on a desktop that has none."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """For other processes too; chosen with PYTHON_KEYRING_BACKEND."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep({**self._kept(), f"{service}\n{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        self._keep({name: kept for name, kept in self._kept().items() if name != f"{service}\n{username}"})

    def _kept(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(_place().read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def _keep(self, kept: dict[str, str]) -> None:
        part = _place().with_suffix(".part")
        part.write_text(json.dumps(kept), encoding="utf-8")
        part.replace(_place())


def _place() -> Path:
    return Path(os.environ["RISKGUARD_TEST_KEYRING"])
