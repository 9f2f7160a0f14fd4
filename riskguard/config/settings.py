"""The settings models; the tables of riskguard.toml are their fields."""

from collections.abc import Mapping
from datetime import time, timedelta
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from riskguard.config.calendars import with_calendars
from riskguard.domain.trading_day import Schedule, zone_named
from riskguard.rules import ALL_RULES, Rule
from riskguard.rules.base import LONGEST_S, Accounts, setting
from riskguard.rules.tightness import Compare, covering

RULES_BY_TABLE = {rule.table: rule for rule in ALL_RULES}


def _wall_time(value: object) -> time:
    """`"17:00"` or a TOML local time; seconds are refused, for a reset happens on the minute."""
    try:
        hour, minute = str(value).removesuffix(":00" if isinstance(value, time) else "").split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise ValueError('give a time of day as "HH:MM", e.g. "17:00"') from None


class ScheduleSettings(BaseModel):
    """`[schedule]`: when the trading day resets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reset_time: Annotated[time, BeforeValidator(_wall_time)] = setting(
        "Reset time", "When the trading day ends and the next one begins.", tighter="listed", default=time(17, 0)
    )
    timezone: str = setting(
        "Time zone", "The zone of the reset time, e.g. America/Chicago.", tighter="listed", default="America/Chicago"
    )

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        zone_named(name)
        return name


class AccountsSettings(BaseModel):
    """`[accounts]`: which accounts are guarded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    compares: ClassVar[Mapping[str, Compare]] = {"guard": lambda old, new: covering(old.guard, new.guard)}

    guard: Accounts = setting(
        "Guarded accounts", "All accounts, or a list of account ids.", tighter="listed", default="all"
    )


class SecuritySettings(BaseModel):
    """`[security]`: how hard it is to loosen a limit in anger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cooling_off: Annotated[int, Field(ge=0, le=LONGEST_S, strict=True)] = setting(
        "Cooling-off",
        "A looser limit takes effect at the first reset at least this far away.",
        unit="seconds",
        tighter="higher",
        default=12 * 3600,
    )
    instant_loosening: bool = setting(
        "Loosen at once", "Looser limits take effect without cooling-off.", tighter="off", default=False, strict=True
    )
    allow_override: bool = setting(
        "Admin override",
        "The admin password and a typed reason end a pause of entries or a symbol early, never a full lockout.",
        tighter="off",
        default=False,
        strict=True,
    )

    @property
    def cooling(self) -> timedelta:
        return timedelta(seconds=self.cooling_off)


class Settings(BaseModel):
    """All settings in force; `rules` holds one entry for every table present, in the order of ALL_RULES."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schedule: ScheduleSettings = ScheduleSettings()
    accounts: AccountsSettings = AccountsSettings()
    rules: dict[str, Any] = Field(default_factory=dict)
    security: SecuritySettings = SecuritySettings()
    alerts: dict[str, Any] = Field(default_factory=dict)
    appearance: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _rule_tables(self) -> "Settings":
        unknown = sorted(set(self.rules) - set(RULES_BY_TABLE))
        if unknown:
            raise ValueError(f"{unknown[0]} is not a rule")
        with_calendars(self.rules.values())
        return self

    @cached_property
    def active_rules(self) -> tuple[Rule, ...]:
        """Rules that are on, in the order of ALL_RULES."""
        found = (self.rules.get(rule.table) for rule in ALL_RULES)
        return tuple(rule for rule in found if isinstance(rule, Rule) and rule.enabled)

    @cached_property
    def listening(self) -> dict[type, tuple[Rule, ...]]:
        """Active rules by the event types they listen to."""
        heard = {event for rule in self.active_rules for event in rule.listens_to}
        return {event: tuple(rule for rule in self.active_rules if event in rule.listens_to) for event in heard}

    @cached_property
    def day_schedule(self) -> Schedule:
        return Schedule(self.schedule.reset_time, self.schedule.timezone)
