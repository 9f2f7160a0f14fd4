"""The settings models; the tables of riskguard.toml are their fields."""

from datetime import time
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from riskguard.domain.trading_day import Schedule, zone_named
from riskguard.rules import ALL_RULES, Rule
from riskguard.rules.base import Accounts

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

    reset_time: Annotated[time, BeforeValidator(_wall_time)] = Field(time(17, 0), title="Reset time")
    timezone: str = Field("America/Chicago", title="Time zone")

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        zone_named(name)
        return name


class AccountsSettings(BaseModel):
    """`[accounts]`: which accounts are guarded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guard: Accounts = Field("all", title="Guarded accounts")


class Settings(BaseModel):
    """All settings in force; `rules` holds one entry for every table present, in the order of ALL_RULES."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schedule: ScheduleSettings = ScheduleSettings()
    accounts: AccountsSettings = AccountsSettings()
    rules: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _rule_tables(self) -> "Settings":
        unknown = sorted(set(self.rules) - set(RULES_BY_TABLE))
        if unknown:
            raise ValueError(f"{unknown[0]} is not a rule")
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
