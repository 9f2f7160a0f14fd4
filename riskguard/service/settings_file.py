"""The settings file on the disk: noticed when it changes, written in one piece. Blocks, so not for the loop."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from riskguard.config.file import look_at, text_of
from riskguard.config.toml_edit import with_values

type Stamp = tuple[int, int] | None


class SettingsFile:
    """One riskguard.toml. `settled` tells once of every change, as soon as nobody is writing it any more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known = self._last = self._stamp()

    def _stamp(self) -> Stamp:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def settled(self) -> bool:
        """Whether it is another file than at the last change told of, and the same as when last asked."""
        before, self._last = self._last, self._stamp()
        if self._last == self._known or self._last != before:
            return False
        self._known = self._last
        return True

    def read(self) -> str:
        return text_of(self.path)

    def edited(self, values: Mapping[str, object], *, create: bool = False) -> str:
        """The text with some values changed; FileNotFoundError without a file, unless one may be begun."""
        try:
            look_at(self.path)
            with self.path.open(encoding="utf-8", newline="") as file:
                text = file.read()
        except FileNotFoundError:
            if not create:
                raise
            text = ""
        return with_values(text, values)

    def write(self, text: str) -> None:
        """Replace the file in one step: a reader sees the old text or the new one, whatever happens meanwhile."""
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if self.path.exists():
                Path(name).chmod(self.path.stat().st_mode)
            Path(name).replace(self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
