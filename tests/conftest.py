"""For all tests: no test, and no process a test starts, touches the keyring of the machine it runs on."""

import os

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
