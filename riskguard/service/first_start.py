"""What the first start's window may ask for: tries credentials, looks at the accounts, writes everything at the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from riskguard.config.file import parse_settings
from riskguard.config.preset_edits import Applying, applied
from riskguard.config.presets import Preset, load_preset
from riskguard.config.settings import Settings
from riskguard.config.toml_edit import with_values
from riskguard.domain.events import AccountChanged
from riskguard.domain.trading_day import Schedule
from riskguard.engine.preview import Consequence, consequences
from riskguard.engine.state import GuardState
from riskguard.gateway.settings import GatewaySettings
from riskguard.service.clock import TrustedClock
from riskguard.service.setup import Choice, Mode, Setup
from riskguard.service.sign_in import SignInError, Watcher


class Starter:
    """Everything here blocks but `now`. Nothing is written before `finish`."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._watcher: Watcher | None = None
        self._clock = TrustedClock()
        self.done: Choice | None = None
        """What was chosen, once it is written."""

    def base(self, mode: Mode) -> Settings:
        """The settings there are already; SettingsFileError where that file is wrong."""
        return parse_settings(self._setup.settings_text(mode))

    def sign_in(self, gateway: GatewaySettings) -> Sequence[AccountChanged]:
        """The accounts of these credentials, which are watched from now on. SignInError with the gateway's reason."""
        self.close()
        watcher = Watcher(gateway)
        try:
            accounts = watcher.start()
        except SignInError:
            watcher.stop()
            raise
        self._watcher = watcher
        return accounts

    def consequences(self, wanted: Settings) -> Sequence[Consequence] | None:
        """What arming with these settings would do now; None while the accounts cannot be read."""
        if self._watcher and not self._watcher.wait_read():
            return None
        state = self._state()
        if state is None:
            return None
        found = consequences(state, wanted, self.now(), first=True)
        guard = wanted.accounts.guard
        return [one for one in found if guard == "all" or one.account_id in guard]

    def names(self) -> Mapping[int, str]:
        state = self._state()
        return {number: one.book.name for number, one in state.accounts.items()} if state else {}

    def now(self) -> datetime:
        return self._watcher.clock.now() if self._watcher else self._clock.now()

    def _state(self) -> GuardState | None:
        """The accounts that are watched; without a sign-in it is practice, whose accounts nobody has touched yet."""
        if self._watcher:
            return self._watcher.state
        from riskguard.service.play_money import untouched  # brings the whole exchange, which live needs nothing of

        return untouched(self.now())

    def schedule(self, wanted: Settings) -> Schedule:
        return wanted.day_schedule

    def text(self, mode: Mode, preset: str, values: Mapping[str, object]) -> str:
        """The settings file as it would be written: a preset with its comments, and the values over it."""
        text = self._setup.settings_text(mode)
        if preset:
            found = load_preset(preset)
            asked = [ask.path for ask in found.header.asks]
            figures = {path: value for path, value in values.items() if path in asked}
            how = Applying(figures, off=self._left_off(mode, found, values))
            text = applied(text, found, how, Path("riskguard.toml")).text
        return with_values(text, values)

    def _left_off(self, mode: Mode, preset: Preset, values: Mapping[str, object]) -> frozenset[str]:
        """Rules of a preset that were switched off again: nothing of them is among the values."""
        known = self.base(mode).rules
        switched_on = {table for table in preset.on if values.get(f"rules.{table}.enabled")}
        return frozenset(table for table in preset.on if table not in known and table not in switched_on)

    def finish(self, choice: Choice) -> None:
        """SetupFailedError, and then nothing is left of it."""
        self._setup.write(choice)
        self.done = choice

    def close(self) -> None:
        """Stop looking at the accounts."""
        if self._watcher:
            self._watcher.stop()
            self._watcher = None
