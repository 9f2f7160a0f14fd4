"""For all tests: none touches the keyring of the machine it runs on, none fails for being slow on a busy one, and
none leaves a guard behind that starts itself again."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from riskguard.desktop.collecting import collect

# On a machine that does other things too an example takes long now and then: taken for a failure it would be made
# smaller for minutes, and prove nothing.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["RISKGUARD_WATCHDOG"] = "off"  # what a test kills stays off, unless it asks with --watchdog


@pytest.hookimpl(optionalhook=True)  # the plugin is not there under Windows Python
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Several tests at a time in a whole run, most of them wait for sockets; what is named alone runs right here."""
    return 0 if config.args != config.getini("testpaths") else (os.cpu_count() or 1) + 1


gc.disable()


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Windows of earlier tests must not be taken down by whichever thread makes the next object: see
    `riskguard.desktop.collecting`, which does this in the program."""
    yield
    collect()
